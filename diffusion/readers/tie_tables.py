"""Reads the table of ties: who names whom, and how strong the tie is."""

import math
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from diffusion.data.ties import Direction
from diffusion.errors import InputError, Problem, as_written
from diffusion.readers.headings import as_meant, understood, wrong_headings
from diffusion.readers.leftovers import below_titles, without_leftovers
from diffusion.readers.names import Names, Stranger
from diffusion.readers.numbers import Column
from diffusion.readers.scales import scale_meant, scaled
from diffusion.readers.shapes import ALTER, EGO, Layout, laid_out
from diffusion.readers.tables import FILL_IN, Table, folded
from diffusion.scenario.artisans import Scale
from diffusion.scenario.tie_list import TieList

STRENGTH = "strength"

TIE_COLUMNS = {STRENGTH: Column("a number above 0, at most 1", math.ulp(0.0), 1)}
"""Columns that a table of ties may have beside the two names."""

MOST_NAMES = 30
"""Names like none in the roster that are told one by one."""

_SCALE_KEY = "scale = [{low}, {high}] below [ties] in community.toml"


@dataclass(frozen=True, slots=True)
class TieRows:
    """Rows of a table of ties, read one by one.

    Attributes
    ----------
    table : Table
        With one row for each tie.
    ego, alter : int64 [rows], or [0] where artisans are not known
    strengths : tuple of float or None
        Strength of each; None without such a column.
    facts : mapping
        What a `TieList` says of the file.
    problems : list of Problem
        All mistakes; where there are any, only `table` is to be used.
    """

    table: Table
    ego: NDArray[np.int64]
    alter: NDArray[np.int64]
    strengths: tuple[float, ...] | None
    facts: Mapping[str, Any]
    problems: list[Problem]

    @classmethod
    def of(
        cls,
        table: Table,
        ego_of: Mapping[Hashable, int] | None,
        scale: Scale | None,
        more: Sequence[str] = (),
    ) -> Self:
        """Read a table; `more` are further columns that mean something."""
        layout, problems = tie_rows(table, ego_of, more)
        if layout is None:
            raise InputError(problems)
        table = layout.table
        if ego_of is not None:
            problems += folded([*_strangers(layout, ego_of)], most=MOST_NAMES)
        strengths, of_strengths = _strengths(table, scale)
        problems += folded(of_strengths)
        places = table.header.index(EGO), table.header.index(ALTER)
        is_read = ego_of is not None and not problems
        ends = (
            [(ego_of or {})[row[place]] for place in places]
            for _, row in (table.rows if is_read else ())
        )
        ego, alter = np.array([*ends], np.int64).reshape(-1, 2).T
        known = (EGO, ALTER, STRENGTH, *more)
        facts = {
            "named_in": layout.named_in,
            "unread": layout.unread or tuple(one for one in table.header if one not in known),
            "headings": table.headings,
            "left_out": table.left_out,
        }
        return cls(table, ego, alter, strengths if is_read else None, facts, problems)


def tie_list_of(
    table: Table,
    ego_of: Mapping[Hashable, int] | None,
    scale: Scale | None = None,
    *,
    direction: Direction = "both",
) -> TieList:
    """Read the table of ties between the artisans that `ego_of` names.

    Of rows that name the same pair the strongest counts, in whichever order they name it unless
    the ties have a direction. Ties to oneself are left out. Both are counted.

    Parameters
    ----------
    table
    ego_of
        Place of each artisan; None where they are not known, and only the rest is checked.
    scale
        On which the strengths stand, if it is not 0 to 1.
    direction
        What a row means.

    Raises
    ------
    InputError
        With every mistake in it.
    """
    rows = TieRows.of(table, ego_of, scale)
    if rows.problems:
        raise InputError(rows.problems)
    return replace(TieList.merged(rows.ego, rows.alter, rows.strengths, direction), **rows.facts)


def tie_rows(
    table: Table, ego_of: Mapping[Hashable, int] | None, more: Sequence[str] = ()
) -> tuple[Layout | None, list[Problem]]:
    """Give a table one row for each tie, without rows that are none; None if that cannot be."""
    known = None if ego_of is None else {str(name): None for name in ego_of}
    columns = (EGO, ALTER, STRENGTH, *more)
    table = below_titles(table, (EGO, ALTER), columns)
    table, problems = without_leftovers(table, 0, expected="a tie")
    layout = laid_out(understood(table, columns), known)
    if isinstance(layout, Problem):
        return None, [*problems, layout]
    table = layout.table
    problems += layout.problems
    problems += [*wrong_headings(table, (EGO, ALTER), columns), *folded([*table.uneven_rows()])]
    table = as_meant(table, columns)
    if not {EGO, ALTER} <= {*table.header}:
        return None, problems
    return replace(layout, table=table.with_even_rows()), problems


def unknown_names(table: Table, ego_of: Mapping[Hashable, int]) -> dict[str, list[tuple[int, str]]]:
    """Names at the ends of ties that are not in the roster, with the line and column of each."""
    found: dict[str, list[tuple[int, str]]] = {}
    places = [(column, table.header.index(column)) for column in (EGO, ALTER)]
    for line, row in table.rows:
        for column, place in places:
            if row[place] not in ego_of:
                found.setdefault(row[place], []).append((line, column))
    return found


def _strangers(layout: Layout, ego_of: Mapping[Hashable, int]) -> Iterator[Problem]:
    """Tell of each name that is not in the roster once."""
    unknown = unknown_names(layout.table, ego_of)
    names = Names(tuple(map(str, ego_of)), n_sought=len(unknown))
    for name, places in unknown.items():
        line, column = places[0]
        found = as_written(name) if name else f"nothing ({FILL_IN})"
        if len(places) > 1:
            found += f", {len(places):,} times"
        key = f"line {line}, {layout.heading(column)}"
        likely = names.likely(name) if name else ()
        is_sure = bool(likely) and names.surely(name) is not None
        told = (layout.table.name, key, names.expected(name), found)
        yield Stranger(*told, name=name, likely=likely, is_sure=is_sure)


def _strengths(table: Table, scale: Scale | None) -> tuple[tuple[float, ...] | None, list[Problem]]:
    """Strength of each row, None without such a column; and what is wrong with them."""
    if STRENGTH not in table.header:
        return None, []
    place, kind = table.header.index(STRENGTH), TIE_COLUMNS[STRENGTH]
    cells = [(line, row[place]) for line, row in table.rows]
    if scale is None and (wrong := scale_meant(table, STRENGTH, cells, kind, way_out=_SCALE_KEY)):
        return None, [wrong]
    read = [scaled(table, line, STRENGTH, cell, kind=kind, scale=scale) for line, cell in cells]
    problems = [one for one in read if isinstance(one, Problem)]
    return tuple(one for one in read if not isinstance(one, Problem)), problems
