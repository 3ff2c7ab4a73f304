"""Draws who is tied to whom, tie by tie, without any generator's state (ODD 5)."""

import math

import numpy as np

from diffusion.kernels import draws
from diffusion.kernels.flags import compiled, compiled_maker
from diffusion.kernels.state import Counts, Ints, Reals

_BLOCK_STRIDE = 1_048_576
"""Extra keys kept for each block of a block network."""


@compiled_maker
def ring(n_artisans: int, degree: int) -> Ints:
    """Tie each artisan to the `degree` nearest on a ring; all to all if there are too few.

    Returns
    -------
    int64 [n_ties, 2]
        The two ends of each tie; the ties of step d = 1 .. degree / 2 follow each other.
    """
    if degree >= n_artisans - 1:
        return complete(n_artisans)
    ends = np.empty((n_artisans * (degree // 2), 2), np.int64)
    for step in range(1, degree // 2 + 1):
        for ego in range(n_artisans):
            tie = (step - 1) * n_artisans + ego
            ends[tie, 0] = ego
            ends[tie, 1] = (ego + step) % n_artisans
    return ends


@compiled_maker
def watts_strogatz(n_artisans: int, degree: int, rewiring: float, luck: np.uint64) -> Ints:
    """Draw a ring of which some ties are rewired to anybody; ends as in `ring`."""
    ends = ring(n_artisans, degree)
    if degree >= n_artisans - 1:
        return ends
    near = np.empty((n_artisans, 2 * degree + 16), np.int64)
    n_near = np.zeros(n_artisans, np.int64)
    for tie in range(ends.shape[0]):
        near = _add(near, n_near, ends[tie, 0], ends[tie, 1])
        near = _add(near, n_near, ends[tie, 1], ends[tie, 0])
    for tie in range(ends.shape[0]):
        ego, alter = ends[tie, 0], ends[tie, 1]
        step = tie // n_artisans + 1
        key = draws.stream(luck, draws.NETWORK, 0, step)
        if draws.draw(key, ego) >= rewiring or n_near[ego] >= n_artisans - 1:
            continue
        attempt = 0
        other = ego
        while other == ego or _is_near(near, n_near, ego, other):
            attempt += 1
            key = draws.stream(luck, draws.NETWORK, 0, 1000 * attempt + step)
            other = math.floor(n_artisans * draws.draw(key, ego))
        _remove(near, n_near, ego, alter)
        _remove(near, n_near, alter, ego)
        near = _add(near, n_near, ego, other)
        near = _add(near, n_near, other, ego)
        ends[tie, 1] = other
    return ends


@compiled
def _is_near(near: Ints, n_near: Ints, ego: int, alter: int) -> bool:
    for place in range(n_near[ego]):
        if near[ego, place] == alter:
            return True
    return False


@compiled
def _remove(near: Ints, n_near: Ints, ego: int, alter: int) -> None:
    for place in range(n_near[ego]):
        if near[ego, place] == alter:
            n_near[ego] -= 1
            near[ego, place] = near[ego, n_near[ego]]
            return


@compiled_maker
def _add(near: Ints, n_near: Ints, ego: int, alter: int) -> Ints:
    """Note a tie in the table of neighbours; return the table, wider if it was full."""
    if n_near[ego] == near.shape[1]:
        wider = np.empty((near.shape[0], 2 * near.shape[1]), np.int64)
        wider[:, : near.shape[1]] = near
        near = wider
    near[ego, n_near[ego]] = alter
    n_near[ego] += 1
    return near


@compiled_maker
def complete(n_artisans: int) -> Ints:
    """Tie all to all; ends as in `ring`."""
    ends = np.empty((n_artisans * (n_artisans - 1) // 2, 2), np.int64)
    tie = 0
    for ego in range(n_artisans):
        for alter in range(ego + 1, n_artisans):
            ends[tie, 0] = ego
            ends[tie, 1] = alter
            tie += 1
    return ends


@compiled_maker
def blocks(n_artisans: int, sizes: Ints, within: float, across: float, luck: np.uint64) -> Ints:
    """Tie each pair with a chance: `within` a block, `across` two; ends as in `ring`.

    `sizes` are the numbers of artisans of the blocks, which follow each other. One block is an
    Erdos-Renyi network. Skips from tie to tie, so the work grows with the ties, not the pairs.
    """
    ends = [(np.int64(0), np.int64(0)) for _ in range(0)]
    own = 0
    own_end = sizes[0]
    for ego in range(n_artisans):
        if ego >= own_end:
            own += 1
            own_end += sizes[own]
        first = 0
        for block in range(sizes.size):
            share = within if block == own else across
            if 1.0 - share == 1.0:  # no chance, or one that is lost in rounding
                share = 0.0
            past = first + sizes[block]
            alter = max(ego, first - 1)
            attempt = 0
            while share > 0.0 and alter < past:
                skip = 0.0
                if share < 1.0:
                    key = draws.stream(luck, draws.NETWORK, 0, _BLOCK_STRIDE * block + attempt)
                    u = draws.draw(key, ego)
                    skip = np.floor(math.log(1.0 - u) / math.log(1.0 - share))
                attempt += 1
                if skip >= past - alter - 1:
                    break
                alter += 1 + int(skip)
                ends.append((np.int64(ego), np.int64(alter)))
            first = past
    return _as_array(ends)


@compiled_maker
def barabasi_albert(n_artisans: int, n_new: int, luck: np.uint64) -> Ints:
    """Tie each newcomer to `n_new` others, likelier to those with many ties; as in `ring`."""
    if n_artisans <= n_new + 1:
        return complete(n_artisans)
    core = complete(n_new + 1)
    n_ties = core.shape[0] + (n_artisans - n_new - 1) * n_new
    ends = np.empty((n_ties, 2), np.int64)
    ends[: core.shape[0]] = core
    listed = ends.reshape(2 * n_ties)
    tie = core.shape[0]
    for newcomer in range(n_new + 1, n_artisans):
        n_listed = 2 * tie
        first = tie
        attempt = 0
        while tie < first + n_new:
            key = draws.stream(luck, draws.NETWORK, 0, attempt)
            target = listed[math.floor(n_listed * draws.draw(key, newcomer))]
            attempt += 1
            is_new = True
            for earlier in range(first, tie):
                if ends[earlier, 1] == target:
                    is_new = False
            if is_new:
                ends[tie, 0] = newcomer
                ends[tie, 1] = target
                tie += 1
    return ends


@compiled_maker
def geometric(x: Reals, y: Reals, squared_radius: float) -> Ints:
    """Tie those within a radius of each other; ends as in `ring`."""
    ends = [(np.int64(0), np.int64(0)) for _ in range(0)]
    for ego in range(x.size):
        for alter in range(ego + 1, x.size):
            east = x[ego] - x[alter]
            north = y[ego] - y[alter]
            if east * east + north * north <= squared_radius:
                ends.append((np.int64(ego), np.int64(alter)))
    return _as_array(ends)


@compiled_maker
def _as_array(pairs: list[tuple[np.int64, np.int64]]) -> Ints:
    ends = np.empty((len(pairs), 2), np.int64)
    for tie in range(len(pairs)):
        ends[tie, 0] = pairs[tie][0]
        ends[tie, 1] = pairs[tie][1]
    return ends


@compiled_maker
def rows_of(n_artisans: int, ends: Ints) -> tuple[Ints, Counts, Ints]:
    """Sort ties into rows: the row of each ego lists its alters, ascending.

    Returns
    -------
    start : int64 [N + 1]
    alter : int32 [2 n_ties]
    tie : int64 [2 n_ties]
        Which row of `ends` each entry comes from.
    """
    n_ties = ends.shape[0]
    start = np.zeros(n_artisans + 1, np.int64)
    for tie in range(n_ties):
        start[ends[tie, 0] + 1] += 1
        start[ends[tie, 1] + 1] += 1
    for ego in range(n_artisans):
        start[ego + 1] += start[ego]
    # Filling alter by alter, in two passes over a first arrangement, leaves each row sorted.
    alter = np.empty(2 * n_ties, np.int32)
    source = np.empty(2 * n_ties, np.int64)
    place = start[:-1].copy()
    for tie in range(n_ties):
        for end in range(2):
            ego = ends[tie, end]
            alter[place[ego]] = ends[tie, 1 - end]
            source[place[ego]] = tie
            place[ego] += 1
    sorted_alter = np.empty_like(alter)
    sorted_source = np.empty_like(source)
    place = start[:-1].copy()
    for ego in range(n_artisans):
        for entry in range(start[ego], start[ego + 1]):
            other = alter[entry]
            sorted_alter[place[other]] = ego
            sorted_source[place[other]] = source[entry]
            place[other] += 1
    return start, sorted_alter, sorted_source


@compiled
def draw_strengths(
    ends: Ints, values: Reals, shares: Reals, luck: np.uint64, strength: Reals
) -> None:
    """Write the drawn strength of each tie: `values[i]` with the chance `shares[i]`."""
    for tie in range(ends.shape[0]):
        low = min(ends[tie, 0], ends[tie, 1])
        high = max(ends[tie, 0], ends[tie, 1])
        u = draws.draw(draws.stream(luck, draws.TIE_STRENGTH, 0, high), low)
        choice = 0
        bound = shares[0]
        while u >= bound and choice < values.size - 1:
            choice += 1
            bound += shares[choice]
        strength[tie] = values[choice]
