"""Reads sums of money as people write them: 8.000.000, Rp 8 jt, 8,5 juta, 8e6."""

import re
from fractions import Fraction
from numbers import Integral

from diffusion.errors import InputError, Problem, as_written
from diffusion.util.digits import with_way_out

MOST_RUPIAH = 1_000_000_000_000
"""Largest sum that is read."""

MOST_BUDGETS = 100
"""Most budgets of a range."""

EXPECTED = "whole rupiah, as 8000000, 8.000.000, 8,000,000, 8 juta or 8e6"

type Sum = int | str
"""Whole rupiah, or text that says how many."""

_UNITS = {
    10**3: ("ribu", "rb", "thousand"),
    10**6: ("juta", "jt", "million"),
    10**9: ("miliar", "milyar", "billion"),
}
_UNIT = {word: size for size, words in _UNITS.items() for word in words}

_SUM = re.compile(
    r"""(?:rp\.?\s*)?                     # Rp, if it is there
        (?P<number>[0-9]+(?:[.,_\s'][0-9]+)*)
        (?:e\+?(?P<power>[0-9]{1,2}))?    # 8e6
        (?:,-)?                           # as on a receipt: Rp 8.000,-
        \s*(?P<unit>[a-z]+)?\.?""",
    re.VERBOSE | re.ASCII | re.IGNORECASE,
)


MOST_MILLIONS = 1_000
"""Sums below this many rupiah may be millions whose unit was left out."""


def in_millions(budget: int, needed: int) -> str:
    """Ask whether a budget was meant in millions, if it is tiny and that would be enough."""
    is_meant = 0 < budget < MOST_MILLIONS and budget * 10**6 >= needed
    return f" (did you mean {budget} juta?)" if is_meant else ""


def is_unit(word: str) -> bool:
    """Whether a word says of what a number of rupiah is counted, such as juta."""
    return word.casefold().rstrip(".") in _UNIT


def rupiah_of(value: object, *, place: str = "budget") -> int:
    """Read a sum of money.

    One mark that stands before every three digits groups thousands: 8.000 is eight thousand, and
    so is 8,000. Before a unit or in a power of ten a single mark is the decimal mark, 8,5 juta or
    1.5e6; with three digits after it, as in 1.500 juta, it could be either and is refused. What
    is not whole rupiah is refused too.

    Parameters
    ----------
    value
        A whole number, or text.
    place
        Where it stands, for the message.

    Raises
    ------
    InputError
        If it is not a sum of whole rupiah from 0 to `MOST_RUPIAH`, or could be two.
    """
    amount = None
    match value:
        case bool():
            pass
        case str():
            amount = _read(value, place)
        case Integral():
            amount = Fraction(int(value))
        case float() if value.is_integer():
            amount = Fraction(value)
    if amount is None or amount.denominator != 1:
        found = with_way_out(as_written(value), str(value))
        raise InputError(Problem(place, "", EXPECTED, found))
    if not 0 <= amount <= MOST_RUPIAH:
        expected = f"rupiah from 0 to {MOST_RUPIAH:,}"
        raise InputError(Problem(place, "", expected, as_written(value)))
    return int(amount)


def sum_asked(text: str | None, *, place: str = "budget") -> int | None:
    """Read one sum; None where there is no text.

    Raises
    ------
    InputError
        As `rupiah_of`; also of a range, which is for a comparison.
    """
    if text is None:
        return None
    if text.count(":") == 2:
        expected = "one sum (diffusion compare takes a range of budgets, LOW:HIGH:N)"
        raise InputError(Problem(place, "", expected, as_written(text)))
    return rupiah_of(text, place=place)


def budgets_of(text: str | None, *, place: str = "budget") -> tuple[int, ...]:
    """Read one sum, or LOW:HIGH:N for N sums evenly spread; none where there is no text.

    Raises
    ------
    InputError
        As `rupiah_of`; if the sums do not rise, or there are not 2 to `MOST_BUDGETS`.
    """
    if text is None:
        return ()
    parts = text.split(":")
    if len(parts) == 1:
        return (rupiah_of(text, place=place),)
    expected = f"one sum, or LOW:HIGH:N with N from 2 to {MOST_BUDGETS}, as 5 juta:14 juta:4"
    problem = InputError(Problem(place, "", expected, as_written(text)))
    if len(parts) != 3 or not re.fullmatch("[0-9]{1,3}", parts[2].strip()):
        raise problem
    low, high = (rupiah_of(part, place=place) for part in parts[:2])
    n_sums = int(parts[2])
    if not low < high or not 2 <= n_sums <= min(MOST_BUDGETS, high - low + 1):
        raise problem
    return tuple(low + (high - low) * step // (n_sums - 1) for step in range(n_sums))


def _read(text: str, place: str) -> Fraction | None:
    """Read a text; None if it is no sum.

    Raises
    ------
    InputError
        If it could be two sums.
    """
    found = _SUM.fullmatch(text.strip())
    if found is None:
        return None
    unit, power = (found["unit"] or "").lower(), int(found["power"] or 0)
    if unit and unit not in _UNIT:
        return None
    size = _UNIT.get(unit, 1) * 10**power
    number = _number(found["number"], is_multiplied=size > 1)
    if isinstance(number, str):
        either = " or ".join(number.split("|"))
        expected = f"a sum that can be read in one way: write {either}"
        raise InputError(Problem(place, "", f"{expected} {unit or f'e{power}'}", as_written(text)))
    return None if number is None else number * size


def _number(written: str, *, is_multiplied: bool) -> Fraction | str | None:
    """Read digits with marks between them; text with both readings where there are two."""
    digits = re.split(r"[.,_\s']", written, flags=re.ASCII)
    marks = re.findall(r"[.,_\s']", written, flags=re.ASCII)
    if not marks:
        return Fraction(written)
    *grouped, last = marks
    is_decimal_mark = last in ".,"
    if is_multiplied and is_decimal_mark and not grouped:
        if len(digits[1]) == 3 and len(digits[0]) <= 3 and digits[0] != "0":
            return f"{''.join(digits)}|{digits[0]}.{digits[1].rstrip('0') or '0'}"
        return Fraction(f"{digits[0]}.{digits[1]}")
    if is_decimal_mark and (not grouped or last not in grouped) and len(digits[-1]) != 3:
        whole = _grouped(digits[:-1], grouped)
        return None if whole is None else whole + Fraction(f"0.{digits[-1]}")
    return _grouped(digits, marks)


def _grouped(digits: list[str], marks: list[str]) -> Fraction | None:
    """Put groups of thousands together; None if they are none."""
    is_regular = len(set(marks)) <= 1 and all(len(group) == 3 for group in digits[1:])
    if marks and (not is_regular or not 1 <= len(digits[0]) <= 3):
        return None
    return Fraction("".join(digits))
