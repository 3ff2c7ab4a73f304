"""Reads tables that are kept as text: CSV with any mark between cells, in any usual letters."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from os import PathLike

from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.importing import arrow_csv
from diffusion.importing.grids import Row, filled_rows, headings_at, listed, sheet_of
from diffusion.importing.notes import Note
from diffusion.importing.source import bytes_of, text_of
from diffusion.importing.tables import Cell, Sheet, Tables
from diffusion.readers.separators import SAYS_SEPARATOR
from diffusion.readers.tables import Table, folded

FORMAT = "CSV"
SUFFIXES = (".csv", ".tsv", ".tab", ".txt", ".dat")

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
"""What may stand between the cells of a table."""

_N_SAMPLED = 200
"""Lines by which the mark between cells is found."""

_N_BYTES_OF_HEADINGS = 1 << 18

_MOST_CELL = 1 << 17
"""Letters, at most, of a cell, as the module csv has it."""


def read(path: str | PathLike[str], *, separator: str | None = None) -> Tables:
    """Read a table from text.

    Parameters
    ----------
    path
    separator
        What stands between cells; found in the file without it.

    Raises
    ------
    InputError
        If there is no such file, it is no text, or no table.
    """
    place, content = bytes_of(path)
    if separator is not None and separator not in SEPARATORS:
        found = as_written(separator)
        raise InputError(Problem("separator", "", one_of([*SEPARATORS], separator), found))
    if len(content) >= arrow_csv.FEWEST_BYTES and (long := _long(place, content, separator)):
        return long
    text, notes = text_of(place, content)
    sheet, noticed = sheet_in(place, text, separator)
    return Tables(place, FORMAT, (sheet,), (*notes, *noticed))


def _long(place: str, content: bytes, separator: str | None) -> Tables | None:
    """Read a long table column by column; None if it is not plain enough."""
    mark = separator or mark_of(content[:_N_BYTES_OF_HEADINGS].decode(errors="replace"))
    table = arrow_csv.plain_table(content, mark)
    found = None if table is None else arrow_csv.sheet_of(place, table)
    if found is None:
        return None
    sheet, notes = found
    return Tables(place, FORMAT, (sheet,), (*_of_mark(mark), *notes))


def _of_mark(mark: str) -> list[Note]:
    """Tell what stands between cells, where that is no comma."""
    if mark == ",":
        return []
    return [Note("tables.separator", {"mark": "tab" if mark == "\t" else mark})]


def sheet_in(place: str, text: str, separator: str | None = None) -> tuple[Sheet, list[Note]]:
    """Read the only table of a text.

    Raises
    ------
    InputError
        If it is none.
    """
    rows, mark = cut(place, text, separator)
    notes = _of_mark(mark)
    rows, told = _even(place, rows, mark)
    sheet, noticed = sheet_of(place, rows, has_letters=False)
    if sheet is None:
        raise InputError(Problem(place, "", "a table with headings", "an empty file"))
    return sheet, [*notes, *told, *noticed]


def headings(path: str | PathLike[str]) -> set[str]:
    """Read what stands in the first line of a file, to see which program has written it.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    return headings_of(*bytes_of(path, most=_N_BYTES_OF_HEADINGS))


