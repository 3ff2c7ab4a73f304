"""Draws the curves of three sets with those of Bass, and how alike the tied are in each period."""

import matplotlib as mpl
import numpy as np
from found import Drawn
from matplotlib.figure import Figure

from diffusion.plotting.style import FRAME, GRID, INK, MUTED, STRATEGIES, STYLE, TWO_COLUMNS

NAMES = {
    "kfamily": "family planning, Korea (years)",
    "brfarmers": "hybrid corn, Brazil (years)",
    "medinnovations": "tetracycline, Illinois (months)",
}
SURE = 1.96
"""Standard deviations between which 95 % of a normal distribution lie."""


def draw(sets: dict[str, Drawn]) -> Figure:
    """Draw a column for each set."""
    colour = STRATEGIES[0].colour
    with mpl.rc_context(dict(STYLE)):
        figure = Figure(figsize=(TWO_COLUMNS, 4.0), layout="constrained")
        panels = figure.subplots(2, len(sets), sharex="col", sharey="row")
        for (name, one), above, below in zip(sets.items(), panels[0], panels[1], strict=True):
            period = np.arange(1, len(one.counts.share) + 1)
            curve = one.fit.cumulative() / one.fit.n_people
            above.plot(period, one.counts.share, "o", ms=3, mfc=INK, mec=INK, label="observed")
            above.plot(period, curve, color=colour, lw=1.2, label="curve of Bass")
            above.set_title(NAMES[name])
            reach = SURE * one.moran.sd
            low, high = one.moran.expected - reach, one.moran.expected + reach
            below.fill_between(period, low, high, color=GRID, lw=0, label="95 % without structure")
            below.axhline(0, color=FRAME, lw=0.6)
            below.plot(period, one.moran.value, "o-", ms=3, lw=0.8, color=MUTED, label="observed")
            below.set_xlabel("period")
            below.xaxis.get_major_locator().set_params(integer=True)
        panels[0][0].set_ylabel("share of adopters")
        panels[0][0].set_ylim(0, 1)
        panels[1][0].set_ylabel("Moran's I")
        panels[0][0].legend(loc="upper left")
        panels[1][0].legend(loc="lower left")
    return figure
