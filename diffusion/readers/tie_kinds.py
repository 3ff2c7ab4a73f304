"""Reads ties of several kinds, and ties that come and go, from the table of ties."""

from collections.abc import Hashable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from diffusion.data.ties import TiesOfKind
from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.readers.tables import FILL_IN, Table, folded
from diffusion.readers.tie_tables import TieRows
from diffusion.scenario.tie_kinds import TIES, ToldTies
from diffusion.scenario.ties import TieFile

KIND, FROM, TO = "kind", "from", "to"
"""Columns of a table of ties: of which kind each is, and its first and last period."""


def told_ties_of(
    table: Table,
    ego_of: Mapping[Hashable, int] | None,
    listed: TieFile,
    *,
    periods: Sequence[str] = (),
    n_artisans: int,
) -> ToldTies:
    """Read the table of ties, of each kind and period what was told.

    Of rows that name the same pair, in the same kind and the same periods, the strongest counts.
    Ties to oneself are left out. Both are counted.

    Parameters
    ----------
    table
    ego_of
        Place of each artisan; None where they are not known, and only the rest is checked.
    listed
        What community.toml says of the file.
    periods
        Names of the periods; without any, the columns `from` and `to` say nothing.
    n_artisans
        Artisans in all.

    Raises
    ------
    InputError
        With every mistake in the table.
    """
    kinds = tuple(listed.influence)
    more = ((KIND,) if kinds else ()) + ((FROM, TO) if periods else ())
    rows = TieRows.of(table, ego_of, listed.scale, more)
    kind_of, problems = _kinds(rows.table, kinds)
    begins, of_begins = _periods(rows.table, FROM, periods, nothing=0)
    ends, of_ends = _periods(rows.table, TO, periods, nothing=len(periods) - 1)
    problems = [*rows.problems, *folded(problems), *folded(of_begins), *folded(of_ends)]
    if not problems:
        problems = folded(_turned(rows.table, begins, ends))
    if problems:
        raise InputError(problems)
    if ego_of is None:
        return ToldTies(
            {kind: TiesOfKind.of([], []) for kind in kinds or (TIES,)}, 0, 0, rows.facts
        )
    strength = None if rows.strengths is None else np.array(rows.strengths)
    is_tie = rows.ego != rows.alter
    told, n_merged = {}, 0
    for place, kind in enumerate(kinds or (TIES,)):
        is_of_kind = is_tie & (kind_of == place)
        told[kind], n_more = _merged(
            rows.ego[is_of_kind],
            rows.alter[is_of_kind],
            None if strength is None else strength[is_of_kind],
            None if begins is None else begins[is_of_kind],
            None if ends is None else ends[is_of_kind],
            listed=listed,
            kind=kind,
            last=len(periods) - 1,
            n_artisans=n_artisans,
        )
        n_merged += n_more
    return ToldTies(told, int((~is_tie).sum()), n_merged, rows.facts)


def _kinds(table: Table, kinds: Sequence[str]) -> tuple[NDArray[np.int64], list[Problem]]:
    """Place of each row's kind among those that have an influence, whatever its capitals."""
    if not kinds:
        return np.zeros(len(table.rows), np.int64), []
    if KIND not in table.header:
        found = ", ".join(table.header)
        expected = "a column kind, because [ties.influence] has kinds"
        return np.empty(0, np.int64), [Problem(table.name, "header", expected, found)]
    place_of = {kind.casefold(): place for place, kind in enumerate(kinds)}
    found_in, problems = [], []
    column = table.header.index(KIND)
    for line, row in table.rows:
        place = place_of.get(row[column].casefold())
        found_in.append(-1 if place is None else place)
        if place is None:
            found = as_written(row[column]) if row[column] else f"nothing ({FILL_IN})"
            expected = f"a kind of tie below [ties.influence], {one_of(kinds, row[column])}"
            problems.append(Problem(table.name, f"line {line}, {KIND}", expected, found))
    if not problems:
        for kind, place in ((kind, place_of[kind.casefold()]) for kind in kinds):
            if place not in found_in:
                known = dict.fromkeys(row[column] for _, row in table.rows)
                expected = f"a kind of tie in {table.name}, {one_of([*known], kind)}"
                problems.append(
                    Problem("community.toml", f"ties.influence.{kind}", expected, "none of it")
                )
    return np.array(found_in, np.int64), problems


def _periods(
    table: Table, name: str, periods: Sequence[str], *, nothing: int
) -> tuple[NDArray[np.int32] | None, list[Problem]]:
    """Read a column of periods; None where there is none, or nothing in it."""
    if not periods or name not in table.header:
        return None, []
    column = table.header.index(name)
    place_of = {period: place for place, period in enumerate(periods)} | {"": nothing}
    cells = [(line, row[column]) for line, row in table.rows]
    problems = [
        Problem(
            table.name,
            f"line {line}, {name}",
            f"a period of [observed], {one_of(periods, cell)}",
            as_written(cell),
        )
        for line, cell in cells
        if cell not in place_of
    ]
    if problems or not any(cell for _, cell in cells):
        return None, problems
    return np.array([place_of[cell] for _, cell in cells], np.int32), []


def _turned(
    table: Table, begins: NDArray[np.int32] | None, ends: NDArray[np.int32] | None
) -> list[Problem]:
    """Find ties that end before they begin."""
    if begins is None or ends is None:
        return []
    first, last = table.header.index(FROM), table.header.index(TO)
    return [
        Problem(
            table.name,
            f"line {line}, {TO}",
            f"a period not before {row[first]}, in which it begins",
            as_written(row[last]),
        )
        for (line, row), is_turned in zip(table.rows, (ends < begins).tolist(), strict=True)
        if is_turned
    ]


def _merged(
    ego: NDArray[np.int64],
    alter: NDArray[np.int64],
    strength: NDArray[np.float64] | None,
    begins: NDArray[np.int32] | None,
    ends: NDArray[np.int32] | None,
    *,
    listed: TieFile,
    kind: str,
    last: int,
    n_artisans: int,
) -> tuple[TiesOfKind, int]:
    """List each pair of a kind once in the same periods, the strongest; and how many were more."""
    direction = listed.direction_of(kind)
    if direction == "both":
        ego, alter = np.minimum(ego, alter), np.maximum(ego, alter)
    nothing = np.zeros(len(ego), np.int32)
    when = [nothing if one is None else one for one in (begins, ends)]
    code = np.stack([ego * n_artisans + alter, *when])
    _, first, place = np.unique(code, axis=1, return_index=True, return_inverse=True)
    order = np.argsort(first)  # as the file lists them
    strongest = None
    if strength is not None:
        by_place = np.zeros(len(first))
        np.maximum.at(by_place, place.ravel(), strength)
        strongest = by_place[order]
    kept = first[order]
    ties = TiesOfKind.of(
        ego[kept],
        alter[kept],
        strongest,
        begins=None if begins is None or not begins.any() else begins[kept],
        ends=None if ends is None or (ends == last).all() else ends[kept],
        direction=direction,
        influence=listed.influence.get(kind, 1.0),
    )
    return ties, len(ego) - len(kept)
