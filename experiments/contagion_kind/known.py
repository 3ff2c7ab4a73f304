"""What theory says of when adoption stalls, without a simulation."""

from math import comb, exp  # noqa: TID251  # only theory, no part of a history

STALLS_BELOW = 0.2
"""Share of people below which adoption has stalled."""


def reached_in_random_network(mean_ties: float, chance: float) -> float:
    """Give the share of the greatest cluster of bond percolation in a large random network."""
    share = 1.0
    for _ in range(10_000):
        share = 1 - exp(-mean_ties * chance * share)
    return share


def percolation_stalls(mean_ties: float, chance: float, first: int) -> float:
    """Give the chance that none of the first adopters lies in the greatest cluster."""
    return float((1 - reached_in_random_network(mean_ties, chance)) ** first)


def crowd_stalls(number: int, first: int) -> float:
    """Give the chance that Granovetter's crowd stalls, exactly.

    All see all, thresholds are drawn evenly between 0 and 1. That r of n others follow m first
    adopters has the chance C(n, r) m p ((m + r) p)^(r - 1) (1 - (m + r) p)^(n - r), p = 1 / (n + m
    - 1): the quasi-binomial law, as in an epidemic of whole numbers.
    """
    others, part = number - first, 1 / (number - 1)
    stalled = 0.0
    for followers in range(others):
        if first + followers >= STALLS_BELOW * number:
            break
        seen = (first + followers) * part
        stalled += (
            comb(others, followers)
            * first * part * seen ** (followers - 1) * (1 - seen) ** (others - followers)
        )  # fmt: skip
    return stalled


def greatest_threshold_on_ring(first: int, mean_ties: int = 6) -> float:
    """Give the threshold up to which neighbours on an unbroken ring start everybody.

    Whoever lives next to them sees as many of them as there are, but no more than half of the
    own neighbours.
    """
    return min(first, mean_ties // 2) / mean_ties
