"""Draws a network of artisans: ties, and the mark of each artisan's stage."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from diffusion.kernels.state import Stage
from diffusion.plotting.style import DECIDED_HALF, DISCONTINUED, INK, STAGES, TIE

_MANY = 300
"""Artisans beyond whom ties are drawn thinly."""


def place_network(axes: Axes, places: NDArray[np.float64], ties: NDArray[np.int64]) -> None:
    """Draw the ties of a network, and make room for its artisans.

    Parameters
    ----------
    axes
    places : float64 [N, 2]
        Parts of the width and of the height, from the top left.
    ties : int64 [n, 2]
        Rows of the two artisans of each tie.
    """
    empty_axes(axes, 1, 1)
    axes.invert_yaxis()
    width = 0.2 if len(places) > _MANY else 0.6
    axes.add_collection(LineCollection(list(places[ties]), colors=TIE, linewidths=width))


def empty_axes(axes: Axes, width: float, height: float) -> Axes:
    """Take the frame away, and set the size in units of what will be drawn."""
    axes.set_axis_off()
    axes.set_xlim(0, width)
    axes.set_ylim(0, height)
    return axes


def draw_artisans(
    axes: Axes, places: NDArray[np.float64], stages: NDArray[np.int64]
) -> list[Line2D]:
    """Draw each artisan's mark.

    Parameters
    ----------
    axes
    places : float64 [N, 2]
    stages : int64 [N]
        By `diffusion.kernels.state.Stage`.
    """
    size = min(9.5, 52.0 / len(places) ** 0.5)
    return [
        mark for stage in Stage for mark in draw_marks(axes, places[stages == stage], stage, size)
    ]


def draw_marks(axes: Axes, places: NDArray[np.float64], stage: Stage, size: float) -> list[Line2D]:
    """Draw artisans of one stage, by its mark as well as its colour: adopters are squares."""
    style, is_discontinued = STAGES[stage], stage == Stage.DISCONTINUED
    x, y = places[:, 0], places[:, 1]
    marks = axes.plot(
        x,
        y,
        style.marker,
        markersize=size * (0.85 if style.marker == "D" else 1),
        markerfacecolor=style.fill,
        markerfacecoloralt=DECIDED_HALF,
        fillstyle="top" if stage == Stage.DECIDED else "full",
        markeredgecolor=DISCONTINUED if is_discontinued else INK,
        markeredgewidth=min(1.6 if is_discontinued else 0.7, size / 5),
        zorder=3,
        clip_on=False,
    )
    if is_discontinued:
        marks += axes.plot(x, y, "x", markersize=size / 2, color=DISCONTINUED, zorder=4)
    return marks
