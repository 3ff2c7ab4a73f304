"""Draws how far each strategy is from the one that it is compared with."""

from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from diffusion.comparison.result import Comparison
from diffusion.i18n.words import Words
from diffusion.plotting.column import width_of
from diffusion.plotting.frame import (
    ENGLISH,
    MEASURES,
    by_effect,
    in_lines,
    write_beside,
    write_numbers,
)
from diffusion.plotting.style import MUTED, OWN, PAPER, STYLE

_NAME_WIDTH, _REFERENCE_WIDTH = {"one": 16, "two": 22}, 34
_MINUS = "\N{MINUS SIGN}"
_ROW = {"one": 0.36, "two": 0.29}
"""Inches of a row."""

_FAR = 0.25
"""Who lies further from the others than so many times what they span is drawn apart."""


def differences_figure(
    comparison: Comparison, say: Words = ENGLISH, *, column: str = "two"
) -> Figure:
    """Draw the differences to the reference, which the axes name, each with its two intervals.

    Panels of the same strategies share their axis. Strategies that cost nothing, if they lie far
    from the others, have panels of their own below, on a scale of their own. The figure is as wide
    as "two" columns of a journal, with the measures side by side, or as "one".
    """
    width = width_of(column)
    table = comparison.differences()
    near, far = rows_apart(comparison)
    parts = [names for names in (near, far) if names]
    reference = in_lines(say.strategy(comparison.reference), _REFERENCE_WIDTH)
    with mpl.rc_context(dict(STYLE)):
        figure, panels = _panels(parts, width, column)
        for (place, measure), panel in panels.items():
            names = parts[place]
            of_measure = table[table["measure"] == measure].set_index("strategy")
            _draw(panel, of_measure.reindex(names), say)
            if panel.get_subplotspec().is_first_col():
                spoken = [in_lines(say.strategy(name), _NAME_WIDTH[column]) for name in names]
                panel.set_yticks(range(len(names)), spoken)
            else:  # or its ticks seem to belong to the numbers beside them
                panel.tick_params(left=False)
            if place == len(parts) - 1:
                what = say(f"drawn.{measure}")
                panel.set_xlabel(say("drawn.difference_in", measure=what, reference=reference))
    return figure


def _panels(
    parts: Sequence[Sequence[str]], width: float, column: str
) -> tuple[Figure, dict[tuple[int, str], Any]]:
    """Make the panels by part and measure: in one column the parts of a measure lie together."""
    keys = [(part, measure) for part in range(len(parts)) for measure in MEASURES]
    shape, n_labels = (len(parts), len(MEASURES)), 1
    if column == "one":
        keys = [(part, measure) for measure in MEASURES for part in range(len(parts))]
        shape, n_labels = (len(keys), 1), len(MEASURES)
    sizes = [len(parts[part]) for part, _ in keys[:: shape[1]]]
    height = _ROW[column] * sum(sizes) + 0.45 * len(sizes) + 0.5 * n_labels
    figure = Figure(figsize=(width, height), layout="constrained")
    grid = figure.subplots(*shape, squeeze=False, height_ratios=[n + 0.4 for n in sizes])
    panels = dict(zip(keys, grid.ravel(), strict=True))
    for (part, _), panel in panels.items():
        first = panels[part, MEASURES[0]]
        if panel is not first:
            panel.sharex(first)
            panel.sharey(first)
            panel.tick_params(labelleft=panel.get_subplotspec().is_first_col())
    return figure, panels


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
