"""Stacks of the artisans of each strategy, by what keeps them from adopting."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from diffusion.errors import InputError, Problem
from diffusion.i18n.words import Words
from diffusion.plotting.captions import meanings
from diffusion.plotting.frame import ENGLISH
from diffusion.plotting.style import BARRIERS as STYLES
from diffusion.plotting.style import LETTERS, SMALL_LETTERS, STYLE, TWO_COLUMNS
from diffusion.plotting.sweeps.axis import Axis, axis_of, bins_for, check_bins
from diffusion.plotting.sweeps.facts import Budget, design_of
from diffusion.plotting.sweeps.frame import (
    in_name_lines,
    put_caption,
    write_no_runs,
    write_ticks,
)
from diffusion.plotting.sweeps.grouped import Grouped, Points
from diffusion.plotting.sweeps.reading import Runs, check_known, read
from diffusion.plotting.sweeps.wording import factor_label, number, words
from diffusion.results.barriers import BARRIERS
from diffusion.sweeps.read import Sweep

_ROW = 0.34
"""Inches of a bar with the gap beside it."""

_LEAST_SHARE = 0.058
"""Share of a bar across the figure that a part must have for its number to fit into it."""

_NOTHING = 1e-9


def why_not_adopted(
    sweep: Sweep,
    *,
    month: int | None = None,
    factor: str | None = None,
    strategies: Sequence[str] | None = None,
    budget: Budget | None = None,
    bins: int | None = None,
    say: Words = ENGLISH,
) -> Figure:
    """Stack the artisans of each strategy by what keeps them from adopting.

    The sweep must have the outcomes unaware, not_persuaded, barred_by_values, persuaded, decided,
    discontinued and adopters.

    Parameters
    ----------
    sweep
    month
        Record; None: the last that there is.
    factor
        If given, a panel for each of its levels, or bins; means as in `main_effects`.
    strategies
        Which; None: all.
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
        If something asked for is not in the sweep, or the points are too few.
    """
    check_bins(bins)
    month, columns = _barrier_columns(sweep, month)
    shown = [] if factor is None else [factor]
    runs = read(sweep, columns[0], shown, strategies=strategies, budget=budget, say=say)
    axis, means, found, is_cut = bins_for(partial(_means, runs, columns, factor), bins)
    total = float(means.sum(axis=1).max())
    levels = range(1 if axis is None else len(axis.names))
    with mpl.rc_context(dict(STYLE)):
        figure, panels = _panels(len(levels), len(runs.strategies))
        for level in levels:
            of_level = means.reindex([(level, name) for name in runs.strategies]).droplevel(0)
            least = _LEAST_SHARE * total * min(2, len(levels))
            _stack(panels[level], of_level, total=total, least=least, say=say)
            if axis is not None:
                panels[level].set_title(_title(runs, axis, level, found))
        _finish(figure, panels, len(levels), say("drawn.artisans_in_month", month=month))
        said = _said(runs, axis, found, month=month, is_cut=is_cut)
        is_adjusted = any(one.surface is not None for one in found)
        put_caption(figure, runs, None if is_adjusted else shown, said)
    return figure


def _said(
    runs: Runs, axis: Axis | None, found: Sequence[Grouped], *, month: int, is_cut: bool
) -> list[str]:
    """Say what is stacked, and how its parts came about."""
    say, title = runs.say, design_of(runs.sweep).title
    said = [say("caption.swept_reasons", title=title, month=month, meant=meanings(say))]
    if axis is not None and axis.is_binned:
        n_bins = len(axis.names)
        said.append(say("caption.swept_binned", factor=words(axis.factor, say), n=n_bins))
    if any(one.surface is not None for one in found):
        said.append(say("caption.swept_adjusted"))
    if is_cut:
        said.append(say("caption.swept_parts_cut"))
    return said


def _title(runs: Runs, axis: Axis, level: int, found: Sequence[Grouped]) -> str:
    """Name a level, and count its points."""
    sizes = {one.n_at(level) for one in found}
    few, many = f"{min(sizes)}", f"{max(sizes)}"
    return runs.say(
        "drawn.at_level",
        factor=factor_label(runs.sweep, axis.factor, runs.say),
        level=axis.names[level],
        n=few if few == many else runs.say.span(few, many),
    )


def _means(
    runs: Runs, columns: Sequence[str], factor: str | None, bins: int
) -> tuple[Axis | None, pd.DataFrame, list[Grouped], bool]:
    """Mean of each part of the bars, by level and strategy; whether one below 0 was made 0."""
    axis = axis_of(runs, factor, bins=bins) if factor else None
    beside = replace(runs, table=runs.beside(columns))
    found, tables, is_cut = [], [], False
    for name in runs.strategies:
        parts = {}
        for column in columns:
            points = Points.of(beside, name, column)
            code = np.zeros(len(points.table), np.int64)
            if axis is not None and factor is not None:
                code = axis.code_of(points.table[factor])
            grouped = points.grouped(code, [factor] if factor else [])
            parts[column] = grouped.at(np.eye(len(grouped.groups))).mean
        found.append(grouped)
        fitted = pd.DataFrame(parts)
        is_cut |= bool((fitted < -_NOTHING).to_numpy().any())
        table = fitted.clip(lower=0)
        table = table.mul(fitted.sum(axis=1) / table.sum(axis=1), axis=0)
        index = pd.MultiIndex.from_product([grouped.groups, [name]], names=["level", "strategy"])
        tables.append(table.set_axis(index))
    return axis, pd.concat(tables), found, is_cut


def _panels(n_levels: int, n_bars: int) -> tuple[Figure, list[Axes]]:
    """Make a panel for each level, two in a row, with room above for the legend."""
    n_columns = min(2, n_levels)
    n_rows = -(-n_levels // n_columns)
    height = n_rows * (_ROW * n_bars + 0.45) + 0.7
    figure = Figure(figsize=(TWO_COLUMNS, height), layout="constrained")
    panels = figure.subplots(n_rows, n_columns, sharex=True, sharey=True, squeeze=False)
    return figure, list(panels.ravel())


def _finish(figure: Figure, panels: Sequence[Axes], n_shown: int, label: str) -> None:
    """Hide the panel that is empty, name the axis and the parts of the bars."""
    for panel in panels[n_shown:]:
        panel.set_visible(False)
    for panel in panels[max(0, n_shown - 2) : n_shown]:
        panel.tick_params(labelbottom=True)
    figure.supxlabel(label, fontsize=LETTERS)
    handles = panels[0].get_legend_handles_labels()
    figure.legend(*handles, loc="outside upper center", ncols=4, columnspacing=1.2)


def _barrier_columns(sweep: Sweep, month: int | None) -> tuple[int, list[str]]:
    """Find the record, and the columns of all barriers at it."""
    first, records = BARRIERS[0].indicator, design_of(sweep).records
    known = [record for record in records if f"{first}_{record}" in sweep.outcomes]
    if month is None:
        month = max(known or records)
    elif known:
        check_known("month", [str(record) for record in known], [str(month)])
    columns = [f"{barrier.indicator}_{month}" for barrier in BARRIERS]
    missing = [name for name in columns if name not in sweep.outcomes]
    if missing:
        expected = (
            f"a sweep with the outcomes {', '.join(barrier.indicator for barrier in BARRIERS)}"
        )
        raise InputError(Problem("sweep", "", expected, f"no {', '.join(missing)}"))
    return month, columns


def _stack(panel: Axes, means: pd.DataFrame, *, total: float, least: float, say: Words) -> None:
    """Draw a bar for each strategy, with the number of artisans in each part that has room."""
    heights = means.to_numpy(np.float64)
    starts = np.cumsum(heights, axis=1) - heights
    for part, barrier in enumerate(BARRIERS):
        style, places = STYLES[barrier], range(len(means))
        panel.barh(
            places, heights[:, part], 0.8, left=starts[:, part], fc=style.fill, hatch=style.hatch,
            ec=style.edge, lw=0.5, label=say(f"reason.{barrier.name}"),
        )  # fmt: skip
        for place in np.flatnonzero(heights[:, part] >= least).tolist():
            middle = starts[place, part] + heights[place, part] / 2
            panel.text(
                middle, place, number(heights[place, part], total, say), ha="center", va="center",
                fontsize=SMALL_LETTERS, color=style.letters,
                bbox={"fc": style.fill, "ec": "none", "pad": 0.6},
            )  # fmt: skip
    for place in np.flatnonzero(np.isnan(heights).any(axis=1)).tolist():
        write_no_runs(panel, (total / 2, place), say)
    panel.set_yticks(range(len(means)), [in_name_lines(str(name), say) for name in means.index])
    panel.tick_params(axis="y", length=0)
    panel.set(xlim=(0, total), ylim=(len(means) - 0.5, -0.5))
    write_ticks(panel.xaxis, say)
