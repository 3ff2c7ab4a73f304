"""Reads what the report tells from the folder of a comparison."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diffusion.comparison.result import Comparison
from diffusion.i18n.words import Words
from diffusion.util.atomic import SIGNATURE

if TYPE_CHECKING:
    import pandas as pd

_TABLES = ("comparison", "differences", "outcomes", "groups", "within_groups", "reasons", "prices")


@dataclass(frozen=True, slots=True)
class Source:
    """What the page tells, read from the folder of one comparison.

    Attributes
    ----------
    comparison : Comparison
    tables : mapping of str to DataFrame
        The folder's CSV files.
    curves : DataFrame
    provenance : mapping
    names : list of str
        Strategies that were simulated.
    """

    comparison: Comparison
    tables: "Mapping[str, pd.DataFrame]"
    curves: "pd.DataFrame"
    provenance: Mapping[str, Any]
    names: list[str]


def read_source(comparison: Comparison, folder: Path) -> Source:
    """Read what was written of a comparison."""
    import pandas as pd

    tables = {name: _read(folder / f"{name}.csv") for name in _TABLES}
    return Source(
        comparison,
        tables,
        pd.read_parquet(folder / "curves.parquet"),
        json.loads((folder / SIGNATURE).read_text(encoding="utf-8")),
        list(dict.fromkeys(tables["reasons"]["strategy"])),
    )


def n_artisans(say: Words, source: Source) -> str:
    """Write the number of artisans."""
    return say.number(source.comparison.community.n_artisans, 0)


def difference_rows(source: Source, measure: str) -> "pd.DataFrame":
    """Rows of the differences in one measure; none where there is one strategy."""
    table = source.tables["differences"]
    return table if table.empty else table[table["measure"] == measure]


def _read(path: Path) -> "pd.DataFrame":
    """Read a table as it was written: only an empty cell has no number."""
    import pandas as pd

    if not path.read_text(encoding="utf-8").strip():
        return pd.DataFrame()
    return pd.read_csv(
        path,
        keep_default_na=False,
        na_values=[""],
        dtype=dict.fromkeys(
            ("strategy", "reference", "measure", "months_from_1", "places", "group", "others"), str
        ),
    )
