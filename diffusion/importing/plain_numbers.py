"""Reads numbers as programs write them, and nothing else."""

import math
import re

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def whole_number(token: str) -> int | None:
    """Read a whole number from 0, of at most 18 digits; None if it is another thing."""
    digits = token.removeprefix("+")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 19 else None


def number(token: str) -> float | None:
    """Read a number; None if it is another thing, or too large."""
    if _NUMBER.fullmatch(token) is None:
        return None
    value = float(token)
    return value if math.isfinite(value) else None


def with_way_out(token: str, found: str) -> str:
    """Say what was found, and what to do where a number has a decimal comma."""
    return f"{found} (write a decimal point)" if "," in token else found
