"""Draws the scorecard: values with their spread on the ranges of the rules, and all the points."""

import textwrap

import matplotlib as mpl
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from patterns import NOT_MEASURED

from diffusion.plotting.style import (
    FAILED,
    FRAME,
    GRID,
    INK,
    MUTED,
    PAPER,
    PARTLY,
    PASSED,
    STYLE,
    TWO_COLUMNS,
)

COLOURS = {"pass": PASSED, "partly": PARTLY, "fail": FAILED, NOT_MEASURED: PAPER}
HATCHES = {"pass": "", "partly": "\\\\\\\\", "fail": "////", NOT_MEASURED: ""}
"""So that the shares are told apart in grey."""

SIGNS = {"pass": "o", "partly": "D", "fail": "X"}
QUANTITIES = (
    ("share", ["P1a", "P1b", "P5a", "P5b", "P7a", "P7b", "P7d"], (0.0, 1.0)),
    ("index, 0 to 1", ["P2a", "P2b", "P2c", "P3"], (0.0, 1.0)),
    ("difference", ["P2d", "P7c"], (-1.0, 0.2)),
    ("gain, share of income", ["P4", "P6a", "P6b"], (-0.5, 0.5)),
)
"""What is measured, the patterns that say so, and the ends of the axis."""


def draw(table: pd.DataFrame) -> Figure:
    """Draw each value on its range, a column for each parameter set, and the points beside them."""
    sets = list(dict.fromkeys(table["parameters"]))
    with mpl.rc_context(dict(STYLE)):
        figure = Figure(figsize=(TWO_COLUMNS, 7.6), layout="constrained")
        panels = figure.subplots(
            len(QUANTITIES), len(sets) + 1, sharey="row",
            height_ratios=[len(codes) + 0.9 for _, codes, _ in QUANTITIES],
        )  # fmt: skip
        for row, (quantity, codes, limits) in zip(panels, QUANTITIES, strict=True):
            for panel, parameters in zip(row, sets, strict=False):
                of_set = table[table["parameters"] == parameters].set_index("pattern").loc[codes]
                _draw_values(panel, of_set, limits)
                panel.set_xlabel(quantity)
            _draw_points(row[-1], of_set)
            named = [f"{code}  {line['statement']}" for code, line in of_set.iterrows()]
            row[0].set_yticks(range(len(codes)), [textwrap.fill(name, 30) for name in named])
            row[0].set_ylim(len(codes) - 0.5, -0.5)
        titles = [*(f"{one} set" for one in sets), "could it have failed"]
        for panel, title in zip(panels[0], titles, strict=True):
            panel.set_title(title)
        figure.legend(handles=_marks(), loc="outside lower center", ncols=4)
    return figure


def _draw_values(panel: Axes, rows: pd.DataFrame, limits: tuple[float, float]) -> None:
    for place, (_, row) in enumerate(rows.iterrows()):
        for ends, shade in (("partly", GRID), ("passes", FRAME)):
            low, high = max(row[f"{ends}_from"], limits[0]), min(row[f"{ends}_to"], limits[1])
            panel.plot([low, high], [place, place], lw=6, color=shade, solid_capstyle="butt")
        if row["verdict"] == NOT_MEASURED:
            panel.annotate(NOT_MEASURED, (limits[0], place), va="center", color=INK)
            continue
        panel.plot([row["low"], row["high"]], [place, place], lw=1, color=INK)
        sign, colour = SIGNS[row["verdict"]], COLOURS[row["verdict"]]
        panel.plot(row["value"], place, sign, ms=5, mfc=colour, mec=INK, mew=0.6, clip_on=False)
    panel.set_xlim(*limits)


def _draw_points(panel: Axes, rows: pd.DataFrame) -> None:
    """Draw the shares of the points that pass, hold partly, fail or cannot be measured."""
    for place, (_, row) in enumerate(rows.iterrows()):
        left = 0.0
        for verdict, colour in COLOURS.items():
            share = row[f"points_{verdict.replace(' ', '_')}"]
            panel.barh(
                place, share, 0.5, left=left, fc=colour, ec=INK, lw=0.4 * (share > 0),
                hatch=HATCHES[verdict],
            )  # fmt: skip
            left += share
    panel.set_xlim(0.0, 1.0)
    panel.set_xlabel("share of the points")


def _marks() -> list[Artist]:
    """Name the bars, the lines and the marks."""
    bars: list[Artist] = [
        Patch(color=shade, label=label)
        for shade, label in ((FRAME, "range that passes"), (GRID, "range that holds partly"))
    ]
    line = Line2D([], [], lw=1, color=INK, label="5 to 95 % of the runs")
    empty = Patch(fc=COLOURS[NOT_MEASURED], ec=MUTED, lw=0.4, label="point not measured")
    signs = [
        Line2D([], [], ls="", marker=sign, mfc=COLOURS[name], mec=INK, mew=0.6, ms=5, label=name)
        for name, sign in SIGNS.items()
    ]
    return [*bars, line, empty, *signs]
