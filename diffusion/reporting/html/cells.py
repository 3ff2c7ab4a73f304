"""Tables of the report and what stands in their cells."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from diffusion.comparison.measured import MEASURES
from diffusion.i18n.words import Words

FIRST_MEASURES = ("adopters", "lasting_adopters", "adopter_months")
"""Measures whose differences stand first, and of which more is better."""

UNITS = {
    "mean_income": "rupiah",
    "income_change": "rupiah",
    "fund": "rupiah",
    "gini": "level",
    "self_reliance": "level",
    "administration": "level",
    "month_of_half": "months",
    "adopter_months": "artisan_months",
    "discontinued_share": "percent",
    "bad_loan_share": "percent",
    "reach_of_poor": "percent",
}
"""Unit of each measure that is not a number of artisans."""

DECIMALS = {"rupiah": 0, "level": 2, "months": 1, "artisan_months": 1, "percent": 1, "artisans": 1}

type Write = Callable[[Words, str, float], str]
"""Writes a value of a unit."""

type Cell = tuple[str, str]
"""What a cell of a table shows, and what stands small below it."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the page: its name, caption, headings, and rows of as many cells."""

    name: str
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def table_of(
    say: Words, name: str, caption: str, head: list[str], rows: list[tuple[Cell, ...]]
) -> Table:
    """Make a table whose headings are named."""
    return Table(name, caption, tuple(say(key) for key in head), tuple(rows))


def head_of(say: Words, strategy: str) -> Cell:
    """Head a row with the name of a strategy."""
    return say.strategy(strategy), ""


def _asked(measure: str) -> tuple[str, str | None]:
    """Split a measure into its name and the record it is asked at, if not the last."""
    name, _, month = measure.rpartition("_")
    return (name, month) if name in MEASURES and month.isdigit() else (measure, None)


def unit_of(measure: str) -> str:
    """Find the unit of a measure."""
    return UNITS.get(_asked(measure)[0], "artisans")


def with_unit(say: Words, measure: str) -> str:
    """Name a measure with its unit."""
    name, month = _asked(measure)
    what = say.name("measure", name)
    if month is not None:
        what = say("say.at_month", measure=what, month=month)
    return say("say.with_unit", what=what, unit=say(f"unit.{unit_of(measure)}"))


def level(say: Words, unit: str, value: float) -> str:
    """Write a value of a unit."""
    return say.number(100 * value if unit == "percent" else value, DECIMALS[unit])


def change(say: Words, unit: str, value: float) -> str:
    """Write a difference of a unit, with its sign."""
    return say.change(100 * value if unit == "percent" else value, DECIMALS[unit])


def interval_of(
    say: Words, unit: str, row: Mapping[Any, Any], write: Write = level, *, prefix: str = ""
) -> str:
    """Write an interval of a row; empty where it is not known."""
    ends = [row[f"{prefix}{end}"] for end in ("low", "high")]
    if any(math.isnan(end) for end in ends):
        return ""
    return say.span(*(write(say, unit, end) for end in ends))
