"""Jobs that are done in a process again and again, in words that 0.1.0 understands too.

`by_turns.py` starts the process in the folder of a checkout, whose package is then imported. Each
job is a function of whether a small form of it is wanted, to try it; it prepares all that is not
to be counted, and gives what does the job once and tells its processor seconds.
"""

import contextlib
import importlib.util
import io
import os
import re
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from measure import seconds_of

MODEL = "SENIK_OF_ALL"
"""Variable that says where the folder of the model is that a checkout reads."""

PROGRAMME = "campaign_then_collaboration"
VILLAGE_RUNS = 4000
N_LARGE, N_SMALL = 1_000_000, 10_000
"""Artisans of the large communities, and of their small form."""

type Once = Callable[[], float]


def month(is_small: bool) -> Once:
    """Simulate 300 histories of 36 months of each programme of Senik on one thread."""
    diffusion, senik = package_and_senik()
    programmes, n_runs = list(senik.programmes), 30 if is_small else 300
    simulate = getattr(diffusion, "simulate_all", diffusion.simulate)
    return lambda: seconds_of(lambda: simulate(senik, programmes, n_runs=n_runs, n_threads=1))


def village(is_small: bool) -> Once:
    """Simulate the two-state chain in the village of 200 of `chain.py` on one thread."""
    import diffusion

    chain = of_this_checkout("chain")
    community, parameters = chain.drawn_village(), chain.numbers()
    n_runs = 100 if is_small else VILLAGE_RUNS
    return lambda: seconds_of(
        lambda: diffusion.simulate(
            community, "none", parameters=parameters, n_runs=n_runs,
            n_months=chain.VILLAGE_MONTHS, n_threads=1,
        )
    )  # fmt: skip


def steps(name: str) -> Callable[[bool], Once]:
    """Give what times a job of `chain.py` among a million artisans, steps alone."""

    def begin(is_small: bool) -> Once:
        chain, n = of_this_checkout("chain"), N_SMALL if is_small else N_LARGE
        luck = chain.generator(1)
        hubs = chain.newcomers(n, 5, luck)
        ring = chain.rewired_ring(n, 10, luck)
        clusters = (np.arange(0, n, 10_000)[:, None] + np.arange(10)).ravel()
        cases = {
            "cascade": (hubs, np.arange(0, n, 1000) + 500, *CASCADE),
            "threshold": (ring, clusters, *THRESHOLD),
        }
        ends, first_adopters, sections, n_months = cases[name]

        def once() -> float:
            with contextlib.redirect_stdout(io.StringIO()) as said:
                chain.large_run(name, ends, first_adopters, sections, n_months=n_months)
            return float(re.findall(r"([\d.]+) ms a run", said.getvalue())[0]) / 1000

        return once

    return begin


CASCADE = (
    {
        "exposure": {"normalisation": "sum", "memory": "flow", "response": "linear"},
        "decision": {"alpha": 0.0, "beta": -float(np.log(0.9))},  # noqa: TID251
    },
    60,
)
THRESHOLD = (
    {
        "exposure": {"response": "threshold", "threshold": 0.18},
        "decision": {"alpha": 0.0, "beta": 100.0},
    },
    200,
)


def first_moment(is_small: bool) -> Once:
    """Draw the first moments of 1,000 replicates of Senik."""
    _, senik = package_and_senik()
    try:
        from diffusion.translate.initial_state import draw_initial_state as draw
    except ImportError:  # 0.1.0
        from diffusion.initialise import beginning_of as draw
    declared, n_runs = senik.parameter_sets["default"], 50 if is_small else 1_000
    luck = {"random_seed": 1, "first_replicate": 0, "n_runs": n_runs}
    return lambda: seconds_of(lambda: draw(senik, declared, **luck))


def simulate(is_small: bool) -> Once:
    """Simulate 10,000 histories of one programme of Senik on one thread."""
    diffusion, senik = package_and_senik()
    n_runs = 100 if is_small else 10_000
    return lambda: seconds_of(
        lambda: diffusion.simulate(senik, PROGRAMME, n_runs=n_runs, n_threads=1)
    )


