"""The space of a calibration: which numbers are varied, and from where to where."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from diffusion.calibration.patterns import Dimension, Varied
from diffusion.catalogue.overrides import Inputs, set_at
from diffusion.errors import InputError, Problem
from diffusion.scenario.base import Declaration

type Reals = NDArray[np.float64]

FILES = {"community": "community", "parameters/default": "parameters", "programmes": "programme"}
"""Files of sources.csv, and what the paths of their numbers begin with."""

STATED = ("community", "parameters/default")
"""Those of them whose numbers are varied by `stated`; doses and places are what is done."""

NEAR = 1e-6
"""How near to an end of a range it is tried, as a share of it."""


@dataclass(frozen=True, slots=True)
class Axis:
    """One number that is varied.

    Attributes
    ----------
    path : str
    low, high : float
    is_log, is_whole : bool
    default : float
        Its value in the files.
    """

    path: str
    low: float
    high: float
    is_log: bool
    is_whole: bool
    default: float

    def value(self, share: float) -> float | int:
        """Bring a share of the range to its unit; whole numbers have equal shares."""
        top = self.high + self.is_whole
        if self.is_log:
            value = self.low * (top / self.low) ** share
        else:
            value = self.low + share * (top - self.low)
        value = min(max(value, self.low), self.high)
        return int(value) if self.is_whole else value

    def share(self, value: float) -> float:
        """Find where a value lies in the range, from 0 to 1 inside it."""
        if self.is_log:
            if value <= 0:
                return -1.0
            above, width = value / self.low, self.high / self.low
            return math.log(above) / math.log(width)  # noqa: TID251  # only measures
        return (value - self.low) / (self.high - self.low)


@dataclass(frozen=True, slots=True)
class Space:
    """The numbers that are varied together."""

    axes: tuple[Axis, ...]

    def __len__(self) -> int:
        return len(self.axes)

    @property
    def paths(self) -> tuple[str, ...]:
        """Dotted path of each number."""
        return tuple(axis.path for axis in self.axes)

    def settings(self, point: Reals) -> dict[str, float | int]:
        """Values by path of a point between 0 and 1 [axes]."""
        shares = point.tolist()
        return {axis.path: axis.value(one) for axis, one in zip(self.axes, shares, strict=True)}


class HasSpace(Protocol):
    """A file that says which numbers are varied."""

    @property
    def space(self) -> Varied:
        """What its section [space] says."""
        ...


def space_of(file: HasSpace, inputs: Inputs, *, place: str) -> Space:
    """Make the space: the stated ranges, without what is held, and those that the file names.

    Raises
    ------
    InputError
        If nothing is varied, a path leads nowhere, or an end of a range may not stand there.
    """
    ranges: dict[str, Dimension] = {}
    if file.space.stated:
        ranges = dict(_stated(inputs))
    ranges |= file.space.axes
    problems = [
        Problem(place, "space.hold", "a path that is varied", path)
        for path in file.space.hold
        if path not in ranges
    ]
    axes = []
    for path, one in ranges.items():
        if path in file.space.hold:
            continue
        try:
            axes.append(_axis(path, one, inputs, place))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    if not axes:
        expected = "[space] with at least one path, or a sources.csv with ranges"
        raise InputError(Problem(place, "space", expected, "nothing to vary"))
    return Space(tuple(axes))


def _stated(inputs: Inputs) -> Iterator[tuple[str, Dimension]]:
    """Find the range of each assumed number; lists of numbers are left as they are."""
    for row in inputs.community.sources:
        file, _, path = row["parameter"].partition(": ")
        if file not in STATED or row["flag"] != "assumed" or not row["low"] or " " in row["value"]:
            continue
        low, high = float(row["low"]), float(row["high"])
        if low < high:
            yield f"{FILES[file]}.{path}", Dimension(low=low, high=high)


def _axis(path: str, one: Dimension, inputs: Inputs, place: str) -> Axis:
    default = value_at(inputs, path, place=place)
    is_whole = type(default) is int and one.low % 1 == 0 and one.high % 1 == 0
    if isinstance(default, bool) or not isinstance(default, int | float):
        found = "a word" if isinstance(default, str) else "no number"
        raise InputError(Problem(place, path, "the path of a number", found))
    if type(default) is int and not is_whole:
        found = f"{one.low:g} and {one.high:g}"
        raise InputError(Problem(place, path, "low and high in whole numbers", found))
    is_log = one.low > 0 if one.scale is None else one.scale == "log"
    axis = Axis(path, one.low, one.high, is_log, is_whole, float(default))
    for near_end in (NEAR, 1 - NEAR):  # the ends themselves are never drawn
        try:
            set_at(inputs, {path: axis.value(near_end)}, place=place)
        except InputError as error:
            # What does not fit other numbers may fit those of its point.
            if own := [problem for problem in error.problems if problem.key.startswith(path)]:
                raise InputError(own) from None
    return axis


def value_at(inputs: Inputs, path: str, *, place: str) -> Any:
    """Find what the files say at a path; of programmes the first that has it.

    Raises
    ------
    InputError
        If there is nothing at the path.
    """
    root, _, rest = path.partition(".")
    parts: tuple[Declaration, ...] = {
        "community": (inputs.community.file,),
        "parameters": (inputs.parameters,),
        "programme": inputs.programmes,
    }.get(root, ())
    for part in parts:
        found = _walked(part, rest.split("."))
        if found is not None:
            return found
    set_at(inputs, {path: 0}, place=place)  # says what there could be
    raise InputError(Problem(place, path, "the path of a number", "nothing there"))


def _walked(part: Any, steps: list[str]) -> Any:
    for step in steps:
        if isinstance(part, tuple):
            names = ("name", "tactic", "id", "measure")
            found = [
                one
                for one in part
                if step == "*" or step in [str(getattr(one, key, "")) for key in names]
            ]
            part = found[0] if found else None
        else:
            part = getattr(part, step, None)
        if part is None:
            return None
    return part
