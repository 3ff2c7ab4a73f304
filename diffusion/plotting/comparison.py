"""Writes the figures of a comparison and of a frontier, for paper and screen, with captions."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from diffusion.comparison.frontier import Frontier
from diffusion.comparison.result import Comparison
from diffusion.i18n.words import Words
from diffusion.plotting import captions
from diffusion.plotting.curves import curves_figure
from diffusion.plotting.differences import differences_figure
from diffusion.plotting.frame import CAPTIONS, ENGLISH, save_with_captions
from diffusion.plotting.frontier import frontier_figure
from diffusion.plotting.groups import groups_figure
from diffusion.plotting.reasons import reasons_figure

__all__ = [
    "CAPTIONS",
    "curves_figure",
    "differences_figure",
    "frontier_figure",
    "groups_figure",
    "reasons_figure",
    "save_figures",
    "save_frontier_figure",
]


def save_figures(
    comparison: Comparison, folder: Path, say: Words = ENGLISH, *, column: str = "two"
) -> None:
    """Write curves, reasons, differences and groups, each as PDF, SVG and PNG, and captions.txt.

    As wide as "one" column of a journal, or as "two".
    """
    draw = partial(_drawn, comparison, say, column)
    drawn = {
        "curves": draw(curves_figure, captions.of_curves),
        "reasons": draw(reasons_figure, captions.of_reasons),
    }
    if len(comparison.simulated) > 1:
        drawn["differences"] = draw(differences_figure, captions.of_differences)
    groups, caption = draw(groups_figure, captions.of_groups)
    if groups is not None:
        drawn["groups"] = groups, caption
    save_with_captions(drawn, folder, [captions.of_all(comparison, say)])


def save_frontier_figure(
    frontier: Frontier, folder: Path, say: Words = ENGLISH, *, column: str = "two"
) -> None:
    """Write the frontier as PDF, SVG and PNG, and its caption into captions.txt."""
    drawn = _drawn(frontier, say, column, frontier_figure, captions.of_frontier)
    of_all = captions.of_all(frontier.comparisons[0], say)
    save_with_captions({"frontier": drawn}, folder, [of_all])


def _drawn(
    found: Any, say: Words, column: str, draw: Callable[..., Any], caption: Callable[..., str]
) -> tuple[Any, str]:
    return draw(found, say, column=column), caption(found, say)
