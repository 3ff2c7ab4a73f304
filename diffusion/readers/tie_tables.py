"""Reads the table of ties: who names whom, and how strong the tie is."""

import csv
import io
import math
from collections import Counter
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from diffusion.data.ties import Direction
from diffusion.errors import InputError, Problem, as_written
from diffusion.readers.headings import OtherHeading, as_meant, understood, wrong_headings
from diffusion.readers.leftovers import Changes, Stray, below_titles, without_leftovers
from diffusion.readers.names import Names, Stranger, either, same_name
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
class Mended:
    """A table of ties with its names put right on request, and what was changed.

    Attributes
    ----------
    table : Table
        With one row for each tie.
    replaced : mapping of str to str
        Name in the roster, by the name that the table had.
    left_out : mapping of str to int
        Rows that were left out because of a name that is not in the roster, by this name.
    changes : Changes
        Headings and lines that were put right on request.
    problems : sequence of Problem
        What is wrong with rows that are not in `table`, because they are no ties, and with names
        to be left out that are not there.
    """

    table: Table
    replaced: Mapping[str, str] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)
    changes: Changes = field(default_factory=lambda: Changes({}, {}))
    problems: Sequence[Problem] = ()

    @property
    def is_changed(self) -> bool:
        """Whether anything was put right."""
        return bool(self.replaced or self.left_out or any(self.changes))


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
    layout, problems = _tie_rows(table, ego_of)
    if layout is None:
        raise InputError(problems)
    table = layout.table
    if ego_of is not None:
        problems += folded([*_strangers(layout, ego_of)], most=MOST_NAMES)
    strengths, of_strengths = _strengths(table, scale)
    if problems := [*problems, *folded(of_strengths)]:
        raise InputError(problems)
    places = table.header.index(EGO), table.header.index(ALTER)
    ends = (
        [(ego_of or {})[row[place]] for place in places]
        for _, row in (table.rows if ego_of is not None else ())
    )
    ego, alter = np.array([*ends], np.int64).reshape(-1, 2).T
    strengths = None if ego_of is None else strengths
    return replace(
        TieList.merged(ego, alter, strengths, direction),
        named_in=layout.named_in,
        unread=layout.unread
        or tuple(name for name in table.header if name not in (EGO, ALTER, STRENGTH)),
        headings=table.headings,
        left_out=table.left_out,
    )


def mended(
    table: Table,
    ego_of: Mapping[Hashable, int],
    *,
    accepts_suggestions: bool,
    leaves_out_unknown: bool,
    leaves_out_lines: bool = False,
    outsiders: Collection[str] = (),
) -> Mended:
    """Put the names, headings and lines of ties right, as far as a person has asked for it.

    Parameters
    ----------
    table, ego_of
    accepts_suggestions
        Whether the name of an artisan takes the place of one that is very like it, and like no
        other, and not in the roster; and whether headings are written as they are meant.
    leaves_out_unknown
        Whether rows are left out with a name that is like none in the roster.
    leaves_out_lines
        Whether lines are left out that are probably no ties.
    outsiders
        Names of which rows are left out, whatever they are like; capitals make no difference.
    """
    layout, problems = _tie_rows(table, ego_of)
    if layout is None:
        return Mended(table)
    changes, problems = _changes(
        problems, accepts_suggestions=accepts_suggestions, leaves_out_lines=leaves_out_lines
    )
    table = layout.table
    ends = [table.header.index(column) for column in (EGO, ALTER)]
    unknown = [name for name in _unknown(table, ego_of) if name]
    strangers, not_found = _outsiders(outsiders, unknown, ego_of)
    unknown = [name for name in unknown if name not in strangers]
    names = Names(tuple(map(str, ego_of)), n_sought=len(unknown))
    sure = {name: names.surely(name) for name in unknown} if accepts_suggestions else {}
    replaced = {name: known for name, known in sure.items() if known is not None}
    if leaves_out_unknown:
        strangers |= {name for name in unknown if not names.likely(name)}
    left_out: Counter[str] = Counter()
    rows = []
    for line, row in table.rows:
        met = {row[end] for end in ends} & strangers
        left_out.update(met)
        if not met:
            cells = [replaced.get(c, c) if p in ends else c for p, c in enumerate(row)]
            rows.append((line, cells))
    problems = [*problems, *not_found]
    if replaced or left_out or any(changes):  # then what is certain is written so too
        changes.headings.update(table.headings)
        changes.lines.update((line, text) for line, text, _ in table.left_out)
    return Mended(replace(table, rows=rows), replaced, dict(left_out), changes, problems)


def _changes(
    problems: Sequence[Problem], *, accepts_suggestions: bool, leaves_out_lines: bool
) -> tuple[Changes, list[Problem]]:
    """Part what a person has asked to be put right of headings and lines from what is left."""
    changes, others = Changes({}, {}), []
    for problem in problems:
        if accepts_suggestions and isinstance(problem, OtherHeading) and problem.column:
            changes.headings[problem.heading] = problem.column
        elif leaves_out_lines and isinstance(problem, Stray):
            changes.lines[problem.line.line] = problem.line.text
        else:
            others.append(problem)
    return changes, others


def _outsiders(
    outsiders: Collection[str], unknown: Sequence[str], ego_of: Mapping[Hashable, int]
) -> tuple[set[str], list[Problem]]:
    """Find in a table the names of those who are to be left out, and who is not there."""
    names = Names(unknown, n_sought=len(outsiders))
    found: set[str] = set()
    problems = []
    for outsider in outsiders:
        same = {name for name in unknown if same_name(name, outsider)}
        found |= same
        if outsider in ego_of:
            what = f"{as_written(outsider)}, an artisan of the roster"
        elif not same:
            near = names.likely(outsider)
            what = as_written(outsider) + (f" (did you mean {either(near)}?)" if near else "")
        else:
            continue
        expected = "a name in the ties that is not in the roster"
        problems.append(Problem("--leave-out", "", expected, what))
    return found, problems


def written(table: Table) -> bytes:
    """Write a table as CSV, as it was separated."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=table.separator, lineterminator="\n")
    writer.writerow(table.header)
    writer.writerows(row for _, row in table.rows)
    return text.getvalue().encode()


def _tie_rows(
    table: Table, ego_of: Mapping[Hashable, int] | None
) -> tuple[Layout | None, list[Problem]]:
    """Give a table one row for each tie, without rows that are none; None if that cannot be."""
    known = None if ego_of is None else {str(name): None for name in ego_of}
    columns = (EGO, ALTER, STRENGTH)
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


def _unknown(table: Table, ego_of: Mapping[Hashable, int]) -> dict[str, list[tuple[int, str]]]:
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
    unknown = _unknown(layout.table, ego_of)
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
