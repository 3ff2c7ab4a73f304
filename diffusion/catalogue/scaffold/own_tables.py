"""Takes a person's own tables of artisans and ties into a new community."""

import csv
import io
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import NotRequired, TypedDict

from diffusion.catalogue.load import REPLACED, REPLACED_COLUMNS
from diffusion.data.ties import Direction
from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.readers.headings import column_meant
from diffusion.readers.leftovers import Changes
from diffusion.readers.model_folder import Folder
from diffusion.readers.names import Stranger
from diffusion.readers.numbers import value_of
from diffusion.readers.people import read_people
from diffusion.readers.roster_mending import roster_mended
from diffusion.readers.rosters import NUMBERS, labels_of
from diffusion.readers.scales import OtherScale
from diffusion.readers.tables import More, Table
from diffusion.readers.tie_mending import Mended, mended, written
from diffusion.readers.tie_tables import STRENGTH
from diffusion.scenario.artisans import Roster, Scale, Scales
from diffusion.scenario.groups import HAMLET
from diffusion.scenario.ties import direction_of

ROSTER, TIES = "roster.csv", "ties.csv"

MOST_GROUPS = 12
"""Different words of a column by which a new community divides its results."""

MOST_NUMBERS = 5
"""Different whole numbers of such a column: more are something that was measured or counted."""

_OF_NAMES = ("leave_out", "leave_out_unknown")
"""Wishes about names in the ties."""

_MENDING = (*_OF_NAMES, "accept_suggestions", "leave_out_lines")
"""Wishes after which a table is no longer as it was."""

_SCALE = re.compile(r"\s*([^\s=][^=]*?)\s*=\s*(\d+(?:\.\d+)?)\s*:\s*(\d+(?:\.\d+)?)\s*", re.ASCII)


class Wishes(TypedDict):
    """How a person wants tables to be read.

    Attributes
    ----------
    accept_suggestions : bool
        Whether names in the ties that are like one in the roster are replaced by it, and headings
        by the column that is probably meant.
    leave_out_lines : bool
        Whether lines are left out that are probably no people or ties.
    leave_out_unknown : bool
        Whether ties with a name that is like none in the roster are left out.
    leave_out : sequence of str
        Names whose ties are left out, whatever they are like.
    scales : sequence of str
        Such as "skill=0:10": the scale on which a column stands.
    direction : str
        Which way influence goes along a row of ties; see `diffusion.scenario.ties.Direction`.
    """

    accept_suggestions: NotRequired[bool]
    leave_out_lines: NotRequired[bool]
    leave_out_unknown: NotRequired[bool]
    leave_out: NotRequired[Sequence[str]]
    scales: NotRequired[Sequence[str]]
    direction: NotRequired[str]


@dataclass(frozen=True, slots=True)
class OwnTables:
    """Tables that a new community begins with, by the names of their files.

    Attributes
    ----------
    files : dict of str to bytes
    n_places : int
        Artisans of the largest hamlet: places that an activity held there may have.
    groups : tuple of str
        Columns by which results are divided.
    scales : Scales
    strength_scale : (float, float) or None
    direction : Direction
    """

    files: dict[str, bytes]
    n_places: int
    groups: tuple[str, ...] = ()
    scales: Scales = field(default_factory=Scales)
    strength_scale: Scale | None = None
    direction: Direction = "both"


def own_tables(roster: Path, ties: Path | None, wishes: Wishes) -> OwnTables:
    """Check a person's tables, together, and copy them.

    Raises
    ------
    InputError
        With every mistake in both.
    """
    direction = direction_of(wishes.get("direction", "both"), place="--direction")
    if ties is None:
        _refuse_without_ties(wishes, direction)
    scales, of_options = _scales(wishes.get("scales", ()))
    strength_scale = scales.pop(STRENGTH, None)
    folders = {path: Folder(path.parent) for path in (roster, ties) if path is not None}
    tables = {path: folder.table(path.name) for path, folder in folders.items()}
    rows, tie_rows = tables[roster], None if ties is None else tables[ties]
    changes = Changes({}, {})
    is_mended = any(wishes.get(name) for name in _MENDING)
    if rows is not None and is_mended:
        rows, changes = roster_mended(
            rows,
            accepts_suggestions=wishes.get("accept_suggestions", False),
            leaves_out_lines=wishes.get("leave_out_lines", False),
        )
    people = read_people(rows, tie_rows, scales=scales, scale=strength_scale)
    changed = None
    labels = labels_of(rows) if rows is not None else ()
    if tie_rows is not None and labels and is_mended:
        changed = _mended(tie_rows, labels, wishes)
        people = read_people(rows, changed.table, scales=scales, scale=strength_scale)
        people.problems = [*dict.fromkeys((*changed.problems, *people.problems))]
    of_files = (one for folder in folders.values() for one in folder.problems)
    problems = [*of_options, *of_files, *people.problems]
    if problems or people.roster is None or rows is None:
        raise InputError(_by_kind(problems, [path.name for path in folders]))
    files = {ROSTER: written(rows) if any(changes) else roster.read_bytes()}
    if ties is not None:
        files[TIES] = ties.read_bytes()
    if changed is not None and changed.is_changed:
        files[TIES] = written(changed.table)
    if told := [*_changes(changes), *([] if changed is None else _changes_of_ties(changed))]:
        files[REPLACED] = _replaced(told)
    return OwnTables(
        files,
        max(Counter(people.roster.columns.get(HAMLET, (1.0,) * len(labels))).values()),
        groups=_groups(people.roster),
        scales=Scales(**scales),
        strength_scale=strength_scale,
        direction=direction,
    )


