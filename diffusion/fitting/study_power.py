"""How often studies of so many villages tell two arms apart: the test, its power, intervals."""

import numpy as np
from numpy.typing import NDArray

from diffusion.kernels import draws
from diffusion.statistics.quantiles import normal_quantile

type Reals = NDArray[np.float64]

FEWEST_VILLAGES = 2
"""Villages of an arm from which it is seen how they vary."""


def drawn_studies(
    first: Reals, second: Reals, *, paired: bool, n_studies: int, n_villages: int, random_seed: int
) -> tuple[Reals, Reals]:
    """Draw studies from villages with replacement.

    Parameters
    ----------
    first, second : float64 [V]
        What is observed in the villages of each arm; paired, village by village.

    Returns
    -------
    float64 [n_studies, n_villages], twice
    """
    lot = np.empty((n_studies, 2 * n_villages))
    draws.fill_draws(random_seed, 0, draws.STUDIES, 1, np.arange(lot.shape[1]), lot)
    of_first = (lot[:, :n_villages] * len(first)).astype(np.int64)
    of_second = (lot[:, n_villages:] * len(second)).astype(np.int64)
    return first[of_first], second[of_first if paired else of_second]


def told_apart(first: Reals, second: Reals, *, paired: bool, level: float) -> NDArray[np.bool_]:
    """Test each study, two-sided: Student's test of pairs, or Welch's of two arms.

    Parameters
    ----------
    first, second : float64 [S, n]
        Villages of each arm in each study.

    Returns
    -------
    bool [S]
        Where all villages of an arm are alike in both arms, the means alone decide.
    """
    n = first.shape[1]
    count = np.full((len(first), 1), n)
    return _told(_sums(first, count), _sums(second, count), _sums(first - second, count),
                 count, paired=paired, level=level)[:, 0]  # fmt: skip


def power_curve(first: Reals, second: Reals, *, paired: bool, level: float) -> Reals:
    """Share of studies that tell the arms apart, with 1, 2, ... n villages in each arm [n].

    NaN with fewer than `FEWEST_VILLAGES`.
    """
    n = np.arange(1, first.shape[1] + 1)[None, :]
    one, other, apart = (_running(values) for values in (first, second, first - second))
    told = _told(one, other, apart, n, paired=paired, level=level).mean(axis=0)
    told[: FEWEST_VILLAGES - 1] = np.nan
    return np.asarray(told, np.float64)


type _Moments = tuple[Reals, Reals]


def _sums(values: Reals, count: NDArray[np.int64]) -> _Moments:
    """Mean and variance of the mean, of all villages [S, 1]."""
    mean = values.mean(axis=1, keepdims=True)
    squares = ((values - mean) ** 2).sum(axis=1, keepdims=True)
    return mean, squares / (count - 1) / count


def _running(values: Reals) -> _Moments:
    """Mean and variance of the mean, of the first 1, 2, ... n villages [S, n]."""
    n = np.arange(1, values.shape[1] + 1)
    middle = values.mean()  # so that squares lose no digits
    mean = (values - middle).cumsum(axis=1) / n
    squares = ((values - middle) ** 2).cumsum(axis=1) - n * mean**2
    # What is left of equal numbers is rounding.
    squares[squares < 1e-12 * n] = 0.0
    return mean + middle, squares / np.maximum(1, n - 1) / n


def _told(
    first: _Moments, second: _Moments, apart: _Moments, n: NDArray[np.int64], *, paired: bool,
    level: float,
) -> NDArray[np.bool_]:  # fmt: skip
    from scipy.special import stdtr

    if paired:
        difference, variance = apart
        freedom = np.broadcast_to(np.maximum(1.0, n - 1.0), difference.shape)
    else:
        difference = first[0] - second[0]
        variance = first[1] + second[1]
        below = (first[1] ** 2 + second[1] ** 2) / np.maximum(1, n - 1)
        freedom = np.divide(variance**2, below, out=np.ones_like(variance), where=below > 0)
    is_known = variance > 0
    t = np.divide(difference, np.sqrt(variance), out=np.zeros_like(variance), where=is_known)
    chance = 2 * stdtr(freedom, -np.abs(t))
    differs = np.abs(difference) > 1e-12
    return np.asarray(np.where(is_known, chance <= level, differs), np.bool_)


def share_interval(n_told: int, n: int) -> tuple[float, float]:
    """Interval of 95 % of a share, of Wilson; NaN of nothing."""
    if not n:
        return float("nan"), float("nan")
    z = float(normal_quantile(np.array([0.975]))[0])
    share = n_told / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    reach = z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)) ** 0.5
    return max(0.0, middle - reach), min(1.0, middle + reach)
