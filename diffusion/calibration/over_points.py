"""Programmes compared over an ensemble of points: what stands everywhere, and what does not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from diffusion.calibration.at_points import at_points
from diffusion.calibration.ensemble import Points, ends_of
from diffusion.catalogue.overrides import community_with
from diffusion.comparison.compare import compare
from diffusion.comparison.result import Comparison
from diffusion.errors import InputError, Problem
from diffusion.scenario.community import Community
from diffusion.statistics.intervals import means_of

if TYPE_CHECKING:
    import pandas as pd

type Reals = NDArray[np.float64]

MEASURES = ("adopters", "lasting_adopters", "adopter_months")
"""What is compared over points; of each more is better."""

NEARLY_ALL = 0.95
"""Share of the points in which one must have more than another to stand above it."""


@dataclass(frozen=True, eq=False)
class OverPoints:
    """A comparison at each point of an ensemble, in the same luck.

    Attributes
    ----------
    points : Points
        Those at which all programmes could be run.
    default : Comparison
        With the numbers of the files.
    names : tuple of str
        Strategies that are possible with the numbers of the files.
    values : mapping of str to float64 [points, strategies, runs]
        By measure.
    n_left_out : int
        Points at which a programme could not be run.
    """

    points: Points
    default: Comparison
    names: tuple[str, ...]
    values: dict[str, Reals]
    n_left_out: int

    @property
    def reference(self) -> str:
        """Strategy that the others are compared with."""
        return self.default.reference

    @cached_property
    def ranked(self) -> tuple[str, ...]:
        """Strategies that have a rank: those that cost something, at a budget."""
        return tuple(
            one.name
            for one, _ in self.default.simulated
            if one.is_ranked and one.name in self.names
        )

    def table(self, measure: str = "adopters") -> "pd.DataFrame":
        """Means over points and luck, their bands, and how often each has more.

        Returns
        -------
        pandas.DataFrame
            One row for each strategy: strategy; default, the mean with the numbers of the files;
            mean, over points; points_low and points_high, between which the means of 90 % of the
            points lie; histories_low and histories_high, between which 90 % of single histories
            of all points lie; difference, to the reference, the middle point; won, the share of
            points with more than the reference in the mean; clearly_won and clearly_lost, where
            the 95 % interval of the paired difference lies above 0, or below; undecided, the rest;
            best, the share of points in which it has most of those that are ranked.
        """
        import pandas as pd

        values, weight = self.values[measure], self.points.weight
        means = values.mean(axis=2)
        base = self.names.index(self.reference)
        best = self._best(measure)
        default = self._default(measure)
        rows = []
        for place, name in enumerate(self.names):
            low, high = ends_of(means[:, place], weight)
            of_runs = values[:, place].ravel()
            each = np.repeat(weight / values.shape[2], values.shape[2])
            runs_low, runs_high = ends_of(of_runs, each)
            found = means_of((values[:, place] - values[:, base]).T)
            reach = np.nan_to_num(found.reach * found.error)
            above, below = found.mean - reach > 0, found.mean + reach < 0
            (middle,) = ends_of(found.mean, weight, (0.5,))
            rows.append(
                {
                    "strategy": name,
                    "default": default[name],
                    "mean": float(weight @ means[:, place]),
                    "points_low": float(low),
                    "points_high": float(high),
                    "histories_low": float(runs_low),
                    "histories_high": float(runs_high),
                    "difference": float(middle),
                    "won": float(weight @ (found.mean > 0)),
                    "clearly_won": float(weight @ above),
                    "clearly_lost": float(weight @ below),
                    "undecided": float(weight @ ~(above | below)),
                    "best": best.get(name, 0.0),
                }
            )
        return pd.DataFrame(rows)

    def ranks(self, measure: str = "adopters") -> "pd.DataFrame":
        """Shares of the points in which each ranked strategy has each rank.

        Returns
        -------
        pandas.DataFrame
            One row for each, in the order of the mean rank: strategy, default (its rank with the
            numbers of the files), mean, and a column for each rank from 1.
        """
        import pandas as pd

        means = self._ranked_means(measure)
        places = _ranks_of(means)
        default = self._default(measure)
        own = _ranks_of(np.array([[default[name] for name in self.ranked]]))[0]
        weight = self.points.weight
        rows = [
            {"strategy": name, "default": int(own[n]), "mean": float(weight @ places[:, n])}
            | {rank: float(weight @ (places[:, n] == rank)) for rank in range(1, len(own) + 1)}
            for n, name in enumerate(self.ranked)
        ]
        return pd.DataFrame(rows).sort_values("mean", kind="stable", ignore_index=True)

    def tiers(self, measure: str = "adopters") -> list[list[str]]:
        """Part the ranked strategies where all above have more than all below in nearly all points.

        Strategies of one tier are not ranked by the evidence.
        """
        if not self.ranked:
            return []
        order = self.ranks(measure)["strategy"].tolist()
        means, weight = self._ranked_means(measure), self.points.weight
        column = {name: n for n, name in enumerate(self.ranked)}
        found = [[order[0]]]
        for cut in range(1, len(order)):
            stands = all(
                weight @ (means[:, column[one]] > means[:, column[other]]) >= NEARLY_ALL
                for one in order[:cut]
                for other in order[cut:]
            )
            if stands:
                found.append([])
            found[-1].append(order[cut])
        return found

    def _ranked_means(self, measure: str) -> Reals:
        columns = [self.names.index(name) for name in self.ranked]
        means: Reals = self.values[measure][:, columns].mean(axis=2)
        return means

    def _best(self, measure: str) -> dict[str, float]:
        if not self.ranked:
            return {}
        first = self._ranked_means(measure).argmax(axis=1)
        weight = self.points.weight
        return {name: float(weight @ (first == n)) for n, name in enumerate(self.ranked)}

    def _default(self, measure: str) -> dict[str, float]:
        measured = self.default.measured
        return {
            one.name: float(np.mean(measured.of(measure, outcome)))
            for one, outcome in self.default.simulated
        }


def _ranks_of(means: Reals) -> NDArray[np.int64]:
    """Rank the columns in each row, 1 for the most [points, strategies]."""
    order = np.argsort(-means, axis=1, kind="stable")
    places = np.empty_like(order)
    np.put_along_axis(places, order, np.arange(1, means.shape[1] + 1)[None, :], axis=1)
    return places


def compare_over(
    community: Community,
    programmes: Sequence[str],
    points: Points,
    *,
    parameters: str = "default",
    settings: dict[str, Any] | None = None,
    progress: Callable[[int, int], None] | None = None,
    **options: Any,
) -> OverPoints:
    """Compare programmes with the numbers of the files, and at each point of an ensemble.

    Parameters
    ----------
    community
    programmes
        Names or files; the first is the reference. None: all of the community.
    points
    parameters
        Name of the parameter set that the points change.
    settings
        Values of one's own by path, which come after those of a point.
    progress
        Called with the number of points done and of all.
    **options
        Those of `diffusion.compare`.

    Raises
    ------
    InputError
        As in `diffusion.compare`; if at no point all strategies are possible.
    """
    own = settings or {}

    def compared(here: Community, asked: Any, name: str) -> Comparison:
        return compare(here, asked if programmes else None, parameters=name, **options)

    default = compared(*community_with(community, programmes, parameters, own, place="--set"))
    found, places = at_points(
        community, programmes, parameters, points, settings=own, each=compared, progress=progress
    )
    names = tuple(one.name for one, _ in default.simulated)
    whole = [set(names) <= {one.name for one, _ in other.simulated} for other in found]
    places = [place for place, is_whole in zip(places, whole, strict=True) if is_whole]
    found = [one for one, is_whole in zip(found, whole, strict=True) if is_whole]
    if not found:
        expected = "a point at which all programmes are possible at this budget"
        raise InputError(Problem("--ensemble", "", expected, "none"))
    values = {
        measure: np.array(
            [
                [
                    one.measured.of(measure, outcome)
                    for name in names
                    for strategy, outcome in one.simulated
                    if strategy.name == name
                ]
                for one in found
            ],
            np.float64,
        )
        for measure in MEASURES
    }
    return OverPoints(points.at(places), default, names, values, len(points) - len(places))
