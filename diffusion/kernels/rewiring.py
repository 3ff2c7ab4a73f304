"""Lets ties change alters with each other by lot, so that everybody keeps as many as before."""

import math

import numpy as np

from diffusion.kernels import draws
from diffusion.kernels.arrays import Counts, Ints, Reals
from diffusion.kernels.jit import compiled, inner

_AHEAD = 64
"""Tries that are drawn together, so that what they need is fetched from memory side by side."""


@inner
def _is_tied(ego: int, other: int, first: Ints, alter: Counts) -> bool:
    for tie in range(first[ego], first[ego + 1]):
        if alter[tie] == other:
            return True
    return False


@inner
def _may_swap(one: int, other: int, first: Ints, ego: Counts, alter: Counts) -> bool:
    """Tell whether two ties may change alters: no tie to oneself, and none twice."""
    i, j, k, l = ego[one], alter[one], ego[other], alter[other]  # noqa: E741
    if i in (k, l) or j in (k, l):
        return False
    return not (_is_tied(i, l, first, alter) or _is_tied(k, j, first, alter))


@inner
def _draw_other(key: np.uint64, one: int, block: Counts, begin: Ints, member: Counts) -> int:
    """Draw a tie of the same block; where there is one block, without a look at its list."""
    if len(begin) == 2:
        return math.floor(len(member) * draws.draw(key, one))
    low, high = begin[block[one]], begin[block[one] + 1]
    return member[low + math.floor((high - low) * draws.draw(key, one))]


@inner
def _draw_ahead(
    key: np.uint64,
    one: int,
    stride: int,
    n: int,
    first: Ints,
    ego: Counts,
    alter: Counts,
    block: Counts,
    begin: Ints,
    member: Counts,
    others: Ints,
) -> int:
    """Draw the partners of n ties, every `stride` from one on, and look at each of them.

    What the look finds, never below 0, is handed back only so that no compiler leaves it out.
    """
    for turn in range(n):
        others[turn] = _draw_other(key, one + stride * turn, block, begin, member)
    seen = 0
    for turn in range(n):
        seen += alter[others[turn]] + first[ego[others[turn]]]
    return seen


@compiled
def sweep_directed(
    key: np.uint64,
    step: int,
    first: Ints,
    ego: Counts,
    alter: Counts,
    block: Counts,
    begin: Ints,
    member: Counts,
) -> int:
    """Let each tie in turn try to change its alter with a tie that is drawn.

    The tie of i to j and that of k to l become i to l and k to j. A try that would tie somebody
    to himself, or twice to one alter, is given up. Each try can be undone by the same draw: so a
    sweep leads as often from one network to another as the same sweep in reverse order back.

    Parameters
    ----------
    key : uint64
    step : int
        1: from the first tie to the last; -1: in reverse order.
    first : int64 [N + 1]
        Where the ties of each ego begin.
    ego, alter : int32 [E]
        `alter` is written.
    block : int32 [E]
        Of B blocks, that of each tie: alters are changed within a block.
    begin, member : int64 [B + 1], int32 [E]
        Lists of the ties of each block, and where each begins.

    Returns
    -------
    int
        Tries that changed something.
    """
    n_ties, n_changed = len(alter), 0
    others = np.empty(_AHEAD, np.int64)
    for start in range(0, n_ties, _AHEAD):
        n = min(_AHEAD, n_ties - start)
        place = start if step > 0 else n_ties - 1 - start
        drawn = _draw_ahead(key, place, step, n, first, ego, alter, block, begin, member, others)
        for turn in range(n):
            one, other = place + step * turn, others[turn]
            if _may_swap(one, other, first, ego, alter):
                alter[one], alter[other] = alter[other], alter[one]
                n_changed += 1
        if drawn < 0:
            break
    return n_changed


@compiled
def sweep_undirected(
    key: np.uint64,
    step: int,
    first: Ints,
    ego: Counts,
    alter: Counts,
    block: Counts,
    begin: Ints,
    member: Counts,
    back: Counts,
    weight: Reals,
) -> int:
    """Do as `sweep_directed`, where each tie is there in both directions, one try for each.

    Parameters
    ----------
    key, step, first, ego, block, begin, member
        As there.
    alter : int32 [E]
        Written.
    back : int32 [E]
        Place of the same tie in the other direction. Written.
    weight : float64 [E]
        Strength of each tie, the same in both directions. Written.
    """
    n_ties, n_changed = len(alter), 0
    odd = 1 if draws.draw(key, n_ties) < 0.5 else 0
    n_tries, stride = n_ties // 2, 2 * step
    others = np.empty(_AHEAD, np.int64)
    for start in range(0, n_tries, _AHEAD):
        n = min(_AHEAD, n_tries - start)
        place = 2 * (start if step > 0 else n_tries - 1 - start) + odd
        drawn = _draw_ahead(key, place, stride, n, first, ego, alter, block, begin, member, others)
        for turn in range(n):
            one, other = place + stride * turn, others[turn]
            if not _may_swap(one, other, first, ego, alter):
                continue
            one_back, other_back = back[one], back[other]
            i, k = ego[one], ego[other]
            alter[one], alter[other] = alter[other], alter[one]
            alter[one_back], alter[other_back] = k, i
            back[one], back[other_back] = other_back, one
            back[other], back[one_back] = one_back, other
            weight[other_back], weight[one_back] = weight[one], weight[other]
            n_changed += 1
        if drawn < 0:
            break
    return n_changed
