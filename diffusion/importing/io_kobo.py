"""Reads exports of KoboToolbox: a sheet of people, and one for each repeated group of questions."""

from os import PathLike
from pathlib import Path

from diffusion.errors import InputError, Problem
from diffusion.importing import io_csv, io_excel
from diffusion.importing.form_exports import belonging, tidied
from diffusion.importing.notes import Note
from diffusion.importing.own_form import NOMINATIONS, choices_of, is_of_form
from diffusion.importing.tables import Sheet, Tables

FORMAT = "KoboToolbox"
SUFFIXES = (".xlsx", ".csv")

INDEX, PARENT_INDEX, PARENT_NAME = "_index", "_parent_index", "_parent_table_name"

_ITS_OWN = ({"_uuid", "_submission_time"}, {"_submission__id", PARENT_INDEX}, {"_submission__uuid"})
"""Headings that KoboToolbox adds: all of one set show that a table is its own."""

_LONGEST = 31
"""Letters of the name of a sheet in Excel."""

_COUNT = "_count"
"""End of the name of the question that counts how often a group is repeated."""


def recognises(path: str | PathLike[str]) -> bool:
    """Tell whether a table has headings that KoboToolbox adds."""
    try:
        if Path(path).suffix.lower() == ".csv":
            headings = [io_csv.headings(path)]
        else:
            headings = io_excel.headings(path)
    except InputError:
        return False
    return any(own <= names for names in headings for own in _ITS_OWN)


def read(path: str | PathLike[str]) -> Tables:
    """Read an export.

    Raises
    ------
    InputError
        If it is none, or is a CSV, which leaves out the groups that its form repeats.
    """
    if Path(path).suffix.lower() == ".csv":
        return _csv(path)
    found = io_excel.read(path)
    notes = [*found.notes]
    sheets: list[Sheet] = []
    for sheet in found.sheets:
        tidy, noticed = tidied(sheet)
        sheets.append(tidy)
        notes += noticed
    if not any(INDEX in sheet.columns for sheet in sheets):
        expected = f"sheets with a column {INDEX}, as KoboToolbox exports them (type XLS)"
        names = ", ".join(sheet.name for sheet in sheets)
        raise InputError(Problem(found.place, "", expected, f"none in {names}"))
    joined = [_joined(sheet, sheets, found.place, notes) for sheet in sheets]
    return Tables(found.place, FORMAT, tuple(joined), tuple(notes), choices_of(joined))


def _joined(sheet: Sheet, sheets: list[Sheet], place: str, notes: list[Note]) -> Sheet:
    """Say to which sheet the rows of a repeated group belong.

    Raises
    ------
    InputError
        If there is no such sheet.
    """
    if PARENT_INDEX not in sheet.columns:
        return sheet
    said = sheet.columns[PARENT_NAME].cells if PARENT_NAME in sheet.columns else ()
    names = [*dict.fromkeys(str(cell) for cell in said if cell is not None)]
    others = [one for one in sheets if one is not sheet and INDEX in one.columns]
    parent = next((one for one in others if [one.name] == [n[:_LONGEST] for n in names]), None)
    if parent is None and len(names) < 2:
        # Renamed by hand, or cut: the only sheet of which no rows belong to another.
        first = [one for one in others if PARENT_INDEX not in one.columns]
        parent = first[0] if len(first) == 1 else None
    if parent is None:
        expected = f"the sheet {' or '.join(names) or 'of people'}, to which its rows belong"
        found = ", ".join(one.name for one in sheets)
        raise InputError(Problem(place, sheet.name, expected, found))
    child, orphans = belonging(sheet, parent, key=PARENT_INDEX, parent_key=INDEX)
    notes += orphans
    return child


def _csv(path: str | PathLike[str]) -> Tables:
    """Read an export as CSV, if its form repeats no group of questions.

    Raises
    ------
    InputError
        If it does.
    """
    found = io_csv.read(path)
    sheet, notes = tidied(found.sheets[0])
    names = [*sheet.columns]
    stems = [name.removesuffix(_COUNT) for name in names if name.endswith(_COUNT)]
    counted = [
        stem
        for stem in stems
        if any(type(n) is int and n > 0 for n in sheet.columns[stem + _COUNT].cells)
        and not any(name.startswith(stem) and not name.endswith(_COUNT) for name in names)
    ]
    if is_of_form(names):
        counted.append(NOMINATIONS)
    if counted:
        expected = "an export of the type XLS, which has a sheet for each repeated group"
        what = f"CSV, in which KoboToolbox leaves out the group {counted[0]}"
        raise InputError(Problem(found.place, "", expected, what))
    told = Note("forms.kobo_csv", {"place": found.place}, is_odd=True)
    return Tables(found.place, FORMAT, (sheet,), (*found.notes, *notes, told))
