"""Rates and chances, and levels between 0 and 1; the start of ODD 7.

Every rate is per month; `chance` turns it into a hazard, the probability of one month.
"""

from diffusion.kernels import elementary
from diffusion.kernels.jit import inlined


@inlined
def chance(rate: float) -> float:
    """Probability that an event of this rate happens within the month: 1 - exp(-rate)."""
    if rate == 0.0:
        return 0.0
    return 1.0 - elementary.exp(-rate)


@inlined
def either(one: float, other: float) -> float:
    """Chance that at least one of two independent events happens.

    For chances of the rates a and b it is that of the rate a + b, without an exponential.
    """
    return one + other - one * other


@inlined
def happens(draw: float, rate: float) -> bool:
    """Tell whether an event of this rate happens within the month: draw below `chance(rate)`.

    That chance is never above the rate itself, so most draws need no exponential.
    """
    return draw < rate and draw < chance(rate)


SMALLEST_DIFFERENCE = 2.0**-30
"""A level that lies less than this below a threshold equals it: about a billionth."""


@inlined
def reaches(level: float, threshold: float) -> bool:
    """Tell whether a level is at least a threshold: level >= threshold - 2^-30.

    Ties of .1 and .7 in ties of 1 make .8 on paper and a little less in a computer, which keeps no
    decimal fraction exactly. The margin is far above what adding up can lose, and far below what
    anybody states.
    """
    return level >= threshold - SMALLEST_DIFFERENCE


@inlined
def power(base: float, exponent: float) -> float:
    """Raise to a power; the usual exponents 1 and 2 by a product."""
    if exponent == 1.0:
        return base
    if exponent == 2.0:
        return base * base
    return elementary.power(base, exponent)


@inlined
def weighted(weight: float, level: float) -> float:
    """Factor by which a level of something counts: 1 - w (1 - level), 1 at weight 0."""
    return 1.0 - weight * (1.0 - level)


@inlined
def faded(level: float, fading: float) -> float:
    """Part of a fading level that is left a month later: x (1 - fading)."""
    return level * (1.0 - fading)


@inlined
def towards_one(level: float, share: float) -> float:
    """Rise of a level between 0 and 1 by a share of what is missing: x + a (1 - x)."""
    return level + share * (1.0 - level)
