"""Draws who is tied to whom, run by run, without any generator's state (ODD 5)."""

import math
from typing import NamedTuple

import numpy as np

from diffusion.kernels import draws
from diffusion.kernels.arrays import Counts, Ints, Reals, Rows
from diffusion.kernels.jit import compiled, inner

RING, WATTS_STROGATZ, BLOCKS, BARABASI_ALBERT, GEOMETRIC, COMPLETE = range(6)

_BLOCK_STRIDE = 1_048_576
"""Extra keys kept for each block of a block network."""

_NOBODY = -1


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
        _sort_into_rows(ends, n_ties, mixed, place, start[run], alter)
        if run + 1 < n_runs:
            start[run + 1, 0] = n_entries
    return n_runs


@compiled
def list_rows(
    pairs: Ints, given: Reals, place: Ints, start: Ints, alter: Counts, strength: Reals
) -> None:
    """Write each tie into the rows of both its ends; every row ascends.

    Parameters
    ----------
    pairs : int64 [n_ties, 2]
        Rows of two artisans, the lower first; in ascending order, each pair once.
    given : float64 [n_ties] or [0]
        Strengths of the ties, if they are known.
    place : int64 [N]
        Scratch.
    start : int64 [N + 1]
        Written: the row of `ego` is `alter[start[ego]:start[ego + 1]]`.
    alter : int32 [2 n_ties]
        Written: who stands there.
    strength : float64 [2 n_ties]
        Written, if they are known: how strong the tie is.
    """
    for ego in range(start.size):
        start[ego] = 0
    for number in range(pairs.shape[0]):
        start[pairs[number, 0] + 1] += 1
        start[pairs[number, 1] + 1] += 1
    for ego in range(place.size):
        start[ego + 1] += start[ego]
        place[ego] = start[ego]
    # First the lower alters of everybody, then the higher ones: both come in ascending order.
    for end in range(1, -1, -1):
        for number in range(pairs.shape[0]):
            ego = pairs[number, end]
            alter[place[ego]] = pairs[number, 1 - end]
            if given.size > 0:
                strength[place[ego]] = given[number]
            place[ego] += 1


@compiled
def draw_strengths(
    start: Ints,
    alter: Counts,
    values: Reals,
    shares: Reals,
    random_seed: int,
    first_replicate: int,
    place: Ints,
    strength: Reals,
) -> None:
    """Draw the strength of each tie of some runs: `values[i]` with the chance `shares[i]`.

    Parameters
    ----------
    start, alter : int64 [R, N + 1], int32 [two for each tie of all runs]
        As `draw_networks` leaves them.
    values, shares : float64
        Strengths, and how often each is drawn.
    random_seed, first_replicate : int
        Run r has the luck of replicate `first_replicate + r`.
    place : int64 [N]
        Room.
    strength : float64 [two for each tie of all runs]
        Written, the same in both directions.
    """
    n_artisans = start.shape[1] - 1
    for run in range(start.shape[0]):
        run_key = draws.make_key(random_seed, first_replicate + run)
        # A tie is drawn where the higher of its ends lists the lower. The lower lists those
        # above it in the order in which they come here: `place` is where it stands.
        for high in range(n_artisans):
            key = draws.subkey(run_key, draws.TIE_STRENGTH, 0, high)
            entry = start[run, high]
            while entry < start[run, high + 1] and alter[entry] < high:
                low = alter[entry]
                u = draws.draw(key, low)
                choice = 0
                bound = shares[0]
                while u >= bound and choice < values.size - 1:
                    choice += 1
                    bound += shares[choice]
                strength[entry] = values[choice]
                strength[place[low]] = values[choice]
                place[low] += 1
                entry += 1
            place[high] = entry


@compiled
def add_up(start: Rows, strength: Reals, total: Reals) -> None:
    """Write the sum of the strengths of each ego's ties, in their order, to `total` [N].

    `start` and `strength` are those of one run; see `Ties`.
    """
    for ego in range(total.size):
        total[ego] = 0.0
        for tie in range(start[ego], start[ego + 1]):
            total[ego] += strength[tie]


@compiled
def add_up_all(start: Rows, strength: Reals, total: Reals) -> None:
    """Do as `add_up` for all runs: `start` is [R, N + 1], `total` [R, N]."""
    for run in range(start.shape[0]):
        add_up(start[run], strength, total[run])


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
        return _ring(n_artisans, degree, ends)
    if kind == WATTS_STROGATZ:
        return _watts_strogatz(n_artisans, degree, network.within, run_key, ends, near)
    if kind == BLOCKS:
        return _blocks(n_artisans, network.n_first, network.within, network.across, run_key, ends)
    if kind == BARABASI_ALBERT:
        return _barabasi_albert(n_artisans, degree, run_key, ends)
    if kind == GEOMETRIC:
        return _geometric(x_km[run], y_km[run], network.squared_radius, ends)
    return _complete(n_artisans, ends)


