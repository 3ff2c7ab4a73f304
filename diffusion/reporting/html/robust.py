"""Writes one page that tells a check of a ranking to people, in Indonesian and English."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from diffusion.i18n.words import Words, both, not_yet_read
from diffusion.plotting.sweeps.naming import name_of
from diffusion.reporting.html.cells import Cell, Table
from diffusion.reporting.html.sections import write_sections
from diffusion.reporting.robust import change, said_of, strongest_rows
from diffusion.robustness.result import FIRST, OTHER, Robustness, limits_of

SECTIONS = {"numbers": "numbers", "map": "map", "boxes": "", "panel": "panel", "indices": ""}
"""Sections of the page, each with its figure."""

_MOST_NUMBERS = 40


def write_page(
    found: Robustness, folder: Path, figures: Sequence[str], *, language: str = "en"
) -> None:
    """Write report.html into a folder that already holds the figures."""
    sections = {
        name: figure if figure in figures else ""
        for name, figure in SECTIONS.items()
        if name != "map" or found.mapped is not None
    }
    pages = [_page(found, say) for say in both()]
    write_sections(folder, pages, sections, language=language)


def _page(found: Robustness, say: Words) -> dict[str, Any]:
    """Gather everything that is said in one language."""
    first, *others = said_of(found, say, say.strategy)
    one, other = map(say.strategy, found.names)
    texts = {name: say(f"robust.{name}_said") for name in SECTIONS if name != "indices"}
    texts["numbers"] += f" {say('robust.clear_said')}"
    return {
        "say": say,
        "language": say.language,
        "unread": say("language.unread") if say.language == "id" and not_yet_read() else "",
        "title": say("robust.title", first=one, other=other),
        "headline": first,
        "said": others,
        "how": say("robust.how_said"),
        "titles": {name: say(f"robust.{name}") for name in SECTIONS},
        "texts": texts | {"indices": _indices_said(found, say)},
        "captions": {name: say(f"robust.figure_{name}") for name in SECTIONS.values() if name},
        "tables": {
            "numbers": _number_rows(found, say),
            "map": _map(found, say),
            "boxes": _boxes(found, say),
            "panel": _panel(found, say),
            "indices": _indices(found, say),
        },
    }


def _table(
    say: Words, name: str, keys: Sequence[str], rows: list[tuple[Cell, ...]]
) -> Table | None:
    head = tuple(say(f"robust.{key}") for key in keys)
    return Table(name, say(f"robust.{name}"), head, tuple(rows)) if rows else None


def _number_rows(found: Robustness, say: Words) -> Table | None:
    rows: list[tuple[Cell, ...]] = []
    for row in strongest_rows(found, _MOST_NUMBERS).to_dict("records"):
        ends = [
            (change(row[key], say), _span(row, f"{key}_from", f"{key}_to", say))
            for key in ("at_low", "at_high")
        ]
        rows.append(
            (
                (name_of(row["number"], say), row["number"]),
                (say.span(say.figures(row["low"]), say.figures(row["high"])), ""),
                (say.figures(row["default"]), ""),
                *ends,
                *((_or_nothing(row[key], say), "") for key in ("turns", "clear")),
                (
                    say.formatted(row["correlation"], "+.2f"),
                    _span(row, "correlation_from", "correlation_to", say, ".2f"),
                ),
            )
        )
    keys = ("number", "range", "default", "at_low", "at_high", "turns", "clear", "correlation")
    return _table(say, "numbers", keys, rows)


def _or_nothing(number: float, say: Words) -> str:
    return "" if np.isnan(number) else say.figures(number)


def _span(row: Any, low: str, high: str, say: Words, form: str = ".1f") -> str:
    if np.isnan(row[low]):
        return ""
    return say.span(say.formatted(row[low], form), say.formatted(row[high], form))


def _map(found: Robustness, say: Words) -> Table | None:
    """Write a row for each value upwards, the highest first, and a column for each across."""
    if found.mapped is None:
        return None
    across, upwards = found.mapped.values
    one, other = (name_of(axis.path, say) for axis in found.mapped.axes)
    met, rows = found.mapped.met, list[tuple[Cell, ...]]()
    for row in reversed(range(len(upwards))):
        cells: list[Cell] = [(say.figures(upwards[row]), "")]
        for place in range(row * len(across), (row + 1) * len(across)):
            is_run = met.is_run[place]
            ends = (say.formatted(float(end[place]), ".1f") for end in (met.low, met.high))
            text = change(float(met.difference[place]), say) if is_run else say("robust.not_run")
            cells.append((text, say.span(*ends) if is_run else ""))
        rows.append(tuple(cells))
    head = (f"{other} \\ {one}", *(say.figures(value) for value in across))
    return Table("map", say("robust.map"), head, tuple(rows))


def _boxes(found: Robustness, say: Words) -> Table | None:
    rows: list[tuple[Cell, ...]] = []
    for side, name in ((FIRST, found.names[0]), (OTHER, found.names[1])):
        for box in found.boxes[side]:
            shares = [say.percent(one) for one in (box.density, box.coverage, box.aside)]
            for place, (path, low, high) in enumerate(limits_of(box, found.where)):
                of_box = [say.strategy(name), *shares] if place == 0 else [""] * 4
                rows.append(
                    (
                        (of_box[0], ""),
                        (name_of(path, say), path),
                        *((_or_nothing(end, say), "") for end in (low, high)),
                        *((text, "") for text in of_box[1:]),
                    )
                )
    keys = ("wins", "number", "more_than", "less_than", "density", "coverage", "aside")
    return _table(say, "boxes", keys, rows)


def _panel(found: Robustness, say: Words) -> Table | None:
    rows: list[tuple[Cell, ...]] = [
        (
            (say(f"law.{row['law']}"), ""),
            (say(f"ties_by.{row['network']}"), ""),
            (
                say("robust.not_run") if row["refused"] else change(row["difference"], say),
                _span(row, "low", "high", say),
            ),
        )
        for row in found.panel.table().to_dict("records")
    ]
    return _table(say, "panel", ("law", "network", "difference"), rows)


def _indices_said(found: Robustness, say: Words) -> str:
    return say(f"robust.indices_{'none' if found.indices.empty else found.method}")


def _indices(found: Robustness, say: Words) -> Table | None:
    rows: list[tuple[Cell, ...]] = []
    is_morris = found.method == "morris"
    for row in found.indices.to_dict("records"):
        cells: list[Cell] = [(name_of(row["number"], say), row["number"])]
        if is_morris:
            cells.append((say.formatted(row["mu"], "+.2f"), ""))
            cells.append(_with_ends(row, "mu_star", say))
            cells.append((say.formatted(row["sigma"], ".2f"), ""))
        else:
            cells += [_with_ends(row, key, say) for key in ("first", "total")]
        rows.append(tuple(cells))
    keys = ("number", "mu", "mu_star", "sigma") if is_morris else ("number", "alone", "total")
    return _table(say, "indices", keys, rows)


def _with_ends(row: Any, key: str, say: Words) -> Cell:
    return say.formatted(row[key], ".2f"), _span(row, f"{key}_low", f"{key}_high", say, ".2f")
