"""The network of a run as a networkx graph, and what one wants to know of a network."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from diffusion.kernels import laws, networks
from diffusion.kernels.state import Ties
from diffusion.scenario.community import Community
from diffusion.translate.initial_state import draw_initial_state

if TYPE_CHECKING:
    import networkx as nx


def graph_of(community: Community, ties: Ties) -> "nx.Graph[Hashable]":
    """Make the networkx graph of a run's ties.

    Nodes are the labels of the artisans, in their order; each tie has its `strength`. Where ties
    have a direction it is a DiGraph, whose edges lead from who looks to who is looked at.
    """
    import networkx as nx

    is_directed = len(ties.shown_growing) > 0
    graph: nx.Graph[Hashable] = nx.DiGraph() if is_directed else nx.Graph()
    graph.add_nodes_from(community.labels)
    places = range(community.n_artisans) if community.order is None else community.order.tolist()
    labels = [community.labels[place] for place in places]
    shares = ties.strength / laws.WHOLE
    start, alters, strengths = (part.tolist() for part in (ties.start, ties.alter, shares))
    graph.add_edges_from(
        (labels[ego], labels[alters[tie]], {"strength": strengths[tie]})
        for ego in range(len(labels))
        for tie in range(start[ego], start[ego + 1])
        if (strengths[tie] > 0 if is_directed else alters[tie] > ego)
    )
    return graph


_MOST_LOOKS = 3_000_000_000
"""Looks at ties that counting triangles may take: some ten seconds."""


@dataclass(frozen=True, slots=True)
class NetworkFacts:
    """What one wants to know of a network before using it.

    Attributes
    ----------
    n_artisans, n_ties, n_components, n_isolates : int
    mean_degree : float
        Ties of an artisan.
    most_ties : int
        Ties of the artisan who has the most.
    clustering : float or None
        Mean local clustering, 0 to 1; None where there are too many ties to count it.
    """

    n_artisans: int
    n_ties: int
    n_components: int
    n_isolates: int
    mean_degree: float
    most_ties: int
    clustering: float | None


def network_facts(community: Community, *, random_seed: int = 1) -> NetworkFacts:
    """Look at the network of a community: as listed, or as drawn for replicate 0."""
    # No number of a parameter set touches the ties: any set will do.
    parameters = next(iter(community.parameter_sets.values()))
    initial = draw_initial_state(
        community, parameters, random_seed=random_seed, first_replicate=0, n_runs=1
    )
    return facts_of(initial.ties_of(0))


def facts_of(ties: Ties) -> NetworkFacts:
    """Count a network's people, ties, components and isolates, and measure its clustering.

    Parameters
    ----------
    ties
        Of one run; each tie stands at both its ends.
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    n_artisans, n_ties = len(ties.start) - 1, len(ties.alter) // 2
    degrees = np.diff(ties.start.astype(np.int64))
    rows = csr_array(
        (np.ones(2 * n_ties, np.int8), ties.alter.astype(np.int32), ties.start.astype(np.int32)),
        shape=(n_artisans, n_artisans),
    )
    n_components, _ = connected_components(rows, directed=False)
    return NetworkFacts(
        n_artisans=n_artisans,
        n_ties=n_ties,
        n_components=int(n_components),
        n_isolates=int((degrees == 0).sum()),
        mean_degree=2 * n_ties / n_artisans,
        most_ties=int(degrees.max()),
        clustering=_clustering(ties),
    )


def _clustering(ties: Ties) -> float | None:
    n_artisans = len(ties.start) - 1
    first, higher = np.empty(n_artisans + 1, np.int64), np.empty(len(ties.alter) // 2, np.int32)
    if networks.point_upwards(ties.start, ties.alter, first, higher) > _MOST_LOOKS:
        return None
    triangles = np.empty(n_artisans, np.int64)
    networks.count_triangles(first, higher, np.empty(n_artisans, np.int64), triangles)
    return float(networks.mean_clustering(ties.start, triangles))
