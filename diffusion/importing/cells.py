"""Reads what stands in the cells of a table: numbers that are kept as text, and codes for none."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from diffusion.importing.notes import Note
from diffusion.importing.tables import Cell, Missing
from diffusion.readers.numbers import IN_THOUSANDS
from diffusion.readers.tables import IN_PROSE
from diffusion.util.hidden import hidden_in

NO_VALUE = frozenset(
    ("NA", "N/A", "n/a", "#N/A", "#N/A N/A", "#NA", "NaN", "nan", "NULL", "null", "<NA>")
)
"""What R, Python, databases and spreadsheets write where there is no value."""

ERRORS = frozenset(
    ("#DIV/0!", "#REF!", "#NAME?", "#VALUE!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#ERROR!")
)
"""What a spreadsheet writes where a formula has failed."""

WHOLE = r"-?(?:0|[1-9][0-9]{0,14})"
"""A whole number that is written in one way only, so that nothing of a code such as 007 is lost."""

DECIMAL = r"[+-]?(?:0|[1-9][0-9]*)?\.[0-9]+|[+-]?(?:0|[1-9][0-9]*)(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?"
"""A number with a decimal point, with no 0 before its other digits."""

_MANY_DIGITS = re.compile(r"[+-]?[0-9]{16,}")
"""A whole number that a decimal would not keep to its last digit."""

_WHOLE = re.compile(WHOLE)
_DECIMAL = re.compile(DECIMAL)
_WITH_COMMA = re.compile(r"[+-]?(?:0|[1-9][0-9]*)?,[0-9]+|-?(?:0|[1-9][0-9]*)")

type Mark = Literal["point", "comma", "unclear", "none"]
"""What parts decimals in a column: none where it is text, or has whole numbers alone."""


class Read(NamedTuple):
    """A column whose numbers are numbers.

    Attributes
    ----------
    cells : tuple of Cell
    mark : str
    example : str
        A number that may be read in two ways; "" without one.
    codes : tuple of str
        What was taken for no value.
    """

    cells: tuple[Cell, ...]
    mark: Mark
    example: str
    codes: tuple[str, ...]


def with_numbers(
    columns: Mapping[str, Sequence[Cell]], *, sheet: str
) -> tuple[dict[str, tuple[Cell, ...]], list[Note]]:
    """Make numbers of the text in each column that holds nothing else.

    A column stays text where two of its cells would become one number, as 1.1 and 1.10 do, or
    where digits would be lost, as of 007: it may hold codes.

    Parameters
    ----------
    columns
        Cells by heading.
    sheet
        Name of the sheet, for what is told.
    """
    read = {name: _read(cells) for name, cells in columns.items()}
    with_commas = [name for name, one in read.items() if one.mark == "comma"]
    if with_commas:  # then so are numbers that alone might be thousands
        for name, one in read.items():
            if one.mark == "unclear" and "," in one.example:
                read[name] = _read(columns[name], has_decimal_commas=True)
                with_commas.append(name)
            elif one.mark == "point" and (example := _in_thousands(columns[name])):
                read[name] = one._replace(cells=(*columns[name],), mark="unclear", example=example)
    return {name: one.cells for name, one in read.items()}, [*_notes(read, with_commas, sheet)]


def _notes(read: Mapping[str, Read], with_commas: Sequence[str], sheet: str) -> Iterable[Note]:
    if with_commas:
        named = ", ".join(name for name in read if name in with_commas)
        yield Note("tables.decimal_commas", {"sheet": sheet, "columns": named})
    for name, one in read.items():
        if one.mark == "unclear":
            filled = {"sheet": sheet, "columns": name, "example": one.example}
            yield Note("tables.unclear_marks", filled, is_odd=True)
    codes = dict.fromkeys(code for one in read.values() for code in one.codes)
    if codes:
        yield Note("tables.codes", {"sheet": sheet, "codes": ", ".join(codes)})


def _read(cells: Sequence[Cell], *, has_decimal_commas: bool = False) -> Read:
    """Read one column; each different word is looked at once."""
    words = {cell for cell in cells if type(cell) is str}
    codes = {word: Missing(word) for word in words if word in NO_VALUE or word in ERRORS}
    words -= codes.keys()
    found, mark, example = _numbers(words, has_decimal_commas=has_decimal_commas)
    if found or codes:
        meant: dict[str, Cell] = dict(found) | dict(codes)
        cells = [meant.get(cell, cell) if type(cell) is str else cell for cell in cells]
    return Read(tuple(cells), mark, example, tuple(sorted(codes)))


def _numbers(
    words: set[str], *, has_decimal_commas: bool
) -> tuple[dict[str, int | float], Mark, str]:
    """Give the number that each word is, what parts decimals, and an example of what is unclear."""
    if not words:
        return {}, "none", ""
    if all(map(_WHOLE.fullmatch, words)):
        return {word: int(word) for word in words}, "none", ""
    if any(map(_MANY_DIGITS.fullmatch, words)):
        return {}, "none", ""
    if all(map(_DECIMAL.fullmatch, words)):
        found = {word: plain(float(word)) for word in words}
        return (found, "point", "") if _are_different(found) else ({}, "none", "")
    if all(map(_WITH_COMMA.fullmatch, words)):
        unclear = [word for word in words if IN_THOUSANDS.fullmatch(word)]
        if not has_decimal_commas and len(unclear) == sum("," in word for word in words):
            return {}, "unclear", min(unclear)
        found = {word: plain(float(word.replace(",", "."))) for word in words}
        return (found, "comma", "") if _are_different(found) else ({}, "none", "")
    return {}, "none", ""


def _are_different(found: Mapping[str, float]) -> bool:
    """Whether each word is a number of its own, and none is too large to be one."""
    return len({*found.values()}) == len(found) and all(map(math.isfinite, found.values()))


def _in_thousands(cells: Sequence[Cell]) -> str:
    """Find a number such as 1.234, which has thousands where others have decimal commas."""
    return next((cell for cell in cells if type(cell) is str and IN_THOUSANDS.fullmatch(cell)), "")


def number_in(word: str) -> float | None:
    """Read a word that is a number with a decimal point or comma; None if it is none."""
    if _DECIMAL.fullmatch(word) or _WITH_COMMA.fullmatch(word):
        value = float(word.replace(",", "."))
        return value if math.isfinite(value) else None
    return None


def plain(value: float) -> int | float:
    """Write a whole number as one: 7 for 7.0."""
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def hidden_marks(cell: Cell) -> list[str]:
    """List the characters of a cell that nobody sees, but for blanks of any kind."""
    if type(cell) is not str or (cell.isascii() and cell.isprintable()):
        return []
    return [mark for mark in hidden_in(cell) if mark not in IN_PROSE]
