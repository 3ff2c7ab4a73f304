"""Ranks among sorted values, exact: 28 % of the way from the first of 26 to the last is 7 on."""

import math
from fractions import Fraction

_LARGEST_DENOMINATOR = 10**7
_ERROR = Fraction(1, 10**15)


def fraction_of(share: float | Fraction) -> Fraction:
    """Take a share as the simple fraction that was meant.

    A number such as 0.28 stands in a computer for one that is a little larger, and 1 - 0.95 is
    not 0.05. A share is read as the nearest fraction with a denominator of at most ten million,
    if that is no further away than such errors; else as its digits say.
    """
    if isinstance(share, Fraction):
        return share
    simple = Fraction(share).limit_denominator(_LARGEST_DENOMINATOR)
    is_meant = abs(simple - Fraction(share)) <= _ERROR
    return simple if is_meant else Fraction(repr(float(share)))


def rank_of(share: float | Fraction, n: int) -> tuple[int, int, Fraction]:
    """Find the ranks, from 0, on either side of a share of n sorted values.

    Returns
    -------
    tuple of int, int, Fraction
        The lower and the higher rank, the same where the share falls on one, and how far on from
        the lower it lies, from 0 up to 1.
    """
    place = (n - 1) * fraction_of(share)
    low = math.floor(place)
    return low, math.ceil(place), place - low
