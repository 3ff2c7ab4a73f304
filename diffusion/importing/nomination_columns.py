"""Finds in which columns of a survey people name others: side by side, in rows, in a group."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.importing.choices import Choices, TiesOfFile
from diffusion.importing.columns import (
    ADOPTION,
    NOMINATION,
    STRENGTH,
    called,
    filled,
    has_times,
    is_meta,
    plainly,
    series,
    sounds,
)
from diffusion.importing.gathered import Gathered
from diffusion.importing.look_alikes import Roll, part_of
from diffusion.importing.notes import Note
from diffusion.importing.people import Asked
from diffusion.importing.sheets import is_ties_sheet, sheet_called
from diffusion.importing.tables import Sheet, Tables
from diffusion.importing.units import goes_one_way, number_of

type By = Literal["id", "name"]
"""How people are named."""

SEVERAL = re.compile(r"\s*[;,\n]\s*")
"""What stands between people who are named in one cell."""

FEWEST_KNOWN = 0.5
"""Share of what stands in a column that must be names of people, for it to be of nominations."""


ONLY_TIES = "ties"
"""What ties are called of which nothing else is said."""


def ties_chosen(
    tables: Tables, asked: Asked, choices: Choices, gathered: Gathered
) -> tuple[TiesOfFile, ...]:
    """Say where ties stand: as a person has said, or as it looks."""
    if choices.ties is not None and any(one.alter for one in choices.ties):
        return tuple(_complete(one, tables, asked) for one in choices.ties)
    found = [*_side_by_side(asked), *_in_rows(tables, asked)]
    for one in found:
        columns = ", ".join(one.alter)
        is_own = asked.sheet is not None and one.sheet == asked.sheet.name
        if one.ego:
            gathered.note("import_ties.rows_guessed", ego=one.ego[0], alter=columns, kind=one.kind)
        elif not is_own:
            told = {"sheet": one.sheet, "alter": columns, "kind": one.kind}
            gathered.notes.append(Note("import_ties.repeat_guessed", told))
        else:
            gathered.note("import_ties.columns_guessed", columns=columns, kind=one.kind)
        if one.directions is not None:
            gathered.note("import_ties.ways_guessed", column=one.directions)
        _tell_unused(one, tables, gathered, is_own=is_own)
    if not found:
        gathered.note("import_ties.none", odd=True)
    if len(tables.sheets) == 1:
        found = [one.model_copy(update={"sheet": None}) for one in found]
    return tuple(found)


def _tell_unused(one: TiesOfFile, tables: Tables, gathered: Gathered, *, is_own: bool) -> None:
    """Tell which columns of a sheet of ties are not used, if anything stands in them."""
    sheet = None if one.sheet is None or is_own else sheet_called(tables, one.sheet)
    if sheet is None:
        return
    used = {*one.ego, *one.alter, one.kinds, one.directions, one.weight, one.begins, one.ends}
    unused = [
        name
        for name, column in sheet.columns.items()
        if name not in used and not is_meta(column) and filled(column)
    ]
    if unused:
        gathered.note("import_ties.unused", kind=one.kind, columns=unused)


def _complete(one: TiesOfFile, tables: Tables, asked: Asked) -> TiesOfFile:
    """Find the sheet of ties that a person has chosen, and check its columns.

    Raises
    ------
    InputError
        If there is no such sheet or column.
    """
    own = None if asked.sheet is None else asked.sheet.name
    wanted = [*one.ego, *one.alter]
    extra = filter(None, (one.kinds, one.directions, one.weight, one.begins, one.ends))
    having = [s.name for s in tables.sheets if {*wanted} <= {*s.columns}]
    name = one.sheet or (own if own in having else next(iter(having), own))
    if len(tables.sheets) == 1:  # its name may be that of the file, and another each month
        name = tables.sheets[0].name
    sheet = None if name is None else sheet_called(tables, name)
    if sheet is None:
        names = [s.name for s in tables.sheets]
        expected = one_of(names, str(name))
        raise InputError(Problem(tables.place, f"ties {one.kind}", expected, as_written(str(name))))
    problems = [
        Problem(tables.place, sheet.name, one_of([*sheet.columns], column), as_written(column))
        for column in (*wanted, *extra)
        if column not in sheet.columns
    ]
    if problems:
        raise InputError(problems)
    by = one.by or _by(sheet, one.alter, asked.roll)
    kept = one.sheet if len(tables.sheets) == 1 else sheet.name
    return one.model_copy(update={"sheet": kept, "by": by})


def _by(sheet: Sheet, columns: Sequence[str], roll: Roll) -> By:
    """Tell whether people are named by id or by name."""
    words = [part_of(cell) for name in columns for cell in filled(sheet.columns[name])]
    n_ids = sum(roll.knows(word, "id") for word in words)
    n_names = sum(roll.knows(word, "name") for word in words)
    return "name" if n_names > n_ids else "id"


def _known_share(sheet: Sheet, name: str, roll: Roll, by: str) -> float:
    words = [part for cell in filled(sheet.columns[name]) for part in SEVERAL.split(part_of(cell))]
    known = sum(roll.knows(word, by) for word in words if word)
    return known / len(words) if words else 0.0


def _side_by_side(asked: Asked) -> Iterator[TiesOfFile]:
    """Find columns in which the people asked name others."""
    sheet, roll = asked.sheet, asked.roll
    if sheet is None:
        return
    own = {name for role in ("id", "name", "hamlet") for name in called(sheet, role)}
    names = [name for name in sheet.columns if name not in own and not is_meta(sheet.columns[name])]
    names = [name for name in names if not _is_time(sheet, name)]
    of_series = {stem: found for stem, found in series(names).items() if len(found) > 1}
    found = {
        stem: columns for stem, columns in of_series.items() if _names_people(sheet, columns, roll)
    }
    taken = {name for columns in found.values() for name in columns}
    for name in names:
        if name not in taken and _names_people(sheet, [name], roll):
            found[name] = [name]
    for stem, columns in found.items():
        by = _by(sheet, columns, roll)
        yield TiesOfFile(kind=_kind(stem), sheet=sheet.name, alter=tuple(columns), by=by)


def _is_time(sheet: Sheet, name: str) -> bool:
    column = sheet.columns[name]
    return sounds(column, ADOPTION) and has_times(column) and not sounds(column, NOMINATION)


def _names_people(sheet: Sheet, columns: Sequence[str], roll: Roll) -> bool:
    """Tell whether people are named in columns: by names, or by ids where the heading says so."""
    said = [name for name in columns if filled(sheet.columns[name])]
    if not said:
        return False
    if sum(_known_share(sheet, name, roll, "name") for name in said) >= FEWEST_KNOWN * len(said):
        return True
    sound = any(sounds(sheet.columns[name], NOMINATION) for name in columns)
    by_id = sum(_known_share(sheet, name, roll, "id") for name in said)
    return sound and by_id >= FEWEST_KNOWN * len(said)


def _kind(stem: str) -> str:
    """Call a kind of ties as the heading of its columns, without what is no letter at its end."""
    last = re.split(r"/|::", stem)[-1].strip("_ .-")
    return last or ONLY_TIES


def _in_rows(tables: Tables, asked: Asked) -> Iterator[TiesOfFile]:
    """Find sheets in which a row is a tie, or somebody whom the person of another sheet names."""
    for sheet in tables.sheets:
        if asked.sheet is not None and sheet.name == asked.sheet.name:
            continue
        if is_ties_sheet(sheet):
            alters = called(sheet, "alter")
            egos = [name for name in called(sheet, "ego") if name not in alters[:1]]
            yield _long(sheet, asked.roll, ego=egos[:1], alter=alters[:1])
        elif asked.sheet is not None and _leads_to(sheet, asked.sheet.name, tables):
            names = [n for n in sheet.columns if not is_meta(sheet.columns[n])]
            known = [n for n in names if _names_people(sheet, [n], asked.roll)]
            likely = [n for n in called(sheet, "alter") + called(sheet, "name") if n in names]
            if known or likely:
                yield _long(sheet, asked.roll, ego=(), alter=(known or likely)[:1])


def _long(sheet: Sheet, roll: Roll, *, ego: Sequence[str], alter: Sequence[str]) -> TiesOfFile:
    """Choose the columns of a sheet in which each row is a tie."""
    rest = [n for n in sheet.columns if n not in (*ego, *alter) and not is_meta(sheet.columns[n])]
    found = {role: called(sheet, role, among=rest) for role in ("kind", "weight", "begins", "ends")}
    strengths = [*found["weight"], *(n for n in rest if sounds(sheet.columns[n], STRENGTH))]
    numbers = [n for n in strengths if _are_numbers(sheet, n)]
    ways = [n for n in found["kind"] if _are_ways(sheet, n)]
    kinds = [n for n in found["kind"] if n not in ways]
    times = {
        role: [n for n in found[role] if has_times(sheet.columns[n])] for role in ("begins", "ends")
    }
    return TiesOfFile(
        kind=ONLY_TIES if ego else _kind(plainly(sheet.name)),
        sheet=sheet.name,
        ego=tuple(ego),
        alter=tuple(alter),
        by=_by(sheet, alter, roll),
        kinds=next(iter(kinds), None),
        directions=next(iter(ways), None),
        weight=next(iter(numbers), None),
        begins=next(iter(times["begins"]), None),
        ends=next(iter(times["ends"]), None),
    )


def _are_ways(sheet: Sheet, name: str) -> bool:
    """Tell whether all that is said in a column is directed or undirected, as Gephi writes it."""
    cells = filled(sheet.columns[name])
    return bool(cells) and all(goes_one_way(cell) is not None for cell in cells)


def _are_numbers(sheet: Sheet, name: str) -> bool:
    cells = filled(sheet.columns[name])
    known = sum(number_of(cell) == number_of(cell) for cell in cells)
    return bool(cells) and known >= FEWEST_KNOWN * len(cells)


def _leads_to(sheet: Sheet, name: str, tables: Tables) -> bool:
    """Tell whether rows of a sheet belong to those of another, perhaps by one between."""
    below: Sheet | None = sheet
    while below is not None and below.parent is not None:
        if below.parent.sheet == name:
            return True
        below = sheet_called(tables, below.parent.sheet)
    return False
