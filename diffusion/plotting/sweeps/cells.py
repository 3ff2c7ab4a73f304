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
from diffusion.plotting.column import width_of
from diffusion.plotting.frame import ENGLISH, in_lines
from diffusion.plotting.style import (
    FRAME,
    PAPER,
    SMALL_LETTERS,
    STYLE,
    letters_on,
)
from diffusion.plotting.sweeps.axis import LETTER, MOST_LEVELS, Axis, axis_of, set_axis
from diffusion.plotting.sweeps.facts import Budget, factors_of, is_sampled
from diffusion.plotting.sweeps.frame import (
    put_caption,
    strategy_title,
    write_no_runs,
    write_ticks,
)
from diffusion.plotting.sweeps.grouped import Points
from diffusion.plotting.sweeps.naming import words
from diffusion.plotting.sweeps.reading import (
    Runs,
    check_replicates,
    check_two,
    holds_zero,
    read,
)
from diffusion.plotting.sweeps.wording import number, outcome_label
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
    column: str = "two",
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
    column
        As wide as "one" column of a journal, or as "two". Numbers that are wider than their cells
        are turned.

    Raises
    ------
    InputError
        If something asked for is not in the sweep, or a factor is sampled.
    """
    check_two("y", x, y)
    width = width_of(column)
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
    sign = "" if reference is None else "+"
    texts = [number(mean, largest, say, sign=sign) for mean in cells["mean"]]
    is_open = [
        reference is not None and holds_zero(*ends)
        for ends in zip(cells["low"], cells["high"], strict=True)
    ]
    inches = _across(width, up, column)
    reach = LETTER * max(len(say("drawn.undecided")) if any(is_open) else 0, *map(len, texts))
    is_turned = reach > inches / n_columns
    row = reach + 0.12 if is_turned else _ROW
    with mpl.rc_context(dict(STYLE)):
        height = (1.0 if column == "two" else 1.6) + row * max(3, len(up.names))
        figure = Figure(figsize=(width, height), layout="constrained")
        panel = figure.subplots()
        for place, (mean, text) in enumerate(zip(cells["mean"], texts, strict=True)):
            _draw_cell(
                panel, divmod(place, n_columns), color=colours.to_rgba(mean), text=text,
                is_undecided=is_open[place], rotation=90 * is_turned, say=say,
            )  # fmt: skip
        turned = _name_cells(panel, across, up, inches=inches)
        figure.set_figheight(height + turned)
        panel.set_title(in_lines(title, int(width * 12)))
        draw_scale(figure, panel, colours, what, reference=reference, column=column, say=say)
        key = "caption.swept_cells" if reference is None else "caption.swept_cells_paired"
        put_caption(figure, runs, [x, y], [said_of_two(runs, what, x, y, title=title), say(key)])
    return figure


def _across(width: float, up: Axis, column: str) -> float:
    """Inches of all cells of a row, beside their names and what the colours mean."""
    names = max(len(line) for name in up.names for line in name.splitlines())
    return width - names * LETTER - (1.4 if column == "two" else 0.5)


def _name_cells(panel: Axes, across: Axis, up: Axis, *, inches: float) -> float:
    """Name rows and columns; inches that turned names reach down."""
    panel.set(xlim=(-0.5, len(across.names) - 0.5), ylim=(-0.5, len(up.names) - 0.5))
    panel.spines[:].set_visible(False)
    panel.tick_params(length=0)
    panel.set_yticks(up.positions, up.names)
    panel.set_ylabel(in_lines(up.label, _LABEL_WIDTH))
    return set_axis(panel, across, inches=inches)


def said_of_two(runs: Runs, what: str, x: str, y: str, *, title: str) -> str:
    """Say what is shown over two factors."""
    say = runs.say
    names = {"x": words(runs.sweep, x, say), "y": words(runs.sweep, y, say)}
    of_sweep = runs.sweep.design.title
    return say("caption.swept_two", title=of_sweep, what=what, strategy=title, **names)


def draw_scale(
    figure: Figure,
    panel: Axes,
    colours: ScalarMappable,
    what: str,
    *,
    reference: str | None = None,
    column: str,
    say: Words,
) -> None:
    """Draw what the colours of a panel mean: beside it, in one column below it."""
    place = "right" if column == "two" else "bottom"
    bar = figure.colorbar(colours, ax=panel, aspect=30, location=place)
    key = "drawn.mean_what" if reference is None else "drawn.paired"
    bar.set_label(in_lines(say(key, what=what), _LABEL_WIDTH))
    bar.outline.set_linewidth(0.6)
    write_ticks(bar.ax.yaxis if column == "two" else bar.ax.xaxis, say)
    if column == "one":
        bar.ax.locator_params(nbins=4)


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
    panel: Axes,
    place: tuple[int, int],
    *,
    color: Any,
    text: str,
    is_undecided: bool,
    rotation: float,
    say: Words,
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
        fontsize=SMALL_LETTERS, rotation=rotation,
    )  # fmt: skip
