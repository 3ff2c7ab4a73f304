"""Pairs of households within sight of each other (ODD 7.2)."""

from diffusion.kernels import laws
from diffusion.kernels.arrays import Counts, Ints, Reals, Rows
from diffusion.kernels.jit import compiled, inner


@compiled
def count_near(
    along: Reals, across: Reals, order: Ints, radius: float, length: float, most: int, start: Ints
) -> int:
    """Count the pairs of some runs that see something of each other.

    Parameters
    ----------
    along, across : float64 [R, N]
        Where the artisans live, km.
    order : int64 [R, N]
        Rows of the artisans by `along`, ascending.
    radius, length : float
        As `laws.nearness` takes them, km.
    most : int
        Pairs of one run beyond which it is given up.
    start : int64 [R, N + 1]
        Written: the pairs of `ego` stand from `start[r, ego]` up to `start[r, ego + 1]`.

    Returns
    -------
    int
        Entries of all runs, two for each pair; -1 if a run has more pairs than `most`.
    """
    n_runs, n_artisans = order.shape
    n_entries = 0
    for run in range(n_runs):
        own, n_pairs = start[run], 0
        for ego in range(n_artisans + 1):
            own[ego] = 0
        for rank in range(n_artisans):
            ego = order[run, rank]
            for later in range(rank + 1, n_artisans):
                other = order[run, later]
                if along[run, other] - along[run, ego] >= radius:
                    break
                if _nearness(along[run], across[run], ego, other, radius, length) > 0:
                    own[ego + 1] += 1
                    own[other + 1] += 1
                    n_pairs += 1
            if n_pairs > most:
                return -1
        own[0] = n_entries
        for ego in range(n_artisans):
            own[ego + 1] += own[ego]
        n_entries = own[n_artisans]
    return n_entries


@compiled
def list_near(
    along: Reals,
    across: Reals,
    order: Ints,
    radius: float,
    length: float,
    weight: float,
    place: Ints,
    rank_of: Ints,
    start: Rows,
    alter: Rows,
    nearness: Counts,
    total: Ints,
) -> None:
    """Write the pairs that `count_near` has counted; every row ascends.

    Parameters
    ----------
    along, across, order, radius, length, start
        As there, of R runs.
    weight : float
        Strength of a tie to a household at no distance.
    place, rank_of : int64 [N]
        Room.
    alter, nearness, total : uint32, int32 [two for each pair], int64 [R, N]
        Written; see `Near`.
    """
    n_runs, n_artisans = order.shape
    for run in range(n_runs):
        for rank in range(n_artisans):
            rank_of[order[run, rank]] = rank
            place[rank] = start[run, rank]
            total[run, rank] = 0
        # Each is written into the rows of those near, one after the other: so these ascend.
        for other in range(n_artisans):
            for step in (-1, 1):
                rank = rank_of[other] + step
                while 0 <= rank < n_artisans:
                    ego = order[run, rank]
                    if abs(along[run, other] - along[run, ego]) >= radius:
                        break
                    seen = _nearness(along[run], across[run], ego, other, radius, length)
                    if seen > 0:
                        alter[place[ego]] = other
                        nearness[place[ego]] = seen
                        total[run, ego] += laws.multiplied(seen, weight)
                        place[ego] += 1
                    rank += step


@inner
def _nearness(
    along: Reals, across: Reals, ego: int, other: int, radius: float, length: float
) -> int:
    """How much two households see of each other, in billionths."""
    first, second = along[other] - along[ego], across[other] - across[ego]
    return laws.in_billionths(laws.nearness(first * first + second * second, radius, length))
