"""Draws the adoption curve of each strategy, a small panel for each."""

from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from diffusion.comparison.result import Comparison
from diffusion.comparison.strategies import Strategy
from diffusion.i18n.words import Words
from diffusion.plotting.column import width_of
from diffusion.plotting.frame import ENGLISH, by_effect, in_lines, months_shown, with_adopters
from diffusion.plotting.style import LETTERS, MUTED, OBSERVED, OWN, STYLE
from diffusion.results.observed import ObservedCurve, observed_curve
from diffusion.results.outcome import Outcome

_COLUMNS = {"one": 2, "two": 4}
"""Panels side by side."""

_LEGEND_ROW = 0.16
_NAME_WIDTH = 22
_BAND: dict[str, Any] = {"color": OWN, "alpha": 0.2, "lw": 0}
_REFERENCE: dict[str, Any] = {"color": MUTED, "lw": 1.0, "ls": "--"}
_MEAN: dict[str, Any] = {"color": OWN, "lw": 1.5}
_OBSERVED: dict[str, Any] = {
    "color": OBSERVED.colour, "lw": 0.6, "marker": OBSERVED.marker, "ms": 1.8, "mew": 0,
}  # fmt: skip


def curves_figure(comparison: Comparison, say: Words = ENGLISH, *, column: str = "two") -> Figure:
    """Draw the adoption curve of each strategy, with its band and the reference's mean.

    The band holds 90 % of single histories. What was observed in the months simulated is drawn over
    all of them. All panels share their axes; the strategy with the
    most adopters comes first, and one that nobody adopts in has no panel, unless all are so. The
    figure is as wide as "one" column of a journal, or as "two".
    """
    width = width_of(column)
    shown = with_adopters(comparison)[0] or by_effect(comparison)
    n_columns = min(_COLUMNS[column], len(shown))
    n_rows = -(-len(shown) // n_columns)
    n_lines = max(in_lines(say.strategy(s.name), _NAME_WIDTH).count("\n") + 2 for s, _ in shown)
    with mpl.rc_context(dict(STYLE)):
        n_legend_rows = 3 if column == "one" else 1
        height = n_rows * (1.3 + 0.14 * n_lines) + 0.44 + _LEGEND_ROW * n_legend_rows
        figure = Figure(figsize=(width, height), layout="constrained")
        panels = figure.subplots(n_rows, n_columns, sharex=True, sharey=True, squeeze=False)
        reference = next(o for s, o in comparison.simulated if s.name == comparison.reference)
        observed = observed_curve(comparison.community, comparison.n_months)
        for place, panel in enumerate(panels.ravel()):
            if place >= len(shown):
                panel.set_visible(False)
                continue
            _draw_panel(panel, comparison, *shown[place], reference, observed, say=say)
        for panel in panels[:, 0]:
            panel.set_ylabel(say("drawn.adopters_of", n_artisans=comparison.community.n_artisans))
        for place in range(max(0, len(shown) - n_columns), len(shown)):
            panels.ravel()[place].tick_params(labelbottom=True)
        figure.supxlabel(say("drawn.month"), fontsize=LETTERS)
        _name_lines(figure, comparison, say, n_rows=n_legend_rows)
    return figure


def _draw_panel(
    panel: Axes,
    comparison: Comparison,
    strategy: Strategy,
    outcome: Outcome,
    reference: Outcome,
    observed: ObservedCurve | None,
    *,
    say: Words,
) -> None:
    curve = outcome.adoption_curve()
    panel.fill_between(curve["month"], curve["low"], curve["high"], **_BAND)
    if strategy.name != comparison.reference:
        known = reference.adoption_curve()
        panel.plot(known["month"], known["mean"], **_REFERENCE)
    panel.plot(curve["month"], curve["mean"], **_MEAN)
    if observed is not None:
        panel.plot(observed.records, observed.users, **_OBSERVED)
    cost = say.rupiah(strategy.price.total)
    if not (strategy.is_ranked or comparison.budget is None):
        cost = say("drawn.cost_not_ranked", cost=cost)
    panel.set_title(f"{in_lines(say.strategy(strategy.name), _NAME_WIDTH)}\n{cost}")
    panel.set_ylim(0, comparison.community.n_artisans)
    panel.set_xlim(0, comparison.n_months)
    panel.set_xticks(months_shown(comparison.n_months))


def _name_lines(figure: Figure, comparison: Comparison, say: Words, *, n_rows: int) -> None:
    """Name the lines and the band above all panels, in so many rows."""
    handles = [
        Line2D([], [], label=say("drawn.mean"), **_MEAN),
        Patch(label=say("drawn.band"), **_BAND),
    ]
    if len(comparison.simulated) > 1:
        reference = say.strategy(comparison.reference)
        label = say("drawn.mean_of", strategy=reference)
        handles.append(Line2D([], [], label=label, **_REFERENCE))
    if observed_curve(comparison.community, comparison.n_months) is not None:
        handles.append(Line2D([], [], label=say("drawn.observed"), **_OBSERVED))
    figure.legend(handles=handles, loc="outside upper center", ncols=-(-len(handles) // n_rows))
