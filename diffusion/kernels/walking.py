"""Counts the steps from one person to another along ties."""

from diffusion.kernels.arrays import Counts, Ints
from diffusion.kernels.jit import compiled, inner

UNREACHED = -1
"""In place of a number of steps: there is no path."""


@inner
def _walk(
    start: int, farthest: int, first: Ints, alter: Counts, steps: Counts, queue: Counts
) -> int:
    """Visit whoever is within `farthest` steps, nearest first; tell how many they are."""
    steps[start] = 0
    queue[0] = start
    n_seen, at = 1, 0
    while at < n_seen:
        ego = queue[at]
        at += 1
        if steps[ego] == farthest:
            continue
        for tie in range(first[ego], first[ego + 1]):
            other = alter[tie]
            if steps[other] == UNREACHED:
                steps[other] = steps[ego] + 1
                queue[n_seen] = other
                n_seen += 1
    return n_seen


@compiled
def steps_from(start: Counts, first: Ints, alter: Counts, steps: Counts, queue: Counts) -> None:
    """Write the steps from each start to each person.

    Parameters
    ----------
    start : int32 [S]
    first : int64 [N + 1]
        Where the ties of each ego begin.
    alter : int32 [E]
    steps : int32 [S, N]
        Written; `UNREACHED` where there is no path.
    queue : int32 [N]
        Scratch.
    """
    for row in range(len(start)):
        steps[row] = UNREACHED
        _walk(start[row], len(queue), first, alter, steps[row], queue)


@compiled
def count_near(
    farthest: int, first: Ints, alter: Counts, steps: Counts, queue: Counts, n_near: Ints
) -> None:
    """Count whom each person reaches in 1 to `farthest` steps.

    Parameters
    ----------
    steps : int32 [N]
        Scratch, `UNREACHED` everywhere.
    queue : int32 [N]
        Scratch.
    n_near : int64 [N]
        Written.
    """
    for start in range(len(n_near)):
        n_seen = _walk(start, farthest, first, alter, steps, queue)
        n_near[start] = n_seen - 1
        for at in range(n_seen):
            steps[queue[at]] = UNREACHED


@compiled
def list_near(
    farthest: int,
    first: Ints,
    alter: Counts,
    steps: Counts,
    queue: Counts,
    begin: Ints,
    near: Counts,
    distance: Counts,
) -> None:
    """List whom each person reaches in 1 to `farthest` steps, nearest first, and the steps.

    Parameters
    ----------
    steps, queue : int32 [N]
        As in `count_near`.
    begin : int64 [N + 1]
        Where the list of each person begins.
    near, distance : int32 [M]
        Written.
    """
    for start in range(len(begin) - 1):
        n_seen = _walk(start, farthest, first, alter, steps, queue)
        for at in range(1, n_seen):
            near[begin[start] + at - 1] = queue[at]
            distance[begin[start] + at - 1] = steps[queue[at]]
        for at in range(n_seen):
            steps[queue[at]] = UNREACHED
