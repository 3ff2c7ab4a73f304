"""Reads what a file of Pajek says of the ties between its vertices."""

import math
import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from diffusion.errors import Problem, as_written
from diffusion.importing.network import UNNAMED, Relation
from diffusion.importing.pajek_sections import (
    ALWAYS,
    TIMES,
    Period,
    Section,
    has_open_quote,
    is_period,
    periods_of,
    tokens_of,
    unquoted,
)
from diffusion.importing.plain_numbers import number, whole_number, with_way_out

_RELATION = re.compile(r":?\s*(\d{1,9})\s*(.*)", re.ASCII)
_RELATION_OF_A_LINE = re.compile(r"(\d{1,9}):\s*(.*)", re.ASCII)


class _Which(NamedTuple):
    """Number of a relation, and whether its ties have a direction."""

    relation: int
    is_directed: bool


@dataclass
class _Rows:
    """Ties of one relation, row by row."""

    ego: "array[int]" = field(default_factory=lambda: array("q"))
    alter: "array[int]" = field(default_factory=lambda: array("q"))
    weight: "array[float]" = field(default_factory=lambda: array("d"))
    begins: "array[float]" = field(default_factory=lambda: array("d"))
    ends: "array[float]" = field(default_factory=lambda: array("d"))
    lines: "array[int]" = field(default_factory=lambda: array("q"))

    def add(
        self, ego: int, alter: int, weight: float, *, line: int, periods: Sequence[Period] = ALWAYS
    ) -> None:
        """Add a tie between two vertices that count from 1: a row for each of its periods."""
        for begins, ends in periods:
            self.ego.append(ego - 1)
            self.alter.append(alter - 1)
            self.weight.append(weight)
            self.begins.append(begins)
            self.ends.append(ends)
            self.lines.append(line)


