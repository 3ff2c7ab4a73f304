"""Writes what was fitted: a folder of tables and figures."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from diffusion.fitting.whole import Whole
from diffusion.i18n.words import words_of
from diffusion.reporting.found import write_found
from diffusion.util.atomic import whole_folder

MODEL = "model"
"""Folder of the fit as a model, inside that of the tables."""


def save_fitted(
    whole: Whole,
    folder: Path,
    origin: Mapping[str, Any],
    *,
    replace: bool = False,
    language: str = "en",
    column: str = "two",
    model: Mapping[str, bytes] | None = None,
) -> None:
    """Write the tables, the figures with their captions, and what it was made from.

    Parameters
    ----------
    whole
    folder
        New or empty, or with `replace` one of earlier results.
    origin
        What the data came from, for provenance.json.
    replace, language, column
        As of `diffusion.reporting.export.save_comparison`.
    model
        Files of the fit as a model (`diffusion.fitting.as_model`), for the folder `model`.
    """
    from diffusion.plotting.fitted import fitted_figures

    say = words_of(language)
    with whole_folder(folder, replace=replace) as draft:
        drawn = fitted_figures(whole, say, column=column)
        made = {"choices": dict(whole.choices)} | dict(origin)
        write_found(draft, whole.tables(), drawn, made, of_all=[say("fit_line.cause")])
        for name, content in (model or {}).items():
            file = draft / MODEL / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
