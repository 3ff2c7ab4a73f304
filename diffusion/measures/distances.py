"""How near people are by ties: weights that fall with the number of steps between them."""

from typing import TYPE_CHECKING, Any

import numpy as np

from diffusion.errors import InputError, Problem
from diffusion.kernels.walking import UNREACHED, count_near, list_near
from diffusion.measures.tie_lists import TieList, ties_of

if TYPE_CHECKING:
    from scipy.sparse import csr_array

MOST_PAIRS = 50_000_000
"""Pairs of people that are listed at most: 800 MB."""


def inverse_distance(data: Any, *, farthest: int = 6) -> "csr_array":
    """Weigh each pair of people by 1 / the steps from one to the other along ties.

    For `moran`, as netdiffuseR's summary of a diffusion has it, which looks no farther than six
    steps. The strength of ties does not matter.

    Parameters
    ----------
    data
        As `ties_of` takes it.
    farthest
        Steps beyond which a pair weighs 0.

    Returns
    -------
    csr_array [N, N]
        In row i, 1 / steps from i to each j.

    Raises
    ------
    InputError
        If so many pairs are so near that they would not fit into memory.
    """
    from scipy.sparse import csr_array

    listed = TieList.of(ties_of(data))
    n_people = listed.n_people
    n_near = np.zeros(n_people, np.int64)
    room = np.full(n_people, UNREACHED, np.int32), np.zeros(n_people, np.int32)
    count_near(farthest, listed.first, listed.alter, *room, n_near)
    n_pairs = int(n_near.sum())
    if n_pairs > MOST_PAIRS:
        expected = f"at most {MOST_PAIRS:,} pairs of people within {farthest} steps"
        many = f"{n_pairs:,} (fewer steps, as in farthest={max(1, farthest - 1)}, leave fewer)"
        raise InputError(Problem("farthest", "", expected, many))
    begin = np.concatenate([[0], np.cumsum(n_near)])
    near, steps = np.empty(n_pairs, np.int32), np.empty(n_pairs, np.int32)
    list_near(farthest, listed.first, listed.alter, *room, begin, near, steps)
    found = csr_array((1.0 / steps, near, begin), shape=(n_people, n_people))
    found.sort_indices()
    return found
