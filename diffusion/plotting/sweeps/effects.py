"""Lines of means over one factor at a time, and over two."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from diffusion.errors import InputError, Problem
from diffusion.i18n.words import Words
from diffusion.plotting.frame import ENGLISH, in_lines
from diffusion.plotting.style import (
    SMALL_LETTERS,
    STRATEGIES,
    STYLE,
    TWO_COLUMNS,
    strategy_styles,
)
from diffusion.plotting.sweeps.axis import Axis, axis_of, bins_for, check_bins, set_axis
from diffusion.plotting.sweeps.facts import Budget, design_of, factors_of
from diffusion.plotting.sweeps.frame import in_name_lines, put_caption, write_ticks
from diffusion.plotting.sweeps.grouped import Grouped, Points, notes_of
from diffusion.plotting.sweeps.reading import Runs, check_replicates, check_two, read
from diffusion.plotting.sweeps.wording import outcome_label, words
from diffusion.sweeps.read import Sweep

_DASHES = ("-", "--", ":")
_LABEL_WIDTH = 34
_LEGEND_LETTERS = 110
"""Letters that a line above the panels has room for."""


def main_effects(
    sweep: Sweep,
    outcome: str,
    *,
    factors: Sequence[str] | None = None,
    strategies: Sequence[str] | None = None,
    budget: Budget | None = None,
    bins: int | None = None,
    say: Words = ENGLISH,
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

    Raises
    ------
    InputError
        If something asked for is not in the sweep, there is one replicate only, or the points are
        too few.
    """
    check_bins(bins)
    shown = list(factors_of(sweep, budget) if factors is None else factors)
    if not shown:
        raise InputError(Problem("factors", "", "a sweep with a factor", "none"))
    runs = read(sweep, outcome, shown, strategies=strategies, budget=budget, say=say)
    check_replicates(runs)
    points = {name: Points.of(runs, name) for name in runs.strategies}
    panels_of = [bins_for(partial(_grouped, runs, points, [factor]), bins) for factor in shown]
    found = [one for _, of_strategy in panels_of for one in of_strategy.values()]
    n_columns = min(3, len(shown))
    with mpl.rc_context(dict(STYLE)):
        reaches = []
        figure, panels = _panels(len(shown), n_columns)
        for panel, ((axis,), of_strategy) in zip(panels, panels_of, strict=False):
            numbers = _draw_lines(panel, axis, runs, of_strategy)
            reaches.append(set_axis(panel, axis, numbers, inches=_panel_width(n_columns)))
        what = outcome_label(sweep, outcome, say)
        _make_room(figure, max(reaches), n_rows=len(panels) // n_columns)
        _finish(panels, len(shown), n_columns, what, say=say)
        _legend(figure, panels[0])
        said = say("caption.swept_main_effects", title=design_of(sweep).title, what=what)
        put_caption(figure, runs, None, [said, *notes_of(found, say)])
    return figure


def _draw_lines(
    panel: Axes, axis: Axis, runs: Runs, of_strategy: Mapping[str, Grouped]
) -> list[str]:
    """Draw a line for each strategy; how many points each place has."""
    means = {name: one.means() for name, one in of_strategy.items()}
    for name, table in means.items():
        _line(panel, axis, table, label=runs.say.strategy(name), **_mark(runs, name))
    return _numbers(axis, means.values(), runs.say)


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
) -> Figure:
    """Draw the mean over `first`, a line for each level of `second`, a panel for each strategy.

    Lines that are not parallel tell that what one factor does hangs on the other. Parameters and
    errors as in `main_effects`.
    """
    check_bins(bins)
    check_two("second", first, second)
    runs = read(sweep, outcome, [first, second], strategies=strategies, budget=budget, say=say)
    check_replicates(runs)
    points = {name: Points.of(runs, name) for name in runs.strategies}
    (lines, axis), found = bins_for(partial(_grouped, runs, points, [second, first]), bins)
    shades = mpl.colormaps["viridis"](np.linspace(0, 0.85, len(lines.names)))
    n_columns = 2 if len(runs.strategies) in (2, 4) else min(3, len(runs.strategies))
    with mpl.rc_context(dict(STYLE)):
        reaches = []
        figure, panels = _panels(len(runs.strategies), n_columns)
        for panel, strategy in zip(panels, runs.strategies, strict=False):
            cells = found[strategy].means()
            line, level = np.divmod(cells.index.to_numpy(), len(axis.names))
            for place in np.unique(line):
                of_line = cells[line == place].set_axis(level[line == place])
                mark = {
                    "color": shades[place],
                    "marker": STRATEGIES[place % len(STRATEGIES)].marker,
                }
                _line(panel, axis, of_line, label=lines.names[place], **mark)
                if found[strategy].surface is not None:
                    _write_numbers(panel, axis, of_line)
            panel.set_title(in_name_lines(strategy, say))
            reaches.append(set_axis(panel, axis, inches=_panel_width(n_columns)))
        what = outcome_label(sweep, outcome, say)
        _make_room(figure, max(reaches), n_rows=len(panels) // n_columns)
        _finish(panels, len(runs.strategies), n_columns, what, say=say)
        _legend(figure, panels[0], title=lines.label.replace("\n", " "))
        names = {"first": words(first, say), "second": words(second, say)}
        said = say("caption.swept_interactions", title=design_of(sweep).title, what=what, **names)
        put_caption(figure, runs, None, [said, *notes_of(list(found.values()), say)])
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


def _numbers(axis: Axis, means: Iterable[pd.DataFrame], say: Words) -> list[str]:
    """Write the number of points of each place; two numbers if strategies differ in it."""
    sizes = pd.concat([table["n_points"] for table in means]).groupby(level=0).agg(["min", "max"])
    below = []
    for place in range(len(axis.names)):
        few, many = sizes.loc[place] if place in sizes.index else (0, 0)
        n_points = f"{few}" if few == many else say.span(f"{few}", f"{many}")
        below.append(say("drawn.n_points", n=n_points))
    return below


def _write_numbers(panel: Axes, axis: Axis, means: pd.DataFrame) -> None:
    """Write beside each mark how many points it is of."""
    for place, mean, n_points in zip(means.index, means["mean"], means["n_points"], strict=True):
        panel.annotate(
            f"{n_points}", (axis.positions[place], mean), (5, 3), textcoords="offset points",
            fontsize=SMALL_LETTERS,
        )  # fmt: skip


def _panels(n_shown: int, n_columns: int) -> tuple[Figure, list[Axes]]:
    n_rows = -(-n_shown // n_columns)
    figure = Figure(figsize=(TWO_COLUMNS, 2.1 * n_rows + 0.5), layout="constrained")
    panels = figure.subplots(n_rows, n_columns, sharey=True, squeeze=False)
    return figure, list(panels.ravel())


def _make_room(figure: Figure, reach: float, *, n_rows: int) -> None:
    """Make a figure higher by what its turned names reach down, in inches."""
    figure.set_figheight(figure.get_figheight() + reach * n_rows)


def _panel_width(n_columns: int) -> float:
    """Inches of a panel, without the numbers at the left."""
    return (TWO_COLUMNS - 0.6) / n_columns - 0.1


def _mark(runs: Runs, strategy: str) -> dict[str, Any]:
    """Mark of a strategy, the same in every figure of the sweep."""
    place = runs.known.index(strategy)
    style, turn = strategy_styles(runs.known)[place], place // len(STRATEGIES)
    return {"marker": style.marker, "color": style.colour, "ls": _DASHES[turn % len(_DASHES)]}


def _line(panel: Axes, axis: Axis, means: pd.DataFrame, *, label: str, **mark: Any) -> None:
    """Draw the means of one line, with their intervals."""
    x = np.asarray(axis.positions)[means.index.to_numpy()]
    reach = (means["high"] - means["mean"]).to_numpy()
    panel.errorbar(
        x, means["mean"].to_numpy(), reach, label=label, lw=1.2, ms=3.5, elinewidth=0.8, capsize=2,
        **mark,
    )  # fmt: skip


def _finish(panels: list[Axes], n_shown: int, n_columns: int, label: str, *, say: Words) -> None:
    """Name the upright axis at the left, write its numbers, hide what is empty."""
    for place, panel in enumerate(panels):
        panel.set_visible(place < n_shown)
        if place % n_columns == 0:
            panel.set_ylabel(in_lines(label, _LABEL_WIDTH))
        write_ticks(panel.yaxis, say)
        panel.margins(x=0.1)


def _legend(figure: Figure, panel: Axes, *, title: str | None = None) -> None:
    handles, labels = panel.get_legend_handles_labels()
    widest = max(map(len, labels))
    figure.legend(
        handles, labels, loc="outside upper center", title=title,
        ncols=max(1, min(len(labels), _LEGEND_LETTERS // (widest + 8))),
    )  # fmt: skip
