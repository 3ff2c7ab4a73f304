"""Means of runs with their intervals: each alone (Student), and all at once (max-t)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diffusion.statistics.bootstrap import resampled
from diffusion.statistics.quantiles import student_quantile

LEVEL = 0.95
"""Level of every interval."""

FEWEST_DRAWN = 10
"""Runs from which an interval is made of bootstrap samples; Student's needs two that differ."""

type Reals = NDArray[np.float64]


def student_reach(n_runs: Reals | NDArray[np.int64]) -> Reals:
    """Tell how many standard errors Student's interval of a mean reaches to each side.

    Parameters
    ----------
    n_runs : int64 or float64 [S]
        Above 1, in most uses a whole number; NaN gives NaN.

    Returns
    -------
    float64 [S]
        At `LEVEL`.
    """
    return np.array([student_quantile(n - 1.0, LEVEL) for n in n_runs.tolist()], np.float64)


@dataclass(frozen=True, slots=True)
class Intervals:
    """Means of S quantities over R runs, with intervals of their uncertainty.

    An end that is not known is NaN: of the plain interval where fewer than two runs have the
    quantity or all agree, for then nothing is seen of how it varies; of the one for all at once
    also below `FEWEST_DRAWN` runs.

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


@dataclass(frozen=True, slots=True)
class Means:
    """Means of S quantities over R runs, each with Student's interval of its own.

    Attributes
    ----------
    mean, error : float64 [S]
        The error is the standard error of the mean; NaN where fewer than two runs have the
        quantity or all agree, and so there is no interval.
    reach : float64 [S]
        Standard errors from the mean to each end of the interval.
    n : int64 [S]
        Runs that have the quantity.
    """

    mean: Reals
    error: Reals
    reach: Reals
    n: NDArray[np.int64]

    @property
    def low(self) -> Reals:
        """Lower ends [S]."""
        return self.mean - self.reach * self.error

    @property
    def high(self) -> Reals:
        """Upper ends [S]."""
        return self.mean + self.reach * self.error


def means_of(values: Reals) -> Means:
    """Estimate means, each with the interval that holds for it alone.

    Parameters
    ----------
    values : float64 [R, S]
        As for `simultaneous_intervals`.
    """
    is_known = ~np.isnan(values)
    n = is_known.sum(axis=0)
    known = np.where(is_known, values, 0.0)
    mean = np.where(n > 0, known.sum(axis=0) / np.maximum(1, n), np.nan)
    squares = np.where(is_known, (values - mean) ** 2, 0.0).sum(axis=0)
    error = np.sqrt(squares / np.maximum(1, n - 1) / np.maximum(1, n))
    error = np.where(_do_differ(values), error, np.nan)
    return Means(mean, error, student_reach(np.maximum(2, n)), n)


def _do_differ(values: Reals) -> NDArray[np.bool_]:
    """Whether the runs that have a quantity differ in it [S]; False for one run or none."""
    is_known = ~np.isnan(values)
    highest = np.where(is_known, values, -np.inf).max(axis=0, initial=-np.inf)
    lowest = np.where(is_known, values, np.inf).min(axis=0, initial=np.inf)
    return highest > lowest


def simultaneous_intervals(values: Reals, *, random_seed: int) -> Intervals:
    """Estimate means with intervals that hold for all of them at once.

    The plain interval is Student's. The simultaneous one stretches it by the quantile of the
    largest |t| over the S quantities in bootstrap samples of whole runs (max-t).

    Parameters
    ----------
    values : float64 [R, S]
        A row for each run. NaN where a run has no such quantity: such runs are left out of it. A
        quantity that no run has is NaN.
    random_seed : int
        Of the bootstrap samples.
    """
    return intervals_by_family([values], random_seed=random_seed)[0]


def intervals_by_family(families: Sequence[Reals], *, random_seed: int) -> list[Intervals]:
    """Estimate the intervals of several families, each as `simultaneous_intervals` would.

    All families are of the same runs and so of the same bootstrap samples, which are drawn once.

    Parameters
    ----------
    families : sequence of float64 [R, S]
        S may differ from one to the other.
    random_seed : int
        Of the bootstrap samples.
    """
    means = [means_of(values) for values in families]
    columns: list[Reals] = []
    for values, one in zip(families, means, strict=True):
        varying = values[:, one.error > 0]
        is_known = ~np.isnan(varying)
        shares = varying[:, :0] if is_known.all() else is_known.astype(np.float64)
        columns += [np.where(is_known, varying, 0.0), shares]
    n_before = np.cumsum([part.shape[1] for part in columns])[:-1]
    samples = np.split(resampled(np.concatenate(columns, axis=1), random_seed), n_before, axis=1)
    return [
        _stretched(one, sums, shares)
        for one, sums, shares in zip(means, samples[::2], samples[1::2], strict=True)
    ]


def _stretched(means: Means, sums: Reals, shares: Reals) -> Intervals:
    """Make intervals that hold at once, from samples of those quantities that vary [B, ...].

    Parameters
    ----------
    means : Means
    sums, shares : float64 [B, quantities that vary]
        Sums over the runs that have the quantity, and their number, both divided by R; no
        columns of `shares` where all runs have all quantities.
    """
    stretch = means.reach
    varies = means.error > 0
    if varies.any():
        mean = means.mean[varies]
        samples = sums
        if shares.size:
            samples = np.divide(sums, shares, out=np.tile(mean, (len(sums), 1)), where=shares > 0)
        largest = np.abs((samples - mean) / means.error[varies]).max(axis=1)
        stretch = np.maximum(means.reach, np.quantile(largest, LEVEL))
    mean, error = means.mean, np.where(means.n >= FEWEST_DRAWN, means.error, np.nan)
    low, high = mean - stretch * error, mean + stretch * error
    return Intervals(mean, low, high, means.low, means.high, means.n)
