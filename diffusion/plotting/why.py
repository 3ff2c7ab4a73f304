"""Figures of an explanation: shares, barriers month by month, and gains of groups."""

from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from diffusion.explanation.explained import Explanation
from diffusion.explanation.parts import OTHERS
from diffusion.i18n.words import Words
from diffusion.plotting.column import width_of
from diffusion.plotting.frame import (
    ENGLISH,
    in_lines,
    months_shown,
    write_beside,
    write_numbers,
)
from diffusion.plotting.style import INK, MUTED, OWN, PAPER, STYLE
from diffusion.results.barriers import BARRIERS

type Drawn = dict[str, tuple[Figure, str]]
type Row = dict[str, Any]

_ROW, _AROUND = 0.24, 1.0
"""Inches of a row, and of what stands around all of them."""

_NAME_WIDTH = {"one": 18, "two": 30}
_COURSES = {
    "counts": {"nothing": (MUTED, "--", "without_it"), "programme": (OWN, "-", "with_it")},
    "changes": {"difference": (OWN, "-", "change")},
}
"""Lines of a panel: of the column, its colour, its dash, and what it is called."""

_MINUS = "\N{MINUS SIGN}"


def why_figures(
    found: Explanation, outcome: str, say: Words = ENGLISH, *, column: str = "two"
) -> Drawn:
    """Draw all figures, each with its caption.

    Parameters
    ----------
    found
    outcome
        Whose shares are drawn.
    say
    column
        As wide as "one" column of a journal, or as "two".
    """
    measure = say.name("measure", outcome)
    levels = {"pathways": "pathway", "activities": found.explained[-1].level}
    drawn = {
        name: shares_figure(found, level, outcome, say, column=column)
        for name, level in levels.items()
    }
    drawn["barriers"] = barriers_figure(found, say, column=column)
    drawn["changes"] = barriers_figure(found, say, of="changes", column=column)
    if found.whom_rows:
        drawn["whom"] = whom_figure(found, say, column=column)
    return {
        name: (figure, say(f"why_figure.{name}", measure=measure)) for name, figure in drawn.items()
    }


def shares_figure(
    found: Explanation, level: str, outcome: str, say: Words = ENGLISH, *, column: str = "two"
) -> Figure:
    """Draw the shares of the parts of a level, the largest first, beside alone and left out."""
    rows = sorted(found.rows_for(level, outcome, "share"), key=lambda row: -row["mean"])
    others = {
        way: {row["part"]: row["mean"] for row in found.rows_for(level, outcome, way)}
        for way in ("alone", "left_out")
    }
    scale = 1_000 if outcome == "mean_income" else 1
    with mpl.rc_context(dict(STYLE)):
        figure = Figure(
            figsize=(width_of(column), _AROUND + _ROW * max(1, len(rows))), layout="constrained"
        )
        panel = figure.subplots()
        _draw_shares(panel, rows, others, say, scale=scale)
        names = [in_lines(_name(say, level, row["part"]), _NAME_WIDTH[column]) for row in rows]
        panel.set_yticks(range(len(rows)), names)
        what = say.name("measure", outcome)
        unit = say("why.thousand_rupiah") if scale > 1 else ""
        label = say("say.with_unit", what=what, unit=unit) if unit else what
        panel.set_xlabel(say("why.share_axis", what=label))
        handles, labels = panel.get_legend_handles_labels()
        n_columns = 1 if column == "one" else 3
        figure.legend(handles, labels, loc="outside lower center", ncols=n_columns)
    return figure


def _draw_shares(
    panel: Axes, rows: list[Row], others: dict[str, dict[str, float]], say: Words, *, scale: float
) -> None:
    mean, low, high = (
        np.array([row[key] for row in rows], np.float64) / scale for key in ("mean", "low", "high")
    )
    places = np.arange(len(rows))
    panel.axvline(0, color=MUTED, lw=0.6)
    panel.barh(places, mean, 0.62, fc=OWN, alpha=0.45, ec=INK, lw=0.4, label=say("why.share"))
    known = ~np.isnan(low)
    panel.errorbar(
        mean[known], places[known], xerr=[(mean - low)[known], (high - mean)[known]], fmt="none",
        ecolor=INK, elinewidth=0.8, capsize=2.5, capthick=0.8,
    )  # fmt: skip
    for way, marker, fill in (("alone", "o", PAPER), ("left_out", "D", INK)):
        values = [others[way].get(row["part"], np.nan) / scale for row in rows]
        panel.plot(
            values, places, marker, ms=3.6, mfc=fill, mec=INK, mew=0.7, ls="",
            label=say(f"why.{way}"), zorder=3,
        )  # fmt: skip
    write_beside(panel, places.tolist(), [_in_numbers(row, say, scale) for row in rows])
    panel.set_ylim(len(rows) - 0.4, -0.6)
    panel.locator_params(axis="x", nbins=6)
    write_numbers(panel.xaxis, say)


