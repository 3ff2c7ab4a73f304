"""Stacks of the artisans of each strategy, by what keeps them from adopting."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import StrMethodFormatter
from numpy.typing import NDArray

from diffusion.errors import InputError, Problem
from diffusion.i18n.words import Words
from diffusion.plotting.style import BARRIERS as STYLES
from diffusion.plotting.style import FRAME
from diffusion.plotting.sweeps.axis import Axis, axis_of, bins_for, check_bins
from diffusion.plotting.sweeps.facts import Budget, design_of
from diffusion.plotting.sweeps.frame import STYLE, TICKS, WIDTH, frame, write_no_runs
from diffusion.plotting.sweeps.grouped import Grouped, Points
from diffusion.plotting.sweeps.reading import Runs, check_known, read
from diffusion.plotting.sweeps.wording import number, words
from diffusion.results.barriers import BARRIERS
from diffusion.sweeps.read import Sweep

_ENGLISH = Words("en")
_MOST_BARS = 8  # in a row, before their names are turned

_STACKED = tuple(reversed(BARRIERS))  # from the foot of the bar up


def why_not_adopted(
    sweep: Sweep,
    *,
    month: int | None = None,
    factor: str | None = None,
    strategies: Sequence[str] | None = None,
    budget: Budget | None = None,
    bins: int | None = None,
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

    Raises
    ------
    InputError
        If something asked for is not in the sweep, or the points are too few.
    """
    check_bins(bins)
    month, columns = _barrier_columns(sweep, month)
    shown = [] if factor is None else [factor]
    runs = read(sweep, columns[0], shown, strategies=strategies, budget=budget)
    axis, means, found = bins_for(partial(_means, runs, columns, factor), bins)
    total = float(means.sum(axis=1).max())
    levels = range(1 if axis is None else len(axis.names))
    n_columns = max(1, min(len(levels), _MOST_BARS // len(runs.strategies)))
    widths = [float(max(2, len(runs.strategies)))] * n_columns + [2.0]
    with mpl.rc_context(STYLE):
        figure, panels = _panels(-(-len(levels) // n_columns), widths)
        for level in levels:
            row, column = divmod(level, n_columns)
            panel = panels[row, column]
            of_level = means.reindex([(level, name) for name in runs.strategies]).droplevel(0)
            sizes = {one.n_at(level) for one in found}
            _stack(panel, of_level, total=total, n_in_row=n_columns * len(runs.strategies))
            if axis is not None:
                n_points = " to ".join(f"{size}" for size in sorted({min(sizes), max(sizes)}))
                title = f"{words(axis.factor)} {axis.names[level]}, {n_points} points"
                panel.set_title(title, fontsize=9)
            if level == levels[-1] or column == n_columns - 1:
                key = panels[row, column + 1]
                key.set_xlim(0, widths[column + 1] / widths[-1])
                _draw_key(key, of_level.iloc[-1].to_numpy(np.float64), total)
        for panel in panels[:, 0]:
            panel.set_ylabel("artisans")
        notes = [axis.label] if axis is not None and axis.is_binned else []
        if any(one.surface is not None for one in found):
            notes.append("means adjusted for the other factors by a fitted surface")
        frame(figure, runs, shown, notes, title=f"why artisans do not adopt, month {month}")
    return figure


def _means(
    runs: Runs, columns: Sequence[str], factor: str | None, bins: int
) -> tuple[Axis | None, pd.DataFrame, list[Grouped]]:
    """Mean of each part of the bars, by level and strategy; an adjusted one is at least 0."""
    axis = axis_of(runs, factor, bins=bins) if factor else None
    beside = replace(runs, table=runs.beside(columns))
    found, tables = [], []
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
        table = pd.DataFrame(parts).clip(lower=0)
        whole = pd.DataFrame(parts).sum(axis=1)
        table = table.mul(whole / table.sum(axis=1), axis=0)
        index = pd.MultiIndex.from_product([grouped.groups, [name]], names=["level", "strategy"])
        tables.append(table.set_axis(index))
    return axis, pd.concat(tables), found


def _panels(n_rows: int, widths: Sequence[float]) -> tuple[Figure, Any]:
    """Make rows of empty panels, the last of each for the key."""
    figure = Figure(figsize=(WIDTH, 3.4 * n_rows + 1.2), layout="constrained")
    panels = figure.subplots(
        n_rows, len(widths), sharey=True, squeeze=False, width_ratios=list(widths)
    )
    for panel in panels.ravel():
        panel.set_axis_off()
    return figure, panels


def _barrier_columns(sweep: Sweep, month: int | None) -> tuple[int, list[str]]:
    """Find the record, and the columns of all barriers at it."""
    first, records = _STACKED[0].indicator, design_of(sweep).records
    known = [record for record in records if f"{first}_{record}" in sweep.outcomes]
    if month is None:
        month = max(known or records)
    elif known:
        check_known("month", [str(record) for record in known], [str(month)])
    columns = [f"{barrier.indicator}_{month}" for barrier in _STACKED]
    missing = [name for name in columns if name not in sweep.outcomes]
    if missing:
        expected = (
            f"a sweep with the outcomes {', '.join(barrier.indicator for barrier in _STACKED)}"
        )
        raise InputError(Problem("sweep", "", expected, f"no {', '.join(missing)}"))
    return month, columns


def _stack(panel: Axes, means: pd.DataFrame, *, total: float, n_in_row: int) -> None:
    """Draw a bar for each strategy, with the number of artisans in each part."""
    panel.set_axis_on()
    for place, (_, parts) in enumerate(means.iterrows()):
        foot = 0.0
        if parts.isna().any():
            write_no_runs(panel, place, total / 2)
            continue
        for barrier, height in zip(_STACKED, parts, strict=True):
            style = STYLES[barrier]
            panel.bar(
                place, height, 0.8, bottom=foot, fc=style.fill, hatch=style.hatch, ec=style.edge,
                lw=0.6,
            )  # fmt: skip
            if height > 0.045 * total:
                box = {"fc": style.fill, "ec": "none", "pad": 0.8}
                panel.text(
                    place, foot + height / 2, number(height, total), ha="center", va="center",
                    fontsize=8, color=style.letters, bbox=box,
                )  # fmt: skip
            foot += height
    names = [words(str(name), 12) for name in means.index]
    is_crowded = n_in_row > _MOST_BARS
    turn: dict[str, Any] = (
        {"rotation": 40, "ha": "right", "rotation_mode": "anchor"} if is_crowded else {}
    )
    panel.set_xticks(range(len(means)), names, **turn)
    panel.tick_params(axis="x", length=0, labelsize=9 if n_in_row < _MOST_BARS else 8)
    panel.yaxis.set_major_formatter(StrMethodFormatter(TICKS))
    panel.set(xlim=(-0.6, len(means) - 0.4), ylim=(0, total))


def _draw_key(panel: Axes, parts: NDArray[np.float64], total: float) -> None:
    """Name the parts of the bar at the left, each beside its part where there is room."""
    gap = 0.075 * total
    is_there = not np.isnan(parts).any()
    middles = np.cumsum(parts) - parts / 2 if is_there else np.arange(0.0, len(parts)) * 1.5 * gap
    places = _apart(middles, gap, total)
    for barrier, middle, place in zip(_STACKED, middles, places, strict=True):
        style = STYLES[barrier]
        if is_there:
            panel.plot([0, 0.14], [middle, place], color=FRAME, lw=0.8)
        corner = (0.14, place - 0.3 * gap)
        box = Rectangle(
            corner, 0.12, 0.6 * gap, fc=style.fill, ec=style.edge, lw=0.6, hatch=style.hatch
        )
        panel.add_patch(box)
        panel.text(0.3, place, _ENGLISH(f"stand.{barrier.name}"), va="center")


def _apart(middles: NDArray[np.float64], gap: float, total: float) -> NDArray[np.float64]:
    """Move places that rise, so that each is a gap above the one before, from 0 to `total`."""
    places = middles.copy()
    places[0] = max(places[0], gap / 2)
    for part in range(1, len(places)):
        places[part] = max(places[part], places[part - 1] + gap)
    places[-1] = min(places[-1], total - gap / 2)
    for part in range(len(places) - 2, -1, -1):
        places[part] = min(places[part], places[part + 1] - gap)
    return places
