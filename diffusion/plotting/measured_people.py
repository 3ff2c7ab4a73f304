"""Draws what was measured of each person: thresholds, infectiousness, and the network by time."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from diffusion.i18n.words import Words
from diffusion.measures.everything import Measured
from diffusion.plotting.frame import months_shown, write_numbers
from diffusion.plotting.network import place_network
from diffusion.plotting.style import DISCONTINUED, INK, MUTED, OWN, PAPER, TIE, TIMES

type Reals = NDArray[np.float64]

_MOST_LINES = 400
"""Ties that are drawn among thresholds; more would hide the marks."""

_SPREAD = 0.35
"""How far those of one period stand from its middle."""


def legend_above(
    panel: Axes, handles: list[Line2D] | None = None, *, title: str | None = None
) -> None:
    """Name what is drawn above the panel, where it hides nothing."""
    named = panel.get_legend_handles_labels()[0] if handles is None else handles
    panel.figure.legend(
        handles=named, loc="outside upper left", ncols=3, columnspacing=1.2, handletextpad=0.5,
        title=title, alignment="left",
    )  # fmt: skip


def draw_thresholds(panel: Axes, measured: Measured, say: Words) -> None:
    """Draw each adopter's threshold by time, and ties to those who had adopted before."""
    found = measured.same_period
    # Bounds stand behind the last period, where they hide no adopter.
    time = np.where(found.time >= 0, found.time, measured.it.n_periods)
    shown = ~np.isnan(found.value)
    x, y = _spread(time.astype(np.float64), found.value, shown), found.value
    adopted, bound = shown & ~found.is_censored, shown & found.is_censored
    ends = np.stack([x, y], axis=1)
    lines = [ends[list(pair)] for pair in earlier_ties(measured)]
    panel.add_collection(LineCollection(lines, colors=TIE, linewidths=0.4, zorder=1))
    panel.plot(x[adopted], y[adopted], "s", ms=3.5, mfc=OWN, mec=INK, mew=0.4,
               label=say("measured_axis.adopter"))  # fmt: skip
    if bound.any():
        panel.plot(x[bound], y[bound], "^", ms=3.5, mfc=PAPER, mec=MUTED, mew=0.7,
                   label=say("measured_axis.bound"))  # fmt: skip
    panel.set_ylim(-0.05, 1.05)
    panel.set_ylabel(say("measured_axis.threshold"))
    write_numbers(panel.yaxis, say)
    legend_above(panel)


def earlier_ties(measured: Measured) -> list[tuple[int, int]]:
    """List ties from adopters to those who had adopted before; none where they are too many."""
    found = measured.same_period
    whole = measured.it.matrix(*measured.choices["kinds"], valued=False).tocoo()
    ego, alter = whole.coords
    adopted = ~np.isnan(found.value) & ~found.is_censored
    drawn = adopted[ego] & adopted[alter] & (found.time[alter] < found.time[ego])
    if drawn.sum() > _MOST_LINES:
        return []
    return [*zip(ego[drawn].tolist(), alter[drawn].tolist(), strict=True)]


def _spread(time: Reals, value: Reals, shown: NDArray[np.bool_]) -> Reals:
    """Put people of one period and one value beside each other, around the period."""
    x = time.copy()
    order = np.lexsort((np.arange(len(time)), value, time))
    order = order[shown[order]]
    keys = np.column_stack([time[order], np.round(value[order], 2)])
    starts = np.flatnonzero(np.append(True, (keys[1:] != keys[:-1]).any(axis=1)))
    for first, end in zip(starts, np.append(starts[1:], len(order)), strict=True):
        n = end - first
        if n > 1:
            reach = _SPREAD * min(1.0, n / 8)
            x[order[first:end]] += np.linspace(-reach, reach, n)
    return x


def draw_infectiousness(panel: Axes, measured: Measured, say: Words) -> None:
    """Draw infectiousness against susceptibility; larger marks stand for more people."""
    x, y = measured.infection.value, measured.susceptibility.value
    known = ~np.isnan(x) & ~np.isnan(y)
    points, counts = np.unique(
        np.round(np.column_stack([x[known], y[known]]), 4), axis=0, return_counts=True
    )
    if len(points):
        panel.scatter(
            points[:, 0], points[:, 1], s=9 + 6 * np.sqrt(counts - 1), c=OWN, alpha=0.6,
            edgecolors=INK, linewidths=0.4, clip_on=False, zorder=3,
        )  # fmt: skip
        panel.set_xlim(0, 1.05 * float(points[:, 0].max()) or 1.0)
        panel.set_ylim(0, 1.05 * float(points[:, 1].max()) or 1.0)
    panel.set_xlabel(say("measured_axis.infection"))
    panel.set_ylabel(say("measured_axis.susceptibility"))
    for axis in (panel.xaxis, panel.yaxis):
        write_numbers(axis, say)


def draw_network(panel: Axes, scale: Axes, measured: Measured, places: Reals, say: Words) -> None:
    """Draw people and ties; adopters are squares, the darker the earlier, as `scale` tells."""
    it = measured.it
    whole = it.matrix(*measured.choices["kinds"], valued=False).tocoo()
    pairs = np.unique(np.sort(np.column_stack(whole.coords), axis=1), axis=0).astype(np.int64)
    place_network(panel, places, pairs)
    size = min(9.5, 52.0 / len(places) ** 0.5)
    edge = min(0.7, size / 5)
    adopted, again = it.time >= 0, it.adoption.given_up != -1
    colours = LinearSegmentedColormap.from_list("times", TIMES)
    times = Normalize(0, max(1, it.n_periods - 1))
    unknown = ~it.is_known
    for who, marker, fill in ((it.time == -1, "o", PAPER), (unknown, "D", TIE)):
        # Marks of nobody would have a place in the layout.
        if who.any():
            panel.plot(*places[who].T, marker, ms=size * 0.8, mfc=fill, mec=INK, mew=edge,
                       clip_on=False, zorder=3)  # fmt: skip
    drawn = panel.scatter(
        places[adopted, 0], places[adopted, 1], c=it.time[adopted], cmap=colours, norm=times,
        s=size**2, marker="s", edgecolors=INK, linewidths=edge, clip_on=False, zorder=3,
    )  # fmt: skip
    if again.any():
        panel.plot(*places[again].T, "x", ms=size * 0.7, color=DISCONTINUED, mew=1.2, zorder=4)
    ticks = months_shown(max(1, it.n_periods - 1))
    bar = panel.figure.colorbar(drawn, cax=scale, orientation="horizontal", ticks=ticks)
    names = [
        str(it.data.periods[t]) if t < it.n_periods else "" for t in bar.get_ticks().astype(int)
    ]
    bar.set_ticklabels(names)
    bar.set_label(say("measured_axis.period"))
    bar.outline.set_linewidth(0.6)
    handles = [Line2D([], [], ls="", marker="o", mfc=PAPER, mec=INK, mew=0.7,
                      label=say("measured_axis.never"))]  # fmt: skip
    if unknown.any():
        handles.append(Line2D([], [], ls="", marker="D", mfc=TIE, mec=INK, mew=0.7,
                              label=say("measured_axis.unknown")))  # fmt: skip
    if again.any():
        handles.append(Line2D([], [], ls="", marker="x", color=DISCONTINUED,
                              label=say("measured_axis.gave_up")))  # fmt: skip
    legend_above(panel, handles)
