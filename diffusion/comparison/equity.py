"""Who is left out: adoption among the poor, the central, the members, and among the others."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diffusion.comparison.measured import Simulated
from diffusion.kernels.state import CONFIRMED, TRIAL
from diffusion.results.outcome import Artisans
from diffusion.scenario.community import Community
from diffusion.scenario.ties import Block
from diffusion.statistics.intervals import means_of

type Bools = NDArray[np.bool_]
type Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Group:
    """Some artisans, and those they are compared with.

    Attributes
    ----------
    trait, name, others : str
        What divides them, and the two names.
    is_in, is_other : bool [R, N]
    """

    trait: str
    name: str
    others: str
    is_in: Bools
    is_other: Bools


def groups_of(community: Community, artisans: Artisans) -> Iterator[Group]:
    """Divide the artisans of some runs, trait by trait.

    The central are the third with the most ties, against the third with the fewest; of equals
    the lower row counts as more central. Membership is that of the end.
    """
    yield Group("poverty", "poor", "not poor", artisans.is_poor, ~artisans.is_poor)
    rank = np.argsort(np.argsort(-artisans.n_ties, axis=1, kind="stable"), axis=1, kind="stable")
    n_artisans = rank.shape[1]
    third = n_artisans // 3
    if third > 0:
        is_central, is_marginal = rank < third, rank >= n_artisans - third
        yield Group("centrality", "most ties", "fewest ties", is_central, is_marginal)
    if isinstance(community.file.ties, Block) and n_artisans > 1:
        is_first = np.arange(n_artisans) < n_artisans - n_artisans // 2
        is_in = np.broadcast_to(is_first, rank.shape)
        yield Group("block", "first block", "second block", is_in, ~is_in)
    if community.n_hamlets > 1:
        for hamlet in range(community.n_hamlets):
            is_in = np.broadcast_to(artisans.hamlet == hamlet, rank.shape)
            yield Group("hamlet", f"hamlet {hamlet + 1}", "the others", is_in, ~is_in)
    yield Group("membership", "members", "others", artisans.is_member, ~artisans.is_member)


def equity_rows(simulated: Simulated, community: Community) -> list[dict[str, Any]]:
    """Shares of adopters at the end: one row a strategy and pair of groups."""
    return [
        {"strategy": strategy.name} | _gap(outcome.artisans, group)
        for strategy, outcome in simulated
        if outcome.artisans is not None
        for group in groups_of(community, outcome.artisans)
    ]


def _gap(artisans: Artisans, group: Group) -> dict[str, Any]:
    """Compare the shares of adopters in a group and in the others, run by run."""
    ours = adoption_by_group(artisans, group.is_in)
    theirs = adoption_by_group(artisans, group.is_other)
    gap = means_of((ours - theirs)[:, None])
    is_both = ~np.isnan(ours - theirs)
    return {
        "trait": group.trait,
        "group": group.name,
        "others": group.others,
        "n_group": float(group.is_in.sum(axis=1).mean()),
        "n_others": float(group.is_other.sum(axis=1).mean()),
        "share_group": _mean(ours[is_both]),
        "share_others": _mean(theirs[is_both]),
        "gap": gap.mean[0],
        "low": gap.low[0],
        "high": gap.high[0],
        "n_runs": int(is_both.sum()),
    }


def _mean(values: Reals) -> float:
    return float(values.mean()) if len(values) else float("nan")


def adoption_by_group(artisans: Artisans, is_in: Bools) -> Reals:
    """Share of a group that uses the innovation at the end [R]; NaN where the group is empty."""
    is_adopting = (artisans.last_stage >= TRIAL) & (artisans.last_stage <= CONFIRMED)
    sizes = is_in.sum(axis=1)
    shares = np.full(len(sizes), np.nan)
    np.divide((is_adopting & is_in).sum(axis=1), sizes, out=shares, where=sizes > 0)
    return shares
