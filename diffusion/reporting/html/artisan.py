"""Writes one page that tells what became of one artisan, in both languages."""

from pathlib import Path
from typing import Any

from diffusion.explanation.artisan import ArtisanExplained, shares_of
from diffusion.explanation.shares import MOVES
from diffusion.i18n.words import Words, both, not_yet_read
from diffusion.kernels.state import NEVER
from diffusion.plotting.influence import influence_caption
from diffusion.reporting.artisan import (
    fate_of,
    months_of,
    off_said,
    said_of_changes,
    said_of_source,
    title_of_artisan,
)
from diffusion.reporting.html.cells import Cell, Table, table_of
from diffusion.reporting.html.sections import write_sections
from diffusion.results.series import STAGES

SECTIONS = {"story": "", "changes": "", **{move: f"influence_{move}" for move in MOVES}}
"""Sections of the page, each with its figure."""


def write_page(found: ArtisanExplained, folder: Path, *, language: str) -> None:
    """Write report.html into a folder that already holds the figures."""
    write_sections(folder, [_page(found, say) for say in both()], SECTIONS, language=language)


def _page(found: ArtisanExplained, say: Words) -> dict[str, Any]:
    """Gather everything that is said in one language."""
    return {
        "say": say,
        "language": say.language,
        "unread": say("language.unread") if say.language == "id" and not_yet_read() else "",
        "title": title_of_artisan(found, say),
        "headline": fate_of(found, say),
        "said": list(said_of_changes(found, say)),
        "how": say("artisan.note"),
        "titles": {name: say(f"artisan_title.{name}") for name in SECTIONS},
        "texts": {
            "story": say("artisan_text.story"),
            "changes": say("artisan_text.changes", n=found.n_tried),
            **dict.fromkeys(MOVES, say("artisan_text.shares")),
        },
        "captions": {SECTIONS[move]: influence_caption(found.influence, move, 0, say)
                     for move in MOVES},
        "tables": {
            "story": _table(say, "story", ["month", "what"], _story(found, say)),
            "changes": _table(say, "changes", ["off", "began", "stage"], _changes(found, say)),
            **{
                move: _table(say, move, ["month", "from", "share"], _shares(found, move, say))
                for move in MOVES
            },
        },
    }  # fmt: skip


def _table(say: Words, name: str, keys: list[str], rows: list[tuple[Cell, ...]]) -> Table | None:
    """Make the table of a section; None where nothing stands in it, and the section is left out."""
    head = [f"artisan_column.{key}" for key in keys]
    return table_of(say, name, say(f"artisan_title.{name}"), head, rows) if rows else None


def _story(found: ArtisanExplained, say: Words) -> list[tuple[Cell, ...]]:
    return [((str(month), ""), (text, "")) for month, text in months_of(found, say)]


def _changes(found: ArtisanExplained, say: Words) -> list[tuple[Cell, ...]]:
    return [
        (
            (off_said(found, one, say), ""),
            (say("artisan.not_begun") if one.began == NEVER else str(one.began), ""),
            (say(f"stage.{STAGES[one.stage]}"), ""),
        )
        for one in found.changes
    ]


def _shares(found: ArtisanExplained, move: str, say: Words) -> list[tuple[Cell, ...]]:
    """List whose part each such move was, the greatest first within a month."""
    return [
        ((str(month), ""), (said_of_source(row, say), ""), (say.percent(row["share"]), ""))
        for month, rows in shares_of(found).items()
        for row in rows
        if row["move"] == move
    ]
