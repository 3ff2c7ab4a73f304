"""What each strategy means for one group: the share of it that adopts, against the reference."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np

from diffusion.comparison.equity import SELECTION, Bools, Reals, adoption_by_group, groups_of
from diffusion.comparison.measured import Measured
from diffusion.results.outcome import Artisans
from diffusion.scenario.community import Community
from diffusion.statistics.intervals import intervals_by_family

type _Side = tuple[str, str, str]
"""A group: its trait, its name, and what divides it from the others."""


def within_rows(
    measured: Measured, community: Community, *, random_seed: int
) -> list[dict[str, Any]]:
    """Compare strategies within each group, run by run: one row a group and other strategy.

    Members are left out, because each strategy makes others of them. The interval holds for all
    strategies of a group at once.
    """
    shares: dict[str, dict[_Side, Reals]] = {}
    sizes: dict[_Side, float] = {}
    for strategy, outcome in measured.simulated:
        if outcome.artisans is None:
            return []
        artisans = outcome.artisans
        shares[strategy.name] = by_side = {}
        for side, is_in in _sides(community, artisans):
            by_side[side] = adoption_by_group(artisans, is_in)
            sizes[side] = float(is_in.sum(axis=1).mean())
    base = shares.pop(measured.reference)
    if not shares:
        return []
    families = {
        side: np.stack([ours[side] - theirs for ours in shares.values()], axis=1)
        for side, theirs in base.items()
    }
    found = intervals_by_family(list(families.values()), random_seed=random_seed)
    rows = []
    for (side, paired), interval in zip(families.items(), found, strict=True):
        for column, (name, ours) in enumerate(shares.items()):
            is_known = ~np.isnan(paired[:, column])
            if not is_known.any():
                continue
            row: dict[str, Any] = dict(zip(("trait", "group", "basis"), side, strict=True))
            row |= {"n_group": sizes[side], "strategy": name, "reference": measured.reference}
            row["share"] = float(ours[side][is_known].mean())
            row["share_reference"] = float(base[side][is_known].mean())
            for key in ("mean", "low", "high"):
                row["difference" if key == "mean" else key] = getattr(interval, key)[column]
            rows.append(row | {"n_runs": int(is_known.sum())})
    return rows


def _sides(community: Community, artisans: Artisans) -> Iterator[tuple[_Side, Bools]]:
    """Every group, each once; the others too where a trait makes but two."""
    groups = [one for one in groups_of(community, artisans) if one.basis != SELECTION]
    n_of = Counter(one.trait for one in groups)
    for one in groups:
        yield (one.trait, one.name, one.basis), one.is_in
        if n_of[one.trait] == 1:
            yield (one.trait, one.others, one.basis), one.is_other
