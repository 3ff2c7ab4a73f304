"""What the README shows is what happens."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from derived.demo import OVER_POINTS, WORDS, demo, few_lines, over_points, with_block
from derived.things import ROOT

pytestmark = pytest.mark.usefixtures("shipped")

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", README, flags=re.DOTALL | re.MULTILINE)
COMMANDS = [line for kind, block in BLOCKS if not kind for line in block.splitlines()]


def test_the_readme_shows_three_commands_one_figure_and_few_lines() -> None:
    compared = "diffusion compare senik --budget 8_000_000"
    over = f"{compared} --ensemble ensemble.parquet --runs 100"
    assert ["pip install .", compared, over] == COMMANDS
    assert README.count("![") == 1
    (shown,) = [block for kind, block in BLOCKS if kind == "text"]
    assert len(shown.splitlines()) <= 15
    assert len(README.splitlines()) < 70


def test_the_readme_leads_trainers_to_the_page_first() -> None:
    assert re.findall(r"\]\(([^)]+)\)", README)[0] == "docs/pages/senik.html"


@pytest.mark.slow
def test_what_it_installs_runs_what_it_shows(tmp_path: Path) -> None:
    """As a clone is installed: the libraries are those of this environment."""
    words = [sys.executable, "-m", *shlex.split(COMMANDS[0])]
    quiet = ["--quiet", "--no-deps", "--no-build-isolation", "--disable-pip-version-check"]
    subprocess.run([*words, *quiet, "--target", str(tmp_path)], cwd=ROOT, check=True)
    assert (tmp_path / "diffusion" / "models" / "senik" / "community.toml").is_file()
    assert not (tmp_path / "tests").exists()


@pytest.mark.slow
def test_the_lines_in_the_readme_are_what_the_command_prints() -> None:
    assert " ".join(["diffusion", *WORDS]) == COMMANDS[1]
    assert " ".join(["diffusion", *OVER_POINTS]) == COMMANDS[2]
    printed, _ = demo()
    assert (ROOT / "docs" / "demo.txt").read_text(encoding="utf-8") == printed
    shown = over_points()
    assert with_block(README, few_lines(shown)) == README
    assert with_block(README, few_lines(shown.replace("13.1", "13.2"))) != README


def test_make_demo_runs_the_same_command() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (recipe,) = re.findall(r"^demo:.*\n\t\.venv/bin/diffusion (.*)$", makefile, re.MULTILINE)
    assert recipe.startswith(" ".join(WORDS))


@pytest.mark.parametrize("link", dict.fromkeys(re.findall(r"\]\(([^):]+)\)", README)))
def test_each_link_leads_somewhere(link: str) -> None:
    assert (ROOT / link).exists()


@pytest.mark.slow
@pytest.mark.locked
def test_the_demo_leaves_its_figures() -> None:
    """The same bytes as in docs, so that a second `make docs` changes nothing."""
    _, figures = demo()
    for name, content in figures.items():
        assert (ROOT / "docs" / "figures" / name).read_bytes() == content, name
