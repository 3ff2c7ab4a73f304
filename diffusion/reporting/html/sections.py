"""Writes a page of sections, each with a figure and a table, in Indonesian and English."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from diffusion.i18n.words import LANGUAGES
from diffusion.plotting.page_style import css_variables
from diffusion.reporting.html.page import FILE, figures_in
from diffusion.reporting.html.templates import template_of


def write_sections(
    folder: Path, pages: Sequence[Mapping[str, Any]], sections: Mapping[str, str], *, language: str
) -> None:
    """Write report.html into a folder that already holds the figures.

    Parameters
    ----------
    folder
    pages
        What is said in each of `LANGUAGES`: title, headline, sentences (said), how, and of each
        section a title, a text and a table; of each figure a caption.
    sections
        Names of the sections, each with that of its figure; empty for none.
    language
        In which it opens.
    """
    page = template_of("sections.html.jinja").render(
        colours=css_variables(),
        languages=LANGUAGES,
        opened=language,
        pages=pages,
        sections=sections,
        figures=figures_in(folder, [name for name in sections.values() if name]),
    )
    (folder / FILE).write_text(page, encoding="utf-8")
