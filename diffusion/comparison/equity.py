"""Who is left out: adoption among the poor, the central, the members, and among the others."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diffusion.kernels.state import CONFIRMED, TRIAL
from diffusion.results.outcome import Artisans, Outcome
from diffusion.scenario.community import Community
from diffusion.scenario.groups import HAMLET, NOT_KNOWN, Grouping
from diffusion.scenario.ties import Block
from diffusion.statistics.intervals import means_of

type Bools = NDArray[np.bool_]
type Reals = NDArray[np.float64]


ROSTER, DRAWN, NETWORK, SELECTION = "roster", "drawn", "network", "selection"
"""What divides artisans: their roster; lot; their ties; or what came of the programme itself."""

REST = "all others"
"""What a group is compared with where a column makes more than two."""


@dataclass(frozen=True, slots=True)
class Group:
    """Some artisans, and those they are compared with.

    Attributes
    ----------
    trait, name, others : str
        What divides them, and the two names.
    basis : str
        `ROSTER`, `DRAWN`, `NETWORK` or `SELECTION`.
    is_in, is_other : bool [R, N]
    """

    trait: str
    name: str
    others: str
    basis: str
    is_in: Bools
    is_other: Bools


def groups_of(community: Community, artisans: Artisans) -> Iterator[Group]:
    """Divide the artisans of some runs, trait by trait.

    The central are the third with the most ties, against the third with the fewest; of equals
    the one whose name comes first counts as more central. Membership is that of the end, and comes
    last: members are those who came, so that a gap there is no effect of being one.
    """
    poor, is_drawn = artisans.is_poor, community.poor_is_drawn
    names = ("poor as drawn", "not poor as drawn") if is_drawn else ("poor", "not poor")
    yield Group("poverty", *names, DRAWN if is_drawn else ROSTER, poor, ~poor)
    shape, n_artisans = poor.shape, poor.shape[1]
    if n_artisans >= 3:
        most, fewest = _thirds(community.in_rows(artisans.n_ties))
        thirds = community.as_listed(most), community.as_listed(fewest)
        yield Group("centrality", "most ties", "fewest ties", NETWORK, *thirds)
    if isinstance(community.file.ties, Block) and n_artisans > 1:
        is_first = community.as_listed(np.arange(n_artisans) < n_artisans - n_artisans // 2)
        is_in = np.broadcast_to(is_first, shape)
        yield Group("block", "first block", "second block", NETWORK, is_in, ~is_in)
    for grouping in community.shown_groups:
        yield from _of_column(grouping, shape)
    members = artisans.is_member
    yield Group("membership", "members", "others", SELECTION, members, ~members)


def _thirds(n_ties: NDArray[np.int64]) -> tuple[Bools, Bools]:
    """Find the third with the most ties and the third with the fewest, run by run."""
    third = n_ties.shape[1] // 3
    has_most, has_fewest = np.zeros(n_ties.shape, np.bool_), np.zeros(n_ties.shape, np.bool_)
    from_most = np.argsort(-n_ties, axis=1, kind="stable")
    np.put_along_axis(has_most, from_most[:, :third], True, axis=1)
    np.put_along_axis(has_fewest, from_most[:, -third:], True, axis=1)
    return has_most, has_fewest


def _of_column(grouping: Grouping, shape: tuple[int, ...]) -> Iterator[Group]:
    """Compare the groups of one column; whose cell is empty is left out.

    Of two groups the first is compared with the second, of more each with all others.
    """
    known = [value for value in grouping.values if value != NOT_KNOWN]
    is_known = grouping.member < len(known)
    is_hamlet = grouping.name == HAMLET
    is_pair = len(known) == 2 and not is_hamlet
    for value in known[:1] if is_pair else known:
        is_in = grouping.is_in(value)
        others = known[1] if is_pair else "the others" if is_hamlet else REST
        divided = (np.broadcast_to(part, shape) for part in (is_in, is_known & ~is_in))
        yield Group(grouping.name, value, others, ROSTER, *divided)


def equity_rows(
    outcomes: Iterable[tuple[str, Outcome]], community: Community
) -> list[dict[str, Any]]:
    """Shares of adopters at the end: one row a strategy and pair of groups."""
    return [
        {"strategy": name} | _gap(outcome.artisans, group)
        for name, outcome in outcomes
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
        "basis": group.basis,
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
