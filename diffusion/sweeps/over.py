"""Points of a design, each over the points of an ensemble."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from diffusion.errors import Problem
from diffusion.sweeps.points import Points

OF_ENSEMBLE = "ensemble_point"
"""Column that says at which point of the ensemble a run is; 0 is with the numbers of the files."""


@dataclass(frozen=True)
class Ensemble:
    """Sets of numbers, over each of which every point of a design is run.

    Attributes
    ----------
    settings : sequence of mapping of str to value
        Of each, by dotted path.
    weight : sequence of float
        What each counts for; they add up to 1.
    n_shown, n_patterns : int
        Patterns that each shows, and of how many.
    """

    settings: Sequence[Mapping[str, Any]]
    weight: Sequence[float]
    n_shown: int
    n_patterns: int

    def declared(self) -> dict[str, Any]:
        """Write it down as plain values."""
        return {
            "settings": [dict(one) for one in self.settings],
            "weight": list(self.weight),
            "n_shown": self.n_shown,
            "n_patterns": self.n_patterns,
        }


@dataclass(frozen=True)
class PointsOver(Points):
    """The points of a design; each with the numbers of the files, and then over an ensemble.

    Where a factor and the ensemble set the same number, the factor does.

    Attributes
    ----------
    ensemble : Ensemble
    """

    ensemble: Ensemble

    @property
    def times(self) -> int:
        """How often each point of the design is run: once for each set, and with none."""
        return 1 + len(self.ensemble.settings)

    @property
    def n_points(self) -> int:
        """Number of the points, each counted once for every set of numbers."""
        return super().n_points * self.times

    def settings(self, point: int) -> dict[str, Any]:
        """Values of one point by path: those of the ensemble, and in their place of the design."""
        of_design, place = divmod(point, self.times)
        of_ensemble = self.ensemble.settings[place - 1] if place else {}
        return {**of_ensemble, **super().settings(of_design)}

    def columns(self, point: int) -> dict[str, Any]:
        """Values of one point by column, and which of the ensemble it is."""
        of_design, place = divmod(point, self.times)
        return {OF_ENSEMBLE: place, **super().columns(of_design)}

    def missing(self, point: int) -> list[Problem]:
        """Say what is wrong with the row of a table."""
        return super().missing(point // self.times)

    def with_level(self, place: int, level: int, *, most: int) -> list[int]:
        """List points with the numbers of the files at which a factor has one level."""
        of_design = Points(self.gridded, self.sampled, self.rows)
        return [point * self.times for point in of_design.with_level(place, level, most=most)]


def over(points: Points, ensemble: Ensemble | None) -> Points:
    """Run points over an ensemble, if there is one."""
    if ensemble is None:
        return points
    return PointsOver(points.gridded, points.sampled, points.rows, ensemble)
