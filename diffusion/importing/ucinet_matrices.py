"""Reads the matrices of a UCINET DL file, whole or halves, wherever their lines end."""

import math
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from diffusion.errors import InputError, Problem, as_written
from diffusion.importing.plain_numbers import number, with_way_out
from diffusion.importing.ucinet_header import LABEL, Header, label_of
from diffusion.readers.tables import folded

MISSING = ("na", ".")
"""What stands in a cell that has no value, in small letters."""

type Line = tuple[int, list[str]]
"""A line of data: where it stands, and what stands in it."""


@dataclass
class Ties:
    """Ties of one matrix.

    Attributes
    ----------
    row, column : int64 [E]
        From 0.
    value : float64 [E]
        NaN where none is written.
    line : int64 [E]
        Where each stands.
    """

    row: NDArray[np.int64]
    column: NDArray[np.int64]
    value: NDArray[np.float64]
    line: NDArray[np.int64]


@dataclass
class Data:
    """What stands below `data:`.

    Attributes
    ----------
    ties : list of Ties
        Of each matrix.
    labels : dict of str to list of str
        Labels of "rows" and "columns" that stand among the data.
    n_missing, n_zeros : int
        Cells that have no value; listed ties of value 0, which are none.
    """

    ties: list[Ties] = field(default_factory=list)
    labels: dict[str, list[str]] = field(default_factory=dict)
    n_missing: int = 0
    n_zeros: int = 0


def lines_of(text: str, at: int) -> Iterator[Line]:
    """Cut the lines from a place of a text on at blanks, commas and equal signs."""
    first = text.count("\n", 0, at) + 1
    for line, row in enumerate(text[at:].split("\n"), start=first):
        if '"' in row or "'" in row:
            tokens = [label_of(found) for found in LABEL.finditer(row)]
        else:
            tokens = row.replace(",", " ").replace("=", " ").split()
        if tokens:
            yield line, tokens


class _Cells:
    """Numbers of all matrices one after the other, and in which line each stands."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.values = array("d")
        self.first: list[int] = []
        self.lines: list[int] = []
        self.n_missing = 0
        self.problems: list[Problem] = []

    def add(self, line: int, tokens: Sequence[str]) -> None:
        """Add the numbers of a line, or of a part of it."""
        self.first.append(len(self.values))
        self.lines.append(line)
        self.values.extend(self._cell(token, line) for token in tokens)

    def _cell(self, token: str, line: int) -> float:
        value = number(token)
        if value is not None:
            return value
        if token.lower() in MISSING:
            self.n_missing += 1
        else:
            found = with_way_out(token, as_written(token))
            problem = Problem(self.place, f"line {line}", "a number in each cell", found)
            self.problems.append(problem)
        return math.nan


def matrices_of(place: str, header: Header, lines: Iterable[Line]) -> Data:
    """Read the matrices that a header announces.

    Raises
    ------
    InputError
        For each cell that is no number, and if there are too few or too many.
    """
    starts = _starts(header)
    data, cells = Data(), _Cells(place)
    n_matrices = header.size("matrices") or 1
    last = 1
    if header.embedded:
        pieces = _Pieces(place, header, [(line, one) for line, row in lines for one in row])
        last = pieces.read(starts, n_matrices, cells)
        data.labels = pieces.labels
    else:
        for line, tokens in lines:
            cells.add(line, tokens)
            last = line
    problems = cells.problems
    n_cells, n_wanted = len(cells.values), int(starts[-1]) * n_matrices
    if n_cells != n_wanted:
        expected = f"{n_wanted:,} cells in all, as the header says"
        way_out = " (a number needs a decimal point)" if n_cells > n_wanted else ""
        problems.append(Problem(place, f"line {last}", expected, f"{n_cells:,}{way_out}"))
    if problems:
        raise InputError(folded(problems))
    data.n_missing = cells.n_missing
    data.ties = [*_ties(header, starts, cells)]
    return data


def _starts(header: Header) -> NDArray[np.int64]:
    """After how many cells of its matrix each row begins, and the whole ends."""
    n_rows, n_columns = header.size("rows") or 0, header.size("columns") or 0
    row = np.arange(n_rows)
    absent = int(not header.has_diagonal and n_rows == n_columns)
    width = {
        "fullmatrix": np.full(n_rows, n_columns - absent),
        "upperhalf": n_columns - row - absent,
        "lowerhalf": row + 1 - absent,
    }[header.form]
    return np.concatenate([[0], np.cumsum(width)])


def _ties(header: Header, starts: NDArray[np.int64], cells: _Cells) -> Iterator[Ties]:
    """Give the cells that are not zero as rows, columns and values, matrix by matrix."""
    values = np.frombuffer(cells.values) if cells.values else np.empty(0)
    for n, whole in enumerate(np.split(values, header.size("matrices") or 1)):
        at = np.flatnonzero(~np.isnan(whole) & (whole != 0))
        row = np.searchsorted(starts, at, side="right") - 1
        column = at - starts[row]
        if header.form == "upperhalf":
            column += row + (not header.has_diagonal)
        elif header.form == "fullmatrix" and not header.has_diagonal and _is_square(header):
            column += column >= row
        line = np.searchsorted(cells.first, n * len(whole) + at, side="right") - 1
        yield Ties(row, column, whole[at], np.asarray(cells.lines, np.int64)[line])


def _is_square(header: Header) -> bool:
    return header.size("rows") == header.size("columns")


class _Pieces:
    """Goes through the cells of matrices between which labels stand."""

    def __init__(self, place: str, header: Header, tokens: Sequence[tuple[int, str]]) -> None:
        self.place = place
        self.header = header
        self.tokens = tokens
        self.at = 0
        self.labels: dict[str, list[str]] = {}

    def read(self, starts: NDArray[np.int64], n_matrices: int, cells: _Cells) -> int:
        """Put labels and cells apart; give the last line."""
        for matrix in range(n_matrices):
            if self.at >= len(self.tokens):
                break
            self._column_labels(matrix)
            for row in range(len(starts) - 1):
                if "rows" in self.header.embedded:
                    self._row_label(matrix, row)
                for line, token in self._take(int(starts[row + 1] - starts[row])):
                    cells.add(line, [token])
                if self.at >= len(self.tokens):
                    break
        for line, token in self._take(len(self.tokens)):
            cells.add(line, [token])
        return self.tokens[-1][0] if self.tokens else 1

    def _take(self, n: int) -> Sequence[tuple[int, str]]:
        taken = self.tokens[self.at : self.at + n]
        self.at += len(taken)
        return taken

    def _column_labels(self, matrix: int) -> None:
        """Take the labels above a matrix; above a second they may stand again."""
        if "columns" not in self.header.embedded:
            return
        n_columns = self.header.size("columns") or 0
        labels = [token for _, token in self.tokens[self.at : self.at + n_columns]]
        if matrix == 0 or labels == self.labels["columns"]:
            self.labels["columns"] = labels
            self.at += len(labels)

    def _row_label(self, matrix: int, row: int) -> None:
        """Take the label of a row; in a second matrix the same must stand again."""
        labels = self.labels.setdefault("rows", [])
        for line, token in self._take(1):
            if matrix == 0:
                labels.append(token)
            elif labels[row : row + 1] != [token]:
                expected = f"the label of row {row + 1}, as in the first matrix"
                raise InputError(Problem(self.place, f"line {line}", expected, as_written(token)))
