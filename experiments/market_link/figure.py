"""The figure of the market link."""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from diffusion.plotting.style import (
    GRID,
    HIGH,
    INK,
    OWN,
    PAPER,
    SMALL_LETTERS,
    STRATEGIES,
    TWO_COLUMNS,
)

sys.path.append(str(Path(__file__).parents[1]))
from bars import draw_shares

sys.path.pop()

SETS = ("default", "conservative")
CHANNELS = {
    "none": (INK, "D", ":"),
    "local firm": (HIGH, "o", "--"),
    "foster buyer": (OWN, "s", "-"),
    "all": (STRATEGIES[3].colour, "^", "-."),
}
PAIRS = {
    ("foster buyer", "no link"): "link, against none",
    ("3 more places", "no link"): "3 places, against none",
    ("foster buyer", "3 more places"): "link, against 3 places",
    ("three links", "7 more places"): "3 links, against 7 places",
    ("three links", "16 months of mentoring"): "3 links, against mentoring",
    ("foster buyer", "nothing done"): "link, against nothing done",
}
LEVELS = (-20, -10, -5, 0, 5, 10, 20, 40, 80)


def draw(table: pd.DataFrame) -> Figure:
    """Draw income by standard and skill, income by standard and buyer, and shares of points."""
    figure = Figure(figsize=(TWO_COLUMNS, 7.6), layout="constrained")
    panels = figure.subplots(3, 2, sharey="row", height_ratios=(3, 3, 2.4))
    for place, parameters in enumerate(SETS):
        of_set = table[table["parameters"] == parameters]
        _draw_contours(panels[0, place], of_set[of_set["design"] == "skill"])
        rows = of_set[(of_set["design"] == "sweep") & (of_set["outcome"] == "income_change")]
        _draw_channels(panels[1, place], rows)
        for panel in panels[:2, place]:
            panel.set_title(f"{parameters} set")
            panel.set_xlabel("standard of the buyers (0 to 1)")
    panels[0, 0].set_ylabel("mean skill in month 6 (0 to 1)")
    panels[1, 0].set_ylabel("income, Rp thousand a month")
    for panel, design, said in zip(
        panels[2], ("assumed", "ensemble"), ("assumed numbers", "ensemble"), strict=True
    ):
        shares = table[(table["design"] == f"shares of {design}") & (table["outcome"] == "income")]
        shares = shares.set_index(["arm", "reference"]).loc[[*PAIRS]]
        draw_shares(panel, shares, [*PAIRS.values()])
        panel.set_title(f"points of the {said}")
        panel.set_xlabel("points at which income is more, %")
    panels[1, 0].legend(title="buyers", loc="upper right")
    figure.legend(*panels[2, 0].get_legend_handles_labels(), loc="outside lower center", ncols=3)
    return figure


def _draw_contours(panel: Axes, rows: pd.DataFrame) -> None:
    """Draw lines of equal change of income; the thick one is that of none."""
    grid = rows.sort_values(["skill_at_start", "standard"])
    shape = (grid["skill_at_start"].nunique(), grid["standard"].nunique())
    across, up, value = (
        grid[name].to_numpy().reshape(shape) for name in ("standard", "skill_at_6", "mean")
    )
    panel.contourf(across, up, value, levels=[-1e4, 0], colors=[GRID])
    lines = panel.contour(
        across, up, value, levels=LEVELS, colors=INK,
        linewidths=[2.0 if level == 0 else 0.7 for level in LEVELS],
        linestyles=["--" if level < 0 else "-" for level in LEVELS],
    )  # fmt: skip
    panel.clabel(lines, fontsize=SMALL_LETTERS, fmt=lambda value: f"{value:+.0f}" if value else "0")
    if np.nanmin(value) < 0:
        place = np.unravel_index(np.argmin(value), value.shape)
        panel.annotate(
            "in vain", (across[place], up[place]), xytext=(-4, 6), textcoords="offset points",
            ha="right", fontsize=SMALL_LETTERS, bbox={"fc": PAPER, "ec": "none", "pad": 1.0},
        )  # fmt: skip


def _draw_channels(panel: Axes, rows: pd.DataFrame) -> None:
    """Draw the mean over quota, mentoring and feedback, a line for each kind of buyers."""
    for channel, (colour, mark, line) in CHANNELS.items():
        some = (
            rows[rows["channel"] == channel].groupby("standard")["mean"].agg(["mean", "min", "max"])
        )
        panel.plot(
            some.index, some["mean"], marker=mark, ls=line, ms=3.5, color=colour, label=channel
        )
        panel.fill_between(some.index, some["min"], some["max"], color=colour, alpha=0.12, lw=0)
    panel.axhline(0, color=INK, lw=0.8)
