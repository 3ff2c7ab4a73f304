"""Runs a sweep: on the processors of this machine, or on a Dask cluster."""

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from diffusion.ensembles.options import MOST_THREADS, Progress
from diffusion.ensembles.partition import n_processors
from diffusion.errors import check_range
from diffusion.sweeps.jobs import Job, Part
from diffusion.sweeps.over import Ensemble
from diffusion.sweeps.plan import Plan, plan_sweep
from diffusion.sweeps.read import Sweep
from diffusion.sweeps.rows import schema_of
from diffusion.sweeps.store import Store
from diffusion.sweeps.worker import MOST_KEPT, LostError, Pool, Worker

MOST_ATTEMPTS = 4
"""Times that parts are handed out which were lost though workers are left."""


def run_sweep(
    file: str | Path,
    folder: str | Path,
    *,
    workers: int | None = None,
    scheduler: str | None = None,
    quick: bool = False,
    limit: int | None = None,
    ensemble: Ensemble | None = None,
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
    quick, limit, ensemble
        As in `plan_sweep`.
    tell
        Called with each warning about the design, and with each file that was damaged, before
        anything is run.
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
    plan = plan_sweep(file, quick=quick, limit=limit, ensemble=ensemble)
    if workers is not None:
        check_range("workers", workers, 1, MOST_THREADS)
    if tell is not None:
        for warning in plan.warnings:
            tell(warning)
    job, store = plan.job, Store(Path(folder))
    with store.opened(plan.origin):
        for name in store.set_aside_damaged(schema_of(job)):
            if tell is not None:
                tell(f"{store.folder / name} was damaged: it is set aside, and made again")
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
    for attempt in range(1, MOST_ATTEMPTS + 1):
        missing = (part for part in map(job.part, range(job.n_parts)) if not store.has(part.number))
        try:
            with _workers(job, workers, scheduler, is_last=attempt == MOST_ATTEMPTS) as pool:
                yield from _as_ready(missing, pool)
            return
        except LostError:
            continue


def _workers(
    job: Job, workers: int | None, scheduler: str | None, *, is_last: bool
) -> AbstractContextManager[Pool]:
    if scheduler is None:
        return _threads(job, workers or n_processors())
    from diffusion.sweeps.cluster import cluster

    return cluster(job, scheduler, is_last=is_last)


@contextmanager
def _threads(job: Job, n_threads: int) -> Iterator[Pool]:
    worker = Worker(job)
    with ThreadPoolExecutor(n_threads) as pool:
        try:
            yield Pool(
                lambda part: pool.submit(worker.simulate, part),
                lambda futures: wait(futures, return_when=FIRST_COMPLETED).done,
                n_at_once=2 * n_threads,
            )
        finally:
            pool.shutdown(cancel_futures=True)


def _as_ready(parts: Iterator[Part], pool: Pool) -> Iterator[tuple[Part, pa.Table]]:
    """Hand out parts a few at a time, and give each back with its table as it gets ready."""
    running: dict[Any, Part] = {}
    while True:
        for part in islice(parts, pool.n_at_once - len(running)):
            running[pool.submit(part)] = part
        if not running:
            return
        for future in sorted(pool.wait_for_some(list(running)), key=lambda f: running[f].number):
            yield running.pop(future), future.result()


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
