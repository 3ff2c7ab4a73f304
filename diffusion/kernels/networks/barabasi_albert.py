"""Newcomers tie themselves to those with many ties (Barabasi and Albert 1999, Science 286)."""

import math

import numpy as np

from diffusion.kernels import draws
from diffusion.kernels.arrays import Ints
from diffusion.kernels.jit import inner
from diffusion.kernels.networks.ring import complete, note


@inner
def barabasi_albert(n_artisans: int, n_new: int, run_key: np.uint64, ends: Ints) -> int:
    """Tie each newcomer to `n_new` others, likelier to those with many ties."""
    if n_artisans <= n_new + 1:
        return complete(n_artisans, ends)
    n_ties = complete(n_new + 1, ends)
    for newcomer in range(n_new + 1, n_artisans):
        n_before = n_ties
        attempt = 0
        while n_ties < n_before + n_new:
            key = draws.subkey(run_key, draws.NETWORK, 0, attempt)
            end = math.floor(2 * n_before * draws.draw(key, newcomer))
            target = ends[end // 2, end % 2]
            attempt += 1
            is_new = True
            for earlier in range(n_before, n_ties):
                if ends[earlier, 1] == target:
                    is_new = False
            if is_new:
                n_ties = note(ends, n_ties, newcomer, target)
    return n_ties
