"""Values below which a part of a weight lies."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

type Reals = NDArray[np.float64]


def weighted_quantiles(values: Reals, weight: Reals, shares: Sequence[float]) -> Reals:
    """Find values below which such shares of the weight lie [shares].

    Half of the weight of a value lies below it; between two values it goes in a straight line.

    Parameters
    ----------
    values, weight : float64 [M]
        At least one; weights above 0.
    shares
        From 0 to 1.
    """
    order = np.argsort(values, kind="stable")
    reached = (np.cumsum(weight[order]) - weight[order] / 2) / weight.sum()
    return np.asarray(np.interp(shares, reached, values[order]))
