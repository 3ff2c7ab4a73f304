"""Draws what was measured of an adoption, period by period: curve, hazard, exposure, categories."""

from collections.abc import Callable, Mapping
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from diffusion.i18n.words import Words
from diffusion.measures.categories import THRESHOLDS
from diffusion.measures.everything import Measured
from diffusion.plotting.column import width_of
from diffusion.plotting.frame import ENGLISH, in_lines, months_shown, write_numbers
from diffusion.plotting.measured_people import (
    draw_infectiousness,
    draw_network,
    draw_thresholds,
    earlier_ties,
    legend_above,
)
from diffusion.plotting.style import FRAME, INK, MUTED, OWN, PAPER, SMALL_LETTERS, STYLE, TIMES

type Drawn = dict[str, tuple[Figure, str]]

_HEIGHT = {"one": 2.4, "two": 3.0}
_SHORT_NAMES = 6
"""Letters of names of periods that stand beside each other."""


def measured_figures(
    measured: Measured,
    places: list[tuple[float, float]],
    say: Words = ENGLISH,
    *,
    column: str = "two",
) -> Drawn:
    """Draw each figure, with the caption that is printed below it.

    Parameters
    ----------
    measured
    places
        Of the people in the picture of the network, in parts of its width and height; without
        any there is no such picture.
    say
    column
        As wide as "one" column of a journal, or as "two".
    """
    draw: dict[str, Callable[[Axes, Measured, Words], None]] = {
        "adoption_curve": _draw_curve,
        "hazard": _draw_hazard,
        "exposure": _draw_exposure,
        "thresholds": draw_thresholds,
        "categories": _draw_categories,
        "infection_susceptibility": draw_infectiousness,
    }
    drawn: Drawn = {}
    with mpl.rc_context(dict(STYLE)):
        for name, how in draw.items():
            size = (width_of(column), _HEIGHT[column])
            figure = Figure(figsize=size, layout="constrained")
            panel = figure.subplots()
            how(panel, measured, say)
            if name in _BY_PERIOD:
                name_periods(panel, measured, say, most=4 if column == "one" else 6)
            drawn[name] = (figure, _caption(name, measured, say))
        if places:
            size = (width_of(column), width_of(column) + 0.5)
            figure = Figure(figsize=size, layout="constrained")
            panel, scale = figure.subplots(2, 1, height_ratios=(40, 1))
            draw_network(panel, scale, measured, np.array(places), say)
            drawn["network"] = (figure, _caption("network", measured, say))
    return drawn


_BY_PERIOD = ("adoption_curve", "hazard", "exposure", "thresholds")


