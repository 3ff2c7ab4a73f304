"""Bootstrap samples of runs or of people, drawn by keyed draws like everything else."""

import math

import numpy as np

from diffusion.kernels import draws
from diffusion.kernels.arrays import Counts, Ints, Reals
from diffusion.kernels.jit import compiled, inner


@compiled
def resample_means(values: Reals, random_seed: int, means: Reals) -> None:
    """Write means over runs that are drawn with replacement.

    Parameters
    ----------
    values : float64 [R, S]
        S paired quantities of R runs; a sample takes whole runs.
    random_seed : int
    means : float64 [B, S]
        Written: one row for each of B samples.
    """
    n_runs, n_values = values.shape
    for sample in range(means.shape[0]):
        key = draws.subkey(draws.make_key(random_seed, sample), draws.RESAMPLING, 0, 0)
        for column in range(n_values):
            means[sample, column] = 0.0
        for pick in range(n_runs):
            run = math.floor(n_runs * draws.draw(key, pick))
            for column in range(n_values):
                means[sample, column] += values[run, column]
        for column in range(n_values):
            means[sample, column] /= n_runs


@compiled
def resample_groups(random_seed: int, sample: int, taken: Ints) -> None:
    """Draw groups with replacement, as many as there are.

    Parameters
    ----------
    random_seed, sample : int
    taken : int64 [G]
        Written: which group, from 0, each of the sample is a copy of.
    """
    key = draws.subkey(draws.make_key(random_seed, sample), draws.RESAMPLING, 0, 0)
    for place in range(len(taken)):
        taken[place] = math.floor(len(taken) * draws.draw(key, place))


@inner
def _weight_of_copies(
    key: np.uint64, ego: int, other: int, chance: float, is_directed: bool, weight: Reals
) -> float:
    """Draw the tie between two copies of one person: 0, or the strength of some tie."""
    low, high = (ego, other) if is_directed or ego < other else (other, ego)
    pair = draws.fold_in(key, low)
    if draws.draw(pair, 2 * high) >= chance:
        return 0.0
    return weight[math.floor(len(weight) * draws.draw(pair, 2 * high + 1))]


@compiled
def tie_copies(
    random_seed: int,
    sample: int,
    chance: float,
    is_directed: bool,
    original: Ints,
    copy: Ints,
    group: Ints,
    first: Ints,
    alter: Counts,
    weight: Reals,
    begin_of: Ints,
    copies: Counts,
    begin: Ints,
    new_alter: Counts,
    new_weight: Reals,
) -> int:
    """Tie the M people of a sample as those of whom they are copies are tied.

    Two people of one group are tied within one copy of the group, others in all their copies.

    Parameters
    ----------
    random_seed, sample : int
    chance : float
        That two copies of the same person are tied to each other, by draws of their own.
    is_directed : bool
        Whether such ties are drawn for each direction.
    original, copy : int64 [M]
        Of whom each is a copy, and to which copy of a group each belongs.
    group : int64 [N]
    first, alter, weight : int64 [N + 1], int32 [E], float64 [E]
        Ties of the N people, by ego.
    begin_of, copies : int64 [N + 1], int32 [M]
        Lists of the copies of each of the N people, and where each begins.
    begin : int64 [M + 1]
        Written: where the ties of each in the sample begin.
    new_alter, new_weight : int32 [E'], float64 [E']
        Written, as far as there is room.

    Returns
    -------
    int
        How many ties the sample has; above E' if there was no room.
    """
    key = draws.subkey(draws.make_key(random_seed, sample), draws.COPIES, 0, 0)
    n_ties = 0
    for ego in range(len(original)):
        begin[ego] = n_ties
        of = original[ego]
        for tie in range(first[of], first[of + 1]):
            same = group[of] == group[alter[tie]]
            for place in range(begin_of[alter[tie]], begin_of[alter[tie] + 1]):
                other = copies[place]
                if same and copy[ego] != copy[other]:
                    continue
                if n_ties < len(new_alter):
                    new_alter[n_ties], new_weight[n_ties] = other, weight[tie]
                n_ties += 1
        if chance == 0.0:
            continue
        for place in range(begin_of[of], begin_of[of + 1]):
            other = copies[place]
            if other == ego:
                continue
            drawn = _weight_of_copies(key, ego, other, chance, is_directed, weight)
            if drawn > 0.0:
                if n_ties < len(new_alter):
                    new_alter[n_ties], new_weight[n_ties] = other, drawn
                n_ties += 1
    begin[len(original)] = n_ties
    return n_ties
