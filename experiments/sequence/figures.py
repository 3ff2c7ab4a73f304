"""The figures of the sequence."""

import math

import pandas as pd
from design import BUDGET, MONTHS, OUTCOMES, PARAMETER_SETS, REFERENCE, STRATEGIES, spoken
from matplotlib.axes import Axes
from matplotlib.figure import Figure

import diffusion
from diffusion.plotting.style import INK, OWN, PAPER
from diffusion.plotting.style import STRATEGIES as STYLES

OTHER = STYLES[0].colour
WIDEST = 4.5
"""Largest difference that is drawn to scale, adopters."""


def draw_differences(table: pd.DataFrame) -> Figure:
    """Draw the paired differences to the sequence at the common budget."""
    rows = table[(table["part"] == "headline") & (table["budget"] == BUDGET)]
    others = [name for name in STRATEGIES if name not in (REFERENCE, "none")]
    figure = Figure(figsize=(9.5, 4.4), layout="constrained")
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
                    edge = math.copysign(WIDEST, middle)
                    panel.text(
                        edge, place + 1.4 * shift, f" {middle:.1f}", color=color, va="center"
                    )
                    continue
                panel.errorbar(
                    middle,
                    place + shift,
                    xerr=of_set.loc[name, "difference_high"] - middle,
                    fmt=marker,
                    ms=5,
                    color=color,
                    capsize=2.5,
                )
            panel.plot([], [], marker, color=color, label=OUTCOMES[outcome])
        panel.axvline(0, color=INK, lw=1)
        panel.set_xlim(-WIDEST, WIDEST)
        panel.set_title(f"parameter set {parameters}", fontsize=10)
        panel.set_xlabel(f"adopters of 30, more than {spoken(REFERENCE)}")
        panel.set_yticks(range(len(others)), [spoken(name) for name in others])
        panel.grid(axis="x", alpha=0.3)
    panels[0].set_ylim(len(others) - 0.5, -0.5)
    figure.legend(
        *panels[0].get_legend_handles_labels(), loc="outside upper right", ncols=2, frameon=False
    )
    figure.supxlabel(
        f"mean of {int(rows['n'].max())} paired differences and its 95 % interval, Rp {BUDGET:,} "
        "each; a number: beyond the scale; random seed 1; simulated, not observed",
        fontsize=8,
    )
    return figure


def draw_shares(table: pd.DataFrame) -> Figure:
    """Draw at how many of the points each strategy beats each other one."""
    rows = table[table["part"] == "robustness"]
    strategies = [name for name in STRATEGIES if name != "none"]
    figure = Figure(figsize=(10.5, 9.4), layout="constrained")
    panels = figure.subplots(2, len(PARAMETER_SETS), sharex=True, sharey=True)
    image = None
    for line, outcome in zip(panels, ("adopters_36", "adopters_75"), strict=True):
        for panel, parameters in zip(line, PARAMETER_SETS, strict=True):
            of_panel = rows[(rows["parameters"] == parameters) & (rows["outcome"] == outcome)]
            won = of_panel.pivot_table(index="strategy", columns="reference", values="better")
            won = won.reindex(index=strategies, columns=strategies)
            image = panel.imshow(100 * won, vmin=0, vmax=100, cmap="cividis", aspect="auto")
            label_cells(panel, won)
            panel.set_title(f"{OUTCOMES[outcome]}, around set {parameters}", fontsize=9)
    names = [spoken(name) for name in strategies]
    for panel in panels[:, 0]:
        panel.set_yticks(range(len(names)), names)
        panel.set_ylabel("this strategy ...")
    for panel in panels[-1]:
        panel.set_xticks(range(len(names)), names, rotation=45, ha="right")
        panel.set_xlabel("... is better than this one")
    figure.colorbar(image, ax=panels, shrink=0.5, label="share of parameter points won, %")
    figure.supxlabel(
        f"{int(rows['n'].max())} points around each set, Rp {BUDGET:,} each; won: paired 95 % "
        "interval above nought; random seed 1; simulated, not observed",
        fontsize=8,
    )
    return figure


def label_cells(panel: Axes, won: pd.DataFrame) -> None:
    """Write each share into its cell."""
    for row, shares_of_row in enumerate(won.to_numpy()):
        for column, share in enumerate(shares_of_row):
            if not math.isnan(share):
                color = INK if share > 0.5 else PAPER
                panel.text(column, row, f"{100 * share:.0f}", ha="center", va="center", color=color)


def draw_curves(comparisons: dict[str, diffusion.Comparison]) -> Figure:
    """Draw the adopters of each strategy month by month, with bands of single histories."""
    curves = pd.concat(
        [one.curves().assign(parameters=name) for name, one in comparisons.items()]
    ).set_index(["strategy", "parameters"])
    colors = dict(zip(PARAMETER_SETS, (OWN, OTHER), strict=True))
    figure = Figure(figsize=(11, 5.8), layout="constrained")
    panels = figure.subplots(2, 4, sharex=True, sharey=True)
    for panel, strategy in zip(panels.ravel(), STRATEGIES, strict=True):
        for parameters, color in colors.items():
            curve, known = curves.loc[(strategy, parameters)], curves.loc[(REFERENCE, parameters)]
            panel.fill_between(
                curve["month"], curve["low"], curve["high"], color=color, alpha=0.2, lw=0
            )
            panel.plot(
                curve["month"], curve["mean"], color=color, lw=2, label=parameters, clip_on=False
            )
            if strategy != REFERENCE:
                panel.plot(known["month"], known["mean"], color=color, lw=1.2, ls="--")
        panel.set_title(spoken(strategy), fontsize=9)
        panel.set_ylim(0, 30)
        panel.set_xlim(0, MONTHS)
    figure.legend(
        *panels[0, 0].get_legend_handles_labels(),
        title="parameter set",
        loc="outside right center",
        frameon=False,
    )
    for panel in panels[:, 0]:
        panel.set_ylabel("adopters of 30")
    for panel in panels[1]:
        panel.set_xlabel("month")
    n_runs = comparisons["default"].n_runs
    figure.supxlabel(
        f"line: mean of {n_runs} runs; band: 90 % of single histories; dashed: {spoken(REFERENCE)};"
        f" Rp {BUDGET:,} each; random seed 1; simulated, not observed",
        fontsize=8,
    )
    return figure