@dataclass
class Ties:
    """Ties of a network as they are read: by relation, with the labels of relations.

    Attributes
    ----------
    drawn : int
        How many ties have colours, widths or labels.
    """

    place: str
    n_all: int
    n_first: int
    rows: dict[_Which, _Rows] = field(default_factory=dict)
    labels: dict[int, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    drawn: int = 0

    def read(self, section: Section) -> None:
        """Read a section of ties; what cannot be read is added to `problems`."""
        relation = self._relation(section)
        match section.word:
            case "matrix":
                self._matrix(section, self.rows.setdefault(_Which(relation, True), _Rows()))
            case "arcslist" | "edgeslist":
                which = _Which(relation, section.word == "arcslist")
                self._lists(section, self.rows.setdefault(which, _Rows()))
            case _:
                self._pairs(section, relation)

    def relations(self) -> Iterator[Relation]:
        """Give the ties of each relation, with and without direction apart."""
        filled = {which: rows for which, rows in self.rows.items() if rows.ego}
        numbers = {which.relation for which in filled}
        labels = [self.labels.get(one, "") for one in numbers]
        for (relation, is_directed), rows in filled.items():
            kind = self.labels.get(relation, "")
            if not kind:
                kind = UNNAMED if numbers == {1} else str(relation)
            elif labels.count(kind) > 1:
                kind = f"{kind} ({relation})"
            yield _relation(kind, rows, is_directed=is_directed)

    def _relation(self, section: Section) -> int:
        """Read the number of a relation, and keep its label; it is 1 where none stands."""
        if not section.rest:
            return 1
        found = _RELATION.fullmatch(section.rest)
        if found is None or has_open_quote(section.rest):
            expected = f'*{section.word} alone, or a relation such as *{section.word} :1 "friend"'
            written = as_written(f"*{section.word} {section.rest}")
            self.problems.append(Problem(self.place, f"line {section.line}", expected, written))
            return 1
        relation = int(found[1])
        if label := unquoted(found[2]):
            self.labels.setdefault(relation, label)
        return relation

    def _wrong(self, line: int, expected: str, found: str) -> None:
        self.problems.append(Problem(self.place, f"line {line}", expected, found))

    def _vertex(self, token: str, line: int) -> int | None:
        vertex = whole_number(token)
        if vertex is None or not 1 <= vertex <= self.n_all:
            expected = f"the number of a vertex, 1 to {self.n_all:,}"
            self._wrong(line, expected, as_written(token))
            return None
        return vertex

    def _pairs(self, section: Section, relation: int) -> None:
        """Read lines of two vertices, perhaps a weight, times, and words for drawing."""
        is_directed = section.word == "arcs"
        own = self.rows.setdefault(_Which(relation, is_directed), _Rows())
        for line, row in section.rows:
            rows, written = own, row
            if (of_a_line := _RELATION_OF_A_LINE.fullmatch(row)) is not None:
                rows = self.rows.setdefault(_Which(int(of_a_line[1]), is_directed), _Rows())
                written = of_a_line[2]
            is_plain = '"' not in written and "[" not in written
            tokens = written.split() if is_plain else tokens_of(written)
            if len(tokens) < 2 or has_open_quote(written):
                self._wrong(line, "a tie: the numbers of two vertices", as_written(row))
                continue
            ego, alter = self._vertex(tokens[0], line), self._vertex(tokens[1], line)
            if ego is None or alter is None:
                continue
            read = self._weight_and_periods(tokens[2:], line)
            if read is not None:
                weight, periods = read
                rows.add(ego, alter, weight, line=line, periods=periods)

    def _weight_and_periods(
        self, tokens: Sequence[str], line: int
    ) -> tuple[float, Sequence[Period]] | None:
        weight, periods = math.nan, ALWAYS
        if tokens and tokens[0][0] in "+-.,0123456789":
            value = number(tokens[0])
            if value is None:
                found = with_way_out(tokens[0], as_written(tokens[0]))
                self._wrong(line, "a weight", found)
                return None
            weight, tokens = value, tokens[1:]
        for token in tokens:
            if is_period(token):
                read = periods_of(token)
                if read is None:
                    self._wrong(line, TIMES, as_written(token))
                    return None
                periods = read
        self.drawn += any(not is_period(token) for token in tokens)
        return weight, periods

    def _lists(self, section: Section, rows: _Rows) -> None:
        """Read lines of a vertex and those it is tied to."""
        for line, row in section.rows:
            ego, *alters = (self._vertex(token, line) for token in row.split())
            if not alters:
                self._wrong(line, "a vertex and those it is tied to", as_written(row))
            for alter in alters:
                if ego is not None and alter is not None:
                    rows.add(ego, alter, math.nan, line=line)

    def _matrix(self, section: Section, rows: _Rows) -> None:
        """Read a row of numbers for each vertex; in a two-mode network, of the first mode."""
        is_two_mode = self.n_first < self.n_all
        width = self.n_all - self.n_first if is_two_mode else self.n_all
        first_column = self.n_first + 1 if is_two_mode else 1
        n_cells = 0
        for line, row in section.rows:
            for token in row.split():
                value = number(token)
                if value is None:
                    self._wrong(line, "a number in each cell of the matrix", as_written(token))
                elif value and n_cells < self.n_first * width:
                    ego, column = divmod(n_cells, width)
                    rows.add(ego + 1, first_column + column, value, line=line)
                n_cells += 1
        if n_cells != self.n_first * width:
            expected = f"a matrix of {self.n_first:,} x {width:,} cells"
            self._wrong(section.line, expected, f"{n_cells:,} cells")


def _relation(kind: str, rows: _Rows, *, is_directed: bool) -> Relation:
    written, begins, ends = (np.asarray(one) for one in (rows.weight, rows.begins, rows.ends))
    is_always = bool(np.isnan(begins).all() and np.isnan(ends).all())
    return Relation(
        kind,
        np.asarray(rows.ego, np.int64),
        np.asarray(rows.alter, np.int64),
        is_directed=is_directed,
        # Where Pajek finds no weight, it is 1.
        weight=None if np.isnan(written).all() else np.nan_to_num(written, nan=1.0),
        begins=None if is_always else begins,
        ends=None if is_always else ends,
        rows=np.asarray(rows.lines, np.int64),
    )
