"""Makes cells of what a library for statistical files gives: whole numbers, dates, codes."""

import lzma
import math
import struct
import zlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

import numpy as np

from diffusion.importing.tables import Cell, Missing

BROKEN = (
    ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError, EOFError,
    AssertionError, NotImplementedError, MemoryError, RecursionError, OSError, struct.error,
    NameError, StopIteration, zlib.error, lzma.LZMAError,
)  # fmt: skip
"""What libraries raise where a file is not what its first bytes promise."""

_MOST_WHOLE = 2.0**53


def cell_of(value: object) -> Cell:
    """Make a cell of a single value: a whole number is whole, what is not there is None."""
    match value:
        case str():
            return str(value) or None
        case None | bool() | Missing():
            return value
        case np.bool_():
            return bool(value)
        case int() | np.integer():
            return int(value)
        case float() | np.floating():
            number = float(value)
            if math.isnan(number):
                return None
            is_whole = abs(number) < _MOST_WHOLE and number == int(number)
            return int(number) if is_whole else number
        case datetime():
            return None if value != value else _short(value)
        case date():
            return value
        case time():
            return value.isoformat()
        case bytes():
            return value.decode("latin-1")
    return str(value)


def cells_of(values: Iterable[object]) -> tuple[Cell, ...]:
    """Make cells of a column."""
    return tuple(cell_of(value) for value in values)


def missing(code: object, labels: Sequence[str | None]) -> Missing:
    """Keep why there is no value: the code, and its label where there is one."""
    label = next((one for one in labels if one), None)
    return Missing(f"{code}: {label}" if label else str(code))


def _short(value: datetime) -> date | datetime:
    """Take a moment without a time of the day for a date."""
    plain = datetime(value.year, value.month, value.day, value.hour, value.minute, value.second)
    return plain.date() if plain.time() == time() else plain
