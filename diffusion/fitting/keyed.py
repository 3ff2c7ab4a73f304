"""Draws for fits and forecasts; each is keyed, as all draws are."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from diffusion.kernels import draws

type Reals = NDArray[np.float64]

_LARGE = 1_000_003


def seed_of_period(random_seed: int, period: int) -> int:
    """Random seed of one period of a forecast, whose draws are those of a first month."""
    return random_seed * _LARGE + period


def uniform_draws(n_runs: int, n: int, *, purpose: int, random_seed: int, extra: int = 0) -> Reals:
    """Draw numbers in [0, 1) for `n` people, or terms, in each of many runs [n_runs, n]."""
    table = np.empty((n_runs, n))
    identity = np.arange(n, dtype=np.int64)
    draws.fill_draws(random_seed, 0, purpose, extra, identity, table)
    return table


def normal_draws(n_runs: int, n: int, *, purpose: int, random_seed: int) -> Reals:
    """Draw from the normal distribution [n_runs, n]."""
    drawn = uniform_draws(n_runs, n, purpose=purpose, random_seed=random_seed)
    normal: Reals = ndtri(drawn + 2.0**-54)
    return normal


def chosen(weight: Reals, draws: Reals) -> NDArray[np.int64]:
    """Choose a place for each draw, each as often as its weight says."""
    up_to = np.cumsum(weight)
    places = np.searchsorted(up_to / up_to[-1], draws, side="right")
    return np.minimum(places, len(weight) - 1).astype(np.int64)
