"""Points of the space: spread evenly, or drawn, each by a key of its own."""

import numpy as np
from numpy.typing import NDArray

from diffusion.kernels.draws import CALIBRATION, fill_draws

type Reals = NDArray[np.float64]

SPREAD, JITTER, DRAWN, NORMAL, STEP, PICK, ACCEPT = range(7)
"""What draws are for."""


def drawn(n_points: int, n_axes: int, *, seed: int, what: int, number: int = 0) -> Reals:
    """Draw numbers from 0 up to 1 [points, axes]; `number` tells draws of the same kind apart."""
    table = np.empty((n_points, n_axes))
    axes = np.arange(n_axes, dtype=np.int64)
    fill_draws(seed, 0, CALIBRATION, 1_000 * number + what, axes, table)
    return table


def hypercube(n_points: int, n_axes: int, *, seed: int, number: int = 0) -> Reals:
    """Spread points evenly: on each axis one lies in each of `n_points` equal parts.

    A Latin hypercube (McKay, Beckman and Conover 1979); `number` tells several apart.
    """
    order = np.argsort(
        drawn(n_points, n_axes, seed=seed, what=SPREAD, number=number), axis=0, kind="stable"
    )
    place = np.empty_like(order)
    np.put_along_axis(place, order, np.arange(n_points)[:, None], axis=0)
    within = drawn(n_points, n_axes, seed=seed, what=JITTER, number=number)
    return (place + within) / n_points
