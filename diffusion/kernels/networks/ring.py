"""A ring, on which each is tied to the nearest; and all tied to all."""

from diffusion.kernels.arrays import Ints
from diffusion.kernels.jit import inner


@inner
def ring(n_artisans: int, degree: int, ends: Ints) -> int:
    """Tie each artisan to the `degree` nearest on a ring; all to all if there are too few.

    The ties of step d = 1 .. degree / 2 follow each other.
    """
    if degree >= n_artisans - 1:
        return complete(n_artisans, ends)
    n_ties = 0
    for step in range(1, degree // 2 + 1):
        for ego in range(n_artisans):
            n_ties = note(ends, n_ties, ego, (ego + step) % n_artisans)
    return n_ties


@inner
def complete(n_artisans: int, ends: Ints) -> int:
    """Tie all to all."""
    n_ties = 0
    for ego in range(n_artisans):
        for alter in range(ego + 1, n_artisans):
            n_ties = note(ends, n_ties, ego, alter)
    return n_ties


@inner
def note(ends: Ints, n_ties: int, ego: int, alter: int) -> int:
    """Write the ends of one more tie, where there is room; return the number of ties with it."""
    if n_ties < ends.shape[0]:
        ends[n_ties, 0] = ego
        ends[n_ties, 1] = alter
    return n_ties + 1
