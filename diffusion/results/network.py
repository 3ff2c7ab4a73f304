"""The network of a run as a networkx graph, and what one wants to know of a network."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diffusion.kernels.state import Ties
from diffusion.scenario.community import Community
from diffusion.translate.initial_state import draw_initial_state

if TYPE_CHECKING:
    import networkx as nx


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
