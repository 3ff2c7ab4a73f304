"""The band of single histories: between which ends most of them lie."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from diffusion.util.ranks import fraction_of, rank_of

BAND = 0.90
"""Share of single histories that a band holds."""


def band(values: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Find the low and the high end between which at least 90 % of the runs lie.

    Parameters
    ----------
    values : int64 or float64 [R, ...]
        One row for each run; the ends are values that occur, of the same kind.
    """
    low, _, _ = rank_of((1 - fraction_of(BAND)) / 2, len(values))
    high = len(values) - 1 - low
    in_order = np.partition(values, (low, high), axis=0)
    return in_order[low], in_order[high]
