"""The figure of simple and complex contagion: chances to stall, and what theory says."""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
from known import crowd_stalls, greatest_threshold_on_ring, percolation_stalls
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from diffusion.plotting.style import HIGH, INK, OWN, PAPER, SMALL_LETTERS, TWO_COLUMNS

sys.path.append(str(Path(__file__).parents[1]))
from bars import draw_shares

sys.path.pop()

SETS = ("default", "conservative")
SHADES = LinearSegmentedColormap.from_list("stalled", [PAPER, OWN])
PROGRAMMES = {"sweep": "programme of Senik", "alone": "nothing done"}
ARMS = ("Hill, exponent 2", "Hill, exponent 6", "threshold .33")
SHORT = ("Hill 2", "Hill 6", "thr. .33")
SITUATIONS = ("programme", "programme, alpha 0", "three begin, nothing done")
SAID = ("programme", "alpha 0", "nothing done")
FIRST = 3
"""First adopters where their number is not an axis."""


def draw(table: pd.DataFrame) -> Figure:
    """Draw known answers, phase diagrams of the two-state form and the chain, shares of points."""
    figure = Figure(figsize=(TWO_COLUMNS, 9.4), layout="constrained")
    grid = figure.add_gridspec(5, 6, height_ratios=(2.2, 2.2, 1.3, 1.3, 2.6))
    thirds = [
        [figure.add_subplot(grid[line, 2 * n : 2 * n + 2]) for n in range(3)] for line in (0, 1)
    ]
    halves = [
        [figure.add_subplot(grid[line, 3 * n : 3 * n + 3]) for n in range(2)] for line in (2, 3, 4)
    ]
    one, two, three = thirds[0]
    _draw_percolation(one, table[table["design"] == "percolation"])
    _draw_crowd(two, table[table["design"] == "granovetter"])
    ring = table[table["design"] == "threshold"]
    _draw_cells(three, ring[ring["rewiring"] == 0], "exposure_threshold", "first_adopters")
    _draw_ring(three, ring)
    three.set_title("neighbours on a ring;\nline: Centola and Macy")
    _label(three, "threshold (share of neighbours)", "first adopters")
    panels = thirds[1]
    for panel, design, said in zip(
        panels, ("threshold", "scattered"), ("neighbours", "anywhere"), strict=False
    ):
        rows = table[(table["design"] == design) & (table["first_adopters"] == FIRST)]
        _draw_cells(panel, rows, "exposure_threshold", "rewiring")
        panel.set_title(f"three begin, {said}")
        _label(panel, "threshold (share of neighbours)", "share rewired")
    rows = table[(table["design"] == "hill") & (table["beta"] == 0.2) & (table["rewiring"] == 1)]
    rows = rows[(rows["outcome"] == "stalled") & (rows["response"] == "hill")]
    _draw_cells(panels[2], rows, "hill_exponent", "first_adopters")
    panels[2].set_title("Hill; random, some give up")
    _label(panels[2], "exponent", "first adopters")
    for line, (design, said) in zip(halves, PROGRAMMES.items(), strict=False):
        for panel, parameters in zip(line, SETS, strict=True):
            is_here = (table["design"] == design) & (table["parameters"] == parameters)
            _draw_answers(panel, table[is_here])
            panel.set_title(f"{said}, alpha 0; {parameters} set")
        line[0].set_ylabel("first adopters")
    bars = halves[2]
    for panel, design, said in zip(
        bars, ("assumed", "ensemble"), ("assumed numbers", "ensemble"), strict=True
    ):
        shares = table[(table["design"] == f"shares of {design}") & (table["outcome"] == "stalled")]
        order = [(where, arm) for where in SITUATIONS for arm in ARMS]
        shares = shares.set_index(["situation", "arm"]).loc[order]
        shares = shares.rename(columns={"better": "worse", "worse": "better"})
        names = [f"{where}, {arm}" for where in SAID for arm in SHORT]
        draw_shares(panel, shares, names)
        panel.set_title(f"points of the {said}")
        panel.set_xlabel("points at which it stalls less often, %")
    bars[1].set_yticklabels([])
    figure.legend(*bars[0].get_legend_handles_labels(), loc="outside lower center", ncols=3)
    return figure


def _label(panel: Axes, across: str, up: str) -> None:
    panel.set_xlabel(across)
    panel.set_ylabel(up)


