"""Writes one page that tells why a programme brings what it brings, in both languages."""

from pathlib import Path
from typing import Any

from diffusion.explanation.explained import Explanation
from diffusion.i18n.words import Words, both, not_yet_read
from diffusion.plotting.frame import months_shown
from diffusion.reporting.html.cells import (
    Cell,
    Table,
    change,
    interval_of,
    level,
    table_of,
    unit_of,
    with_unit,
)
from diffusion.reporting.html.sections import write_sections
from diffusion.reporting.why import brought, finest, how_of, name_of_part, said_of, title_of
from diffusion.results.barriers import BARRIERS

SECTIONS = {
    "totals": "", "pathways": "pathways", "families": "", "activities": "activities",
    "barriers": "barriers", "changes": "changes", "whom": "whom",
}  # fmt: skip
"""Sections of the page, each with its figure."""


def write_page(found: Explanation, folder: Path, outcome: str, *, language: str) -> None:
    """Write report.html into a folder that already holds the figures."""
    pages = [_page(found, outcome, say) for say in both()]
    write_sections(folder, pages, SECTIONS, language=language)


def _page(found: Explanation, outcome: str, say: Words) -> dict[str, Any]:
    """Gather everything that is said in one language."""
    first, *others = said_of(found, say, outcome)
    measure = say.name("measure", outcome)
    return {
        "say": say,
        "language": say.language,
        "unread": say("language.unread") if say.language == "id" and not_yet_read() else "",
        "title": title_of(found, say),
        "headline": first,
        "said": others,
        "how": " ".join(how_of(found, say, outcome)),
        "titles": {name: say(f"why_title.{name}") for name in SECTIONS},
        "texts": {name: say(f"why_text.{name}", month=found.month) for name in SECTIONS},
        "captions": {
            figure: say(f"why_figure.{figure}", measure=measure)
            for figure in SECTIONS.values()
            if figure
        },
        "tables": {
            "totals": _totals(found, say),
            "pathways": _effects(found, "pathway", "pathways", outcome, say),
            "families": _effects(found, "family", "families", outcome, say),
            "activities": _effects(found, finest(found).level, "activities", outcome, say),
            "barriers": _barriers(found, say),
            "changes": _changes(found, say),
            "whom": _whom(found, say),
        },
    }


def _table(say: Words, name: str, keys: list[str], rows: list[tuple[Cell, ...]]) -> Table:
    head = [f"why_column.{key}" for key in keys]
    return table_of(say, name, say(f"why_title.{name}"), head, rows)


def _totals(found: Explanation, say: Words) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for row in found.total_rows:
        unit = unit_of(row["outcome"])
        rows.append(
            (
                (with_unit(say, row["outcome"]), ""),
                *((level(say, unit, row[key]), "") for key in ("programme", "nothing")),
                (change(say, unit, row["total"]), interval_of(say, unit, row, change)),
            )
        )
    return _table(say, "totals", ["outcome", "programme", "nothing", "difference"], rows)


def _effects(found: Explanation, where: str, name: str, outcome: str, say: Words) -> Table:
    unit = unit_of(outcome)
    by_way = {
        way: {row["part"]: row for row in found.rows_for(where, outcome, way)}
        for way in ("alone", "left_out", "share")
    }
    rows: list[tuple[Cell, ...]] = []
    for part, share in by_way["share"].items():
        below = say(f"pathway_said.{part}") if where == "pathway" else ""
        cells: list[Cell] = [(name_of_part(say, where, part), below)]
        if where != "pathway":
            price = share["price"]
            cells.append((say("say.none") if price is None else say.number(price, 0), ""))
        for way in by_way:
            row = by_way[way].get(part)
            if row is None:
                cells.append(("", ""))
            else:
                ends = interval_of(say, unit, row, change)
                cells.append((brought(say, unit, row["mean"]), ends))
        cells.append((say.percent(share["of_total"]), ""))
        rows.append(tuple(cells))
    price_key = [] if where == "pathway" else ["price"]
    return _table(say, name, ["part", *price_key, *by_way, "of_total"], rows)


def _barriers(found: Explanation, say: Words) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            (say(f"reason.{row['reason']}"), ""),
            (say.number(row["programme"]), _ends(say, row, "programme_")),
            (say.number(row["nothing"]), _ends(say, row, "nothing_")),
        )
        for row in found.barrier_rows
        if row["month"] == found.month
    ]
    return _table(say, "barriers", ["reason", "programme", "nothing"], rows)


def _changes(found: Explanation, say: Words) -> Table:
    """List the differences at the months that the figure names."""
    at = {(row["reason"], row["month"]): row for row in found.barrier_rows}
    months = months_shown(found.month)[1:]
    rows: list[tuple[Cell, ...]] = []
    for barrier in BARRIERS:
        cells: list[Cell] = [(say(f"reason.{barrier.name}"), "")]
        for month in months:
            row = at[barrier.name, month]
            ends = interval_of(say, "artisans", row, change, prefix="difference_")
            cells.append((brought(say, "artisans", row["difference"]), ends))
        rows.append(tuple(cells))
    head = [say("why_column.reason"), *(say("say.month", month=month) for month in months)]
    return Table("changes", say("why_title.changes"), tuple(head), tuple(rows))


def _ends(say: Words, row: dict[str, Any], prefix: str) -> str:
    return interval_of(say, "artisans", row, level, prefix=prefix)


def _whom(found: Explanation, say: Words) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for row in found.whom_rows:
        gap = row["gap"]
        rows.append(
            (
                (say.group(row["group"], row["trait"]), ""),
                (say.number(row["n_group"]), ""),
                *(
                    (say.percent(row[key], 1), "") for key in ("share", "share_nothing")
                ),
                *(
                    (change(say, unit, row[key]), interval_of(
                        say, unit, row, change, prefix=f"{key}_"
                    ))
                    for key, unit in (("gain", "percent"), ("more", "artisans"))
                ),
                ("", "") if gap != gap else (change(say, "percent", gap), interval_of(
                    say, "percent", row, change, prefix="gap_"
                )),
            )
        )  # fmt: skip
    keys = ["group", "n_group", "programme", "nothing", "gain", "more", "gap"]
    return _table(say, "whom", keys, rows)
