"""Draws for fits and forecasts; each is keyed, as all draws are."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from diffusion.kernels import draws

type Reals = NDArray[np.float64]


def uniform_draws(
    n_runs: int, n: int, *, purpose: int, random_seed: int, period: int = 0, village: int = 0
) -> Reals:
    """Draw numbers between 0 and 1 for `n` people, or terms, in each of many runs [n_runs, n]."""
    table = np.empty((n_runs, n))
    identity = np.arange(n, dtype=np.int64)
    draws.fill_draws(random_seed, 0, purpose, _extra(period, village), identity, table)
    return table


def normal_draws(
    n_runs: int, n: int, *, purpose: int, random_seed: int, period: int = 0, village: int = 0
) -> Reals:
    """Draw from the normal distribution [n_runs, n]."""
    drawn = uniform_draws(
        n_runs, n, purpose=purpose, random_seed=random_seed, period=period, village=village
    )
    normal: Reals = ndtri(drawn + 2.0**-54)
    return normal


_MOST_PERIODS = 1 << 20


def _extra(period: int, village: int) -> int:
    return village * _MOST_PERIODS + period
