"""Figure of a frontier: what each strategy leads to at each budget."""

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from diffusion.comparison.frontier import Frontier
from diffusion.i18n.words import Words
from diffusion.plotting.frame import (
    ENGLISH,
    MEASURES,
    STYLE,
    origin,
    spoken,
    write_below,
    write_numbers,
)
from diffusion.plotting.style import PAPER, LineStyle, strategy_style


def frontier_figure(frontier: Frontier, say: Words = ENGLISH) -> Figure:
    """Draw what each strategy leads to against the budget, with 95 % intervals."""
    table = frontier.table()
    names = list(dict.fromkeys(table["strategy"]))
    first = frontier.comparisons[0]
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(9.5, 4.6), layout="constrained")
        panels = figure.subplots(1, 2, sharex=True, sharey=True)
        for panel, measure in zip(panels, MEASURES, strict=True):
            for place, name in enumerate(names):
                rows = table[(table["strategy"] == name) & table[measure].notna()]
                _draw(panel, rows, measure, label=spoken(name, say), style=strategy_style(place))
            panel.set_title(say(f"drawn.{measure}"))
            panel.set_xlabel(say("drawn.budget"))
            write_numbers(panel.xaxis, say)
        panels[0].set_ylabel(say("drawn.artisans_of", n_artisans=first.community.n_artisans))
        panels[0].set_ylim(bottom=0)
        handles, labels = panels[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside right center", frameon=False)
        figure.suptitle(first.community.file.title)
        source = origin(first, say, n_runs=_runs_of(frontier, say))
        write_below(figure, say("drawn.frontier_note"), source)
    return figure


def _draw(panel: Axes, rows: pd.DataFrame, measure: str, *, label: str, style: LineStyle) -> None:
    """Draw one strategy; a point is hollow where it is not ranked."""
    million = rows["budget"] / 1e6
    low, high = rows[f"{measure}_mean_low"], rows[f"{measure}_mean_high"]
    panel.fill_between(million, low, high, color=style.colour, alpha=0.15)
    panel.plot(million, rows[measure], color=style.colour, lw=1.5, label=label)
    for x, y, is_ranked in zip(million, rows[measure], rows["is_ranked"], strict=True):
        fill = style.colour if is_ranked else PAPER
        panel.plot(x, y, style.marker, ms=6, mec=style.colour, mfc=fill)


def _runs_of(frontier: Frontier, say: Words) -> str:
    """Say how many runs there are of each strategy: one number, or from the fewest to the most."""
    fewest, most = frontier.n_runs
    return str(most) if fewest == most else say.span(str(fewest), str(most))
