"""Writes the pages that the site has and the folder docs has not: made ones, and copies.

Pages of other folders (the experiments, this project's vision) are copied into docs/made. A link
to a file that is no page of the site becomes the name of that file, so the site needs no address
of the repository.
"""

import os
import re
from pathlib import Path
from typing import Any

from derived.reference import api_page, command_page, files_page

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
MADE = DOCS / "made"

COPIES = {
    "models/senik/case.md": "senik.md",
    "experiments/README.md": "experiments.md",
    "experiments/strategies/README.md": "strategies.md",
    "experiments/patterns/README.md": "patterns.md",
    "experiments/sequence/README.md": "sequence.md",
    "experiments/withdrawal/README.md": "withdrawal.md",
    "experiments/obstacles/README.md": "obstacles.md",
    "experiments/coverage/README.md": "lines.md",
    "experiments/real_villages/README.md": "real-villages.md",
    "benchmarks/README.md": "benchmarks.md",
    "benchmarks/RESULTS.md": "benchmark-results.md",
    "findings/README.md": "findings.md",
    "VISION.md": "vision.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
}
"""Pages of other folders, and the names of their copies in docs/made."""

BELOW = {
    "decisions/README": ["[0-9]*"],
    "made/experiments": [
        "strategies",
        "patterns",
        "sequence",
        "withdrawal",
        "obstacles",
        "lines",
        "real-villages",
    ],
    "made/benchmarks": ["benchmark-results"],
}
"""Pages that stand below another one in the list at the side."""

_LINK = re.compile(r"(?P<image>!?)\[(?P<text>[^]]+)\]\((?P<target>[^)#\s]+)(?P<anchor>#[^)]*)?\)")


def linked(text: str, *, written_in: Path, shown_in: Path) -> str:
    """Make the links of a page right for the place in which the site shows it.

    Parameters
    ----------
    text
        The page, in Markdown.
    written_in, shown_in
        The folder from which its links lead, and the folder of the page in the site.
    """

    def right(found: re.Match[str]) -> str:
        target = found["target"]
        if ":" in target:
            return found[0]
        path = Path(os.path.normpath(written_in / target))
        anchor = found["anchor"] or ""
        name = path.relative_to(ROOT).as_posix()
        for page in (name, f"{name}/README.md"):
            if page in COPIES:
                path = MADE / COPIES[page]
        is_shown = found["image"] or path.is_relative_to(MADE)
        if is_shown or (path.is_relative_to(DOCS) and path.is_file()):
            place = Path(os.path.relpath(path, shown_in)).as_posix()
            return f"{found['image']}[{found['text']}]({place}{anchor})"
        if found["text"].strip("`") in (name, path.name):
            return f"`{name}`"
        return f"{found['text']} (`{name}`)"

    return _LINK.sub(right, text)


def write_pages() -> None:
    """Write every page of docs/made."""
    MADE.mkdir(exist_ok=True)
    for path in MADE.glob("*.md"):
        path.unlink()
    pages = {"command.md": command_page(), "files.md": files_page(), "api.md": api_page()}
    for source, name in COPIES.items():
        path = ROOT / source
        text = path.read_text(encoding="utf-8")
        pages[name] = linked(text, written_in=path.parent, shown_in=MADE)
    for name, text in pages.items():
        (MADE / name).write_text(text, encoding="utf-8")


def as_read(app: Any, docname: str, source: list[str]) -> None:
    """Make links right in a page of docs as Sphinx reads it, and say which pages it has below."""
    folder = Path(app.srcdir, docname).parent
    if folder != MADE:
        source[0] = linked(source[0], written_in=folder, shown_in=folder)
    if docname in BELOW:
        pages = "\n".join(BELOW[docname])
        source[0] += f"\n```{{toctree}}\n:hidden:\n:glob:\n\n{pages}\n```\n"
