"""The figure of the three models: who wins where, and at how many points."""

import numpy as np
import pandas as pd
from design import ACTION, LOCALITY, NO_WINNER, OUTCOMES, PLANNING, SETS, START, STARTS
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from diffusion.plotting.style import (
    GRID,
    INK,
    PAPER,
    SMALL_LETTERS,
    STRATEGIES,
    STYLE_OF,
    TWO_COLUMNS,
)

WINNERS = {
    LOCALITY: (STRATEGIES[STYLE_OF[LOCALITY]].colour, "L", INK, "locality development"),
    PLANNING: (STRATEGIES[STYLE_OF[PLANNING]].colour, "P", PAPER, "social planning"),
    ACTION: (STRATEGIES[STYLE_OF[ACTION]].colour, "A", INK, "social action (contest: textbook)"),
    NO_WINNER: (GRID, "", INK, NO_WINNER),
}
ACROSS, UP = ("cash", "first_cohesion"), ("value_fit", "first_commitment")
"""What a block and what a cell stand for, in each direction."""


def draw(table: pd.DataFrame) -> Figure:
    """Draw the decision maps of both sets, and shares of points by start."""
    figure = Figure(figsize=(TWO_COLUMNS, 8.0), layout="constrained")
    parts = figure.subfigures(2, 1, height_ratios=(3, 1.25))
    panels = parts[0].subplots(len(SETS), len(OUTCOMES), sharex=True, sharey=True)
    rows = table[table["design"] == "grid"]
    for line, parameters in zip(panels, SETS, strict=True):
        for panel, (outcome, said) in zip(line, OUTCOMES.items(), strict=True):
            is_here = (rows["parameters"] == parameters) & (rows["outcome"] == outcome)
            _draw_map(panel, rows[is_here])
            panel.set_title(f"{said}\n{parameters} set")
        line[0].set_ylabel("commitment (.1, .2, .6),\nin blocks of misfit (.25, .35, .50)")
    panels[-1, 1].set_xlabel("cohesion (.1, .3, .6), in blocks of cash (Rp 100, 200, 400 thousand)")
    bars = parts[1].subplots(1, 2, sharey=True)
    for panel, design, said in zip(
        bars, ("assumed", "ensemble"), ("assumed numbers", "ensemble"), strict=True
    ):
        _draw_bars(panel, table[table["design"] == f"won in {design}"])
        panel.set_title(f"points of the {said}")
        panel.set_xlabel("points that it wins, %")
    handles = [Patch(fc=fill, ec=INK, lw=0.4, label=name) for fill, _, _, name in WINNERS.values()]
    figure.legend(handles=handles, loc="outside lower center", ncols=4)
    return figure


def _draw_map(panel: Axes, rows: pd.DataFrame) -> None:
    """Draw nine blocks of nine cells, each with the letter of its winner."""
    grid = np.full((9, 9), len(WINNERS) - 1)
    order = [*WINNERS]
    for _, row in rows.iterrows():
        across, up = (
            3 * _place(rows, row, block) + _place(rows, row, cell) for block, cell in (ACROSS, UP)
        )
        grid[up, across] = order.index(row["winner"])
        _, letter, ink, _ = WINNERS[row["winner"]]
        panel.text(
            across, up, letter, ha="center", va="center_baseline", fontsize=SMALL_LETTERS, color=ink
        )
    colours = ListedColormap([fill for fill, *_ in WINNERS.values()])
    panel.imshow(grid, cmap=colours, vmin=0, vmax=len(WINNERS) - 1, origin="lower", aspect="auto")
    for edge in (2.5, 5.5):
        panel.axhline(edge, color=INK, lw=1.4)
        panel.axvline(edge, color=INK, lw=1.4)
    panel.set_xticks([1, 4, 7], ["100", "200", "400"])
    panel.set_yticks([1, 4, 7], [".25", ".35", ".50"])
    panel.tick_params(length=0)


def _place(rows: pd.DataFrame, row: pd.Series, name: str) -> int:
    """Place of a level among those of its factor; of fit from the most down, as misfit goes up."""
    assert name in START
    levels = sorted(rows[name].unique(), reverse=name == "value_fit")
    return levels.index(row[name])


def _draw_bars(panel: Axes, rows: pd.DataFrame) -> None:
    """Draw the shares of points that each wins, a bar for each outcome and start."""
    names = [(outcome, start) for outcome in OUTCOMES for start in STARTS]
    for place, (outcome, start) in enumerate(names):
        some = rows[(rows["outcome"] == outcome) & (rows["start"] == start)].set_index("winner")
        left = 0.0
        for winner, (fill, letter, ink, _) in WINNERS.items():
            width = 100 * float(some["share"].get(winner, 0.0))
            panel.barh(place, width, 0.8, left=left, fc=fill, ec=INK, lw=0.4)
            if width >= 10:
                panel.text(
                    left + width / 2, place, f"{letter} {width:.0f}".strip(), ha="center",
                    va="center_baseline", fontsize=SMALL_LETTERS, color=ink,
                )  # fmt: skip
            left += width
    said = [f"{OUTCOMES[outcome].split(',')[0]}, {start}" for outcome, start in names]
    panel.set_yticks(range(len(names)), said)
    panel.set_ylim(len(names) - 0.4, -0.6)
    panel.set_xlim(0, 100)
    panel.tick_params(axis="y", length=0)
    panel.spines["left"].set_visible(False)