@inner
def _ring(n_artisans: int, degree: int, ends: Ints) -> int:
    """Tie each artisan to the `degree` nearest on a ring; all to all if there are too few.

    The ties of step d = 1 .. degree / 2 follow each other.
    """
    if degree >= n_artisans - 1:
        return _complete(n_artisans, ends)
    n_ties = 0
    for step in range(1, degree // 2 + 1):
        for ego in range(n_artisans):
            n_ties = _note(ends, n_ties, ego, (ego + step) % n_artisans)
    return n_ties


@inner
def _complete(n_artisans: int, ends: Ints) -> int:
    """Tie all to all."""
    n_ties = 0
    for ego in range(n_artisans):
        for alter in range(ego + 1, n_artisans):
            n_ties = _note(ends, n_ties, ego, alter)
    return n_ties


@inner
def _note(ends: Ints, n_ties: int, ego: int, alter: int) -> int:
    """Write the ends of one more tie, where there is room; return the number of ties with it."""
    if n_ties < ends.shape[0]:
        ends[n_ties, 0] = ego
        ends[n_ties, 1] = alter
    return n_ties + 1


@inner
def _watts_strogatz(
    n_artisans: int, degree: int, rewiring: float, run_key: np.uint64, ends: Ints, near: Ints
) -> int:
    """Tie a ring, and rewire some of its ties to anybody.

    `near` is room for the neighbours of each artisan, as chains: how many, the first end of a
    tie that is his (end 2 i + j is end j of tie i), and after each end the next.
    """
    n_ties = _ring(n_artisans, degree, ends)
    if degree >= n_artisans - 1:
        return n_ties
    n_near, first, following = near[:n_artisans], near[n_artisans:], near[2 * n_artisans :]
    for ego in range(n_artisans):
        n_near[ego] = 0
        first[ego] = _NOBODY
    for tie in range(n_ties):
        _chain(n_near, first, following, ends[tie, 0], 2 * tie)
        _chain(n_near, first, following, ends[tie, 1], 2 * tie + 1)
    for step in range(1, degree // 2 + 1):
        key = draws.subkey(run_key, draws.NETWORK, 0, step)
        for ego in range(n_artisans):
            if draws.draw(key, ego) >= rewiring or n_near[ego] >= n_artisans - 1:
                continue
            attempt = 0
            other = ego
            while other == ego or _is_near(first, following, ends, ego, other):
                attempt += 1
                again = draws.subkey(run_key, draws.NETWORK, 0, 1000 * attempt + step)
                other = math.floor(n_artisans * draws.draw(again, ego))
            tie = (step - 1) * n_artisans + ego
            _unchain(n_near, first, following, ends[tie, 1], 2 * tie + 1)
            _chain(n_near, first, following, other, 2 * tie + 1)
            ends[tie, 1] = other
    return n_ties


@inner
def _is_near(first: Ints, following: Ints, ends: Ints, ego: int, other: int) -> bool:
    end = first[ego]
    while end != _NOBODY:
        if ends[end // 2, 1 - end % 2] == other:
            return True
        end = following[end]
    return False


@inner
def _chain(n_near: Ints, first: Ints, following: Ints, ego: int, end: int) -> None:
    """Put an end of a tie before the others of an artisan."""
    following[end] = first[ego]
    first[ego] = end
    n_near[ego] += 1


@inner
def _unchain(n_near: Ints, first: Ints, following: Ints, ego: int, end: int) -> None:
    """Take an end of a tie from those of an artisan."""
    n_near[ego] -= 1
    if first[ego] == end:
        first[ego] = following[end]
        return
    before = first[ego]
    while following[before] != end:
        before = following[before]
    following[before] = following[end]


@inner
def _blocks(
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
                    skip = np.floor(math.log(1.0 - u) / math.log(1.0 - share))
                attempt += 1
                if skip >= past - alter - 1:
                    break
                alter += 1 + int(skip)
                n_ties = _note(ends, n_ties, ego, alter)
    return n_ties


@inner
def _barabasi_albert(n_artisans: int, n_new: int, run_key: np.uint64, ends: Ints) -> int:
    """Tie each newcomer to `n_new` others, likelier to those with many ties."""
    if n_artisans <= n_new + 1:
        return _complete(n_artisans, ends)
    n_ties = _complete(n_new + 1, ends)
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
                n_ties = _note(ends, n_ties, newcomer, target)
    return n_ties


@inner
def _geometric(x: Reals, y: Reals, squared_radius: float, ends: Ints) -> int:
    """Tie those within a radius of each other."""
    n_ties = 0
    for ego in range(x.size):
        for alter in range(ego + 1, x.size):
            east = x[ego] - x[alter]
            north = y[ego] - y[alter]
            if east * east + north * north <= squared_radius:
                n_ties = _note(ends, n_ties, ego, alter)
    return n_ties


@inner
def _sort_into_rows(
    ends: Ints, n_ties: int, mixed: Counts, place: Ints, start: Ints, alter: Counts
) -> None:
    """Sort the ties of one run into rows, from `alter[start[0]]` on: each row ascends.

    `mixed` and `place` are room. Filling alter by alter, in two passes over a first
    arrangement, leaves each row sorted.
    """
    n_artisans, n_before = place.size, start[0]
    for ego in range(n_artisans):
        start[ego + 1] = 0
    for tie in range(n_ties):
        start[ends[tie, 0] + 1] += 1
        start[ends[tie, 1] + 1] += 1
    for ego in range(n_artisans):
        place[ego] = start[ego] - n_before
        start[ego + 1] += start[ego]
    for tie in range(n_ties):
        for end in range(2):
            ego = ends[tie, end]
            mixed[place[ego]] = ends[tie, 1 - end]
            place[ego] += 1
    for ego in range(n_artisans):
        place[ego] = start[ego]
    for ego in range(n_artisans):
        for entry in range(start[ego], start[ego + 1]):
            other = mixed[entry - n_before]
            alter[place[other]] = ego
            place[other] += 1
