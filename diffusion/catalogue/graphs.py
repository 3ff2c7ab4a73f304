"""Gives a community the people and ties of a graph."""

from dataclasses import replace

from diffusion.catalogue.arguments import CommunityLike, community_of
from diffusion.errors import InputError, Problem, as_written
from diffusion.readers.io_networkx import Graph, people_of
from diffusion.scenario.community import Community
from diffusion.scenario.misfits import GRAPH, misfits, oddities, tell
from diffusion.scenario.ties import Direction, TieFile, direction_of


def with_graph(
    community: CommunityLike, graph: Graph, *, direction: Direction | None = None
) -> Community:
    """Give a community the people and ties of a networkx graph.

    Of several edges between two people, in one direction where edges have one, the strongest
    counts. Edges from a person to himself are left out; people without ties stay. Both are counted
    in the `tie_list` of the result.

    Parameters
    ----------
    community
        A community, its name, or the path of its folder. Everything but people and ties is taken
        from it; all traits are drawn.
    graph
        Any networkx graph. Its nodes become the labels of the artisans, in their order. Strengths
        are read from the edge attribute `strength`, or `weight`; an edge without it counts 1. A
        graph without such an attribute gets drawn strengths.
    direction
        What an edge from one to another means in a graph whose edges have a direction.
        "alter_to_ego", which is taken if nothing is said: the first names the second, who
        influences the first. "ego_to_alter": the first influences the second. "both": each
        influences the other, and the direction is left out.

    Raises
    ------
    InputError
        If the graph has no nodes, a missing value as a node, labels that look alike, or a strength
        that is not above 0 and at most 1; if edges without a direction are to have one; and if an
        activity or a first adopter of the community names somebody who is not in the graph.

    Warns
    -----
    OddWarning
        Of labels that differ only in capitals, and of listed first adopters, whose fit is drawn.
    """
    known = community_of(community)
    taken = _direction(graph, direction)
    roster, tie_list = people_of(graph, taken)
    strength = known.file.ties.strength
    ties = TieFile(generator="file", file=GRAPH, strength=strength, direction=taken)
    artisans = known.file.artisans.model_copy(update={"number": None, "roster": GRAPH})
    given = replace(
        known,
        file=known.file.model_copy(update={"ties": ties, "artisans": artisans}),
        roster=roster,
        tie_list=tie_list,
    )
    if strangers := list(misfits(given)):
        raise InputError(strangers)
    tell(oddities(given))
    return given


def _direction(graph: Graph, asked: Direction | None) -> Direction:
    """Find which way influence goes along the edges of a graph."""
    if asked is not None:
        direction_of(asked, place="direction")
    if graph.is_directed():
        return asked or "alter_to_ego"
    if asked not in (None, "both"):
        expected = "both, as the edges of this graph have no direction (networkx.DiGraph has)"
        raise InputError(Problem("direction", "", expected, as_written(asked)))
    return "both"
