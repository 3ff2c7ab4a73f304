"""Panels with lines of means: marks side by side, numbers of points, names and legend."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.transforms import ScaledTranslation

from diffusion.i18n.words import Words
from diffusion.plotting.frame import in_lines
from diffusion.plotting.style import (
    SMALL_LETTERS,
    STRATEGIES,
    TWO_COLUMNS,
    strategy_styles,
)
from diffusion.plotting.sweeps.axis import Axis
from diffusion.plotting.sweeps.frame import write_ticks
from diffusion.plotting.sweeps.reading import Runs

_DASHES = ("-", "--", ":")
_LABEL_WIDTH = 26
"""Letters that stand upright beside a panel."""

_LEGEND_LETTERS = 110 / TWO_COLUMNS
"""Letters that an inch of a line above the panels has room for."""

_LEGEND_ROW = 0.16
_MARKS_APART, _OF_GAP = 4.0, 0.65
"""Points between the marks of one place, at most; and the share of the gap that all may take."""


def shifts_of(axis: Axis, n_lines: int, inches: float) -> list[float]:
    """Tell by how many points to the right the marks of each line stand, so that none hides one."""
    step = min(_MARKS_APART, _OF_GAP * axis.gap * inches * 72 / n_lines)
    return [step * (place - (n_lines - 1) / 2) for place in range(n_lines)]


def margin_of(shifts: Sequence[float], inches: float) -> float:
    """Leave room beside the outer places, as a share of what lies between them."""
    return 0.1 + 1.2 * max(shifts) / (72 * inches)


def said_beside(n_lines: int, say: Words) -> list[str]:
    """Say that marks stand side by side, where there are several lines."""
    return [say("caption.swept_beside")] if n_lines > 1 else []


def numbers(axis: Axis, means: Iterable[pd.DataFrame], say: Words) -> list[str]:
    """Write the number of points of each place; two numbers if strategies differ in it."""
    sizes = pd.concat([table["n_points"] for table in means]).groupby(level=0).agg(["min", "max"])
    below = []
    for place in range(len(axis.names)):
        few, many = sizes.loc[place] if place in sizes.index else (0, 0)
        n_points = f"{few}" if few == many else say.span(f"{few}", f"{many}")
        below.append(say("drawn.n_points", n=n_points))
    return below


def write_numbers(panel: Axes, axis: Axis, means: pd.DataFrame, *, shift: float) -> None:
    """Write beside each mark how many points it is of."""
    for place, mean, n_points in zip(means.index, means["mean"], means["n_points"], strict=True):
        panel.annotate(
            f"{n_points}", (axis.positions[place], mean), (shift + 2, 3),
            textcoords="offset points", fontsize=SMALL_LETTERS,
        )  # fmt: skip


def columns_for(n_shown: int, column: str) -> int:
    """Choose how many panels lie side by side."""
    if column == "one":
        return 2 if n_shown > 3 else 1
    return 2 if n_shown == 4 else min(3, n_shown)


def panels_for(n_shown: int, n_columns: int, width: float) -> tuple[Figure, list[Axes]]:
    """Make so many panels, so many of them side by side."""
    n_rows = -(-n_shown // n_columns)
    figure = Figure(figsize=(width, 2.1 * n_rows + 0.1), layout="constrained")
    panels = figure.subplots(n_rows, n_columns, sharey=True, squeeze=False)
    return figure, list(panels.ravel())


def make_room(figure: Figure, reach: float, *, n_rows: int) -> None:
    """Make a figure higher by what its turned names reach down, in inches."""
    figure.set_figheight(figure.get_figheight() + reach * n_rows)


def panel_width(n_columns: int, width: float) -> float:
    """Inches of a panel, without the numbers at the left."""
    return (width - 0.6) / n_columns - 0.1


def mark_of(runs: Runs, strategy: str) -> dict[str, Any]:
    """Mark of a strategy, the same in every figure of the sweep."""
    place = runs.known.index(strategy)
    style, turn = strategy_styles(runs.known)[place], place // len(STRATEGIES)
    return {"marker": style.marker, "color": style.colour, "ls": _DASHES[turn % len(_DASHES)]}


def draw_line(
    panel: Axes, axis: Axis, means: pd.DataFrame, *, shift: float, label: str, **mark: Any
) -> None:
    """Draw the means of one line, with their intervals, so many points to the right."""
    x = np.asarray(axis.positions)[means.index.to_numpy()]
    reach = (means["high"] - means["mean"]).to_numpy()
    drawn = panel.errorbar(
        x, means["mean"].to_numpy(), reach, label=label, lw=1.2, ms=3.5, elinewidth=0.8, capsize=2,
        **mark,
    )  # fmt: skip
    aside = ScaledTranslation(shift / 72, 0, panel.figure.dpi_scale_trans)
    for artist in drawn.get_children():
        artist.set_transform(panel.transData + aside)


def finish(panels: list[Axes], n_shown: int, n_columns: int, label: str, *, say: Words) -> None:
    """Name the upright axis at the left, write its numbers, hide what is empty."""
    for place, panel in enumerate(panels):
        panel.set_visible(place < n_shown)
        if place % n_columns == 0:
            panel.set_ylabel(in_lines(label, _LABEL_WIDTH))
        write_ticks(panel.yaxis, say)


def legend(figure: Figure, panel: Axes, *, title: str | None = None) -> None:
    """Name the lines above the panels, and make the figure higher by that."""
    handles, labels = panel.get_legend_handles_labels()
    room = int(_LEGEND_LETTERS * figure.get_figwidth())
    n_columns = max(1, min(len(labels), room // (max(map(len, labels)) + 8)))
    n_rows = -(-len(labels) // n_columns) + (title is not None)
    figure.set_figheight(figure.get_figheight() + _LEGEND_ROW * n_rows)
    head = None if title is None else in_lines(title, room)
    figure.legend(handles, labels, loc="outside upper center", title=head, ncols=n_columns)
