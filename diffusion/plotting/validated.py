"""Draws how good forecasts of villages left out were, and how a programme goes on."""

from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from diffusion.fitting.monitoring import Monitored
from diffusion.fitting.validated import Standing, Validation
from diffusion.i18n.words import Words
from diffusion.plotting.column import width_of
from diffusion.plotting.frame import ENGLISH, in_lines, months_shown, write_numbers
from diffusion.plotting.style import FRAME, INK, MUTED, OBSERVED, OWN, PAPER, RULE, STYLE
from diffusion.statistics.intervals import LEVEL
from diffusion.statistics.quantiles import student_quantile

type Drawn = dict[str, tuple[Figure, str]]

_ROW, _AROUND = 0.2, 0.9
"""Inches of a row, and of what stands around all of them."""


def validation_figures(found: Validation, say: Words = ENGLISH, *, column: str = "two") -> Drawn:
    """Draw the skill of each model with its interval, a panel for each number of known periods.

    Parameters
    ----------
    found
    say
    column
        As wide as "one" column of a journal, or as "two".
    """
    models = len({one.model for one in found.standings})
    is_beside = column == "two" and len(found.known_to) > 1
    rows, columns = (1, len(found.known_to)) if is_beside else (len(found.known_to), 1)
    with mpl.rc_context(dict(STYLE)):
        size = (width_of(column), rows * (models * _ROW + _AROUND))
        figure = Figure(figsize=size, layout="constrained")
        panels = figure.subplots(rows, columns, squeeze=False, sharex=True).ravel()
        for panel, k in zip(panels, found.known_to, strict=True):
            standings = [one for one in found.standings if one.known_to == k]
            draw_skill(panel, standings, found.n_villages, say)
            panel.set_title(say("validated.known", n=k))
    return {"skill": (figure, say("validated.caption", n=found.n_villages))}


def draw_skill(panel: Axes, standings: list[Standing], n_villages: int, say: Words) -> None:
    """Draw the skill of each model, the best first, with its 95 % interval over villages."""
    reach = 100 * student_quantile(n_villages - 1, LEVEL)
    has_skill = all(not np.isnan(one.skill) for one in standings)
    value = np.array([100 * (one.skill if has_skill else one.crps) for one in standings])
    error = np.array([one.skill_se if has_skill else one.crps_se for one in standings])
    row = np.arange(len(standings))
    panel.axvline(0, color=FRAME, lw=0.6)
    panel.errorbar(
        value, row, xerr=reach * np.nan_to_num(error), fmt="o", ms=4, color=OWN, ecolor=OWN,
        elinewidth=1.0, mec=INK, mew=0.5,
    )  # fmt: skip
    panel.set_yticks(row, [in_lines(say(f"model.{one.model}"), 26) for one in standings])
    panel.set_ylim(len(standings) - 0.5, -0.5)
    panel.set_xlabel(in_lines(say("validated.skill" if has_skill else "validated.crps"), 32))
    write_numbers(panel.xaxis, say)


def monitored_figures(found: Monitored, say: Words = ENGLISH, *, column: str = "two") -> Drawn:
    """Draw what was expected, what was observed, and what may come of it.

    Parameters
    ----------
    found, say, column
        As of `validation_figures`.
    """
    with mpl.rc_context(dict(STYLE)):
        figure = Figure(figsize=(width_of(column), 3.0), layout="constrained")
        panel = figure.subplots()
        t = np.arange(len(found.periods))
        _draw_band(panel, *_from_known(found, "expected", found.first), say("monitored.expected"),
                   color=RULE, line=MUTED, ls="--")  # fmt: skip
        _draw_band(panel, *_from_known(found, "updated", found.known_to), say("monitored.updated"),
                   color=OWN, line=OWN, ls="-")  # fmt: skip
        panel.plot(
            t[: found.known_to], found.observed, color=OBSERVED.colour, marker=OBSERVED.marker,
            ms=3, lw=0.8, mec=PAPER, mew=0.3, label=say("monitored.observed"),
        )  # fmt: skip
        shown = months_shown(len(t) - 1)
        panel.set_xticks(shown, [str(found.periods[at]) for at in shown])
        panel.set_xlabel(say("measured_axis.period"))
        panel.set_ylabel(say("monitored.people", n=found.n_people))
        panel.set_ylim(bottom=0)
        panel.yaxis.set_major_locator(MaxNLocator(integer=True))
        write_numbers(panel.yaxis, say)
        panel.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=3)
    return {"monitor": (figure, say("monitored.caption"))}


def _from_known(found: Monitored, which: str, begins: int) -> tuple[Any, Any]:
    """Let a band begin where the last period known to it ends: periods, and its three lines."""
    lines = np.stack(found.band(which))
    if begins:
        known = np.full((len(lines), 1), float(found.observed[begins - 1]))
        lines = np.hstack([known, lines])
    return np.arange(max(0, begins - 1), len(found.periods)), lines


def _draw_band(
    panel: Axes, t: Any, band: Any, name: str, *, color: str, line: str, ls: str
) -> None:
    low, middle, high = band
    panel.fill_between(t, low, high, color=color, alpha=0.35, lw=0, label=name)
    panel.plot(t, middle, color=line, lw=1.2, ls=ls)
