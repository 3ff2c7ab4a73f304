"""Figure of a frontier: what each strategy leads to at each budget."""

from itertools import combinations
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from diffusion.comparison.frontier import Frontier
from diffusion.i18n.words import Words
from diffusion.plotting.column import width_of
from diffusion.plotting.frame import ENGLISH, MEASURES, write_numbers
from diffusion.plotting.style import INK, PAPER, STYLE, LineStyle, strategy_styles

_HEIGHT = 2.6
_LEGEND_ROW = 0.16
_IN_A_ROW = {"one": 1, "two": 3}
"""Strategies beside each other in the legend."""


def frontier_figure(frontier: Frontier, say: Words = ENGLISH, *, column: str = "two") -> Figure:
    """Draw what each strategy leads to against the budget, with 95 % intervals.

    Where the lines of two strategies cross between two budgets, a cross marks the place. The
    figure is as wide as "one" column of a journal, with its panels one below the other, or as
    "two".
    """
    width, in_a_row = width_of(column), _IN_A_ROW[column]
    shape = (len(MEASURES), 1) if column == "one" else (1, len(MEASURES))
    table = frontier.table()
    names = list(dict.fromkeys(table["strategy"]))
    n_artisans = frontier.comparisons[0].community.n_artisans
    with mpl.rc_context(dict(STYLE)):
        height = _HEIGHT * shape[0] + _LEGEND_ROW * -(-len(names) // in_a_row)
        figure = Figure(figsize=(width, height), layout="constrained")
        panels = figure.subplots(*shape, sharex=True, sharey=True)
        for panel, measure in zip(panels, MEASURES, strict=True):
            for name, style in zip(names, strategy_styles(names), strict=True):
                rows = table[(table["strategy"] == name) & table[measure].notna()]
                _draw(panel, rows, measure, label=say.strategy(name), style=style)
            for x, y in crossings(table, measure):
                panel.plot(x, y, "x", ms=7, mew=1.2, color=INK, zorder=4)
            panel.set_xlabel(say("drawn.budget"))
            of = say("drawn.artisans_of", n_artisans=n_artisans)
            panel.set_ylabel(f"{say(f'drawn.{measure}')}, {of}")
            panel.tick_params(labelleft=True, labelbottom=True)
            write_numbers(panel.xaxis, say)
            write_numbers(panel.yaxis, say)
        panels[0].set_ylim(bottom=0)
        handles, labels = panels[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower center", ncols=min(in_a_row, len(names)))
    return figure


def crossings(table: pd.DataFrame, measure: str) -> list[tuple[float, float]]:
    """Find where the lines of two strategies cross between two budgets.

    Parameters
    ----------
    table
        That of `Frontier.table`.
    measure
        A column of it.

    Returns
    -------
    list of (float, float)
        Millions of rupiah, and the value of both there, along straight lines. Lines that meet at
        a budget do not cross between two.
    """
    wide = table.pivot(index="budget", columns="strategy", values=measure)
    million = wide.index.to_numpy(np.float64) / 1e6
    found = []
    for one, other in combinations(dict.fromkeys(table["strategy"]), 2):
        values = wide[one].to_numpy(np.float64)
        apart = values - wide[other].to_numpy(np.float64)
        for left in np.flatnonzero(apart[:-1] * apart[1:] < 0):
            part = apart[left] / (apart[left] - apart[left + 1])
            x, y = (ends[left] + part * (ends[left + 1] - ends[left]) for ends in (million, values))
            found.append((float(x), float(y)))
    return found


def _draw(panel: Axes, rows: pd.DataFrame, measure: str, *, label: str, style: LineStyle) -> None:
    """Draw one strategy; a point is hollow where it is not ranked."""
    million = rows["budget"] / 1e6
    low, high = rows[f"{measure}_mean_low"], rows[f"{measure}_mean_high"]
    panel.fill_between(million, low, high, color=style.colour, alpha=0.15, lw=0)
    line: dict[str, Any] = {"color": style.colour, "lw": 1.2, "ls": style.linestyle}
    panel.plot(million, rows[measure], label=label, marker=style.marker, ms=4, **line)
    for x, y, is_ranked in zip(million, rows[measure], rows["is_ranked"], strict=True):
        fill = style.colour if is_ranked else PAPER
        panel.plot(x, y, style.marker, ms=4, mec=style.colour, mfc=fill, clip_on=False, zorder=3)
