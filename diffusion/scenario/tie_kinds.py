"""Ties of several kinds as they were told, and what a simulation makes of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from diffusion.data.ties import TiesOfKind
from diffusion.scenario.tie_list import WHOLE, TieList
from diffusion.scenario.ties import TieFile

TIES = "ties"
"""What ties are called where the file has no kinds."""


@dataclass(frozen=True)
class ToldTies:
    """Ties as the file has them.

    Attributes
    ----------
    kinds : mapping of str to TiesOfKind
        By kind; one kind, `TIES`, where the file has none.
    n_self, n_merged : int
        Rows of the file dropped as ties to oneself, and as repeating an earlier one.
    facts : mapping
        What a `TieList` says of the file.
    """

    kinds: Mapping[str, TiesOfKind]
    n_self: int
    n_merged: int
    facts: Mapping[str, Any]

    @property
    def has_periods(self) -> bool:
        """Whether ties come and go."""
        return any(ties.has_periods for ties in self.kinds.values())

    def weighed(self, listed: TieFile) -> Mapping[str, TiesOfKind]:
        """Give each kind the influence that community.toml says."""
        return {
            kind: replace(ties, influence=listed.influence.get(kind, 1.0))
            for kind, ties in self.kinds.items()
        }

    def tie_list(self, listed: TieFile, *, period: int, n_artisans: int) -> TieList:
        """List the ties of a period that a simulation takes, each pair once (decision 39).

        Where kinds have an influence, the strength of a pair is the sum over kinds of influence
        times strength, 1 for a tie without one, divided by the largest such sum where that is
        above 1. Without kinds it is the strength of the file.
        """
        if not listed.influence:
            ties = self.kinds[TIES]
            there = ties.in_period(period)
            weight = None if ties.weight is None else ties.weight[there]
            made = TieList.merged(ties.ego[there], ties.alter[there], weight, listed.direction)
        else:
            made = sum_of_kinds(self.weighed(listed), period=period, n_artisans=n_artisans)
        return replace(made, n_self=self.n_self, n_merged=self.n_merged, **self.facts)


def sum_of_kinds(
    kinds: Mapping[str, TiesOfKind], *, period: int | None, n_artisans: int
) -> TieList:
    """Put kinds together, each pair with the sum of influence times strength, at most 1.

    Has a direction where the ties of a kind that counts have one; others then go both ways.

    Parameters
    ----------
    kinds
    period
        Only ties of this one, from 0; None: all.
    n_artisans
        Artisans in all.
    """
    counting = [ties for ties in kinds.values() if ties.influence > 0]
    is_directed = any(ties.direction != "both" for ties in counting)
    codes, weights = [np.zeros(0, np.int64)], [np.zeros(0)]
    for ties in counting:
        there = ties.in_period(period)
        ego, alter, weight = ties.ego[there], ties.alter[there], ties.weights[there]
        if ties.direction == "both":
            ego, alter = np.minimum(ego, alter), np.maximum(ego, alter)
        elif ties.direction == "ego_to_alter":
            ego, alter = alter, ego
        pair, place = np.unique(ego * n_artisans + alter, return_inverse=True)
        strongest = np.zeros(len(pair))
        np.maximum.at(strongest, place, weight)
        ways = [pair]
        if is_directed and ties.direction == "both":
            low, high = np.divmod(pair, n_artisans)
            ways.append(high * n_artisans + low)
        codes += ways
        weights += [ties.influence * strongest] * len(ways)
    pair, place = np.unique(np.concatenate(codes), return_inverse=True)
    strength = np.bincount(place, np.concatenate(weights), len(pair))
    strength /= max(1.0, float(strength.max(initial=0.0)))
    counts = strength * WHOLE >= 0.5
    pairs = np.stack(np.divmod(pair[counts], n_artisans), axis=1)
    return TieList.of_pairs(pairs, strength[counts], is_directed=is_directed, n_artisans=n_artisans)
