"""Draws what was fitted: coefficients with their intervals, and exposure as controls are added."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from diffusion.fitting.whole import Whole, term_of
from diffusion.i18n.words import Words
from diffusion.plotting.column import width_of
from diffusion.plotting.frame import ENGLISH, in_lines, write_numbers
from diffusion.plotting.style import MUTED, OWN, STYLE

if TYPE_CHECKING:
    import pandas as pd

_ROW, _NAME_WIDTH = 0.27, {"one": 18, "two": 30}


def fitted_figures(
    whole: Whole, say: Words = ENGLISH, *, column: str = "two"
) -> Mapping[str, tuple[Figure, str]]:
    """Draw each figure, with the caption that is printed below it."""
    law = say(f"fit_title.{whole.fit.law.form}")
    shown = _comparable(whole)
    controls = whole.controls[np.isfinite(whole.controls["estimate"].to_numpy(float))]
    steps = [
        say(f"fit_step.{step}")
        + (f": {term_of(say, name)}" if controls["name"].nunique() > 1 else "")
        for step, name in zip(controls["step"], controls["name"], strict=True)
    ]
    drawn = {
        "coefficients": (
            _drawn([term_of(say, name) for name in shown["name"]], shown, say, column),
            say("fit_caption.coefficients", law=law),
        )
    }
    if len(controls):
        caption = say("fit_caption.controls", form=whole.form)
        drawn["controls"] = (_drawn(steps, controls, say, column), caption)
    return drawn


def _comparable(whole: Whole) -> "pd.DataFrame":
    """Leave out what lies on another scale: the constant, and rates of the model's own form."""
    table, terms = whole.shown_coefficients(), whole.fit.terms
    is_rate = whole.fit.law.form == "gates" and terms.person
    apart = (terms.outside[0], *(terms.exposure if is_rate else ()))
    some = table[~table["name"].isin(apart)]
    return some if len(some) else table


def _drawn(names: Sequence[str], table: "pd.DataFrame", say: Words, column: str) -> Figure:
    size = (width_of(column), 0.7 + _ROW * len(names))
    with mpl.rc_context(dict(STYLE)):
        figure = Figure(figsize=size, layout="constrained")
        panel: Axes = figure.subplots()
        estimate, low, high = (
            np.asarray(table[name], np.float64) for name in ("estimate", "low", "high")
        )
        at = np.arange(len(names))
        panel.axvline(0, color=MUTED, lw=0.8, zorder=0)
        panel.hlines(at, low, high, color=OWN, lw=1.2)
        panel.plot(estimate, at, color=OWN, ls="", marker="o", ms=4)
        panel.set_yticks(at, [in_lines(name, _NAME_WIDTH[column]) for name in names])
        panel.set_ylim(len(names) - 0.5, -0.5)
        panel.set_xlabel(say("fit_caption.axis"))
        write_numbers(panel.xaxis, say)
    return figure
