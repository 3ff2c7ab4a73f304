"""Reads the lists of ties of a UCINET DL file: pairs, or a row and those it is tied to."""

import math
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from diffusion.errors import InputError, Problem, as_written
from diffusion.importing.plain_numbers import number, whole_number, with_way_out
from diffusion.importing.ucinet_header import TWO_MODE, Header
from diffusion.importing.ucinet_matrices import Data, Line, Ties
from diffusion.readers.tables import folded

_NEXT = "!"
"""A line between the lists of two matrices."""


@dataclass
class _Listed:
    """Ties of one matrix as they are read."""

    row: "array[int]" = field(default_factory=lambda: array("q"))
    column: "array[int]" = field(default_factory=lambda: array("q"))
    value: "array[float]" = field(default_factory=lambda: array("d"))
    line: "array[int]" = field(default_factory=lambda: array("q"))

    def add(self, row: int, column: int, value: float, line: int) -> None:
        """Add a tie."""
        self.row.append(row)
        self.column.append(column)
        self.value.append(value)
        self.line.append(line)

    def arrays(self) -> Ties:
        """Give them as arrays."""
        whole = (np.asarray(one, np.int64) for one in (self.row, self.column, self.line))
        row, column, line = whole
        return Ties(row, column, np.asarray(self.value, np.float64), line)


class _Ends:
    """Knows rows or columns by their numbers, or by their labels as they are met."""

    def __init__(self, n_all: int | None, labels: Sequence[str] | None, *, embedded: bool) -> None:
        self.n_all = n_all
        self.labels = list(labels or ())
        self.places: dict[str, int] | None = None
        if embedded:
            self.places = {label: n for n, label in enumerate(self.labels)}

    def find(self, token: str) -> int | str:
        """Find the place of a row or a column from 0; or say what was expected."""
        if self.places is None:
            place = whole_number(token)
            if place is None or self.n_all is None or not 1 <= place <= self.n_all:
                return f"a number from 1 to {self.n_all or 0:,}"
            return place - 1
        known = self.places.get(token)
        if known is not None:
            return known
        if self.n_all is not None and len(self.labels) >= self.n_all:
            return f"at most {self.n_all:,} different labels, as the header says"
        self.places[token] = len(self.labels)
        self.labels.append(token)
        return self.places[token]


