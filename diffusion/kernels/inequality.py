"""How unequal incomes are: the Gini coefficient, for which they are sorted."""

from typing import NamedTuple

import numpy as np

from diffusion.kernels.arrays import Ints, Rows
from diffusion.kernels.jit import compiled, inner

_BITS = 11
_DIGITS = 1 << _BITS
"""Incomes are sorted by digits of so many kinds, from the lowest digit to the highest."""

_MANY = 256
"""From so many artisans on digits are faster than moving those who have changed places."""


class Ranking(NamedTuple):
    """Room for the incomes of N artisans in ascending order.

    Attributes
    ----------
    income : int64 [N]
        Rupiah, at least 0, by rank or in any other order.
    ego : uint32 [N]
        Rows of artisans in ascending income, as the last record left them; kept where they are
        few. Most of them keep their rank.
    spare : int64 [N]
        Scratch.
    n_of : int64 [2048]
        Scratch: how many incomes have a digit.
    """

    income: Ints
    ego: Rows
    spare: Ints
    n_of: Ints


def new_ranking(n_artisans: int) -> Ranking:
    """Make room for so many artisans, in the order of their rows."""
    return Ranking(
        np.zeros(n_artisans, np.int64),
        np.arange(n_artisans, dtype=np.uint32),
        np.zeros(n_artisans, np.int64),
        np.zeros(_DIGITS, np.int64),
    )


@compiled
def gini(ranking: Ranking) -> float:
    """Gini coefficient of the incomes, which it sorts; 0 if all is nothing."""
    n_artisans = ranking.income.size
    if n_artisans < _MANY:
        _move(ranking)
    else:
        _sort_by_digits(ranking)
    total = weighted = 0.0
    for rank in range(n_artisans):
        income = float(ranking.income[rank])
        total += income
        weighted += (2 * rank + 1 - n_artisans) * income
    return weighted / (n_artisans * total) if total > 0.0 else 0.0


@inner
def _move(ranking: Ranking) -> None:
    """Let each pass those before it who have more, `ego` with it; most stand right already."""
    for right in range(1, ranking.income.size):
        income = ranking.income[right]
        left = right - 1
        if ranking.income[left] <= income:
            continue
        ego = ranking.ego[right]
        while left >= 0 and ranking.income[left] > income:
            ranking.income[left + 1] = ranking.income[left]
            ranking.ego[left + 1] = ranking.ego[left]
            left -= 1
        ranking.income[left + 1] = income
        ranking.ego[left + 1] = ego


@inner
def _sort_by_digits(ranking: Ranking) -> None:
    """Sort by one digit after the other, equal ones in the order in which they stand."""
    n_artisans, n_of = ranking.income.size, ranking.n_of
    largest = 0
    for rank in range(n_artisans):
        largest = max(largest, ranking.income[rank])
    shift = 0
    while shift < 63 and largest >> shift > 0:
        for digit in range(_DIGITS):
            n_of[digit] = 0
        for rank in range(n_artisans):
            n_of[(ranking.income[rank] >> shift) & (_DIGITS - 1)] += 1
        before = 0
        for digit in range(_DIGITS):
            n_here = n_of[digit]
            n_of[digit] = before
            before += n_here
        for rank in range(n_artisans):
            income = ranking.income[rank]
            digit = (income >> shift) & (_DIGITS - 1)
            ranking.spare[n_of[digit]] = income
            n_of[digit] += 1
        for rank in range(n_artisans):
            ranking.income[rank] = ranking.spare[rank]
        shift += _BITS
