"""A response surface: lines of equal mean over two factors that are numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, MaxNLocator, NullLocator
from numpy.typing import NDArray
from scipy.interpolate import LinearNDInterpolator
from scipy.spatial import Delaunay, QhullError

from diffusion.errors import InputError, Problem
from diffusion.i18n.words import Words
from diffusion.plotting.column import width_of
from diffusion.plotting.frame import ENGLISH, in_lines
from diffusion.plotting.style import INK, PAPER, SMALL_LETTERS, STYLE
from diffusion.plotting.sweeps.cells import draw_scale, said_of_two, scale_of
from diffusion.plotting.sweeps.facts import Budget, is_log
from diffusion.plotting.sweeps.frame import put_caption, tick_name, write_ticks
from diffusion.plotting.sweeps.grouped import Points
from diffusion.plotting.sweeps.reading import Runs, check_replicates, check_two, read
from diffusion.plotting.sweeps.wording import factor_label, outcome_label, share, short
from diffusion.sweeps.read import Sweep

type Reals = NDArray[np.float64]

_N_STEPS = 121  # of the grid, along each side
_WIDE = np.log(4)  # noqa: TID251
"""Width of a log scale beyond which only 1, 2 and 5 are written."""


def response_surface(
    sweep: Sweep,
    outcome: str,
    x: str,
    y: str,
    *,
    strategy: str,
    budget: Budget | None = None,
    say: Words = ENGLISH,
    column: str = "two",
) -> Figure:
    """Draw lines of equal mean over two factors that are numbers, and the points themselves.

    Between the points of a full grid the lines are interpolated. Where points are sampled, other
    factors differ by chance from point to point: the lines are those of a surface fitted by least
    squares (squares and the product of x and y, squares or levels of the others), the marks are
    adjusted for the other factors, and lines are no closer than the surface is known (95 %).
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
    say
        Language of the figure and of its `caption`.
    column
        As wide as "one" column of a journal, or as "two".

    Raises
    ------
    InputError
        If something asked for is not in the sweep or no number, or the points lie on one line or
        are too few.
    """
    check_two("y", x, y)
    width = width_of(column)
    runs = read(sweep, outcome, [x, y], strategies=[strategy], budget=budget, say=say)
    _check_numbers(runs, x=x, y=y)
    check_replicates(runs)
    fit = _fitted(Points.of(runs, strategy), x, y, say)
    places, values = fit.places, fit.values
    scales = [_Scale.of(places[:, i], is_log=is_log(sweep, f)) for i, f in enumerate((x, y))]
    unit = np.column_stack([one.unit(places[:, i]) for i, one in enumerate(scales)])
    surface = _surface(fit, unit)
    heights = _heights(surface, at_least=fit.reach)
    with mpl.rc_context(dict(STYLE)):
        figure = Figure(figsize=(width, 4.4), layout="constrained")
        panel = figure.subplots()
        if heights:
            _draw_lines(panel, scales, surface, heights, say=say)
        points = panel.scatter(
            places[:, 0], places[:, 1], c=values, cmap="cividis", norm=scale_of(values), s=26,
            edgecolors=INK, linewidths=0.5, zorder=3,
        )  # fmt: skip
        _set_axes(panel, *scales, say=say)
        names = (in_lines(factor_label(sweep, one, say), int(width * 10)) for one in (x, y))
        panel.set(**dict(zip(("xlabel", "ylabel"), names, strict=True)))
        panel.set_title(say.strategy(strategy))
        what = outcome_label(sweep, outcome, say)
        draw_scale(figure, panel, points, what, column=column, say=say)
        said = [said_of_two(runs, what, x, y, title=say.strategy(strategy)), *fit.notes]
        said += [] if heights else [say("caption.swept_no_lines")]
        put_caption(figure, runs, [x, y] if fit.height is None else None, said)
    return figure


def _surface(fit: "_Fit", unit: Reals) -> Reals:
    """Means on the grid between the points: fitted, or interpolated between them."""
    surface = linear_surface(unit, fit.values)
    if fit.height is None:
        return surface
    grid = np.meshgrid(*[np.linspace(0, 1, _N_STEPS)] * 2)
    return np.where(np.isnan(surface), np.nan, fit.height(*grid))


def _check_numbers(runs: Runs, **factors: str) -> None:
    """Refuse a factor that is no number."""
    for name, factor in factors.items():
        if not runs.is_number(factor):
            found = f"{factor}, which is none"
            raise InputError(Problem(name, "", "a factor that is a number", found))


@dataclass(frozen=True)
class _Scale:
    """Brings a factor to the range from 0 to 1, so that its unit does not matter, and back."""

    low: float
    width: float
    is_log: bool

    @classmethod
    def of(cls, values: Reals, *, is_log: bool) -> Self:
        places = np.log(values) if is_log else values  # noqa: TID251
        return cls(float(places.min()), float(np.ptp(places)) or 1.0, is_log)

    @property
    def name(self) -> str:
        return "log" if self.is_log else "linear"

    def unit(self, values: Reals) -> Reals:
        return ((np.log(values) if self.is_log else values) - self.low) / self.width  # noqa: TID251

    def back(self, unit: Reals) -> Reals:
        places = self.low + unit * self.width
        return np.exp(places) if self.is_log else places  # noqa: TID251


def _draw_lines(
    panel: Axes,
    scales: Sequence[_Scale],
    surface: Reals,
    heights: Sequence[float],
    *,
    say: Words,
) -> None:
    """Draw lines of equal mean, each with its number."""
    grid = [one.back(np.linspace(0, 1, _N_STEPS)) for one in scales]
    lines = panel.contour(*grid, surface, levels=heights, colors=INK, linewidths=0.9)
    written = panel.clabel(lines, fmt=lambda height: tick_name(height, say), fontsize=SMALL_LETTERS)
    for text in written:
        text.set(zorder=4, bbox={"fc": PAPER, "ec": "none", "pad": 0.4})


@dataclass(frozen=True)
class _Fit:
    """What lines are drawn from.

    Attributes
    ----------
    places : float64 [P, 2]
    values : float64 [P]
        Mean at each place, adjusted for the other factors where points are sampled.
    height : callable or None
        Gives the fitted surface at places from 0 to 1; None: lines between the places themselves.
    reach : float
        Median half-width of the 95 % intervals of the surface at the points; 0 without one.
    notes : list of str
    """

    places: Reals
    values: Reals
    height: Callable[[Reals, Reals], Reals] | None
    reach: float
    notes: list[str]


def _fitted(points: Points, x: str, y: str, say: Words) -> _Fit:
    """Take the means of a full grid as they are, and fit a surface to points that are sampled."""
    table = points.table
    if points.is_grid and (points.is_crossed or set(points.factors) <= {x, y}):
        means = table.assign(mean=points.values.mean).groupby([x, y])["mean"].mean()
        places = means.index.to_frame().to_numpy(np.float64)
        notes = [say("caption.swept_marks")]
        return _Fit(places, means.to_numpy(np.float64), None, 0.0, notes)
    first = _of_two(points.on_unit_scale(x), points.on_unit_scale(y))
    others = [name for name in points.factors if name not in (x, y)]
    surface = points.surface(first, others)
    contrasts = np.pad(first, ((0, 0), (0, surface.terms.shape[1] - first.shape[1])))
    at_points = surface.at(contrasts)
    coefficients = surface.coefficients[: first.shape[1]]
    notes = [say("caption.swept_marks_adjusted")]
    reach = 0.0
    if not np.isnan(surface.r_squared):
        reach = float(np.nanmedian(at_points.high - at_points.mean))
        explained = share(surface.r_squared, surface.r_squared, say)
        known = {"n": len(table), "share": explained, "reach": short(reach, say)}
        notes.append(say("caption.swept_surface", **known))
    values = at_points.mean + surface.values.mean - surface.fitted
    places = table[[x, y]].to_numpy(np.float64)
    return _Fit(places, values, lambda a, b: _of_two(a, b) @ coefficients, reach, notes)


def _of_two(x: Reals, y: Reals) -> Reals:
    """Terms of a surface over two places from 0 to 1 [..., 6]."""
    return np.stack([np.ones_like(x), x, y, x * x, y * y, x * y], axis=-1)


def linear_surface(unit: Reals, values: Reals) -> Reals:
    """Interpolate means linearly on a grid between the points; NaN beyond them.

    Parameters
    ----------
    unit : float64 [P, 2]
        Places of the points, 0 to 1.
    values : float64 [P]

    Returns
    -------
    float64 [121, 121]
        A row for each step of the second place, a column for each of the first.

    Raises
    ------
    InputError
        If the points lie on one line.
    """
    try:
        inside = Delaunay(unit)
    except (QhullError, ValueError):
        expected = "points that do not lie on one line"
        raise InputError(Problem("x and y", "", expected, f"{len(unit)} on one")) from None
    steps = np.linspace(0, 1, _N_STEPS)
    linear: Reals = LinearNDInterpolator(inside, values)(np.stack(np.meshgrid(steps, steps), -1))
    return linear


def _heights(surface: Reals, *, at_least: float) -> list[float]:
    """Choose round means for the lines, so far apart at least; none where all is the same."""
    low, high = np.nanmin(surface), np.nanmax(surface)
    n_steps = int(np.clip((high - low) / at_least, 1, 8)) if at_least > 0 else 8
    if high - low < at_least:
        return []
    return [h for h in MaxNLocator(n_steps).tick_values(low, high) if low < h < high]


def _set_axes(panel: Axes, across: _Scale, up: _Scale, *, say: Words) -> None:
    panel.set_xscale(across.name)
    panel.set_yscale(up.name)
    for axis, scale in ((panel.xaxis, across), (panel.yaxis, up)):
        write_ticks(axis, say)
        if scale.is_log and scale.width > _WIDE:
            axis.set_major_locator(LogLocator(subs=(1, 2, 5)))
            axis.set_minor_locator(NullLocator())
        axis.set_minor_formatter(axis.get_major_formatter())
        axis.set_tick_params(which="minor", labelsize=SMALL_LETTERS)
    edges = np.array([-0.03, 1.03])
    panel.set(xlim=tuple(across.back(edges)), ylim=tuple(up.back(edges)))
