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

from diffusion.errors import InputError, Problem
from diffusion.i18n.words import Words
from diffusion.plotting.column import width_of
from diffusion.plotting.frame import ENGLISH, in_lines
from diffusion.plotting.style import HIGH, INK, LOW, PAPER, SMALL_LETTERS, STYLE
from diffusion.plotting.sweeps.axis import LETTER
from diffusion.plotting.sweeps.facts import Budget, factors_of
from diffusion.plotting.sweeps.frame import put_caption, strategy_title, write_ticks
from diffusion.plotting.sweeps.grouped import Grouped, Points, notes_of
from diffusion.plotting.sweeps.naming import words
from diffusion.plotting.sweeps.reading import VALUE, Runs, check_replicates, holds_zero, read
from diffusion.plotting.sweeps.wording import factor_label, number, outcome_label, span
from diffusion.sweeps.read import Sweep

_LINE, _LEAST_ROW = 0.125, 0.48
"""Inches of a line of a factor's name, and of a factor at least."""

_MOST_BESIDE = 0.3
"""Share of the panel that the numbers beside the bars may take at each side."""

_NAME_WIDTH = {"one": 24, "two": 36}
_LABEL_WIDTH = {"one": 26, "two": 74}
_WORDS_WIDTH = {"one": 44, "two": 90}

# The two ends of a bar: the key of their words, and how they look.
_ENDS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("drawn.lowest_third", {"fc": LOW, "hatch": ""}),
    ("drawn.highest_third", {"fc": HIGH, "hatch": "////"}),
)


def tornado(
    sweep: Sweep,
    outcome: str,
    *,
    strategy: str,
    reference: str | None = None,
    factors: Sequence[str] | None = None,
    budget: Budget | None = None,
    say: Words = ENGLISH,
    column: str = "two",
) -> Figure:
    """Compare the lowest with the highest third of the points, factor by factor.

    The factor whose thirds lie farthest apart stands on top. Means, intervals and what is refused
    are those of `main_effects`. Where the outcome is the same in every run, the figure says so in
    words and has no bars.

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
    say
        Language of the figure and of its `caption`.
    column
        As wide as "one" column of a journal, or as "two".

    Raises
    ------
    InputError
        If something asked for is not in the sweep or no number, there is one replicate only, or
        the points are too few.
    """
    width_of(column)  # refused before anything is read
    asked = list(factors_of(sweep, budget) if factors is None else factors)
    runs = read(
        sweep, outcome, asked, strategies=[strategy], reference=reference, budget=budget, say=say
    )
    check_replicates(runs)
    shown, left_out = _numbers(runs, asked, is_strict=factors is not None)
    points = Points.of(runs, strategy)
    thirds = sorted(
        (_thirds(runs, points, one, column) for one in shown), key=lambda o: -abs(o.spread)
    )
    with mpl.rc_context(dict(STYLE)):
        if runs.table[VALUE].nunique() == 1:
            figure = _in_words(runs, outcome, reference, column=column)
            said = [say("caption.swept_always")]
        else:
            middle = float(points.values.mean.mean())
            figure = _in_bars(thirds, middle, reference, column=column, say=say)
            key = "drawn.mean_what" if reference is None else "drawn.paired"
            label = say(key, what=outcome_label(sweep, outcome, say))
            figure.axes[0].set_xlabel(in_lines(label, _LABEL_WIDTH[column]))
            said = _notes(thirds, reference, say)
        title = strategy_title(strategy, reference, say)
        figure.axes[0].set_title(in_lines(title, _LABEL_WIDTH[column]))
        first = _first_of(runs, outcome, title)
        put_caption(figure, runs, None, [first, *said, *_left_out(sweep, left_out, say)])
    return figure


def _first_of(runs: Runs, outcome: str, title: str) -> str:
    """Say what is shown."""
    what = outcome_label(runs.sweep, outcome, runs.say)
    of_sweep = runs.sweep.design.title
    return runs.say("caption.swept_tornado", title=of_sweep, what=what, strategy=title)


def _in_words(runs: Runs, outcome: str, reference: str | None, *, column: str) -> Figure:
    """Say in the place of bars that nothing varies."""
    say, value = runs.say, float(runs.table[VALUE].iloc[0])
    figure = Figure(figsize=(width_of(column), 0.8), layout="constrained")
    panel = figure.subplots()
    panel.set_axis_off()
    what = outcome_label(runs.sweep, outcome, say)
    key = "drawn.always" if reference is None else "drawn.always_apart"
    text = in_lines(say(key, what=what, value=number(value, value, say)), _WORDS_WIDTH[column])
    panel.text(0.5, 0.5, text, ha="center", va="center")
    return figure


