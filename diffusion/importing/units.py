"""Reads times, numbers and codes as people write them in surveys."""

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from diffusion.importing.tables import Cell, Missing
from diffusion.readers.numbers import value_of

MONTHS = (
    ("jan", "januari", "january"),
    ("feb", "februari", "february", "peb", "pebruari"),
    ("mar", "maret", "march", "mrt"),
    ("apr", "april"),
    ("may", "mei"),
    ("jun", "juni", "june"),
    ("jul", "juli", "july"),
    ("aug", "agustus", "august", "agu", "agt", "ags"),
    ("sep", "september", "sept"),
    ("oct", "oktober", "october", "okt"),
    ("nov", "november", "nop", "nopember"),
    ("dec", "desember", "december", "des"),
)
"""Names of the months in English and Indonesian, in full and in short."""

MONTH_OF = {word: number for number, words in enumerate(MONTHS) for word in words}

YEARS = range(1800, 2200)
"""Whole numbers that are taken for years."""

EXCEL_DAYS = range(20_000, 75_000)
"""Whole numbers that are taken for days as spreadsheets count them: from 1954 to 2105."""

_EXCEL_DAY_0 = date(1899, 12, 30)

YES = ("yes", "ya", "y", "true", "1", "iya", "sudah", "masih", "pernah", "still", "benar")
NO = ("no", "tidak", "n", "false", "0", "tdk", "tak", "belum", "tidak lagi", "sudah tidak",
      "tidak pernah", "belum pernah", "berhenti", "never", "not yet")  # fmt: skip

NEVER_WORDS = frozenset(
    ("never", "not yet", "no", "none", "tidak", "tidak pernah", "belum", "belum pernah", "tdk",
     "tidak memakai", "non-adopter", "not adopted")
)  # fmt: skip
UNKNOWN_WORDS = frozenset(
    ("not known", "unknown", "don't know", "dont know", "do not know", "dk", "na", "n/a", "n.a.",
     "nan", "refused", "no answer", "missing", "tidak tahu", "tak tahu", "tdk tahu", "lupa",
     "tidak jawab", "tidak menjawab", "tidak ingat", "menolak", "forgot", "?", "tt")
)  # fmt: skip
ODD_CODES = frozenset(
    (-9, -8, -7, -77, -88, -98, -99, -999, -9999, 77, 88, 98, 99, 777, 888, 999, 9999)
)
"""Numbers that often mean that nothing was said."""

type Unit = Literal["month", "year", "number"]

_PARTS = re.compile(r"[^\W_]+")
_YEAR_MONTH = re.compile(r"(\d{4})[-/. ](\d{1,2})(?:[-/. ]\d{1,2}(?:[T ].*)?)?", re.ASCII)
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/. ](\d{4})", re.ASCII)
_DAY_DATE = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{2}|\d{4})(?: .*)?", re.ASCII)
_NAMED = re.compile(r"(?:(\d{1,2})[-/. ,]+)?([^\W\d_]+)[-/.,' ]*(\d{4}|\d{2})", re.IGNORECASE)
_NAMED_AFTER = re.compile(r"(\d{4})[-/., ]+([^\W\d_]+)", re.IGNORECASE)


def folded(cell: object) -> str:
    """Write a cell so that capitals and blanks make no difference."""
    return " ".join(str(cell).casefold().split())


def is_one_of(cell: Cell, codes: Collection[str | int | float]) -> bool:
    """Tell whether a cell is one of some codes; 99, 99.0 and "99" are the same."""
    if cell is None or not codes:
        return False
    said = cell.reason if isinstance(cell, Missing) else cell
    number = number_of(said) if isinstance(said, str | int | float) else math.nan
    for code in codes:
        if folded(said) == folded(code):
            return True
        wanted = number_of(code)
        if not math.isnan(number) and number == wanted:
            return True
    return False


