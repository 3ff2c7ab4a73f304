"""Recognises rows of a spreadsheet that are no data: headings again, totals and notes below."""

import re
from collections.abc import Iterator

from diffusion.errors import Problem, as_written
from diffusion.readers.tables import Row, Table

TOTAL = re.compile(
    r"(grand[\s-]?)?(sub[\s-]?)?(totals?|jumlah|average|rata[\s-]rata)\b.*", re.IGNORECASE
)
NOTE = re.compile(
    r"(sources?|sumber|notes?|nb|catatan|keterangan|ket|remarks?)\s*[:.].*", re.IGNORECASE
)

_DELETE = "delete this line"


def leftovers(table: Table, label: int, *, expected: str) -> Iterator[tuple[int, Problem]]:
    """Find the rows that are no data, each with its line.

    Column `label` holds the names of the rows, and `expected` says what a row is.

    A note is one filled cell below an empty line. In a table of one column that may be a person
    too: there it is one row alone at the end.
    """
    header = [heading.casefold() for heading in table.header]
    in_notes = False
    for place, (line, row) in enumerate(table.rows):
        filled = [cell for cell in row if cell]
        key = f"line {line}"
        in_notes = len(filled) == 1 and (in_notes or _is_note(table, place, filled[0]))
        if _is_header(header, row):
            yield line, Problem(table.name, key, expected, f"the headings again ({_DELETE})")
        elif TOTAL.fullmatch((row[label] if label < len(row) else "") or filled[0]):
            found = f"{as_written(filled[0])}, a row of totals ({_DELETE})"
            yield line, Problem(table.name, key, expected, found)
        elif in_notes and len(table.header) == 1 and not NOTE.fullmatch(filled[0]):
            way_out = f"{_DELETE} if it is a note, or the empty line above if not"
            found = f"{as_written(filled[0])}, alone below an empty line ({way_out})"
            yield line, Problem(table.name, key, expected, found)
        elif in_notes:
            found = f"{as_written(filled[0])}, a note ({_DELETE})"
            yield line, Problem(table.name, key, expected, found)


def without(table: Table, lines: set[int]) -> list[Row]:
    """Rows of a table, but for some lines."""
    return [(line, row) for line, row in table.rows if line not in lines]


def _is_note(table: Table, place: int, cell: str) -> bool:
    line, _ = table.rows[place]
    is_last = place == len(table.rows) - 1
    is_alone = line in table.below_gap and (len(table.header) > 1 or is_last)
    return is_alone or NOTE.fullmatch(cell) is not None


def _is_header(header: list[str], row: list[str]) -> bool:
    """Whether a row says what the header says: of its filled cells at least the first two."""
    same = [cell.casefold() == heading for cell, heading in zip(row, header, strict=False) if cell]
    return bool(same) and all(same[:2]) and sum(same) * 2 > len(same)
