"""Writes scores of villages left out, and how a programme goes on: JSON, or tables and figures."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from diffusion.fitting.monitoring import Monitored
from diffusion.fitting.validated import Validation
from diffusion.i18n.words import words_of
from diffusion.reporting.found import write_found
from diffusion.util.atomic import whole_folder
from diffusion.util.formats import as_json, rows_of


def tell_validation(found: Validation, origin: Mapping[str, Any]) -> dict[str, Any]:
    """Put all scores into one JSON object; what is not defined is null."""
    return {
        "known_to": [*found.known_to],
        "villages": found.n_villages,
        "choices": dict(found.choices),
        "models": rows_of(found.summary()),
        "curves": rows_of(found.to_frame()),
        "weights": dict(found.weights),
        "widths": dict(found.widths),
        "provenance": dict(origin),
    }


def save_validation(
    found: Validation,
    folder: Path,
    origin: Mapping[str, Any],
    *,
    replace: bool = False,
    language: str = "en",
    column: str = "two",
) -> None:
    """Write models.csv, curves.csv and a figure with its caption into a folder.

    Parameters
    ----------
    found
    folder
        New or empty, or with `replace` one of earlier results.
    origin
        What the data came from, for provenance.json.
    replace, language, column
        As of `diffusion.reporting.export.save_comparison`.
    """
    from diffusion.plotting.validated import validation_figures

    with whole_folder(folder, replace=replace) as draft:
        tables = {"models": found.summary(), "curves": found.to_frame()}
        drawn = validation_figures(found, words_of(language), column=column)
        learnt = {"weights": dict(found.weights), "widths": dict(found.widths)}
        made = {"choices": dict(found.choices)} | learnt | dict(origin)
        write_found(draft, tables, drawn, made)


def tell_monitored(found: Monitored, origin: Mapping[str, Any]) -> dict[str, Any]:
    """Put it into one JSON object: where it stands, how sure that is, and all periods."""
    low, middle, high = (float(end[-1]) for end in found.band("updated"))
    tried = found.tried
    return {
        "place": found.place,
        "expected_from": found.expected_from,
        "people": found.n_people,
        "left_out": found.n_left_out,
        "known_to": found.known_to,
        "observed": int(found.observed[-1]),
        "standing": found.standing.value,
        "no_more_in": found.rank,
        "fewer_than_expected_in_the_end": found.chance_below,
        "in_the_end": {"low": low, "median": middle, "high": high},
        "tried": None if tried is None else {
            "on": tried.on, "n": tried.n, "coverage": tried.coverage,
            "said_behind": tried.said_behind,
        },
        "width": found.width,
        "periods": rows_of(found.to_frame()),
        "provenance": dict(origin),
    }  # fmt: skip


def save_monitored(
    found: Monitored,
    folder: Path,
    origin: Mapping[str, Any],
    *,
    replace: bool = False,
    language: str = "en",
    column: str = "two",
) -> None:
    """Write monitor.csv, monitor.json and a figure with its caption into a folder.

    Parameters
    ----------
    found, folder, origin, replace, language, column
        As of `save_validation`.
    """
    from diffusion.plotting.validated import monitored_figures

    with whole_folder(folder, replace=replace) as draft:
        drawn = monitored_figures(found, words_of(language), column=column)
        told = as_json(tell_monitored(found, origin)) + "\n"
        (draft / "monitor.json").write_text(told, encoding="utf-8")
        write_found(draft, {"monitor": found.to_frame()}, drawn, origin)
