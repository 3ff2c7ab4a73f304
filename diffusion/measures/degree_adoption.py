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
    columns = []
    for mode in modes:
        degree = np.zeros(it.n_people)
        for first, end, whole in shown:
            degree += (end - first) / n_shown * degree_of(whole, mode)
        columns.append(degree[adopted])
    value, why = _correlations(np.array(columns), time)
    low, high, error = np.full((3, len(modes)), np.nan)
    is_defined = why == Why.DEFINED
    if n_samples and is_defined.any():
        degrees = np.array(columns)[is_defined]
        samples = _resampled(degrees, time, n_samples, random_seed)
        tails = (1 - level) / 2, (1 + level) / 2
        low[is_defined], high[is_defined] = np.nanquantile(samples, tails, axis=0)
        error[is_defined] = np.nanstd(samples, axis=0, ddof=1)
    return DegreeAdoption(modes, value, low, high, error, why, n_adopters, n_samples)


def _correlations(degrees: Reals, time: Reals) -> tuple[Reals, Reasons]:
    """Correlate degrees [M, A] with the times [A]; tell why where that is not defined."""
    n_modes, n_adopters = degrees.shape
    if n_adopters < FEWEST:
        return np.full(n_modes, np.nan), np.full(n_modes, Why.TOO_FEW, np.int8)
    found = _of_means(_moments(degrees, time).mean(axis=0)[None])[0]
    why = np.where(np.isnan(found), Why.NO_VARIANCE, Why.DEFINED).astype(np.int8)
    return found, why


def _resampled(degrees: Reals, time: Reals, n_samples: int, random_seed: int) -> Reals:
    """Correlate in samples of adopters, drawn with replacement [B, M]."""
    moments = np.ascontiguousarray(_moments(degrees, time))
    means = np.empty((n_samples, moments.shape[1]))
    resample_means(moments, random_seed, means)
    return _of_means(means)


def _moments(degrees: Reals, time: Reals) -> Reals:
    """List y, y^2, and x, x^2 and x y of each of M degrees, about their means [A, 2 + 3 M]."""
    # About the mean, so that no digit is lost where both are large.
    x, y = (degrees - degrees.mean(axis=1, keepdims=True)).T, time - time.mean()
    return np.column_stack([y, y * y, x, x * x, x * y[:, None]])


def _of_means(means: Reals) -> Reals:
    """Pearson's correlations from the means of what `_moments` lists [B, M]."""
    y, yy = means[:, :1], means[:, 1:2]
    x, xx, xy = np.split(means[:, 2:], 3, axis=1)
    vx, vy = xx - x * x, yy - y * y
    varies = (vx > 1e-12 * (xx + 1e-300)) & (vy > 1e-12 * (yy + 1e-300))
    found = np.full(varies.shape, np.nan)
    np.divide(xy - x * y, np.sqrt(np.abs(vx * vy)), out=found, where=varies)
    return found
