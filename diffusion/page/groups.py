"""Gathers the groups of a community, and how many of each use the new way at the end."""

from typing import Any

import numpy as np

from diffusion.comparison.equity import adoption_by_group
from diffusion.comparison.result import Comparison
from diffusion.results.outcome import Outcome
from diffusion.scenario.community import Community
from diffusion.scenario.groups import HAMLET, NOT_KNOWN, Grouping


def groups_data(comparison: Comparison) -> list[dict[str, Any]]:
    """Gather the groups by which results are divided.

    Returns
    -------
    list of dict
        key (heading of the column), names (None for one that is not known; None instead of all
        where hamlets have numbers only), of (group of each artisan) and shares (by group and
        strategy: the mean share of adopters at the end).
    """
    community = comparison.community
    return [
        {
            "key": one.name,
            "names": _names(community, one),
            "of": one.member.tolist(),
            "shares": [
                [_share(outcome, one, value) for _, outcome in comparison.simulated]
                for value in range(len(one.values))
            ],
        }
        for one in community.shown_groups
    ]


def hamlet_names(community: Community) -> list[str] | None:
    """Names of the hamlets; None where they have numbers only."""
    roster = community.roster
    return list(community.hamlet_names) if roster is not None and roster.hamlet_names else None


def _names(community: Community, grouping: Grouping) -> list[str | None] | None:
    if grouping.name == HAMLET and hamlet_names(community) is None:
        return None
    return [None if value == NOT_KNOWN else value for value in grouping.values]


def _share(outcome: Outcome, grouping: Grouping, value: int) -> float | None:
    if outcome.artisans is None:
        return None
    is_in = np.broadcast_to(grouping.member == value, outcome.artisans.last_stage.shape)
    shares = adoption_by_group(outcome.artisans, is_in)
    return None if np.isnan(shares).any() else float(shares.mean())
