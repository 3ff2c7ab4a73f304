"""Writes one page that tells a search to people, in Indonesian and English."""

from pathlib import Path
from typing import Any

from diffusion.i18n.words import Words, both, not_yet_read
from diffusion.plotting.search import NAMES
from diffusion.reporting.html.cells import Cell, Table, interval_of
from diffusion.reporting.html.sections import write_sections
from diffusion.reporting.search import held_cells, name_of, said_of
from diffusion.search.found import Found


def write_page(found: Found, folder: Path, *, language: str = "en") -> None:
    """Write report.html into a folder that already holds the figures."""
    sections = {name: name for name in NAMES}
    write_sections(folder, [_page(found, say) for say in both()], sections, language=language)


def _page(found: Found, say: Words) -> dict[str, Any]:
    """Gather everything that is said in one language."""
    first, *others = said_of(found, say)
    runs = say.number(found.plan.effort.runs, 0)
    return {
        "say": say,
        "language": say.language,
        "unread": say("language.unread") if say.language == "id" and not_yet_read() else "",
        "title": say("searched.title", budget=say.rupiah(found.plan.space.budget)),
        "headline": first,
        "said": others,
        "how": say("searched.how_said", by=say(f"searched.by_{found.plan.effort.by}")),
        "titles": {name: say(f"searched.{name}") for name in NAMES},
        "texts": {name: say(f"searched.{name}_said", runs=runs) for name in NAMES},
        "captions": {name: say(f"searched.figure_{name}") for name in NAMES},
        "tables": {
            "judged": _judged(found, say),
            "calendar": _calendar(found, say),
            "trace": _trace(found, say),
        },
    }


def _table(say: Words, name: str, keys: tuple[str, ...], rows: list[tuple[Cell, ...]]) -> Table:
    head = tuple(say(f"searched.{key}") for key in keys)
    return Table(name, say(f"searched.{name}"), head, tuple(rows))


def _judged(found: Found, say: Words) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for row in found.judgement().to_dict("records"):
        ends = [say.change(row[f"lead_{end}"]) for end in ("low", "high")]
        is_found = row["candidate"] == found.winner
        has_ends = not is_found and row["lead_low"] == row["lead_low"]
        rows.append(
            (
                (name_of(found, row["candidate"], say), say(f"searched.kind_{row['kind']}")),
                (say.number(row["price"] / 1000, 0), ""),
                (say.number(row["mean"]), interval_of(say, "artisans", row)),
                ("" if is_found else say.change(row["lead"]), say.span(*ends) if has_ends else ""),
            )
        )
    return _table(say, "judged", ("name", "price", "mean", "behind_found"), rows)


def _calendar(found: Found, say: Words) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            *((text, "") for text in held_cells(one, say)),
            (say.number(one.price / 1000, 0), ""),
        )
        for one in found.held()
    ]
    return _table(say, "calendar", ("what", "months", "places", "for_whom", "price"), rows)


def _trace(found: Found, say: Words) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            (str(one.search), ""),
            (str(one.number), ""),
            (say.number(one.n_candidates, 0), ""),
            (say.number(one.n_runs, 0), ""),
            (say.number(one.mean), ""),
            (say.number(one.n_open, 0), ""),
        )
        for one in found.rounds
    ]
    keys = ("of_search", "round", "n_candidates", "axis_runs", "mean", "n_open")
    return _table(say, "trace", keys, rows)
