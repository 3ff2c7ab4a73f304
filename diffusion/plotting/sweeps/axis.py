"""Lays a factor out along an axis: by its levels, or by bins if it is sampled."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import NDArray

from diffusion.errors import InputError, check_range
from diffusion.plotting.frame import in_lines
from diffusion.plotting.style import SMALL_LETTERS
from diffusion.plotting.sweeps.facts import is_log, is_sampled
from diffusion.plotting.sweeps.reading import Runs
from diffusion.plotting.sweeps.wording import factor_label, level_name, short, span
from diffusion.sweeps.pairs import BARE

MOST_LEVELS = 12
"""Levels, bins or names that one axis has room for."""

LETTER = SMALL_LETTERS * 0.58 / 72
"""Inches of a small letter, on average."""


@dataclass(frozen=True)
class Axis:
    """Where each run lies, and where and how each place is shown.

    Attributes
    ----------
    factor, label : str
    code_of : callable
        Gives the place of each of some values of the factor.
    positions : list of float, [place]
    ticks, names : list of str, [place]
        What stands below the place, and what it is called elsewhere.
    is_binned, is_log : bool
    """

    factor: str
    label: str
    code_of: Callable[["pd.Series[Any]"], NDArray[np.int64]]
    positions: list[float]
    ticks: list[str]
    names: list[str]
    is_binned: bool
    is_log: bool

    @property
    def gap(self) -> float:
        """The least distance between two places, as a share of the axis; 1 of one place."""
        if len(self.positions) < 2:
            return 1.0
        places = np.log(self.positions) if self.is_log else np.asarray(self.positions)  # noqa: TID251
        apart = np.diff(places)
        return float(apart.min() / (np.ptp(places) + apart.mean()))


def check_bins(bins: int | None) -> None:
    """Refuse a number of bins that an axis cannot show."""
    if bins is not None:
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


def bins_for(draw: Callable[[int], Any], bins: int | None) -> Any:
    """Draw with so many bins; with None, with as many from 4 to 2 as the points allow.

    Raises
    ------
    InputError
        If the points are too few.
    """
    tried = (4, 3, 2) if bins is None else (bins,)
    for n_bins in tried[:-1]:
        try:
            return draw(n_bins)
        except InputError:
            continue
    return draw(tried[-1])


def set_axis(panel: Axes, axis: Axis, below: Sequence[str] = (), *, inches: float) -> float:
    """Write the places of a factor below a panel of a width, each with what else stands below.

    Names that do not fit side by side are turned; gives the inches that they then reach down.
    """
    parts = [axis.ticks, below] if below else [axis.ticks]
    names = ["\n".join(both) for both in zip(*parts, strict=True)]
    is_turned = _is_crowded(axis, names, inches)
    if is_turned:
        names = [", ".join(both).replace("\n", " ") for both in zip(*parts, strict=True)]
        panel.tick_params(axis="x", labelrotation=90)
    if axis.is_log:
        panel.set_xscale("log")
    every = -(-len(axis.names) // MOST_LEVELS)
    panel.set_xticks(axis.positions[::every], names[::every])
    panel.set_xticks([], minor=True)
    width = int(inches / LETTER * 0.85)
    panel.set_xlabel("\n".join(in_lines(line, width) for line in axis.label.splitlines()))
    return max(map(len, names)) * LETTER if is_turned else 0.0


def _is_crowded(axis: Axis, names: Sequence[str], inches: float) -> bool:
    """Tell whether some name, and a letter of room, is wider than the least distance of places."""
    letters = max(len(line) for name in names for line in name.splitlines())
    return len(names) > 1 and axis.gap * inches < (letters + 1) * LETTER


def _by_bins(runs: Runs, factor: str, bins: int) -> Axis:
    say = runs.say
    points = runs.every.drop_duplicates("point")[factor]
    inner = np.unique(np.quantile(points, np.linspace(0, 1, bins + 1)[1:-1]))
    in_bin = points.groupby(np.searchsorted(inner, points.to_numpy(), side="left"))
    means = in_bin.mean()
    return Axis(
        factor,
        f"{factor_label(runs.sweep, factor, say)}\n{say('drawn.bins', n=len(means))}",
        code_of=lambda values: means.index.get_indexer(
            pd.Index(np.searchsorted(inner, values.to_numpy(), side="left"))
        ),
        positions=means.to_list(),
        ticks=[short(mean, say) for mean in means],
        names=[span(*ends, say) for ends in zip(in_bin.min(), in_bin.max(), strict=True)],
        is_binned=True,
        is_log=is_log(runs.sweep, factor),
    )


def _by_levels(runs: Runs, factor: str, *, is_true: bool) -> Axis:
    every, is_number, say = runs.every[factor], runs.is_number(factor), runs.say
    is_sorted = is_number or factor == "budget"
    levels = sorted(every.unique()) if is_sorted else list(every.unique())
    if factor == "budget":
        bare = say("drawn.as_written")
        names = [bare if level == BARE else say.number(level, 0) for level in levels]
    else:
        name_of = short if is_number and is_sampled(runs.sweep, factor) else level_name
        names = [name_of(level, say) for level in levels]
    label = factor_label(runs.sweep, factor, say)
    positions = [float(place) for place in range(len(levels))]
    on_log = is_true and is_log(runs.sweep, factor)
    if is_true and _is_roomy(levels, on_log=on_log):
        positions = [float(level) for level in levels]
    elif is_true:
        label, on_log = f"{label}\n{say('drawn.evenly_spaced')}", False
    index = pd.Index(levels)
    return Axis(
        factor,
        label,
        lambda v: index.get_indexer(pd.Index(v)),
        positions,
        names,
        names,
        is_binned=False,
        is_log=on_log,
    )


def _is_roomy(levels: Sequence[float], *, on_log: bool) -> bool:
    """Tell whether levels can be drawn where they are, without one hiding another."""
    places = np.log(levels) if on_log else np.asarray(levels, np.float64)  # noqa: TID251
    return len(levels) < 3 or bool(np.diff(places).min() > 0.08 * np.ptp(places))
