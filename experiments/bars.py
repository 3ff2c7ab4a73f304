"""Draws at how many points an arm is better, worse or undecided; used by several experiments."""

import pandas as pd
from matplotlib.axes import Axes

from diffusion.plotting.style import GRID, INK, OWN, PAPER, SMALL_LETTERS, STRATEGIES

PARTS = {
    "better": (OWN, PAPER),
    "undecided": (GRID, INK),
    "worse": (STRATEGIES[0].colour, PAPER),
}
"""Fill and letters of each part, from the left."""
LEAST_WRITTEN = 0.1


def draw_shares(panel: Axes, shares: pd.DataFrame, names: list[str]) -> None:
    """Draw one bar for each row: the shares of the points, in percent, with their verdicts."""
    left = pd.Series(0.0, index=range(len(shares)))
    for part, (fill, letters) in PARTS.items():
        width = shares[part].reset_index(drop=True)
        panel.barh(
            range(len(shares)), 100 * width, 0.8, left=100 * left, fc=fill, ec=INK, lw=0.4,
            label=part,
        )  # fmt: skip
        for place, (start, value) in enumerate(zip(left, width, strict=True)):
            if value >= LEAST_WRITTEN:
                panel.text(
                    100 * (start + value / 2), place, f"{100 * value:.0f}", ha="center",
                    va="center_baseline", color=letters, fontsize=SMALL_LETTERS,
                )  # fmt: skip
        left += width
    panel.set_yticks(range(len(names)), names)
    panel.set_ylim(len(names) - 0.4, -0.6)
    panel.set_xlim(0, 100)
    panel.tick_params(axis="y", length=0)
    panel.spines["left"].set_visible(False)