def _in_numbers(row: Row, say: Words, scale: float) -> str:
    mean = say.change(row["mean"] / scale) if row["mean"] else "0"
    if row["low"] != row["low"]:
        return mean.replace("-", _MINUS)
    ends = (say.formatted(row[end] / scale, ".1f") for end in ("low", "high"))
    return f"{mean} ({say.span(*ends)})".replace("-", _MINUS)


def _name(say: Words, level: str, part: str) -> str:
    if level == "pathway":
        return say(f"pathway.{part}")
    if part == OTHERS or not part[0].isdigit():
        return say("why.others") if part == OTHERS else say.name("tactic", part)
    number, _, tactic = part.partition(" ")
    return f"{number} {say.name('tactic', tactic)}"


def barriers_figure(
    found: Explanation, say: Words = ENGLISH, *, of: str = "counts", column: str = "two"
) -> Figure:
    """Draw the artisans at each barrier, month by month.

    Parameters
    ----------
    found, say, column
        As of `why_figures`.
    of
        "counts" with the programme and without it, or their "changes".
    """
    n_columns = 2 if column == "one" else 4
    n_rows = -(-(len(BARRIERS) + 1) // n_columns)
    courses = _COURSES[of]
    with mpl.rc_context(dict(STYLE)):
        figure = Figure(figsize=(width_of(column), 1.45 * n_rows), layout="constrained")
        panels = figure.subplots(n_rows, n_columns, sharex=True, sharey=True).ravel()
        for panel, barrier in zip(panels, BARRIERS, strict=False):
            rows = [row for row in found.barrier_rows if row["reason"] == barrier.name]
            if of == "changes":
                panel.axhline(0, color=MUTED, lw=0.6)
            for key, (colour, style, _) in courses.items():
                _draw_course(panel, rows, key, colour, style)
            panel.set_title(in_lines(say(f"reason.{barrier.name}"), 22))
            panel.set_xticks(months_shown(found.month)[:: 2 if column == "one" else 1])
            write_numbers(panel.yaxis, say)
        for place, panel in enumerate(panels):
            if place % n_columns == 0:
                panel.set_ylabel(say("why.artisans"))
            if place + n_columns >= len(BARRIERS):
                panel.set_xlabel(say("why.month"))
                panel.tick_params(labelbottom=True)
        _draw_legend(panels[-1], courses, say)
    return figure


def _draw_course(panel: Axes, rows: list[Row], key: str, colour: str, style: str) -> None:
    month = [row["month"] for row in rows]
    mean, low, high = ([row[f"{key}{end}"] for row in rows] for end in ("", "_low", "_high"))
    panel.fill_between(month, low, high, color=colour, alpha=0.3, lw=0)
    panel.plot(month, mean, color=colour, ls=style, lw=1.3, clip_on=False)


def _draw_legend(panel: Axes, courses: dict[str, tuple[str, str, str]], say: Words) -> None:
    panel.set_axis_off()
    for colour, style, name in reversed(courses.values()):
        panel.plot([], [], color=colour, ls=style, lw=1.3, label=say(f"why.{name}"))
    panel.legend(loc="center")


def whom_figure(found: Explanation, say: Words = ENGLISH, *, column: str = "two") -> Figure:
    """Draw the gain of each group in its share of adopters, with its interval."""
    rows = found.whom_rows
    with mpl.rc_context(dict(STYLE)):
        size = (width_of(column), 0.7 + _ROW * len(rows))
        figure = Figure(figsize=size, layout="constrained")
        panel = figure.subplots()
        gain, low, high = (
            100 * np.array([row[key] for row in rows], np.float64)
            for key in ("gain", "gain_low", "gain_high")
        )
        places = np.arange(len(rows))
        panel.axvline(0, color=MUTED, lw=0.6)
        known = ~np.isnan(low)
        panel.errorbar(
            gain[known], places[known], xerr=[(gain - low)[known], (high - gain)[known]],
            fmt="none", ecolor=OWN, elinewidth=1.0, capsize=2.5,
        )  # fmt: skip
        panel.plot(gain, places, "o", ms=4, color=OWN, mec=INK, mew=0.5)
        names = [
            in_lines(say.group(row["group"], row["trait"]), _NAME_WIDTH[column]) for row in rows
        ]
        panel.set_yticks(places, names)
        write_beside(panel, places.tolist(), [_gain(row, say) for row in rows])
        panel.set_ylim(len(rows) - 0.4, -0.6)
        panel.set_xlabel(in_lines(say("why.gain_axis"), 40))
        write_numbers(panel.xaxis, say)
    return figure


def _gain(row: Row, say: Words) -> str:
    gain = say.change(100 * row["gain"])
    if row["gain_low"] != row["gain_low"]:
        return gain.replace("-", _MINUS)
    ends = (say.formatted(100 * row[f"gain_{end}"], ".1f") for end in ("low", "high"))
    return f"{gain} ({say.span(*ends)})".replace("-", _MINUS)
