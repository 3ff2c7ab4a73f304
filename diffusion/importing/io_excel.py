"""Reads spreadsheets: workbooks of Excel and LibreOffice."""

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from diffusion.errors import InputError, Problem, as_written, one_of, reason_of
from diffusion.importing.apart import apart
from diffusion.importing.cells import plain
from diffusion.importing.far_cells import refuse_far_cells
from diffusion.importing.grids import Joined, Row, letter_of, sheet_of
from diffusion.importing.notes import Note
from diffusion.importing.tables import Cell, Missing, Sheet, Tables

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

FORMAT = "Excel"
SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINKS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_CELL = re.compile(r"([A-Z]+)([0-9]+)")


_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How an old workbook (.xls) begins, which its library may not survive when it is broken."""

_UNREADABLE = "no workbook that can be read (open it, save it as .xlsx, and give that file)"


def read(path: str | PathLike[str], *, sheet: str | None = None) -> Tables:
    """Read the sheets of a workbook.

    Parameters
    ----------
    path
    sheet
        Name of the only one to read, which may be hidden; else all that can be seen.

    Raises
    ------
    InputError
        If there is no such file or sheet, it is no workbook, or a password closes it.
    """
    if _is_old(path):
        return _apart(_read, path, sheet)
    return _read(path, sheet)


def _read(path: str | PathLike[str], sheet: str | None) -> Tables:
    place = Path(path).name
    sheets: list[Sheet] = []
    notes: list[Note] = []
    with _told(place), _opened(path) as book:
        refuse_far_cells(path)
        names = [*_sheets_to_read(place, book, sheet, notes)]
        errors = dict(_errors(path))
        for name in names:
            content = book.get_sheet_by_name(name)
            rows, of_errors = _rows(content, errors.get(name, {}))
            found, noticed = sheet_of(name, rows, has_letters=True, joined=_joined(content))
            notes += [*of_errors, *noticed]
            sheets += [] if found is None else [found]
    if not sheets:
        hidden = [str(one.filled_in["sheet"]) for one in notes if one.name == "tables.hidden_sheet"]
        nothing = f"it only in hidden ones: {', '.join(hidden)}" if hidden else "empty sheets alone"
        raise InputError(Problem(place, "", "a sheet with headings", found=nothing))
    return Tables(place, FORMAT, tuple(sheets), tuple(notes))


def headings(path: str | PathLike[str]) -> list[set[str]]:
    """Read what stands in the first row of each sheet, to see which program has written a workbook.

    Raises
    ------
    InputError
        If it cannot be opened.
    """
    if _is_old(path):
        return _apart(_headings, path)
    return _headings(path)


def _headings(path: str | PathLike[str]) -> list[set[str]]:
    from python_calamine import SheetTypeEnum

    with _told(Path(path).name), _opened(path) as book:
        refuse_far_cells(path)
        kept = SheetTypeEnum.WorkSheet
        tables = [one.name for one in book.sheets_metadata if one.typ == kept]
        rows = [book.get_sheet_by_name(name).to_python(nrows=1) for name in tables]
    return [{str(cell) for row in first for cell in row} for first in rows]


def _apart[Answer](
    function: Callable[..., Answer], path: str | PathLike[str], *others: object
) -> Answer:
    place = Path(path).name
    return apart(function, path, *others, place=place, expected="a workbook", most_gigabytes=2)


def _is_old(path: str | PathLike[str]) -> bool:
    try:
        with Path(path).open("rb") as file:
            return file.read(len(_OLD)) == _OLD
    except OSError:
        return False


@contextmanager
def _told(place: str) -> Iterator[None]:
    """Tell as a broken workbook whatever the library finds within one.

    Raises
    ------
    InputError
        For it.
    """
    from python_calamine import CalamineError

    try:
        yield
    except (CalamineError, zipfile.BadZipFile, ET.ParseError, zlib.error, NotImplementedError):
        raise InputError(Problem(place, "", "a workbook", _UNREADABLE)) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # of Rust, and no Exception
            raise
        raise InputError(Problem(place, "", "a workbook", _UNREADABLE)) from None


def _opened(path: str | PathLike[str]) -> "CalamineWorkbook":
    """Open a workbook.

    Raises
    ------
    InputError
        If it cannot be opened.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    place = Path(path).name
    try:
        return CalamineWorkbook.from_path(str(path))
    except PasswordError:
        found = "one that a password closes (save it without a password)"
        raise InputError(Problem(place, "", "a workbook", found)) from None
    except OSError as error:
        raise InputError(Problem(str(path), "", "a workbook", reason_of(error))) from None
    except CalamineError:
        found = _UNREADABLE if Path(path).stat().st_size else "an empty file"
        raise InputError(Problem(place, "", "a workbook", found)) from None


