"""Lines of means over one factor at a time, and over two."""

from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import StrMethodFormatter

from diffusion.errors import InputError, Problem
from diffusion.plotting.style import STRATEGIES, strategy_style
from diffusion.plotting.sweeps.axis import Axis, axis_of, check_bins, set_axis
from diffusion.plotting.sweeps.facts import Budget, factors_of
from diffusion.plotting.sweeps.frame import STYLE, TICKS, WIDTH, frame
from diffusion.plotting.sweeps.means import means_of
from diffusion.plotting.sweeps.reading import Runs, check_replicates, check_two, read
from diffusion.plotting.sweeps.wording import spoken, words
from diffusion.sweeps.read import Sweep

_DASHES = ("-", "--", ":")


def main_effects(
    sweep: Sweep,
    outcome: str,
    *,
    factors: Sequence[str] | None = None,
    strategies: Sequence[str] | None = None,
    budget: Budget | None = None,
    bins: int = 4,
) -> Figure:
    """Draw the mean over all other factors, factor by factor, with its 95 % interval.

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
        Bins of equally many points into which a sampled factor is divided.

    Raises
    ------
    InputError
        If something asked for is not in the sweep, or there is one replicate only.
    """
    check_bins(bins)
    shown = list(factors_of(sweep, budget) if factors is None else factors)
    if not shown:
        raise InputError(Problem("factors", "", "a sweep with a factor", "none"))
    runs = read(sweep, outcome, shown, strategies=strategies, budget=budget)
    check_replicates(runs)
    n_columns = min(3, len(shown))
    with mpl.rc_context(STYLE):
        figure, panels = _panels(len(shown), n_columns)
        for panel, factor in zip(panels, shown, strict=False):
            axis = axis_of(runs, factor, bins=bins)
            means = means_of(runs.table.assign(level=axis.code), ["strategy", "level"])
            for name in runs.strategies:
                of_strategy = means.loc[[name]].droplevel(0)
                _line(panel, axis, of_strategy, label=words(name, 18), **_mark(runs, name))
            set_axis(panel, axis)
        _finish(panels, len(shown), n_columns, spoken(sweep, outcome))
        _legend(figure, panels[0])
        notes = ["mean over all other factors, with its 95 % interval over replicates"]
        frame(figure, runs, None, notes)
    return figure


def interactions(
    sweep: Sweep,
    outcome: str,
    first: str,
    second: str,
    *,
    strategies: Sequence[str] | None = None,
    budget: Budget | None = None,
    bins: int = 4,
) -> Figure:
    """Draw the mean over `first`, a line for each level of `second`, a panel for each strategy.

    Lines that are not parallel tell that what one factor does hangs on the other. Parameters and
    errors as in `main_effects`.
    """
    check_bins(bins)
    check_two("second", first, second)
    runs = read(sweep, outcome, [first, second], strategies=strategies, budget=budget)
    check_replicates(runs)
    axis, lines = (axis_of(runs, factor, bins=bins) for factor in (first, second))
    table = runs.table.assign(level=axis.code, line=lines.code)
    means = means_of(table, ["strategy", "line", "level"])
    shades = mpl.colormaps["viridis"](np.linspace(0, 0.85, len(lines.names)))
    n_columns = 2 if len(runs.strategies) in (2, 4) else min(3, len(runs.strategies))
    with mpl.rc_context(STYLE):
        figure, panels = _panels(len(runs.strategies), n_columns)
        for panel, strategy in zip(panels, runs.strategies, strict=False):
            of_strategy = means.loc[[strategy]].droplevel(0)
            for place in of_strategy.index.unique(level=0):
                of_line = of_strategy.loc[[place]].droplevel(0)
                mark = {"color": shades[place], "marker": strategy_style(place).marker}
                _line(panel, axis, of_line, label=lines.names[place], **mark)
            panel.set_title(words(strategy, 32), fontsize=9)
            set_axis(panel, axis)
        _finish(panels, len(runs.strategies), n_columns, spoken(sweep, outcome))
        _legend(figure, panels[0], title=lines.label)
        frame(figure, runs, [first, second], ["mean with its 95 % interval over replicates"])
    return figure


def _panels(n_shown: int, n_columns: int) -> tuple[Figure, list[Axes]]:
    n_rows = -(-n_shown // n_columns)
    figure = Figure(figsize=(WIDTH, 2.9 * n_rows + 1.2), layout="constrained")
    panels = figure.subplots(n_rows, n_columns, sharey=True, squeeze=False)
    return figure, list(panels.ravel())


def _mark(runs: Runs, strategy: str) -> dict[str, Any]:
    """Mark of a strategy, the same in every figure of the sweep."""
    place = runs.known.index(strategy)
    style, turn = strategy_style(place), place // len(STRATEGIES)
    return {"marker": style.marker, "color": style.colour, "ls": _DASHES[turn % len(_DASHES)]}


def _line(panel: Axes, axis: Axis, means: pd.DataFrame, *, label: str, **mark: Any) -> None:
    """Draw the means of one line, with their intervals."""
    x = np.asarray(axis.positions)[means.index.to_numpy()]
    reach = (means["high"] - means["mean"]).to_numpy()
    panel.errorbar(
        x, means["mean"].to_numpy(), reach, label=label, lw=1.6, ms=5, elinewidth=1, capsize=2,
        **mark,
    )  # fmt: skip


def _finish(panels: list[Axes], n_shown: int, n_columns: int, label: str) -> None:
    """Name the upright axis at the left, write its numbers, hide what is empty."""
    for place, panel in enumerate(panels):
        panel.set_visible(place < n_shown)
        if place % n_columns == 0:
            panel.set_ylabel(label)
        panel.yaxis.set_major_formatter(StrMethodFormatter(TICKS))
        panel.margins(x=0.1)


def _legend(figure: Figure, panel: Axes, *, title: str | None = None) -> None:
    handles, labels = panel.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside right upper", frameon=False, title=title)
