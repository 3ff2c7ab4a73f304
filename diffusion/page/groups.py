"""Gathers the groups of a community, and how many of each use the new way at the end."""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from diffusion.comparison.equity import Bools, adoption_by_group, groups_of
from diffusion.comparison.result import Comparison
from diffusion.results.outcome import Outcome
from diffusion.scenario.community import Community
from diffusion.scenario.groups import HAMLET, NOT_KNOWN, Grouping
from diffusion.util.formats import FEWEST_RUNS

POVERTY = "poverty"
"""What divides the poor from the others."""


def groups_data(comparison: Comparison, replicate: int) -> list[dict[str, Any]]:
    """Gather the groups by which results are divided: those of columns, then poor and not poor.

    Returns
    -------
    list of dict
        key (heading of the column; None for the poor), names (None for one that is not known;
        None instead of all where hamlets have numbers only), of (group of each artisan; of the
        poor, in the history `replicate`, for they may be drawn), shares (by group and strategy:
        the mean share of adopters at the end) and within (by group and strategy: low and high of
        its difference to the first strategy, as in `Comparison.within_groups`, or None).
    """
    community = comparison.community
    return [
        {
            "key": one.name,
            "names": _names(community, one),
            "of": one.member.tolist(),
            "shares": [
                [
                    _share(outcome, np.asarray(one.member == value))
                    for _, outcome in comparison.simulated
                ]
                for value in range(len(one.values))
            ],
            "within": [_within(comparison, one.name, value) for value in one.values],
        }
        for one in community.shown_groups
    ] + list(_poor(comparison, replicate))


def _poor(comparison: Comparison, replicate: int) -> Iterator[dict[str, Any]]:
    artisans = comparison.simulated[0][1].artisans
    if artisans is None:
        return
    poor = next(one for one in groups_of(comparison.community, artisans) if one.trait == POVERTY)
    names = [poor.name, poor.others]
    yield {
        "key": None,
        "names": names,
        "of": poor.is_other[replicate].astype(int).tolist(),
        "shares": [
            [_share(outcome, is_in) for _, outcome in comparison.simulated]
            for is_in in (poor.is_in, poor.is_other)
        ],
        "within": [_within(comparison, POVERTY, name) for name in names],
    }


def _within(comparison: Comparison, trait: str, group: str) -> list[list[float] | None]:
    """Give the ends of the interval of each strategy against the first, within one group."""
    found = {
        row["strategy"]: [row["low"], row["high"]]
        for row in comparison.within_rows
        if (row["trait"], row["group"]) == (trait, group)
        and row["n_runs"] >= FEWEST_RUNS
        and not math.isnan(row["low"])
    }
    return [found.get(strategy.name) for strategy, _ in comparison.simulated]


def hamlet_names(community: Community) -> list[str] | None:
    """Names of the hamlets; None where they have numbers only."""
    roster = community.roster
    return list(community.hamlet_names) if roster is not None and roster.hamlet_names else None


def _names(community: Community, grouping: Grouping) -> list[str | None] | None:
    if grouping.name == HAMLET and hamlet_names(community) is None:
        return None
    return [None if value == NOT_KNOWN else value for value in grouping.values]


def _share(outcome: Outcome, is_in: Bools) -> float | None:
    """Mean share of a group that adopts, over the runs in which somebody is in it."""
    if outcome.artisans is None:
        return None
    is_in = np.broadcast_to(is_in, outcome.artisans.last_stage.shape)
    shares = adoption_by_group(outcome.artisans, is_in)
    known = shares[~np.isnan(shares)]
    return float(known.mean()) if len(known) else None