def _sheets_to_read(
    place: str, book: "CalamineWorkbook", asked: str | None, notes: list[Note]
) -> Iterator[str]:
    """Choose the sheets of cells that can be seen, or the one that is asked for.

    Raises
    ------
    InputError
        If there is no such sheet, or none that can be seen.
    """
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    tables = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
    names = [one.name for one in tables]
    if asked is not None:
        if asked not in names:
            raise InputError(Problem(place, "sheet", one_of(names, asked), as_written(asked)))
        yield asked
        return
    seen = [one.name for one in tables if one.visible == SheetVisibleEnum.Visible]
    if not seen:
        expected = "a sheet of cells that can be seen"
        raise InputError(Problem(place, "", expected, f"{len(names)} hidden"))
    notes.extend(
        Note("tables.hidden_sheet", {"sheet": name}, is_odd=True)
        for name in names
        if name not in seen
    )
    yield from seen


def _rows(
    sheet: "CalamineSheet", errors: dict[tuple[int, int], str]
) -> tuple[list[Row], list[Note]]:
    """Take the rows of a sheet, from the first on, with the reason where a formula has failed."""
    rows: list[Row] = []
    lines_of_errors = {line for line, _ in errors}
    n_left = 0 if sheet.start is None else sheet.start[1]  # empty columns, which are not given
    for line, row in enumerate(sheet.iter_rows(), start=1):
        if line in lines_of_errors or any(value != "" for value in row):
            cells: list[Cell] = [*[None] * n_left, *map(_cell, row)]
            for column in range(len(cells)) if line in lines_of_errors else ():
                if (line, column) in errors:
                    cells[column] = Missing(errors[line, column])
            rows.append((line, cells))
    if not errors:
        return rows, []
    (line, column), code = next(iter(errors.items()))
    filled = {"sheet": sheet.name, "n": len(errors), "code": code}
    cell = f"{letter_of(column)}{line}"
    return rows, [Note("tables.error_cells", filled | {"cell": cell}, is_odd=True)]


def _cell(value: Any) -> Cell:
    """Read one cell: whole numbers as such, a day without an hour as a date."""
    match value:
        case "":
            return None
        case bool() | str() | int():
            return value
        case float():
            return plain(value)
        case datetime() if value.time() == time():
            return value.date()
        case datetime() | date():
            return value
        case time():
            return value.isoformat()
        case timedelta():
            return str(value)
    return str(value)


def _joined(sheet: "CalamineSheet") -> list[Joined]:
    """List the merged cells; an .ods file does not say them here."""
    return [
        (first + 1, last + 1, left, right)
        for (first, left), (last, right) in sheet.merged_cell_ranges or ()
    ]


def _errors(path: str | PathLike[str]) -> Iterator[tuple[str, dict[tuple[int, int], str]]]:
    """List by sheet the cells of an .xlsx file whose formulas have failed, and how.

    The library gives them as empty cells, as if nobody had asked the question.
    """
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as packed:
        names = {*packed.namelist()}
        if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
            return
        files = ET.fromstring(packed.read("xl/_rels/workbook.xml.rels"))
        links = {
            one.get("Id"): (one.get("Target") or "").removeprefix("/xl/")
            for one in files.iter(f"{_PACKAGE}Relationship")
        }
        book = ET.fromstring(packed.read("xl/workbook.xml"))
        for sheet in book.iter(f"{_MAIN}sheet"):
            file = f"xl/{links.get(sheet.get(_LINKS), '')}"
            content = packed.read(file) if file in names else b""
            if b't="e"' in content:
                yield sheet.get("name", ""), _failed(content)


def _failed(content: bytes) -> dict[tuple[int, int], str]:
    """List the cells of one sheet whose formulas have failed: row, from 1, and column, from 0."""
    found = {}
    for cell in ET.fromstring(content).iter(f"{_MAIN}c"):
        where = _CELL.fullmatch(cell.get("r", ""))
        if cell.get("t") == "e" and where is not None:
            column = 0
            for letter in where[1]:
                column = column * 26 + ord(letter) - ord("A") + 1
            found[int(where[2]), column - 1] = cell.findtext(f"{_MAIN}v") or "#N/A"
    return found
