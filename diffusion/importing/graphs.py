"""Makes people and ties of the nodes and edges that a file of another program has."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from diffusion.errors import InputError, Problem, as_written
from diffusion.importing.network import Network, Relation
from diffusion.importing.notes import Note
from diffusion.importing.tables import Cell, Column, Missing

KIND = "ties"
"""Kind of ties whose kind a file does not say."""

Type = Literal["whole", "number", "yes_no", "text"]

_COMMA = re.compile(r"[+-]?\d+,\d+(?:[eE][+-]?\d+)?", re.ASCII)
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_DATE = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?(?:T.*)?", re.ASCII)
_NOT_A_NUMBER = ("nan", "")
_MOST_DIGITS = 300


class Attribute(NamedTuple):
    """What a file declares of nodes or edges; `default` holds where nothing is said."""

    name: str
    type: Type = "text"
    default: Cell = None


class Spell(NamedTuple):
    """From when to when; NaN for not said."""

    begins: float = math.nan
    ends: float = math.nan


class Edge(NamedTuple):
    """A row of ties: two ids, and what the file says of it."""

    ego: str
    alter: str
    is_directed: bool
    line: int
    kind: str
    weight: float
    spell: Spell


class Times:
    """Reads times, all of a file in one form: numbers, or dates as numbers such as 20101130."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.form: str | None = None

    def read(self, text: str, line: int) -> float:
        """Read one time.

        Raises
        ------
        InputError
            If it is neither a number nor a date, or not in the form of those before.
        """
        date = _DATE.fullmatch(text)
        form = "number" if date is None else "date" if date[3] else "month"
        if self.form not in (None, form):
            expected = f"times all in one form, here a {self.form}"
            raise InputError(Problem(self.place, f"line {line}", expected, as_written(text)))
        self.form = form
        if date is not None:
            return float("".join(part for part in date.groups() if part))
        value = _float(text)
        if value is None or not math.isfinite(value):
            expected = "a time: a number, or a date such as 2010-11-30"
            raise InputError(Problem(self.place, f"line {line}", expected, as_written(text)))
        return value


