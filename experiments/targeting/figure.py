"""The figure of who should be trained."""

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
SAID = {
    "volunteers": "volunteers",
    "poorest": "the poorest",
    "highest_degree": "most ties",
    "highest_eigenvector": "most central",
    "friend_cluster": "cluster of friends",
}
ANSWERS = {"linear": "linear", "hill": "Hill, as in the sets", "threshold": "threshold, two of six"}
NETWORKS = {
    "ring": (HIGH, "o"),
    "ring, .1 rewired": (OWN, "s"),
    "random": (STRATEGIES[3].colour, "^"),
    "two neighbourhoods": (STRATEGIES[0].colour, "D"),
    "few with many ties": (INK, "v"),
}


def draw(table: pd.DataFrame) -> Figure:
    """Draw differences to a lot by answer, set and network; and the shares of points."""
    rows = table[
        (table["design"] == "sweep")
        & (table["outcome"] == "adopters")
        & (table["strategy"] == "campaign_then_collaboration")
    ]
    figure = Figure(figsize=(TWO_COLUMNS, 8.4), layout="constrained")
    panels = figure.subplots(4, 2, sharey=True, height_ratios=(3, 3, 3, 2))
    for panel in panels[:3].ravel()[1:]:
        panel.sharex(panels[0, 0])
    for line, (response, said) in zip(panels, ANSWERS.items(), strict=False):
        for panel, parameters in zip(line, SETS, strict=True):
            here = rows[(rows["response"] == response) & (rows["parameters"] == parameters)]
            _draw_differences(panel, here)
            panel.set_title(f"answer: {said}; {parameters} set")
    for panel in panels[2]:
        panel.set_xlabel("adopters of 30, difference to a lot")
    for panel, design, said in zip(
        panels[3], ("assumed", "ensemble"), ("assumed numbers", "ensemble"), strict=True
    ):
        shares = table[
            (table["design"] == f"shares of {design}") & (table["outcome"] == "adopters")
        ]
        draw_shares(panel, shares.set_index("target").loc[[*SAID]], [*SAID.values()])
        panel.set_title(f"points of the {said}")
        panel.set_xlabel("points at which it has more than a lot, %")
    figure.legend(*panels[0, 0].get_legend_handles_labels(), loc="outside upper center", ncols=5)
    figure.legend(*panels[3, 0].get_legend_handles_labels(), loc="outside lower center", ncols=3)
    return figure


def _draw_differences(panel: Axes, rows: pd.DataFrame) -> None:
    """Draw a mark for each network, the targets below each other."""
    for place, (network, (colour, mark)) in enumerate(NETWORKS.items()):
        some = rows[rows["network"] == network].set_index("target").reindex([*SAID])
        heights = [number + 0.15 * (place - 2) for number in range(len(SAID))]
        away = [
            some["difference"] - some["difference_low"],
            some["difference_high"] - some["difference"],
        ]
        panel.errorbar(
            some["difference"], heights, xerr=away, fmt=mark, ms=3.2, lw=0.8, elinewidth=0.7,
            color=colour, label=network,
        )  # fmt: skip
    panel.axvline(0, color=INK, lw=0.8)
    panel.grid(axis="x", color=GRID, lw=0.5)
    panel.set_axisbelow(True)
    panel.set_yticks(range(len(SAID)), [*SAID.values()])
    panel.set_ylim(len(SAID) - 0.5, -0.5)