def sweep(is_small: bool) -> Once:
    """Run a sweep of 1,000 points, 50 replicates and three programmes of Senik, in one thread."""
    from sweep import write_many_points

    import diffusion

    warnings.simplefilter("ignore")

    def once() -> float:
        with tempfile.TemporaryDirectory() as folder:
            n_points = 6 if is_small else 1_000
            design = write_many_points(Path(folder), n_points, os.environ[MODEL])
            out = Path(folder) / "out"
            return seconds_of(lambda: diffusion.run_sweep(design, out, workers=1))

    return once


def whole(is_small: bool) -> Once:
    """Simulate one history of 36 months of Senik's rules among a million artisans."""
    diffusion, senik = package_and_senik()
    said = senik.file.model_dump()
    said["artisans"]["number"] = N_SMALL // 10 if is_small else N_LARGE
    many = replace(senik, file=type(senik.file).model_validate(said))
    options = {"n_runs": 1, "n_months": 36, "n_threads": 1}
    diffusion.simulate(senik, PROGRAMME, **options)  # loads its kernels
    return lambda: seconds_of(lambda: diffusion.simulate(many, PROGRAMME, **options))


def reading(kind: str) -> Callable[[bool], Once]:
    """Give what reads the ties of a job of `jobs.py` and runs it once, by each checkout's own door.

    A peer is a checkout of this folder, of another Python.
    """

    def begin(is_small: bool) -> Once:
        peer, job, few = peer_and_jobs("this_package", kind, is_small)
        peer.prepare(few)(1, 1)  # loads its kernels
        return lambda: seconds_of(lambda: peer.prepare(job)(1, 1))

    return begin


def peer_and_jobs(name: str, kind: str, is_small: bool):
    """Import a peer that this Python has; make a job, and one of 100 artisans."""
    jobs = of_this_checkout("jobs")
    name = "cynetdiff_models" if importlib.util.find_spec("cynetdiff") else name
    peer = importlib.import_module(f"peers.{name}")
    n_artisans = N_SMALL if is_small else N_LARGE
    return peer, job_read(jobs, kind, n_artisans), jobs.make_job(kind, 100)


MAKE_JOB = (
    "import sys; from pathlib import Path; from jobs import make_job; "
    "make_job(sys.argv[1], int(sys.argv[2])).write(Path(sys.argv[3]))"
)


def job_read(jobs: Any, kind: str, n_artisans: int) -> Any:
    """Read a job that another process makes, so that making it takes no memory of this one."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "job.npz"
        command = [sys.executable, "-c", MAKE_JOB, kind, str(n_artisans), str(path)]
        subprocess.run(command, check=True, cwd=Path.cwd() / "benchmarks")
        return jobs.Job.read(path)


def further(peer_name: str) -> Callable[[bool], Once]:
    """Give what runs the cascade once more, after it has been read and run."""

    def begin(is_small: bool) -> Once:
        peer, job, _ = peer_and_jobs(peer_name, "cascade", is_small)
        run, seeds = peer.prepare(job), iter(range(1, 1_000_000))
        run(1, next(seeds))
        return lambda: seconds_of(lambda: run(1, next(seeds)))

    return begin


def package_and_senik():
    """Import the package of this checkout, and load the model that all checkouts read."""
    import diffusion

    warnings.simplefilter("ignore")  # of keys that have another name since
    return diffusion, diffusion.load(os.environ[MODEL])


def of_this_checkout(name: str):
    """Import a script of the checkout in whose folder this process runs."""
    sys.path.insert(0, str(Path.cwd() / "benchmarks"))
    for other in ("measure", "jobs"):
        sys.modules.pop(other, None)
    return importlib.import_module(name)


WORK: dict[str, Callable[[bool], Once]] = {
    "month": month,
    "village": village,
    "cascade": steps("cascade"),
    "threshold": steps("threshold"),
    "first_moment": first_moment,
    "simulate": simulate,
    "sweep": sweep,
    "whole": whole,
    "read_cascade": reading("cascade"),
    "read_threshold": reading("threshold"),
    "further_cascade": further("this_package"),
    "kernel_cascade": further("this_kernel"),
}
"""By name."""
