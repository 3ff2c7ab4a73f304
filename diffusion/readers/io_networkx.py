"""Reads people and ties from a networkx graph."""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from typing import Any, Protocol

import numpy as np

from diffusion.errors import InputError, Problem
from diffusion.scenario.artisans import Roster
from diffusion.scenario.ties import Direction, TieList
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
    if strange := [*_missing(graph), *look_alikes(labels, place="graph")]:
        raise InputError(strange)
    identities_of(labels, place="graph")
    ego_of = {label: ego for ego, label in enumerate(labels)}
    attribute = _strength_attribute(graph)
    rows: list[tuple[int, int, float]] = []
    problems = []
    for one, other, edge in graph.edges(data=True):
        strength = 1.0 if attribute is None else edge.get(attribute, 1.0)
        if not _is_strength(strength):
            place = f"edge {one!r} to {other!r}, {attribute}"
            problems.append(Problem("graph", place, "a number above 0, at most 1", repr(strength)))
            continue
        rows.append((ego_of[one], ego_of[other], float(strength)))
    if problems:
        raise InputError(problems)
    return Roster(labels, {}), TieList.of(rows, direction, has_strengths=attribute is not None)


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


def _strength_attribute(graph: Graph) -> str | None:
    for attribute in STRENGTHS:
        if any(attribute in edge for _, _, edge in graph.edges(data=True)):
            return attribute
    return None


def _is_strength(value: object) -> bool:
    is_number = isinstance(value, int | float | np.number) and not isinstance(value, bool)
    return is_number and 0 < float(value) <= 1  # type: ignore[arg-type]
