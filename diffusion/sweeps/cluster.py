"""Runs the parts of a sweep on the workers of a Dask cluster."""

from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from typing import Any

import pyarrow as pa

from diffusion.errors import InputError, Problem
from diffusion.sweeps.jobs import Job, Part
from diffusion.sweeps.worker import LostError, Pool, Worker
from diffusion.util.provenance import versions

_WORKERS: dict[str, Worker] = {}
"""In a worker's process: the job at hand, with what it keeps."""


@contextmanager
def cluster(job: Job, address: str, *, is_last: bool) -> Iterator[Pool]:
    """Give the workers of a cluster for as long as a sweep needs them.

    A part whose worker dies is given to another, by Dask. What Dask itself loses with a worker,
    the job or a table on its way, is the caller's to hand out anew.

    Parameters
    ----------
    job : Job
    address : str
        Of the scheduler.
    is_last : bool
        Whether nothing will be handed out anew.

    Raises
    ------
    InputError
        If Dask is not installed, nobody answers at the address, a worker has other versions, or
        all workers are lost.
    LostError
        If parts are lost and workers are left, unless this is the last attempt.
    """
    try:
        from distributed import Client, KilledWorker
        from distributed import wait as wait_for
    except ImportError:
        expected = "the package distributed: pip install 'artisan-diffusion[cluster]'"
        raise InputError(Problem("--scheduler", "", expected, "none")) from None
    try:
        client = Client(address, timeout=10)
    except (OSError, ValueError) as error:
        expected = "the address of a Dask scheduler, such as tcp://127.0.0.1:8786"
        raise InputError(Problem("--scheduler", "", expected, f"{address} ({error})")) from None
    with client:
        _check_versions(client.run(versions))
        shared = client.scatter(job, broadcast=True)
        key = f"{id(job)}-{client.id}"
        n_workers = max(1, len(client.nthreads()))

        def submit(part: Part) -> Any:
            return client.submit(_simulate, key, shared, part, pure=False, retries=3)

        try:
            yield Pool(
                submit,
                lambda futures: set(wait_for(futures, return_when="FIRST_COMPLETED").done),
                n_at_once=4 * n_workers,
            )
        except (CancelledError, KilledWorker, OSError) as error:
            if not (is_last or isinstance(error, KilledWorker)) and _has_workers(client):
                raise LostError from error
            expected = (
                "workers until the end (what was finished is kept, and the same command goes on "
                "with the rest)"
            )
            raise InputError(Problem("--scheduler", "", expected, "none left")) from None


def _has_workers(client: Any) -> bool:
    try:
        return bool(client.nthreads())
    except OSError:  # nor a scheduler
        return False


def _simulate(key: str, job: Job, part: Part) -> pa.Table:
    # Threads of one process may come here together: each goes on with the worker it has in hand.
    worker = _WORKERS.get(key)
    if worker is None:
        _WORKERS.clear()
        worker = _WORKERS[key] = Worker(job)
    return worker.simulate(part)


def _check_versions(of_workers: dict[str, dict[str, str]]) -> None:
    if not of_workers:
        raise InputError(Problem("--scheduler", "", "a cluster with workers", "none"))
    ours = versions()
    problems = []
    for address, theirs in sorted(of_workers.items()):
        for name, version in ours.items():
            if theirs.get(name) != version:
                found = theirs.get(name, "none")
                problems.append(Problem(f"worker {address}", name, f"version {version}", found))
    if problems:
        raise InputError(problems)