def _in_bars(
    thirds: Sequence["_Thirds"], middle: float, reference: str | None, *, column: str, say: Words
) -> Figure:
    n_lines = max(one.name.count("\n") + 1 for one in thirds)
    height = 1.1 + max(_LEAST_ROW, _LINE * n_lines + 0.06) * max(2, len(thirds))
    figure = Figure(figsize=(width_of(column), height), layout="constrained")
    panel = figure.subplots()
    longest = _draw_bars(panel, thirds, middle, say=say)
    inches = width_of(column) - (_NAME_WIDTH[column] + 1) * LETTER - 0.2
    beside = min(_MOST_BESIDE, (longest * LETTER + 0.1) / inches)
    panel.axvline(middle, color=INK, lw=0.8)
    if reference is not None:
        panel.axvline(0, color=INK, lw=0.8, ls=":")
    panel.margins(x=beside / (1 - 2 * beside))
    panel.locator_params(axis="x", nbins=max(2, min(6, int(inches / (1.5 * longest * LETTER)))))
    write_ticks(panel.xaxis, say)
    handles = [Rectangle((0, 0), 1, 1, ec=INK, lw=0, label=say(key), **s) for key, s in _ENDS]
    figure.legend(handles=handles, loc="outside upper center", ncols=2 if column == "two" else 1)
    return figure


def _numbers(runs: Runs, asked: Sequence[str], *, is_strict: bool) -> tuple[list[str], list[str]]:
    """Part the factors into numbers that differ, and the others; strictly there are none."""
    shown = [name for name in asked if runs.is_number(name) and runs.table[name].nunique() > 1]
    left_out = [factor for factor in asked if factor not in shown]
    if not shown or (is_strict and left_out):
        expected = "factors that are numbers and differ"
        found = ", ".join(left_out) or "none"
        raise InputError(Problem("factors", "", expected, found))
    return shown, left_out


@dataclass(frozen=True)
class _Thirds:
    """Means in the lowest and in the highest third of the points, and how far they lie apart."""

    name: str
    grouped: Grouped
    ends: pd.DataFrame
    spread: float
    is_undecided: bool


def _thirds(runs: Runs, points: Points, factor: str, column: str) -> _Thirds:
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
    say = runs.say
    spans = [span(values[part].min(), values[part].max(), say) for part in (is_low, is_high)]
    sizes = [
        f"{text}, {say('drawn.n_points', n=n)}"
        for text, n in zip(spans, ends["n_points"], strict=True)
    ]
    name = factor_label(runs.sweep, factor, say)
    if is_undecided:
        name = say("drawn.factor_undecided", factor=name)
    name = "\n".join([in_lines(name, _NAME_WIDTH[column]), *sizes])
    return _Thirds(name, grouped, ends, float(apart.mean[0]), is_undecided)


def _notes(thirds: Sequence[_Thirds], reference: str | None, say: Words) -> list[str]:
    said = [say("caption.swept_thirds"), say("caption.swept_upright")]
    if reference is not None:
        said.append(say("caption.swept_dotted"))
    said += notes_of([one.grouped for one in thirds], say)
    if any(one.is_undecided for one in thirds):
        said.append(say("caption.swept_undecided"))
    return said


def _left_out(sweep: Sweep, factors: Sequence[str], say: Words) -> list[str]:
    names = ", ".join(words(sweep, name, say) for name in factors)
    return [say("caption.swept_not_shown", factors=names)] if factors else []


def _draw_bars(panel: Axes, thirds: Sequence[_Thirds], middle: float, *, say: Words) -> int:
    """Draw two bars for each factor from the mean of all points, each with its mean written.

    Gives the letters of the longest mean.
    """
    longest = 0
    largest = max(float(one.ends["mean"].abs().max()) for one in thirds)
    for row, one in enumerate(thirds):
        for end, (_, dress) in enumerate(_ENDS):
            mean, low, high = one.ends[["mean", "low", "high"]].iloc[end]
            y = row + 0.38 * (end - 0.5)
            panel.barh(y, mean - middle, 0.36, left=middle, ec=INK, lw=0, **dress)
            panel.errorbar(mean, y, xerr=high - mean, color=INK, lw=0.8, capsize=2)
            is_right = mean >= middle
            box = {"fc": PAPER, "ec": "none", "pad": 0.5}
            text = number(mean, largest, say)
            longest = max(longest, len(text))
            panel.annotate(
                text, (high if is_right else low, y),
                (4 if is_right else -4, 0), textcoords="offset points", va="center",
                ha="left" if is_right else "right", fontsize=SMALL_LETTERS, bbox=box,
            )  # fmt: skip
    panel.set_yticks(range(len(thirds)), [one.name for one in thirds])
    panel.set_ylim(len(thirds) - 0.5, -0.5)
    panel.tick_params(axis="y", length=0)
    panel.spines["left"].set_visible(False)
    return longest
