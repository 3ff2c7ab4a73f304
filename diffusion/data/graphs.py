"""Adoption data as a networkx graph, and back; networkx itself is only needed to make one."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from diffusion.data.adoption import Adoption
from diffusion.data.adoption_data import AdoptionData
from diffusion.data.named import FIRST, LAST, Names, adoption_of, column_of, period_names, said_of
from diffusion.data.ties import TiesOfKind

if TYPE_CHECKING:
    import networkx as nx

WEIGHTS = ("weight", "strength")
"""Edge data that may hold a weight; the first that an edge has is read."""

TIMES = ("toa", "time")
"""Node data that may hold the time of adoption, in a graph that names no innovations."""


class Graph(Protocol):
    """What is asked of a graph."""

    @property
    def graph(self) -> Mapping[str, Any]:
        """Data of the graph itself."""

    @property
    def nodes(self) -> Any:
        """The people."""

    @property
    def edges(self) -> Any:
        """Pairs of people, each with its data."""

    def is_directed(self) -> bool:
        """Whether an edge from one to another is another one than back."""


def graph_of(data: AdoptionData) -> "nx.Graph[Hashable]":
    """Make a graph: an edge for each tie, from ego to alter.

    A single kind gives a Graph where ties have no direction and a DiGraph where they have, several
    a MultiGraph or a MultiDiGraph; so does one of which a pair has several ties, as they come and
    go. In a graph with direction a tie without one is an edge each way.

    Edges have `kind`, and `weight`, `begins` and `ends` where they are known. Nodes have the
    columns of the data, and of each innovation "NAME time", "NAME given_up", "NAME last" and
    "NAME state". The graph has `periods`, `innovations`, and by kind `direction` and `influence`.
    """
    import networkx as nx

    is_directed = any(ties.direction != "both" for ties in data.ties.values())
    edges = [edge for kind in data.ties for edge in _edges(data, kind, is_directed=is_directed)]
    pairs = {(ego, alter) if is_directed else frozenset((ego, alter)) for ego, alter, _ in edges}
    is_multi = len(data.ties) > 1 or len(pairs) < len(edges)
    classes: dict[tuple[bool, bool], type[nx.Graph[Hashable]]] = {
        (False, False): nx.Graph,
        (False, True): nx.DiGraph,
        (True, False): nx.MultiGraph,
        (True, True): nx.MultiDiGraph,
    }
    graph = classes[is_multi, is_directed]()
    graph.graph["periods"] = data.periods
    graph.graph["innovations"] = tuple(data.adoption)
    graph.graph["kinds"] = {
        kind: {"direction": ties.direction, "influence": ties.influence}
        for kind, ties in data.ties.items()
    }
    known = {name: np.asarray(one).tolist() for name, one in data.columns.items()}
    for name, adopted in data.adoption.items():
        known |= {f"{name} {what}": cells for what, cells in said_of(adopted, data.periods).items()}
    for row, label in enumerate(data.labels):
        graph.add_node(
            label, **{name: cells[row] for name, cells in known.items() if cells[row] is not None}
        )
    graph.add_edges_from(edges)
    return graph


def _edges(
    data: AdoptionData, kind: str, *, is_directed: bool
) -> Iterator[tuple[Hashable, Hashable, dict[str, Any]]]:
    ties = data.ties[kind]
    weights = None if ties.weight is None else ties.weight.tolist()
    when = {
        name: [data.periods[period] for period in getattr(ties, name).tolist()]
        for name in (FIRST, LAST)
        if getattr(ties, name) is not None
    }
    for tie, (ego, alter) in enumerate(zip(ties.ego.tolist(), ties.alter.tolist(), strict=True)):
        known = {"kind": kind} if weights is None else {"kind": kind, "weight": weights[tie]}
        known |= {name: periods[tie] for name, periods in when.items()}
        yield data.labels[ego], data.labels[alter], known
        if is_directed and ties.direction == "both":
            yield data.labels[alter], data.labels[ego], known


def of_graph(graph: Graph, *, periods: Sequence[Hashable] | None = None) -> AdoptionData:
    """Take a graph, such as `graph_of` makes.

    Parameters
    ----------
    graph
        Any networkx graph. Edges may have `kind`, `weight` or `strength`, `begins` and `ends`;
        nodes `toa` or `time`, where the graph names no `innovations`: who has none never adopted.
        Other data of nodes become columns.
    periods
        Names of all; by default those of the graph, or from the first that is named to the last.

    Raises
    ------
    InputError
        If a period is none of them, or a value cannot be, such as a weight of 0.
    """
    labels = tuple(graph.nodes)
    said: dict[str, list[Any]] = {name: [] for label in labels for name in graph.nodes[label]}
    for label in labels:
        for name, cells in said.items():
            cells.append(graph.nodes[label].get(name))
    innovations = _innovations(graph, said)
    edges: dict[str, list[tuple[Hashable, Hashable, Mapping[str, Any]]]] = {
        kind: [] for kind in graph.graph.get("kinds", {})
    }
    for ego, alter, known in graph.edges(data=True):
        edges.setdefault(str(known.get("kind", "ties")), []).append((ego, alter, known))
    if periods is None and "periods" in graph.graph:
        periods = tuple(graph.graph["periods"])
    if periods is None:
        times = [
            cells
            for columns in innovations.values()
            for what, cells in columns.items()
            if what != "state"
        ]
        of_ties = [
            [known.get(name) for listed in edges.values() for _, _, known in listed]
            for name in (FIRST, LAST)
        ]
        periods = period_names(*times, *of_ties)
    adoption: dict[str, Adoption] = {
        name: adoption_of(columns, periods, place=f"adoption of {name}")
        for name, columns in innovations.items()
    }
    columns = {str(name): column_of(cells) for name, cells in said.items()}
    ties = {
        kind: _ties(graph, kind, listed, labels, tuple(periods)) for kind, listed in edges.items()
    }
    return AdoptionData(labels, tuple(periods), adoption, ties, columns)


def _innovations(graph: Graph, said: dict[str, list[Any]]) -> dict[str, dict[str, list[Any]]]:
    """Take out of the data of nodes what is said of adoption."""
    found: dict[str, dict[str, list[Any]]] = {}
    for name in graph.graph.get("innovations", ()):
        columns = {
            what: said.pop(f"{name} {what}")
            for what in ("time", "given_up", "last", "state")
            if f"{name} {what}" in said
        }
        nothing: list[Any] = [None] * len(graph.nodes)
        found[name] = {"time": nothing, **columns}
    time = next((name for name in TIMES if name in said), None)
    if not found and time is not None:
        found["innovation"] = {"time": said.pop(time)}
    return found


def _ties(
    graph: Graph,
    kind: str,
    edges: Iterable[tuple[Hashable, Hashable, Mapping[str, Any]]],
    labels: tuple[Hashable, ...],
    periods: tuple[Hashable, ...],
) -> TiesOfKind:
    facts = graph.graph.get("kinds", {}).get(kind, {})
    direction = facts.get("direction", "alter_to_ego" if graph.is_directed() else "both")
    listed = _each_once(edges) if direction == "both" and graph.is_directed() else list(edges)
    people = Names(labels, place=f"ties {kind}", expected="the name of a person")
    when = Names(periods, place=f"ties {kind}", expected="the name of a period")
    weights = [
        next((known[name] for name in WEIGHTS if name in known), None) for _, _, known in listed
    ]
    has_weights = any(weight is not None for weight in weights)
    told = {
        name: when.rows((known.get(name) for _, _, known in listed), name=name, nothing=nothing)
        for name, nothing in ((FIRST, 0), (LAST, len(periods) - 1))
        if any(name in known for _, _, known in listed)
    }
    return TiesOfKind.of(
        people.rows((ego for ego, _, _ in listed), name="ego"),
        people.rows((alter for _, alter, _ in listed), name="alter"),
        [1.0 if weight is None else weight for weight in weights] if has_weights else None,
        **told,
        direction=direction,
        influence=float(facts.get("influence", 1)),
    )


def _each_once(
    edges: Iterable[tuple[Hashable, Hashable, Mapping[str, Any]]],
) -> list[tuple[Hashable, Hashable, Mapping[str, Any]]]:
    """Leave out the edge back of each tie without direction."""
    listed = []
    waiting: set[tuple[Hashable, ...]] = set()
    for ego, alter, known in edges:
        when = known.get(FIRST), known.get(LAST)
        if (alter, ego, when) in waiting:
            waiting.remove((alter, ego, when))
        else:
            waiting.add((ego, alter, when))
            listed.append((ego, alter, known))
    return listed
