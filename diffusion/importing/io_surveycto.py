"""Reads exports of SurveyCTO: long, with a file for each repeated group, or wide, in one file."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from os import PathLike
from pathlib import Path

from diffusion.errors import InputError
from diffusion.importing.grids import listed
from diffusion.importing.keyed_tables import KEY, PARENT_KEY, headings_in, read_joined
from diffusion.importing.notes import Note
from diffusion.importing.own_form import choices_of, with_others
from diffusion.importing.tables import Column, Parent, Sheet, Tables

FORMAT = "SurveyCTO"
SUFFIXES = (".csv", ".zip")

_LONG = "SETOF-"
_WIDE = {KEY, "formdef_version"}
_COUNT = "_count"
_NUMBERED = re.compile(r"(.+)_([1-9][0-9]?)")


def recognises(path: str | PathLike[str]) -> bool:
    """Tell whether tables have headings that SurveyCTO gives."""
    try:
        found = headings_in(path)
    except InputError:
        return False
    return any(names >= _WIDE or any(name.startswith(_LONG) for name in names) for names in found)


def read(path: str | PathLike[str]) -> Tables:
    """Read an export: the file of the form, beside which those of its groups lie, or a folder.

    In the wide form, questions of a repeated group stand side by side: name_1, age_1, name_2,
    age_2. They become a sheet of their own, with a row for each time that the group was filled in.

    Raises
    ------
    InputError
        If it is none, or the table of a repeated group is not there.
    """
    found = read_joined(path, FORMAT, mark="/")
    sheets: list[Sheet] = []
    notes = [*found.notes]
    for sheet in found.sheets:
        groups = [*_groups(sheet)]
        taken = {name for _, members in groups for name in members}
        kept = {name: column for name, column in sheet.columns.items() if name not in taken}
        sheets.append(replace(sheet, columns=kept))
        for group, members in groups:
            long, others = with_others(_long(sheet, group, members))
            sheets.append(long)
            notes += others
            filled = {"sheet": sheet.name, "group": group, "columns": listed(members)}
            notes.append(Note("forms.wide", filled))
    return Tables(Path(path).name, FORMAT, tuple(sheets), tuple(notes), choices_of(sheets))


def _groups(sheet: Sheet) -> Iterator[tuple[str, list[str]]]:
    """Find repeated groups of two questions or more: their count, and the numbered columns after.

    A group of one question stays as it is, side by side.
    """
    names = [*sheet.columns]
    for at, name in enumerate(names):
        group = name.removesuffix(_COUNT)
        if group == name or KEY not in names:
            continue
        members: list[str] = []
        for following in names[at + 1 :]:
            if _NUMBERED.fullmatch(following) is None:
                break
            members.append(following)
        if len({stem for stem, _ in map(_parted, members)}) > 1:
            yield group, members


def _parted(name: str) -> tuple[str, int]:
    stem, _, number = name.rpartition("_")
    return stem, int(number)


def _long(sheet: Sheet, group: str, members: Sequence[str]) -> Sheet:
    """Write a group row by row: one for each time that any of its questions was answered."""
    stems = [*dict.fromkeys(stem for stem, _ in map(_parted, members))]
    numbers = sorted({number for _, number in map(_parted, members)})
    places = [
        (row, number)
        for row in range(len(sheet.rows))
        for number in numbers
        if any(
            sheet.columns[f"{stem}_{number}"].cells[row] is not None
            for stem in stems
            if f"{stem}_{number}" in members
        )
    ]
    columns = {
        stem: Column(
            stem,
            tuple(
                sheet.columns[f"{stem}_{number}"].cells[row]
                if f"{stem}_{number}" in members
                else None
                for row, number in places
            ),
        )
        for stem in stems
    }
    keys = sheet.columns[KEY].cells
    of_rows = tuple(keys[row] for row, _ in places)
    columns[PARENT_KEY] = Column(name=PARENT_KEY, cells=of_rows)
    rows = tuple(sheet.rows[row] for row, _ in places)
    return Sheet(group, columns, rows, Parent(sheet.name, PARENT_KEY, KEY))
