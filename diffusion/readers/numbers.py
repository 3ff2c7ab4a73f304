"""Reads numbers as people write them in cells, and says how to write those that are unclear."""

import math
import re
from dataclasses import dataclass

from diffusion.errors import InputError, as_written
from diffusion.util.digits import way_out_of
from diffusion.util.money import rupiah_of

IN_THOUSANDS = re.compile(
    r"([+-]?[1-9]\d{0,2}(?:([., \u00a0\u202f'_])\d{3})(?:\2\d{3})*)([.,]\d+)?",
    re.ASCII,
)
PLAIN = re.compile(r"[+-]?\d+(?:[.,]\d+)?", re.ASCII)
_WITH_COMMA = re.compile(r"[+-]?(?:\d+,\d*|,\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Column:
    """What the cells of one column of numbers may hold: from `low` to `high`, in plain words."""

    expected: str
    low: float
    high: float
    is_whole: bool = False
    is_money: bool = False

    @property
    def is_share(self) -> bool:
        """Whether it is a number from 0 to 1, which people may have on another scale."""
        return self.high == 1 and not self.is_whole


def plain(cell: str, *, has_decimal_commas: bool) -> str:
    """Write a number that has a decimal comma with a point; leave any other cell as it is."""
    is_number = has_decimal_commas and _WITH_COMMA.fullmatch(cell)
    return cell.replace(",", ".") if is_number else cell


def value_of(cell: str, *, has_decimal_commas: bool, is_whole: bool = False) -> float:
    """Read a cell as a number; NaN if it is none. Nothing may stand between its digits."""
    written = plain(cell, has_decimal_commas=has_decimal_commas)
    if (_WHOLE if is_whole else _NUMBER).fullmatch(written) is None:
        return math.nan
    return int(written) if is_whole else float(written)


SUM = re.compile(
    r"(?:Rp\.?[\s\u00a0\u202f]*)?(?P<number>\d+(?:[., \u00a0\u202f]\d+)*)(?:,-)?"
    r"[\s\u00a0\u202f]*(?:[a-z]+\.?)?",
    re.ASCII | re.IGNORECASE,
)
"""A sum of money in a cell, as people write it."""


def sum_of(cell: str, *, has_decimal_commas: bool) -> int | None:
    """Read a sum as a person writes it, such as Rp 150.000 or 1,2 juta; None if it is none.

    A bare 390.000 is a sum where numbers have decimal commas, and could be 390 where they have
    decimal points; so is 390,000 the other way round. Such a cell is not read.
    """
    parts = SUM.fullmatch(cell)
    if parts is None:
        return None
    is_bare = len(parts[0]) == len(parts["number"])
    decimal = "," if has_decimal_commas else "."
    if is_bare and re.fullmatch(rf"\d+{re.escape(decimal)}\d+", cell, re.ASCII):
        return None
    try:
        return rupiah_of(re.sub("[\u00a0\u202f]", " ", cell))
    except InputError:
        return None


def number_of(cell: str, kind: Column, *, has_decimal_commas: bool) -> float | str:
    """Read one cell as a number of a column's kind, or say what was found in its place."""
    value = value_of(cell, has_decimal_commas=has_decimal_commas, is_whole=kind.is_whole)
    # In a table with decimal commas, a point may stand between thousands.
    if kind.low <= value <= kind.high and not (has_decimal_commas and "." in cell):
        return value
    if kind.is_money:
        amount = sum_of(cell, has_decimal_commas=has_decimal_commas)
        if amount is not None and kind.low <= amount <= kind.high:
            return amount
    meant = _readings(cell, kind)
    if kind.low <= value <= kind.high and len(meant) <= 1:
        return value
    found = as_written(cell) if cell else "nothing"
    if meant:
        written = [f"{number:.12g}" for number in meant]
        if has_decimal_commas:
            written = [number.replace(".", ",") for number in written]
        found += f" (write {' or '.join(written)}"
        if len(meant) > 1:
            found += ", whichever it is"
        elif IN_THOUSANDS.fullmatch(_amount(cell)):
            found += ", with nothing between thousands"
        found += ")"
    elif _DATE.fullmatch(cell):
        found += f" ({_IS_DATE})"
    elif other_digits := way_out_of(cell):
        found += f" ({other_digits})"
    elif "_" in cell and not math.isnan(value_of(cell.replace("_", ""), has_decimal_commas=True)):
        found += " (write the digits without _ between them)"
    elif kind.is_money and cell and math.isnan(value):
        found += f" ({_SUMS})"
    return found


_MONTHS = "jan|feb|mar|apr|mei|may|jun|jul|agu|agt|ags|aug|sep|okt|oct|nov|des|dec"
_DATE = re.compile(
    rf"\d{{1,2}}[- ]({_MONTHS})([- ]\d{{2,4}})?|({_MONTHS})[- ]\d{{1,4}}"
    r"|\d{1,2}[-/]\d{1,2}[-/]\d{2,4}|\d{4}-\d{1,2}-\d{1,2}( [0-9:]+)?",
    re.ASCII | re.IGNORECASE,
)

_IS_DATE = (
    "a spreadsheet made a date of a number such as 4.5: give the column the format Text and type "
    "the number anew"
)
_SUMS = "write a sum as 150000, Rp 150.000 or 1,2 juta"


def _amount(text: str) -> str:
    """Leave out the sign of rupiah."""
    return re.sub(r"^Rp\.?\s*", "", text)


def _readings(text: str, kind: Column) -> list[float]:
    """List the numbers in range that a person may have meant by a cell."""
    text = _amount(text)
    found = []
    if in_thousands := IN_THOUSANDS.fullmatch(text):
        whole, mark, rest = in_thousands.groups()
        if not (rest or "").startswith(mark):
            found.append(float(whole.replace(mark, "") + (rest or "").replace(",", ".")))
    if PLAIN.fullmatch(text) and not (found and kind.is_whole):
        found.insert(0, float(text.replace(",", ".")))
    if kind.is_share and text.endswith("%") and PLAIN.fullmatch(text[:-1].strip()):
        found.append(float(text[:-1].strip().replace(",", ".")) / 100)
    return [
        number
        for number in dict.fromkeys(found)
        if kind.low <= number <= kind.high and (number.is_integer() or not kind.is_whole)
    ]
