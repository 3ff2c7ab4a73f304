"""Runs one peer on one job in a process of its own, and prints what it cost as one line of JSON.

The bench starts it with whichever interpreter has the peer. Beside the times it tells the mean
number of adopters at each record and its standard error, so that one sees who ran what.
"""

import argparse
import importlib
import json
import statistics
import time
from pathlib import Path
from types import ModuleType

import numpy as np
from jobs import Job
from measure import enough_runs, peak_mib, repeated
from peers import CannotRunError


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("peer", help="module of benchmarks/peers")
    parser.add_argument("job", type=Path, help="file of a job")
    parser.add_argument("--runs", type=int, help="left out: as many as fill the seconds")
    parser.add_argument("--seconds", type=float, default=1.0)
    arguments = parser.parse_args()
    job = Job.read(arguments.job)
    answer = answered(arguments.peer, job, runs=arguments.runs, seconds=arguments.seconds)
    # Some peers print too; what is asked for is the last line.
    print()
    print(json.dumps(answer))


def answered(peer: str, job: Job, *, runs: int | None, seconds: float) -> dict[str, object]:
    """Measure one peer on one job, or tell under "missing" or "refused" why not.

    `runs` None takes as many as fill the seconds.
    """
    try:
        module = importlib.import_module(f"peers.{peer}")
        return measured(module, job, runs=runs, seconds=seconds)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("peers"):
            raise
        return {"missing": error.name}
    except CannotRunError as error:
        return {"refused": str(error)}


def measured(
    module: ModuleType, job: Job, *, runs: int | None, seconds: float
) -> dict[str, object]:
    """Measure one peer on one job.

    Raises
    ------
    ModuleNotFoundError, CannotRunError
        If something that the peer needs is not there, or it does not take the job.
    """
    began = time.process_time()
    run = module.prepare(job)
    load_seconds = time.process_time() - began
    # Not counted: it compiles whatever is compiled when it is first wanted.
    run(1, 0)
    kept: list[np.ndarray] = []

    def work(n_runs: int) -> None:
        kept[:] = [run(n_runs, 1)]

    least = getattr(module, "RUNS_TOGETHER", 1)
    n_runs, last = (runs, 0.0) if runs else enough_runs(work, seconds / 2, least=least)
    # A single run that took long need not be repeated for the clock's sake.
    known = [last] if n_runs == 1 and last > 0.0 else []
    taken = repeated(lambda: work(n_runs), seconds=seconds * 3, known=known)
    curve = np.asarray(kept[0], np.float64)
    if curve.shape != (n_runs, job.n_months + 1):
        raise AssertionError(f"{module.__name__} returned {curve.shape}")
    error = curve.std(axis=0, ddof=1) / np.sqrt(n_runs) if n_runs > 1 else np.zeros(curve.shape[1])
    return {
        "load_seconds": load_seconds,
        "runs": n_runs,
        "seconds": taken,
        "best": min(taken),
        "median": statistics.median(taken),
        "peak_mib": peak_mib(),
        "mean_curve": curve.mean(axis=0).tolist(),
        "error_curve": error.tolist(),
        "version": getattr(module, "version", lambda: "")(),
    }


if __name__ == "__main__":
    main()
