"""The ties of a Mesa model as a graph that can be looked at, and other ties for it."""

from collections.abc import Hashable
from dataclasses import replace
from typing import Any, NoReturn, cast

import networkx as nx
from mesa.discrete_space import Network

from diffusion.data.ties import Direction
from diffusion.errors import InputError, Problem, as_written
from diffusion.readers.io_networkx import Graph
from diffusion.scenario.community import Community
from diffusion.translate.graphs import with_graph
from diffusion.util.identity import text_of

_CHANGES = (
    "add_node",
    "add_nodes_from",
    "remove_node",
    "remove_nodes_from",
    "add_edge",
    "add_edges_from",
    "add_weighted_edges_from",
    "remove_edge",
    "remove_edges_from",
    "update",
    "clear",
    "clear_edges",
)

_MOST_NAMED = 3
"""Artisans whom a message names."""


def locked(graph: "nx.Graph[Hashable]") -> "nx.Graph[Hashable]":
    """Let no tie or person be put into a graph or taken out: the model would not know of it."""
    for name in _CHANGES:
        setattr(graph, name, _refuse)
    return graph


def _refuse(*_: Any, **__: Any) -> NoReturn:
    expected = (
        "that it is only looked at (change a copy: ties = model.graph.copy(), ...; then "
        "model.set_ties(ties))"
    )
    raise InputError(Problem("model.graph", "", expected, "a change of it"))


def with_other_ties(
    community: Community, graph: "nx.Graph[Hashable]", direction: Direction | None
) -> Community:
    """Give the same people, in the same order, the ties of a graph.

    Raises
    ------
    InputError
        If the graph has not the same people, or as in `diffusion.with_graph`.
    """
    given = with_graph(community, cast(Graph, graph), direction=direction)
    here, there = ({text_of(one): one for one in each.labels} for each in (community, given))
    problems = []
    for missing, is_stranger in (
        ([one for text, one in here.items() if text not in there], False),
        ([one for text, one in there.items() if text not in here], True),
    ):
        if missing:
            named = ", ".join(map(as_written, missing[:_MOST_NAMED]))
            named += ", ..." if len(missing) > _MOST_NAMED else ""
            expected = (
                "the artisans of the model, each as a node, with or without ties (for other "
                "people make a new community: diffusion.with_graph)"
            )
            found = f"a graph also with {named}" if is_stranger else f"a graph without {named}"
            problems.append(Problem("set_ties", "graph", expected, found))
    if problems:
        raise InputError(problems)
    listed = given.tie_list
    assert listed is not None
    place = [community.ego_of[label] for label in given.labels]
    file = community.file.model_copy(update={"ties": given.file.ties})
    return replace(community, file=file, tie_list=listed.moved(place, n_artisans=len(place)))


def reconnect(space: Network, graph: "nx.Graph[int]") -> None:
    """Connect the cells of a space as the nodes of a graph are."""
    for cell in space.all_cells:
        for other in list(cell.connections.values()):
            cell.disconnect(other)
    space.G = graph
    for one in graph:
        for other in graph.neighbors(one):
            space[one].connect(space[other], other)
