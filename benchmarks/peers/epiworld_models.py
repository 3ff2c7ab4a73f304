"""epiworldpy: its diffusion of innovations for the village, its SIR for the cascade."""

from collections.abc import Callable

import numpy as np
from epiworldpy import epimodels
from jobs import PASSED_ON, Job
from numpy.typing import NDArray

from peers import CannotRunError, released

SPONTANEOUS = 0.007
"""Chance to adopt without exposure, per month."""


def prepare(job: Job) -> Callable[[int, int], NDArray[np.int64]]:
    """Make the model and its network; who begins is drawn anew in each run, as its models do."""
    share = len(job.first_adopters) / job.n_artisans
    if job.kind == "threshold":
        raise CannotRunError("epiworldpy has no relative threshold but by a call for each person")
    if job.kind == "village":
        model = epimodels.ModelDiffNet("it", share, SPONTANEOUS, True, 0.0, 0, [], [])
    else:
        model = epimodels.ModelSIR("it", share, PASSED_ON, 1.0)
    pairs = job.pairs
    model.agents_from_edgelist(pairs[:, 0].tolist(), pairs[:, 1].tolist(), job.n_artisans, False)
    model.verbose_off()

    def run_once(random_seed: int) -> NDArray[np.int64]:
        model.run(job.n_months, random_seed)
        counts = np.asarray(model.get_db().get_hist_total()["counts"], np.int64)
        return job.n_artisans - counts.reshape(job.n_months + 1, -1)[:, 0]

    def run(n_runs: int, random_seed: int) -> NDArray[np.int64]:
        return np.stack([run_once(1_000_000 * random_seed + number) for number in range(n_runs)])

    return run


def version() -> str:
    """Name and version."""
    return released("epiworldpy")
