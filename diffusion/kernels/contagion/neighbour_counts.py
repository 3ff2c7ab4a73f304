"""How many adopting alters each artisan has, and for whom that number has changed."""

from typing import NamedTuple

import numpy as np

from diffusion.kernels.arrays import Bools, Counts, Rows
from diffusion.kernels.bare import bare
from diffusion.kernels.contagion.prefetch import AHEAD, prefetch
from diffusion.kernels.jit import inner
from diffusion.kernels.state import Ties

ADOPTING = -1
"""Stands in `NeighbourCounts.seen` for who adopts itself, and is not counted for."""


class NeighbourCounts(NamedTuple):
    """Adopting alters of each artisan; in the memory "flow" only those who have just adopted.

    Attributes
    ----------
    seen : int32 [N]
        How many adopting alters; `ADOPTING` for who adopts itself.
    need : int32 [N or 1]
        Fewest adopting alters for a chance other than that with none, or fewer; one number where
        it is 1 for everybody. It does not change.
    is_shown : bool [N]
        Who counts as an adopting alter.
    is_changed : bool [N]
        Who stands in `changed`.
    changed : uint32 [N]
        Rows of those whose chance has to be worked out anew, in any order. In the memory "flow"
        they stay until the next substep, in which nobody counts any more.
    """

    seen: Counts
    need: Counts
    is_shown: Bools
    is_changed: Bools
    changed: Rows


def new_counts(n_artisans: int, n_needs: int) -> NeighbourCounts:
    """Allocate the counts of so many artisans, and what they need: of each, or 1 for all."""
    return NeighbourCounts(
        np.zeros(n_artisans, np.int32),
        np.zeros(n_needs, np.int32),
        np.zeros(n_artisans, np.bool_),
        np.zeros(n_artisans, np.bool_),
        np.zeros(n_artisans, np.uint32),
    )


@inner
def list_all(counts: NeighbourCounts, n_changed: int) -> int:
    """List everybody who does not adopt as changed, and count them."""
    for ego in range(counts.seen.size):
        if counts.seen[ego] >= 0 and not counts.is_changed[ego]:
            counts.is_changed[ego] = True
            counts.changed[n_changed] = ego
            n_changed += 1
    return n_changed


@inner
def hide(counts: NeighbourCounts, new: Rows, n_new: int) -> None:
    """Let those who adopted in the last substep no longer count (memory "flow")."""
    for rank in range(n_new):
        counts.is_shown[new[rank]] = False


@inner
def begin_changes(
    counts: NeighbourCounts, n_changed: int, is_flow: bool, new: Rows, n_new: int
) -> int:
    """Show those who adopt, and empty the list of changes.

    In the memory "flow" no alter counts any more; those who had one stay in the list.

    Returns
    -------
    int
        How many stand in the list of changes now.
    """
    seen, is_shown, is_changed = counts.seen, counts.is_shown, counts.is_changed
    changed = counts.changed
    for rank in range(n_new):
        seen[new[rank]] = ADOPTING
        is_shown[new[rank]] = True
    n_kept = 0
    for rank in range(n_changed):
        ego = changed[rank]
        is_kept = is_flow and seen[ego] > 0
        if is_kept:
            seen[ego] = 0
            changed[n_kept] = ego
            n_kept += 1
        is_changed[ego] = is_kept
    return n_kept


@inner
def count_alters(
    counts: NeighbourCounts, ties: Ties, moved: Rows, n_moved: int, change: int, n_changed: int
) -> int:
    """Count those who adopted (`change` 1) or stopped (-1) for their alters.

    Whoever has fewer adopting alters than it needs, before and after, is not listed.

    Parameters
    ----------
    counts : NeighbourCounts
        Written.
    ties : Ties
    moved : uint32 [at least n_moved]
        Rows of who adopted or stopped.
    n_moved, change, n_changed : int

    Returns
    -------
    int
        How many stand in the list of changes now.
    """
    seen, need = bare(counts.seen), bare(counts.need)
    is_changed, changed = counts.is_changed, counts.changed
    starts, alters = bare(ties.start), bare(ties.alter)
    last = need.size - 1
    for rank in range(n_moved):
        if rank + 4 * AHEAD < n_moved:
            # First where the alters of one who comes later stand, then the alters, then theirs.
            prefetch(starts, moved[rank + 4 * AHEAD])
            prefetch(alters, starts[moved[rank + 2 * AHEAD]])
            later = moved[rank + AHEAD]
            for tie in range(starts[later], starts[later + 1]):
                prefetch(seen, alters[tie])
                prefetch(need, min(alters[tie], last))
        ego = moved[rank]
        for tie in range(starts[ego], starts[ego + 1]):
            alter = alters[tie]
            before = seen[alter]
            if before < 0:
                continue
            after = before + change
            seen[alter] = after
            if max(before, after) >= need[min(alter, last)] and not is_changed[alter]:
                is_changed[alter] = True
                changed[n_changed] = alter
                n_changed += 1
    return n_changed


@inner
def recount(counts: NeighbourCounts, ties: Ties, left: Rows, n_left: int, n_changed: int) -> int:
    """Count the adopting alters of those who stopped, and list them as changed.

    Returns
    -------
    int
        How many stand in the list of changes now.
    """
    is_shown, starts, alters = counts.is_shown, ties.start, ties.alter
    for rank in range(n_left):
        is_shown[left[rank]] = False
    for rank in range(n_left):
        ego = left[rank]
        n_seen = 0
        for tie in range(starts[ego], starts[ego + 1]):
            n_seen += int(is_shown[alters[tie]])
        counts.seen[ego] = n_seen
        counts.is_changed[ego] = True
        counts.changed[n_changed] = ego
        n_changed += 1
    return n_changed
