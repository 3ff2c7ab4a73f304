"""Finds a cell that stands so far from the others that no library can hold what lies between."""

import re
import zipfile
from os import PathLike
from pathlib import Path
from typing import IO

from diffusion.errors import InputError, Problem

MOST_CELLS = 100_000_000
"""Cells of the rectangle around all that is filled."""

_FILLED = re.compile(rb'<c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*(?<!/)>')
_PIECE = 1 << 20


def refuse_far_cells(path: str | PathLike[str]) -> None:
    """Refuse an .xlsx file of which a sheet would fill memory with empty cells.

    Raises
    ------
    InputError
        With the name of the cell that is far down, or far to the right.
    """
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as packed:
        for name in packed.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                with packed.open(name) as sheet:
                    _refuse(Path(path).name, sheet)


def _refuse(place: str, sheet: IO[bytes]) -> None:
    rows, columns = (1 << 30, 0), (1 << 30, 0)
    far, before = "", b""
    while piece := sheet.read(_PIECE):
        piece = before + piece
        last = 0
        for found in _FILLED.finditer(piece):
            row, column = int(found[2]), _number_of(found[1])
            if row > rows[1] or column > columns[1]:
                far = (found[1] + found[2]).decode()
            rows = (min(rows[0], row), max(rows[1], row))
            columns = (min(columns[0], column), max(columns[1], column))
            last = found.end()
        before = piece[max(last, len(piece) - 300) :]
    if far and (rows[1] - rows[0] + 1) * (columns[1] - columns[0] + 1) > MOST_CELLS:
        expected = "cells that stand together"
        found_there = f"{far} far from the others (delete what stands there)"
        raise InputError(Problem(place, "", expected, found_there))


def _number_of(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
