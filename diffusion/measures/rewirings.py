"""Draws networks in which everybody has as many ties as before, in a chain one after the other."""

import math
from collections.abc import Iterator
from copy import copy
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diffusion.kernels import draws
from diffusion.kernels.rewiring import sweep_directed, sweep_undirected
from diffusion.measures.tie_lists import TieList, ties_of

if TYPE_CHECKING:
    from scipy.sparse import csr_array

N_SWEEPS = 1
"""Times that each tie in turn tries to change its alter, from one network to the next."""

_FORWARD, _BACK = 1, -1


def rewired(
    ties: Any,
    n_rewired: int,
    *,
    n_sweeps: int = N_SWEEPS,
    random_seed: int = 1,
    within: ArrayLike | None = None,
) -> Iterator["csr_array"]:
    """Rewire a network many times; each of the networks follows from the one before.

    Parameters
    ----------
    ties
        As `ties_of` takes them.
    n_rewired, n_sweeps, random_seed
        As in `struct_test`.
    within
        Group of each person [N]: ties within a group, and those between two, stay there.

    Yields
    ------
    csr_array [N, N]
    """
    if not n_rewired:
        return
    begin = _key(random_seed, 0, 0)
    start = ties_of(ties)
    start.sort_indices()
    group = None if within is None else np.unique(np.asarray(within), return_inverse=True)[1]
    whole = _Chain(start, group)
    n_before = math.floor((n_rewired + 1) * draws.draw(begin, 0))
    for direction, n in ((_BACK, n_before), (_FORWARD, n_rewired - n_before)):
        chain = whole.copy()
        for step in range(n):
            for sweep in range(n_sweeps):
                extra = 1 if direction == _FORWARD else 2
                chain.sweep(_key(random_seed, step * n_sweeps + sweep, extra), direction)
            yield chain.matrix()


def _key(random_seed: int, sweep: int, extra: int) -> np.uint64:
    run_key = np.uint64(draws.make_key(random_seed, sweep))
    return np.uint64(draws.subkey(run_key, draws.REWIRING, 0, extra))


class _Chain:
    """A network whose ties change their alters.

    Where each tie is there in both directions alike, they stay so.
    """

    def __init__(self, ties: "csr_array", within: NDArray[np.int64] | None = None) -> None:
        listed = TieList.of(ties)
        self.first, self.ego = listed.first, listed.ego
        self.alter, self.weight = listed.alter.copy(), listed.weight.copy()
        self.is_directed = (abs(ties - ties.T)).nnz > 0
        block = np.zeros(len(self.alter), np.int64)
        if within is not None:
            block = within[self.ego] * (int(within.max(initial=0)) + 1) + within[self.alter]
        found, block = np.unique(block, return_inverse=True)
        self.block = block.astype(np.int32)
        self.member = np.argsort(block, kind="stable").astype(np.int32)
        n_of = np.bincount(block, minlength=len(found))
        self.begin = np.concatenate([[0], np.cumsum(n_of)]).astype(np.int64)
        # Row by row in the order of columns, so that of the transpose is that of its partners.
        self.back = np.empty(0, np.int32)
        if not self.is_directed:
            self.back = np.lexsort((self.ego, self.alter)).astype(np.int32)

    def sweep(self, key: np.uint64, direction: int) -> None:
        """Let each tie try to change its alter."""
        ties = self.first, self.ego, self.alter, self.block, self.begin, self.member
        if self.is_directed:
            sweep_directed(key, direction, *ties)
        else:
            sweep_undirected(key, direction, *ties, self.back, self.weight)

    def copy(self) -> "_Chain":
        """Begin another chain at the network as it is now."""
        other = copy(self)
        other.alter, other.weight, other.back = (
            self.alter.copy(),
            self.weight.copy(),
            self.back.copy(),
        )
        return other

    def matrix(self) -> "csr_array":
        """Give the network as it is now."""
        return TieList(self.first, self.alter.copy(), self.weight.copy()).matrix()
