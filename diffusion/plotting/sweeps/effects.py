"""Lines of means over one factor at a time, and over two."""

from collections.abc import Mapping, Sequence
from functools import partial

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from diffusion.errors import InputError, Problem
from diffusion.i18n.words import Words
from diffusion.plotting.column import width_of
from diffusion.plotting.frame import ENGLISH, in_lines
from diffusion.plotting.style import (
    STRATEGIES,
    STYLE,
)
from diffusion.plotting.sweeps.axis import Axis, axis_of, bins_for, check_bins, set_axis
from diffusion.plotting.sweeps.facts import Budget, factors_of
from diffusion.plotting.sweeps.frame import put_caption
from diffusion.plotting.sweeps.grouped import Grouped, Points, notes_of, points_by_effect
from diffusion.plotting.sweeps.lines import (
    columns_for,
    draw_line,
    finish,
    legend,
    make_room,
    margin_of,
    mark_of,
    numbers,
    panel_width,
    panels_for,
    said_beside,
    shifts_of,
    write_numbers,
)
from diffusion.plotting.sweeps.naming import words
from diffusion.plotting.sweeps.reading import Runs, check_replicates, check_two, read
from diffusion.plotting.sweeps.wording import outcome_label
from diffusion.sweeps.read import Sweep


def main_effects(
    sweep: Sweep,
    outcome: str,
    *,
    factors: Sequence[str] | None = None,
    strategies: Sequence[str] | None = None,
    budget: Budget | None = None,
    bins: int | None = None,
    say: Words = ENGLISH,
    column: str = "two",
) -> Figure:
    """Draw the mean over all other factors, factor by factor, with its 95 % interval.

    Of a full grid these are the means of the levels. Where points are sampled, or some of a grid
    are missing, other factors differ by chance between the levels or bins: means are adjusted for
    them by a surface fitted by least squares (squares of numbers, levels of words), and points
    are what the intervals take as observations. A bin needs 5 points, and the surface two points
    for each of its terms; fewer are refused.

    Parameters
    ----------
    sweep
    outcome
        A column of `Sweep.outcomes`.
    factors, strategies
        Which; None: all. The budget is a factor where there are several.
    budget
        Only this one; None: all.
    bins
        Bins of equally many points into which a sampled factor is divided; None: as many from 4
        to 2 as the points allow.
    say
        Language of the figure and of its `caption`.
    column
        As wide as "one" column of a journal, or as "two".

    Raises
    ------
    InputError
        If something asked for is not in the sweep, there is one replicate only, or the points are
        too few.
    """
    check_bins(bins)
    width = width_of(column)
    shown = list(factors_of(sweep, budget) if factors is None else factors)
    if not shown:
        raise InputError(Problem("factors", "", "a sweep with a factor", "none"))
    runs = read(sweep, outcome, shown, strategies=strategies, budget=budget, say=say)
    check_replicates(runs)
    points = points_by_effect(runs, strategies)
    panels_of = [bins_for(partial(_grouped, runs, points, [factor]), bins) for factor in shown]
    if factors is None:
        panels_of.sort(key=lambda one: -_effect(one[1]))
    found = [one for _, of_strategy in panels_of for one in of_strategy.values()]
    n_columns = columns_for(len(shown), column)
    with mpl.rc_context(dict(STYLE)):
        reaches = []
        figure, panels = panels_for(len(shown), n_columns, width)
        inches = panel_width(n_columns, width)
        for panel, ((axis,), of_strategy) in zip(panels, panels_of, strict=False):
            numbers = _draw_lines(panel, axis, runs, of_strategy, inches=inches)
            reaches.append(set_axis(panel, axis, numbers, inches=inches))
        what = outcome_label(sweep, outcome, say)
        make_room(figure, max(reaches), n_rows=len(panels) // n_columns)
        finish(panels, len(shown), n_columns, what, say=say)
        legend(figure, panels[0])
        said = say("caption.swept_main_effects", title=sweep.design.title, what=what)
        put_caption(
            figure, runs, None, [said, *said_beside(len(points), say), *notes_of(found, say)]
        )
    return figure


def _effect(found: Mapping[str, Grouped]) -> float:
    """Tell how far the means of a factor's places lie apart, in the strategy where it is most."""
    return max(float(np.ptp(one.means()["mean"])) for one in found.values())


def _draw_lines(
    panel: Axes, axis: Axis, runs: Runs, of_strategy: Mapping[str, Grouped], *, inches: float
) -> list[str]:
    """Draw a line for each strategy; how many points each place has."""
    means = {name: one.means() for name, one in of_strategy.items()}
    shifts = shifts_of(axis, len(means), inches)
    panel.margins(x=margin_of(shifts, inches))
    for (name, table), shift in zip(means.items(), shifts, strict=True):
        label = runs.say.strategy(name)
        draw_line(panel, axis, table, shift=shift, label=label, **mark_of(runs, name))
    return numbers(axis, means.values(), runs.say)


def interactions(
    sweep: Sweep,
    outcome: str,
    first: str,
    second: str,
    *,
    strategies: Sequence[str] | None = None,
    budget: Budget | None = None,
    bins: int | None = None,
    say: Words = ENGLISH,
    column: str = "two",
) -> Figure:
    """Draw the mean over `first`, a line for each level of `second`, a panel for each strategy.

    Lines that are not parallel tell that what one factor does hangs on the other. Parameters,
    order and errors as in `main_effects`.
    """
    check_bins(bins)
    width = width_of(column)
    check_two("second", first, second)
    runs = read(sweep, outcome, [first, second], strategies=strategies, budget=budget, say=say)
    check_replicates(runs)
    points = points_by_effect(runs, strategies)
    (lines, axis), found = bins_for(partial(_grouped, runs, points, [second, first]), bins)
    shades = mpl.colormaps["viridis"](np.linspace(0, 0.85, len(lines.names)))
    n_columns = columns_for(len(points), column)
    with mpl.rc_context(dict(STYLE)):
        reaches = []
        figure, panels = panels_for(len(points), n_columns, width)
        inches = panel_width(n_columns, width)
        shifts = shifts_of(axis, len(lines.names), inches)
        for panel, strategy in zip(panels, points, strict=False):
            cells = found[strategy].means()
            line, level = np.divmod(cells.index.to_numpy(), len(axis.names))
            for place in np.unique(line):
                of_line = cells[line == place].set_axis(level[line == place])
                mark = {
                    "color": shades[place],
                    "marker": STRATEGIES[place % len(STRATEGIES)].marker,
                }
                shift = shifts[place]
                draw_line(panel, axis, of_line, shift=shift, label=lines.names[place], **mark)
                if found[strategy].surface is not None:
                    write_numbers(panel, axis, of_line, shift=shift)
            panel.margins(x=margin_of(shifts, inches))
            panel.set_title(in_lines(say.strategy(strategy), int(inches * 13)))
            reaches.append(set_axis(panel, axis, inches=inches))
        what = outcome_label(sweep, outcome, say)
        make_room(figure, max(reaches), n_rows=len(panels) // n_columns)
        finish(panels, len(points), n_columns, what, say=say)
        legend(figure, panels[0], title=lines.label.replace("\n", " "))
        names = {"first": words(sweep, first, say), "second": words(sweep, second, say)}
        said = say("caption.swept_interactions", title=sweep.design.title, what=what, **names)
        put_caption(
            figure,
            runs,
            None,
            [said, *said_beside(len(lines.names), say), *notes_of(list(found.values()), say)],
        )
    return figure


def _grouped(
    runs: Runs, points: Mapping[str, Points], factors: Sequence[str], bins: int
) -> tuple[list[Axis], dict[str, Grouped]]:
    """Lay factors out, and put the points of each strategy into the cells of their levels."""
    axes = [axis_of(runs, factor, bins=bins) for factor in factors]
    found = {}
    for name, one in points.items():
        code = np.zeros(len(one.table), np.int64)
        for axis in axes:
            code = code * len(axis.names) + axis.code_of(one.table[axis.factor])
        found[name] = one.grouped(code, factors)
    return axes, found
