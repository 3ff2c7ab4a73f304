"""The figure of places and households."""

import sys
from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from diffusion.plotting.style import GRID, HIGH, INK, OWN, STRATEGIES, TWO_COLUMNS

sys.path.append(str(Path(__file__).parents[1]))
from bars import draw_shares

sys.path.pop()

SETS = ("default", "conservative")
SIZES = {
    30: (INK, "D", "-"),
    60: (OWN, "s", "--"),
    120: (STRATEGIES[3].colour, "^", "-."),
    240: (HIGH, "o", ":"),
}
OTHERS = (4, 8, 20, 30)
MONEY = {None: "each place paid", 12_000_000: "Rp 12 million", 16_000_000: "Rp 16 million"}
DEAREST = 4
"""Rp million for a lasting adopter beyond which nothing is drawn."""


def draw(table: pd.DataFrame) -> Figure:
    """Draw adopters, cost and the chance of a third by places; and the shares of points."""
    figure = Figure(figsize=(TWO_COLUMNS, 8.0), layout="constrained")
    parts = figure.subfigures(2, 1, height_ratios=(5, 3))
    panels = parts[0].subplots(2, 3)
    rows = table[(table["design"] == "sweep") & table["budget"].isna()]
    for line, parameters in zip(panels, SETS, strict=True):
        of_set = rows[rows["parameters"] == parameters]
        _draw_shares_of_all(line[0], of_set[of_set["outcome"] == "adopters"])
        _draw_cost(line[1], of_set[of_set["outcome"] == "lasting_adopters"])
        _draw_lines(line[2], of_set[of_set["outcome"] == "third_adopt"])
        for panel, quantity in zip(
            line,
            (
                "households that have it, %",
                "Rp million for each\nlasting adopter",
                "chance that a third have it",
            ),
            strict=True,
        ):
            panel.set_title(f"{parameters} set")
            panel.set_ylabel(quantity)
            panel.grid(axis="y", color=GRID, lw=0.5)
    for panel, name in zip(
        panels[1],
        ("places, % of households", "places, % of households", "places"),
        strict=True,
    ):
        panel.set_xlabel(name)
    lines = panels[0, 0].get_legend_handles_labels()
    parts[0].legend(*lines, loc="outside upper center", ncols=4, title="households")
    bars = parts[1].subplots(2, len(MONEY), sharex=True, sharey=True)
    for line, (design, said) in zip(
        bars, (("assumed", "assumed numbers"), ("ensemble", "ensemble")), strict=True
    ):
        rows = table[(table["design"] == f"shares of {design}") & (table["outcome"] == "adopters")]
        for panel, (budget, money) in zip(line, MONEY.items(), strict=True):
            some = rows[rows["budget"].isna() if budget is None else rows["budget"] == budget]
            names = [f"{one} places" for one in OTHERS]
            draw_shares(panel, some.set_index("places").loc[[*OTHERS]], names)
            panel.set_title(f"{said}, {money}")
    bars[1, 1].set_xlabel("points at which adopters are more than with 14 places, %")
    parts[1].legend(*bars[0, 0].get_legend_handles_labels(), loc="outside lower center", ncols=3)
    return figure


def _draw_shares_of_all(panel: Axes, rows: pd.DataFrame) -> None:
    for size, (colour, mark, line) in SIZES.items():
        some = rows[rows["n_artisans"] == size].sort_values("places")
        away = [some["mean"] - some["low"], some["high"] - some["mean"]]
        panel.errorbar(
            100 * some["places"] / size,
            100 * some["mean"] / size,
            [100 * one / size for one in away],
            fmt=mark,
            ls=line,
            ms=3.2,
            lw=1.0,
            elinewidth=0.7,
            color=colour,
            label=f"{size}",
        )
    panel.set_ylim(0, 100)


def _draw_cost(panel: Axes, rows: pd.DataFrame) -> None:
    for size, (colour, mark, line) in SIZES.items():
        some = rows[(rows["n_artisans"] == size) & (rows["mean"] > 0)].sort_values("places")
        cost = some["price"] / 1e6 / some["mean"]
        is_shown = cost <= DEAREST
        panel.plot(
            100 * some["places"][is_shown] / size, cost[is_shown], marker=mark, ls=line, ms=3.2,
            lw=1.0, color=colour,
        )  # fmt: skip
    panel.set_ylim(0, DEAREST)


def _draw_lines(panel: Axes, rows: pd.DataFrame) -> None:
    for size, (colour, mark, line) in SIZES.items():
        some = rows[rows["n_artisans"] == size].sort_values("places")
        panel.plot(some["places"], some["mean"], marker=mark, ls=line, ms=3.2, lw=1.0, color=colour)
    panel.set_ylim(-0.02, 1.02)
    panel.set_xscale("symlog", linthresh=10)
    panel.set_xticks([0, 8, 20, 60, 240], ["0", "8", "20", "60", "240"])
    panel.minorticks_off()
