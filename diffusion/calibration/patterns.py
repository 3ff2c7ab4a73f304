"""What a file of patterns says: what is expected of which programme, and in what space."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.readers.model_folder import Folder
from diffusion.scenario.base import Declaration, Share, mistake
from diffusion.scenario.patterns import YEAR_AND_MONTH
from diffusion.scenario.tactics import TacticName

PEAK = "peak"
"""In place of a month: the record at which it is highest, in each run."""

OF_ADOPTERS = "gain_of_adopters"
OF_TRAINED = "gain_of_trained"
OF_USE = "months_of_use"
OF_MEMBERS = "members_among_trained"

OVER_MONTHS = (OF_ADOPTERS, OF_TRAINED, OF_USE)
"""Measures of the months from one to another; all others are asked at one record."""

_LAST = 1_200
_CALENDAR = re.compile(YEAR_AND_MONTH)


def _measure(value: Any) -> Any:
    """Check names of measures as one thing, so that a wrong one is one mistake."""
    names = [value] if isinstance(value, str) else value
    is_listed = isinstance(names, list | tuple) and all(isinstance(one, str) for one in names)
    if not is_listed or not names:
        raise mistake(expected="the name of a measure, or a list of names", found=as_written(value))
    return tuple(names)


def _month(value: Any) -> Any:
    """Check a month as one thing."""
    is_record = type(value) is int and 0 <= value <= _LAST
    is_named = isinstance(value, str) and (value == PEAK or _CALENDAR.fullmatch(value))
    if not is_record and not is_named:
        expected = f'a record from 0 to {_LAST:,}, a month as "YYYY-MM", or "{PEAK}"'
        raise mistake(expected=expected, found=as_written(value))
    return value


type MeasureOf = Annotated[tuple[str, ...], BeforeValidator(_measure)]
type MonthOf = Annotated[int | str, BeforeValidator(_month)]
type Range = Annotated[tuple[float, float], Field(strict=False)]
type Window = Annotated[
    tuple[Annotated[int, Field(ge=1, le=1_200)], Annotated[int, Field(ge=1, le=1_200)]],
    Field(strict=False),
]


class Quantity(Declaration):
    """What is measured in each run; a part that leaves a key out has that of its pattern."""

    measure: MeasureOf | None = Field(
        default=None,
        description="an outcome, as in a sweep, or several, of which the mean is taken; or "
        f"{OF_ADOPTERS}, {OF_TRAINED}, {OF_USE} or {OF_MEMBERS}",
    )
    programme: str | None = Field(default=None, description="left out: the first of the file")
    month: MonthOf | None = Field(
        default=None,
        description='record, the calendar month after which it is taken as "YYYY-MM", or "peak"; '
        "left out: the last",
    )
    months: Window | None = Field(default=None, description="first and last month of a gain")
    against: str | None = Field(
        default=None, description="programme without which potters earn what is usual"
    )
    with_buyer: bool | None = Field(
        default=None, description="whether months count alone in which a buyer orders"
    )

    @property
    def measures(self) -> tuple[str, ...]:
        """Names of what is measured."""
        return self.measure or ()

    def completed(self, by: "Quantity") -> Self:
        """Take what is left out from another, whose numbers it belongs to."""
        keys = Quantity.model_fields
        given = {key: getattr(self, key) for key in self.model_fields_set}
        theirs = {key: getattr(by, key) for key in keys if getattr(by, key) is not None}
        return type(self).model_validate(theirs | given)


class Needed(Quantity):
    """What must have happened in a run for it to be counted."""

    at_least: float


class Pattern(Quantity):
    """One statement that can fail: what is expected, and where that comes from."""

    name: Annotated[str, Field(min_length=1, max_length=40)]
    statement: str = Field(default="", description="what is expected, in words")
    source: str = Field(description="where it comes from")
    unit: Literal["number", "share"] = Field(
        default="number", alias="as", description="share: of all artisans"
    )
    divided_by: Annotated[float, Field(gt=0)] | None = None
    less: Quantity | None = Field(default=None, description="what is taken away, run by run")
    relative_to: Quantity | None = Field(default=None, description="what it is divided by")
    needs: Needed | None = None
    all_of: tuple[str, ...] = Field(
        default=(), strict=False, description="patterns that must hold together in one run"
    )
    passes: Range
    nearly: Range | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if bool(self.all_of) == bool(self.measures):
            found = "both" if self.all_of else "none"
            raise mistake(expected="either measure or all_of", found=found)
        for key in ("passes", "nearly"):
            ends = getattr(self, key)
            if ends is not None and not ends[0] <= ends[1]:
                raise mistake(expected=f"{key} from low to high", found=as_written(ends))
        if self.nearly is not None and not (
            self.nearly[0] <= self.passes[0] and self.passes[1] <= self.nearly[1]
        ):
            raise mistake(expected="nearly to hold passes", found=as_written(self.nearly))
        for name in self.measures:
            if name in OVER_MONTHS and (self.months is None or self.months[0] > self.months[1]):
                expected = f"months = [FIRST, LAST] beside {name}"
                raise mistake(
                    expected=expected, found=as_written(self.months) if self.months else "none"
                )
        if OF_ADOPTERS in self.measures and self.against is None:
            raise mistake(expected=f"a programme as against, beside {OF_ADOPTERS}", found="none")
        return self

    @property
    def partly(self) -> tuple[float, float]:
        """Range in which it holds partly: that of `nearly`, or of `passes`."""
        return self.nearly or self.passes

    @property
    def quantities(self) -> Iterator[Quantity]:
        """Whatever of it must be measured, completed."""
        if not self.all_of:
            yield self
        for one in (self.less, self.relative_to, self.needs):
            if one is not None:
                yield one.completed(self)


class Dimension(Declaration):
    """A number that is varied, from low to high."""

    low: float
    high: float
    scale: Literal["linear", "log"] | None = Field(
        default=None, description="left out: log where low is above 0"
    )

    @model_validator(mode="after")
    def _check(self) -> Self:
        if not self.low < self.high:
            raise mistake(expected="low below high", found=f"{self.low:g} and {self.high:g}")
        if self.scale == "log" and self.low <= 0:
            raise mistake(expected="low above 0 on a log scale", found=f"{self.low:g}")
        return self


class Varied(Declaration):
    """Which numbers are varied."""

    stated: bool = Field(
        default=True, description="every assumed number of sources.csv that has a range"
    )
    hold: tuple[str, ...] = Field(default=(), strict=False, description="paths that stay as is")
    axes: Mapping[str, Dimension] = Field(
        default={}, description="each path with low and high; in the file it stands in [space]"
    )


class Part(Declaration):
    """Some tactics of a programme, as a programme of their own."""

    of: str
    tactics: tuple[TacticName, ...] = Field(strict=False, min_length=1)


class Effort(Declaration):
    """How hard the points are sought."""

    points: Annotated[int, Field(ge=10, le=100_000)] = Field(
        default=2_000, description="of the first sample, spread evenly"
    )
    waves: Annotated[int, Field(ge=0, le=10)] = 2
    wave_points: Annotated[int, Field(ge=10, le=100_000)] = 500
    level_points: Annotated[int, Field(ge=10, le=10_000)] = Field(
        default=400, description="of each step into a small region"
    )
    levels: Annotated[int, Field(ge=0, le=20)] = 8
    wanted: Annotated[int, Field(ge=1, le=10_000)] = Field(
        default=100, description="points that show the patterns, at which the search ends"
    )
    again: Annotated[int, Field(ge=2, le=100_000)] = Field(
        default=200, description="runs of other luck, with which these points are tried again"
    )


class PatternFile(Declaration):
    """What a file of patterns says."""

    title: str = Field(description="one line for people")
    parameters: str = Field(default="default", description="parameter set to begin from")
    programmes: tuple[str, ...] = Field(strict=False, min_length=1, description="names or files")
    part: Mapping[str, Part] = Field(default={}, description="programmes cut to some tactics")
    runs: Annotated[int, Field(ge=2, le=100_000)] = 50
    random_seed: Annotated[int, Field(ge=0, le=2**63 - 1)] = 1
    months: Annotated[int, Field(ge=1, le=1_200)] = Field(
        default=36, description="record at which a measure is taken that names none"
    )
    least_runs: Share = Field(
        default=0.1, description="share of the runs that must have something to measure"
    )
    pattern: tuple[Pattern, ...] = Field(strict=False, min_length=1)
    space: Varied = Field(default=Varied.model_validate({}), description="which numbers are varied")
    effort: Effort = Effort()

    @model_validator(mode="after")
    def _check(self) -> Self:
        names = [one.name for one in self.pattern]
        known = (*self.programmes, *self.part)
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise mistake(expected="a name of its own for each pattern", found=f"{twice} twice")
        if twice := next((name for name in known if known.count(name) > 1), None):
            expected = "a name of its own for each programme and part"
            raise mistake(expected=expected, found=f"{twice} twice")
        for one in self.pattern:
            for name in one.all_of:
                if name not in names[: names.index(one.name)]:
                    before = one_of(names[: names.index(one.name)], name)
                    expected = f"in {one.name} patterns that stand before it: {before}"
                    raise mistake(expected=expected, found=as_written(name))
            for quantity in one.quantities:
                for named in (quantity.programme, quantity.against):
                    if named is not None and named not in known:
                        expected = f"in {one.name} a programme of the file: {one_of(known, named)}"
                        raise mistake(expected=expected, found=as_written(named))
        for part in self.part.values():
            if part.of not in self.programmes:
                expected = f"in part a programme of the file: {one_of(self.programmes, part.of)}"
                raise mistake(expected=expected, found=as_written(part.of))
        return self


def read_patterns(path: Path) -> tuple[PatternFile, str]:
    """Read a file of patterns; with it the SHA-256 of the file.

    Raises
    ------
    InputError
        With every mistake in the file.
    """
    folder = Folder(path.parent)
    data = folder.toml(path.name)
    found = None if data is None else folder.declared(PatternFile, path.name, with_axes(data))
    if found is None or folder.problems:
        raise InputError(without_axes(folder.problems))
    return found, folder.hashes[path.name]


def with_axes(data: dict[str, Any]) -> dict[str, Any]:
    """Put the paths of [space] under the key of the declaration."""
    if not isinstance(space := data.get("space"), dict):
        return data
    own = {key: space[key] for key in ("stated", "hold") if key in space}
    axes = {key: space[key] for key in space if key not in own}
    return data | {"space": own | {"axes": axes}}


def without_axes(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Name the keys of [space] as they stand in the file."""
    return (replace(one, key=one.key.replace("space.axes.", "space.")) for one in problems)