def _mended(ties: Table, labels: Sequence[str], wishes: Wishes) -> Mended:
    """Put a table of ties right as a person wishes."""
    return mended(
        ties,
        {label: place for place, label in enumerate(labels)},
        accepts_suggestions=wishes.get("accept_suggestions", False),
        leaves_out_unknown=wishes.get("leave_out_unknown", False),
        leaves_out_lines=wishes.get("leave_out_lines", False),
        outsiders=wishes.get("leave_out", ()),
    )


def _by_kind(problems: Sequence[Problem], files: Sequence[str]) -> list[Problem]:
    """Order mistakes: of options, then by file its headings, its lines, and its cells."""
    kinds = ("headings", "lines")

    def place(problem: Problem) -> tuple[int, int]:
        kind = kind_of(problem)
        return (
            files.index(problem.place) if problem.place in files else -1,
            kinds.index(kind) if kind in kinds else len(kinds),
        )

    return sorted(problems, key=place)


def kind_of(problem: Problem) -> str:
    """Say what a mistake in a table is about: headings, lines, scales, names, cells, options."""
    if isinstance(problem, Stranger) and problem.name:
        return "names"
    if isinstance(problem, OtherScale):
        return "scales"
    if re.fullmatch(r"line \d+", problem.key) or (isinstance(problem, More) and not problem.key):
        return "lines"
    if problem.place.startswith("--"):
        return "options"
    return "headings" if problem.key in ("", "header") else "cells"


def _refuse_without_ties(wishes: Wishes, direction: Direction) -> None:
    """Refuse what a person wants of ties where there are none.

    Raises
    ------
    InputError
        With every such wish.
    """
    problems = [
        Problem(
            f"--{name.replace('_', '-')}", "", "--ties beside it, whose names it is about", "none"
        )
        for name in _OF_NAMES
        if wishes.get(name)
    ]
    if direction != "both":
        expected = "--ties beside it, whose direction it tells"
        problems.append(Problem("--direction", "", expected, "none"))
    if problems:
        raise InputError(problems)


def _scales(said: Sequence[str]) -> tuple[dict[str, Scale], list[Problem]]:
    """Read scales as a person types them: COLUMN=LOW:HIGH; give those that cannot be read too.

    A column may be called by a heading that is known for it, as Keterampilan for skill.
    """
    columns = (*(name for name, kind in NUMBERS.items() if kind.is_share), STRENGTH)
    found: dict[str, Scale] = {}
    problems: list[Problem] = []
    for one in said:
        parts = _SCALE.fullmatch(one)
        if parts is None or float(parts[2]) >= float(parts[3]):
            problems.append(
                Problem("--scale", "", "COLUMN=LOW:HIGH, as skill=0:10", as_written(one))
            )
            continue
        column = column_meant(parts[1], columns)
        if column is None:
            expected = one_of(columns, parts[1])
            problems.append(Problem("--scale", "", expected, as_written(parts[1])))
        else:
            found[column] = _number(parts[2]), _number(parts[3])
    return found, problems


def _number(written: str) -> float:
    return int(written) if written.isdigit() else float(written)


def _groups(roster: Roster) -> tuple[str, ...]:
    """Choose the columns by which results are divided: those of a few words for many people.

    Many different numbers, or numbers with decimals, are measured: they make no groups by
    themselves.
    """
    n_words = {name: len({*cells} - {""}) for name, cells in roster.groups.items()}
    most = min(MOST_GROUPS, len(roster.labels) // 2)
    return tuple(
        name
        for name, number in n_words.items()
        if 1 < number <= most and not _is_measured({*roster.groups[name]} - {""})
    )


def _is_measured(cells: Collection[str]) -> bool:
    """Whether a column holds numbers that are no names of groups: many, or with decimals."""
    numbers = [value_of(cell, has_decimal_commas=True) for cell in cells]
    return all(isfinite(one) for one in numbers) and (
        len(numbers) > MOST_NUMBERS or not all(one.is_integer() for one in numbers)
    )


type _Change = tuple[str, str, int | str, str]
"""A row of replaced.csv."""


def _changes(changes: Changes) -> Iterator[_Change]:
    """Tell which headings were replaced, and which lines left out."""
    for heading, column in changes.headings.items():
        yield heading, column, "", "heading"
    for text, number in Counter(changes.lines.values()).items():
        yield text, "", number, "line"


def _changes_of_ties(changed: Mended) -> Iterator[_Change]:
    """Tell also which names were replaced, and with which names rows were left out."""
    yield from _changes(changed.changes)
    for found, name in changed.replaced.items():
        yield found, name, "", "name"
    for found, number in changed.left_out.items():
        yield found, "", number, "name"


def _replaced(changes: Sequence[_Change]) -> bytes:
    """Write down what was replaced and left out."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(REPLACED_COLUMNS)
    table.writerows(changes)
    return text.getvalue().encode()
