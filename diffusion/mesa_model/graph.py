"""Communities as networkx graphs: any graph comes in, and the ties of a run come out."""

from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from diffusion.errors import InputError, Problem
from diffusion.kernels.state import Ties
from diffusion.scenario.artisans import Roster
from diffusion.scenario.community import Community
from diffusion.scenario.misfits import misfits
from diffusion.scenario.ties import TieFile, TieList
from diffusion.translate.initial_state import draw_initial_state

if TYPE_CHECKING:
    import networkx as nx

STRENGTHS = ("strength", "weight")
"""Edge attributes that may hold a tie's strength; the first that occurs in a graph is read."""


def with_graph(community: Community, graph: "nx.Graph[Any]") -> Community:
    """Give a community the people and ties of a networkx graph.

    Ties have no direction here: of several edges between two people, in whichever direction, the
    strongest counts. Edges from a person to himself are left out; people without ties stay. Both
    are counted in the `tie_list` of the result.

    Parameters
    ----------
    community
        Everything but people and ties is taken from it; all traits are drawn.
    graph
        Any networkx graph. Its nodes become the labels of the artisans, in their order. Strengths
        are read from the edge attribute `strength`, or `weight`; an edge without it counts 1. A
        graph without such an attribute gets drawn strengths.

    Raises
    ------
    InputError
        If the graph has no nodes, or a strength that is not above 0 and at most 1; and if an
        activity or a first adopter of the community names somebody who is not in the graph.
    """
    labels = tuple(graph.nodes)
    if not labels:
        raise InputError(Problem("graph", "", "at least one artisan", "none"))
    ego_of = {label: ego for ego, label in enumerate(labels)}
    attribute = _strength_attribute(graph)
    strongest: dict[tuple[int, int], float] = {}
    n_self = n_merged = 0
    problems = []
    for one, other, edge in graph.edges(data=True):
        strength = 1.0 if attribute is None else edge.get(attribute, 1.0)
        if not _is_strength(strength):
            problems.append(
                Problem(
                    "graph",
                    f"edge {one!r} to {other!r}, {attribute}",
                    "a number above 0, at most 1",
                    repr(strength),
                )
            )
            continue
        pair = (min(ego_of[one], ego_of[other]), max(ego_of[one], ego_of[other]))
        if pair[0] == pair[1]:
            n_self += 1
        elif pair in strongest:
            n_merged += 1
            strongest[pair] = max(strongest[pair], float(strength))
        else:
            strongest[pair] = float(strength)
    if problems:
        raise InputError(problems)
    pairs = tuple(sorted(strongest))
    strengths = None if attribute is None else tuple(strongest[pair] for pair in pairs)
    ties = TieFile(generator="file", file="a graph", strength=community.file.ties.strength)
    artisans = community.file.artisans.model_copy(update={"number": None, "roster": "a graph"})
    given = replace(
        community,
        file=community.file.model_copy(update={"ties": ties, "artisans": artisans}),
        roster=Roster(labels, {}),
        tie_list=TieList(pairs, strengths, n_self=n_self, n_merged=n_merged),
    )
    if strangers := list(misfits(given)):
        raise InputError(strangers)
    return given


def graph_of(community: Community, ties: Ties) -> "nx.Graph[Hashable]":
    """Make the networkx graph of a run's ties.

    Nodes are the labels of the artisans, in their order; each tie has its `strength`.
    """
    import networkx as nx

    graph: nx.Graph[Hashable] = nx.Graph()
    labels = community.labels
    graph.add_nodes_from(labels)
    start, alters, strengths = (part.tolist() for part in (ties.start, ties.alter, ties.strength))
    graph.add_edges_from(
        (labels[ego], labels[alters[tie]], {"strength": strengths[tie]})
        for ego in range(len(labels))
        for tie in range(start[ego], start[ego + 1])
        if alters[tie] > ego
    )
    return graph


@dataclass(frozen=True, slots=True)
class NetworkFacts:
    """What one wants to know of a network before using it.

    Attributes
    ----------
    n_artisans, n_ties, n_components, n_isolates : int
    mean_degree, clustering : float
        Ties of an artisan; mean local clustering, 0 to 1.
    """

    n_artisans: int
    n_ties: int
    n_components: int
    n_isolates: int
    mean_degree: float
    clustering: float


def network_facts(community: Community, *, random_seed: int = 1) -> NetworkFacts:
    """Look at the network of a community: as listed, or as drawn for replicate 0."""
    # No number of a parameter set touches the ties: any set will do.
    parameters = next(iter(community.parameter_sets.values()))
    initial = draw_initial_state(
        community, parameters, random_seed=random_seed, first_replicate=0, n_runs=1
    )
    return facts_of(graph_of(community, initial.ties_of(0)))


def facts_of(graph: "nx.Graph[Any]") -> NetworkFacts:
    """Count a network's people, ties, components and isolates, and measure its clustering."""
    import networkx as nx

    return NetworkFacts(
        n_artisans=graph.number_of_nodes(),
        n_ties=graph.number_of_edges(),
        n_components=nx.number_connected_components(graph),
        n_isolates=nx.number_of_isolates(graph),
        mean_degree=2 * graph.number_of_edges() / graph.number_of_nodes(),
        clustering=nx.average_clustering(graph),
    )


def _strength_attribute(graph: "nx.Graph[Any]") -> str | None:
    for attribute in STRENGTHS:
        if any(attribute in edge for _, _, edge in graph.edges(data=True)):
            return attribute
    return None


def _is_strength(value: object) -> bool:
    is_number = isinstance(value, int | float | np.number) and not isinstance(value, bool)
    return is_number and 0 < float(value) <= 1  # type: ignore[arg-type]
