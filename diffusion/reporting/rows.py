"""Writes a table as rows of JSON."""

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


def rows_of(table: "pd.DataFrame") -> list[dict[str, Any]]:
    """Give each row by the names of the columns; what is not defined is None."""
    rows: list[dict[str, Any]] = json.loads(
        table.to_json(orient="records", double_precision=15, default_handler=str)
    )
    return rows
