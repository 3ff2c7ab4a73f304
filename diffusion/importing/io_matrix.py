"""Reads a spreadsheet or a CSV file that is a matrix of ties between people."""

from os import PathLike
from pathlib import Path

from diffusion.errors import InputError
from diffusion.importing import io_csv, io_excel
from diffusion.importing.matrices import is_matrix, network_of_all
from diffusion.importing.network import Network
from diffusion.importing.tables import Tables

FORMAT = "matrix"
SUFFIXES = (".csv", ".tsv", ".txt", ".dat", ".xlsx", ".xls", ".ods")


def recognises(path: str | PathLike[str]) -> bool:
    """Tell whether each sheet has the same names at its left and on its top."""
    try:
        if not _may_be(path):
            return False
        return all(is_matrix(sheet) for sheet in tables_of(path).sheets)
    except InputError:
        return False


def read(path: str | PathLike[str], *, sheet: str | None = None) -> Network:
    """Read matrices: one, or one of each kind of tie in a sheet of its own.

    Parameters
    ----------
    path
    sheet
        Name of the only sheet to read; else all.

    Raises
    ------
    InputError
        If the names on both sides are not the same, or a cell is no number.
    """
    return network_of_all(tables_of(path, sheet=sheet))


def tables_of(path: str | PathLike[str], *, sheet: str | None = None) -> Tables:
    """Read the cells of a spreadsheet or a CSV file.

    Raises
    ------
    InputError
        If it is neither.
    """
    if _is_text(path):
        return io_csv.read(path)
    return io_excel.read(path, sheet=sheet)


def _is_text(path: str | PathLike[str]) -> bool:
    return Path(path).suffix.lower() not in io_excel.SUFFIXES


def _may_be(path: str | PathLike[str]) -> bool:
    """Tell by its beginning whether a text may be a matrix, so that a long table is left at once.

    Somebody on the top stands first in some row below.
    """
    if not _is_text(path):
        return True
    first, *below = io_csv.first_rows(path)
    return any(row and row[0] in first for row in below)
