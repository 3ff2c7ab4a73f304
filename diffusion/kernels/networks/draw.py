"""Networks of many runs, drawn without any generator's state (ODD 5)."""

from typing import NamedTuple

import numpy as np

from diffusion.kernels import draws
from diffusion.kernels.arrays import Counts, Ints, Reals
from diffusion.kernels.jit import compiled, inner
from diffusion.kernels.networks.barabasi_albert import barabasi_albert
from diffusion.kernels.networks.blocks import blocks
from diffusion.kernels.networks.csr import sort_into_rows
from diffusion.kernels.networks.geometric import geometric
from diffusion.kernels.networks.ring import complete, ring
from diffusion.kernels.networks.watts_strogatz import watts_strogatz

RING, WATTS_STROGATZ, BLOCKS, BARABASI_ALBERT, GEOMETRIC, COMPLETE = range(6)


class Network(NamedTuple):
    """A kind of network and its numbers; each kind looks at its own.

    Attributes
    ----------
    kind : int
        One of the six above.
    degree : int
        Ties of an artisan on a ring; ties with which a newcomer comes (Barabasi-Albert).
    within, across : float
        Chance of a tie in a block, and between two; `within` is the chance of rewiring too.
    n_first : int
        Artisans of the first block; the others are the second. One block of all is an
        Erdos-Renyi network.
    squared_radius : float
        Square km; who is as near as that is tied (geometric).
    """

    kind: int
    degree: int = 0
    within: float = 0.0
    across: float = 0.0
    n_first: int = 0
    squared_radius: float = 0.0


@compiled
def draw_networks(
    network: Network,
    random_seed: int,
    first_replicate: int,
    first_run: int,
    x_km: Reals,
    y_km: Reals,
    ends: Ints,
    near: Ints,
    mixed: Counts,
    place: Ints,
    start: Ints,
    alter: Counts,
) -> int:
    """Draw the ties of some runs, one run after the other, for as long as there is room.

    Parameters
    ----------
    network : Network
    random_seed, first_replicate : int
        Run r has the luck of replicate `first_replicate + r`.
    first_run : int
        Run to begin with; those before it have been drawn.
    x_km, y_km : float64 [R, N]
        Where the artisans live; looked at by geometric networks only.
    ends : int64 [ties, 2]
        Room for the ties of one run.
    near, mixed, place : int64 [2 N + 2 ties], int32 [2 ties], int64 [N]
        Room for the same.
    start : int64 [R, N + 1]
        Written: the alters of `ego` stand from `start[r, ego]` up to `start[r, ego + 1]`.
    alter : int32 [two for each tie of all runs, or longer]
        Written: alters, ascending for each ego.

    Returns
    -------
    int
        R; or the run that had more ties than there was room for, from which to go on with more.
    """
    n_runs, n_artisans = start.shape[0], start.shape[1] - 1
    if first_run == 0:
        start[0, 0] = 0
    for run in range(first_run, n_runs):
        run_key = draws.make_key(random_seed, first_replicate + run)
        n_ties = _tie(network, n_artisans, run_key, x_km, y_km, run, ends, near)
        n_entries = start[run, 0] + 2 * n_ties
        if n_ties > ends.shape[0] or n_entries > alter.size:
            return run
        sort_into_rows(ends, n_ties, mixed, place, start[run], alter)
        if run + 1 < n_runs:
            start[run + 1, 0] = n_entries
    return n_runs


@compiled
def likely_ties(network: Network, n_artisans: int) -> int:
    """Ties for which room is made: as many as there are, or a guess where luck decides."""
    all_pairs = n_artisans * (n_artisans - 1) // 2
    if network.kind == RING or network.kind == WATTS_STROGATZ:
        return min(all_pairs, n_artisans * network.degree // 2)
    if network.kind == BARABASI_ALBERT:
        return min(all_pairs, n_artisans * network.degree)
    return all_pairs if network.kind == COMPLETE else min(all_pairs, 4 * n_artisans)


@inner
def _tie(
    network: Network,
    n_artisans: int,
    run_key: np.uint64,
    x_km: Reals,
    y_km: Reals,
    run: int,
    ends: Ints,
    near: Ints,
) -> int:
    """Write the two ends of each tie of one run into `ends` [room, 2]; return how many there are.

    Where there are more than `ends` has room for, the others are only counted.
    """
    kind, degree = network.kind, network.degree
    if kind == RING:
        return ring(n_artisans, degree, ends)
    if kind == WATTS_STROGATZ:
        return watts_strogatz(n_artisans, degree, network.within, run_key, ends, near)
    if kind == BLOCKS:
        return blocks(n_artisans, network.n_first, network.within, network.across, run_key, ends)
    if kind == BARABASI_ALBERT:
        return barabasi_albert(n_artisans, degree, run_key, ends)
    if kind == GEOMETRIC:
        return geometric(x_km[run], y_km[run], network.squared_radius, ends)
    return complete(n_artisans, ends)
