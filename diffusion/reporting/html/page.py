"""Writes one page that tells a comparison to people, in Indonesian and English."""

import base64
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from diffusion.comparison.result import Comparison
from diffusion.i18n.words import LANGUAGES, Words, both, not_yet_read
from diffusion.plotting.page_style import css_variables
from diffusion.reporting.html.adopters import adopters, curve_points
from diffusion.reporting.html.answer import answer, question
from diffusion.reporting.html.barriers import barriers
from diffusion.reporting.html.cells import FIRST_MEASURES, Table
from diffusion.reporting.html.costs import changes, costs, decisions, seats
from diffusion.reporting.html.differences import differences, further, precision
from diffusion.reporting.html.equity import equity, within
from diffusion.reporting.html.estimates import estimates
from diffusion.reporting.html.prices import priced, prices
from diffusion.reporting.html.source import Source, read_source
from diffusion.reporting.html.sources import counts, sources_of
from diffusion.reporting.html.templates import template_of
from diffusion.reporting.html.texts import texts

FILE = "report.html"

_FIGURES = ("curves", "differences", "reasons", "groups")


def write_report(comparison: Comparison, folder: Path, *, language: str = "en") -> None:
    """Write report.html into a folder that already holds the comparison's files.

    It opens in `language`, which is that of the words in the folder's figures.

    The page needs no other file, no network and no script. Its numbers are those of the folder's
    CSV, Parquet and JSON files, rounded.
    """
    source = read_source(comparison, folder)
    page = template_of("report.html.jinja").render(
        colours=css_variables(),
        languages=LANGUAGES,
        pages=[_page(say, source) for say in both()],
        opened=language,
        figures=figures_in(folder, _FIGURES),
        sources=sources_of(comparison),
        files=source.provenance["files"],
    )
    (folder / FILE).write_text(page, encoding="utf-8")


def _page(say: Words, source: Source) -> dict[str, Any]:
    """Gather everything that is said in one language."""
    tables: dict[str, list[Table | None]] = {
        "costs": [costs(say, source)],
        "curves": [curve_points(say, source)],
        "adopters": [adopters(say, source)],
        "differences": [differences(say, source, name) for name in FIRST_MEASURES],
        "outcomes": [estimates(say, source)],
        "groups": list(equity(say, source, is_selection=False)),
        "within": list(within(say, source)),
        "selection": list(equity(say, source, is_selection=True)),
        "reasons": [barriers(say, source)],
        "prices": list(prices(say, source)),
        "assumed": [counts(say, source)],
        "further": [differences(say, source, name) for name in further(source)],
    }
    return {
        "say": say,
        "language": say.language,
        "unread": say("language.unread") if say.language == "id" and not_yet_read() else "",
        "title": say("title.report", place=say.title(source.comparison.community.file.title)),
        "question": question(say, source),
        "answer": list(answer(say, source)),
        "reference": say.strategy(source.comparison.reference),
        "changes": list(changes(say, source)),
        "decisions": list(decisions(say, source)),
        "seats": list(seats(say, source)),
        "idle": [say.strategy(name) for name in source.names if name not in priced(source)],
        "texts": texts(say, source),
        "precision": precision(say, source),
        "tables": {
            name: [table for table in parts if table is not None] for name, parts in tables.items()
        },
    }


def figures_in(folder: Path, names: Iterable[str]) -> dict[str, dict[str, str]]:
    """Figures that are there, by name: the address of each as an image, and its width.

    The words in a figure are said again by its caption and the tables.
    """
    found = {}
    for name in names:
        path = folder / f"{name}.svg"
        if path.is_file():
            drawn = path.read_bytes()
            width = re.search(rb'viewBox="0 0 ([0-9.]+)', drawn)
            found[name] = {
                "source": f"data:image/svg+xml;base64,{base64.b64encode(drawn).decode('ascii')}",
                "width": f"{float(width[1]):.0f}" if width else "0",
            }
    return found
