"""Draws where the artisans stand at the end, and so why they do not adopt."""

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import Stroke
from numpy.typing import NDArray

from diffusion.comparison.result import Comparison
from diffusion.i18n.words import Words
from diffusion.plotting.column import width_of
from diffusion.plotting.frame import ENGLISH, by_effect, in_lines, write_numbers
from diffusion.plotting.style import BARRIERS, SMALL_LETTERS, STYLE, BarrierStyle

_NAME_WIDTH = {"one": 14, "two": 22}
_IN_A_ROW = {"one": 2, "two": 4}
"""Reasons beside each other in the legend."""

_LEGEND_ROW = 0.16
_ROW = 0.4
"""Inches of a row."""

_LEAST_SHARE = {"one": 0.15, "two": 0.07}
"""Share of the artisans that a part must have for its two numbers to fit into it."""


def reasons_figure(comparison: Comparison, say: Words = ENGLISH, *, column: str = "two") -> Figure:
    """Stack the artisans of each strategy by what keeps them from adopting.

    The strategy with the most adopters comes first. Where there is room, a part says its mean and
    half the width of the 95 % interval. The figure is as wide as "one" column of a journal, or as
    "two".
    """
    width, in_a_row = width_of(column), _IN_A_ROW[column]
    height = 0.68 + _LEGEND_ROW * -(-len(BARRIERS) // in_a_row)
    table = comparison.barriers().set_index("strategy")
    names = [strategy.name for strategy, _ in by_effect(comparison)]
    n_artisans = comparison.community.n_artisans
    with mpl.rc_context(dict(STYLE)):
        figure = Figure(figsize=(width, _ROW * len(names) + height), layout="constrained")
        panel = figure.subplots()
        left = np.zeros(len(names))
        for barrier, style in BARRIERS.items():
            rows = table[table["reason"] == barrier.name].reindex(names)
            widths = rows["artisans"].to_numpy()
            panel.barh(
                range(len(names)), widths, left=left, facecolor=style.fill, hatch=style.hatch,
                edgecolor=style.edge, linewidth=0.5, label=say(f"reason.{barrier.name}"),
                height=0.8,
            )  # fmt: skip
            least = _LEAST_SHARE[column] * n_artisans
            _write_parts(panel, rows, left, style, say=say, least=least)
            left += widths
        spoken = [in_lines(say.strategy(name), _NAME_WIDTH[column]) for name in names]
        panel.set_yticks(range(len(names)), spoken)
        panel.set_ylim(len(names) - 0.5, -0.5)
        panel.set_xlim(0, n_artisans)
        panel.set_xlabel(say("drawn.artisans_at_end", month=comparison.n_months))
        write_numbers(panel.xaxis, say)
        figure.legend(
            loc="outside upper center", ncols=in_a_row, columnspacing=1.2, handlelength=1.6
        )
    return figure


def _write_parts(
    panel: Axes,
    rows: pd.DataFrame,
    left: NDArray[np.float64],
    style: BarrierStyle,
    *,
    say: Words,
    least: float,
) -> None:
    """Write into each part that has room its mean and half the width of its interval."""
    # The hatch is kept away from the numbers by an outline, which must lie below all of them.
    outline = [Stroke(linewidth=2.5, foreground=style.fill)]
    means, low, high = (rows[name].to_numpy() for name in ("artisans", "low", "high"))
    for place, (start, mean, half) in enumerate(zip(left, means, (high - low) / 2, strict=True)):
        if mean < least:
            continue
        text = say.formatted(mean, ".1f")
        if half > 0:
            text += f"\n±{say.formatted(half, '.1f')}"
        for effects in [outline, None] if style.hatch else [None]:
            panel.text(
                start + mean / 2, place, text, ha="center", va="center", linespacing=0.95,
                fontsize=SMALL_LETTERS, color=style.letters, path_effects=effects,
            )  # fmt: skip
