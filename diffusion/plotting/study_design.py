"""Figure of a study's design: power by the number of villages, for each way to observe them."""

from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from diffusion.i18n.words import Words
from diffusion.plotting.column import width_of
from diffusion.plotting.frame import ENGLISH, write_numbers
from diffusion.plotting.style import INK, MUTED, STRATEGIES, STYLE

if TYPE_CHECKING:
    from diffusion.fitting.study_result import Answer, StudyDesign

_HEIGHT, _LEGEND_ROW = 2.6, 0.16
_IN_A_ROW = {"one": 1, "two": 3}


def way_said(answer: "Answer", say: Words) -> str:
    """Say how the villages are observed, in a few words."""
    plan = answer.plan
    kind = "likeness" if plan.names else "share"
    return say(f"study.{kind}", waves=plan.n_waves, names=plan.names)


def design_figure(design: "StudyDesign", say: Words = ENGLISH, *, column: str = "two") -> Figure:
    """Draw the power by the number of villages in each arm, and what studies anew have shown.

    Bars are intervals of 95 %. Lines are of drawn studies, marks of studies simulated anew.
    """
    width, in_a_row = width_of(column), _IN_A_ROW[column]
    rows = -(-len(design.answers) // in_a_row)
    with mpl.rc_context(dict(STYLE)):
        figure = Figure(figsize=(width, _HEIGHT + _LEGEND_ROW * rows), layout="constrained")
        panel = figure.subplots()
        for place, answer in enumerate(design.answers):
            style = STRATEGIES[place % len(STRATEGIES)]
            villages = np.arange(1, len(answer.curve) + 1)
            panel.plot(
                villages, 100 * answer.curve, color=style.colour, ls=style.linestyle, lw=1.2,
                label=way_said(answer, say),
            )  # fmt: skip
            at = answer.villages or design.most_villages
            ends = 100 * np.array([[answer.power - answer.low], [answer.high - answer.power]])
            panel.errorbar(
                [at], [100 * answer.power], yerr=np.abs(ends), fmt=style.marker, ms=4,
                color=style.colour, mec=INK, mew=0.5, lw=0.8, zorder=4,
            )  # fmt: skip
        for share in (design.power, design.level):
            panel.axhline(100 * share, color=MUTED, lw=0.6, ls=":")
        panel.set_ylim(0, 102)
        panel.set_xlim(0, _last_shown(design))
        panel.set_xlabel(say("study.axis_pairs" if design.paired else "study.axis_villages"))
        panel.set_ylabel(say("study.axis_power"))
        write_numbers(panel.xaxis, say)
        write_numbers(panel.yaxis, say)
        handles, labels = panel.get_legend_handles_labels()
        columns = min(in_a_row, len(labels))
        figure.legend(handles, labels, loc="outside lower center", ncols=columns)
    return figure


def _last_shown(design: "StudyDesign") -> float:
    """Show half as many villages again as the largest answer needs."""
    needed = [answer.villages for answer in design.answers]
    largest = max((one for one in needed if one is not None), default=design.most_villages)
    most = design.most_villages
    return float(most if None in needed else min(most, max(10, round(1.5 * largest)))) + 0.5
