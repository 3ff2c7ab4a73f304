"""A heat map: means in the cells over two factors with levels."""

from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from diffusion.errors import InputError, Problem, one_of
from diffusion.i18n.words import Words
from diffusion.plotting.frame import ENGLISH, in_lines
from diffusion.plotting.style import (
    FRAME,
    PAPER,
    SMALL_LETTERS,
    STYLE,
    TWO_COLUMNS,
    letters_on,
)
from diffusion.plotting.sweeps.axis import MOST_LEVELS, Axis, axis_of, set_axis
from diffusion.plotting.sweeps.facts import Budget, design_of, factors_of, is_sampled
from diffusion.plotting.sweeps.frame import (
    put_caption,
    strategy_title,
    write_no_runs,
    write_ticks,
)
from diffusion.plotting.sweeps.grouped import Points
from diffusion.plotting.sweeps.reading import (
    Runs,
    check_replicates,
    check_two,
    holds_zero,
    read,
)
from diffusion.plotting.sweeps.wording import number, outcome_label, words
from diffusion.sweeps.read import Sweep

_ROW = 0.42
"""Inches of a row of cells."""

_LABEL_WIDTH = 34


def heat_map(
    sweep: Sweep,
    outcome: str,
    x: str,
    y: str,
    *,
    strategy: str,
    reference: str | None = None,
    budget: Budget | None = None,
    say: Words = ENGLISH,
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
    say
        Language of the figure and of its `caption`.

    Raises
    ------
    InputError
        If something asked for is not in the sweep, or a factor is sampled.
    """
    check_two("y", x, y)
    runs = read(
        sweep, outcome, [x, y], strategies=[strategy], reference=reference, budget=budget, say=say
    )
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
    colours = _colours(values, largest, is_difference=reference is not None)
    title, what = strategy_title(strategy, reference, say), outcome_label(sweep, outcome, say)
    with mpl.rc_context(dict(STYLE)):
        size = (TWO_COLUMNS, 1.0 + _ROW * max(3, len(up.names)))
        figure = Figure(figsize=size, layout="constrained")
        panel = figure.subplots()
        for place, (_, cell) in enumerate(cells.iterrows()):
            text = number(cell["mean"], largest, say, sign="" if reference is None else "+")
            is_open = reference is not None and holds_zero(cell["low"], cell["high"])
            _draw_cell(
                panel, divmod(place, n_columns), color=colours.to_rgba(cell["mean"]), text=text,
                is_undecided=is_open, say=say,
            )  # fmt: skip
        _name_cells(panel, across, up)
        panel.set_title(title)
        draw_scale(figure, panel, colours, what, reference=reference, say=say)
        key = "caption.swept_cells" if reference is None else "caption.swept_cells_paired"
        put_caption(figure, runs, [x, y], [said_of_two(runs, what, x, y, title=title), say(key)])
    return figure


def _name_cells(panel: Axes, across: Axis, up: Axis) -> None:
    panel.set(xlim=(-0.5, len(across.names) - 0.5), ylim=(-0.5, len(up.names) - 0.5))
    panel.spines[:].set_visible(False)
    panel.tick_params(length=0)
    set_axis(panel, across, inches=TWO_COLUMNS - 2)
    panel.set_yticks(up.positions, up.names)
    panel.set_ylabel(up.label)


def said_of_two(runs: Runs, what: str, x: str, y: str, *, title: str) -> str:
    """Say what is shown over two factors."""
    say = runs.say
    names = {"x": words(x, say), "y": words(y, say)}
    of_sweep = design_of(runs.sweep).title
    return say("caption.swept_two", title=of_sweep, what=what, strategy=title, **names)


def draw_scale(
    figure: Figure,
    panel: Axes,
    colours: ScalarMappable,
    what: str,
    *,
    reference: str | None = None,
    say: Words,
) -> None:
    """Draw beside a panel what its colours mean."""
    bar = figure.colorbar(colours, ax=panel, aspect=30)
    key = "drawn.mean_what" if reference is None else "drawn.paired"
    bar.set_label(in_lines(say(key, what=what), _LABEL_WIDTH))
    bar.outline.set_linewidth(0.6)
    write_ticks(bar.ax.yaxis, say)


def _colours(values: NDArray[np.float64], largest: float, *, is_difference: bool) -> ScalarMappable:
    """Give each mean a colour: from low to high, or from loss by way of 0 to gain."""
    if is_difference:
        return ScalarMappable(Normalize(-(largest or 1.0), largest or 1.0), "PuOr_r")
    return ScalarMappable(scale_of(values), "cividis")


def scale_of(values: NDArray[np.float64]) -> Normalize:
    """Give the scale of colours from the lowest to the highest mean; a step if they are equal."""
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    return Normalize(low, high if high > low else low + 1)


def _check_levels(runs: Runs, place: str, factor: str) -> None:
    """Refuse a sampled factor where cells are wanted."""
    if is_sampled(runs.sweep, factor) and runs.table[factor].nunique() > MOST_LEVELS:
        known = factors_of(runs.sweep, runs.budget)
        gridded = [name for name in known if not is_sampled(runs.sweep, name)]
        expected = f"a factor with levels, {one_of(gridded, factor)}"
        found = f"{factor}, which is sampled (see response_surface)"
        raise InputError(Problem(place, "", expected, found))


def _draw_cell(
    panel: Axes, place: tuple[int, int], *, color: Any, text: str, is_undecided: bool, say: Words
) -> None:
    """Draw the cell of a row and column, and write its mean; a hatched one is undecided."""
    row, column = place
    if text == "":
        write_no_runs(panel, (column, row), say)
        return
    corner = (column - 0.5, row - 0.5)
    panel.add_patch(Rectangle(corner, 1, 1, fc=color, ec=PAPER, lw=1.5))
    if is_undecided:
        panel.add_patch(Rectangle(corner, 1, 1, fill=False, ec=FRAME, lw=0, hatch="//"))
        text += f"\n{say('drawn.undecided')}"
    box = {"fc": color, "ec": "none", "pad": 1.5}
    panel.text(
        column, row, text, ha="center", va="center", color=letters_on(color[:3]), bbox=box,
        fontsize=SMALL_LETTERS,
    )  # fmt: skip
