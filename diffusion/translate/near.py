"""Households within sight of each other, worked out once for a run, as nobody moves (ODD 7.2)."""

from typing import NamedTuple

import numpy as np

from diffusion.errors import InputError, Problem
from diffusion.kernels import networks
from diffusion.kernels.arrays import Reals
from diffusion.kernels.parameters import Parameters
from diffusion.kernels.state import Near

MOST_PAIRS = 20_000_000
"""Pairs that one run may have: 16 bytes each, 320 MB."""


class Sight(NamedTuple):
    """How far one sees, and what it counts for; lengths are km."""

    radius: float
    length: float
    weight: float


def sight_of(parameters: Parameters) -> Sight | None:
    """Find how far households see each other; None where it has no effect."""
    if not (parameters.proximity_weight > 0 or parameters.proximity_contact > 0):
        return None
    return Sight(
        float(parameters.proximity_radius_km),
        float(parameters.proximity_length_km),
        float(parameters.proximity_weight),
    )


def near_of(parameters: Parameters, x_km: Reals, y_km: Reals) -> Near:
    """List who lives near whom in some runs, in 8 bytes for each entry, two entries for a pair.

    Places are swept in the order of the longer side, so that who is far apart along it is never
    compared: work grows with the artisans times those in a strip of the radius, not with all pairs.

    Parameters
    ----------
    parameters
    x_km, y_km : float64 [R, N]

    Raises
    ------
    InputError
        If a run has more pairs than there is room for.
    """
    sight = sight_of(parameters)
    if sight is None:
        return nobody_near(0)
    along, across = (x_km, y_km) if np.ptp(x_km) >= np.ptp(y_km) else (y_km, x_km)
    along, across = (np.ascontiguousarray(axis, np.float64) for axis in (along, across))
    order = np.argsort(along, axis=1, kind="stable")
    n_runs, n_artisans = along.shape
    start = np.empty((n_runs, n_artisans + 1), np.int64)
    where = along, across, order, sight.radius, sight.length
    n_entries = networks.count_near(*where, MOST_PAIRS, start)
    if n_entries < 0:
        expected = (
            f"at most {MOST_PAIRS:,} pairs of households within sight of each other (a smaller "
            "radius, fewer artisans, or the module proximity off)"
        )
        found = f"more: {n_artisans:,} artisans and {sight.radius:g} km"
        raise InputError(Problem("parameters", "awareness.proximity_radius_km", expected, found))
    near = Near(
        start.astype(np.uint32),
        np.empty(n_entries, np.uint32),
        np.empty(n_entries, np.int32),
        np.empty((n_runs, n_artisans), np.int64),
    )
    place, rank_of = np.empty((2, n_artisans), np.int64)
    networks.list_near(*where, sight.weight, place, rank_of, *near)
    return near


def nobody_near(n_artisans: int) -> Near:
    """Say that nobody lives near anybody: one row for all runs, empty for no artisans."""
    none = np.zeros(0, np.uint32)
    start = np.zeros((1, n_artisans + 1 if n_artisans else 0), np.uint32)
    return Near(start, none, none.view(np.int32), np.zeros((1, n_artisans), np.int64))
