"""Writes what was measured of an adoption: one JSON object, or a folder of tables and figures."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from diffusion.i18n.words import words_of
from diffusion.measures.everything import Measured
from diffusion.reporting.found import write_found
from diffusion.results.outcome import CAVEAT
from diffusion.util.atomic import whole_folder
from diffusion.util.formats import rows_of


def tell_measured(measured: Measured, origin: Mapping[str, Any]) -> dict[str, Any]:
    """Put all tables into one JSON object; what is not defined is null, with a reason beside it."""
    told: dict[str, Any] = {"caveat": CAVEAT} if "programme" in origin else {}
    told["people"], told["periods"] = measured.it.n_people, [*map(str, measured.it.data.periods)]
    told["choices"] = dict(measured.choices)
    for name, table in measured.tables().items():
        told[name] = rows_of(table)
    told["provenance"] = dict(origin)
    return told


def save_measured(
    measured: Measured,
    folder: Path,
    places: list[tuple[float, float]],
    origin: Mapping[str, Any],
    *,
    replace: bool = False,
    language: str = "en",
    column: str = "two",
) -> None:
    """Write the tables, the figures with their captions, and what it was made from, into a folder.

    Parameters
    ----------
    measured
    folder
        New or empty, or with `replace` one of earlier results.
    places
        Of the people in the picture of the network, in parts of its width and height.
    origin
        What the data came from, for provenance.json.
    replace, language, column
        As of `diffusion.reporting.export.save_comparison`.
    """
    from diffusion.plotting.measured import measured_figures

    say = words_of(language)
    with whole_folder(folder, replace=replace) as draft:
        of_all = [say("measured_caption.simulated")] if "programme" in origin else []
        drawn = measured_figures(measured, places, say, column=column)
        made = {"choices": dict(measured.choices)} | dict(origin)
        write_found(draft, measured.tables(), drawn, made, of_all=of_all)
