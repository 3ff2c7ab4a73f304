"""Finds for each person the nearest of some mentors."""

import numpy as np

from diffusion.kernels import draws
from diffusion.kernels.arrays import Bools, Counts, Ints
from diffusion.kernels.jit import compiled, inner
from diffusion.kernels.walking import UNREACHED


@inner
def _far(ego: int, mentor: int, steps: Counts) -> int:
    """Count the steps to a mentor; without a path as many as there are people, which none has."""
    taken = steps[mentor, ego]
    return steps.shape[1] if taken == UNREACHED else taken


@inner
def _mean_steps(ego: int, mentor: int, first: Ints, alter: Counts, steps: Counts) -> float:
    """Mean steps of ego's alters to a mentor."""
    total = 0
    for tie in range(first[ego], first[ego + 1]):
        total += _far(alter[tie], mentor, steps)
    return total / max(1, first[ego + 1] - first[ego])


@compiled
def nearest_mentors(
    key: np.uint64,
    is_free: Bools,
    waiting: Ints,
    first: Ints,
    alter: Counts,
    steps: Counts,
    chosen: Counts,
) -> None:
    """Let each who waits choose the nearest mentor that has room.

    Of mentors that are equally near, the one to whom ego's alters have the fewest steps on
    average; of those that are alike in this too, the one with the lowest draw. Where there is no
    path, steps count as many as there are people.

    Parameters
    ----------
    key : uint64
        Of the draws, one for each person and mentor.
    is_free : bool [S]
        Whether a mentor has room.
    waiting : int64 [M]
        Who chooses.
    first, alter : int64 [N + 1], int32 [E]
        Ties of the N people, by ego.
    steps : int32 [S, N]
        From each person to each mentor; `UNREACHED` where there is no path.
    chosen : int32 [N]
        Written for those who wait: the place of the mentor.
    """
    for ego in waiting:
        own = draws.fold_in(key, ego)
        best, fewest, mean, lowest = -1, 0, 0.0, 0.0
        for mentor in range(len(is_free)):
            if not is_free[mentor]:
                continue
            far = _far(ego, mentor, steps)
            if best >= 0 and far > fewest:
                continue
            of_alters = _mean_steps(ego, mentor, first, alter, steps)
            drawn = draws.draw(own, mentor)
            is_better = (
                best < 0
                or far < fewest
                or of_alters < mean
                or (of_alters == mean and drawn < lowest)
            )
            if is_better:
                best, fewest, mean, lowest = mentor, far, of_alters, drawn
        chosen[ego] = best
