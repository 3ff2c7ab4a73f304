"""A tornado chart: how far the lowest and the highest third of the points lie apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import StrMethodFormatter

from diffusion.errors import InputError, Problem
from diffusion.plotting.style import HIGH, INK, LOW, PAPER
from diffusion.plotting.sweeps.facts import Budget, factors_of
from diffusion.plotting.sweeps.frame import STYLE, TICKS, WIDTH, frame, title_of
from diffusion.plotting.sweeps.grouped import Grouped, Points, note_of
from diffusion.plotting.sweeps.reading import Runs, check_replicates, holds_zero, read
from diffusion.plotting.sweeps.wording import number, span, spoken, words
from diffusion.sweeps.read import Sweep

# The two ends of a bar: in words, and how they look.
_ENDS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("lowest third of the points", {"fc": LOW, "hatch": ""}),
    ("highest third", {"fc": HIGH, "hatch": "////"}),
)


def tornado(
    sweep: Sweep,
    outcome: str,
    *,
    strategy: str,
    reference: str | None = None,
    factors: Sequence[str] | None = None,
    budget: Budget | None = None,
) -> Figure:
    """Compare the lowest with the highest third of the points, factor by factor.

    The factor whose thirds lie farthest apart stands on top. Means, intervals and what is refused
    are those of `main_effects`.

    Parameters
    ----------
    sweep
    outcome
        A column of `Sweep.outcomes`.
    strategy
    reference
        If given, means are of the paired difference to this strategy.
    factors
        Which; None: all that are numbers.
    budget
        Only this one; None: all.

    Raises
    ------
    InputError
        If something asked for is not in the sweep or no number, there is one replicate only, or
        the points are too few.
    """
    asked = list(factors_of(sweep, budget) if factors is None else factors)
    runs = read(sweep, outcome, asked, strategies=[strategy], reference=reference, budget=budget)
    check_replicates(runs)
    shown, left_out = _numbers(runs, asked)
    if not shown or (factors is not None and left_out):
        expected = "factors that are numbers and differ"
        found = ", ".join(left_out) or "none"
        raise InputError(Problem("factors", "", expected, found))
    points = Points.of(runs, strategy)
    thirds = sorted((_thirds(points, factor) for factor in shown), key=lambda o: -abs(o.spread))
    middle = float(points.values.mean.mean())
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, 1.9 + 0.62 * max(2, len(thirds))), layout="constrained")
        panel = figure.subplots()
        _draw_bars(panel, thirds, middle)
        panel.axvline(middle, color=INK, lw=1)
        if reference is not None:
            panel.axvline(0, color=INK, lw=1, ls=":")
        panel.margins(x=0.12)
        panel.xaxis.set_major_formatter(StrMethodFormatter(TICKS))
        kind = "mean" if reference is None else "mean paired difference (dotted: none)"
        panel.set_xlabel(f"{spoken(sweep, outcome)}, {kind}")
        handles = [
            Rectangle((0, 0), 1, 1, ec=INK, lw=0, label=label, **dress) for label, dress in _ENDS
        ]
        figure.legend(handles=handles, loc="outside right upper", frameon=False)
        notes = _notes(thirds, left_out)
        title = title_of(sweep, outcome, strategy, reference)
        frame(figure, runs, None, notes, title=title)
    return figure


def _numbers(runs: Runs, asked: Sequence[str]) -> tuple[list[str], list[str]]:
    """Part the factors into numbers that differ, and the others."""
    shown = [name for name in asked if runs.is_number(name) and runs.table[name].nunique() > 1]
    return shown, [factor for factor in asked if factor not in shown]


@dataclass(frozen=True)
class _Thirds:
    """Means in the lowest and in the highest third of the points, and how far they lie apart."""

    name: str
    grouped: Grouped
    ends: pd.DataFrame
    spread: float
    is_undecided: bool


def _thirds(points: Points, factor: str) -> _Thirds:
    values = points.table[factor].to_numpy(np.float64)
    below, above = np.quantile(values, [1 / 3, 2 / 3])
    is_low, is_high = values <= below, values >= above
    if is_high.all() or (is_low & is_high).any():  # one value is more than a third of all
        is_low = is_low & (values < values.max())
        is_high = ~is_low & (values > values[is_low].max())
    grouped = points.grouped(np.where(is_low, 0, np.where(is_high, 2, 1)), [factor])
    ends = grouped.means().iloc[[0, -1]]
    contrast = np.zeros((1, len(grouped.groups)))
    contrast[0, [0, -1]] = -1, 1
    apart = grouped.at(contrast)
    is_undecided = holds_zero(apart.low[0], apart.high[0])
    spans = [span(values[part].min(), values[part].max()) for part in (is_low, is_high)]
    sizes = [f"{text}, n = {n}" for text, n in zip(spans, ends["n_points"], strict=True)]
    name = f"{words(factor)}{' (undecided)' if is_undecided else ''}\n{' | '.join(sizes)}"
    return _Thirds(name, grouped, ends, float(apart.mean[0]), is_undecided)


def _notes(thirds: Sequence[_Thirds], left_out: Sequence[str]) -> list[str]:
    notes = ["upright line: mean of all points", note_of([one.grouped for one in thirds])]
    if any(one.is_undecided for one in thirds):
        notes += ["undecided: the 95 % interval of the spread holds 0"]
    if left_out:
        notes += [f"not shown, no numbers that differ: {', '.join(map(words, left_out))}"]
    return notes


def _draw_bars(panel: Axes, thirds: Sequence[_Thirds], middle: float) -> None:
    """Draw two bars for each factor from the mean of all points, each with its mean written."""
    largest = max(float(one.ends["mean"].abs().max()) for one in thirds)
    for row, one in enumerate(thirds):
        for end, (_, dress) in enumerate(_ENDS):
            mean, low, high = one.ends[["mean", "low", "high"]].iloc[end]
            y = row + 0.38 * (end - 0.5)
            panel.barh(y, mean - middle, 0.36, left=middle, ec=INK, lw=0, **dress)
            panel.errorbar(mean, y, xerr=high - mean, color=INK, lw=1, capsize=2)
            is_right = mean >= middle
            box = {"fc": PAPER, "ec": "none", "pad": 0.5}
            panel.annotate(
                number(mean, largest), (high if is_right else low, y),
                (4 if is_right else -4, 0), textcoords="offset points", va="center",
                ha="left" if is_right else "right", fontsize=8, bbox=box,
            )  # fmt: skip
    panel.set_yticks(range(len(thirds)), [one.name for one in thirds])
    panel.set_ylim(len(thirds) - 0.5, -0.5)
    panel.tick_params(axis="y", length=0)
    panel.spines["left"].set_visible(False)