@dataclass
class Graph:
    """Nodes and edges while a file is read.

    Attributes
    ----------
    place, format : str
        The file, and the format in words.
    rows : dict of str to int
        Row of each id.
    """

    place: str
    format: str
    rows: dict[str, int] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    values: list[Mapping[str, Cell]] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    times: Times = field(init=False)
    n_commas: int = 0
    n_filled: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.times = Times(self.place)

    def wrong_at(self, line: int, expected: str, found: str) -> InputError:
        """Make the mistake of a line."""
        return InputError(Problem(self.place, f"line {line}", expected, found))

    def add_node(self, id_: str | None, name: str, values: Mapping[str, Cell], line: int) -> None:
        """Take a person.

        Raises
        ------
        InputError
            If the id is missing, or another has it.
        """
        if not id_:
            raise self.wrong_at(line, "a node with an id", "none")
        if id_ in self.rows:
            raise self.wrong_at(line, "each id of a node once", f"{as_written(id_)} again")
        self.rows[id_] = len(self.rows)
        self.names.append(name)
        self.values.append(values)

    def cell(self, text: str, kind: Type, line: int) -> Cell:
        """Read what stands in a file as the type that it declares.

        Raises
        ------
        InputError
            If it is not of that type.
        """
        if kind == "text":
            return text or None
        if kind == "yes_no":
            if text.lower() in ("true", "false", "1", "0"):
                return text.lower() in ("true", "1")
            if not text:
                return None
            raise self.wrong_at(line, "true or false", as_written(text))
        if text.lower() in _NOT_A_NUMBER:
            return None
        value = self.number(text, line)
        if kind == "whole" and not (math.isfinite(value) and value == int(value)):
            raise self.wrong_at(line, "a whole number", as_written(text))
        return _short(value, text)

    def number(self, text: str, line: int) -> float:
        """Read a number, also with a decimal comma, which is counted.

        Raises
        ------
        InputError
            If it is none.
        """
        value = _float(text)
        if value is None:
            raise self.wrong_at(line, "a number", as_written(text))
        self.n_commas += "," in text
        return value

    def weight(self, value: Cell, line: int) -> float:
        """Read a weight; NaN where there is none.

        Raises
        ------
        InputError
            If it is no number, or without end.
        """
        if value is None:
            return math.nan
        number = self.number(value, line) if isinstance(value, str) else value
        if not isinstance(number, int | float) or not math.isfinite(number):
            found = value.reason if isinstance(value, Missing) else as_written(value)
            raise self.wrong_at(line, "a weight that is a number", found)
        return float(number)

    def fill(self, said: dict[str, Cell], declared: Iterable[Attribute]) -> dict[str, Cell]:
        """Give what holds where nothing is said, counted by attribute."""
        for one in declared:
            if one.default is not None and one.name not in said:
                said[one.name] = one.default
                self.n_filled[one.name] = self.n_filled.get(one.name, 0) + 1
        return said

    def network(self, columns: Sequence[str]) -> Network:
        """Put all together.

        Raises
        ------
        InputError
            If there is nobody, or an edge ends at an id that no node has.
        """
        if not self.rows:
            raise InputError(Problem(self.place, "", "at least one node", "none"))
        cells = {name: tuple(one.get(name) for one in self.values) for name in columns}
        notes = [*self.notes, *self._counted()]
        return Network(
            self.place,
            self.format,
            tuple(self.rows),
            tuple(self.names),
            {name: Column(name, of_all) for name, of_all in cells.items()},
            tuple(self._relations()),
            notes=tuple(notes),
        )

    def _counted(self) -> Iterable[Note]:
        if self.n_filled:
            filled_in = {"columns": list(self.n_filled), "n": sum(self.n_filled.values())}
            yield Note("graph.defaults", filled_in)
        if self.n_commas:
            yield Note("graph.decimal_commas", {"n": self.n_commas}, is_odd=True)
        if self.times.form in ("date", "month"):
            yield Note("graph.dates")

    def _relations(self) -> Iterable[Relation]:
        by_kind: dict[tuple[str, bool], list[Edge]] = {}
        for edge in self.edges:
            by_kind.setdefault((edge.kind, edge.is_directed), []).append(edge)
        for (kind, is_directed), edges in by_kind.items():
            yield Relation(
                kind,
                np.array([self._row(one.ego, one.line) for one in edges], np.int64),
                np.array([self._row(one.alter, one.line) for one in edges], np.int64),
                is_directed,
                _if_any([one.weight for one in edges]),
                _if_any([one.spell.begins for one in edges]),
                _if_any([one.spell.ends for one in edges]),
                np.array([one.line for one in edges], np.int64),
            )

    def _row(self, id_: str, line: int) -> int:
        if id_ not in self.rows:
            found = as_written(id_) if id_ else "none"
            raise self.wrong_at(line, "an edge between ids that nodes have", found)
        return self.rows[id_]


def _short(value: float, text: str) -> Cell:
    """Keep a whole number whole, also one of many digits."""
    if not math.isfinite(value):
        return Missing(text)
    if value != int(value):
        return value
    return int(text) if text.lstrip("+-").isdecimal() else int(value)


def _float(text: str) -> float | None:
    """Read a number of few digits, with a point or a comma; None if it is none."""
    if len(text) > _MOST_DIGITS:
        return None
    if text.lower().lstrip("+-") in ("inf", "infinity"):
        return -math.inf if text.startswith("-") else math.inf
    if _COMMA.fullmatch(text):
        return float(text.replace(",", "."))
    return float(text) if _NUMBER.fullmatch(text) else None


def _if_any(values: list[float]) -> NDArray[np.float64] | None:
    found = np.array(values, np.float64)
    return None if np.isnan(found).all() else found
