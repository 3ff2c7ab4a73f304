"""What all figures of a comparison share: type, the numbers of an axis, the words below."""

import textwrap
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import ScalarFormatter

from diffusion.comparison.result import Comparison
from diffusion.i18n.words import Words
from diffusion.plotting.style import MUTED

ENGLISH = Words("en")

MEASURES = ("adopters", "lasting_adopters")
"""What figures of differences and of budgets show."""

STYLE: dict[Any, Any] = {
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "svg.hashsalt": "artisan-diffusion",
    "svg.fonttype": "none",
}

_CAPTION_WIDTH = 120
"""Letters of a line below a figure."""


def save_figure(figure: Figure, folder: Path, name: str) -> None:
    """Write one figure as PNG and SVG, the same bytes each time."""
    with mpl.rc_context(STYLE):
        figure.savefig(folder / f"{name}.png", dpi=150, metadata={"Software": None})
        figure.savefig(folder / f"{name}.svg", metadata={"Date": None, "Creator": None})


def write_below(figure: Figure, *lines: str) -> None:
    """Write lines below a figure."""
    figure.supxlabel("\n".join(lines), fontsize=8, color=MUTED)


def caption(comparison: Comparison, say: Words = ENGLISH) -> str:
    """Say what every figure must say: where the numbers come from."""
    text = say(
        "drawn.curves",
        n_runs=comparison.n_runs,
        reference=spoken(comparison.reference, say),
        random_seed=comparison.random_seed,
        parameters=comparison.parameters,
    )
    return f"{text}\n{_parts_off(comparison, say)}"


def origin(comparison: Comparison, say: Words = ENGLISH, *, n_runs: str | None = None) -> str:
    """Say how the numbers came about, and what they are not.

    `n_runs` stands for the number of runs where that is not the comparison's own.
    """
    text = say(
        "drawn.origin",
        n_runs=n_runs or comparison.n_runs,
        random_seed=comparison.random_seed,
        parameters=comparison.parameters,
    )
    return f"{text}\n{_parts_off(comparison, say)}"


def spoken(name: str, say: Words) -> str:
    """Say the name of a strategy."""
    return say.spelled("strategy", name).replace("_", " ")


def write_numbers(axis: Axis, say: Words) -> None:
    """Write the numbers of an axis as the language does."""
    if say != ENGLISH:
        axis.set_major_formatter(_Numbers(say))


class _Numbers(ScalarFormatter):
    """Numbers as matplotlib rounds them, with the marks of a language."""

    def __init__(self, say: Words) -> None:
        super().__init__()
        self._say = say

    def __call__(self, x: float, pos: int | None = None) -> str:
        return self._say.marked(super().__call__(x, pos))


def _parts_off(comparison: Comparison, say: Words) -> str:
    off = [say.spelled("module", module) for module in comparison.community.file.modules.off]
    return textwrap.fill(say("drawn.off", modules=", ".join(off)), _CAPTION_WIDTH)
