"""Writes into a folder what was found: tables, figures with captions, and what it was made from."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diffusion.util.atomic import SIGNATURE
from diffusion.util.formats import as_json

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


def write_found(
    draft: Path,
    tables: "Mapping[str, pd.DataFrame]",
    drawn: "Mapping[str, tuple[Figure, str]]",
    made: Mapping[str, Any],
    *,
    of_all: Iterable[str] = (),
) -> None:
    """Write tables as CSV by their names, figures, and provenance.json.

    Parameters
    ----------
    draft
        A folder that is whole later; see `diffusion.util.atomic.whole_folder`.
    tables, drawn
        By the names of their files; figures with their captions.
    made
        What it was made from.
    of_all
        What is to be said below each caption.
    """
    from diffusion.plotting.frame import save_with_captions

    for name, table in tables.items():
        table.to_csv(draft / f"{name}.csv", index=False)
    if drawn:
        save_with_captions(drawn, draft, [*of_all])
    (draft / SIGNATURE).write_text(as_json(made) + "\n", encoding="utf-8")
