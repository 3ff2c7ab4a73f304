"""Ties that are given as arrays: put into rows, and checked."""

import numpy as np

from diffusion.kernels import draws
from diffusion.kernels.arrays import Counts, Rows
from diffusion.kernels.bare import bare
from diffusion.kernels.jit import compiled, inner, wraps_around

FINE, SELF, TWICE, UNSORTED, ONE_WAY, UNEQUAL = range(6)
"""What is the matter with rows: nothing; a tie to oneself; an alter that stands twice in a row, or
not in ascending order; a tie that stands at one of its ends alone, or there with other strengths.
"""


@compiled
def rows_of_ends(
    first: Rows,
    second: Rows,
    given: Counts,
    start: Rows,
    mixed: Rows,
    mixed_given: Counts,
    alter: Rows,
    strength: Counts,
) -> None:
    """Write each tie into the rows of both its ends; every row ascends.

    Parameters
    ----------
    first, second : uint32 [n_ties]
        Rows of the two artisans, in any order.
    given : int32 [n_ties] or [0]
        Strengths, if they are known, in billionths.
    start : uint32 [N + 1]
        Written: the row of `ego` is `alter[start[ego]:start[ego + 1]]`.
    mixed, mixed_given : uint32, int32 [2 n_ties], the second [0] without strengths
        Scratch.
    alter, strength : uint32, int32 [2 n_ties], the second [0] without strengths
        Written.
    """
    first, second, given, start = bare(first), bare(second), bare(given), bare(start)
    mixed, mixed_given = bare(mixed), bare(mixed_given)
    alter, strength = bare(alter), bare(strength)
    n_artisans, has_strengths = start.size - 1, given.size > 0
    place = np.zeros(n_artisans, np.uint32)
    for tie in range(first.size):
        place[first[tie]] += 1
        place[second[tie]] += 1
    total = 0
    for ego in range(n_artisans):
        start[ego] = total
        total += int(place[ego])
        place[ego] = start[ego]
    start[n_artisans] = total
    for tie in range(first.size):
        one, other = first[tie], second[tie]
        mixed[place[one]], mixed[place[other]] = other, one
        if has_strengths:
            mixed_given[place[one]] = mixed_given[place[other]] = given[tie]
        place[one] += 1
        place[other] += 1
    transpose(start, mixed, mixed_given, place, alter, strength)


@compiled
def transpose(
    start: Rows, mixed: Rows, mixed_given: Counts, place: Rows, alter: Rows, strength: Counts
) -> None:
    """Write rows that name each other in ascending order: `alter` from `mixed` (`rows_of_ends`).

    `place` is scratch [N].
    """
    n_artisans = start.size - 1
    for ego in range(n_artisans):
        place[ego] = start[ego]
    for ego in range(n_artisans):
        for entry in range(start[ego], start[ego + 1]):
            other = mixed[entry]
            alter[place[other]] = ego
            if mixed_given.size > 0:
                strength[place[other]] = mixed_given[entry]
            place[other] += 1


@wraps_around
@inner
def _are_fine(start: Rows, alter: Rows, strength: Counts) -> bool:
    """Tell whether `check_rows` would find nothing, without looking for the other end of a tie.

    A tie adds a mixed number (`draws`) where its higher end is listed, and takes it away where its
    lower end is: if each stands at both, nothing is left. Other rows leave nothing with a chance
    of 1 in 2^64.
    """
    left = np.uint64(0)
    for ego in range(start.size - 1):
        before = -1
        for entry in range(start[ego], start[ego + 1]):
            other = int(alter[entry])
            if other <= before or other == ego:
                return False
            before = other
            mixed = draws.fold_in(np.uint64(0), (min(ego, other) << 32) | max(ego, other))
            if strength.size > 0:
                mixed = draws.fold_in(mixed, strength[entry])
            left = left + mixed if other > ego else left - mixed
    return left == np.uint64(0)


@compiled
def check_rows(start: Rows, alter: Rows, strength: Counts) -> tuple[int, int, int]:
    """Check that rows ascend, and that each tie stands at both its ends, with one strength.

    Only where something is the matter is it sought, which takes longer.

    Parameters
    ----------
    start, alter : uint32 [N + 1], uint32 [2 n_ties]
        Rows of artisans below N.
    strength : int32 [2 n_ties] or [0]
        In billionths.

    Returns
    -------
    what : int
        `FINE`, or what is the matter.
    ego, alter : int
        With which tie.
    """
    start, alter, strength = bare(start), bare(alter), bare(strength)
    if _are_fine(start, alter, strength):
        return FINE, 0, 0
    n_artisans = start.size - 1
    # Where the next lower alter of each artisan stands: as egos ascend, so do those who name it.
    place = np.empty(n_artisans, np.uint32)
    for ego in range(n_artisans):
        place[ego] = start[ego]
    for ego in range(n_artisans):
        begin, end = start[ego], start[ego + 1]
        before = -1
        for entry in range(begin, end):
            other = int(alter[entry])
            if other == ego:
                return SELF, ego, other
            if other <= before:
                return TWICE if other == before else UNSORTED, ego, other
            before = other
            if other < ego:
                if entry >= place[ego]:
                    return ONE_WAY, ego, other
                continue
            there = place[other]
            if there >= start[other + 1] or alter[there] != ego:
                return ONE_WAY, ego, other
            if strength.size > 0 and strength[there] != strength[entry]:
                return UNEQUAL, ego, other
            place[other] = there + 1
    return FINE, 0, 0
