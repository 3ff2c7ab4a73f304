"""The one list of what is derived: each thing says what its files should hold now."""

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from typer.testing import CliRunner

from derived.demo import demo, few_lines, over_points, with_block
from derived.law_pictures import draw_all
from derived.lempungwaru import NAME, folder_of_lempungwaru
from derived.numbers import filled
from derived.rooms import drawing
from derived.verdicts import with_verdicts
from diffusion.cli import app

ROOT = Path(__file__).parents[2]
PAGE = "docs/pages/senik.html"
Files = Mapping[str, bytes]


class Thing(NamedTuple):
    """Something derived: its name, and a function that makes its files anew."""

    name: str
    make: Callable[[], Files]


def _read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def numbers() -> Files:
    """Fill in the numbers in the prose of the page that tells the model."""
    return {"docs/model.md": filled(_read("docs/model.md")).encode()}


def patterns() -> Files:
    """Fill in whether the model shows the patterns by which it is judged."""
    return {
        "docs/explanation/limits.md": with_verdicts(_read("docs/explanation/limits.md")).encode()
    }


def rooms() -> Files:
    """Draw the rooms of the package, from the layers that pyproject.toml states."""
    return {"docs/figures/rooms.svg": drawing(_read("pyproject.toml")).encode()}


def pictures() -> Files:
    """Draw the laws."""
    with tempfile.TemporaryDirectory() as folder:
        draw_all(Path(folder))
        return {f"docs/figures/{path.name}": path.read_bytes() for path in Path(folder).iterdir()}


def readme() -> Files:
    """Run the demo: its print-out, its figures and the README's lines."""
    printed, figures = demo()
    readme = with_block(_read("README.md"), few_lines(over_points()))
    return {
        "docs/demo.txt": printed.encode(),
        "README.md": readme.encode(),
        **{f"docs/figures/{name}": content for name, content in figures.items()},
    }


def page() -> Files:
    """Write the workshop page of Senik."""
    return {PAGE: _page_of("senik")}


def page_of_lempungwaru() -> Files:
    """Write the workshop page of the place that is made up."""
    words = ("-p", "campaign_only", "-p", "collaboration_only")
    return {f"docs/pages/{NAME}.html": _page_of(NAME, *words)}


def comparison_of_lempungwaru() -> Files:
    """Draw what was observed there over two programmes as they are written."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "results"
        words = ("-p", "campaign_only", "-p", "collaboration_only", "-o", str(path))
        result = CliRunner().invoke(app, ["compare", NAME, *words])
        if result.exit_code != 0:
            raise RuntimeError(f"diffusion compare {NAME}: {result.output}")
        return {f"docs/figures/{NAME}.svg": (path / "curves.svg").read_bytes()}


def _page_of(name: str, *words: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.html"
        result = CliRunner().invoke(app, ["page", name, *words, "-o", str(path)])
        if result.exit_code != 0:
            raise RuntimeError(f"diffusion page {name}: {result.output}")
        return path.read_bytes()


THINGS = (
    Thing("numbers", numbers),
    Thing("patterns", patterns),
    Thing("rooms", rooms),
    Thing("pictures", pictures),
    Thing("readme", readme),
    Thing("page", page),
    Thing(NAME, folder_of_lempungwaru),
    Thing(f"page_of_{NAME}", page_of_lempungwaru),
    Thing(f"comparison_of_{NAME}", comparison_of_lempungwaru),
)


def stale(files: Files, root: Path) -> list[str]:
    """Names of the files that differ from those under `root`, or are not there."""
    paths = {name: root / name for name in sorted(files)}
    return [
        name
        for name, path in paths.items()
        if not path.is_file() or path.read_bytes() != files[name]
    ]


def write(files: Files, root: Path) -> list[str]:
    """Write the files that are stale under `root`; return their names."""
    changed = stale(files, root)
    for name in changed:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(files[name])
    return changed
