"""Where two programmes are compared: points of the ranges of assumed numbers, or an ensemble."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from diffusion.calibration.ensemble import Points
from diffusion.calibration.patterns import Dimension, Varied, with_axes, without_axes
from diffusion.calibration.sample import hypercube
from diffusion.calibration.space import Axis, Space, space_of
from diffusion.catalogue.overrides import Inputs
from diffusion.errors import InputError, Problem
from diffusion.readers.model_folder import Folder
from diffusion.scenario.base import Declaration

type Reals = NDArray[np.float64]

RANGES, FILE, ENSEMBLE = "ranges", "file", "ensemble"
"""Where points come from: the ranges of sources.csv, a file of a person, an ensemble."""

_LEAST = 1e-9
"""Share of a value below which an ensemble does not vary it."""


class SpaceFile(Declaration):
    """What a file with a space says; other sections are those of other commands."""

    space: Varied = Field(description="which numbers are varied")


@dataclass(frozen=True)
class Where:
    """The points, and the space in which they lie.

    Attributes
    ----------
    kind : str
        RANGES, FILE or ENSEMBLE.
    space : Space
    settings : tuple of mapping of str to value
        Of each point, by path.
    unit : float64 [points, axes]
        Place of each point in its ranges, from 0 to 1.
    weight : float64 [points]
        What each counts for; they add up to 1.
    """

    kind: str
    space: Space
    settings: tuple[Mapping[str, Any], ...]
    unit: Reals
    weight: Reals

    def __len__(self) -> int:
        return len(self.settings)

    def and_also(self, other: "Where") -> "Where":
        """Put further points of the same space behind these, all of equal weight."""
        settings = (*self.settings, *other.settings)
        unit = np.concatenate([self.unit, other.unit])
        weight = np.full(len(settings), 1.0 / len(settings))
        return replace(self, settings=settings, unit=unit, weight=weight)

    @property
    def default(self) -> Reals:
        """Place of the numbers of the files in the ranges [axes]; cut to the ends."""
        shares = [axis.share(axis.default) for axis in self.space.axes]
        return np.clip(np.array(shares, np.float64), 0.0, 1.0)


def in_space(space: Space, n_points: int, *, random_seed: int, kind: str, number: int = 0) -> Where:
    """Spread points evenly over a space; `number` tells several sets of them apart."""
    unit = hypercube(n_points, len(space), seed=random_seed, number=number)
    settings = tuple(space.settings(point) for point in unit)
    return Where(kind, space, settings, unit, np.full(n_points, 1.0 / n_points))


def read_space(path: Path, inputs: Inputs) -> Space:
    """Read a file with a section [space], as a file of patterns has it.

    Raises
    ------
    InputError
        With every mistake in the file; if nothing is varied; if a path leads nowhere.
    """
    folder = Folder(path.parent)
    data = folder.toml(path.name)
    if data is not None:
        kept = {key: value for key, value in with_axes(data).items() if key == "space"}
        found = folder.declared(SpaceFile, path.name, kept)
        if found is not None and not folder.problems:
            return space_of(found, inputs, place=path.name)
    raise InputError(without_axes(folder.problems))


def stated_space(inputs: Inputs) -> Space:
    """Take the ranges of all assumed numbers of sources.csv.

    Raises
    ------
    InputError
        If there is none.
    """
    return space_of(SpaceFile(space=Varied.model_validate({})), inputs, place="sources.csv")


def of_ensemble(points: Points, inputs: Inputs, *, place: str) -> Where:
    """Take an ensemble; its ranges are from its lowest to its highest value of each number.

    Raises
    ------
    InputError
        If it varies no number.
    """
    axes: dict[str, Dimension] = {}
    for path in points.settings[0]:
        values = [one[path] for one in points.settings]
        if any(isinstance(one, bool | str) for one in values):
            continue
        low, high = float(min(values)), float(max(values))
        if high - low > _LEAST * max(1.0, abs(high)):
            axes[path] = Dimension(low=low, high=high)
    if not axes:
        raise InputError(Problem(place, "", "an ensemble in which a number differs", "none"))
    varied = Varied.model_validate({"stated": False, "axes": axes})
    space = space_of(SpaceFile(space=varied), inputs, place=place)
    unit = np.array(
        [[_share(axis, one[axis.path]) for axis in space.axes] for one in points.settings]
    )
    return Where(ENSEMBLE, space, points.settings, unit, points.weight)


def _share(axis: Axis, value: float) -> float:
    return min(1.0, max(0.0, axis.share(value)))
