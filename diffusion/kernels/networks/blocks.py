"""Two blocks, denser within than across; one block is an Erdos-Renyi network (Gilbert 1959)."""

import numpy as np

from diffusion.kernels import draws
from diffusion.kernels.arrays import Ints
from diffusion.kernels.elementary import log
from diffusion.kernels.jit import inner
from diffusion.kernels.networks.ring import note

_BLOCK_STRIDE = 1_048_576
"""Extra keys kept for each block of a block network."""


@inner
def blocks(
    n_artisans: int, n_first: int, within: float, across: float, run_key: np.uint64, ends: Ints
) -> int:
    """Tie each pair with a chance: `within` a block, `across` two.

    Skips from tie to tie, so the work grows with the ties, not the pairs.
    """
    n_ties = 0
    for ego in range(n_artisans):
        for block in range(2):
            first, past = (0, n_first) if block == 0 else (n_first, n_artisans)
            share = within if first <= ego < past else across
            if 1.0 - share == 1.0:  # no chance, or one that is lost in rounding
                continue
            alter = max(ego, first - 1)
            attempt = 0
            while alter < past:
                skip = 0.0
                if share < 1.0:
                    key = draws.subkey(run_key, draws.NETWORK, 0, _BLOCK_STRIDE * block + attempt)
                    u = draws.draw(key, ego)
                    skip = np.floor(log(1.0 - u) / log(1.0 - share))
                attempt += 1
                if skip >= past - alter - 1:
                    break
                alter += 1 + int(skip)
                n_ties = note(ends, n_ties, ego, alter)
    return n_ties
