"""The demo's print-out, its figures, and the few lines of it that the README shows."""

import re
import tempfile
from functools import cache
from pathlib import Path

from typer.testing import CliRunner

from diffusion.cli import app

WORDS = ("compare", "senik", "--budget", "8_000_000")
OVER_POINTS = (*WORDS, "--ensemble", "ensemble.parquet", "--runs", "100")
FIGURES = ("curves.svg", "reasons.svg")
FIRST = "Adopters of 30"
"""How the first line of the README's block begins; an empty line ends it."""

_BLOCK = re.compile(r"(?<=^```text\n).*?(?=^```$)", flags=re.DOTALL | re.MULTILINE)


@cache
def demo() -> tuple[str, dict[str, bytes]]:
    """Run the demo once: give what it prints, and its figures by name.

    Raises
    ------
    RuntimeError
        If the command fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        words = [*WORDS, "-o", folder, "--replace"]
        result = CliRunner(env={"COLUMNS": "80"}).invoke(app, words)
        if result.exit_code != 0:
            raise RuntimeError(f"diffusion {' '.join(words)}: {result.output}")
        figures = {name: (Path(folder) / name).read_bytes() for name in FIGURES}
    lines = [line.rstrip() for line in result.stdout.rstrip().splitlines()]
    return "\n".join(lines) + "\n", figures


@cache
def over_points() -> str:
    """Compare over the ensemble of Senik once: give what it prints.

    Raises
    ------
    RuntimeError
        If the command fails.
    """
    result = CliRunner(env={"COLUMNS": "80"}).invoke(app, [*OVER_POINTS])
    if result.exit_code != 0:
        raise RuntimeError(f"diffusion {' '.join(OVER_POINTS)}: {result.output}")
    return "\n".join(line.rstrip() for line in result.stdout.splitlines()) + "\n"


def few_lines(printed: str) -> str:
    """Take the README's lines out of what the comparison over points prints."""
    lines = printed.splitlines()
    first = next(n for n, line in enumerate(lines) if line.startswith(FIRST))
    last = next(n for n, line in enumerate(lines) if n > first and not line)
    return "\n".join(lines[first:last]) + "\n"


def with_block(readme: str, block: str) -> str:
    """Put the lines into the README's one block of text."""
    text, n_blocks = _BLOCK.subn(lambda _: block, readme)
    if n_blocks != 1:
        raise RuntimeError(f"README.md: expected one block of text, found {n_blocks}")
    return text
