"""Draws how far each strategy is from the one that it is compared with."""

from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from diffusion.comparison.result import Comparison
from diffusion.i18n.words import Words
from diffusion.plotting.frame import (
    ENGLISH,
    MEASURES,
    by_effect,
    in_lines,
    write_beside,
    write_numbers,
)
from diffusion.plotting.style import MUTED, OWN, PAPER, STYLE, TWO_COLUMNS

_NAME_WIDTH, _REFERENCE_WIDTH = 22, 34
_MINUS = "\N{MINUS SIGN}"
_ROW = 0.29
"""Inches of a row."""

_FAR = 0.25
"""Who lies further from the others than so many times what they span is drawn apart."""


def differences_figure(comparison: Comparison, say: Words = ENGLISH) -> Figure:
    """Draw the differences to the reference, which the axes name, each with its two intervals.

    Panels side by side share their axis. Strategies that cost nothing, if they lie far from the
    others, have panels of their own below, on a scale of their own.
    """
    table = comparison.differences()
    near, far = rows_apart(comparison)
    parts = [names for names in (near, far) if names]
    reference = in_lines(say.strategy(comparison.reference), _REFERENCE_WIDTH)
    with mpl.rc_context(dict(STYLE)):
        height = _ROW * (len(near) + len(far)) + 0.45 * len(parts) + 0.5
        figure = Figure(figsize=(TWO_COLUMNS, height), layout="constrained")
        panels = figure.subplots(
            len(parts), len(MEASURES), sharex="row", sharey="row", squeeze=False,
            height_ratios=[len(names) + 0.4 for names in parts],
        )  # fmt: skip
        for row, names in zip(panels, parts, strict=True):
            for panel, measure in zip(row, MEASURES, strict=True):
                of_measure = table[table["measure"] == measure].set_index("strategy")
                _draw(panel, of_measure.reindex(names), say)
            row[0].set_yticks(
                range(len(names)), [in_lines(say.strategy(name), _NAME_WIDTH) for name in names]
            )
        for panel, measure in zip(panels[-1], MEASURES, strict=True):
            label = say("drawn.difference_in", measure=say(f"drawn.{measure}"), reference=reference)
            panel.set_xlabel(label)
        for panel in panels[:, 1:].ravel():
            panel.tick_params(left=False)  # or its ticks seem to belong to the numbers beside them
    return figure


def rows_apart(comparison: Comparison) -> tuple[list[str], list[str]]:
    """Part the strategies that are compared: those of one scale, and those far from them.

    In the order of `by_effect`. Only a strategy that costs nothing can be far.
    """
    names = [s.name for s, _ in by_effect(comparison) if s.name != comparison.reference]
    free = [s.name for s, _ in comparison.simulated if s.price.total == 0]
    table = comparison.differences()
    table = table[table["measure"].isin(MEASURES)]
    priced = table[~table["strategy"].isin(free)]
    if priced.empty:
        return names, []
    low, high = min(0.0, priced["low"].min()), max(0.0, priced["high"].max())
    away = _FAR * (high - low)
    is_far = (table["mean"] < low - away) | (table["mean"] > high + away)
    far = set(table.loc[is_far & table["strategy"].isin(free), "strategy"])
    return [name for name in names if name not in far], [name for name in names if name in far]


def _draw(panel: Axes, rows: pd.DataFrame, say: Words) -> None:
    """Draw a row for each strategy, the first at the top, and write its numbers beside it."""
    places = range(len(rows))
    panel.axvline(0, color=MUTED, lw=0.8, ls="--")
    panel.hlines(places, rows["plain_low"], rows["plain_high"], color=OWN, lw=5, alpha=0.35)
    widths = [rows["mean"] - rows["low"], rows["high"] - rows["mean"]]
    panel.errorbar(rows["mean"], places, xerr=widths, fmt="none", ecolor=OWN, elinewidth=0.8,
                   capsize=2.5, capthick=0.8)  # fmt: skip
    for place, mean, is_ranked in zip(places, rows["mean"], rows["is_ranked"], strict=True):
        fill = OWN if is_ranked else PAPER
        panel.plot(mean, place, "o", ms=4, mec=OWN, mfc=fill, zorder=3)
    write_beside(panel, places, [_in_numbers(row, say) for row in rows.itertuples()])
    panel.set_ylim(len(rows) - 0.5, -0.5)
    panel.margins(x=0.08)
    panel.locator_params(axis="x", nbins=5)
    write_numbers(panel.xaxis, say)


def _in_numbers(row: Any, say: Words) -> str:
    mean = say.formatted(row.mean, "+.1f")
    if row.low != row.low:  # without an interval
        return mean.replace("-", _MINUS)
    low, high = (say.formatted(end, ".1f") for end in (row.low, row.high))
    return f"{mean} ({say.span(low, high)})".replace("-", _MINUS)
