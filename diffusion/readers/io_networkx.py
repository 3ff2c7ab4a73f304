"""Reads people and ties from a networkx graph."""

from array import array
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from diffusion.data.ties import Direction
from diffusion.errors import InputError, Problem
from diffusion.scenario.artisans import Roster
from diffusion.scenario.tie_list import TieList
from diffusion.util.identity import identities_of, is_missing, look_alikes

STRENGTHS = ("strength", "weight")
"""Edge attributes that may hold a tie's strength; the first that occurs in a graph is read."""


class _Edges(Protocol):
    def __call__(self, *, data: bool) -> Iterable[tuple[Hashable, Hashable, Mapping[str, Any]]]: ...


class Graph(Protocol):
    """What is asked of a graph; networkx itself is not needed to read one."""

    @property
    def nodes(self) -> Collection[Hashable]:
        """The people."""

    def is_directed(self) -> bool:
        """Whether an edge from one to another is another one than back."""

    @property
    def edges(self) -> _Edges:
        """Pairs of people, each with its attributes."""


def people_of(graph: Graph, direction: Direction) -> tuple[Roster, TieList]:
    """Read the people and the ties of a graph.

    Parameters
    ----------
    graph, direction
        Any networkx graph, and what its edges mean; see `diffusion.with_graph`.

    Raises
    ------
    InputError
        If the graph has no nodes, a missing value among them, labels that look alike, or
        a strength that is not above 0 and at most 1.
    """
    labels = tuple(graph.nodes)
    if not labels:
        raise InputError(Problem("graph", "", "at least one artisan", "none"))
    roster = roster_of(labels, missing=_missing(graph))
    ego_of = {label: ego for ego, label in enumerate(labels)}
    ends, columns = array("q"), [_Column(name) for name in STRENGTHS]
    for one, other, edge in graph.edges(data=True):
        if edge:
            for column in columns:
                column.take(edge, one, other, row=len(ends) // 2)
        ends.append(ego_of[one])
        ends.append(ego_of[other])
    ego, alter = np.frombuffer(ends, np.int64).reshape(-1, 2).T
    read = next((column for column in columns if column.occurs), None)
    if read is not None and read.problems:
        raise InputError(read.problems)
    strengths = None if read is None else read.strengths(len(ego))
    ties = TieList.merged(ego, alter, strengths, direction, n_artisans=len(labels))
    return roster, ties


def roster_of(
    labels: tuple[Hashable, ...], *, place: str = "graph", missing: Iterable[Problem] = ()
) -> Roster:
    """List artisans of whom labels are known and nothing else.

    Raises
    ------
    InputError
        If labels are missing or look alike; `place` is named.
    """
    if strange := [*missing, *look_alikes(labels, place=place)]:
        raise InputError(strange)
    identities_of(labels, place=place)
    return Roster(labels, {})


class _Column:
    """An edge attribute that may hold strengths, as one walk along the edges finds it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self._rows, self._values = array("q"), array("d")

    @property
    def occurs(self) -> bool:
        """Whether any edge has it."""
        return bool(self._rows or self.problems)

    def take(self, edge: Mapping[str, Any], one: Hashable, other: Hashable, *, row: int) -> None:
        """Take the strength of an edge, if it has one."""
        if self.name not in edge:
            return
        strength = edge[self.name]
        if _is_strength(strength):
            self._rows.append(row)
            self._values.append(float(strength))
        else:
            place = f"edge {one!r} to {other!r}, {self.name}"
            expected = "a number above 0, at most 1"
            self.problems.append(Problem("graph", place, expected, repr(strength)))

    def strengths(self, n_edges: int) -> NDArray[np.float64]:
        """Strength of each edge; 1 where it says none."""
        strengths = np.ones(n_edges)
        strengths[np.frombuffer(self._rows, np.int64)] = np.frombuffer(self._values)
        return strengths


def _missing(graph: Graph) -> Iterator[Problem]:
    """Find missing values among the people, and for each a tie in which it stands."""
    for label in filter(is_missing, graph.nodes):
        place = f"node {label!r}"
        for one, other, _ in graph.edges(data=True):
            if one is label or other is label:
                place = f"edge {one!r} to {other!r}"
                break
        expected = "a label at both ends (leave such rows out of the table: DataFrame.dropna)"
        yield Problem("graph", place, expected, "a missing value")


def _is_strength(value: object) -> bool:
    is_number = isinstance(value, int | float | np.number) and not isinstance(value, bool)
    return is_number and 0 < float(value) <= 1  # type: ignore[arg-type]
