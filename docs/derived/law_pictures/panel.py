"""What the pictures of the laws share: numbers of Senik, colours, and one panel with named axes."""

from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

import diffusion
from diffusion.plotting.style import GRID, HIGH, MUTED, OWN, STRATEGIES

SENIK = diffusion.load(Path(__file__).parents[3] / "models" / "senik")
PLACE = SENIK.file
DEFAULT, CONSERVATIVE = (SENIK.parameter_sets[name] for name in ("default", "conservative"))
SEQUENCE = SENIK.programmes["campaign_then_collaboration"]
USUAL_PROFIT = PLACE.traditional.pieces_per_month * (
    PLACE.traditional.price - PLACE.traditional.unit_cost
)

# From dark to light, each with its own dash: they differ in grey too.
BLUE, RED, ORANGE, GREY = OWN, STRATEGIES[0].colour, HIGH, MUTED
LOOKS: tuple[dict[str, Any], ...] = (
    {"color": BLUE, "ls": "-"},
    {"color": RED, "ls": "--"},
    {"color": ORANGE, "ls": ":"},
)
STYLE: dict[Any, Any] = {
    "font.size": 9,
    "axes.titlesize": 9,
    "lines.linewidth": 2,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "legend.frameon": False,
    "svg.hashsalt": "artisan-diffusion",
    "svg.fonttype": "none",
}
SHARE = np.linspace(0.0, 1.0, 51)
MONTHS = range(37)


def panel(x_label: str, y_label: str) -> tuple[Figure, Axes]:
    """Make a picture with one panel whose axes say what they show."""
    figure = Figure(figsize=(5.6, 3.4), layout="constrained")
    axes = figure.subplots()
    axes.set(xlabel=x_label, ylabel=y_label)
    axes.margins(x=0)
    return figure, axes
