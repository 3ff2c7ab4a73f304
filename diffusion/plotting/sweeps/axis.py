"""Lays a factor out along an axis: by its levels, or by bins if it is sampled."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import NDArray

from diffusion.errors import check_range
from diffusion.plotting.sweeps.facts import is_log, is_sampled
from diffusion.plotting.sweeps.reading import Runs
from diffusion.plotting.sweeps.wording import level_name, short, span, words
from diffusion.sweeps.read import BARE

MOST_LEVELS = 12
"""Levels, bins or names that one axis has room for."""


@dataclass(frozen=True)
class Axis:
    """Where each run lies, and where and how each place is shown.

    Attributes
    ----------
    factor, label : str
    code : int64 [run]
        Place of each run of the table.
    positions : list of float, [place]
    ticks, names : list of str, [place]
        What stands below the place, and what it is called elsewhere.
    is_binned, is_log : bool
    """

    factor: str
    label: str
    code: NDArray[np.int64]
    positions: list[float]
    ticks: list[str]
    names: list[str]
    is_binned: bool
    is_log: bool


def check_bins(bins: int) -> None:
    """Refuse a number of bins that an axis cannot show."""
    check_range("bins", bins, 2, MOST_LEVELS)


def axis_of(runs: Runs, factor: str, *, bins: int, steps: Literal["true", "even"] = "true") -> Axis:
    """Lay a factor out by its levels, or by bins of equally many points if it is sampled.

    Parameters
    ----------
    runs
    factor
    bins
    steps
        Levels that are numbers lie where they are (true), or one step apart (even).
    """
    is_number = runs.is_number(factor)
    if is_number and is_sampled(runs.sweep, factor) and runs.every[factor].nunique() > bins:
        return _by_bins(runs, factor, bins)
    return _by_levels(runs, factor, is_true=is_number and steps == "true")


def set_axis(panel: Axes, axis: Axis) -> None:
    """Write the places of a factor below a panel."""
    if axis.is_log:
        panel.set_xscale("log")
    every = -(-len(axis.names) // MOST_LEVELS)
    panel.set_xticks(axis.positions[::every], axis.ticks[::every])
    panel.set_xticks([], minor=True)
    panel.set_xlabel(axis.label)


def _by_bins(runs: Runs, factor: str, bins: int) -> Axis:
    points = runs.every.drop_duplicates("point")[factor]
    inner = np.unique(np.quantile(points, np.linspace(0, 1, bins + 1)[1:-1]))
    in_bin = points.groupby(np.searchsorted(inner, points.to_numpy(), side="left"))
    means = in_bin.mean()
    bin_of_run = np.searchsorted(inner, runs.table[factor].to_numpy(), side="left")
    return Axis(
        factor,
        f"{words(factor)}\n(sampled; {len(means)} quantile bins)",
        code=means.index.get_indexer(pd.Index(bin_of_run)),
        positions=means.to_list(),
        ticks=[short(mean) for mean in means],
        names=[span(low, high) for low, high in zip(in_bin.min(), in_bin.max(), strict=True)],
        is_binned=True,
        is_log=is_log(runs.sweep, factor),
    )


def _by_levels(runs: Runs, factor: str, *, is_true: bool) -> Axis:
    every, is_number = runs.every[factor], runs.is_number(factor)
    is_sorted = is_number or factor == "budget"
    levels = sorted(every.unique()) if is_sorted else list(every.unique())
    if factor == "budget":
        names = ["as written" if level == BARE else f"{level:,.0f}" for level in levels]
    else:
        name_of = short if is_number and is_sampled(runs.sweep, factor) else level_name
        names = [name_of(level) for level in levels]
    label, positions = words(factor), [float(place) for place in range(len(levels))]
    on_log = is_true and is_log(runs.sweep, factor)
    if is_true and _is_roomy(levels, on_log=on_log):
        positions = [float(level) for level in levels]
    elif is_true:
        label, on_log = f"{label}\n(levels evenly spaced)", False
    code = pd.Index(levels).get_indexer(pd.Index(runs.table[factor]))
    return Axis(factor, label, code, positions, names, names, is_binned=False, is_log=on_log)


def _is_roomy(levels: Sequence[float], *, on_log: bool) -> bool:
    """Tell whether levels can be drawn where they are, without one hiding another."""
    places = np.log(levels) if on_log else np.asarray(levels, np.float64)
    return len(levels) < 3 or bool(np.diff(places).min() > 0.08 * np.ptp(places))