def first_rows(path: str | PathLike[str], *, most: int = 50) -> list[list[Cell]]:
    """Read the first rows of a file, its headings among them.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    place, content = bytes_of(path, most=_N_BYTES_OF_HEADINGS)
    text, _ = text_of(place, content)
    lines = text.split("\n")[: most + 1]
    rows, _ = cut(place, "\n".join(lines))
    return [row for _, row in rows if row] or [[]]


def headings_of(place: str, content: bytes) -> set[str]:
    """Read what stands in the first line of a file, of which at least the first bytes are given.

    Raises
    ------
    InputError
        If it is no text.
    """
    text, _ = text_of(place, content[:_N_BYTES_OF_HEADINGS])
    rows, _ = cut(place, text.partition("\n")[0])
    return {str(cell) for _, row in rows for cell in row}


def cut(place: str, text: str, separator: str | None = None) -> tuple[list[Row], str]:
    """Cut text into rows of cells; say also what stands between them.

    Raises
    ------
    InputError
        If a quotation mark is not closed, or stands where none may.
    """
    first, _, rest = text.lstrip("\n").partition("\n")
    said = SAYS_SEPARATOR.fullmatch(first)
    if said is not None and said[1] in SEPARATORS:
        # Its line stays, empty, so that the others keep their numbers.
        text, separator = f"\n{rest}", separator or said[1]
    mark = separator or mark_of(text)
    reader = csv.reader(io.StringIO(text), delimiter=mark, strict=True)
    rows: list[Row] = []
    before = 0
    try:
        for row in reader:
            cells: list[Cell] = [cell or None for cell in row]
            rows.append((before + 1, cells))
            before = reader.line_num
    except csv.Error as error:
        found = str(error)
        if "end of data" in found:
            found = "an opening quotation mark that nothing closes"
        elif "field larger" in found:
            found = f"a cell of more than {_MOST_CELL:,} letters (is a quotation mark not closed?)"
        elif "expected after" in found:
            found = "a quotation mark within a cell (write it twice)"
        expected = f"cells separated by {SEPARATORS[mark]}"
        raise InputError(Problem(place, f"line {before + 1}", expected, found)) from None
    return rows, mark


def mark_of(text: str) -> str:
    """Find the mark that cuts most lines into the same number of cells, and of these the most."""
    sample = text[: 1 << 18].split("\n")[:_N_SAMPLED]
    best = (0.0, 1, ",")
    for mark in SEPARATORS:
        try:
            widths = Counter(len(row) for row in csv.reader(sample, delimiter=mark) if any(row))
        except csv.Error:
            continue
        wide = Counter({width: n for width, n in widths.items() if width > 1})
        if wide:
            width, number = wide.most_common(1)[0]
            best = max(best, (number / widths.total(), width, mark), key=lambda one: one[:2])
    return best[2]


def _even(place: str, rows: list[Row], mark: str) -> tuple[list[Row], list[Note]]:
    """Refuse rows that have more cells than there are headings; tell of those that have fewer.

    Headings that R writes without one above the names of rows get an empty one.

    Raises
    ------
    InputError
        With each row that is too long, or that another mark cuts.
    """
    filled = [(line, row) for line, row in rows if any(cell is not None for cell in row)]
    if not filled:
        return rows, []
    top = headings_at([*filled_rows(filled)])
    line, header = filled[top]
    below = filled[top + 1 :]
    width = len(header)
    if _has_row_names([row for _, row in below], header):
        return [(at, [None, *row] if at == line else row) for at, row in rows], []
    wrong = [one for one in below if _is_cut_otherwise(one[1], width, mark)]
    cut_otherwise = [(at, _other_mark(row, mark)) for at, row in wrong if len(row) == 1]
    if cut_otherwise:
        expected = f"cells separated by {SEPARATORS[mark]}, as in the header"
        way_out = "(separate this line as the others)"
        raise InputError(
            Problem(place, f"line {at}", expected, f"{SEPARATORS[other]} {way_out}")
            for at, other in cut_otherwise
        )
    if wrong:
        as_text = [(at, [str(cell or "") for cell in row]) for at, row in wrong]
        table = Table(place, [str(cell or "") for cell in header], as_text, mark)
        raise InputError(folded([*table.uneven_rows()]))
    short = [at for at, row in below if 1 < len(row) < width]
    told = [Note("tables.short_rows", {"sheet": place, "rows": listed(short)}, is_odd=True)]
    return rows, told if short else []


def _has_row_names(rows: Sequence[Sequence[Cell]], header: Sequence[Cell]) -> bool:
    """Whether rows begin with names or numbers of their own, as R writes them, below no heading."""
    if len(rows) < 2 or any(len(row) != len(header) + 1 for row in rows):
        return False
    first = [row[0] for row in rows]
    return first == [str(n + 1) for n in range(len(rows))] or {*first} == {*header}


def _is_cut_otherwise(row: Sequence[Cell], width: int, mark: str) -> bool:
    """Whether a row has cells beyond the headings, or is one cell with another mark in it."""
    if any(cell is not None for cell in row[width:]):
        return True
    return len(row) == 1 < width and str(row[0]).count(_other_mark(row, mark)) == width - 1


def _other_mark(row: Sequence[Cell], mark: str) -> str:
    """Find the other mark that stands most often in the only cell of a row."""
    return max((one for one in SEPARATORS if one != mark), key=str(row[0]).count)
