"""Runs a sweep: on the processors of this machine, or on a Dask cluster."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from diffusion.catalogue.load import load, parameters_of, programme_of
from diffusion.catalogue.overrides import Inputs, declared, inputs_from, set_at
from diffusion.ensembles.options import MOST_THREADS, Progress
from diffusion.ensembles.partition import n_processors
from diffusion.errors import InputError, Problem, as_written, check_range
from diffusion.sweeps.design import Design, read_design, with_new_names
from diffusion.sweeps.jobs import MOST_KEPT, Job, Part, Worker, schema_of
from diffusion.sweeps.points import Points, points_of
from diffusion.sweeps.queue import as_ready
from diffusion.sweeps.read import Sweep
from diffusion.sweeps.store import Store
from diffusion.util.atomic import SIGNATURE
from diffusion.util.provenance import versions


@dataclass(frozen=True)
class Plan:
    """A sweep that has been read and checked, and not begun.

    Attributes
    ----------
    job : Job
    origin : dict
        What it is made from: the design, the files by hash, versions.
    warnings : tuple of str
        Levels that come to the same.
    """

    job: Job
    origin: dict[str, Any]
    warnings: tuple[str, ...]


def plan_sweep(file: str | Path, *, quick: bool = False, limit: int | None = None) -> Plan:
    """Read a design file and check it, before anything is run.

    Parameters
    ----------
    file
        Path of a sweep.toml.
    quick
        Whether to take the smaller form that the file names.
    limit
        Only so many points, the first ones.

    Raises
    ------
    InputError
        With the mistakes in the design and in the files that it names.
    """
    path = Path(file)
    design, digest = read_design(path)
    folder = path.resolve().parent
    if quick:
        replicates = min(design.quick.replicates, design.replicates)
        design = design.model_copy(update={"replicates": replicates})
        limit = min(design.quick.points if limit is None else limit, design.quick.points)
    beside = folder / design.model
    community = load(beside if (beside / "community.toml").is_file() else design.model)
    programmes = []
    for name in design.programmes:
        is_file = name.endswith(".toml")
        programmes.append(programme_of(community, folder / name if is_file else name))
    inputs = Inputs(community, parameters_of(community, design.parameters), tuple(programmes))
    names = [programme.name for programme in programmes]
    if again := next((name for name in names if names.count(name) > 1), None):
        found = f"{as_written(again)} twice"
        raise InputError(Problem(path.name, "programmes", "a name of its own for each", found))
    points = points_of(design, folder, path.name)
    if points.n_points > _MOST_POINTS:
        expected = f"at most {_MOST_POINTS:,} points"
        raise InputError(Problem(path.name, "", expected, f"{points.n_points:,}"))
    if limit is not None:
        check_range("limit", limit, 1, 2**62)
    job = Job(design, inputs, points, min(limit or len(points), len(points)))
    warnings = tuple(_check_levels(job, path.name))
    asked = job.indicators  # an unknown outcome is an error now
    for factor in design.factor:
        if factor.column in asked:
            expected = f"a name for {factor.path} that is no column of an outcome"
            raise InputError(Problem(path.name, "", expected, as_written(factor.column)))
    origin = {
        "design": design.model_dump(mode="json"),
        "design_file": digest,
        "n_points": job.n_points,
        "files": dict(community.hashes),
        "inputs": declared(inputs),
        "table": [list(row) for row in points.rows] if _has_table(design) else None,
        "versions": versions(),
    }
    return Plan(job, origin, warnings)


def plan_of_origin(origin: dict[str, Any]) -> Plan:
    """Make the plan of a sweep anew from what its folder says of it."""
    design = Design.model_validate_json(
        json.dumps(with_new_names(origin["design"], place=SIGNATURE))
    )
    inputs = inputs_from(origin["inputs"])
    if origin["table"] is None:
        points = points_of(design, Path(), SIGNATURE)
    else:
        points = Points((), design.factor, origin["table"])
    return Plan(Job(design, inputs, points, origin["n_points"]), origin, ())


_MOST_POINTS = 1_000_000_000
"""Points of a sweep: of more it is safe to say that a number in the design is wrong."""


def _has_table(design: Design) -> bool:
    return design.sample is not None and design.sample.method == "table"


def run_sweep(
    file: str | Path,
    folder: str | Path,
    *,
    workers: int | None = None,
    scheduler: str | None = None,
    quick: bool = False,
    limit: int | None = None,
    tell: Callable[[str], None] | None = None,
    progress: Progress | None = None,
) -> Sweep:
    """Run a sweep into a folder, or go on with the one that was begun there.

    Parameters
    ----------
    file
        Path of a sweep.toml.
    folder
        New, empty, or of this same sweep. Parts that are there are not run again.
    workers
        Threads that simulate; None: as many as this machine has processors.
    scheduler
        Address of a Dask scheduler (tcp://...), whose workers simulate in place of threads.
    quick, limit
        As in `plan_sweep`.
    tell
        Called with each warning about the design, before anything is run.
    progress
        Called with the number of runs done and the number of all.

    Returns
    -------
    Sweep
        What was found; points that could not be run are among its `failures`.

    Raises
    ------
    InputError
        With the mistakes in the design; if the folder is another sweep's, cannot be written or is
        in use.
    """
    plan = plan_sweep(file, quick=quick, limit=limit)
    if workers is not None:
        check_range("workers", workers, 1, MOST_THREADS)
    if tell is not None:
        for warning in plan.warnings:
            tell(warning)
    job, store = plan.job, Store(Path(folder))
    with store.opened(plan.origin):
        if not store.is_complete:
            n_done = 0
            if progress is not None:
                progress(0, job.n_runs)
            for part, table in _simulated(job, store, workers, scheduler):
                if table is not None:
                    store.add(part.number, table)
                n_done += job.n_runs_of(part)
                if progress is not None:
                    progress(n_done, job.n_runs)
        store.finish(job.n_parts, schema_of(job))
    return Sweep(Path(folder))


def _simulated(
    job: Job,
    store: Store,
    workers: int | None,
    scheduler: str | None,
) -> Iterator[tuple[Part, pa.Table | None]]:
    """Give each part with its table as it gets ready; None for one that is there already."""
    for part in map(job.part, range(job.n_parts)):
        if store.has(part.number):
            yield part, None
    missing = (part for part in map(job.part, range(job.n_parts)) if not store.has(part.number))
    if scheduler is not None:
        from diffusion.sweeps.cluster import simulated_on_cluster

        yield from simulated_on_cluster(job, missing, scheduler)
        return
    worker = Worker(job)
    n_threads = workers or n_processors()
    with ThreadPoolExecutor(n_threads) as pool:

        def submit(part: Part) -> Future[pa.Table]:
            return pool.submit(worker.simulate, part)

        try:
            yield from as_ready(
                missing,
                submit,
                lambda futures: wait(futures, return_when=FIRST_COMPLETED).done,
                Future.result,
                n_at_once=2 * n_threads,
            )
        finally:
            pool.shutdown(cancel_futures=True)


@dataclass(frozen=True)
class Estimate:
    """What a sweep will take, from a short trial on one processor."""

    seconds: float
    megabytes: float
    n_processors: int


def try_out(plan: Plan) -> Estimate:
    """Simulate a little of a sweep, and say what the whole will take on this machine.

    The first replicates of a point cost more than the next: its inputs are made anew. The trial
    takes three points from the initial, the middle and the end, twice over.
    """
    job = plan.job
    first = job.part(0)
    worker = Worker(job)
    worker.simulate(replace(first, points=range(1), replicates=first.replicates[:1]))  # compiles
    worker = Worker(job)
    tried = sorted({0, job.n_points // 2, job.n_points - 1})
    seconds, tables = [], []
    for _ in range(2):
        began = perf_counter()
        parts = [replace(first, points=range(point, point + 1)) for point in tried]
        tables = [worker.simulate(part) for part in parts]
        seconds.append((perf_counter() - began) / len(tried))
    anew, again = seconds if job.n_points <= MOST_KEPT else (seconds[0], seconds[0])
    n_blocks = -(-job.design.replicates // len(first.replicates))
    needed = job.n_points * (anew + (n_blocks - 1) * again)
    # Beside a table of the same rows twice over, so that what every file carries drops out.
    table = pa.concat_tables(tables)
    one, two = (_size_of(pa.concat_tables([table] * times)) for times in (1, 2))
    bytes_per_row = (two - one) / max(1, table.num_rows)
    megabytes = (bytes_per_row * job.n_runs + one * job.n_parts) / 1e6
    return Estimate(needed / n_processors(), megabytes, n_processors())


def _size_of(table: pa.Table) -> int:
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink)
    return int(sink.getvalue().size)


def _check_levels(job: Job, place: str) -> Iterator[str]:
    """Check every level of every factor alone, and name those that come to the same."""
    problems: list[Problem] = []
    for number, factor in enumerate(job.design.factor, start=1):
        ends = [end for end in (factor.low, factor.high) if end is not None]
        values = list(factor.levels or ends)
        if factor.whole:
            values = [round(float(value)) for value in ends]
        seen: dict[str, Any] = {}
        for value in values:
            try:
                changed = set_at(job.inputs, {factor.path: value}, place=place)
            except InputError as error:
                problems.extend(
                    replace(problem, key=f"factor[{number}], {problem.key}")
                    for problem in error.problems
                )
                continue
            what = repr((changed.community.file, changed.parameters, changed.programmes))
            if what in seen:
                yield (
                    f"{place}: factor[{number}], {factor.path}: levels {seen[what]} and {value} "
                    "come to the same"
                )
            seen.setdefault(what, value)
    if problems:
        raise InputError(dict.fromkeys(problems))
