"""Reads tables: cells separated by commas or semicolons, numbers with a decimal point or comma."""

import csv
import io
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from diffusion.errors import VERY_NEAR, InputError, Problem, as_written, nearest, one_of

SEPARATORS = {",": "commas", ";": "semicolons"}
"""What may stand between the cells of a table. Where it is a semicolon, a number may have a
decimal comma, as spreadsheets of many countries write it."""

QUOTED = re.compile(r'"[^"]*"')
IN_THOUSANDS = re.compile(r"([+-]?[1-9]\d{0,2}(?:([., \u00a0\u202f'])\d{3})(?:\2\d{3})*)([.,]\d+)?")
PLAIN = re.compile(r"[+-]?\d+(?:[.,]\d+)?")

type Row = tuple[int, list[str]]
"""A row of a CSV file: the line it stands in, and its cells."""


@dataclass(frozen=True, slots=True)
class Column:
    """What the cells of one column of numbers may hold: from `low` to `high`, in plain words."""

    expected: str
    low: float
    high: float
    is_whole: bool = False


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
    """

    name: str
    header: list[str]
    rows: list[Row]
    separator: str

    @property
    def has_decimal_commas(self) -> bool:
        """Whether a number may have a comma where others have a point."""
        return self.separator == ";"

    def plain(self, cell: str) -> str:
        """Write a cell with a decimal comma as others write it; leave any other as it is."""
        if self.has_decimal_commas and "." not in cell and PLAIN.fullmatch(cell):
            return cell.replace(",", ".")
        return cell

    def check_columns(
        self, needed: Sequence[str], allowed: Sequence[str], *, has_others: bool = False
    ) -> None:
        """Check the names in the header, and that each row has as many cells.

        With others, a column may have any other name too, but none that is like an allowed one.

        Raises
        ------
        InputError
            With every mistake.
        """
        if problems := [*self._of_header(needed, allowed, has_others), *self.uneven_rows()]:
            raise InputError(problems)

    def _of_header(
        self, needed: Sequence[str], allowed: Sequence[str], has_others: bool
    ) -> Iterator[Problem]:
        name, header = self.name, self.header
        folded = [column.casefold() for column in header]
        misspelt = set()
        for column in dict.fromkeys(header):
            if column not in allowed and not has_others:
                misspelt.add(nearest(allowed, column))
                yield Problem(name, "header", one_of(allowed, column), as_written(column))
            elif not column:
                yield Problem(name, "header", "a heading over each column", "an empty cell")
            elif (near := self._slip(column, allowed)) is not None:
                misspelt.add(near)
                expected = f"{near}, or a heading for a group of your own that is less like it"
                yield Problem(name, "header", expected, as_written(column))
            elif folded.count(column.casefold()) > 1 and folded.index(
                column.casefold()
            ) == header.index(column):
                found = str(folded.count(column.casefold()))
                yield Problem(name, "header", f"one column {column}", found)
        for column in needed:
            if column not in header and column not in misspelt:
                found = ", ".join(header) or "nothing"
                yield Problem(name, "header", f"a column {column}", found)

    def _slip(self, column: str, allowed: Sequence[str]) -> str | None:
        """Find the column that is probably meant by a heading like it, if it is missing."""
        missing = [name for name in allowed if name not in self.header]
        if column in allowed:
            return None
        return nearest(missing, column.casefold(), cutoff=VERY_NEAR)

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
                expected, found = "cells separated by semicolons, as in the header", "commas"
            yield Problem(self.name, f"line {line}", expected, found)

    def number(self, line: int, column: str, text: str, kind: Column) -> float | Problem:
        """Read one cell as a number of a column's kind, or say what is wrong with it."""
        plain = text
        if self.has_decimal_commas and "." not in text and text.count(",") == 1:
            plain = text.replace(",", ".")
        try:
            value = int(plain) if kind.is_whole else float(plain)
        except ValueError:
            value = math.nan
        meant = _readings(text, kind)
        # In a table with decimal commas, a point may stand between thousands.
        is_unsure = self.has_decimal_commas and "." in text and len(meant) > 1
        if kind.low <= value <= kind.high and not is_unsure:
            return value
        found = as_written(text) if text else "nothing"
        if meant:
            written = [f"{number:.12g}" for number in meant]
            if self.has_decimal_commas:
                written = [number.replace(".", ",") for number in written]
            found += f" (write {' or '.join(written)}"
            if len(meant) > 1:
                found += ", whichever it is"
            elif IN_THOUSANDS.fullmatch(_amount(text)):
                found += ", with nothing between thousands"
            found += ")"
        return Problem(self.name, f"line {line}, {column}", kind.expected, found)


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
    separator = _separator(name, text)
    unquoted = QUOTED.sub(lambda part: "\n" * part[0].count("\n"), text).split("\n")
    reader = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
    lines: list[Row] = []
    problems: list[Problem] = []
    before = 0
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            is_cut_otherwise = ";" in "".join(unquoted[before : reader.line_num])
            if separator == "," and is_cut_otherwise and not with_prose:
                expected = "cells separated by commas, as in the header"
                if lines and len(lines[0][1]) == 1:
                    expected = "one cell, as in the header"
                found = "a semicolon (text that has one needs quotes)"
                problems.append(Problem(name, f"line {reader.line_num}", expected, found))
            if any(cells):  # a spreadsheet writes separators alone for an empty row
                lines.append((reader.line_num, cells))
            before = reader.line_num
    except csv.Error as error:
        expected = f"cells separated by {SEPARATORS[separator]}"
        problems.append(Problem(name, f"line {reader.line_num}", expected, str(error)))
    if problems:
        raise InputError(problems)
    return Table(name, *_without_empty_columns(lines), separator)


def _separator(name: str, text: str) -> str:
    """Find in its header what separates a table's cells."""
    header = QUOTED.sub("", next((line for line in text.split("\n") if line.strip()), ""))
    found = [mark for mark in SEPARATORS if mark in header]
    if len(found) > 1 or (not found and "\t" in header.strip()):
        expected = f"cells separated by {' or by '.join(SEPARATORS.values())}"
        raise InputError(Problem(name, "header", expected, "both" if found else "tabs"))
    return found[0] if found else ","


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


def _amount(text: str) -> str:
    """Leave out the sign of rupiah."""
    return re.sub(r"^Rp\.?\s*", "", text)


def _readings(text: str, kind: Column) -> list[float]:
    """List the numbers in range that a person may have meant by a cell."""
    text = _amount(text)
    found = []
    if in_thousands := IN_THOUSANDS.fullmatch(text):
        whole, mark, rest = in_thousands.groups()
        if not (rest or "").startswith(mark):
            found.append(float(whole.replace(mark, "") + (rest or "").replace(",", ".")))
    if PLAIN.fullmatch(text) and not (found and kind.is_whole):
        found.insert(0, float(text.replace(",", ".")))
    return [
        number
        for number in dict.fromkeys(found)
        if kind.low <= number <= kind.high and (number.is_integer() or not kind.is_whole)
    ]
