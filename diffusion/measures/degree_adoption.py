"""Whether people with many ties adopted early or late."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diffusion.errors import check_range
from diffusion.kernels.resampling import resample_means
from diffusion.measures.degrees import degree_of
from diffusion.measures.given import given, option
from diffusion.measures.result import Reasons, Result, Why

type Reals = NDArray[np.float64]

Strategy = Literal["mean", "first", "last"]

FEWEST = 3
"""Adopters of whom a correlation is computed."""


@dataclass(frozen=True, repr=False, eq=False)
class DegreeAdoption(Result):
    """Correlations of degree and time of adoption among adopters.

    Attributes
    ----------
    degree : tuple
        "indegree" and "outdegree".
    value : float64 [2]
        Pearson's correlation; above 0, people with many ties adopted later.
    low, high : float64 [2]
        Percentiles of the bootstrap samples, as far apart as the level says.
    error : float64 [2]
        Standard deviation of the bootstrap samples.
    why : int8 [2]
        Why `value` is not defined.
    n_adopters, n_samples : int
    """

    degree: tuple[str, ...]
    value: Reals
    low: Reals
    high: Reals
    error: Reals
    why: Reasons
    n_adopters: int
    n_samples: int


def degree_adoption_diagnostic(
    data: Any,
    toa: ArrayLike | None = None,
    *,
    degree_strategy: Strategy = "mean",
    valued: bool = False,
    kinds: tuple[str, ...] = (),
    n_samples: int = 1_000,
    level: float = 0.95,
    random_seed: int = 1,
    innovation: str | None = None,
    run: int = 0,
) -> DegreeAdoption:
    """Correlate adopters' degrees with their times of adoption, with a bootstrap interval.

    Parameters
    ----------
    data, toa, innovation, run
        As `diffusion.measures.given.given` takes them.
    degree_strategy
        Degree in the "first" period, in the "last", or the "mean" of all.
    valued
        Add up the strength of ties; else count them.
    kinds
        Of ties; all without any.
    n_samples
        Bootstrap samples of adopters; 0 for no interval.
    level
        Of the interval, from 0 to 1.
    random_seed
        The number that starts the draws.

    Raises
    ------
    InputError
        If they are none of that.
    """
    it = given(data, toa, innovation=innovation, run=run)
    option("degree_strategy", ("mean", "first", "last"), degree_strategy)
    check_range("n_samples", n_samples, 0, 1_000_000)
    adopted = it.time >= 0
    time, n_adopters = it.time[adopted].astype(np.float64), int(adopted.sum())
    modes = ("indegree", "outdegree")
    stretches = [*it.stretches(*kinds, valued=valued)]
    shown = {"mean": stretches, "first": stretches[:1], "last": stretches[-1:]}[degree_strategy]
    n_shown = sum(end - first for first, end, _ in shown)
    parts = []
    for mode in modes:
        degree = np.zeros(it.n_people)
        for first, end, whole in shown:
            degree += (end - first) / n_shown * degree_of(whole, mode)
        parts.append(_correlated(degree[adopted], time, n_samples, level, random_seed))
    value, low, high, error, why = (np.array(part) for part in zip(*parts, strict=True))
    return DegreeAdoption(
        modes, value, low, high, error, why.astype(np.int8), n_adopters, n_samples
    )


def _correlated(
    degree: Reals, time: Reals, n_samples: int, level: float, random_seed: int
) -> tuple[float, float, float, float, Why]:
    """Correlate; give the interval of the bootstrap samples in which that is defined."""
    if len(time) < FEWEST:
        return np.nan, np.nan, np.nan, np.nan, Why.TOO_FEW
    # About the mean, so that no digit is lost where both are large.
    x, y = degree - degree.mean(), time - time.mean()
    moments = np.column_stack([x, y, x * x, y * y, x * y])
    found = float(_correlation(moments.mean(axis=0)[None])[0])
    if np.isnan(found):
        return np.nan, np.nan, np.nan, np.nan, Why.NO_VARIANCE
    if n_samples == 0:
        return found, np.nan, np.nan, np.nan, Why.DEFINED
    means = np.empty((n_samples, moments.shape[1]))
    resample_means(moments, random_seed, means)
    samples = _correlation(means)
    samples = samples[~np.isnan(samples)]
    tail = (1 - level) / 2
    low, high = np.quantile(samples, [tail, 1 - tail])
    return found, float(low), float(high), float(samples.std(ddof=1)), Why.DEFINED


def _correlation(means: Reals) -> Reals:
    """Pearson's correlation from the means of x, y, x^2, y^2 and x y [B]."""
    x, y, xx, yy, xy = means.T
    vx, vy = xx - x * x, yy - y * y
    varies = (vx > 1e-12 * (xx + 1e-300)) & (vy > 1e-12 * (yy + 1e-300))
    found = np.full(len(means), np.nan)
    np.divide(xy - x * y, np.sqrt(np.abs(vx * vy)), out=found, where=varies)
    return found
