"""The figures of the sequence."""

import math

import pandas as pd
from design import BUDGET, MONTHS, OUTCOMES, PARAMETER_SETS, REFERENCE, STRATEGIES, spoken
from matplotlib.axes import Axes
from matplotlib.figure import Figure

import diffusion
from diffusion.plotting.frame import in_lines, months_shown
from diffusion.plotting.style import (
    GRID,
    INK,
    LETTERS,
    OWN,
    PAPER,
    SMALL_LETTERS,
    TWO_COLUMNS,
)
from diffusion.plotting.style import STRATEGIES as STYLES

OTHER = STYLES[0].colour
WIDEST = 8.5
"""Largest difference that is drawn to scale, adopters."""


def draw_differences(table: pd.DataFrame) -> Figure:
    """Draw the paired differences to the sequence at the common budget."""
    rows = table[(table["part"] == "headline") & (table["budget"] == BUDGET)]
    others = [name for name in STRATEGIES if name not in (REFERENCE, "none")]
    figure = Figure(figsize=(TWO_COLUMNS, 3.0), layout="constrained")
    panels = figure.subplots(1, len(PARAMETER_SETS), sharex=True, sharey=True)
    marks = (
        ("adopters_36", -0.14, "o", OWN),
        ("adopters_75", 0.14, "D", OTHER),
    )
    for panel, parameters in zip(panels, PARAMETER_SETS, strict=True):
        for outcome, shift, marker, color in marks:
            of_set = rows[(rows["parameters"] == parameters) & (rows["outcome"] == outcome)]
            of_set = of_set.set_index("strategy")
            for place, name in enumerate(others):
                middle = of_set.loc[name, "difference"]
                if abs(middle) > WIDEST:
                    panel.annotate(
                        f"{middle:.1f}".replace("-", "\N{MINUS SIGN}"),
                        (math.copysign(WIDEST, middle), place + 1.7 * shift),
                        xytext=(math.copysign(4, -middle), 0),
                        textcoords="offset points",
                        ha="left" if middle < 0 else "right",
                        va="center",
                        color=color,
                        fontsize=SMALL_LETTERS,
                    )
                    continue
                panel.errorbar(
                    middle,
                    place + shift,
                    xerr=of_set.loc[name, "difference_high"] - middle,
                    fmt=marker,
                    ms=3.5,
                    lw=0.8,
                    color=color,
                    capsize=2,
                )
            panel.plot([], [], marker, ms=3.5, color=color, label=OUTCOMES[outcome])
        panel.axvline(0, color=INK, lw=0.8)
        panel.set_xlim(-WIDEST, WIDEST)
        panel.set_title(f"{parameters} set")
        panel.set_xlabel(f"adopters of 30, difference to\n{spoken(REFERENCE)}")
        panel.set_yticks(range(len(others)), [spoken(name) for name in others])
        panel.grid(axis="x", color=GRID, lw=0.5)
        panel.set_axisbelow(True)
    panels[0].set_ylim(len(others) - 0.5, -0.5)
    handles = panels[0].get_legend_handles_labels()
    figure.legend(*handles, loc="outside upper center", ncols=2)
    return figure


def draw_shares(table: pd.DataFrame) -> Figure:
    """Draw at how many of the points each strategy beats each other one."""
    rows = table[table["part"] == "robustness"]
    strategies = [name for name in STRATEGIES if name != "none"]
    figure = Figure(figsize=(TWO_COLUMNS, 6.6), layout="constrained")
    panels = figure.subplots(2, len(PARAMETER_SETS), sharex=True, sharey=True)
    image = None
    for line, outcome in zip(panels, ("adopters_36", "adopters_75"), strict=True):
        for panel, parameters in zip(line, PARAMETER_SETS, strict=True):
            of_panel = rows[(rows["parameters"] == parameters) & (rows["outcome"] == outcome)]
            won = of_panel.pivot_table(index="strategy", columns="reference", values="better")
            won = won.reindex(index=strategies, columns=strategies)
            image = panel.imshow(100 * won, vmin=0, vmax=100, cmap="cividis", aspect="auto")
            label_cells(panel, won)
            panel.set_title(f"{OUTCOMES[outcome]}, {parameters} set")
    names = [spoken(name) for name in strategies]
    for panel in panels[:, 0]:
        panel.set_yticks(range(len(names)), [in_lines(name, 22) for name in names])
        panel.set_ylabel("strategy")
    for panel in panels[-1]:
        panel.set_xticks(range(len(names)), names, rotation=90)
        panel.set_xlabel("compared with")
    label = "points at which the strategy at the left has more, %"
    bar = figure.colorbar(image, ax=panels, shrink=0.5, aspect=30, label=label)
    bar.outline.set_linewidth(0.6)
    return figure


def label_cells(panel: Axes, won: pd.DataFrame) -> None:
    """Write each share into its cell."""
    for row, shares_of_row in enumerate(won.to_numpy()):
        for column, share in enumerate(shares_of_row):
            if not math.isnan(share):
                color = INK if share > 0.5 else PAPER
                panel.text(
                    column, row, f"{100 * share:.0f}", ha="center", va="center", color=color,
                    fontsize=SMALL_LETTERS,
                )  # fmt: skip


def draw_curves(comparisons: dict[str, diffusion.Comparison]) -> Figure:
    """Draw the adopters of each strategy month by month, with bands of single histories."""
    curves = pd.concat(
        [one.curves().assign(parameters=name) for name, one in comparisons.items()]
    ).set_index(["strategy", "parameters"])
    colors = dict(zip(PARAMETER_SETS, (OWN, OTHER), strict=True))
    figure = Figure(figsize=(TWO_COLUMNS, 3.9), layout="constrained")
    panels = figure.subplots(2, 4, sharex=True, sharey=True)
    for panel, strategy in zip(panels.ravel(), STRATEGIES, strict=True):
        for parameters, color in colors.items():
            curve, known = curves.loc[(strategy, parameters)], curves.loc[(REFERENCE, parameters)]
            panel.fill_between(
                curve["month"], curve["low"], curve["high"], color=color, alpha=0.2, lw=0
            )
            panel.plot(
                curve["month"],
                curve["mean"],
                color=color,
                lw=1.5,
                clip_on=False,
                label=f"mean, {parameters} set",
            )
            if strategy != REFERENCE:
                panel.plot(known["month"], known["mean"], color=color, lw=0.9, ls="--")
        panel.set_title(in_lines(spoken(strategy), 20))
        panel.set_ylim(0, 30)
        panel.set_xlim(0, MONTHS)
        panel.set_xticks(months_shown(MONTHS))
    handles = panels[0, 0].get_legend_handles_labels()
    figure.legend(*handles, loc="outside upper center", ncols=2)
    for panel in panels[:, 0]:
        panel.set_ylabel("adopters of 30")
    figure.supxlabel("month", fontsize=LETTERS)
    return figure
