"""Figures of a sweep, for researchers: what matters, where, and why artisans do not adopt.

Every mean is of all runs in question that have a value. Runs of one replicate share their luck
at all points, so the intervals take replicates, not runs, as independent of each other.
"""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator, StrMethodFormatter
from numpy.typing import NDArray
from scipy import special
from scipy.interpolate import LinearNDInterpolator
from scipy.spatial import Delaunay, QhullError

from diffusion.errors import InputError, Problem, as_written, check_range, one_of
from diffusion.measures import LEVEL
from diffusion.outcome import CAVEAT
from diffusion.sweeps.design import AS_WRITTEN
from diffusion.sweeps.reading import Sweep
from diffusion.tables import rupiah

type Budget = int | Literal["as_written"]
type Reals = NDArray[np.float64]

_WIDTH = 10.0  # inches; 1280 px at 128 dots per inch
_VALUE = "(value)"  # no factor can be called so by accident
_BARE = -1  # budget of a programme as its file says
_MOST_LEVELS = 12
_MOST_BARS = 8
_N_STEPS = 121  # of a surface's grid, along each side
_SMOOTHING = 0.15
_INK = "#333333"
_ENDS: tuple[dict[str, Any], ...] = (
    {"fc": "#0072B2", "hatch": ""},
    {"fc": "#E69F00", "hatch": "////"},
)
_STYLE: dict[Any, Any] = {
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "hatch.linewidth": 0.6,
}
# Marks and colours that colour-blind people can tell apart.
_MARKS = (
    ("o", "#0072B2"),
    ("s", "#D55E00"),
    ("D", "#009E73"),
    ("^", "#CC79A7"),
    ("v", "#E69F00"),
    ("P", "#000000"),
    ("X", "#56B4E9"),
    ("*", "#8A7F00"),
)
_DASHES = ("-", "--", ":")
# Where the artisans are: outcome, words, colour, hatch; from the foot of the bar up.
_REASONS = (
    ("adopters", "adopters", "#0072B2", ""),
    ("discontinued", "gave up", "#D55E00", "////"),
    ("decided", "no means", "#F0B040", ""),
    ("persuaded", "not decided", "#F7EE8A", ""),
    ("not_persuaded", "not persuaded", "#56B4E9", ""),
    ("barred_by_values", "barred by values", "#CC79A7", "\\\\\\\\"),
    ("unaware", "unaware", "#E4E4E4", ""),
)


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
    check_range("bins", bins, 2, _MOST_LEVELS)
    shown = list(_factors(sweep, budget) if factors is None else factors)
    if not shown:
        raise InputError(Problem("factors", "", "a sweep with a factor", "none"))
    runs = _read(sweep, outcome, shown, strategies=strategies, budget=budget)
    _check_replicates(runs)
    n_columns = min(3, len(shown))
    n_rows = -(-len(shown) // n_columns)
    with mpl.rc_context(_STYLE):
        figure, panels = _panels(n_rows, n_columns)
        for panel, factor in zip(panels, shown, strict=False):
            axis = _axis(runs, factor, bins=bins)
            means = _means(runs.table.assign(level=axis.code), ["strategy", "level"])
            for name in runs.strategies:
                _line(
                    panel,
                    axis,
                    means.loc[[name]].droplevel(0),
                    **runs.mark(name),
                    label=_words(name, 18),
                )
            _set_axis(panel, axis)
        _finish(panels, len(shown), n_columns, _spoken(sweep, outcome))
        _legend(figure, panels[0])
        _frame(
            figure,
            runs,
            None,
            ["mean over all other factors, with its 95 % interval over replicates"],
        )
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
    check_range("bins", bins, 2, _MOST_LEVELS)
    _check_two("second", first, second)
    runs = _read(sweep, outcome, [first, second], strategies=strategies, budget=budget)
    _check_replicates(runs)
    axis, lines = (_axis(runs, factor, bins=bins) for factor in (first, second))
    table = runs.table.assign(level=axis.code, line=lines.code)
    means = _means(table, ["strategy", "line", "level"])
    shades = mpl.colormaps["viridis"](np.linspace(0, 0.85, len(lines.names)))
    n_columns = 2 if len(runs.strategies) in (2, 4) else min(3, len(runs.strategies))
    with mpl.rc_context(_STYLE):
        figure, panels = _panels(-(-len(runs.strategies) // n_columns), n_columns)
        for panel, strategy in zip(panels, runs.strategies, strict=False):
            of_strategy = means.loc[[strategy]].droplevel(0)
            for place in of_strategy.index.unique(level=0):
                mark = {"color": shades[place], "marker": _MARKS[place % len(_MARKS)][0]}
                _line(
                    panel,
                    axis,
                    of_strategy.loc[[place]].droplevel(0),
                    **mark,
                    label=lines.names[place],
                )
            panel.set_title(_words(strategy, 32), fontsize=9)
            _set_axis(panel, axis)
        _finish(panels, len(runs.strategies), n_columns, _spoken(sweep, outcome))
        _legend(figure, panels[0], title=lines.label)
        _frame(figure, runs, [first, second], ["mean with its 95 % interval over replicates"])
    return figure


def heat_map(
    sweep: Sweep,
    outcome: str,
    x: str,
    y: str,
    *,
    strategy: str,
    reference: str | None = None,
    budget: Budget | None = None,
) -> Figure:
    """Write the means of one strategy into the cells over two factors with levels.

    Parameters
    ----------
    sweep
    outcome
        A column of `Sweep.outcomes`.
    x, y
        Factors with levels.
    strategy
    reference
        If given, the cells hold the mean paired difference to this strategy; a cell whose 95 %
        interval holds 0 is hatched and says so.
    budget
        Only this one; None: all.

    Raises
    ------
    InputError
        If something asked for is not in the sweep, or a factor is sampled.
    """
    _check_two("y", x, y)
    runs = _read(sweep, outcome, [x, y], strategies=[strategy], reference=reference, budget=budget)
    for name, factor in (("x", x), ("y", y)):
        _check_levels(runs, name, factor)
    if reference is not None:
        _check_replicates(runs)
    across, up = (_axis(runs, factor, bins=_MOST_LEVELS, steps="even") for factor in (x, y))
    means = _means(runs.table.assign(column=across.code, row=up.code), ["row", "column"])
    full = pd.MultiIndex.from_product([range(len(up.names)), range(len(across.names))])
    cells = means.reindex(full)
    values = cells["mean"].to_numpy().reshape(len(up.names), len(across.names))
    largest = float(np.nanmax(np.abs(values)))
    if reference is None:
        scale, norm = mpl.colormaps["cividis"], Normalize(np.nanmin(values), np.nanmax(values))
    else:
        scale, norm = mpl.colormaps["PuOr_r"], Normalize(-(largest or 1.0), largest or 1.0)
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(_WIDTH, 1.9 + 0.62 * max(3, len(up.names))), layout="constrained")
        panel = figure.subplots()
        for place, (_, cell) in enumerate(cells.iterrows()):
            box = (place % len(across.names), place // len(across.names))
            text = _number(cell["mean"], largest, sign="" if reference is None else "+")
            is_open = not (cell["low"] > 0 or cell["high"] < 0)
            hatch = "//" if reference is not None and is_open else ""
            _cell(panel, box, color=scale(norm(cell["mean"])), text=text, hatch=hatch)
        panel.set(xlim=(-0.5, len(across.names) - 0.5), ylim=(-0.5, len(up.names) - 0.5))
        panel.spines[:].set_visible(False)
        panel.tick_params(length=0)
        _set_axis(panel, across)
        panel.set_yticks(up.positions, up.names)
        panel.set_ylabel(up.label)
        notes = ["numbers in the cells: mean"]
        if reference is not None:
            notes = ["numbers in the cells: mean paired difference"]
            notes += ["undecided: its 95 % interval holds 0"]
        title = _title(sweep, outcome, strategy, reference)
        _frame(figure, runs, [x, y], notes, title=title)
    return figure


def response_surface(
    sweep: Sweep,
    outcome: str,
    x: str,
    y: str,
    *,
    strategy: str,
    budget: Budget | None = None,
    smoothing: float | None = None,
) -> Figure:
    """Draw lines of equal mean over two factors that are numbers, and the points themselves.

    Beyond the points nothing is drawn.

    Parameters
    ----------
    sweep
    outcome
        A column of `Sweep.outcomes`.
    x, y
        Factors that are numbers, sampled or with levels.
    strategy
    budget
        Only this one; None: all.
    smoothing
        Width over which neighbouring points are averaged, as a share of each factor's range; 0:
        the lines are interpolated between the means of the points. None: 0.15 if a factor is
        sampled, because the other factors then differ from point to point, else 0.

    Raises
    ------
    InputError
        If something asked for is not in the sweep or no number, or the points lie on one line.
    """
    _check_two("y", x, y)
    if smoothing is None:
        smoothing = _SMOOTHING if _is_sampled(sweep, x) or _is_sampled(sweep, y) else 0.0
    if not 0 <= smoothing <= 1:
        raise InputError(Problem("smoothing", "", "a share from 0 to 1", str(smoothing)))
    runs = _read(sweep, outcome, [x, y], strategies=[strategy], budget=budget)
    for place, factor in (("x", x), ("y", y)):
        if not _is_number(runs, factor):
            found = f"{factor}, which is none"
            raise InputError(Problem(place, "", "a factor that is a number", found))
    means = _means(runs.table, [x, y])["mean"]
    places = means.index.to_frame().to_numpy(np.float64)
    values = means.to_numpy(np.float64)
    scales = [_Scale.of(places[:, i], is_log=_is_log(runs, f)) for i, f in enumerate((x, y))]
    unit = np.column_stack([one.unit(places[:, i]) for i, one in enumerate(scales)])
    surface = _surface(unit, values, smoothing)
    low, high = np.nanmin(surface), np.nanmax(surface)
    heights = [h for h in MaxNLocator(8).tick_values(low, high) if low < h < high]
    notes = ["a mark: the mean at a point", "lines: interpolated between the marks"]
    if not heights:
        notes[1] = "no lines: the same everywhere"
    elif smoothing > 0:
        notes[1] = f"lines: marks averaged over {100 * smoothing:.0f} % of each range"
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(_WIDTH, 6.4), layout="constrained")
        panel = figure.subplots()
        norm = Normalize(values.min(), values.max())
        if heights:
            grid = [one.back(np.linspace(0, 1, _N_STEPS)) for one in scales]
            lines = panel.contour(*grid, surface, levels=heights, colors=_INK, linewidths=1.2)
            panel.clabel(lines, fmt=lambda height: f"{height:,.6g}", fontsize=9)
        points = panel.scatter(
            places[:, 0], places[:, 1], c=values, cmap="cividis", norm=norm, s=46,
            edgecolors=_INK, linewidths=0.6, zorder=3,
        )  # fmt: skip
        panel.set_xscale("log" if _is_log(runs, x) else "linear")
        panel.set_yscale("log" if _is_log(runs, y) else "linear")
        for axis in (panel.xaxis, panel.yaxis):
            axis.set_major_formatter(StrMethodFormatter("{x:,.6g}"))
            axis.set_minor_formatter(StrMethodFormatter("{x:,.6g}"))
        panel.set(xlabel=_words(x), ylabel=_words(y))
        edges = [one.back(np.array([-0.03, 1.03])) for one in scales]
        panel.set(xlim=tuple(edges[0]), ylim=tuple(edges[1]))
        bar = figure.colorbar(points, ax=panel, format=StrMethodFormatter("{x:,.6g}"), aspect=30)
        bar.set_label(_spoken(sweep, outcome))
        title = _title(sweep, outcome, strategy, None)
        _frame(figure, runs, [x, y], notes, title=title)
    return figure


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

    The factor whose thirds lie farthest apart stands on top.

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
        If something asked for is not in the sweep or no number, or there is one replicate only.
    """
    asked = list(_factors(sweep, budget) if factors is None else factors)
    runs = _read(sweep, outcome, asked, strategies=[strategy], reference=reference, budget=budget)
    _check_replicates(runs)
    shown = [name for name in asked if _is_number(runs, name) and _differs(runs, name)]
    left_out = [factor for factor in asked if factor not in shown]
    if not shown or (factors is not None and left_out):
        expected = "factors that are numbers and differ"
        found = ", ".join(left_out) or "none"
        raise InputError(Problem("factors", "", expected, found))
    thirds = sorted((_thirds(runs, factor) for factor in shown), key=lambda one: -abs(one.spread))
    middle = float(runs.table[_VALUE].mean())
    largest = max(float(one.ends["mean"].abs().max()) for one in thirds)
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(_WIDTH, 1.9 + 0.62 * max(2, len(thirds))), layout="constrained")
        panel = figure.subplots()
        for row, one in enumerate(thirds):
            for end, dress in enumerate(_ENDS):
                mean, low, high = one.ends[["mean", "low", "high"]].iloc[end]
                y = row + 0.38 * (end - 0.5)
                panel.barh(y, mean - middle, 0.36, left=middle, ec=_INK, lw=0, **dress)
                panel.errorbar(mean, y, xerr=high - mean, color=_INK, lw=1, capsize=2)
                is_right = mean >= middle
                box = {"fc": "white", "ec": "none", "pad": 0.5}
                panel.annotate(
                    _number(mean, largest), (high if is_right else low, y),
                    (4 if is_right else -4, 0), textcoords="offset points", va="center",
                    ha="left" if is_right else "right", fontsize=8, bbox=box,
                )  # fmt: skip
        panel.set_yticks(range(len(thirds)), [one.name for one in thirds])
        panel.set_ylim(len(thirds) - 0.5, -0.5)
        panel.tick_params(axis="y", length=0)
        panel.spines["left"].set_visible(False)
        panel.axvline(middle, color=_INK, lw=1)
        if reference is not None:
            panel.axvline(0, color=_INK, lw=1, ls=":")
        panel.margins(x=0.12)
        panel.xaxis.set_major_formatter(StrMethodFormatter("{x:,.10g}"))
        kind = "mean" if reference is None else "mean paired difference (dotted: none)"
        panel.set_xlabel(f"{_spoken(sweep, outcome)}, {kind}")
        words = ("lowest third of the points", "highest third")
        handles = [
            Rectangle((0, 0), 1, 1, ec=_INK, lw=0, label=label, **dress)
            for label, dress in zip(words, _ENDS, strict=True)
        ]
        figure.legend(handles=handles, loc="outside right upper", frameon=False)
        notes = ["upright line: mean of all points", "whisker: 95 % interval over replicates"]
        if any(one.is_undecided for one in thirds):
            notes += ["undecided: the 95 % interval of the paired spread holds 0"]
        if left_out:
            notes += [f"not shown, no numbers that differ: {', '.join(map(_words, left_out))}"]
        title = _title(sweep, outcome, strategy, reference)
        _frame(figure, runs, None, notes, title=title)
    return figure


def why_not_adopted(
    sweep: Sweep,
    *,
    month: int | None = None,
    factor: str | None = None,
    strategies: Sequence[str] | None = None,
    budget: Budget | None = None,
    bins: int = 4,
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
        If given, a panel for each of its levels, or bins.
    strategies
        Which; None: all.
    budget
        Only this one; None: all.
    bins
        Bins of equally many points into which a sampled factor is divided.

    Raises
    ------
    InputError
        If something asked for is not in the sweep.
    """
    check_range("bins", bins, 2, _MOST_LEVELS)
    month, columns = _reason_columns(sweep, month)
    shown = [] if factor is None else [factor]
    runs = _read(sweep, columns[0], shown, strategies=strategies, budget=budget)
    others = sweep.rows([*_KEYS, *columns])
    others["budget"] = others["budget"].fillna(_BARE)
    table = runs.table.merge(others, on=_KEYS, how="left")
    axis = _axis(runs, factor, bins=bins) if factor else None
    table["level"] = 0 if axis is None else axis.code
    means = table.groupby(["level", "strategy"], observed=True)[columns].mean()
    total = float(means.sum(axis=1).max())
    levels = range(1 if axis is None else len(axis.names))
    n_columns = max(1, min(len(levels), _MOST_BARS // len(runs.strategies)))
    n_rows = -(-len(levels) // n_columns)
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(_WIDTH, 3.4 * n_rows + 1.2), layout="constrained")
        widths = [float(max(2, len(runs.strategies)))] * n_columns + [2.0]
        panels = figure.subplots(
            n_rows, n_columns + 1, sharey=True, squeeze=False, width_ratios=widths
        )
        for panel in panels.ravel():
            panel.set_axis_off()
        for level in levels:
            row, column = divmod(level, n_columns)
            panel = panels[row, column]
            of_level = means.reindex([(level, name) for name in runs.strategies]).droplevel(0)
            _stack(panel, of_level, total=total, n_in_row=n_columns * len(runs.strategies))
            if axis is not None:
                panel.set_title(f"{_words(axis.factor)} {axis.names[level]}", fontsize=9)
            if level == levels[-1] or column == n_columns - 1:
                key = panels[row, column + 1]
                key.set_xlim(0, widths[column + 1] / widths[-1])
                _key(key, of_level.iloc[-1].to_numpy(np.float64), total)
        for row in range(n_rows):
            panels[row, 0].set_ylabel("artisans")
        notes = ["" if axis is None or not axis.is_binned else f"{axis.label}"]
        _frame(figure, runs, shown, notes, title=f"why artisans do not adopt, month {month}")
    return figure


_KEYS = ["point", "strategy", "budget", "replicate"]


@dataclass(frozen=True)
class _Runs:
    """What a figure shows: a row for each run, with the outcome, or a paired difference.

    `every` has the runs of all strategies, for the levels and bins of the factors.
    """

    sweep: Sweep
    table: pd.DataFrame
    every: pd.DataFrame
    strategies: list[str]
    known: list[str]
    budget: Budget | None
    n_empty: int
    without: list[str]

    def mark(self, strategy: str) -> dict[str, Any]:
        """Mark of a strategy, the same in every figure of the sweep."""
        turn, place = divmod(self.known.index(strategy), len(_MARKS))
        marker, color = _MARKS[place]
        return {"marker": marker, "color": color, "ls": _DASHES[turn % len(_DASHES)]}


@dataclass(frozen=True)
class _Axis:
    """How a factor is laid out: the place of each run, and where and how each place is shown."""

    factor: str
    label: str
    code: NDArray[np.int64]
    positions: list[float]
    ticks: list[str]
    names: list[str]
    is_binned: bool
    is_log: bool


def _read(
    sweep: Sweep,
    outcome: str,
    factors: Sequence[str],
    *,
    strategies: Sequence[str] | None = None,
    reference: str | None = None,
    budget: Budget | None = None,
) -> _Runs:
    """Read the runs that are asked for, and check that they are there."""
    budgets = [str(one) for one in _design(sweep)["budgets"]]
    _check("outcome", sweep.outcomes, [outcome])
    _check("budget", budgets, [] if budget is None else [str(budget)])
    _check("factor", _factors(sweep, budget), factors)
    columns = list(dict.fromkeys([*_KEYS, *factors, outcome]))
    rows = sweep.rows(columns).rename(columns={outcome: _VALUE})
    rows["budget"] = rows["budget"].fillna(_BARE)
    known = [str(name) for name in rows["strategy"].unique()]
    rows["strategy"] = rows["strategy"].astype(str)
    _check("strategy", known, strategies or [])
    _check("reference", known, [] if reference is None else [reference])
    if budget is not None:
        rows = rows[rows["budget"] == (_BARE if budget == AS_WRITTEN else budget)]
    kept = list(strategies or known)
    table = rows[rows["strategy"].isin(kept)]
    if reference is not None:
        others = [name for name in known if name != reference]
        if reference in kept:
            raise InputError(Problem("reference", "", one_of(others, ""), as_written(reference)))
        key = ["point", "budget", "replicate"]
        base = rows[rows["strategy"] == reference].set_index(key)[_VALUE].rename("(base)")
        table = table.join(base, on=key, how="inner")
        table[_VALUE] -= table["(base)"]
    has_value = table[_VALUE].notna()
    if not has_value.any():
        expected = f"runs of {', '.join(kept)} with a value of {outcome}"
        raise InputError(Problem("outcome", "", expected, "none"))
    n_empty = int((~has_value).sum())
    table = table[has_value].reset_index(drop=True)
    shown = [name for name in kept if name in set(table["strategy"])]
    without = [name for name in kept if name not in shown]
    return _Runs(sweep, table, rows, shown, known, budget, n_empty, without)


def _check(place: str, known: Sequence[str], asked: Iterable[str]) -> None:
    for name in asked:
        if name not in known:
            raise InputError(Problem(place, "", one_of(known, name), as_written(name)))


def _check_two(place: str, first: str, second: str) -> None:
    if first == second:
        raise InputError(Problem(place, "", "another factor than the first", as_written(second)))


def _check_replicates(runs: _Runs) -> None:
    """Refuse a figure with intervals where there is nothing to make them from."""
    if runs.table["replicate"].nunique() < 2:
        expected = "at least 2 replicates with a value, for an interval"
        raise InputError(Problem("outcome", "", expected, "1"))


def _check_levels(runs: _Runs, place: str, factor: str) -> None:
    """Refuse a sampled factor where cells are wanted."""
    if _is_sampled(runs.sweep, factor) and runs.table[factor].nunique() > _MOST_LEVELS:
        known = _factors(runs.sweep, runs.budget)
        gridded = [name for name in known if not _is_sampled(runs.sweep, name)]
        expected = f"a factor with levels, {one_of(gridded, factor)}"
        found = f"{factor}, which is sampled (see response_surface)"
        raise InputError(Problem(place, "", expected, found))


def _design(sweep: Sweep) -> dict[str, Any]:
    design: dict[str, Any] = sweep.origin["design"]
    return design


def _declared(sweep: Sweep, factor: str) -> dict[str, Any]:
    """Find what the design says of a factor; nothing of the budget."""
    for one in _design(sweep)["factor"]:
        if factor == (one["name"] or one["path"].rsplit(".", maxsplit=1)[-1]):
            found: dict[str, Any] = one
            return found
    return {"levels": _design(sweep)["budgets"], "scale": "linear"}


def _factors(sweep: Sweep, budget: Budget | None) -> tuple[str, ...]:
    """Name what differs: the factors, and the budget if there are several."""
    has_budgets = budget is None and len(_design(sweep)["budgets"]) > 1
    return (*sweep.factors, "budget") if has_budgets else sweep.factors


def _is_sampled(sweep: Sweep, factor: str) -> bool:
    return _declared(sweep, factor)["levels"] is None


def _is_log(runs: _Runs, factor: str) -> bool:
    return bool(_declared(runs.sweep, factor)["scale"] == "log")


def _is_number(runs: _Runs, factor: str) -> bool:
    """Tell whether a factor is a number in every run; a budget as written is none."""
    values = runs.every[factor]
    if factor == "budget" and (values == _BARE).any():
        return False
    is_numeric = pd.api.types.is_numeric_dtype(values)
    return bool(is_numeric and not pd.api.types.is_bool_dtype(values))


def _differs(runs: _Runs, factor: str) -> bool:
    return bool(runs.table[factor].nunique() > 1)


def _means(table: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Mean of each group, with Student's 95 % interval over whole replicates.

    With residuals e, n runs and R replicates: the variance of the mean is
    R / (R - 1) * sum over replicates of (sum of e in it)^2 / n^2; with one run a replicate it is
    the usual s^2 / R.

    Returns
    -------
    pandas.DataFrame
        Columns mean, low, high; indexed by `by`. One replicate alone has no low and no high.
    """
    keys = list(by)
    groups = table.groupby(keys, observed=True)[_VALUE]
    result = groups.agg(["mean", "count"])
    residual = table.assign(residual=table[_VALUE] - groups.transform("mean"))
    sums = residual.groupby([*keys, "replicate"], observed=True)["residual"].sum()
    squares = (sums**2).groupby(level=list(range(len(keys)))).agg(["sum", "count"])
    n_replicates = squares["count"].where(squares["count"] > 1)
    error = np.sqrt(squares["sum"] * n_replicates / (n_replicates - 1)) / result.pop("count")
    reach = special.stdtrit(n_replicates - 1, (1 + LEVEL) / 2) * error
    return result.assign(low=result["mean"] - reach, high=result["mean"] + reach)


def _axis(runs: _Runs, factor: str, *, bins: int, steps: str = "true") -> _Axis:
    """Lay a factor out by its levels, or by bins of equally many points if it is sampled."""
    values, every = runs.table[factor], runs.every[factor]
    label, is_log = _words(factor), _is_log(runs, factor)
    is_number, is_sampled = _is_number(runs, factor), _is_sampled(runs.sweep, factor)
    if is_number and is_sampled and every.nunique() > bins:
        points = runs.every.drop_duplicates("point")[factor]
        inner = np.unique(np.quantile(points, np.linspace(0, 1, bins + 1)[1:-1]))
        code = np.searchsorted(inner, values.to_numpy(), side="left")
        in_bin = points.groupby(np.searchsorted(inner, points.to_numpy(), side="left"))
        means = in_bin.mean()
        code = means.index.get_indexer(pd.Index(code))
        spans = zip(in_bin.min(), in_bin.max(), strict=True)
        names = [_span(low, high) for low, high in spans]
        label += f"\n(sampled; {len(means)} quantile bins)"
        places, ticks = means.to_list(), [_short(mean) for mean in means]
        return _Axis(factor, label, code, places, ticks, names, is_binned=True, is_log=is_log)
    is_sorted = is_number or factor == "budget"
    levels = sorted(every.unique()) if is_sorted else list(every.unique())
    code = pd.Index(levels).get_indexer(pd.Index(values))
    names = [_short(level) if is_sampled and is_number else _level_name(level) for level in levels]
    if factor == "budget":
        names = ["as written" if level == _BARE else f"{level:,.0f}" for level in levels]
    positions = [float(place) for place in range(len(levels))]
    is_log = is_log and is_number and steps == "true"
    if is_number and steps == "true":
        if _is_roomy(levels, is_log=is_log):
            positions = [float(level) for level in levels]
        else:
            label, is_log = f"{label}\n(levels evenly spaced)", False
    return _Axis(factor, label, code, positions, names, names, is_binned=False, is_log=is_log)


def _is_roomy(levels: Sequence[float], *, is_log: bool) -> bool:
    """Tell whether levels can be drawn where they are, without one hiding another."""
    places = np.log(levels) if is_log else np.asarray(levels, np.float64)
    return len(levels) < 3 or bool(np.diff(places).min() > 0.08 * np.ptp(places))


@dataclass(frozen=True)
class _Scale:
    """Brings a factor to the range from 0 to 1, so that its unit does not matter, and back."""

    low: float
    width: float
    is_log: bool

    @classmethod
    def of(cls, values: Reals, *, is_log: bool) -> "_Scale":
        places = np.log(values) if is_log else values
        return cls(float(places.min()), float(np.ptp(places)) or 1.0, is_log)

    def unit(self, values: Reals) -> Reals:
        return ((np.log(values) if self.is_log else values) - self.low) / self.width

    def back(self, unit: Reals) -> Reals:
        places = self.low + unit * self.width
        return np.exp(places) if self.is_log else places


def _surface(unit: Reals, values: Reals, smoothing: float) -> Reals:
    """Estimate the mean on a grid between the points; NaN beyond them.

    Parameters
    ----------
    unit : float64 [P, 2]
        Places of the points, 0 to 1.
    values : float64 [P]
    smoothing
        Standard deviation of the Gaussian weights (Nadaraya 1964, Watson 1964); 0: linear between
        the points.
    """
    try:
        inside = Delaunay(unit)
    except (QhullError, ValueError):
        expected = "points that do not lie on one line"
        raise InputError(Problem("x and y", "", expected, f"{len(unit)} on one")) from None
    steps = np.linspace(0, 1, _N_STEPS)
    grid = np.stack(np.meshgrid(steps, steps), axis=-1)
    linear: Reals = LinearNDInterpolator(inside, values)(grid)
    if smoothing == 0:
        return linear
    total, weights = np.zeros_like(linear), np.zeros_like(linear)
    for place, value in zip(unit, values, strict=True):
        weight = np.exp(-((grid - place) ** 2).sum(axis=-1) / (2 * smoothing**2))
        total += weight * value
        weights += weight
    with np.errstate(invalid="ignore"):
        return np.where(np.isnan(linear), np.nan, total / weights)


@dataclass(frozen=True)
class _Thirds:
    """Means in the lowest and in the highest third of the points, and how far they lie apart."""

    name: str
    ends: pd.DataFrame
    spread: float
    is_undecided: bool


def _thirds(runs: _Runs, factor: str) -> _Thirds:
    table = runs.table
    points = table.drop_duplicates(["point", "budget"])[factor]
    below, above = np.quantile(points, [1 / 3, 2 / 3])
    parts = [table[table[factor] <= below], table[table[factor] >= above]]
    ends = pd.concat([_means(part.assign(end=end), ["end"]) for end, part in enumerate(parts)])
    of_replicate = [part.groupby("replicate")[_VALUE].mean() for part in parts]
    apart = (of_replicate[1] - of_replicate[0]).dropna().rename(_VALUE).reset_index()
    both = _means(apart.assign(end=0), ["end"]).iloc[0]
    is_undecided = not (both["low"] > 0 or both["high"] < 0)
    spans = [_span(part[factor].min(), part[factor].max()) for part in parts]
    name = f"{_words(factor)}{' (undecided)' if is_undecided else ''}\n{' | '.join(spans)}"
    spread = float(ends["mean"].iloc[1] - ends["mean"].iloc[0])
    return _Thirds(name, ends, spread, is_undecided)


def _reason_columns(sweep: Sweep, month: int | None) -> tuple[int, list[str]]:
    """Find the record, and the columns of all reasons at it."""
    first = _REASONS[0][0]
    known = [record for record in _records(sweep) if f"{first}_{record}" in sweep.outcomes]
    if month is None:
        month = max(known, default=max(_records(sweep)))
    elif known:
        _check("month", [str(record) for record in known], [str(month)])
    columns = [f"{name}_{month}" for name, *_ in _REASONS]
    missing = [name for name in columns if name not in sweep.outcomes]
    if missing:
        expected = f"a sweep with the outcomes {', '.join(name for name, *_ in _REASONS)}"
        raise InputError(Problem("sweep", "", expected, f"no {', '.join(missing)}"))
    return month, columns


def _records(sweep: Sweep) -> list[int]:
    design = _design(sweep)
    return list(design["at_months"]) or [design["months"]]


def _panels(n_rows: int, n_columns: int) -> tuple[Figure, list[Axes]]:
    figure = Figure(figsize=(_WIDTH, 2.9 * n_rows + 1.2), layout="constrained")
    panels = figure.subplots(n_rows, n_columns, sharey=True, squeeze=False)
    return figure, list(panels.ravel())


def _line(panel: Axes, axis: _Axis, means: pd.DataFrame, *, label: str, **mark: Any) -> None:
    """Draw the means of one line, with their intervals."""
    x = np.asarray(axis.positions)[means.index.to_numpy()]
    reach = (means["high"] - means["mean"]).to_numpy()
    panel.errorbar(
        x,
        means["mean"].to_numpy(),
        reach,
        label=label,
        lw=1.6,
        ms=5,
        elinewidth=1,
        capsize=2,
        **mark,
    )


def _set_axis(panel: Axes, axis: _Axis) -> None:
    if axis.is_log:
        panel.set_xscale("log")
    every = -(-len(axis.names) // _MOST_LEVELS)
    panel.set_xticks(axis.positions[::every], axis.ticks[::every])
    panel.set_xticks([], minor=True)
    panel.set_xlabel(axis.label)


def _finish(panels: list[Axes], n_shown: int, n_columns: int, label: str) -> None:
    """Name the upright axis at the left, write its numbers, hide what is empty."""
    for place, panel in enumerate(panels):
        panel.set_visible(place < n_shown)
        if place % n_columns == 0:
            panel.set_ylabel(label)
        panel.yaxis.set_major_formatter(StrMethodFormatter("{x:,.10g}"))
        panel.margins(x=0.1)


def _legend(figure: Figure, panel: Axes, *, title: str | None = None) -> None:
    handles, labels = panel.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside right upper", frameon=False, title=title)


def _cell(panel: Axes, place: tuple[int, int], *, color: Any, text: str, hatch: str) -> None:
    """Draw one cell of a heat map and write its mean; a hatched one is undecided."""
    column, row = place
    corner = (column - 0.5, row - 0.5)
    if text == "":
        panel.text(column, row, "no runs", ha="center", va="center", color=_INK)
        return
    panel.add_patch(Rectangle(corner, 1, 1, fc=color, ec="white", lw=1.5))
    if hatch:
        panel.add_patch(Rectangle(corner, 1, 1, fill=False, ec="#888888", lw=0, hatch=hatch))
        text += "\nundecided"
    box = {"fc": color, "ec": "none", "pad": 1.5}
    panel.text(column, row, text, ha="center", va="center", color=_ink(color), bbox=box)


def _ink(ground: Any) -> str:
    """Choose dark or light letters for a ground."""
    red, green, blue = mpl.colors.to_rgb(ground)
    return "white" if 0.299 * red + 0.587 * green + 0.114 * blue < 0.5 else "#111111"


def _stack(panel: Axes, means: pd.DataFrame, *, total: float, n_in_row: int) -> None:
    """Draw a bar for each strategy, with the number of artisans in each part."""
    panel.set_axis_on()
    for place, (_, parts) in enumerate(means.iterrows()):
        foot = 0.0
        if parts.isna().any():
            panel.text(place, total / 2, "no runs", ha="center", va="center", color=_INK)
            continue
        for (_, _, color, hatch), height in zip(_REASONS, parts, strict=True):
            panel.bar(place, height, 0.8, bottom=foot, color=color, hatch=hatch, ec="white", lw=0.8)
            if height > 0.045 * total:
                box = {"fc": color, "ec": "none", "pad": 0.8}
                panel.text(
                    place, foot + height / 2, _number(height, total), ha="center", va="center",
                    fontsize=8, color=_ink(color), bbox=box,
                )  # fmt: skip
            foot += height
    names = [_words(str(name), 12) for name in means.index]
    is_crowded = n_in_row > _MOST_BARS
    turn: dict[str, Any] = (
        {"rotation": 40, "ha": "right", "rotation_mode": "anchor"} if is_crowded else {}
    )
    panel.set_xticks(range(len(means)), names, **turn)
    panel.tick_params(axis="x", length=0, labelsize=9 if n_in_row < _MOST_BARS else 8)
    panel.yaxis.set_major_formatter(StrMethodFormatter("{x:,.10g}"))
    panel.set(xlim=(-0.6, len(means) - 0.4), ylim=(0, total))


def _key(panel: Axes, parts: Reals, total: float) -> None:
    """Name the parts of the bar at the left, each beside its part where there is room."""
    gap = 0.075 * total
    is_there = not np.isnan(parts).any()
    middles = np.cumsum(parts) - parts / 2 if is_there else np.arange(len(parts)) * 1.5 * gap
    places = middles.copy()
    places[0] = max(places[0], gap / 2)
    for part in range(1, len(places)):
        places[part] = max(places[part], places[part - 1] + gap)
    places[-1] = min(places[-1], total - gap / 2)
    for part in range(len(places) - 2, -1, -1):
        places[part] = min(places[part], places[part + 1] - gap)
    for (_, words, color, hatch), middle, place in zip(_REASONS, middles, places, strict=True):
        if is_there:
            panel.plot([0, 0.14], [middle, place], color="#999999", lw=0.8)
        corner = (0.14, place - 0.3 * gap)
        panel.add_patch(Rectangle(corner, 0.12, 0.6 * gap, fc=color, ec="white", lw=0, hatch=hatch))
        panel.text(0.3, place, words, va="center")


def _frame(
    figure: Figure,
    runs: _Runs,
    shown: Sequence[str] | None,
    notes: Iterable[str],
    *,
    title: str | None = None,
) -> None:
    """Write above what is shown, and below where the numbers come from."""
    head = _design(runs.sweep)["title"]
    figure.suptitle("\n".join([head] if title is None else [head, title]), fontsize=11)
    *words, origin = _caption(runs, shown, notes)
    foot = textwrap.fill("; ".join(words), 165)
    figure.supxlabel(f"{foot}\n{origin}", fontsize=8, color=_INK)


def _title(sweep: Sweep, outcome: str, strategy: str, reference: str | None) -> str:
    title = f"{_spoken(sweep, outcome)}: {_words(strategy)}"
    return title if reference is None else f"{title} minus {_words(reference)}"


def _caption(runs: _Runs, shown: Sequence[str] | None, notes: Iterable[str]) -> list[str]:
    """Say what every figure must say: how often, from what, and that it is simulated."""
    sweep, design = runs.sweep, _design(runs.sweep)
    sizes = runs.table.groupby(["point", "strategy", "budget"])["replicate"].size()
    few, many = int(sizes.min()), int(sizes.max())
    often = f"{few:,} runs" if few == many else f"{few:,} to {many:,} runs"
    words = [f"{often} at each point", *filter(None, notes)]
    others = [name for name in _factors(sweep, runs.budget) if name not in (shown or ())]
    if shown is not None and others:
        words.append(f"mean over {', '.join(map(_words, others))}")
    budget = runs.budget or (design["budgets"][0] if len(design["budgets"]) == 1 else None)
    if budget is not None:
        words.append("as written" if budget == AS_WRITTEN else f"budget {rupiah(int(budget))}")
    if runs.n_empty:
        words.append(f"{runs.n_empty:,} runs have no value and are left out")
    if runs.without:
        words.append(f"without any: {', '.join(map(_words, runs.without))}")
    if len(sweep.failed_rows()):
        words.append("points that could not be run are left out")
    if not sweep.is_complete:
        words.append("the sweep is not finished")
    seed, parameters = design["random_seed"], design["parameters"]
    return [*words, f"random seed {seed}, parameter set {parameters}; {CAVEAT}"]


def _spoken(sweep: Sweep, outcome: str) -> str:
    """Say an outcome and its month in words."""
    name, _, record = outcome.rpartition("_")
    if name in _design(sweep)["outcomes"] and record.isdigit():
        return f"{_words(name)}, month {record}"
    return _words(outcome)


def _words(name: str, width: int | None = None) -> str:
    words = name.replace("_", " ")
    return words if width is None else textwrap.fill(words, width, break_long_words=False)


def _level_name(level: Any) -> str:
    """Write a level under its place."""
    if isinstance(level, bool | np.bool_):
        return str(level).lower()
    if isinstance(level, str):
        return textwrap.fill(textwrap.shorten(level, 40, placeholder=" ..."), 14)
    return f"{level:,.10g}"


def _short(value: float) -> str:
    """Write a value of a sampled factor with three figures."""
    if abs(value) < 1000:
        return f"{value:.3g}"
    return f"{float(f'{value:.3g}'):,.0f}"


def _span(low: float, high: float) -> str:
    return _short(low) if low == high else f"{_short(low)} to {_short(high)}"


def _number(value: float, largest: float, sign: str = "") -> str:
    """Write a mean with three figures of the largest beside it; nothing where there is none."""
    if np.isnan(value):
        return ""
    size = abs(largest)
    decimals = 0 if size == 0 else int(np.clip(2 - np.floor(np.log10(size)), 0, 6))
    return f"{value:{sign},.{decimals}f}"
