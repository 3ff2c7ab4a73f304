"""Writes the figures of a comparison and of a frontier, for paper and screen, with captions."""

from pathlib import Path

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


def save_figures(comparison: Comparison, folder: Path, say: Words = ENGLISH) -> None:
    """Write curves, reasons, differences and groups, each as PDF, SVG and PNG, and captions.txt."""
    drawn = {
        "curves": (curves_figure(comparison, say), captions.of_curves(comparison, say)),
        "reasons": (reasons_figure(comparison, say), captions.of_reasons(comparison, say)),
    }
    if len(comparison.simulated) > 1:
        figure = differences_figure(comparison, say)
        drawn["differences"] = figure, captions.of_differences(comparison, say)
    groups = groups_figure(comparison, say)
    if groups is not None:
        drawn["groups"] = groups, captions.of_groups(comparison, say)
    save_with_captions(drawn, folder, [captions.of_all(comparison, say)])


def save_frontier_figure(frontier: Frontier, folder: Path, say: Words = ENGLISH) -> None:
    """Write the frontier as PDF, SVG and PNG, and its caption into captions.txt."""
    drawn = frontier_figure(frontier, say), captions.of_frontier(frontier, say)
    of_all = captions.of_all(frontier.comparisons[0], say)
    save_with_captions({"frontier": drawn}, folder, [of_all])
