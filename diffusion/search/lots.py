"""Lots of a search: which values a programme is drawn with, and which half it belongs to."""

import numpy as np

from diffusion.kernels.draws import SEARCH, draw, make_key, subkey

HALVES, VALUES = 0, 1
"""What a lot is for."""


def lot(random_seed: int, number: int, *, what: int, count: int, of: int) -> float:
    """Draw a number from 0 up to 1 for one thing, by the number of the search and a count."""
    run_key = np.uint64(make_key(random_seed, number))
    key = np.uint64(subkey(run_key, SEARCH, count, what))
    return float(draw(key, of))
