"""A response surface: lines of equal mean over two factors that are numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, StrMethodFormatter
from numpy.typing import NDArray
from scipy.interpolate import LinearNDInterpolator
from scipy.spatial import Delaunay, QhullError

from diffusion.errors import InputError, Problem
from diffusion.plotting.style import INK
from diffusion.plotting.sweeps.facts import Budget, is_log, is_sampled
from diffusion.plotting.sweeps.frame import STYLE, WIDTH, frame, title_of
from diffusion.plotting.sweeps.means import means_of
from diffusion.plotting.sweeps.reading import Runs, check_two, read
from diffusion.plotting.sweeps.wording import spoken, words
from diffusion.sweeps.read import Sweep

type Reals = NDArray[np.float64]

_N_STEPS = 121  # of the grid, along each side
_SMOOTHING = 0.15
_TICKS = "{x:,.6g}"


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
    check_two("y", x, y)
    if smoothing is None:
        smoothing = _SMOOTHING if is_sampled(sweep, x) or is_sampled(sweep, y) else 0.0
    if not 0 <= smoothing <= 1:
        raise InputError(Problem("smoothing", "", "a share from 0 to 1", str(smoothing)))
    runs = read(sweep, outcome, [x, y], strategies=[strategy], budget=budget)
    _check_numbers(runs, x=x, y=y)
    means = means_of(runs.table, [x, y])["mean"]
    places = means.index.to_frame().to_numpy(np.float64)
    values = means.to_numpy(np.float64)
    scales = [_Scale.of(places[:, i], is_log=is_log(sweep, f)) for i, f in enumerate((x, y))]
    unit = np.column_stack([one.unit(places[:, i]) for i, one in enumerate(scales)])
    surface = mean_surface(unit, values, smoothing)
    heights = _heights(surface)
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, 6.4), layout="constrained")
        panel = figure.subplots()
        norm = Normalize(values.min(), values.max())
        if heights:
            _draw_lines(panel, scales, surface, heights)
        points = panel.scatter(
            places[:, 0], places[:, 1], c=values, cmap="cividis", norm=norm, s=46,
            edgecolors=INK, linewidths=0.6, zorder=3,
        )  # fmt: skip
        _set_axes(panel, *scales)
        panel.set(xlabel=words(x), ylabel=words(y))
        bar = figure.colorbar(points, ax=panel, format=StrMethodFormatter(_TICKS), aspect=30)
        bar.set_label(spoken(sweep, outcome))
        notes = ["a mark: the mean at a point", _note(heights, smoothing)]
        frame(figure, runs, [x, y], notes, title=title_of(sweep, outcome, strategy))
    return figure


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
        places = np.log(values) if is_log else values
        return cls(float(places.min()), float(np.ptp(places)) or 1.0, is_log)

    @property
    def name(self) -> str:
        return "log" if self.is_log else "linear"

    def unit(self, values: Reals) -> Reals:
        return ((np.log(values) if self.is_log else values) - self.low) / self.width

    def back(self, unit: Reals) -> Reals:
        places = self.low + unit * self.width
        return np.exp(places) if self.is_log else places


def _draw_lines(
    panel: Axes, scales: Sequence[_Scale], surface: Reals, heights: Sequence[float]
) -> None:
    """Draw lines of equal mean, each with its number."""
    grid = [one.back(np.linspace(0, 1, _N_STEPS)) for one in scales]
    lines = panel.contour(*grid, surface, levels=heights, colors=INK, linewidths=1.2)
    panel.clabel(lines, fmt=lambda height: _TICKS.format(x=height), fontsize=9)


def mean_surface(unit: Reals, values: Reals, smoothing: float) -> Reals:
    """Estimate the mean on a grid between the points; NaN beyond them.

    Parameters
    ----------
    unit : float64 [P, 2]
        Places of the points, 0 to 1.
    values : float64 [P]
    smoothing
        Standard deviation of the Gaussian weights (Nadaraya 1964, Watson 1964); 0: linear between
        the points.

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


def _heights(surface: Reals) -> list[float]:
    """Choose round means for the lines; none where the mean is the same everywhere."""
    low, high = np.nanmin(surface), np.nanmax(surface)
    return [h for h in MaxNLocator(8).tick_values(low, high) if low < h < high]


def _set_axes(panel: Axes, across: _Scale, up: _Scale) -> None:
    panel.set_xscale(across.name)
    panel.set_yscale(up.name)
    for axis in (panel.xaxis, panel.yaxis):
        axis.set_major_formatter(StrMethodFormatter(_TICKS))
        axis.set_minor_formatter(StrMethodFormatter(_TICKS))
    edges = np.array([-0.03, 1.03])
    panel.set(xlim=tuple(across.back(edges)), ylim=tuple(up.back(edges)))


def _note(heights: list[float], smoothing: float) -> str:
    """Say how the lines came about."""
    if not heights:
        return "no lines: the same everywhere"
    if smoothing > 0:
        return f"lines: marks averaged over {100 * smoothing:.0f} % of each range"
    return "lines: interpolated between the marks"
