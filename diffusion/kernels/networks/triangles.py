"""Triangles of a network: for each artisan, how many pairs of alters are tied to each other."""

import numpy as np

from diffusion.kernels.arrays import Counts, Ints, Rows
from diffusion.kernels.jit import compiled


@compiled
def point_upwards(start: Rows, alter: Rows, first: Ints, higher: Counts) -> int:
    """Keep of each tie only the entry of the end with fewer ties (of equals, the lower row).

    Then nobody lists more than the square root of twice the number of ties: a hub, which all
    list, lists hardly anybody.

    Parameters
    ----------
    start : uint32 [N + 1]
    alter : uint32 [2 n_ties]
        The rows of one run; see `Ties`. Each tie stands at both its ends.
    first : int64 [N + 1]
        Written: those whom `ego` lists stand from `higher[first[ego]]` on.
    higher : int32 [n_ties]
        Written: the other end, ascending for each ego.

    Returns
    -------
    int
        Looks that `count_triangles` will take.
    """
    n_kept = 0
    for ego in range(start.size - 1):
        first[ego] = n_kept
        own = start[ego + 1] - start[ego]
        for entry in range(start[ego], start[ego + 1]):
            other = alter[entry]
            theirs = start[other + 1] - start[other]
            if own < theirs or (own == theirs and ego < other):
                higher[n_kept] = other
                n_kept += 1
    first[start.size - 1] = n_kept
    n_looks = 0
    for entry in range(n_kept):
        n_looks += first[higher[entry] + 1] - first[higher[entry]]
    return n_looks


@compiled
def count_triangles(first: Ints, higher: Counts, seen_by: Ints, triangles: Ints) -> None:
    """Count the triangles that each artisan is a corner of.

    Every triangle is found once: from its lowest corner, over the two ties that go up from there.

    Parameters
    ----------
    first, higher : int64 [N + 1], int32 [n_ties]
        As `point_upwards` writes them.
    seen_by : int64 [N]
        Room.
    triangles : int64 [N]
        Written.
    """
    n_artisans = triangles.size
    for ego in range(n_artisans):
        triangles[ego] = 0
        seen_by[ego] = -1
    for ego in range(n_artisans):
        for entry in range(first[ego], first[ego + 1]):
            seen_by[higher[entry]] = ego
        for entry in range(first[ego], first[ego + 1]):
            middle = higher[entry]
            for further in range(first[middle], first[middle + 1]):
                last = higher[further]
                if seen_by[last] == ego:
                    triangles[ego] += 1
                    triangles[middle] += 1
                    triangles[last] += 1


@compiled
def mean_clustering(start: Rows, triangles: Ints) -> float:
    """Average the shares of tied pairs among the alters of each artisan; fewer than two give 0."""
    total = 0.0
    for ego in range(triangles.size):
        n_alters = np.int64(start[ego + 1]) - np.int64(start[ego])
        if n_alters > 1:
            total += 2.0 * triangles[ego] / (n_alters * (n_alters - 1.0))
    return total / triangles.size
