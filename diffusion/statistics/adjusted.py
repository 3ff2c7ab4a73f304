"""Means of groups of points, adjusted for what else differs between the points."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diffusion.statistics.intervals import student_reach

type Reals = NDArray[np.float64]
type Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Values:
    """What many runs came to at P points.

    Attributes
    ----------
    mean : float64 [P]
        Mean of the runs of each point.
    deviation : float64 [P, R]
        What each run adds to the error of the mean: its distance from it, divided by the number
        of runs of the point; 0 where there is no run.
    """

    mean: Reals
    deviation: Reals

    @classmethod
    def of(cls, runs: Reals) -> "Values":
        """Take the runs of each point [P, R]; NaN where a point lacks one, but not all."""
        is_known = ~np.isnan(runs)
        n_runs = is_known.sum(axis=1, keepdims=True)
        known = np.where(is_known, runs, 0.0)
        mean = known.sum(axis=1, keepdims=True) / n_runs
        return cls(mean[:, 0], np.where(is_known, runs - mean, 0.0) / n_runs)


@dataclass(frozen=True, slots=True)
class Estimates:
    """Estimates of S quantities, each with a 95 % interval of its own.

    Attributes
    ----------
    mean, low, high : float64 [S]
        NaN at both ends where there is nothing to make an interval from.
    """

    mean: Reals
    low: Reals
    high: Reals


def averages(weights: Reals, values: Values) -> Estimates:
    """Average points that were chosen, not drawn: runs of one replicate share their luck.

    The variance is R / (R - 1) times the sum of squares of what each replicate adds.

    Parameters
    ----------
    weights : float64 [S, P]
        What each point counts for in each quantity.
    values : Values
    """
    n_replicates = values.deviation.shape[1]
    variance = _over_replicates(weights @ values.deviation)
    return _estimates(weights @ values.mean, variance, max(1, n_replicates - 1))


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """A surface that is linear in its terms, fitted to points by least squares.

    Attributes
    ----------
    terms : float64 [P, K]
        Value of each term at each point; the columns are independent.
    values : Values
    unit : int64 [P]
        Points of one unit were drawn together: they are one observation.
    """

    terms: Reals
    values: Values
    unit: Ints

    @property
    def n_units(self) -> int:
        """Number of units, G."""
        return len(np.unique(self.unit))

    @property
    def _inverse(self) -> Reals:
        inverse: Reals = np.linalg.pinv(self.terms)
        return inverse

    @property
    def coefficients(self) -> Reals:
        """What each term counts for [K]."""
        return self._inverse @ self.values.mean

    @property
    def fitted(self) -> Reals:
        """Height of the surface at each point [P]."""
        return self.terms @ self.coefficients

    @property
    def r_squared(self) -> float:
        """Share of the variance between the points that the surface explains; NaN if none is."""
        mean = self.values.mean
        total = ((mean - mean.mean()) ** 2).sum()
        left = ((mean - self.fitted) ** 2).sum()
        return float(1 - left / total) if total > 1e-12 * (mean**2).sum() else np.nan

    def at(self, contrasts: Reals) -> Estimates:
        """Estimate sums of the coefficients, with intervals in which a unit is an observation.

        What the surface leaves unexplained is taken as chance of the draw of units: the variance
        is that of the jackknife over units (MacKinnon and White 1985; over clusters, Bell and
        McCaffrey 2002, CR3). To it comes the luck that units have in common, because they share
        their replicates: the variance over replicates without the part within units. Degrees of
        freedom after Satterthwaite (1946).

        Parameters
        ----------
        contrasts : float64 [S, K]
        """
        inverse = self._inverse
        weights = contrasts @ inverse
        left = self.values.mean - self.fitted
        between = np.zeros(len(contrasts))
        within = np.zeros(len(contrasts))
        for rows in _rows_of(self.unit):
            hat = self.terms[rows] @ inverse[:, rows]
            try:
                step = np.linalg.solve(np.eye(len(rows)) - hat, left[rows])
            except np.linalg.LinAlgError:  # a term is known from this unit alone
                step = np.full(len(rows), np.nan)
            between += (weights[:, rows] @ step) ** 2
            within += _over_replicates(weights[:, rows] @ self.values.deviation[rows])
        n_units, n_replicates = self.n_units, self.values.deviation.shape[1]
        between *= (n_units - 1) / n_units
        over = _over_replicates(weights @ self.values.deviation)
        common = np.maximum(over - within, 0.0)
        squares = between**2 / (n_units - self.terms.shape[1]) + over**2 / max(1, n_replicates - 1)
        total = between + common
        freedom = np.divide(total**2, squares, out=np.ones_like(total), where=squares > 0)
        return _estimates(weights @ self.values.mean, total, freedom)


def _over_replicates(parts: Reals) -> Reals:
    """Variance of sums [S] of what each replicate adds [S, R]; NaN of one replicate."""
    n_replicates = parts.shape[-1]
    if n_replicates == 1:
        return np.full(parts.shape[:-1], np.nan)
    variance: Reals = (parts**2).sum(axis=-1) * n_replicates / (n_replicates - 1)
    return variance


def _estimates(mean: Reals, variance: Reals, freedom: Reals | int) -> Estimates:
    error = np.sqrt(np.where(variance > 1e-18 * mean**2, variance, np.nan))
    reach = student_reach(np.atleast_1d(freedom) + 1.0) * error
    return Estimates(mean, mean - reach, mean + reach)


def _rows_of(unit: Ints) -> list[Ints]:
    """Rows of each unit."""
    order = np.argsort(unit, kind="stable")
    starts = np.flatnonzero(np.diff(unit[order])) + 1
    return np.split(order, starts)
