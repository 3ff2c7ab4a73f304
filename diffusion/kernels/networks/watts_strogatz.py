"""A ring of which some ties are rewired (Watts and Strogatz 1998, Nature 393: 440-442)."""

import math

import numpy as np

from diffusion.kernels import draws
from diffusion.kernels.arrays import Ints
from diffusion.kernels.jit import inner
from diffusion.kernels.networks.ring import ring

_NOBODY = -1


@inner
def watts_strogatz(
    n_artisans: int, degree: int, rewiring: float, run_key: np.uint64, ends: Ints, near: Ints
) -> int:
    """Tie a ring, and rewire some of its ties to anybody.

    `near` is room for the neighbours of each artisan, as chains: how many, the first end of a
    tie that is his (end 2 i + j is end j of tie i), and after each end the next.
    """
    n_ties = ring(n_artisans, degree, ends)
    if degree >= n_artisans - 1:
        return n_ties
    n_near, first, following = near[:n_artisans], near[n_artisans:], near[2 * n_artisans :]
    for ego in range(n_artisans):
        n_near[ego] = 0
        first[ego] = _NOBODY
    for tie in range(n_ties):
        _chain(n_near, first, following, ends[tie, 0], 2 * tie)
        _chain(n_near, first, following, ends[tie, 1], 2 * tie + 1)
    for step in range(1, degree // 2 + 1):
        key = draws.subkey(run_key, draws.NETWORK, 0, step)
        for ego in range(n_artisans):
            if draws.draw(key, ego) >= rewiring or n_near[ego] >= n_artisans - 1:
                continue
            attempt = 0
            other = ego
            while other == ego or _is_near(first, following, ends, ego, other):
                attempt += 1
                again = draws.subkey(run_key, draws.NETWORK, 0, 1000 * attempt + step)
                other = math.floor(n_artisans * draws.draw(again, ego))
            tie = (step - 1) * n_artisans + ego
            _unchain(n_near, first, following, ends[tie, 1], 2 * tie + 1)
            _chain(n_near, first, following, other, 2 * tie + 1)
            ends[tie, 1] = other
    return n_ties


@inner
def _is_near(first: Ints, following: Ints, ends: Ints, ego: int, other: int) -> bool:
    end = first[ego]
    while end != _NOBODY:
        if ends[end // 2, 1 - end % 2] == other:
            return True
        end = following[end]
    return False


@inner
def _chain(n_near: Ints, first: Ints, following: Ints, ego: int, end: int) -> None:
    """Put an end of a tie before the others of an artisan."""
    following[end] = first[ego]
    first[ego] = end
    n_near[ego] += 1


@inner
def _unchain(n_near: Ints, first: Ints, following: Ints, ego: int, end: int) -> None:
    """Take an end of a tie from those of an artisan."""
    n_near[ego] -= 1
    if first[ego] == end:
        first[ego] = following[end]
        return
    before = first[ego]
    while following[before] != end:
        before = following[before]
    following[before] = following[end]
