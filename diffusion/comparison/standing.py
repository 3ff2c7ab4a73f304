"""Which strategy leads at the same rupiah, and whether the others are known to be behind it."""

from itertools import combinations
from typing import Any

import numpy as np

from diffusion.comparison.measured import Measured
from diffusion.statistics.intervals import simultaneous_intervals

COLUMNS = ("strategy", "adopters", "leader", "difference", "low", "high", "led", "tied")
"""Columns of the standing."""

OTHER_ORDERS = ("lasting_adopters", "adopter_months")
"""Measures of which more is better too, by which another strategy may lead."""

FURTHER_ORDERS = ("confirmed", "mean_income", "fund", "self_reliance", "administration")
"""Further measures, or indicators, of which more is better."""


def standing_rows(
    measured: Measured, measure: str = "adopters", *, random_seed: int
) -> list[dict[str, Any]]:
    """Put the ranked strategies in the order of a measure, the leader first.

    Who leads is found from the same runs, so each difference to the leader has an interval that
    holds for all pairs of strategies at once.

    Returns
    -------
    list of dict
        `COLUMNS`: the mean, under the name of the measure; the leader, and the difference to it
        with its interval (NaN for the leader); led and tied, the shares of runs in which the
        leader has more, and as many.
    """
    ranked = [(one.name, outcome) for one, outcome in measured.simulated if one.is_ranked]
    if not ranked:
        return []
    ends = np.stack([measured.of(measure, outcome) for _, outcome in ranked], axis=1)
    order = np.argsort(-ends.mean(axis=0), kind="stable")
    ends, names = ends[:, order], [ranked[place][0] for place in order]
    pairs = list(combinations(range(len(names)), 2))
    rows = []
    if pairs:
        ahead = np.stack([ends[:, other] - ends[:, one] for one, other in pairs], axis=1)
        found = simultaneous_intervals(ahead, random_seed=random_seed)
    for place, name in enumerate(names):
        row = {"strategy": name, measure: ends[:, place].mean(), "leader": names[0]}
        row |= dict.fromkeys(("difference", "low", "high", "led", "tied"), np.nan)
        if place:  # the pairs with the leader come first, in the order of the others
            gap = ahead[:, place - 1]
            row |= {
                "difference": found.mean[place - 1],
                "low": found.low[place - 1],
                "high": found.high[place - 1],
                "led": float((gap < 0).mean()),
                "tied": float((gap == 0).mean()),
            }
        rows.append(row)
    return rows
