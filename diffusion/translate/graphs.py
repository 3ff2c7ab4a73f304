"""Gives a community the people and ties of a graph."""

from collections.abc import Hashable, Sequence
from dataclasses import replace
from os import PathLike, fspath
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import ArrayLike

from diffusion.catalogue.arguments import CommunityLike, community_of
from diffusion.data.adoption_data import AdoptionData
from diffusion.data.ties import Direction
from diffusion.errors import InputError, Problem, as_written
from diffusion.readers.io_networkx import Graph, people_of, roster_of
from diffusion.readers.io_parquet import COLUMNS, tie_columns
from diffusion.scenario.artisans import Roster
from diffusion.scenario.community import Community
from diffusion.scenario.misfits import GRAPH, misfits, oddities, tell
from diffusion.scenario.tie_kinds import sum_of_kinds
from diffusion.scenario.tie_list import TieList
from diffusion.scenario.ties import Strength, TieFile, direction_of
from diffusion.translate.tie_arrays import Given, ties_of_ends, ties_of_rows
from diffusion.util.identity import is_missing

if TYPE_CHECKING:
    from scipy.sparse import sparray, spmatrix

type Pair = tuple[ArrayLike, ArrayLike]

_ONE = Strength(values=(1.0,), shares=(1.0,))


def with_graph(
    community: CommunityLike,
    graph: "Graph | AdoptionData | sparray | spmatrix | str | PathLike[str] | None" = None,
    *,
    ends: Pair | None = None,
    rows: Pair | None = None,
    strength: ArrayLike | None = None,
    n_artisans: int | None = None,
    labels: Sequence[Hashable] | None = None,
    direction: Direction | None = None,
) -> Community:
    """Give a community the people and ties of a graph, or of arrays.

    Of several edges of a networkx graph between two people, in one direction where edges have
    one, the strongest counts. Edges from a person to himself are left out; people without ties
    stay. Both are counted in the `tie_list` of the result. Arrays name each tie once and nobody
    as tied to himself, and no object is made of a tie. An array of alters in `rows` with 32 bits
    for each number is not copied: leave it as it is for as long as the community is used.

    Parameters
    ----------
    community
        A community, its name, or the path of its folder. Everything but people and ties is taken
        from it; all traits are drawn.
    graph
        Any networkx graph. Its nodes become the labels of the artisans, in their order. Strengths
        are read from the edge attribute `strength`, or `weight`; an edge without it counts 1. A
        graph without such an attribute gets drawn strengths. Or a SciPy sparse matrix of
        strengths, one row and one column for each artisan. Or `AdoptionData`, which may have
        several kinds of ties (such as `AdoptionData.from_networkx` reads from the edge attribute
        `kind`): a pair gets the sum over kinds of influence times weight, divided by the largest
        sum where that is above 1; of ties that come and go those of the first period. Or the path
        of a Parquet file with the columns ego, alter and perhaps strength: rows of artisans, from
        0.
    ends : pair of int [ties], optional
        In place of a graph: rows of ego and alter, from 0, of each tie.
    rows : int [artisans + 1] and int [entries], optional
        In place of a graph: compressed sparse rows, `indptr` and `indices`. A tie without a
        direction stands in the rows of both its ends.
    strength : float [ties or entries], optional
        With `ends` or `rows`: above 0, at most 1. Every tie has the strength 1 if left out, as
        the ties of a Parquet file without that column.
    n_artisans
        With `ends` or a file, where more artisans follow those that are named.
    labels
        With arrays: names of the artisans, in the order of their rows. Left out, the artisan of
        row 0 is called "1", as where artisans are drawn, and no list of names is kept.
    direction
        What an edge from one to another means in a graph whose edges have a direction, and an
        entry of arrays from ego to alter. "alter_to_ego": the first names the second, who
        influences the first. "ego_to_alter": the first influences the second. "both": each
        influences the other. Left out, it is "alter_to_ego" for a networkx graph whose edges have
        a direction, and else "both".

    Raises
    ------
    InputError
        If the graph has no nodes, a missing value as a node, labels that look alike, or a strength
        that is not above 0 and at most 1; if edges without a direction are to have one; if arrays
        name nobody, one twice, or a tie at one of its ends alone; and if an activity or a first
        adopter of the community names somebody who is not in the graph.

    Warns
    -----
    OddWarning
        Of labels that differ only in capitals, and of listed first adopters, whose fit is drawn.
    """
    if direction is not None:
        direction_of(direction, place="direction")
    known = community_of(community)
    if isinstance(graph, AdoptionData):
        _check_alone(ends, rows, strength, labels, direction)
        return _of_data(known, graph)
    _check_one(graph, ends=ends, rows=rows, strength=strength)
    if graph is not None and hasattr(graph, "nodes"):
        walked = cast(Graph, graph)
        taken = _direction(walked, direction)
        roster, tie_list = people_of(walked, taken)
        return _given(known, roster, tie_list, known.file.ties.strength, direction=taken)
    if rows is not None:
        tie_list = ties_of_rows(*rows, strength, direction=direction)
    elif ends is not None:
        taken = direction or "both"
        tie_list = ties_of_ends(*ends, strength, direction=taken, n_artisans=n_artisans)
    elif isinstance(graph, str | PathLike):
        names = Given(fspath(graph), COLUMNS)
        tie_list = ties_of_ends(
            *tie_columns(graph), direction=direction or "both", n_artisans=n_artisans, given=names
        )
    else:
        tie_list = _of_matrix(graph, direction)
    n_all = len(tie_list.start) - 1
    people = None if labels is None else _named(tuple(labels), n_all)
    return _given(known, people, tie_list, _ONE, direction=direction or "both")


