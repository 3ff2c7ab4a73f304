"""Figures of a comparison, for paper and screen."""

from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from diffusion.comparison import Comparison, Strategy
from diffusion.outcome import CAVEAT, Outcome
from diffusion.tables import rupiah

_COLUMNS = 4
_OWN = "#0072B2"
_REFERENCE = "#555555"
_STYLE: dict[Any, Any] = {
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "svg.hashsalt": "artisan-diffusion",
    "svg.fonttype": "none",
}


def curves_figure(comparison: Comparison) -> Figure:
    """Draw the adoption curve of each strategy, with its band and the reference's mean.

    The band holds 90 % of single histories. All panels share their axes.
    """
    shown = comparison.simulated
    n_columns = min(_COLUMNS, len(shown))
    n_rows = -(-len(shown) // n_columns)
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(2.9 * n_columns + 0.4, 2.5 * n_rows + 1.2), layout="constrained")
        panels = figure.subplots(n_rows, n_columns, sharex=True, sharey=True, squeeze=False)
        reference = next(o for s, o in shown if s.name == comparison.reference)
        for place, panel in enumerate(panels.ravel()):
            if place >= len(shown):
                panel.set_visible(False)
                continue
            _draw_panel(panel, comparison, *shown[place], reference)
        for panel in panels[:, 0]:
            panel.set_ylabel(f"adopters of {comparison.community.n_artisans}")
        for place in range(max(0, len(shown) - n_columns), len(shown)):
            panels.ravel()[place].set_xlabel("month")
            panels.ravel()[place].tick_params(labelbottom=True)
        figure.suptitle(_title(comparison), fontsize=12)
        figure.supxlabel(caption(comparison), fontsize=8, color="#333333")
    return figure


def save_curves(comparison: Comparison, folder: Path) -> None:
    """Write curves.png and curves.svg."""
    figure = curves_figure(comparison)
    with mpl.rc_context(_STYLE):
        figure.savefig(folder / "curves.png", dpi=150, metadata={"Software": None})
        figure.savefig(folder / "curves.svg", metadata={"Date": None, "Creator": None})


def caption(comparison: Comparison) -> str:
    """Say what every figure must say: where the numbers come from."""
    return (
        f"line: mean of {comparison.n_runs} runs; band: 90 % of single histories; "
        f"dashed: {_spoken(comparison.reference)}; "
        f"random seed {comparison.random_seed}, parameter set {comparison.parameters}; {CAVEAT}\n"
        f"parts of the model that are off: {', '.join(comparison.community.file.modules.off)}"
    )


def _draw_panel(
    panel: Axes, comparison: Comparison, strategy: Strategy, outcome: Outcome, reference: Outcome
) -> None:
    curve = outcome.adoption_curve()
    panel.fill_between(curve["month"], curve["low"], curve["high"], color=_OWN, alpha=0.2, lw=0)
    if strategy.name != comparison.reference:
        known = reference.adoption_curve()
        panel.plot(known["month"], known["mean"], color=_REFERENCE, lw=1.2, ls="--")
    panel.plot(curve["month"], curve["mean"], color=_OWN, lw=2)
    cost = rupiah(strategy.price.total)
    note = cost if strategy.is_ranked or comparison.budget is None else f"{cost}, not ranked"
    panel.set_title(f"{_spoken(strategy.name)}\n{note}", fontsize=9)
    panel.set_ylim(0, comparison.community.n_artisans)
    panel.set_xlim(0, comparison.n_months)


def _title(comparison: Comparison) -> str:
    place = comparison.community.file.title
    if comparison.budget is None:
        return f"{place}: programmes as written, costs differ"
    return f"{place}: strategies at {rupiah(comparison.budget)}"


def _spoken(name: str) -> str:
    return name.replace("_", " ")