def is_blank(cell: Cell) -> bool:
    """Tell whether nothing stands in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def number_of(cell: Cell) -> float:
    """Read a number, also one with a decimal comma; NaN if it is none."""
    if isinstance(cell, bool | int | float):
        return float(cell)
    if isinstance(cell, str):
        written = cell.strip().removesuffix("%").strip()
        value = value_of(written, has_decimal_commas=True)
        return value / 100 if cell.strip().endswith("%") else value
    return math.nan


def yes_or_no(cell: Cell) -> bool | None:
    """Read yes or no in either language; None if it is neither."""
    word = folded(cell).rstrip(".")
    if word in YES:
        return True
    return False if word in NO else None


@dataclass(frozen=True)
class Moment:
    """When something happened.

    Attributes
    ----------
    unit : str
    number : int
        Months since year 0, the year, or the number of a period.
    is_guess : bool
        Whether a spreadsheet's number of a day was taken for a date.
    """

    unit: Unit
    number: int
    is_guess: bool = False


def moment_of(cell: Cell, *, dates: str | None = None) -> Moment | None:
    """Read when something happened: a date, a month with its year, a year, a number of a period.

    Parameters
    ----------
    cell
    dates
        "day_first" or "month_first", for dates such as 3/4/2010.

    Returns
    -------
    Moment or None
        None if it cannot be read.
    """
    if isinstance(cell, bool) or cell is None or isinstance(cell, Missing):
        return None
    if isinstance(cell, date | datetime):
        return _month(cell.year, cell.month)
    if isinstance(cell, int | float):
        return _of_number(float(cell))
    return _of_text(" ".join(cell.split()), dates)


def _of_number(value: float) -> Moment | None:
    whole = int(value) if math.isfinite(value) and abs(value) < 1e9 else -1
    if whole in EXCEL_DAYS:
        day = _EXCEL_DAY_0 + timedelta(days=whole)
        return Moment("month", 12 * day.year + day.month - 1, is_guess=True)
    if value != whole or whole < 0:
        return None
    return Moment("year" if whole in YEARS else "number", whole)


def _of_text(text: str, dates: str | None) -> Moment | None:
    value = value_of(text, has_decimal_commas=False)
    if not math.isnan(value):
        return _of_number(value)
    if found := _YEAR_MONTH.fullmatch(text):
        return _month(int(found[1]), int(found[2]))
    if found := _MONTH_YEAR.fullmatch(text):
        return _month(int(found[2]), int(found[1]))
    if found := _DAY_DATE.fullmatch(text):
        first, second = int(found[1]), int(found[2])
        is_month_first = dates == "month_first" or (second > 12 and dates is None)
        return _month(_full_year(found[3]), first if is_month_first else second)
    if found := _NAMED.fullmatch(text):
        return _named(found[2], _full_year(found[3]))
    if found := _NAMED_AFTER.fullmatch(text):
        return _named(found[2], int(found[1]))
    return None


def _named(word: str, year: int) -> Moment | None:
    number = MONTH_OF.get(word.casefold())
    return None if number is None else _month(year, number + 1)


def _full_year(written: str) -> int:
    """Say which year two digits mean: 70 to 99 are of the last century."""
    number = int(written)
    if len(written) > 2:
        return number
    return number + (1900 if number >= 70 else 2000)


def _month(year: int, month: int) -> Moment | None:
    if year not in YEARS or not 1 <= month <= 12:
        return None
    return Moment("month", 12 * year + month - 1)


def are_ambiguous(cells: Sequence[Cell]) -> bool:
    """Tell whether dates such as 3/4/2010 could be read both ways in every cell that has one."""
    found = [_DAY_DATE.fullmatch(" ".join(cell.split())) for cell in cells if isinstance(cell, str)]
    parts = [(int(one[1]), int(one[2])) for one in found if one]
    if any(first > 12 or second > 12 for first, second in parts):
        return False
    return any(first != second for first, second in parts)


def first_of_dates(cells: Sequence[Cell]) -> str | None:
    """Say what stands first in dates such as 23/4/2010, as far as any cell tells."""
    for cell in cells:
        if isinstance(cell, str) and (one := _DAY_DATE.fullmatch(" ".join(cell.split()))):
            if int(one[1]) > 12:
                return "day_first"
            if int(one[2]) > 12:
                return "month_first"
    return None


def name_of(number: int, unit: Unit) -> str | int:
    """Name a period: "2010-11", 2010 or 4."""
    if unit == "month":
        return f"{number // 12:04d}-{number % 12 + 1:02d}"
    return number


def odd_numbers(numbers: Collection[float]) -> list[float]:
    """Find numbers that probably mean that nothing was said: -99, or 99 far above all others."""
    known = [one for one in numbers if not math.isnan(one)]
    usual = [one for one in known if one not in ODD_CODES]
    if not usual:
        return []
    lowest, highest = min(usual), max(usual)
    codes = sorted({one for one in known if one in ODD_CODES})
    return [one for one in codes if (one < 0 <= lowest) or one > max(3 * highest, highest + 20)]


_WAYS = {"directed": True, "undirected": False, "mutual": False}


def goes_one_way(cell: Cell) -> bool | None:
    """Tell whether a row of ties goes one way, as Gephi writes it; None if that is not said."""
    return _WAYS.get(folded(cell))