def _check_alone(*others: object) -> None:
    """Refuse anything beside adoption data, which have names, strengths and directions."""
    if any(other is not None for other in others):
        expected = "adoption data alone (they have names, weights and directions of their own)"
        raise InputError(Problem("with_graph", "", expected, "something beside them"))


def _of_data(known: Community, data: AdoptionData) -> Community:
    """Put the people and the kinds of ties of adoption data in place of those of a community."""
    roster = roster_of(data.labels, place="data")
    tie_list = sum_of_kinds(data.ties, period=0 if data.periods else None, n_artisans=data.n_people)
    direction: Direction = "alter_to_ego" if tie_list.is_directed else "both"
    return _given(known, roster, tie_list, known.file.ties.strength, direction=direction)


def _named(labels: tuple[Hashable, ...], n_artisans: int) -> Roster:
    """List artisans by the labels that were given for them."""
    if len(labels) != n_artisans:
        expected = f"one for each of the {n_artisans:,} artisans"
        raise InputError(Problem("labels", "", expected, f"{len(labels):,}"))
    missing = (
        Problem("labels", f"[{ego:,}]", "a label", "a missing value")
        for ego, label in enumerate(labels)
        if is_missing(label)
    )
    return roster_of(labels, place="labels", missing=missing)


def _check_one(graph: object, **arrays: object) -> None:
    """Refuse no graph at all, or two of them, and strengths that belong to nothing."""
    ways = {"graph": graph, "ends": arrays["ends"], "rows": arrays["rows"]}
    taken = [name for name, given in ways.items() if given is not None]
    if len(taken) != 1:
        found = " and ".join(taken) or "none of these"
        raise InputError(Problem("with_graph", "", "one of graph, ends and rows", found))
    if arrays["strength"] is not None and taken == ["graph"]:
        expected = "the strengths that the graph has (strength= goes with ends= and rows=)"
        raise InputError(Problem("with_graph", "strength", expected, "an array"))


def _of_matrix(graph: Any, direction: Direction | None) -> TieList:
    """List the ties of a SciPy sparse matrix."""
    if not hasattr(graph, "tocsr"):
        expected = "a networkx graph, a SciPy sparse matrix or the path of a Parquet file"
        raise InputError(Problem("graph", "", expected, type(graph).__name__))
    n_rows, n_columns = graph.shape
    if n_rows != n_columns:
        expected = "a matrix with a row and a column for each artisan"
        raise InputError(Problem("graph", "", expected, f"{n_rows:,} rows, {n_columns:,} columns"))
    matrix = graph.tocsr()
    names = Given("graph", ("indptr", "indices", "data"))
    data = np.asarray(matrix.data)
    return ties_of_rows(matrix.indptr, matrix.indices, data, direction=direction, given=names)


def _given(
    known: Community,
    roster: Roster | None,
    tie_list: TieList,
    strength: Strength,
    *,
    direction: Direction,
) -> Community:
    """Put people and ties in place of those of a community, and check what names them."""
    ties = TieFile(generator="file", file=GRAPH, strength=strength, direction=direction)
    people: dict[str, object] = {"number": None, "roster": GRAPH}
    if roster is None:
        people = {"number": len(tie_list.start) - 1, "roster": None}
    artisans = known.file.artisans.model_copy(update=people)
    given = replace(
        known,
        file=known.file.model_copy(update={"ties": ties, "artisans": artisans, "observed": None}),
        roster=roster,
        tie_list=tie_list,
        told=None,
        adoption={},
    )
    if strangers := list(misfits(given)):
        raise InputError(strangers)
    tell(oddities(given))
    return given


def _direction(graph: Graph, asked: Direction | None) -> Direction:
    """Find which way influence goes along the edges of a graph."""
    if graph.is_directed():
        return asked or "alter_to_ego"
    if asked not in (None, "both"):
        expected = "both, as the edges of this graph have no direction (networkx.DiGraph has)"
        raise InputError(Problem("direction", "", expected, as_written(asked)))
    return "both"