class _Lists:
    """Reads lines of the lists of a header."""

    def __init__(self, place: str, header: Header) -> None:
        self.place = place
        self.form = header.form
        self.n_matrices = header.size("matrices") or 1
        self.is_embedded = bool(header.embedded)
        self.rows = self._ends(header, "rows")
        is_two_mode = header.form in TWO_MODE
        self.columns = self._ends(header, "columns") if is_two_mode else self.rows
        self.listed = [_Listed()]
        self.problems: list[Problem] = []
        self.n_zeros = 0
        self.n_lines = 0

    def _ends(self, header: Header, whose: str) -> _Ends:
        labels = header.labels.get(whose)
        return _Ends(header.size(whose), labels, embedded=self.is_embedded)

    def line(self, line: int, tokens: Sequence[str]) -> None:
        """Read a line; what cannot be read is added to `problems`."""
        match self.form:
            case _ if list(tokens) == [_NEXT]:
                self.listed.append(_Listed())
            case "edgelist1" | "edgelist2":
                self._pair(line, tokens)
            case "edgearray":
                self._array(line, tokens)
            case "nodelist1b":
                self._counted(line, tokens)
            case _:
                self._node(line, tokens)

    def _wrong(self, line: int, expected: str, found: str) -> None:
        self.problems.append(Problem(self.place, f"line {line}", expected, found))

    def _find(self, ends: _Ends, token: str, line: int) -> int | None:
        found = ends.find(token)
        if isinstance(found, int):
            return found
        way_out = ""
        if not self.is_embedded and whole_number(token) is None:
            way_out = " (where labels stand in the data, write LABELS EMBEDDED above DATA:)"
        self._wrong(line, found, f"{as_written(token)}{way_out}")
        return None

    def _value(self, token: str, line: int) -> float | None:
        value = number(token)
        if value is None:
            self._wrong(line, "a number", with_way_out(token, as_written(token)))
        return value

    def _add(self, listed: _Listed, row: int, column: int, value: float, *, line: int) -> None:
        if value == 0:
            self.n_zeros += 1
        else:
            listed.add(row, column, value, line)

    def _pair(self, line: int, tokens: Sequence[str]) -> None:
        if len(tokens) not in (2, 3):
            found = f"{len(tokens)} (a label with blanks needs quotation marks)"
            self._wrong(line, "two ends of a tie, and perhaps its value", found)
            return
        row = self._find(self.rows, tokens[0], line)
        column = self._find(self.columns, tokens[1], line)
        value = self._value(tokens[2], line) if len(tokens) > 2 else math.nan
        if row is not None and column is not None and value is not None:
            self._add(self.listed[-1], row, column, value, line=line)

    def _array(self, line: int, tokens: Sequence[str]) -> None:
        """Read two ends, and a value for each matrix."""
        if len(tokens) != 2 + self.n_matrices:
            expected = f"two ends of a tie, and {self.n_matrices:,} values"
            self._wrong(line, expected, f"{len(tokens)}")
            return
        self.listed += [_Listed() for _ in range(self.n_matrices - len(self.listed))]
        row, column = (self._find(self.rows, token, line) for token in tokens[:2])
        for listed, token in zip(self.listed, tokens[2:], strict=False):
            value = self._value(token, line)
            if row is not None and column is not None and value is not None:
                self._add(listed, row, column, value, line=line)

    def _node(self, line: int, tokens: Sequence[str]) -> None:
        row = self._find(self.rows, tokens[0], line)
        for token in tokens[1:]:
            column = self._find(self.columns, token, line)
            if row is not None and column is not None:
                self.listed[-1].add(row, column, math.nan, line)

    def _counted(self, line: int, tokens: Sequence[str]) -> None:
        """Read for the next row how many it is tied to, and to whom."""
        n_said = whole_number(tokens[0])
        if n_said != len(tokens) - 1:
            expected = f"how many ties follow, here {len(tokens) - 1:,}, before them"
            self._wrong(line, expected, as_written(tokens[0]))
        elif self.rows.n_all is not None and self.n_lines >= self.rows.n_all:
            self._wrong(line, f"{self.rows.n_all:,} lines, one for each row", "another line")
        for token in tokens[1:]:
            column = self._find(self.columns, token, line)
            if column is not None:
                self.listed[-1].add(self.n_lines, column, math.nan, line)
        self.n_lines += 1


def lists_of(place: str, header: Header, lines: Iterable[Line]) -> Data:
    """Read the lists that a header announces.

    Raises
    ------
    InputError
        For each line that cannot be read, and if there are too few or too many lists.
    """
    lists = _Lists(place, header)
    last = 1
    for line, tokens in lines:
        lists.line(line, tokens)
        last = line
    n_lists, n_wanted = len(lists.listed), lists.n_matrices
    if n_lists == n_wanted + 1 and not lists.listed[-1].row:
        lists.listed.pop()
    elif n_lists != n_wanted and not (header.form == "edgearray" and not lists.listed[-1].row):
        expected = f"{n_wanted:,} lists with a line {_NEXT} between them, as NM says"
        lists.problems.append(Problem(place, f"line {last}", expected, f"{n_lists:,}"))
    if lists.problems:
        raise InputError(folded(lists.problems))
    labels = {}
    if header.embedded:
        labels = {"rows": lists.rows.labels, "columns": lists.columns.labels}
    return Data([one.arrays() for one in lists.listed], labels, n_zeros=lists.n_zeros)
