"""Cuts tables into cells: separated by commas or semicolons, as any spreadsheet writes them."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from diffusion.errors import InputError, Problem, as_written
from diffusion.readers import numbers
from diffusion.readers.numbers import Column
from diffusion.readers.separators import QUOTED, SEPARATORS, separated_by
from diffusion.scenario.artisans import LeftOut
from diffusion.util.hidden import as_seen, hidden_in, name_of, without_hidden

_OPEN_QUOTE = "an opening quotation mark that nothing closes"

BLANKS = " \t\n\u00a0\u2009\u202f\u3000"
"""What may stand around a cell."""

IN_PROSE = "\n\t\u00a0\u202f\u2009"
"""Characters that nobody sees, and that may stand in sentences."""

FILL_IN = "fill it in, or delete its row"
"""What to do about an empty cell that must hold something."""

MOST_ALIKE = 5
"""Mistakes of one kind in one column that are told one by one."""

type Row = tuple[int, list[str]]
"""A row of a CSV file: the line it stands in, and its cells."""


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of a CSV file.

    Attributes
    ----------
    name : str
        Of the file.
    header : list of str
    rows : list of (int, list of str)
        Line and cells of each row.
    separator : str
        One of `SEPARATORS`.
    below_gap : frozenset of int
        Lines of the rows that follow an empty one.
    problems : sequence of Problem
        Mistakes in the file beside which all the rest could be read: characters that nobody sees.
    headings : mapping of str to str
        Headings in other words, and the columns that they mean.
    left_out : tuple of LeftOut
        Lines that hold no row of the table: a title above it, totals and notes below.
    """

    name: str
    header: list[str]
    rows: list[Row]
    separator: str
    below_gap: frozenset[int] = field(default_factory=frozenset)
    problems: Sequence[Problem] = ()
    headings: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()

    @property
    def has_decimal_commas(self) -> bool:
        """Whether a number may have a comma where others have a point."""
        return self.separator == ";"

    def plain(self, cell: str) -> str:
        """Write a cell with a decimal comma as others write it; leave any other as it is."""
        return numbers.plain(cell, has_decimal_commas=self.has_decimal_commas)

    def with_headings(self, known: Sequence[str]) -> "Table":
        """Write the headings that mean a known column as it is called, whatever their capitals."""

        def meant(heading: str) -> str:
            name = re.sub(r"[\s_-]+", "_", heading.casefold())
            return name if name in known else heading

        return replace(self, header=[*map(meant, self.header)])

    def with_even_rows(self) -> "Table":
        """Leave out the rows that have more cells than the header, or fewer."""
        width = len(self.header)
        return replace(self, rows=[row for row in self.rows if len(row[1]) == width])

    def uneven_rows(self) -> Iterator[Problem]:
        """Find the rows that have more cells than the header, or fewer."""
        n_columns = len(self.header)
        for line, row in self.rows:
            if len(row) == n_columns:
                continue
            n_cells = "1 cell" if n_columns == 1 else f"{n_columns} cells"
            expected, found = f"{n_cells}, as many as in the header", str(len(row))
            if self.separator == "," and len(row) > n_columns:
                found += " (text that has a comma needs quotes, and a number a decimal point)"
            elif self.separator == ";" and len(row) == 1 and "," in row[0]:
                expected = "cells separated by semicolons, as in the header"
                found = "commas (separate this line as the others)"
            else:
                found += " (fill in or delete cells of this line)"
            yield Problem(self.name, f"line {line}", expected, found)

    def number(self, line: int, column: str, text: str, kind: Column) -> float | Problem:
        """Read one cell as a number of a column's kind, or say what is wrong with it."""
        found = numbers.number_of(text, kind, has_decimal_commas=self.has_decimal_commas)
        if isinstance(found, str):
            if not text:
                found = "nothing (fill it in, or delete the whole column: then it is drawn)"
            return Problem(self.name, f"line {line}, {column}", kind.expected, found)
        return found


@dataclass(frozen=True, slots=True)
class More(Problem):
    """Mistakes that are not told one by one.

    Attributes
    ----------
    number : int
        How many they are.
    """

    number: int


def folded(problems: Sequence[Problem], *, most: int = MOST_ALIKE) -> list[Problem]:
    """Tell of many mistakes of one kind in one column, or in whole lines, only the first few.

    How many follow is told too.
    """
    told: list[Problem] = []
    for (place, column, expected), alike in groupby(problems, key=_kind):
        same = list(alike)
        if len(same) <= most + 1 or column is None:
            told += same
            continue
        first, last = (one.key.split(",")[0] for one in (same[most], same[-1]))
        n_more = len(same) - most
        found = f"{n_more:,} more like these, from {first} to {last}"
        told += [*same[:most], More(place, column, expected, found, n_more)]
    return told


