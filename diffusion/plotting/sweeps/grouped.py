"""Means of the points of a sweep in groups, as a design lets them be known."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from diffusion.errors import InputError, Problem
from diffusion.i18n.words import Words
from diffusion.plotting.sweeps.axis import MOST_LEVELS
from diffusion.plotting.sweeps.facts import factors_of, is_log
from diffusion.plotting.sweeps.reading import VALUE, Runs
from diffusion.plotting.sweeps.wording import share
from diffusion.statistics.adjusted import Estimates, Surface, Values, averages

type Reals = NDArray[np.float64]
type Ints = NDArray[np.int64]

LEAST = 5
"""Points of a sample that a bin or cell must have, for an interval over points."""

_PER_TERM = 2
"""Points of a sample that a fitted surface must have for each of its terms."""


@dataclass(frozen=True, eq=False)
class Points:
    """The points of one strategy, with the factors that differ between them.

    Attributes
    ----------
    table : pandas.DataFrame
        A row for each point and budget [P]: point, budget and the factors.
    values : Values
    unit : int64 [P]
        What was drawn together: a row of a sample; with Sobol a base point, with Morris a
        trajectory.
    factors : tuple of str
    is_log : callable
        Tells of a factor whether it is sampled on a log scale.
    is_grid : bool
        Whether the levels of all factors were chosen, and not drawn.
    is_crossed : bool
        Whether every combination of the factors' levels is there, equally often.
    """

    table: pd.DataFrame
    values: Values
    unit: Ints
    factors: tuple[str, ...]
    is_log: Callable[[str], bool]
    is_grid: bool
    is_crossed: bool

    @classmethod
    def of(cls, runs: Runs, strategy: str, outcome: str = VALUE) -> "Points":
        """Take the points of one strategy from the runs of a figure."""
        rows = runs.table[runs.table["strategy"] == strategy]
        group = rows.groupby(["point", "budget"]).ngroup().to_numpy()
        replicate = np.unique(rows["replicate"], return_inverse=True)[1]
        values = np.full((group.max() + 1, replicate.max() + 1), np.nan)
        values[group, replicate] = rows[outcome].to_numpy(np.float64)
        first = np.unique(group, return_index=True)[1]
        table = rows.iloc[first].reset_index(drop=True)
        known = (*factors_of(runs.sweep, runs.budget),)
        factors = tuple(name for name in known if table[name].nunique() > 1)
        unit = _unit_of(runs, table["point"].to_numpy())
        is_log_of = lambda name: is_log(runs.sweep, name)  # noqa: E731
        is_grid, is_crossed = _is_grid(runs, table, factors), _is_crossed(table, factors)
        return cls(table, Values.of(values), unit, factors, is_log_of, is_grid, is_crossed)

    def grouped(self, code: Ints, shown: Sequence[str]) -> "Grouped":
        """Put the points into groups by what is shown; adjust for the other factors if need be.

        Parameters
        ----------
        code : int64 [P]
            Group of each point.
        shown
            Factors that the groups are made of.

        Raises
        ------
        InputError
            If a sample has too few points for it.
        """
        groups = np.unique(code)
        is_in = (code == groups[:, None]).astype(np.float64)
        n_points = is_in.sum(axis=1).astype(np.int64)
        # A group of one setting is no mixture: nothing else differs in it.
        if self.is_grid and (self.is_crossed or set(self.factors) <= set(shown)):
            return Grouped(groups, n_points, is_in / n_points[:, None], None, self)
        units = [len(np.unique(self.unit[code == group])) for group in groups]
        if min(units) < LEAST:
            expected = (
                f"at least {LEAST} points of the sample in each bin or cell (take fewer bins)"
            )
            raise InputError(Problem("points", "", expected, str(min(units))))
        others = [name for name in self.factors if name not in shown]
        return Grouped(groups, n_points, None, self.surface(is_in.T, others), self)

    def surface(self, first: Reals, others: Sequence[str]) -> Surface:
        """Fit a surface of some terms [P, K], and of squares or levels of the other factors.

        Raises
        ------
        InputError
            If a sample has too few points for it.
        """
        n_units = len(np.unique(self.unit))
        for degree in (2, 1):
            terms = np.hstack([first, *(self._terms(name, degree) for name in others)])
            if n_units >= _PER_TERM * terms.shape[1]:
                break
        else:
            expected = (
                f"at least {_PER_TERM} points of the sample for each of the "
                f"{terms.shape[1]} terms of a fitted surface"
            )
            raise InputError(Problem("points", "", expected, str(n_units)))
        if np.linalg.matrix_rank(terms) < terms.shape[1]:
            expected = "factors that differ apart from each other"
            raise InputError(Problem("factors", "", expected, "some that always go together"))
        return Surface(terms, self.values, self.unit)

    def on_unit_scale(self, name: str) -> Reals:
        """Bring a factor to the range from 0 to 1 [P]."""
        values = self.table[name].to_numpy(np.float64)
        values = np.log(values) if self.is_log(name) else values  # noqa: TID251
        unit: Reals = (values - values.min()) / np.ptp(values)
        return unit

    def _terms(self, name: str, degree: int) -> Reals:
        """Terms of one factor, of mean 0: powers of a number, or levels of a word [P, K]."""
        column = self.table[name]
        is_number = pd.api.types.is_numeric_dtype(column) and column.nunique() > 2
        if is_number and not pd.api.types.is_bool_dtype(column) and name != "budget":
            unit = self.on_unit_scale(name)
            terms = np.stack([unit**power for power in range(1, degree + 1)], axis=1)
        else:
            levels = column.unique()[1:]
            terms = np.stack([(column == one).to_numpy(np.float64) for one in levels], axis=1)
        centred: Reals = terms - terms.mean(axis=0)
        return centred


def points_by_effect(
    runs: Runs, asked: Sequence[str] | None, outcome: str = VALUE
) -> dict[str, Points]:
    """Take the points of each strategy: in the order asked for, or the highest mean first."""
    points = {name: Points.of(runs, name, outcome) for name in runs.strategies}
    if asked is not None:
        return points
    return dict(sorted(points.items(), key=lambda one: -float(one[1].values.mean.mean())))


@dataclass(frozen=True, eq=False)
class Grouped:
    """Points in groups: means that a design lets be taken as they are, or adjusted ones.

    Attributes
    ----------
    groups, n_points : int64 [G]
    weights : float64 [G, P] or None
        Of points that were chosen.
    surface : Surface or None
        Of points that were drawn: its first terms are the groups.
    points : Points
    """

    groups: Ints
    n_points: Ints
    weights: Reals | None
    surface: Surface | None
    points: Points

    def at(self, contrasts: Reals) -> Estimates:
        """Estimate sums of the means of the groups, contrasts float64 [S, G]."""
        if self.weights is not None:
            return averages(contrasts @ self.weights, self.points.values)
        assert self.surface is not None
        n_more = self.surface.terms.shape[1] - len(self.groups)
        return self.surface.at(np.pad(contrasts, ((0, 0), (0, n_more))))

    def means(self) -> pd.DataFrame:
        """Columns mean, low, high and n_points, by group."""
        found = self.at(np.eye(len(self.groups)))
        columns = {"mean": found.mean, "low": found.low, "high": found.high}
        return pd.DataFrame(columns | {"n_points": self.n_points}, index=self.groups)

    def n_at(self, group: int) -> int:
        """Count the points of one group."""
        return int(self.n_points[self.groups == group].sum())

    @property
    def r_squared(self) -> float | None:
        """Share of the variance between points that the fitted surface explains."""
        return None if self.surface is None else self.surface.r_squared


def notes_of(found: Sequence[Grouped], say: Words) -> list[str]:
    """Say how the means of a figure and their intervals came about."""
    if all(one.surface is None for one in found):
        return [say("caption.swept_over_factors")]
    fits = [one.r_squared for one in found if one.r_squared is not None]
    known = [fit for fit in fits if not np.isnan(fit)]
    if known:
        explained = share(min(known), max(known), say)
        adjusted = say("caption.swept_adjusted_explains", share=explained)
    else:
        adjusted = say("caption.swept_adjusted")
    return [adjusted, say("caption.swept_whisker")]


def _unit_of(runs: Runs, point: Ints) -> Ints:
    """Tell what was drawn together."""
    design = runs.sweep.design
    sample = design.sample
    if sample is None or sample.method == "table":
        return point
    n_factors = sum(factor.levels is None for factor in design.factor)
    size = {"sobol": n_factors + 2, "morris": n_factors + 1}.get(sample.method, 1)
    row: Ints = point % (size * (sample.points or 1))
    return row // size


def _is_grid(runs: Runs, table: pd.DataFrame, factors: Sequence[str]) -> bool:
    """Tell whether points were chosen: by levels, or in a table with few values a column."""
    sample = runs.sweep.design.sample
    if sample is not None and sample.method == "table":
        return all(table[name].nunique() <= MOST_LEVELS for name in factors)
    return sample is None


def _is_crossed(table: pd.DataFrame, factors: Sequence[str]) -> bool:
    """Tell whether every combination of levels is there, equally often."""
    if not factors:
        return True
    sizes = table.groupby(list(factors), observed=True).size()
    n_all = int(np.prod([table[name].nunique() for name in factors]))
    return len(sizes) == n_all and sizes.nunique() == 1
