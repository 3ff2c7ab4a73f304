"""Draws estimates with their intervals, one below the other; used by several experiments."""

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure

from diffusion.plotting.style import FRAME, STRATEGIES, STYLE, TWO_COLUMNS


def draw(rows: pd.DataFrame, of_what: str) -> Figure:
    """Draw a row for each of `rows`, which have what, estimate, low and high."""
    colour = STRATEGIES[0].colour
    with mpl.rc_context(dict(STYLE)):
        figure = Figure(figsize=(TWO_COLUMNS, 0.6 + 0.22 * len(rows)), layout="constrained")
        panel = figure.subplots()
        place = range(len(rows))
        panel.hlines(place, rows["low"], rows["high"], color=colour, lw=1.2)
        panel.plot(rows["estimate"], place, "o", ms=4, color=colour)
        panel.axvline(0, color=FRAME, lw=0.6)
        panel.set_yticks(place, rows["what"])
        panel.set_ylim(len(rows) - 0.5, -0.5)
        panel.set_xlabel(of_what)
    return figure