def _kind(problem: Problem) -> tuple[str, str | None, str]:
    """Place, column and rule of a mistake; no column where a whole line is meant, else None."""
    line, comma, column = problem.key.partition(", ")
    is_in_line = comma or line.startswith("line ")
    return problem.place, column if is_in_line else None, problem.expected


def read_table(name: str, text: str, *, with_prose: bool = False) -> Table:
    """Cut the text of a CSV file into cells, without empty rows and empty columns at the right.

    Parameters
    ----------
    name, text
        Of the file.
    with_prose
        Whether its cells hold sentences. Elsewhere a semicolon in a table with commas is a
        mistake: it may be a line that is cut in the other way.

    Raises
    ------
    InputError
        If it is not a table.
    """
    # With newline=None a line may end in any way that a spreadsheet ends it.
    text = io.StringIO(text, newline=None).read()
    separator, text = separated_by(name, text)
    unquoted = QUOTED.sub(lambda part: "\n" * part[0].count("\n"), text).split("\n")
    reader = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
    lines: list[Row] = []
    problems: list[Problem] = []
    gaps: set[int] = set()
    before, is_below_gap = 0, False
    try:
        for row in reader:
            cells = [cell.strip(BLANKS) for cell in row]
            is_cut_otherwise = ";" in "".join(unquoted[before : reader.line_num])
            if separator == "," and is_cut_otherwise and not with_prose:
                expected = "cells separated by commas, as in the header"
                if lines and len(lines[0][1]) == 1:
                    expected = "one cell, as in the header"
                found = "a semicolon (text that has one needs quotes)"
                problems.append(Problem(name, f"line {reader.line_num}", expected, found))
            if any(cells):  # a spreadsheet writes separators alone for an empty row
                lines.append((reader.line_num, cells))
                gaps |= {reader.line_num} if is_below_gap else set()
            before, is_below_gap = reader.line_num, not any(cells)
    except csv.Error as error:
        expected = f"cells separated by {SEPARATORS[separator]}"
        found = _OPEN_QUOTE if "end of data" in str(error) else str(error)
        problems.append(Problem(name, f"line {reader.line_num}", expected, found))
    if problems:
        raise InputError(folded(problems))
    n_above = _titles(lines)
    header, rows = _without_empty_columns(lines[n_above:])
    first = [(line, header) for line, _ in lines[n_above : n_above + 1]]
    hidden = _hidden(name, first + rows, header, IN_PROSE if with_prose else "")
    problems = folded([*hidden])
    if problems and not with_prose:
        header = [*map(as_seen, header)]
        seen = ((line, [*map(as_seen, row)]) for line, row in rows)
        rows = [(line, row) for line, row in seen if any(row)]
    titles = tuple(left_out(row, "title") for row in lines[:n_above])
    return Table(name, header, rows, separator, frozenset(gaps), problems, left_out=titles)


def left_out(row: Row, what: str) -> LeftOut:
    """Note a line that is left out, and what it is."""
    line, cells = row
    return LeftOut(line, next((cell for cell in cells if cell), ""), what)


def _titles(lines: list[Row]) -> int:
    """Count the lines above the headings that are titles."""
    n_above = 0
    while n_above < len(lines) and is_title(*_without_empty_columns(lines[n_above:])):
        n_above += 1
    return n_above


def is_title(header: Sequence[str], rows: Sequence[Row]) -> bool:
    """Whether what stands first is one cell above a table, and the headings stand below it."""
    n_wide = sum(sum(map(bool, row)) > 1 for _, row in rows)
    return len(header) == 1 and n_wide > 1 and 2 * n_wide > len(rows)


def _without_empty_columns(lines: list[Row]) -> tuple[list[str], list[Row]]:
    """Header and rows, without the empty columns that a spreadsheet may write at the right."""
    if not lines:
        return [], []
    header = lines[0][1]
    width = max(place for place, column in enumerate(header, start=1) if column)
    rows = [
        (line, row if any(row[width:]) or len(row) > len(header) else row[:width])
        for line, row in lines[1:]
    ]
    return header[:width], rows


def _hidden(
    name: str, rows: Sequence[Row], header: Sequence[str], allowed: str
) -> Iterator[Problem]:
    """Find the cells that hold a character which nobody sees."""
    for line, row in rows:
        for place, cell in enumerate(row):
            if cell.isascii() and cell.isprintable():
                continue
            if numbers.IN_THOUSANDS.fullmatch(cell):  # told where a number is wanted
                continue
            if numbers.sum_of(cell, has_decimal_commas=True) is not None:
                continue
            marks = [mark for mark in dict.fromkeys(hidden_in(cell)) if mark not in allowed]
            if not marks:
                continue
            column = without_hidden(header[place]) if place < len(header) else ""
            key = f"line {line}, {column}" if column and line != rows[0][0] else f"line {line}"
            seen = as_written(without_hidden(cell))
            found = f"{' and '.join(map(name_of, marks))} in {seen} (delete it, or type it anew)"
            yield Problem(name, key, "letters that can be seen", found)
