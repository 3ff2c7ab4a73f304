"""The figure of the savings group."""

import sys
from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from diffusion.plotting.style import GRID, HIGH, INK, OWN, TWO_COLUMNS

sys.path.append(str(Path(__file__).parents[1]))
from bars import draw_shares

sys.path.pop()

SETS = ("default", "conservative")
PARTS = ("money", "tie", "mentoring", "meetings")
PAIRS = (
    "money x tie",
    "money x mentoring",
    "money x meetings",
    "tie x mentoring",
    "tie x meetings",
    "mentoring x meetings",
)
COSTS = {150_000: (HIGH, "o"), 350_000: (OWN, "s"), 700_000: (INK, "D")}
STEPS = {
    "none of\nthe four": (),
    "with\nmeetings": ("meetings",),
    "and the\ntie": ("meetings", "tie"),
    "and\nmoney": ("meetings", "tie", "money"),
    "and men-\ntoring": PARTS,
}
WITHOUT = ("money", "tie", "money and tie", "mentoring", "meetings")


def draw(table: pd.DataFrame) -> Figure:
    """Draw effects, the way from training only to all parts, and the shares of points."""
    figure = Figure(figsize=(TWO_COLUMNS, 8.0), layout="constrained")
    panels = figure.subplots(3, 2, height_ratios=(4, 3, 2.2))
    for column, parameters in zip(panels.T, SETS, strict=True):
        of_set = table[(table["parameters"] == parameters) & (table["outcome"] == "adopters")]
        _draw_effects(column[0], of_set[of_set["design"] == "effects"])
        _draw_steps(column[1], of_set[of_set["design"] == "sweep"])
        column[0].set_title(f"{parameters} set")
        column[0].set_xlabel("effect, adopters of 30 at month 36")
    panels[1, 0].set_ylabel("adopters of 30 at month 36")
    for panel in panels[:2, 1]:
        panel.tick_params(labelleft=False)
    panels[0, 1].sharex(panels[0, 0])
    for panel, design, said in zip(
        panels[2], ("assumed", "ensemble"), ("assumed numbers", "ensemble"), strict=True
    ):
        shares = table[
            (table["design"] == f"shares of {design}")
            & (table["outcome"] == "adopters")
            & (table["reference"] == "full")
        ].set_index("without")
        draw_shares(panel, shares.loc[[*WITHOUT]], [f"without {one}" for one in WITHOUT])
        panel.set_title(f"points of the {said}")
        panel.set_xlabel("points at which adopters are more\nthan with all parts, %")
    lines = panels[0, 0].get_legend_handles_labels()
    figure.legend(*lines, loc="outside upper center", ncols=3, title="cost to begin, Rp")
    figure.legend(*panels[2, 0].get_legend_handles_labels(), loc="outside lower center", ncols=3)
    return figure


def _draw_effects(panel: Axes, rows: pd.DataFrame) -> None:
    """Draw each part and each pair, with a mark for each cost."""
    names = [*PARTS, *PAIRS]
    for place, (cost, (colour, mark)) in enumerate(COSTS.items()):
        some = rows[rows["entry_cost"] == cost].set_index("change").reindex(names)
        heights = [number + 0.2 * (place - 1) for number in range(len(names))]
        panel.errorbar(
            some["mean"], heights, xerr=[some["mean"] - some["low"], some["high"] - some["mean"]],
            fmt=mark, ms=3.5, elinewidth=0.8, color=colour, label=f"{cost:,}",
        )  # fmt: skip
    panel.axvline(0, color=INK, lw=0.8)
    panel.axhline(len(PARTS) - 0.5, color=GRID, lw=0.8)
    panel.grid(axis="x", color=GRID, lw=0.5)
    panel.set_axisbelow(True)
    panel.set_yticks(range(len(names)), names)
    panel.set_ylim(len(names) - 0.5, -0.5)


def _draw_steps(panel: Axes, rows: pd.DataFrame) -> None:
    """Draw adopters as one part after the other is added."""
    for cost, (colour, mark) in COSTS.items():
        some = rows[rows["entry_cost"] == cost]
        found = []
        for parts in STEPS.values():
            is_here = pd.Series(data=True, index=some.index)
            for part in PARTS:
                is_here &= some[part] == ("on" if part in parts else "off")
            found.append(some[is_here].iloc[0])
        steps = pd.DataFrame(found).reset_index(drop=True)
        away = [steps["mean"] - steps["low"], steps["high"] - steps["mean"]]
        panel.errorbar(
            steps.index, steps["mean"], away, fmt=mark, ls="-", lw=0.9, ms=3.5, elinewidth=0.8,
            color=colour,
        )  # fmt: skip
    panel.set_xticks(range(len(STEPS)), [*STEPS])
    panel.set_ylim(0, 30)
    panel.grid(axis="y", color=GRID, lw=0.5)
