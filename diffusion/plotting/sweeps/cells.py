"""A heat map: means in the cells over two factors with levels."""

from collections.abc import Callable
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from diffusion.errors import InputError, Problem, one_of
from diffusion.plotting.style import FRAME, PAPER, letters_on
from diffusion.plotting.sweeps.axis import MOST_LEVELS, axis_of, set_axis
from diffusion.plotting.sweeps.facts import Budget, factors_of, is_sampled
from diffusion.plotting.sweeps.frame import STYLE, WIDTH, frame, title_of, write_no_runs
from diffusion.plotting.sweeps.grouped import Points
from diffusion.plotting.sweeps.reading import (
    Runs,
    check_replicates,
    check_two,
    holds_zero,
    read,
)
from diffusion.plotting.sweeps.wording import number
from diffusion.sweeps.read import Sweep


def heat_map(
    sweep: Sweep,
    outcome: str,
    x: str,
    y: str,
    *,
    strategy: str,
    reference: str | None = None,
    budget: Budget | None = None,
) -> Figure:
    """Write the means of one strategy into the cells over two factors with levels.

    Parameters
    ----------
    sweep
    outcome
        A column of `Sweep.outcomes`.
    x, y
        Factors with levels.
    strategy
    reference
        If given, the cells hold the mean paired difference to this strategy; a cell whose 95 %
        interval holds 0 is hatched and says so.
    budget
        Only this one; None: all.

    Raises
    ------
    InputError
        If something asked for is not in the sweep, or a factor is sampled.
    """
    check_two("y", x, y)
    runs = read(sweep, outcome, [x, y], strategies=[strategy], reference=reference, budget=budget)
    for name, factor in (("x", x), ("y", y)):
        _check_levels(runs, name, factor)
    if reference is not None:
        check_replicates(runs)
    across, up = (axis_of(runs, factor, bins=MOST_LEVELS, steps="even") for factor in (x, y))
    points = Points.of(runs, strategy)
    table, n_columns = points.table, len(across.names)
    code = up.code_of(table[y]) * n_columns + across.code_of(table[x])
    cells = points.grouped(code, [x, y]).means().reindex(range(len(up.names) * n_columns))
    values = cells["mean"].to_numpy()
    largest = float(np.nanmax(np.abs(values)))
    colour_of = _colours(values, largest, is_difference=reference is not None)
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, 1.9 + 0.62 * max(3, len(up.names))), layout="constrained")
        panel = figure.subplots()
        for place, (_, cell) in enumerate(cells.iterrows()):
            box = (place % len(across.names), place // len(across.names))
            text = number(cell["mean"], largest, sign="" if reference is None else "+")
            hatch = "//" if reference is not None and holds_zero(cell["low"], cell["high"]) else ""
            _draw_cell(panel, box, color=colour_of(cell["mean"]), text=text, hatch=hatch)
        panel.set(xlim=(-0.5, len(across.names) - 0.5), ylim=(-0.5, len(up.names) - 0.5))
        panel.spines[:].set_visible(False)
        panel.tick_params(length=0)
        set_axis(panel, across)
        panel.set_yticks(up.positions, up.names)
        panel.set_ylabel(up.label)
        notes = _NOTES if reference is None else _NOTES_OF_DIFFERENCES
        title = title_of(sweep, outcome, strategy, reference)
        frame(figure, runs, [x, y], notes, title=title)
    return figure


_NOTES = ("numbers in the cells: mean",)
_NOTES_OF_DIFFERENCES = (
    "numbers in the cells: mean paired difference",
    "undecided: its 95 % interval holds 0",
)


def _colours(
    values: NDArray[np.float64], largest: float, *, is_difference: bool
) -> Callable[[float], Any]:
    """Give each mean a colour: from low to high, or from loss by way of 0 to gain."""
    if is_difference:
        scale, norm = mpl.colormaps["PuOr_r"], Normalize(-(largest or 1.0), largest or 1.0)
    else:
        scale, norm = mpl.colormaps["cividis"], Normalize(np.nanmin(values), np.nanmax(values))
    return lambda value: scale(norm(value))


def _check_levels(runs: Runs, place: str, factor: str) -> None:
    """Refuse a sampled factor where cells are wanted."""
    if is_sampled(runs.sweep, factor) and runs.table[factor].nunique() > MOST_LEVELS:
        known = factors_of(runs.sweep, runs.budget)
        gridded = [name for name in known if not is_sampled(runs.sweep, name)]
        expected = f"a factor with levels, {one_of(gridded, factor)}"
        found = f"{factor}, which is sampled (see response_surface)"
        raise InputError(Problem(place, "", expected, found))


def _draw_cell(panel: Axes, place: tuple[int, int], *, color: Any, text: str, hatch: str) -> None:
    """Draw one cell and write its mean; a hatched one is undecided."""
    column, row = place
    if text == "":
        write_no_runs(panel, column, row)
        return
    corner = (column - 0.5, row - 0.5)
    panel.add_patch(Rectangle(corner, 1, 1, fc=color, ec=PAPER, lw=1.5))
    if hatch:
        panel.add_patch(Rectangle(corner, 1, 1, fill=False, ec=FRAME, lw=0, hatch=hatch))
        text += "\nundecided"
    box = {"fc": color, "ec": "none", "pad": 1.5}
    panel.text(column, row, text, ha="center", va="center", color=letters_on(color[:3]), bbox=box)
