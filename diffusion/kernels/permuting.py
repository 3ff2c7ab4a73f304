"""Gives people each other's values by lot, many times, and measures how alike tied people are."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diffusion.kernels import draws
from diffusion.kernels.arrays import Counts, Ints, Reals
from diffusion.kernels.jit import compiled, inner

_LANES = 8
"""Permutations that are measured together: their values of one person lie side by side."""


@inner
def _shuffle(values: NDArray[Any], random_seed: int, permutation: int) -> None:
    """Put values into an order drawn by lot, each order alike (Fisher and Yates)."""
    key = draws.subkey(draws.make_key(random_seed, permutation), draws.PERMUTATION, 0, 0)
    for rest in range(len(values) - 1, 0, -1):
        other = math.floor((rest + 1) * draws.draw(key, rest))
        values[rest], values[other] = values[other], values[rest]


@compiled
def permuted_products(
    value: Reals, first: Ints, alter: Counts, weight: Reals, random_seed: int, found: Reals
) -> None:
    """Sum products of tied people's values, each time after a permutation of the people.

    Parameters
    ----------
    value : float64 [N]
    first : int64 [N + 1]
        Where the ties of each ego begin.
    alter : int32 [E]
    weight : float64 [E]
    random_seed : int
    found : float64 [P]
        Written: for each permutation, the sum over ties of weight times value of ego times value
        of alter.
    """
    n_people, n_permutations = len(value), len(found)
    drawn = np.empty(n_people)
    lane_value = np.empty((n_people, _LANES))
    total, of_ego = np.empty(_LANES), np.empty(_LANES)
    for begin in range(0, n_permutations, _LANES):
        for lane in range(_LANES):
            drawn[:] = value
            _shuffle(drawn, random_seed, begin + lane)
            for ego in range(n_people):
                lane_value[ego, lane] = drawn[ego]
            total[lane] = 0.0
        for ego in range(n_people):
            for lane in range(_LANES):
                of_ego[lane] = 0.0
            for tie in range(first[ego], first[ego + 1]):
                for lane in range(_LANES):
                    of_ego[lane] += weight[tie] * lane_value[alter[tie], lane]
            for lane in range(_LANES):
                total[lane] += of_ego[lane] * lane_value[ego, lane]
        for lane in range(min(_LANES, n_permutations - begin)):
            found[begin + lane] = total[lane]


@compiled
def permuted_histories(
    begin: Counts,
    end: Counts,
    first: Ints,
    alter: Counts,
    weight: Reals,
    strength: Reals,
    random_seed: int,
    together: Reals,
    alone: Reals,
) -> None:
    """Sum in each period the weights of ties of which both have something, permuted.

    Parameters
    ----------
    begin, end : int32 [N]
        First period with it, and first without it again; T for never.
    first, alter, weight : int64 [N + 1], int32 [E], float64 [E]
        Ties, by ego.
    strength : float64 [N]
        Sum of the weights of all ties of a person, as ego and as alter.
    random_seed : int
    together : float64 [P, T + 1]
        Written for each permutation of the people: by period, the weights of ties between those
        who have it.
    alone : float64 [P, T + 1]
        Written: by period, the strength of those who have it.
    """
    n_people = len(begin)
    person = np.empty(n_people, np.int32)
    own_begin, own_end = np.empty_like(begin), np.empty_like(end)
    for permutation in range(len(together)):
        person[:] = np.arange(n_people)
        _shuffle(person, random_seed, permutation)
        both, one = together[permutation], alone[permutation]
        both[:], one[:] = 0.0, 0.0
        for ego in range(n_people):
            own_begin[ego], own_end[ego] = begin[person[ego]], end[person[ego]]
            one[own_begin[ego]] += strength[ego]
            one[own_end[ego]] -= strength[ego]
        for ego in range(n_people):
            of_begin, of_end = own_begin[ego], own_end[ego]
            for tie in range(first[ego], first[ego + 1]):
                since = max(of_begin, own_begin[alter[tie]])
                until = min(of_end, own_end[alter[tie]])
                if since < until:
                    both[since] += weight[tie]
                    both[until] -= weight[tie]
        for period in range(1, both.shape[0]):
            both[period] += both[period - 1]
            one[period] += one[period - 1]
