"""Writes one page that tells a comparison over points to people, in Indonesian and English."""

from pathlib import Path
from typing import Any

from diffusion.calibration.over_points import MEASURES, OverPoints
from diffusion.i18n.words import Words, both, not_yet_read
from diffusion.reporting.html.cells import Cell, Table
from diffusion.reporting.html.sections import write_sections
from diffusion.reporting.points import SHARES, heading, legend, said_of


def write_page(found: OverPoints, folder: Path, *, language: str = "en") -> None:
    """Write report.html into a folder that already holds the figure."""
    sections = dict.fromkeys(found.values, "") | {MEASURES[0]: "points"}
    pages = [_page(found, say) for say in both()]
    write_sections(folder, pages, sections, language=language)


def _page(found: OverPoints, say: Words) -> dict[str, Any]:
    """Gather everything that is said in one language."""
    first, *others, _ = said_of(found, say, name=say.strategy)
    return {
        "say": say,
        "language": say.language,
        "unread": say("language.unread") if say.language == "id" and not_yet_read() else "",
        "title": heading(found, say),
        "headline": first,
        "said": others,
        "how": "",
        "titles": {name: say.name("measure", name) for name in found.values},
        "texts": dict.fromkeys(found.values, legend(say, say.strategy(found.reference))),
        "captions": {"points": say("points.figure")},
        "tables": {name: _table(found, name, say) for name in found.values},
    }


def _table(over: OverPoints, measure: str, say: Words) -> Table:
    keys = ("default", "mean", "of_points", "of_histories", "won", "clearly", "fewer", "undecided")
    head = (say("column.strategy"), *(say(f"points.{key}") for key in keys))
    rows: list[tuple[Cell, ...]] = []
    for row in over.table(measure).to_dict("records"):
        ends = [
            say.span(*(say.formatted(row[f"{of}_{end}"], form) for end in ("low", "high")))
            for of, form in (("points", ".1f"), ("histories", ".0f"))
        ]
        shares = [row[key] for key in SHARES]
        is_reference = row["strategy"] == over.reference
        rows.append(
            (
                (say.strategy(row["strategy"]), ""),
                *((say.formatted(row[key], ".1f"), "") for key in ("default", "mean")),
                *((text, "") for text in ends),
                *(("" if is_reference else say.percent(share), "") for share in shares),
            )
        )
    return Table(measure, say.name("measure", measure), head, tuple(rows))
