"""Stacks of the artisans of each strategy, by what keeps them from adopting."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from diffusion.errors import InputError, Problem
from diffusion.i18n.words import Words
from diffusion.plotting.captions import meanings
from diffusion.plotting.column import width_of
from diffusion.plotting.frame import ENGLISH, in_lines
from diffusion.plotting.style import BARRIERS as STYLES
from diffusion.plotting.style import LETTERS, SMALL_LETTERS, STYLE
from diffusion.plotting.sweeps.axis import LETTER, Axis, axis_of, bins_for, check_bins
from diffusion.plotting.sweeps.facts import Budget
from diffusion.plotting.sweeps.frame import (
    put_caption,
    write_no_runs,
    write_ticks,
)
from diffusion.plotting.sweeps.grouped import Grouped, Points
from diffusion.plotting.sweeps.naming import words
from diffusion.plotting.sweeps.reading import Runs, check_known, read
from diffusion.plotting.sweeps.wording import factor_label, number
from diffusion.results.barriers import BARRIERS
from diffusion.sweeps.read import Sweep

_ROW = 0.4
"""Inches of a bar with the gap beside it."""

_LEGEND_ROW = 0.16
_LEAST_INCHES = 0.33
"""Inches that a part of a bar must have for its two numbers to fit into it."""

_IN_A_ROW = {"one": 2, "two": 4}
"""Reasons beside each other in the legend."""

_NAME_WIDTH = {"one": 16, "two": 26}

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
    column: str = "two",
) -> Figure:
    """Stack the artisans of each strategy by what keeps them from adopting.

    The strategy with the most adopters comes first; those asked for come as asked. Where there is
    room, a part says its mean and half the width of its 95 % interval. The sweep must have the
    outcomes unaware, not_persuaded, barred_by_values, persuaded, decided, discontinued and
    adopters.

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
    column
        As wide as "one" column of a journal, or as "two".

    Raises
    ------
    InputError
        If something asked for is not in the sweep, or the points are too few.
    """
    check_bins(bins)
    width_of(column)  # refused before anything is read
    month, columns = _barrier_columns(sweep, month)
    shown = [] if factor is None else [factor]
    runs = read(sweep, columns[0], shown, strategies=strategies, budget=budget, say=say)
    axis, parts, found, is_cut = bins_for(partial(_parts, runs, columns, factor), bins)
    total = float(parts.mean.sum(axis=1).max())
    names = runs.strategies
    if strategies is None:
        adopters = parts.mean[columns[-1]].groupby("name").mean()
        names = sorted(names, key=lambda name: -float(adopters[name]))
    levels = range(1 if axis is None else len(axis.names))
    with mpl.rc_context(dict(STYLE)):
        figure, panels, inches = _panels(len(levels), len(names), column)
        for level in levels:
            _stack(
                panels[level], parts.at(level, names), total=total,
                least=_LEAST_INCHES / inches * total, width=_NAME_WIDTH[column], say=say,
            )  # fmt: skip
            if axis is not None:
                panels[level].set_title(
                    in_lines(_title(runs, axis, level, found), int(inches * 15))
                )
        label = say("drawn.artisans_in_month", month=month)
        _finish(figure, panels, len(levels), label, column=column)
        said = _said(runs, axis, found, month=month, is_cut=is_cut)
        is_adjusted = any(one.surface is not None for one in found)
        put_caption(figure, runs, None if is_adjusted else shown, said)
    return figure


def _said(
    runs: Runs, axis: Axis | None, found: Sequence[Grouped], *, month: int, is_cut: bool
) -> list[str]:
    """Say what is stacked, and how its parts came about."""
    say, title = runs.say, runs.sweep.design.title
    said = [say("caption.swept_reasons", title=title, month=month, meant=meanings(say))]
    if runs.table["replicate"].nunique() > 1:
        said.append(say("caption.swept_half"))
    if axis is not None and axis.is_binned:
        n_bins = len(axis.names)
        said.append(
            say("caption.swept_binned", factor=words(runs.sweep, axis.factor, say), n=n_bins)
        )
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


@dataclass(frozen=True)
class _Parts:
    """Mean of each part of the bars and half its 95 % interval, by level and strategy."""

    mean: pd.DataFrame
    half: pd.DataFrame

    def at(self, level: int, names: Sequence[str]) -> "_Parts":
        """Take the bars of one level, in an order of the strategies."""
        rows = [(level, name) for name in names]
        return _Parts(*(one.reindex(rows).droplevel(0) for one in (self.mean, self.half)))


def _parts(
    runs: Runs, columns: Sequence[str], factor: str | None, bins: int
) -> tuple[Axis | None, _Parts, list[Grouped], bool]:
    """Find the parts of the bars, and whether a mean below 0 was made 0."""
    axis = axis_of(runs, factor, bins=bins) if factor else None
    beside = replace(runs, table=runs.beside(columns))
    found, means, halves, is_cut = [], [], [], False
    for name in runs.strategies:
        parts = {}
        for column in columns:
            points = Points.of(beside, name, column)
            code = np.zeros(len(points.table), np.int64)
            if axis is not None and factor is not None:
                code = axis.code_of(points.table[factor])
            grouped = points.grouped(code, [factor] if factor else [])
            parts[column] = grouped.at(np.eye(len(grouped.groups)))
        found.append(grouped)
        index = pd.MultiIndex.from_product([grouped.groups, [name]], names=["level", "name"])
        fitted = pd.DataFrame({key: one.mean for key, one in parts.items()}, index)
        is_cut |= bool((fitted < -_NOTHING).to_numpy().any())
        table = fitted.clip(lower=0)
        means.append(table.mul(fitted.sum(axis=1) / table.sum(axis=1), axis=0))
        reach = {key: (one.high - one.low) / 2 for key, one in parts.items()}
        halves.append(pd.DataFrame(reach, index))
    return axis, _Parts(pd.concat(means), pd.concat(halves)), found, is_cut


def _panels(n_levels: int, n_bars: int, column: str) -> tuple[Figure, list[Axes], float]:
    """Make a panel for each level, with room above for the legend; inches of a panel."""
    width = width_of(column)
    n_columns = min(2 if column == "two" else 1, n_levels)
    n_rows = -(-n_levels // n_columns)
    n_legend_rows = -(-len(BARRIERS) // _IN_A_ROW[column])
    height = n_rows * (_ROW * n_bars + 0.45) + 0.38 + _LEGEND_ROW * n_legend_rows
    figure = Figure(figsize=(width, height), layout="constrained")
    panels = figure.subplots(n_rows, n_columns, sharex=True, sharey=True, squeeze=False)
    inches = (width - _NAME_WIDTH[column] * LETTER) / n_columns - 0.2
    return figure, list(panels.ravel()), inches


def _finish(
    figure: Figure, panels: Sequence[Axes], n_shown: int, label: str, *, column: str
) -> None:
    """Hide the panel that is empty, name the axis and the parts of the bars."""
    for panel in panels[n_shown:]:
        panel.set_visible(False)
    n_columns = 2 if column == "two" else 1
    for panel in panels[max(0, n_shown - n_columns) : n_shown]:
        panel.tick_params(labelbottom=True)
    figure.supxlabel(label, fontsize=LETTERS)
    handles = panels[0].get_legend_handles_labels()
    figure.legend(*handles, loc="outside upper center", ncols=_IN_A_ROW[column], columnspacing=1.2)


def _barrier_columns(sweep: Sweep, month: int | None) -> tuple[int, list[str]]:
    """Find the record, and the columns of all barriers at it."""
    first, records = BARRIERS[0].indicator, sweep.design.records
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


def _stack(
    panel: Axes, parts: _Parts, *, total: float, least: float, width: int, say: Words
) -> None:
    """Draw a bar for each strategy, with the numbers of each part that has room."""
    heights, halves = parts.mean.to_numpy(np.float64), parts.half.to_numpy(np.float64)
    starts = np.cumsum(heights, axis=1) - heights
    for part, barrier in enumerate(BARRIERS):
        style, places = STYLES[barrier], range(len(heights))
        panel.barh(
            places, heights[:, part], 0.8, left=starts[:, part], fc=style.fill, hatch=style.hatch,
            ec=style.edge, lw=0.5, label=say(f"reason.{barrier.name}"),
        )  # fmt: skip
        for place in np.flatnonzero(heights[:, part] >= least).tolist():
            middle = starts[place, part] + heights[place, part] / 2
            text, half = number(heights[place, part], total, say), halves[place, part]
            if half > _NOTHING:
                text += f"\n±{number(half, total, say)}"
            panel.text(
                middle, place, text, ha="center", va="center", linespacing=0.95,
                fontsize=SMALL_LETTERS, color=style.letters,
                bbox={"fc": style.fill, "ec": "none", "pad": 0.4},
            )  # fmt: skip
    for place in np.flatnonzero(np.isnan(heights).any(axis=1)).tolist():
        write_no_runs(panel, (total / 2, place), say)
    names = [in_lines(say.strategy(str(name)), width) for name in parts.mean.index]
    panel.set_yticks(range(len(heights)), names)
    panel.tick_params(axis="y", length=0)
    panel.set(xlim=(0, total), ylim=(len(heights) - 0.5, -0.5))
    write_ticks(panel.xaxis, say)
