"""Figures of a search: how it went, what it found, and how that stands beside the others."""

from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from diffusion.i18n.words import Words
from diffusion.plotting.column import width_of
from diffusion.plotting.frame import ENGLISH, in_lines, write_numbers
from diffusion.plotting.style import GRID, INK, MUTED, OWN, PAPER, SMALL_LETTERS, STYLE
from diffusion.search.space import FOUND

if TYPE_CHECKING:
    from diffusion.search.found import Found

NAMES = ("judged", "calendar", "trace")

_ROW = 0.24
_LINES = ("-", "--", "-.", ":")
_MARKS = {"not_told_apart": "o", "other_search": "o", "hand_made": "s", "simple": "^"}


def search_figures(
    found: "Found", say: Words = ENGLISH, *, column: str = "two"
) -> dict[str, tuple[Figure, str]]:
    """Draw all figures, by name, each with its caption."""
    drawn = {"judged": judged_figure, "calendar": calendar_figure, "trace": trace_figure}
    return {
        name: (draw(found, say, column=column), say(f"searched.figure_{name}"))
        for name, draw in drawn.items()
    }


def judged_figure(found: "Found", say: Words = ENGLISH, *, column: str = "two") -> Figure:
    """Draw by how much each other programme is below the found one in fresh luck."""
    table = found.judgement().iloc[1:].sort_values("lead", kind="stable")
    with mpl.rc_context(dict(STYLE)):
        height = 0.9 + _ROW * len(table)
        figure = Figure(figsize=(width_of(column), height), layout="constrained")
        panel = figure.subplots()
        panel.axvline(0, color=MUTED, lw=0.8, ls="--")
        seen = set()
        for place, row in enumerate(table.to_dict("records")):
            kind = row["kind"]
            label = None if kind in seen else say(f"searched.kind_{kind}")
            seen.add(kind)
            ends = row["lead_low"], row["lead_high"]
            panel.plot(ends, [place, place], lw=1.4, color=INK)
            panel.plot(
                row["lead"], place, _MARKS.get(kind, "x"), ms=4.5, mew=0.9, mec=INK,
                mfc=OWN if kind in ("not_told_apart", "other_search") else PAPER, ls="",
                label=label,
            )  # fmt: skip
        panel.set_yticks(range(len(table)), [_name(row, say) for row in table.to_dict("records")])
        panel.set_ylim(len(table) - 0.4, -0.6)
        panel.set_xlabel(say("searched.axis_behind"))
        write_numbers(panel.xaxis, say)
        figure.legend(loc="outside lower center", ncols=2 if column == "one" else 5)
    return figure


def _name(row: dict[object, object], say: Words) -> str:
    name = str(row["name"])
    if name.startswith("candidate_"):
        return say("searched.candidate", n=row["candidate"])
    return in_lines(say.strategy(name), 26)


def calendar_figure(found: "Found", say: Words = ENGLISH, *, column: str = "two") -> Figure:
    """Draw the months of each activity of the found programme, those that begin first on top."""
    table = found.calendar()
    firsts = table.groupby("activity")["month"].min().sort_values(kind="stable")
    order = [int(one) for one in firsts.index]
    with mpl.rc_context(dict(STYLE)):
        height = 0.8 + _ROW * max(1, len(order))
        figure = Figure(figsize=(width_of(column), height), layout="constrained")
        panel = figure.subplots()
        labels = []
        for place, number in enumerate(order):
            dates = table[table["activity"] == number]
            tactic = say.name("tactic", dates["tactic"].iloc[0])
            labels.append(say("searched.activity", tactic=tactic, id=number))
            panel.axhline(place, color=GRID, lw=0.6, zorder=0)
            months = dates["month"].to_numpy()
            panel.bar(months, 0.62, 0.86, bottom=place - 0.31, color=OWN, ec=INK, lw=0.4)
            option = found.plan.space.options[found.plan.space.place[number]]
            if option.activity.cost_of_place:
                for month, n in zip(months, dates["places"], strict=True):
                    panel.text(
                        month, place, say.number(n, 0), ha="center", va="center",
                        fontsize=SMALL_LETTERS, color=PAPER,
                    )  # fmt: skip
        panel.set_yticks(range(len(order)), labels)
        panel.set_ylim(len(order) - 0.4, -0.6)
        last = int(table["month"].max()) if len(table) else 0
        panel.set_xlim(-0.6, max(last, 11) + 0.6)
        panel.set_xlabel(say("searched.month"))
        write_numbers(panel.xaxis, say)
    return figure


def trace_figure(found: "Found", say: Words = ENGLISH, *, column: str = "two") -> Figure:
    """Draw the mean of the leader of each search by the runs so far."""
    with mpl.rc_context(dict(STYLE)):
        figure = Figure(figsize=(width_of(column), 2.6), layout="constrained")
        panel = figure.subplots()
        begun = 0
        for number in dict.fromkeys(one.search for one in found.rounds):
            rounds = [one for one in found.rounds if one.search == number]
            runs = np.array([one.n_runs for one in rounds]) - begun
            begun = rounds[-1].n_runs
            panel.plot(
                runs, [one.mean for one in rounds], _LINES[(number - 1) % len(_LINES)], color=OWN,
                marker="o", ms=2.5, lw=1.2, label=say("searched.search", n=number),
            )  # fmt: skip
        other = found.best_hand_made
        if other is not None:
            label = say("searched.best_hand_made")
            panel.axhline(found.means[other], color=MUTED, lw=0.9, ls="--", label=label)
        panel.plot(
            panel.get_xlim()[1], found.means[found.winner], "o", ms=5, mfc=PAPER, mec=INK, ls="",
            label=say.strategy(FOUND), clip_on=False,
        )  # fmt: skip
        panel.set_xlabel(say("searched.axis_runs"))
        measure = say.name("measure", found.plan.effort.measure)
        panel.set_ylabel(in_lines(say("searched.axis_leader", measure=measure), 30))
        write_numbers(panel.xaxis, say)
        write_numbers(panel.yaxis, say)
        figure.legend(loc="outside lower center", ncols=2 if column == "one" else 4)
    return figure
