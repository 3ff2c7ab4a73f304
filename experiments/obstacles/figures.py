"""The figure of the obstacles."""

from typing import Any

import matplotlib as mpl
import pandas as pd
from design import AS_WRITTEN, LAST, PARAMETER_SETS
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.patheffects import Stroke

from diffusion.i18n.words import Words
from diffusion.plotting.style import BARRIERS as STYLES
from diffusion.plotting.style import SMALL_LETTERS, STYLE, TWO_COLUMNS
from diffusion.results.barriers import BARRIERS

ENGLISH = Words("en")
QUANTITIES = (
    "mean misfit, and how much\nof it people bear (0 to 1)",
    "mean misfit (0 to 1), and dialogues held",
    "cost to begin, and subsidy (Rp thousand)",
)
LEAST_WRITTEN = 1.5
"""Households that a part must have for its number to fit into it."""


def draw(table: pd.DataFrame) -> Figure:
    """Draw where thirty households stand: one bar for each community, one row a question."""
    with mpl.rc_context(dict(STYLE)):
        figure = Figure(figsize=(TWO_COLUMNS, 8.6), layout="constrained")
        panels = figure.subplots(3, len(PARAMETER_SETS), sharex=True, sharey="row")
        for column, parameters in zip(panels.T, PARAMETER_SETS, strict=True):
            is_here = (table["parameters"] == parameters) & (table["budget"] == AS_WRITTEN)
            of_set = table[is_here]
            is_main = (of_set["design"] == "sweep") & (of_set["dialogue_participation"] == 0.6)
            values = of_set[is_main]
            _stack(column[0], values[values["dialogues"] == 3], "misfit", "misfit_tolerance")
            _stack(column[1], values[values["misfit_tolerance"] == 0.6], "misfit", "dialogues")
            _stack(column[2], of_set[of_set["design"] == "cost"], "entry_cost", "subsidy")
            column[0].set_title(f"{parameters} set")
            column[2].set_xlabel(f"households of 30 at month {LAST}")
        for panel, quantities in zip(panels[:, 0], QUANTITIES, strict=True):
            panel.set_ylabel(quantities)
        figure.align_ylabels(panels[:, 0])
        swatches = [
            Patch(
                fc=style.fill, hatch=style.hatch, ec=style.edge, lw=0.5,
                label=ENGLISH(f"reason.{one.name}"),
            )
            for one, style in STYLES.items()
        ]  # fmt: skip
        figure.legend(handles=swatches, loc="outside upper center", ncols=4)
    return figure


def _stack(panel: Axes, rows: pd.DataFrame, outer: str, inner: str) -> None:
    """Draw a stacked bar for each pair of levels, with a gap between outer levels."""
    widths = rows.pivot_table(index=[outer, inner], columns="outcome", values="mean")
    widths = widths.sort_index()[[one.indicator for one in BARRIERS]]
    outer_levels = list(dict.fromkeys(widths.index.get_level_values(0)))
    heights = [place + 0.6 * outer_levels.index(pair[0]) for place, pair in enumerate(widths.index)]
    left = pd.Series(0.0, index=widths.index)
    for barrier in BARRIERS:
        style, width = STYLES[barrier], widths[barrier.indicator]
        panel.barh(
            heights, width, 0.86, left=left, fc=style.fill, hatch=style.hatch, ec=style.edge, lw=0.5
        )
        outline = [Stroke(linewidth=2.5, foreground=style.fill)] if style.hatch else []
        for height, start, value in zip(heights, left, width, strict=True):
            if value < LEAST_WRITTEN:
                continue
            for effects in [outline, None] if outline else [None]:
                panel.text(
                    start + value / 2, height, f"{value:.0f}", ha="center", va="center_baseline",
                    color=style.letters, fontsize=SMALL_LETTERS, path_effects=effects,
                )  # fmt: skip
        left += width
    panel.set_yticks(heights, _labels(list(widths.index), outer, inner))
    panel.set_xlim(0, 30)
    panel.set_ylim(heights[-1] + 0.6, -0.6)
    panel.spines["left"].set_visible(False)
    panel.tick_params(axis="y", length=0)


def _labels(pairs: list[tuple[Any, Any]], outer: str, inner: str) -> list[str]:
    """Name the bars; the outer level only at the first of its group."""
    words = {
        "misfit": "misfit {}",
        "entry_cost": "cost {:,.0f}",
        "misfit_tolerance": "tolerance {:.1f}",
        "dialogues": "{:.0f} dialogues",
        "subsidy": "subsidy {:,.0f}",
    }
    named, before = [], None
    for first, second in pairs:
        thousandth = 1000 if outer == "entry_cost" else 1
        name = words[inner].format(second / thousandth)
        if first != before:
            shown = first if outer == "misfit" else first / thousandth
            name = f"{words[outer].format(shown)}    {name}"
        named.append(name)
        before = first
    return named
