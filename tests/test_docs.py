"""The documentation: its examples and commands run as written, and the site is built strictly."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from derived import site
from derived.demo import FIGURES
from derived.photographs import PICTURES
from derived.reference import api_page, command_page, commands, files_page
from derived.things import ROOT, THINGS, stale, write
from derived.verdicts import with_verdicts
from typer.testing import CliRunner

import diffusion
from diffusion.cli import app
from diffusion.readers.model_folder import SCHEMAS, schema_of

pytestmark = pytest.mark.usefixtures("shipped")

DOCS = ROOT / "docs"
WALKED = (
    "tutorial/researcher",
    "tutorial/trainer",
    "tutorial/engineer",
    "tutorial/observed",
    "howto/commands",
)
"""Pages whose commands and examples belong together; the others' examples stand alone."""

LONG = ("tutorial/trainer", "tutorial/observed", "tutorial/researcher", "howto/commands")
LONG_EXAMPLES = ("howto/mesa-3", "howto/why.en-1")

COMMAND = re.compile(r"^diffusion (.+?)(?:\s+#.*)?$", flags=re.MULTILINE)
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", flags=re.DOTALL | re.MULTILINE)
PAGES = {
    path.relative_to(DOCS).with_suffix("").as_posix(): path.read_text(encoding="utf-8")
    for folder in ("tutorial", "howto")
    for path in sorted((DOCS / folder).glob("*.md"))
}
EXAMPLES = [
    pytest.param(content, id=name, marks=pytest.mark.slow if name in LONG_EXAMPLES else ())
    for page, text in PAGES.items()
    if page not in WALKED
    for number, (kind, content) in enumerate(BLOCK.findall(text))
    for name in [f"{page}-{number}"]
    if kind == "python"
]


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=pytest.mark.slow if name in LONG else ()) for name in WALKED],
)
def test_a_page_can_be_walked_from_top_to_bottom(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In an empty folder, with the experiments that come with a clone."""
    (tmp_path / "experiments").symlink_to(ROOT / "experiments")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"__name__": "example"}
    n_run = 0
    for kind, content in BLOCK.findall(PAGES[name]):
        if kind == "python":
            exec(compile(content, name, "exec"), names)
            n_run += 1
        for command in COMMAND.findall(content) if not kind else ():
            result = CliRunner().invoke(app, shlex.split(command))
            assert result.exit_code == 0, (command, result.output, result.exception)
            assert result.output
            n_run += 1
    assert n_run >= 2


@pytest.mark.parametrize("example", EXAMPLES)
def test_each_example_of_the_docs_runs(example: str, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(example, "example", "exec"), {"__name__": "example"})
    assert capsys.readouterr().out


# The site.


@pytest.mark.slow
def test_the_site_is_built_without_a_warning(tmp_path: Path) -> None:
    pytest.importorskip("sphinx", reason="Sphinx is not installed")
    words = ["-m", "sphinx", "-W", "--keep-going", "-E", "-q", "-b", "html"]
    result = subprocess.run(
        [sys.executable, *words, "-d", str(tmp_path / "trees"), str(DOCS), str(tmp_path / "site")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    built = {path.relative_to(tmp_path / "site") for path in tmp_path.glob("site/**/*.html")}
    for name in (*PAGES, "model/odd", "made/command", "made/files", "made/api", "architecture"):
        assert Path(f"{name}.html") in built
    for path in built:
        page = (tmp_path / "site" / path).read_text(encoding="utf-8")
        assert not re.findall(r'(?:src|<link[^>]*href)="https?:[^"]*"', page), path


def test_the_reference_names_every_command_key_and_public_name() -> None:
    page = command_page()
    assert all(f"## diffusion {name}\n" in page for name in commands(app))
    page = files_page()
    for kind in SCHEMAS:
        schema = schema_of(kind)
        for table in (schema, *schema.get("$defs", {}).values()):
            assert all(f"\n| `{key}` |" in page for key in table.get("properties", {}))
    page = api_page()
    for name in diffusion.__all__:
        if not name.startswith("_"):
            assert page.count(f":: diffusion.{name}\n") == 1


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("[a](../model/odd.md#x)", "[a](../model/odd.md#x)"),
        ("[a](../../VISION.md)", "[a](../made/vision.md)"),
        ("[a](../../experiments/patterns)", "[a](../made/patterns.md)"),
        ("[models/senik](../../models/senik)", "`models/senik`"),
        ("[a](../../pyproject.toml)", "a (`pyproject.toml`)"),
        ("[a](https://example.org)", "[a](https://example.org)"),
        ("![a picture](../figures/curves.svg)", "![a picture](../figures/curves.svg)"),
    ],
)
def test_a_link_leads_to_a_page_of_the_site_or_says_where_the_file_is(
    text: str, right: str
) -> None:
    folder = DOCS / "howto"
    assert site.linked(text, written_in=folder, shown_in=folder) == right


@pytest.mark.parametrize(
    "page", sorted(DOCS.rglob("*.md")), ids=lambda page: page.relative_to(DOCS).as_posix()
)
def test_each_link_of_the_docs_leads_somewhere(page: Path) -> None:
    """Without those to the pages that are made for the site."""
    if page.parent == site.MADE:
        return
    for link in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if "/made/" not in link and not link.startswith("made/"):
            assert (page.parent / link).exists(), link


def test_the_files_and_functions_that_the_architecture_names_are_there() -> None:
    text = (DOCS / "architecture.md").read_text(encoding="utf-8")
    paths = re.findall(r"`((?:diffusion|tests|models)/[\w./]*)`", text)
    assert len(paths) >= 9
    assert [path for path in paths if not (ROOT / path).exists()] == []
    (way,) = re.findall(r"```text\n(.*?)```", text, flags=re.DOTALL)
    n_found = 0
    for functions, place in re.findall(r"^ *(\S.*?\))  +(\S+)", way, flags=re.MULTILINE):
        path = ROOT / "diffusion" / place
        files = [path] if path.is_file() else sorted(path.glob("*.py"))
        code = "\n".join(file.read_text(encoding="utf-8") for file in files)
        for name in re.findall(r"(\w+)\(", functions):
            assert f"def {name}" in code, (name, place)
            n_found += 1
    assert n_found >= 9


# What `make docs` makes.


def test_a_second_run_writes_nothing(tmp_path: Path) -> None:
    """With the things that take no time; the others have tests of their own bytes."""
    quick = [thing for thing in THINGS if thing.name in ("numbers", "patterns", "rooms")]
    assert len(quick) == 3
    for thing in quick:
        files = thing.make()
        assert write(files, tmp_path) == sorted(files)
        assert write(thing.make(), tmp_path) == []
        assert stale(files, ROOT) == [], "make docs"


def test_a_wrong_verdict_is_put_right() -> None:
    page = (DOCS / "explanation" / "limits.md").read_text(encoding="utf-8")
    assert {
        name.partition("<!--")[0].split()[1] for name in page.splitlines() if "<!--" in name
    } == {f"P{number}" for number in range(1, 8)}
    assert with_verdicts(page.replace("| partly |", "| pass |")) == page
    both = "| both<!--P1a P5b--> |"
    assert with_verdicts(f"{both} ? | ? |") == f"{both} partly | pass |"
    with pytest.raises(KeyError):
        with_verdicts("| none<!--P9--> | pass | pass |")


def test_every_figure_of_the_docs_is_shown_and_has_somebody_who_draws_it() -> None:
    drawn = {"rooms.svg", "lempungwaru.svg", *FIGURES, *PICTURES}
    names = {path.name for path in (DOCS / "figures").iterdir()}
    assert {name for name in names if not name.startswith("model_")} == drawn
    texts = [path.read_text(encoding="utf-8") for path in DOCS.rglob("*.md")]
    assert [name for name in names if not any(f"figures/{name})" in text for text in texts)] == []


# Mesa's page in a browser.

_RENDER = """
import runpy, solara
page = runpy.run_path({path!r})["page"]
box, _ = solara.render(page, handle_error=False)
kinds, waiting = [], [box]
while waiting:
    widget = waiting.pop()
    kinds.append(type(widget).__name__)
    waiting += [child for child in getattr(widget, "children", []) if hasattr(child, "comm")]
print(*kinds)
"""


@pytest.mark.slow
def test_the_browser_example_renders() -> None:
    """Without a browser: the page's widgets are made, with the drawing among them."""
    pytest.importorskip("solara")
    example = DOCS / "examples" / "browser.py"
    result = subprocess.run(
        [sys.executable, "-c", _RENDER.format(path=str(example))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert "GridLayout" in result.stdout


@pytest.mark.slow
def test_the_browser_example_draws_every_artisan() -> None:
    """Mesa's own drawing puts each of the 30 artisans into the picture."""
    pytest.importorskip("solara")
    code = (
        "import runpy; from matplotlib.figure import Figure;"
        "from mesa.visualization import draw_space;"
        f"names = runpy.run_path({str(DOCS / 'examples' / 'browser.py')!r});"
        "axes = draw_space(names['model'].space, names['portrayal'], ax=Figure().subplots());"
        "print(sum(len(c.get_offsets()) for c in axes.collections if hasattr(c, 'get_offsets')"
        " and 'Path' in type(c).__name__))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.split()[-1] == "30"
