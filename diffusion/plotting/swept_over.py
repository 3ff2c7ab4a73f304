"""Figure of a sweep over an ensemble: bands over points and luck at each point of the design."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.figure import Figure

from diffusion.errors import InputError, Problem
from diffusion.i18n.words import Words
from diffusion.plotting.column import width_of
from diffusion.plotting.frame import ENGLISH, in_lines, write_numbers
from diffusion.plotting.style import INK, OWN, PAPER, STYLE
from diffusion.plotting.sweeps.naming import words

if TYPE_CHECKING:
    import pandas as pd

    from diffusion.sweeps.read import Sweep

_MOST_ROWS = 40
_ROW = 0.32


def swept_over_figure(
    sweep: "Sweep", table: "pd.DataFrame", outcome: str, say: Words = ENGLISH, *, column: str
) -> Figure:
    """Draw each row of `Sweep.over_points`: both bands, the mean, and the default's.

    Raises
    ------
    InputError
        If there are too many rows.
    """
    if len(table) > _MOST_ROWS:
        expected = f"at most {_MOST_ROWS} rows in a figure"
        raise InputError(Problem("over_points", "", expected, str(len(table))))
    factors = [name for name in sweep.factors if table[name].nunique() > 1]
    rows = table.to_dict("records")
    with mpl.rc_context(dict(STYLE)):
        size = (width_of(column), 0.9 + _ROW * len(rows))
        figure = Figure(figsize=size, layout="constrained")
        panel = figure.subplots()
        for place, row in enumerate(rows):
            named = place == 0
            for of, width, alpha in (("histories", 1.0, 1.0), ("points", 5.0, 0.45)):
                panel.plot(
                    [row[f"{of}_low"], row[f"{of}_high"]], [place, place], lw=width, color=OWN,
                    alpha=alpha, solid_capstyle="butt",
                    label=say(f"points.{of}_drawn") if named else None,
                )  # fmt: skip
            panel.plot(
                row["mean"], place, "|", ms=9, mew=1.5, color=OWN,
                label=say("points.mean_drawn") if named else None,
            )  # fmt: skip
            panel.plot(
                row["default"], place, "o", ms=4.5, mfc=PAPER, mec=INK, mew=0.8, ls="",
                label=say("points.default_drawn") if named else None,
            )  # fmt: skip
        names = [in_lines(_named(sweep, row, factors, say), 40) for row in rows]
        panel.set_yticks(range(len(rows)), names)
        panel.set_ylim(len(rows) - 0.5, -0.5)
        panel.set_xlabel(outcome)
        write_numbers(panel.xaxis, say)
        figure.legend(loc="outside lower center", ncols=2 if column == "one" else 4)
    return figure


def _named(sweep: "Sweep", row: Mapping[Any, Any], factors: list[str], say: Words) -> str:
    budget = row["budget"]
    arm = [say.strategy(str(row["strategy"]))]
    if len(sweep.design.budgets) > 1:
        is_written = budget != budget
        arm.append(say("swept.as_written") if is_written else say.rupiah(int(budget)))
    return ", ".join([*arm, *(f"{words(sweep, name, say)} {row[name]}" for name in factors)])
