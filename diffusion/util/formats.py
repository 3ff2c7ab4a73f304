"""How numbers are written for people."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

FEWEST_RUNS = 30
"""Runs that must have both of two groups before a gap between them is shown to people."""


def rupiah(amount: float) -> str:
    """Write rupiah in full: Rp 1,250,000."""
    return f"Rp {amount:,.0f}".replace("Rp -", "-Rp ")


def gap_of(first: float, second: float) -> float:
    """Take a gap of two shares of 1 in percentage points, from what is written of them.

    Each is written in per cent with one decimal, so that reader and table come to the same gap.
    """
    return round(round(100 * first, 1) - round(100 * second, 1), 1)


def ordinal(number: int) -> str:
    """Write a number as a place in a row: 1st, 2nd, 13th, 21st."""
    teen = number % 100 in (11, 12, 13)
    return f"{number:,}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def as_json(content: Mapping[str, Any]) -> str:
    """Write one JSON object; a number that is not finite is an error."""
    return json.dumps(content, indent=2, allow_nan=False, ensure_ascii=False)


def rows_of(table: "pd.DataFrame") -> list[dict[str, Any]]:
    """Give each row by the names of the columns; what is not defined is None."""
    rows: list[dict[str, Any]] = json.loads(
        table.to_json(orient="records", double_precision=15, default_handler=str)
    )
    return rows
