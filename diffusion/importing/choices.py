"""How a file is to be read: what import.toml says, so that an import can be done again."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from diffusion.data.ties import Direction
from diffusion.errors import InputError, Problem, reason_of
from diffusion.readers.texts import text_of
from diffusion.readers.toml import read_toml
from diffusion.scenario.artisans import Scale
from diffusion.scenario.base import Declaration, mistake
from diffusion.scenario.diagnostics import checked

Code = Annotated[str | int | float, Field(union_mode="left_to_right")]
"""A cell that stands for something else than what is written there, such as -99 or "tidak tahu"."""

Codes = Annotated[tuple[Code, ...], Field(strict=False)]
Headings = Annotated[tuple[str, ...], Field(strict=False)]
Unsurveyed = Literal["keep", "drop"]
Repeats = Literal["strongest", "sum", "mean"]
Unit = Literal["month", "year", "number"]


class People(Declaration):
    """Which columns say who somebody is."""

    sheet: str | None = Field(default=None, description="the sheet with a row for each person")
    id: Headings = Field(
        default=(), description="columns that tell people apart, several where ids begin anew"
    )
    name: str | None = Field(default=None, description="the column of names")
    hamlet: str | None = Field(default=None, description="the column of hamlets")
    groups: Headings | None = Field(default=None, description="columns that divide results")
    traits: Mapping[str, str] = Field(
        default={}, description="columns of what the model knows, such as skill, by its name"
    )
    scales: Mapping[str, Scale] = Field(
        default={}, description="lowest and highest value of a trait, where not 0 and 1"
    )
    repeated: Literal["first", "last"] | None = Field(
        default=None, description="which row counts of somebody who has several"
    )


class TiesOfFile(Declaration):
    """Ties of one kind: where they stand, and what a row of them means."""

    kind: str
    sheet: str | None = Field(default=None, description="the sheet in which they stand")
    ego: Headings = Field(default=(), description="columns of who names, where rows are long")
    alter: Headings = Field(default=(), description="columns of who is named")
    by: Literal["id", "name"] | None = Field(
        default=None, description="whether people are named by id or by name"
    )
    kinds: str | None = Field(default=None, description="the column that says the kind of a row")
    directions: str | None = Field(
        default=None, description="the column that says of a row: directed, undirected or mutual"
    )
    weight: str | None = Field(default=None, description="the column of strengths")
    scale: Scale | None = Field(
        default=None, description="lowest and highest strength, where not the largest is 1"
    )
    begins: str | None = Field(default=None, description="the column of first periods")
    ends: str | None = Field(default=None, description="the column of last periods")
    direction: Direction | None = Field(default=None, description="which way influence goes")
    influence: Annotated[float, Field(ge=0, le=100)] = Field(
        default=1.0, description="how much the kind counts beside the others"
    )
    repeats: Repeats = Field(default="strongest", description="how rows of one pair are merged")
    negative: Literal["drop"] | None = Field(
        default=None, description="what becomes of strengths below 0"
    )


class AdoptionOfFile(Declaration):
    """Where it stands who adopted an innovation, and when."""

    innovation: str
    time: str | None = Field(default=None, description="the column of when each adopted")
    given_up: str | None = Field(default=None, description="the column of when each gave it up")
    adopted: str | None = Field(default=None, description="the column of who adopted: yes or no")
    in_use: str | None = Field(default=None, description="the column of who still has it")
    never: Codes = Field(default=(), description="cells that mean never")
    not_known: Codes = Field(default=(), description="cells that mean nobody knows")
    undated: Codes = Field(default=(), description="cells that mean adopted, nobody knows when")
    blank: Literal["never", "not_known"] | None = Field(
        default=None, description="what an empty cell means"
    )

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.time is None and self.adopted is None:
            raise mistake(expected="a column for time or for adopted", found="neither")
        return self


class Periods(Declaration):
    """In which steps time is counted."""

    unit: Unit | None = Field(default=None, description="month, year, or number of a period")
    first: str | int | None = Field(default=None, description="the first period observed")
    last: str | int | None = Field(default=None, description="the last period observed")
    asked: str | None = Field(default=None, description="the column of when each was asked")
    dates: Literal["day_first", "month_first"] | None = Field(
        default=None, description="how dates such as 3/4/2010 are to be read"
    )


class Choices(Declaration):
    """What import.toml says."""

    source: Headings = Field(default=(), description="files that were read")
    format: str | None = Field(default=None, description="their format, where it cannot be seen")
    reader: Mapping[str, str] = Field(
        default={}, description="what the reader of a format is told, such as weight or match"
    )
    unsurveyed: Unsurveyed | None = Field(
        default=None, description="what becomes of people who are named and were not surveyed"
    )
    missing: Codes = Field(default=(), description="cells that mean nothing was said")
    names: Mapping[str, str] = Field(
        default={}, description="who is meant by a name that is written otherwise"
    )
    people: People = People()
    ties: Annotated[tuple[TiesOfFile, ...], Field(strict=False)] | None = None
    adoption: Annotated[tuple[AdoptionOfFile, ...], Field(strict=False)] | None = None
    periods: Periods = Periods()

    def ties_of(self, kind: str) -> TiesOfFile:
        """Say what is chosen for ties of a kind; nothing but the kind where nothing is."""
        found = (one for one in self.ties or () if one.kind == kind)
        return next(found, TiesOfFile(kind=kind))


CHOICES = "import.toml"


def read_choices(path: str | Path) -> Choices:
    """Read what was chosen.

    Raises
    ------
    InputError
        With every mistake in the file.
    """
    file = Path(path)
    if file.is_dir():
        file /= CHOICES
    try:
        content = file.read_bytes()
    except OSError as error:
        expected = f"a file {CHOICES} that can be read"
        raise InputError(Problem(str(path), "", expected, reason_of(error))) from None
    return choices_of(read_toml(file.name, text_of(file.name, content)), place=file.name)


def choices_of(said: object, *, place: str = CHOICES) -> Choices:
    """Check what was chosen; a declaration is taken as it is.

    Raises
    ------
    InputError
        With every mistake.
    """
    if isinstance(said, Choices):
        return said
    return checked(Choices, said or {}, place=place)


def written(choices: Choices) -> str:
    """Write choices as TOML."""
    import tomli_w

    return tomli_w.dumps(choices.model_dump(mode="json", exclude_none=True, exclude_defaults=True))
