"""Simulation-based calibration: a known number lies anywhere among draws of the fit, evenly."""

import numpy as np
import pytest
from scipy.stats import chisquare
from test_fit_recovery import world

from diffusion.fitting.fit import Fit, fit
from diffusion.fitting.law import Law

pytestmark = [pytest.mark.slow, pytest.mark.statistical]

N_WORLDS, N_DRAWS, N_BINS = 120, 99, 6
SURE = 1e-3
"""A test of three numbers by two laws fails by chance once in 170 times."""


@pytest.fixture(scope="module", params=["gates", "logit"])
def worlds(request: pytest.FixtureRequest) -> list[tuple[Fit, np.ndarray]]:
    """Fits to data that numbers made which were drawn as they are thought of beforehand."""
    law = Law(request.param, "share", "log")
    found = []
    for seed in range(N_WORLDS):
        villages, known, _ = world(law, 500 + seed)
        found.append((fit(villages, law), known))
    return found


def ranks(worlds: list[tuple[Fit, np.ndarray]], *, width: float = 1.0) -> np.ndarray:
    """How many of the draws lie below each known number, from 0 to `N_DRAWS` [worlds, p]."""
    found = []
    for seed, (one, known) in enumerate(worlds):
        drawn = one.draws(N_DRAWS, 1 + seed)
        drawn = one.found.estimate + width * (drawn - one.found.estimate)
        found.append((drawn < known).sum(axis=0))
    return np.array(found)


def evenness(worlds: list[tuple[Fit, np.ndarray]], *, width: float = 1.0) -> list[float]:
    """p-value of each number after those of time: ranks fall into equal bins equally often.

    Of the model's own form the logarithm of beta is left out: its posterior leans towards small
    beta, which a normal distribution does not (decision 47); intervals of it are tested elsewhere.
    """
    bins = ranks(worlds, width=width) * N_BINS // (N_DRAWS + 1)
    first = 3 if worlds[0][0].law.form == "gates" else 2
    counts = [np.bincount(column, minlength=N_BINS) for column in bins.T[first:]]
    return [float(chisquare(one).pvalue) for one in counts]


def test_ranks_are_even(worlds: list[tuple[Fit, np.ndarray]]) -> None:
    assert min(evenness(worlds)) > SURE


def test_draws_of_another_width_would_be_seen(worlds: list[tuple[Fit, np.ndarray]]) -> None:
    assert max(evenness(worlds, width=0.4)) < SURE
    assert max(evenness(worlds, width=3.0)) < SURE
