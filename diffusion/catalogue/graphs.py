"""Gives a community the people and ties of a graph."""

from dataclasses import replace

from diffusion.catalogue.arguments import CommunityLike, community_of
from diffusion.errors import InputError
from diffusion.readers.io_networkx import Graph, people_of
from diffusion.scenario.community import Community
from diffusion.scenario.misfits import misfits
from diffusion.scenario.ties import TieFile


def with_graph(community: CommunityLike, graph: Graph) -> Community:
    """Give a community the people and ties of a networkx graph.

    Ties have no direction here: of several edges between two people, in whichever direction, the
    strongest counts. Edges from a person to himself are left out; people without ties stay. Both
    are counted in the `tie_list` of the result.

    Parameters
    ----------
    community
        A community, its name, or the path of its folder. Everything but people and ties is taken
        from it; all traits are drawn.
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
    known = community_of(community)
    roster, tie_list = people_of(graph)
    ties = TieFile(generator="file", file="a graph", strength=known.file.ties.strength)
    artisans = known.file.artisans.model_copy(update={"number": None, "roster": "a graph"})
    given = replace(
        known,
        file=known.file.model_copy(update={"ties": ties, "artisans": artisans}),
        roster=roster,
        tie_list=tie_list,
    )
    if strangers := list(misfits(given)):
        raise InputError(strangers)
    return given
