"""What all figures share: files, captions, names, the numbers of an axis."""

import re
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import ScalarFormatter

from diffusion.comparison.measured import Simulated
from diffusion.comparison.result import Comparison
from diffusion.i18n.words import Words
from diffusion.plotting.style import SMALL_LETTERS, STYLE

ENGLISH = Words("en")

CAPTIONS = "captions.txt"

MEASURES = ("adopters", "lasting_adopters")
"""What figures of differences and of budgets show."""

_UNIT = re.compile(r"\([^()]{1,12}\)")
_NO_BREAK = "\N{NO-BREAK SPACE}"
_DPI = 300
_WITHOUT_DATES: dict[str, dict[str, Any]] = {
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
    "svg": {"Date": None, "Creator": None},
    "png": {"Software": None},
}
_MONTHS_APART = (1, 2, 3, 6, 12, 24, 60, 120)
_MOST_MONTHS = 6
"""Months written below a panel, at most."""


def save_figure(figure: Figure, folder: Path, name: str) -> None:
    """Write one figure as PDF, SVG and PNG, the same bytes each time."""
    with mpl.rc_context(dict(STYLE)):
        for kind, metadata in _WITHOUT_DATES.items():
            figure.savefig(folder / f"{name}.{kind}", dpi=_DPI, metadata=metadata)


def save_with_captions(
    drawn: Mapping[str, tuple[Figure, str]], folder: Path, of_all: Sequence[str] = ()
) -> None:
    """Write figures by name, and below their names what is printed below them; then of all."""
    for name, (figure, _) in drawn.items():
        save_figure(figure, folder, name)
    parts = [f"{name}\n\n{caption}\n" for name, (_, caption) in drawn.items()]
    text = "\n".join([*parts, *(f"{said}\n" for said in of_all)])
    (folder / CAPTIONS).write_text(text, encoding="utf-8")


def by_effect(comparison: Comparison) -> Simulated:
    """List the strategies with the most adopters at the end first; of equals as asked for."""
    return tuple(sorted(comparison.simulated, key=lambda one: -one[1].adopters[:, -1].mean()))


def with_adopters(comparison: Comparison) -> tuple[Simulated, list[str]]:
    """Part the strategies, in the order of `by_effect`: those that anybody adopts in; others."""
    shown = tuple((s, o) for s, o in by_effect(comparison) if o.adopters.any())
    names = [strategy.name for strategy, _ in shown]
    return shown, [s.name for s, _ in comparison.simulated if s.name not in names]


def in_lines(text: str, width: int) -> str:
    """Break a text into lines of at most so many letters; a unit in brackets stays whole."""
    whole = _UNIT.sub(lambda unit: unit[0].replace(" ", _NO_BREAK), text)
    return textwrap.fill(whole, width, break_long_words=False).replace(_NO_BREAK, " ")


def months_shown(n_months: int) -> list[int]:
    """Months written below a panel: evenly spaced from 0, and the last one.

    >>> months_shown(36), months_shown(40), months_shown(75), months_shown(5)
    ([0, 12, 24, 36], [0, 12, 24, 40], [0, 24, 48, 75], [0, 1, 2, 3, 4, 5])
    """
    apart = next(
        (step for step in _MONTHS_APART if n_months // step < _MOST_MONTHS), max(1, n_months)
    )
    even = range(0, n_months, apart)
    return [month for month in even if n_months - month > apart // 2] + [n_months]


def write_numbers(axis: Axis, say: Words) -> None:
    """Write the numbers of an axis as the language does."""
    if say != ENGLISH:
        axis.set_major_formatter(_Numbers(say))


def write_beside(panel: Axes, places: Sequence[int], texts: Sequence[str]) -> None:
    """Write a text beside each row, right of the panel, where it hides no mark."""
    for place, text in zip(places, texts, strict=True):
        panel.annotate(
            text, (1, place), xycoords=("axes fraction", "data"), xytext=(4, 0),
            textcoords="offset points", ha="left", va="center", fontsize=SMALL_LETTERS,
        )  # fmt: skip


class _Numbers(ScalarFormatter):
    """Numbers as matplotlib rounds them, with the marks of a language."""

    def __init__(self, say: Words) -> None:
        super().__init__()
        self._say = say

    def __call__(self, x: float, pos: int | None = None) -> str:
        return self._say.marked(super().__call__(x, pos))
