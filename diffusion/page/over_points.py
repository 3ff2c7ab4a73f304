"""Gathers what the workshop page shows of the same comparison over an ensemble of points."""

from collections.abc import Iterator
from typing import Any

from diffusion.calibration.over_points import OverPoints
from diffusion.i18n.words import Words, both
from diffusion.page.words import said
from diffusion.reporting.points import of_tiers

_ENDS = ("points_low", "points_high", "histories_low", "histories_high")


def over_points_data(over: OverPoints) -> dict[str, Any]:
    """Gather bands of the adopters at the end over points and luck, and what is not ranked.

    Returns
    -------
    dict
        n_points, n_shown and n_patterns; strategies, in the order of the page, each with default
        and mean, the ends of both bands, and the shares of points with more than the first
        (won, clearly_won, clearly_lost, undecided); said, sentences by language.
    """
    numbers = ("default", "mean", *_ENDS, "won", "clearly_won", "clearly_lost", "undecided")
    return {
        "n_points": len(over.points),
        "n_shown": len(over.points.patterns),
        "n_patterns": over.points.n_patterns,
        "strategies": [
            {name: float(row[name]) for name in numbers} for row in over.table().to_dict("records")
        ],
        "said": {say.language: list(_said_of(over, say)) for say in both()},
    }


def _said_of(over: OverPoints, say: Words) -> Iterator[str]:
    """Say in plain words what stands with nearly all sets of numbers, and what is not ranked."""

    def write(key: str, **values: object) -> str:
        return said(f"over_points.{key}", say.language, **values)

    if over.ranked:
        yield from of_tiers(over.tiers(), write, say, say.strategy)
    else:
        yield write("no_rank")
    if over.n_left_out:
        yield write("left_out", n=over.n_left_out)
    yield write("caveat", n_runs=over.default.n_runs)
