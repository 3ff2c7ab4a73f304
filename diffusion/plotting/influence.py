"""Draws who influenced whom in one history: a tree that grows from left to right, by months."""

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from numpy.typing import NDArray

from diffusion.explanation.chains import chains
from diffusion.explanation.influence import Influence
from diffusion.explanation.shares import OF_ARTISANS, SOURCES
from diffusion.i18n.words import Words
from diffusion.kernels.events import NOBODY
from diffusion.plotting.column import width_of
from diffusion.plotting.frame import ENGLISH, months_shown, write_numbers
from diffusion.plotting.style import INK, MUTED, SMALL_LETTERS, STYLE
from diffusion.plotting.style import SOURCES as MARKS

_ROW = 0.13
_MOST_HIGH = 9.0
_MARGIN = 0.75
"""Inches: of a row, of all rows at most, and of the axis and the legend."""

_MOST_NAMED = 69
"""Artisans whose names find room beside their marks."""

_LONGEST_NAME = 18
_IN_A_ROW = {"one": 3, "two": 7}
_THINNEST, _THICKEST = 0.4, 1.8


def influence_figure(
    influence: Influence,
    move: str = "decided",
    run: int | None = None,
    say: Words = ENGLISH,
    *,
    column: str = "two",
) -> Figure:
    """Draw the tree of one move in one run; None: the run of `Influence.typical_run`.

    Raises
    ------
    InputError
        If there is no such move, run or width.
    """
    width = width_of(column)
    main = influence.main_sources(move, influence.typical_run if run is None else run)
    order = chains(main, influence.record.community.n_artisans)
    height = min(_MOST_HIGH, _ROW * max(6, len(order)))
    with mpl.rc_context(dict(STYLE)):
        figure = Figure(figsize=(width, height + _MARGIN), layout="constrained")
        panel = figure.subplots()
        row_of = np.empty(len(order), np.int64)
        row_of[order] = np.arange(len(order))
        last = int(influence.record.rows.month.max(initial=1))
        _draw_lines(panel, main, row_of)
        _draw_marks(panel, main, row_of, say)
        if len(order) <= _MOST_NAMED:
            _write_names(panel, influence, main, row_of)
        panel.set_xlim(-0.5, last + (4 if len(order) <= _MOST_NAMED else 1))
        panel.set_ylim(max(len(order), 6) - 0.5, -0.7)
        panel.set_xticks(months_shown(last))
        panel.set_xlabel(say("influence.month"))
        panel.set_yticks([])
        panel.spines["left"].set_visible(False)
        write_numbers(panel.xaxis, say)
        if len(order):
            figure.legend(loc="outside upper center", ncols=_IN_A_ROW[column], handletextpad=0.2)
    return figure


def influence_caption(influence: Influence, move: str, run: int | None, say: Words) -> str:
    """Say what the tree of a move shows."""
    number = influence.typical_run if run is None else run
    return say(
        "influence.caption", move=say(f"move.{move}"), run=influence.record.first_replicate + number
    )


def _draw_lines(panel: Axes, main: pd.DataFrame, row_of: NDArray[np.int64]) -> None:
    """Draw a line from who influenced to who was influenced, down and then to the right."""
    columns = ("ego", "month", "source", "other")
    egos, months, sources, others = (main[name].to_numpy().tolist() for name in columns)
    shares = main["share"].to_numpy(float)
    at = {ego: place for place, ego in enumerate(egos)}
    lines, widths = [], []
    for place, month in enumerate(months):
        other = at.get(others[place]) if sources[place] in OF_ARTISANS else None
        if other is None or months[other] >= month:
            continue
        began, row = months[other], row_of[place]
        lines.append([(began, row_of[other]), (began, row), (month, row)])
        widths.append(_THINNEST + (_THICKEST - _THINNEST) * shares[place])
    panel.add_collection(LineCollection(lines, linewidths=widths, colors=MUTED, zorder=1))


def _draw_marks(panel: Axes, main: pd.DataFrame, row_of: NDArray[np.int64], say: Words) -> None:
    """Draw each artisan in the month of the move, by where the greatest share came from."""
    size = min(5.0, 220 / max(1, len(main)))
    sources = main["source"].to_numpy()
    for number, name in [*enumerate(SOURCES), (NOBODY, "start")]:
        is_it = sources == number
        if is_it.any():
            marker, fill = MARKS[name]
            panel.plot(
                main["month"][is_it], row_of[is_it], marker, markersize=max(2.2, size),
                markerfacecolor=fill, markeredgecolor=INK, markeredgewidth=0.5, zorder=2,
                linestyle="none", label=say(f"source.{name}"), clip_on=False,
            )  # fmt: skip


def _write_names(
    panel: Axes, influence: Influence, main: pd.DataFrame, row_of: NDArray[np.int64]
) -> None:
    """Write the name of each artisan beside the mark."""
    for place, (ego, month) in enumerate(zip(main["ego"], main["month"], strict=True)):
        name = str(influence.record.labels[ego])
        name = name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"
        panel.annotate(
            name, (month, row_of[place]), xytext=(4, 0), textcoords="offset points", ha="left",
            va="center", fontsize=SMALL_LETTERS - 1, color=INK,
        )  # fmt: skip
