"""Recognises lines of a spreadsheet that are no data: titles, headings again, totals and notes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from diffusion.errors import Problem, as_written
from diffusion.readers.headings import meaning
from diffusion.readers.tables import Table, left_out
from diffusion.scenario.artisans import LeftOut

_TOTAL = r"(grand[\s-]?)?(sub[\s-]?)?(totals?|jumlah|average|rata[\s-]rata)"
TOTAL = re.compile(rf"{_TOTAL}\b.*", re.IGNORECASE)
TOTAL_ALONE = re.compile(
    rf"{_TOTAL}(\s+(total|semua|seluruhnya|keseluruhan|akhir|all|overall))?[\s:.=\d]*",
    re.IGNORECASE,
)
"""The first cell of a row of totals in which nothing else stands: nobody is called so."""

NOTE = re.compile(
    r"(sources?|sumber|notes?|nb|catatan|keterangan|ket|remarks?)\s*[:.].*", re.IGNORECASE
)

_DELETE = "delete this line"

_MOST_ABOVE = 10
"""Lines, at most, that may stand above the headings."""


@dataclass(frozen=True, slots=True)
class Stray(Problem):
    """A line that is probably no data.

    Attributes
    ----------
    line : LeftOut
        Which it is, and what.
    is_sure : bool
        Whether it is certainly none, and nobody needs to be asked.
    """

    line: LeftOut
    is_sure: bool


class Changes(NamedTuple):
    """What a person has asked to be changed in a table.

    Attributes
    ----------
    headings : dict of str to str
        Column, by the heading in its place.
    lines : dict of int to str
        What stands first in each line that was left out.
    """

    headings: dict[str, str]
    lines: dict[int, str]


def below_titles(table: Table, needed: Sequence[str], known: Sequence[str]) -> Table:
    """Take as headings the first line with the columns that are needed, if the first has not all.

    The lines above it are left out as a title if each has fewer cells, or if an empty line parts
    them from a single heading. Others may be people.
    """
    if _has_all(table.header, needed, known):
        return table
    for place, (line, row) in enumerate(table.rows[:_MOST_ABOVE]):
        if _has_all(row, needed, known):
            first = (1, table.header)
            most = max(sum(map(bool, cells)) for _, cells in (first, *table.rows[:place]))
            n_headings = sum(map(bool, row))
            if most >= n_headings and not (n_headings == 1 and line in table.below_gap):
                return table
            above = tuple(left_out(one, "title") for one in (first, *table.rows[:place]))
            header = [*row]
            while header and not header[-1]:
                header.pop()
            width = len(header)
            rows = [
                (line, cells if any(cells[width:]) else cells[:width])
                for line, cells in table.rows[place + 1 :]
            ]
            return replace(table, header=header, rows=rows, left_out=(*table.left_out, *above))
    return table


def _has_all(cells: Sequence[str], needed: Sequence[str], known: Sequence[str]) -> bool:
    return {*needed} <= {meaning(cell, known) for cell in cells if cell}


def without_leftovers(table: Table, label: int, *, expected: str) -> tuple[Table, list[Problem]]:
    """Leave out the lines that are no data, and note those that are certainly none.

    Column `label` holds the names of the rows, and `expected` says what a row is. Of the others a
    person must say it.
    """
    strays = [*leftovers(table, label, expected=expected)]
    gone = {one.line.line for one in strays}
    sure = [one.line for one in strays if one.is_sure]
    rows = [row for row in table.rows if row[0] not in gone]
    kept = replace(table, rows=rows, left_out=(*table.left_out, *sure))
    return kept, [one for one in strays if not one.is_sure]


def leftovers(table: Table, label: int, *, expected: str) -> Iterator[Stray]:
    """Find the rows that are no data.

    A note is one filled cell that says so, or one below an empty line. The second may be a person
    of whom nothing else is known; in a table of one column it is one row alone at the end.
    """
    header = [heading.casefold() for heading in table.header]
    in_notes = False
    for place, row in enumerate(table.rows):
        filled = [cell for cell in row[1] if cell]
        name = (row[1][label] if label < len(row[1]) else "") or filled[0]
        says_so = len(filled) == 1 and NOTE.fullmatch(filled[0]) is not None
        in_notes = len(filled) == 1 and (in_notes or says_so or _is_alone(table, place))
        told = as_written(filled[0])
        if _is_header(header, row[1]):
            what, sure, found = "headings", True, f"the headings again ({_DELETE})"
        elif TOTAL.fullmatch(name):
            sure = TOTAL_ALONE.fullmatch(name) is not None
            what, found = "total", f"{told}, a row of totals ({_DELETE})"
        elif in_notes and len(table.header) == 1 and not says_so:
            way_out = f"{_DELETE} if it is a note, or the empty line above if not"
            what, sure, found = "note", False, f"{told}, alone below an empty line ({way_out})"
        elif in_notes:
            what, sure, found = "note", says_so, f"{told}, a note ({_DELETE})"
        else:
            continue
        line = left_out(row, what)
        yield Stray(table.name, f"line {line.line}", expected, found, line, sure)


def _is_alone(table: Table, place: int) -> bool:
    """Whether a row stands below an empty line; in a table of one column only the last."""
    is_last = place == len(table.rows) - 1
    return table.rows[place][0] in table.below_gap and (len(table.header) > 1 or is_last)


def _is_header(header: list[str], row: list[str]) -> bool:
    """Whether a row says what the header says: of its filled cells at least the first two."""
    same = [cell.casefold() == heading for cell, heading in zip(row, header, strict=False) if cell]
    return bool(same) and all(same[:2]) and sum(same) * 2 > len(same)
