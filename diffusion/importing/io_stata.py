"""Reads data of Stata (.dta), with labels of values, and reasons why a value is missing."""

import struct
import warnings
from collections.abc import Mapping
from io import BytesIO
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diffusion.errors import InputError, Problem
from diffusion.importing.coded import BROKEN, cell_of, missing
from diffusion.importing.notes import Note
from diffusion.importing.source import bytes_of
from diffusion.importing.tables import Cell, Column, Sheet, Tables

if TYPE_CHECKING:
    from pandas import DataFrame, Series

FORMAT = "Stata"
SUFFIXES = (".dta",)

_FIRST_MISSING = 2_147_483_621
"""Code of "." among the labels of values; .a to .z come after it."""

_UTF_8_FROM = 118
"""Format from which Stata writes its text in UTF-8."""

_WIDTH_OF_NAMES = {117: 33, 118: 129, 119: 129}
_OLD_WIDTH, _OLDEST = 33, 113


def read(path: str | PathLike[str]) -> Tables:
    """Read a file of Stata.

    Raises
    ------
    InputError
        If it is none, or cut off.
    """
    place, content = bytes_of(path)
    try:
        return _tables(place, content)
    except BROKEN as error:
        found = "a file cut off, or no file of Stata"
        raise InputError(Problem(place, "", "data of Stata (.dta)", found)) from error


def _tables(place: str, content: bytes) -> Tables:
    import pandas as pd

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pd.read_stata(BytesIO(content), iterator=True, convert_categoricals=False) as reader:
            labels, asked = reader.value_labels(), reader.variable_labels()
        frame = _frame(content, convert_missing=True, convert_dates=False)
        dated = _frame(content, convert_missing=False, convert_dates=True)
    if frame.columns.empty or frame.index.empty:
        raise InputError(Problem(place, "", "at least one variable and one row", "none"))
    version = _version(content)
    sets = _label_sets(content, version, [str(name) for name in frame.columns])
    old = _OldLetters(is_old=version < _UTF_8_FROM)
    columns = {}
    for name in map(str, frame.columns):
        of_name = {int(code): old.text(text) for code, text in labels.get(sets[name], {}).items()}
        times = dated[name] if dated[name].dtype.kind == "M" else None
        columns[name] = _column(name, frame[name], times, of_name, old)
        columns[name] = Column(
            name, columns[name].cells, old.text(asked.get(name, "")), columns[name].meanings
        )
    sheet = Sheet(Path(place).stem, columns, tuple(range(1, len(frame) + 1)))
    notes = (Note("coded.old_letters", {"example": old.example}, is_odd=True),)
    return Tables(place, FORMAT, (sheet,), notes if old.example else ())


def _frame(content: bytes, **options: bool) -> "DataFrame":
    import pandas as pd

    read_by: Any = pd.read_stata
    frame: DataFrame = read_by(BytesIO(content), convert_categoricals=False, **options)
    return frame


class _OldLetters:
    """Text of a file from before Stata wrote UTF-8: pandas takes it for Latin-1."""

    def __init__(self, *, is_old: bool) -> None:
        self.is_old = is_old
        self.example = ""

    def text(self, text: str) -> str:
        """Read text as Windows wrote it, and remember a word that is no ASCII."""
        if not self.is_old or text.isascii():
            return text
        right = text.encode("latin-1", "replace").decode("cp1252", "replace")
        self.example = self.example or right
        return right


def _column(
    name: str,
    values: "Series[Any]",
    times: "Series[Any] | None",
    labels: Mapping[int, str],
    old: _OldLetters,
) -> Column:
    cells: list[Cell] = []
    for row, value in enumerate(values):
        if (letter := getattr(value, "string", None)) is not None:  # a StataMissingValue
            label = labels.get(_FIRST_MISSING + ord(letter[1]) - 96) if letter != "." else None
            cells.append(None if letter == "." else missing(letter, [label]))
        elif times is not None:
            cells.append(cell_of(times.iloc[row]))
        else:
            cell = cell_of(value)
            cells.append(old.text(cell) if isinstance(cell, str) else cell)
    meanings: dict[Cell, str] = {
        code: text for code, text in labels.items() if code < _FIRST_MISSING
    }
    return Column(name, tuple(cells), "", meanings)


def _version(content: bytes) -> int:
    if content.startswith(b"<stata_dta>"):
        return int(content.split(b"<release>", 1)[1][:3])
    return content[0]


def _label_sets(content: bytes, version: int, names: list[str]) -> dict[str, str]:
    """Find which set of labels each variable has; pandas knows the sets, and does not say whose.

    The list stands before the data, a name of a fixed width for each variable. In files older than
    Stata 8 a set is taken to be called like its variable.
    """
    if version in _WIDTH_OF_NAMES:
        width = _WIDTH_OF_NAMES[version]
        at = content.index(b"<value_label_names>") + len(b"<value_label_names>")
    elif version >= _OLDEST:
        width = _OLD_WIDTH
        n_format = 12 if version == _OLDEST else 49
        at = 109 + len(names) * (1 + 33 + n_format) + 2 * (len(names) + 1)
    else:
        return {name: name for name in names}
    encoding = "utf-8" if version >= _UTF_8_FROM else "latin-1"
    written = struct.unpack_from(f"{width}s" * len(names), content, at)
    return {
        name: one.split(b"\0", 1)[0].decode(encoding)
        for name, one in zip(names, written, strict=True)
    }
