"""How numbers are written for people."""

import json
from collections.abc import Mapping
from typing import Any

FEWEST_RUNS = 30
"""Runs that must have both of two groups before a gap between them is shown to people."""


def rupiah(amount: float) -> str:
    """Write rupiah in full: Rp 1,250,000."""
    return f"Rp {amount:,.0f}".replace("Rp -", "-Rp ")


def one_decimal(value: float | None) -> str:
    """Write a number with one decimal; 'none' where there is none."""
    return "none" if value is None else f"{value:.1f}"


def span(low: float | None, high: float | None) -> str:
    """Write a band or an interval: 1.0 to 2.5."""
    return f"{one_decimal(low)} to {one_decimal(high)}"


def share(value: float) -> str:
    """Write a share as a percentage."""
    return f"{100 * value:.0f} %"


def as_json(content: Mapping[str, Any]) -> str:
    """Write one JSON object; a number that is not finite is an error."""
    return json.dumps(content, indent=2, allow_nan=False, ensure_ascii=False)
