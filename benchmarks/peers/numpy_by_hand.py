"""The jobs in NumPy, as somebody who knows it well would write them."""

from collections.abc import Callable

import numpy as np
from jobs import PASSED_ON, Job, Luck, generator
from numpy.typing import NDArray

from peers import filled, released

RUNS_AT_ONCE = 1000


def prepare(job: Job) -> Callable[[int, int], NDArray[np.int64]]:
    """Lay out the arrays of a job."""
    return {"village": _village, "cascade": _cascade, "threshold": _threshold}[job.kind](job)


def _village(job: Job) -> Callable[[int, int], NDArray[np.int64]]:
    n = job.n_artisans
    n_alters = np.diff(job.first)
    share = np.zeros((n, n), np.float32)
    ego = np.repeat(np.arange(n), n_alters)
    share[job.alter, ego] = 1 / n_alters[ego]
    gate = job.gate.astype(np.float32)

    def run(n_runs: int, random_seed: int) -> NDArray[np.int64]:
        luck = generator(random_seed)
        curve = np.empty((n_runs, job.n_months + 1), np.int64)
        for begin in range(0, n_runs, RUNS_AT_ONCE):
            part = curve[begin : begin + RUNS_AT_ONCE]
            adopted = np.zeros((len(part), n), np.bool_)
            adopted[:, job.first_adopters] = True
            part[:, 0] = adopted.sum(axis=1)
            for month in range(job.n_months):
                exposure = adopted.astype(np.float32) @ share
                chance = -np.expm1(-gate * (job.alpha + job.beta * exposure))  # noqa: TID251
                adopted |= luck.random(adopted.shape, np.float32) < chance
                part[:, month + 1] = adopted.sum(axis=1)
        return curve

    return run


def _arcs_of(job: Job, egos: NDArray[np.int64]) -> NDArray[np.int64]:
    """Places in `job.alter` of all the alters of some artisans."""
    n_alters = job.first[egos + 1] - job.first[egos]
    before = np.cumsum(n_alters) - n_alters
    return np.repeat(job.first[egos] - before, n_alters) + np.arange(n_alters.sum())


def _cascade(job: Job) -> Callable[[int, int], NDArray[np.int64]]:
    def run_once(luck: Luck) -> NDArray[np.int64]:
        adopted = np.zeros(job.n_artisans, np.bool_)
        adopted[job.first_adopters] = True
        newest, curve = job.first_adopters, [len(job.first_adopters)]
        while len(newest):
            arcs = _arcs_of(job, newest)
            told = job.alter[arcs[luck.random(len(arcs), np.float32) < PASSED_ON]]
            newest = np.unique(told[~adopted[told]])
            adopted[newest] = True
            curve.append(curve[-1] + len(newest))
        return filled(curve, job.n_months)

    def run(n_runs: int, random_seed: int) -> NDArray[np.int64]:
        luck = generator(random_seed)
        return np.stack([run_once(luck) for _ in range(n_runs)])

    return run


def _threshold(job: Job) -> Callable[[int, int], NDArray[np.int64]]:
    need = job.need.astype(np.int32)

    def run_once() -> NDArray[np.int64]:
        missing = need.copy()
        adopted = np.zeros(job.n_artisans, np.bool_)
        adopted[job.first_adopters] = True
        newest, curve = job.first_adopters, [len(job.first_adopters)]
        while len(newest):
            seen = job.alter[_arcs_of(job, newest)]
            np.subtract.at(missing, seen, 1)
            newest = np.unique(seen[(missing[seen] <= 0) & ~adopted[seen]])
            adopted[newest] = True
            curve.append(curve[-1] + len(newest))
        return filled(curve, job.n_months)

    def run(n_runs: int, random_seed: int) -> NDArray[np.int64]:
        return np.stack([run_once() for _ in range(n_runs)])

    return run


def version() -> str:
    """Name and version."""
    return released("numpy")