def name_periods(panel: Axes, measured: Measured, say: Words, *, most: int) -> None:
    """Write names of periods below a panel, as many as have room."""
    periods = measured.it.data.periods
    shown = months_shown(max(0, len(periods) - 1))
    longest = max((len(str(name)) for name in periods), default=0)
    if longest > _SHORT_NAMES and len(shown) > most:
        shown = shown[:: -(-len(shown) // most)]
    panel.set_xticks(shown, [str(periods[t]) for t in shown])
    # The thresholds of who did not adopt stand behind the last period.
    panel.set_xlim(-0.6, max(len(periods) - 0.4, panel.dataLim.x1 + 0.2))
    panel.set_xlabel(say("measured_axis.period"))


def _draw_curve(panel: Axes, measured: Measured, say: Words) -> None:
    """Draw shares that had adopted, and new adopters as bars."""
    counts = measured.counts
    n_people, t = max(1, counts.n_people), np.arange(len(counts.period))
    panel.bar(
        t, 100 * counts.n_new / n_people, width=0.7, color=PAPER, edgecolor=FRAME, lw=0.6,
        hatch="////", label=say("measured_axis.new"),
    )  # fmt: skip
    panel.plot(t, 100 * counts.share, color=OWN, lw=1.5, label=say("measured_axis.ever"))
    if (counts.n_current != counts.n_ever).any():
        now = 100 * counts.n_current / n_people
        panel.plot(t, now, color=MUTED, lw=1.0, ls="--", label=say("measured_axis.now"))
    if not (np.isnan(measured.bass.p) or measured.bass.why):
        fitted = 100 * measured.bass.cumulative() / n_people
        panel.plot(t, fitted, color=INK, lw=0.8, ls=":", label=say("measured_axis.bass"))
    panel.set_ylim(0, 100)
    panel.set_ylabel(say("measured_axis.share"))
    write_numbers(panel.yaxis, say)
    legend_above(panel)


def _draw_hazard(panel: Axes, measured: Measured, say: Words) -> None:
    """Draw the hazard, and above the panel how many were at risk."""
    hazard = measured.hazard
    t, value = np.arange(len(hazard.period)), 100 * hazard.value
    panel.plot(t, value, color=OWN, lw=1.0, marker="o", ms=3.5)
    apart = -(-len(t) // 12)
    for at in range(len(t) - 1, 0, -apart):
        panel.annotate(
            say.number(hazard.n_at_risk[at], 0), (at, 1), xycoords=("data", "axes fraction"),
            ha="center", va="bottom", color=MUTED, fontsize=SMALL_LETTERS,
        )  # fmt: skip
    panel.set_ylim(0, 1.1 * max(1.0, float(np.nanmax(value, initial=0.0))))
    panel.set_ylabel(say("measured_axis.hazard"))
    write_numbers(panel.yaxis, say)


def _draw_exposure(panel: Axes, measured: Measured, say: Words) -> None:
    """Draw the mean exposure of who adopts in a period, and of who does not yet."""
    adopting, waiting = measured.mean_exposures()
    t = np.arange(len(adopting))
    panel.plot(t, waiting, color=MUTED, lw=1.0, ls="--", label=say("measured_axis.waiting"))
    panel.plot(t, adopting, color=OWN, ls="", marker="s", ms=3.5,
               label=say("measured_axis.adopting"))  # fmt: skip
    panel.set_ylim(-0.02, 1.02)
    panel.set_ylabel(say("measured_axis.exposure"))
    write_numbers(panel.yaxis, say)
    legend_above(panel)


def _draw_categories(panel: Axes, measured: Measured, say: Words) -> None:
    """Draw people by time of adoption, each bar divided by threshold."""
    found = measured.categories
    counts, cells = found.counts(), found.table()
    done = np.zeros(len(counts))
    rest = np.array([*counts.values()]) - np.append(cells.sum(axis=1), 0)
    parts = [*np.pad(cells, ((0, 1), (0, 0))).T, rest]
    names = [say(f"threshold.{level}") for level in (*THRESHOLDS, "undefined")]
    styles: list[Mapping[str, Any]] = [
        *({"color": colour} for colour in TIMES),
        {"color": PAPER, "hatch": "////"},
    ]
    for part, name, style in zip(parts, names, styles, strict=True):
        panel.barh(range(len(counts)), part, left=done, height=0.7, edgecolor=INK, lw=0.5,
                   label=name, **style)  # fmt: skip
        done += part
    panel.set_yticks(range(len(counts)), [in_lines(say(f"category.{n}"), 16) for n in counts])
    panel.set_ylim(len(counts) - 0.5, -0.5)
    panel.set_xlabel(say("measured_axis.people"))
    panel.set_xlim(0, 1.05 * max(1.0, float(done.max(initial=0))))
    write_numbers(panel.xaxis, say)
    legend_above(panel, title=say("measured_axis.threshold"))


def _caption(name: str, measured: Measured, say: Words) -> str:
    counts = measured.counts
    n_ever = int(counts.n_ever[-1]) if len(counts.n_ever) else 0
    scene = say(
        "measured_caption.scene", innovation=measured.of, n=say.number(counts.n_people, 0),
        m=say.number(n_ever, 0),
    )  # fmt: skip
    said = say(f"measured_caption.{name}", k=measured.choices["K"])
    if name == "thresholds" and earlier_ties(measured):
        said = f"{said} {say('measured_caption.lines')}"
    return f"{said} {scene}"
