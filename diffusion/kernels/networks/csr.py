"""Ties as rows: the alters of each artisan, ascending (compressed sparse rows)."""

from diffusion.kernels import draws
from diffusion.kernels.arrays import Counts, Ints, Reals, Rows
from diffusion.kernels.jit import compiled, inner

_NOBODY = -1


@compiled
def draw_strengths(
    start: Ints,
    alter: Counts,
    values: Counts,
    shares: Reals,
    random_seed: int,
    first_replicate: int,
    identity: Ints,
    place: Ints,
    strength: Counts,
) -> None:
    """Draw the strength of each tie of some runs: `values[i]` with the chance `shares[i]`.

    Parameters
    ----------
    start, alter : int64 [R, N + 1], int32 [two for each tie of all runs]
        As `draw_networks` leaves them.
    values, shares : int32, float64
        Strengths, in billionths, and how often each is drawn.
    random_seed, first_replicate : int
        Run r has the luck of replicate `first_replicate + r`.
    identity : int64 [N]
        Number by which draws know each artisan: a tie's strength hangs on who the two are.
    place : int64 [N]
        Room.
    strength : int32 [two for each tie of all runs]
        Written, the same in both directions.
    """
    n_artisans = start.shape[1] - 1
    for run in range(start.shape[0]):
        run_key = draws.make_key(random_seed, first_replicate + run)
        # A tie is drawn where the higher of its ends lists the lower. The lower lists those
        # above it in the order in which they come here: `place` is where it stands.
        for high in range(n_artisans):
            own = draws.subkey(run_key, draws.TIE_STRENGTH, 0, identity[high])
            entry = start[run, high]
            while entry < start[run, high + 1] and alter[entry] < high:
                low = alter[entry]
                if identity[low] < identity[high]:
                    u = draws.draw(own, identity[low])
                else:
                    key = draws.subkey(run_key, draws.TIE_STRENGTH, 0, identity[low])
                    u = draws.draw(key, identity[high])
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


@inner
def add_up(start: Rows, strength: Counts, total: Ints) -> None:
    """Write the sum of the strengths of each ego's ties to `total` [N].

    `start` and `strength` are those of one run; see `Ties`.
    """
    for ego in range(total.size):
        total[ego] = 0
        for tie in range(start[ego], start[ego + 1]):
            total[ego] += strength[tie]


@compiled
def add_up_all(start: Rows, strength: Counts, total: Ints) -> None:
    """Do as `add_up` for all runs: `start` is [R, N + 1], `total` [R, N]."""
    for run in range(start.shape[0]):
        add_up(start[run], strength, total[run])


@inner
def sort_into_rows(
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
