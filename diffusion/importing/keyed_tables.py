"""Joins the tables of one form by key: those of ODK Central, of Briefcase and of SurveyCTO."""

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from os import PathLike
from pathlib import Path

from diffusion.errors import InputError, Problem
from diffusion.importing import io_csv
from diffusion.importing.form_exports import belonging, tidied
from diffusion.importing.notes import Note
from diffusion.importing.own_form import choices_of
from diffusion.importing.source import text_of
from diffusion.importing.tables import Sheet, Tables

KEY, PARENT_KEY = "KEY", "PARENT_KEY"

_MOST_BYTES = 1 << 31
"""Bytes that one table in a packed file may have once it is unpacked."""


CANNOT_BE_UNPACKED = (
    OSError, EOFError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
"""What is raised of a packed file that is cut short, changed, or closed by a password."""


def tables_in(path: str | PathLike[str]) -> Iterator[tuple[str, bytes]]:
    """Give the CSV files of a folder or a packed file, by name; none of those in folders within.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    place = Path(path)
    if place.is_dir():
        for file in sorted(place.glob("*.csv")):
            yield file.name, file.read_bytes()
        return
    try:
        with zipfile.ZipFile(place) as packed:
            for one in sorted(packed.infolist(), key=lambda one: one.filename):
                is_table = one.filename.lower().endswith(".csv") and "/" not in one.filename
                if is_table and one.file_size <= _MOST_BYTES:
                    yield one.filename, packed.read(one)
    except (*CANNOT_BE_UNPACKED, ValueError):
        found = "one that cannot be unpacked (is the download complete, or is there a password?)"
        raise InputError(Problem(place.name, "", "a packed file of tables", found)) from None


def headings_in(path: str | PathLike[str]) -> list[set[str]]:
    """Headings of each table in a folder or a packed file; of a CSV file alone, its own."""
    if Path(path).suffix.lower() == ".csv":
        return [io_csv.headings(path)]
    return [io_csv.headings_of(name, content) for name, content in tables_in(path)]


def read_joined(path: str | PathLike[str], format: str, *, mark: str) -> Tables:  # noqa: A002
    """Read all tables of a form, and say which rows belong to which.

    Parameters
    ----------
    path
        A packed file, a folder, or the CSV file of the form itself, beside which the others lie.
    format
        In words.
    mark
        What stands in headings between the name of a group and that of a question.

    Raises
    ------
    InputError
        If none has keys, or the table of a repeated group is not there.
    """
    place = Path(path)
    notes: list[Note] = []
    sheets: list[Sheet] = []
    files = [*(_beside(place) if place.suffix.lower() == ".csv" else tables_in(place))]
    for name, content in files:
        text, of_text = text_of(name, content)
        found, of_table = io_csv.sheet_in(name, text)
        sheet, noticed = tidied(replace(found, name=Path(name).stem), mark=mark)
        if KEY not in sheet.columns and PARENT_KEY not in sheet.columns:
            notes.append(Note("forms.other_table", {"file": name}, is_odd=True))
            continue
        sheets.append(sheet)
        notes += [*of_text, *of_table, *noticed]
    roots = [one for one in sheets if PARENT_KEY not in one.columns]
    if not roots:
        names = ", ".join(name for name, _ in files) or "no CSV file"
        expected = f"a table with a column {KEY} and no {PARENT_KEY}, the form itself"
        raise InputError(Problem(place.name, "", expected, names))
    sheets.sort(key=lambda one: PARENT_KEY in one.columns)
    joined = [_joined(one, sheets, notes) for one in sheets]
    _refuse_without_groups(place.name, joined)
    named = tuple(_shortened(joined))
    return Tables(place.name, format, named, tuple(notes), choices_of(named))


def _beside(path: Path) -> Iterator[tuple[str, bytes]]:
    """Give a table, and those of its repeated groups, which lie beside it: FORM-GROUP.csv."""
    for file in (path, *sorted(path.parent.glob(f"{path.stem}-*.csv"))):
        try:
            yield file.name, file.read_bytes()
        except OSError:
            raise InputError(Problem(file.name, "", "a file to read", "another")) from None


def _joined(sheet: Sheet, sheets: Sequence[Sheet], notes: list[Note]) -> Sheet:
    """Find the table to whose rows those of another belong: that with most of the keys."""
    if PARENT_KEY not in sheet.columns:
        return sheet
    keys = {*sheet.columns[PARENT_KEY].cells}
    others = [one for one in sheets if one is not sheet and KEY in one.columns]

    def closeness(other: Sheet) -> tuple[int, bool, int]:
        n_known = len(keys & {*other.columns[KEY].cells})
        is_named_so = sheet.name.startswith(f"{other.name}-")
        return n_known, is_named_so, len(other.name)

    child, orphans = belonging(sheet, max(others, key=closeness), key=PARENT_KEY, parent_key=KEY)
    notes += orphans
    return child


def _refuse_without_groups(place: str, sheets: Sequence[Sheet]) -> None:
    """Refuse tables of which a repeated group is not there, though they say that it is.

    Raises
    ------
    InputError
        Naming the group.
    """
    groups = {
        name.partition("OF-")[2]
        for one in sheets
        for name in one.columns
        if name.startswith(("SET-OF-", "SETOF-"))
    }
    there = [one.name for one in sheets]
    for group in sorted(groups):
        if not any(name.endswith(f"-{group}") or name == group for name in there):
            expected = f"the table of the repeated group {group}, with a column {PARENT_KEY}"
            raise InputError(Problem(place, "", expected, ", ".join(there)))


def _shortened(sheets: Sequence[Sheet]) -> Iterator[Sheet]:
    """Call the table of a repeated group as the group: survey-friends is friends."""
    roots = [one.name for one in sheets if one.parent is None]
    short = {one.name: one.name for one in sheets}
    for one in sheets:
        root = next((name for name in roots if one.name.startswith(f"{name}-")), None)
        if one.parent is not None and root is not None:
            short[one.name] = one.name.removeprefix(f"{root}-")
    if len({*short.values()}) < len(short):
        short = {name: name for name in short}
    for one in sheets:
        parent = one.parent and one.parent._replace(sheet=short[one.parent.sheet])
        yield replace(one, name=short[one.name], parent=parent)
