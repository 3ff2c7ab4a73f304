"""Reads shares that people have on a scale of their own, such as 0 to 10."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from diffusion.errors import Problem
from diffusion.readers.numbers import Column, value_of
from diffusion.readers.tables import Table
from diffusion.scenario.artisans import Scale

FEWEST_CELLS = 3
"""Numbers that a column has at least, to tell its scale."""

SURVEY_SCALES = (5.0, 7.0)
"""Highest answers of scales that begin with 1."""


@dataclass(frozen=True, slots=True)
class OtherScale(Problem):
    """A column that stands on another scale than 0 to 1.

    Attributes
    ----------
    scale : str
        As a person says it, such as skill=0:10.
    """

    scale: str


def scaled(
    table: Table, line: int, column: str, cell: str, *, kind: Column, scale: Scale | None
) -> float | Problem:
    """Read one cell; what stands on a scale is brought to 0 to 1."""
    if scale is None:
        return table.number(line, column, cell, kind)
    low, high = scale
    on_scale = Column(f"a number from {low:g} to {high:g}, the scale of the column", low, high)
    found = table.number(line, column, cell, on_scale)
    if isinstance(found, Problem):
        return found
    share = (found - low) / (high - low)
    if share < kind.low:
        return Problem(table.name, f"line {line}, {column}", kind.expected, f"{cell} on its scale")
    return share


def scale_meant(
    table: Table, column: str, cells: Sequence[tuple[int, str]], kind: Column, *, way_out: str
) -> Problem | None:
    """Find out whether a column of shares stands on another scale than 0 to 1.

    It does where half of its numbers or more are above 1, or several are and all are whole. The
    values 0 and 1 of such a column are no shares either, so the whole column is one mistake.

    Parameters
    ----------
    table, column, cells, kind
        The column, with the line of each cell.
    way_out
        The key that says the scale, with places for `low` and `high`.
    """
    if not kind.is_share:
        return None
    read = (value_of(cell, has_decimal_commas=table.has_decimal_commas) for _, cell in cells)
    known = [number for number in read if not math.isnan(number)]
    n_above, are_whole = sum(one > 1 for one in known), all(one.is_integer() for one in known)
    if len(known) < FEWEST_CELLS or not (2 * n_above >= len(known) or (are_whole and n_above > 1)):
        return None
    lowest, highest = min(known), max(known)
    if lowest < 0 or highest > 100:
        return None
    low, high = 0, 10 if highest <= 10 else 100
    if are_whole and lowest >= 1 and highest in SURVEY_SCALES:
        low, high = 1, int(highest)
    scale = f"{column}={low}:{high}"
    found = (
        f"{n_above:,} of {len(known):,} above 1, the highest {highest:g}, as on a scale from "
        f"{low} to {high} (say so: --scale {scale} with new community, or "
        f"{way_out.format(low=low, high=high)})"
    )
    return OtherScale(table.name, column, "numbers from 0 to 1", found, scale)
