"""Means, bands and intervals of what the runs leave."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

from diffusion.kernels.resampling import resample_means

LEVEL = 0.95
"""Level of every interval."""

N_RESAMPLES = 2_000
"""Bootstrap samples."""

type Reals = NDArray[np.float64]


def student_reach(n_runs: Any) -> Any:
    """Tell how many standard errors Student's interval of a mean reaches to each side.

    Parameters
    ----------
    n_runs : int, array or Series of int
        At least 2; the float64 result, at `LEVEL`, has the same shape.
    """
    return special.stdtrit(n_runs - 1, (1 + LEVEL) / 2)


@dataclass(frozen=True, slots=True)
class Intervals:
    """Means of S quantities over R runs, with intervals of their uncertainty.

    Attributes
    ----------
    mean, low, high : float64 [S]
        `low` and `high` hold for all S at once at the level.
    plain_low, plain_high : float64 [S]
        Hold for each one alone at the level.
    n : int64 [S]
        Runs that have the quantity.
    """

    mean: Reals
    low: Reals
    high: Reals
    plain_low: Reals
    plain_high: Reals
    n: NDArray[np.int64]


def simultaneous_intervals(values: Reals, *, random_seed: int) -> Intervals:
    """Estimate means with intervals that hold for all of them at once.

    The plain interval is Student's. The simultaneous one stretches it by the quantile of the
    largest |t| over the S quantities in bootstrap samples of whole runs (max-t).

    Parameters
    ----------
    values : float64 [R, S]
        A row for each run; R at least 2 for an interval of any width. NaN where a run has no such
        quantity: such runs are left out of it. A quantity that no run has is NaN.
    random_seed : int
        Of the bootstrap samples.
    """
    is_known = ~np.isnan(values)
    n = is_known.sum(axis=0)
    known = np.where(is_known, values, 0.0)
    mean = np.where(n > 0, known.sum(axis=0) / np.maximum(1, n), np.nan)
    squares = np.where(is_known, (values - mean) ** 2, 0.0).sum(axis=0)
    error = np.sqrt(squares / np.maximum(1, n - 1) / np.maximum(1, n))
    plain = np.where(n > 1, student_reach(np.maximum(2, n)), 0.0)
    stretch = plain
    varies = error > 0
    if varies.any():
        samples = _resampled(known[:, varies], random_seed)
        if not is_known.all():
            shares = _resampled(is_known[:, varies].astype(np.float64), random_seed)
            samples = np.divide(
                samples, shares, out=np.tile(mean[varies], (len(samples), 1)), where=shares > 0
            )
        largest = np.abs((samples - mean[varies]) / error[varies]).max(axis=1)
        stretch = np.maximum(plain, np.quantile(largest, LEVEL))
    return Intervals(
        mean, mean - stretch * error, mean + stretch * error, mean - plain * error,
        mean + plain * error, n,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ratio:
    """Cost for each of something, with its interval; None where there may be none of it."""

    value: float | None
    low: float | None
    high: float | None


def cost_per(cost: int, counts: NDArray[np.int32], *, random_seed: int) -> Ratio:
    """Divide a cost by a mean count: a ratio of means, with a bootstrap interval.

    Parameters
    ----------
    cost : int
        Rupiah of one programme.
    counts : int32 [R]
        What was reached in each run.
    random_seed : int
        Of the bootstrap samples.
    """
    mean = float(counts.mean())
    if mean == 0:
        return Ratio(None, None, None)
    tail = (1 - LEVEL) / 2
    samples = _resampled(counts.astype(np.float64)[:, None], random_seed)[:, 0]
    few, many = np.quantile(samples, [tail, 1 - tail])
    return Ratio(cost / mean, cost / float(many), cost / float(few) if few > 0 else None)


def _resampled(values: Reals, random_seed: int) -> Reals:
    means = np.empty((N_RESAMPLES, values.shape[1]))
    resample_means(np.ascontiguousarray(values), random_seed, means)
    return means