def _draw_percolation(panel: Axes, rows: pd.DataFrame) -> None:
    """Draw simulated chances to stall, and those of percolation, for one and three who begin."""
    across = np.linspace(0.02, 0.5, 97)
    for first, colour, mark, line in ((1, INK, "D", "-"), (3, HIGH, "o", "--")):
        some = rows[rows["first_adopters"] == first].sort_values("chance")
        theory = [percolation_stalls(6, chance, first) for chance in across]
        panel.plot(across, theory, ls=line, lw=1.0, color=colour, label=f"{first}, theory")
        panel.plot(
            some["chance"], some["mean"], mark, ms=3.5, color=colour, label=f"{first}, simulated"
        )
    panel.axvline(1 / 6, color=INK, lw=0.6, ls=":")
    panel.set_title("passed on once;\nlines: percolation")
    panel.legend(fontsize=SMALL_LETTERS)
    _label(panel, "chance to pass it on", "chance to stall")


def _draw_crowd(panel: Axes, rows: pd.DataFrame) -> None:
    """Draw simulated chances of a crowd to stall, and the exact ones."""
    across = range(1, 24)
    panel.plot(
        across, [crowd_stalls(120, first) for first in across], color=INK, lw=1.0, label="exact"
    )
    some = rows.sort_values("first_adopters")
    away = [some["mean"] - some["low"], some["high"] - some["mean"]]
    panel.errorbar(
        some["first_adopters"], some["mean"], away, fmt="D", ms=3.5, lw=0.8, color=OWN,
        label="simulated",
    )  # fmt: skip
    panel.set_ylim(-0.05, 1.05)
    panel.set_title("a crowd; line: Granovetter,\nexact")
    panel.legend(fontsize=SMALL_LETTERS)
    _label(panel, "first adopters of 120", "chance to stall")


def _draw_cells(panel: Axes, rows: pd.DataFrame, across: str, up: str) -> None:
    """Draw the chance to stall as shades, in percent."""
    grid = rows.pivot_table(index=up, columns=across, values="mean")
    _draw_shades(panel, grid.to_numpy())
    panel.set_xticks(
        range(grid.shape[1]), [f"{value:g}".lstrip("0") or "0" for value in grid.columns]
    )
    panel.set_yticks(range(grid.shape[0]), [f"{value:g}" for value in grid.index])


def _draw_shades(panel: Axes, grid: np.ndarray) -> None:
    if not grid.size:
        return
    panel.imshow(grid, cmap=SHADES, vmin=0, vmax=1, origin="lower", aspect="auto")
    for (line, column), value in np.ndenumerate(grid):
        panel.text(
            column, line, f"{100 * value:.0f}", ha="center", va="center_baseline",
            fontsize=SMALL_LETTERS - 1, color=PAPER if value > 0.55 else INK,
        )  # fmt: skip
    panel.tick_params(length=0)


def _draw_ring(panel: Axes, rows: pd.DataFrame) -> None:
    """Draw the greatest threshold that theory lets through, between the cells."""
    thresholds = sorted(rows["exposure_threshold"].unique())
    edges = []
    for first in sorted(rows["first_adopters"].unique()):
        limit = greatest_threshold_on_ring(int(first)) + 2**-30
        edges.append(sum(value <= limit for value in thresholds) - 0.5)
    ends = [*edges, edges[-1]]
    panel.step(ends, [line - 0.5 for line in range(len(ends))], where="pre", color=HIGH, lw=2.0)


def _draw_answers(panel: Axes, rows: pd.DataFrame) -> None:
    """Draw the chance to stall by answer and first adopters, where nobody decides alone."""
    rows = rows[(rows["alpha"] == 0) & (rows["outcome"] == "stalled")]
    order = ["linear", *(f"Hill {n}" for n in range(1, 7))]
    order += [f"threshold 0.{n}" for n in range(1, 6)]
    grid = rows.pivot_table(index="first_adopters", columns="answer", values="mean")
    grid = grid.reindex(columns=[one for one in order if one in grid])
    _draw_shades(panel, grid.to_numpy())
    names = [one.replace("threshold 0", "thr. ") for one in grid.columns]
    panel.set_xticks(range(len(names)), names, rotation=60, ha="right", rotation_mode="anchor")
    panel.set_yticks(range(grid.shape[0]), [f"{value:g}" for value in grid.index])
