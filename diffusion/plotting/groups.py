"""Draws who is left out: how much larger the share of adopters is in one group than outside it."""

from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from diffusion.comparison.equity import SELECTION
from diffusion.comparison.result import Comparison
from diffusion.i18n.words import Words
from diffusion.plotting.column import width_of
from diffusion.plotting.frame import (
    ENGLISH,
    by_effect,
    in_lines,
    with_adopters,
    write_numbers,
)
from diffusion.plotting.style import LETTERS, MUTED, OWN, PAPER, SMALL_LETTERS, STYLE
from diffusion.util.formats import FEWEST_RUNS

_COLUMNS = {"one": 2, "two": 4}
"""Panels side by side."""

_NAME_WIDTH = {"one": 16, "two": 22}
_PAIR_WIDTH = 24
_ROW = 0.3
"""Inches of a row."""


def groups_figure(
    comparison: Comparison, say: Words = ENGLISH, *, column: str = "two"
) -> Figure | None:
    """Draw the gaps between groups: a panel for each strategy, a row for each pair of groups.

    All panels share their axes. Members of the association are left out, for they are who came.
    None if there are too few runs to show any gap. The figure is as wide as "one" column of a
    journal, or as "two".
    """
    width = width_of(column)
    table = comparison.equity()
    table = table[table["basis"] != SELECTION]
    if not (table["n_runs"] >= FEWEST_RUNS).any():
        return None
    pairs = list(dict.fromkeys(zip(table["trait"], table["group"], table["others"], strict=True)))
    shown = with_adopters(comparison)[0] or by_effect(comparison)
    n_columns = min(_COLUMNS[column], len(shown))
    n_rows = -(-len(shown) // n_columns)
    with mpl.rc_context(dict(STYLE)):
        height = n_rows * (_ROW * len(pairs) + 0.65) + 0.2
        figure = Figure(figsize=(width, height), layout="constrained")
        panels = figure.subplots(n_rows, n_columns, sharex=True, sharey=True, squeeze=False)
        for place, panel in enumerate(panels.ravel()):
            if place >= len(shown):
                panel.set_visible(False)
                continue
            name = shown[place][0].name
            of_strategy = table[table["strategy"] == name]
            rows = of_strategy.set_index(["trait", "group", "others"]).loc[pairs]
            _draw(panel, rows, say)
            panel.set_title(in_lines(say.strategy(name), _NAME_WIDTH[column]))
        names = [_pair(*pair, say) for pair in pairs]
        panels[0, 0].set_yticks(range(len(pairs)), names)
        panels[0, 0].set_ylim(len(pairs) - 0.5, -0.5)
        for place in range(max(0, len(shown) - n_columns), len(shown)):
            panels.ravel()[place].tick_params(labelbottom=True)
            write_numbers(panels.ravel()[place].xaxis, say)
        figure.supxlabel(say("drawn.points"), fontsize=LETTERS)
    return figure


def _pair(trait: str, group: str, others: str, say: Words) -> str:
    """Name two groups on one line; if that is too long, the other on a line of its own."""
    ours, theirs = _in_short(say.short_group(group, trait)), _in_short(say.short_group(others))
    text = say("say.against", group=ours, others=theirs)
    if len(text) <= _PAIR_WIDTH:
        return text
    return say("say.against", group=f"{ours}\n", others=theirs).replace("\n ", "\n")


def _in_short(name: str) -> str:
    return name.replace("\n", " ")


def _draw(panel: Axes, rows: pd.DataFrame, say: Words) -> None:
    """Draw a row for each pair of groups; where there is no gap, say why."""
    places = np.arange(len(rows))
    is_known = (rows["n_runs"] >= FEWEST_RUNS).to_numpy()
    known = 100 * rows.loc[is_known, ["gap", "low", "high"]]
    panel.axvline(0, color=MUTED, lw=0.8, ls="--")
    panel.hlines(places[is_known], known["low"], known["high"], color=OWN, lw=1.2)
    panel.plot(known["gap"], places[is_known], "o", ms=3.5, color=OWN)
    for place in places[~is_known]:
        panel.text(
            0.5, place, _why_none(rows.iloc[place], say), transform=panel.get_yaxis_transform(),
            ha="center", va="center", fontsize=SMALL_LETTERS, color=MUTED, style="italic",
            bbox={"fc": PAPER, "ec": "none", "pad": 1},
        )  # fmt: skip
    panel.margins(x=0.08)
    panel.locator_params(axis="x", nbins=5)


def _why_none(row: Any, say: Words) -> str:
    """Say why there is no gap between two groups."""
    if row["n_runs"] > 0:
        return say("say.too_few")
    trait, group, others = row.name
    is_first = row["n_group"] <= row["n_others"]
    empty = say.short_group(group, trait) if is_first else say.short_group(others)
    return say("drawn.nobody", group=_in_short(empty))
