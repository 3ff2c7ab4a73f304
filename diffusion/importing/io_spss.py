"""Reads data of SPSS (.sav, .zsav, .por), with labels of values, and codes that mean no value."""

import warnings
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from os import PathLike
from pathlib import Path
from typing import Any

from diffusion.errors import InputError, Problem
from diffusion.importing.apart import apart
from diffusion.importing.coded import BROKEN, cell_of, missing
from diffusion.importing.source import bytes_of
from diffusion.importing.tables import Cell, Column, Sheet, Tables

FORMAT = "SPSS"
SUFFIXES = (".sav", ".zsav", ".por")

_EXPECTED = "data of SPSS (.sav, .zsav)"


def read(path: str | PathLike[str]) -> Tables:
    """Read a file of SPSS. What its user declared as missing keeps its code and its label.

    Raises
    ------
    InputError
        If it is none, or cut off.
    ModuleNotFoundError
        Without pyreadstat, which the extra `survey` brings.
    """
    import_module("pyreadstat")  # so that a missing library is told as such
    place, _ = bytes_of(path)
    return apart(_read, path, place, place=place, expected=_EXPECTED, most_gigabytes=8)


def _read(path: str | PathLike[str], place: str) -> Tables:
    import pyreadstat

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _tables(place, str(path))
    except (*BROKEN, pyreadstat.ReadstatError, pyreadstat.PyreadstatError) as error:
        found = "a file cut off, or no file of SPSS"
        raise InputError(Problem(place, "", _EXPECTED, found)) from error


def _tables(place: str, path: str) -> Tables:
    import pyreadstat

    if path.lower().endswith(".por"):
        frame, said = pyreadstat.read_por(path)
    else:
        frame, said = pyreadstat.read_sav(path, user_missing=True)
    if frame.columns.empty or frame.index.empty:
        raise InputError(Problem(place, "", "at least one variable and one row", "none"))
    columns = {
        name: _column(
            name,
            frame[name],
            said.column_names_to_labels.get(name) or "",
            said.variable_value_labels.get(name, {}),
            [_range(one) for one in said.missing_ranges.get(name, [])],
        )
        for name in map(str, frame.columns)
    }
    sheet = Sheet(Path(place).stem, columns, tuple(range(1, len(frame) + 1)))
    return Tables(place, FORMAT, (sheet,))


def _column(
    name: str,
    values: Iterable[object],
    label: str,
    labels: Mapping[Any, str],
    ranges: Sequence[tuple[Any, Any]],
) -> Column:
    meanings = {cell_of(code): text for code, text in labels.items()}
    cells = tuple(cell_of(value) for value in values)
    return Column(
        name,
        tuple(
            missing(cell, [meanings.get(cell)]) if _is_within(cell, ranges) else cell
            for cell in cells
        ),
        label,
        {code: text for code, text in meanings.items() if not _is_within(code, ranges)},
    )


def _range(written: Any) -> tuple[Any, Any]:
    """Give the lowest and the highest of a range, or a single code twice."""
    return (written["lo"], written["hi"]) if isinstance(written, dict) else (written, written)


def _is_within(cell: Cell, ranges: Sequence[tuple[Any, Any]]) -> bool:
    """Tell whether a value is one of those that its user declared as missing."""
    for low, high in ranges:
        if isinstance(cell, str) and isinstance(low, str):
            if low <= cell <= high:
                return True
        elif (
            isinstance(cell, int | float)
            and not isinstance(low, str)
            and float(low) <= cell <= float(high)
        ):
            return True
    return False
