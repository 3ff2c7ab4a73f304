"""Exponentials, logarithms and powers with the same bits on every machine.

Only +, -, *, /, selection and the bits of a number are used here, each of which IEEE 754 leaves
one answer: no function of a C library, no table, no fused product. So a law has one result,
compiled for any processor or run as plain Python. `docs/decisions/0038-own-functions.md` says how
far each is from the exact value. Elsewhere in the kernels such functions are refused.
"""

import numpy as np

from diffusion.kernels.jit import inner

_LN2 = 3048493539143.0 / 2.0**42
"""The first 42 binary digits of log 2: any exponent times this is exact."""

_LN2_REST = 5.497923018708371e-14
"""What is missing from it to log 2."""

_TO_WHOLE = 1.5 * 2.0**52
"""A number so large that what is added to it becomes whole, in its last bits."""

_TO_WHOLE_BITS = 0x4338000000000000
_ROOT_OF_HALF_BITS = 0x3FE6A09E667F3BCD
_LOWEST, _HIGHEST = -746.0, 710.0
_LEAST_NORMAL = 2.0**-1022


@inner
def exp(x: float) -> float:
    """Raise e to a power: 0 below -745.2, infinity above 709.8."""
    kept = float(min(max(x, _LOWEST), _HIGHEST))
    # x = k log 2 + r, and e^r = 1 + r + r^2 q(r), q by Taylor's series.
    shifted = kept * 1.4426950408889634 + _TO_WHOLE
    k = shifted - _TO_WHOLE
    near, rest = kept - k * _LN2, k * _LN2_REST
    r = near - rest
    r2 = r * r
    r4 = r2 * r2
    first = (1 / 2 + r * (1 / 6)) + r2 * (1 / 24 + r * (1 / 120))
    second = (1 / 720 + r * (1 / 5040)) + r2 * (1 / 40320 + r * (1 / 362880))
    third = (1 / 3628800 + r * (1 / 39916800)) + r2 * (1 / 479001600 + r * (1 / 6227020800))
    q = (first + r4 * second) + r4 * r4 * third
    one = 1.0 + near
    lost = near - (one - 1.0)
    power = one + (r2 * q + (lost - rest))
    # By two halves, because 2^k may lie outside of all numbers though the product does not.
    number = np.float64(shifted).view(np.int64) - _TO_WHOLE_BITS
    half = number >> 1
    low = float(np.int64((half + 1023) << 52).view(np.float64))
    high = float(np.int64((number - half + 1023) << 52).view(np.float64))
    return power * low * high


@inner
def log(x: float) -> float:
    """Natural logarithm: minus infinity at 0, NaN below."""
    is_tiny = x < _LEAST_NORMAL
    bits = np.float64(abs(x * 2.0**54 if is_tiny else x)).view(np.int64)
    # x = 2^k (1 + f), with 1 + f between the roots of 1/2 and 2.
    number = (bits - _ROOT_OF_HALF_BITS) >> 52
    f = float(np.int64(bits - (number << 52)).view(np.float64)) - 1.0
    k = float(number) - (54.0 if is_tiny else 0.0)
    # log(1 + f) = 2 artanh(s), by Taylor's series; 2 s = f - f^2 / 2 + s f^2 / 2.
    s = f / (2.0 + f)
    s2 = s * s
    s4 = s2 * s2
    first = (2 / 3 + s2 * (2 / 5)) + s4 * (2 / 7 + s2 * (2 / 9))
    second = (2 / 11 + s2 * (2 / 13)) + s4 * (2 / 15 + s2 * (2 / 17))
    series = s2 * (first + s4 * s4 * (second + s4 * s4 * (2 / 19 + s2 * (2 / 21))))
    square = 0.5 * f * f
    found = k * _LN2 - ((square - (s * (square + series) + k * _LN2_REST)) - f)
    found = found if x < np.inf else x
    found = found if x != 0.0 else -np.inf
    return found if x >= 0.0 else np.nan


@inner
def expm1(x: float) -> float:
    """Raise e to a power and take 1 away, which loses nothing where the power is near 1."""
    raised = exp(x)
    less = raised - 1.0
    exponent = 1.0 if raised == 1.0 else log(raised)  # that which belongs to the rounded power
    near = x if raised == 1.0 else less * (x / exponent)
    return near if abs(x) < 1.0 else less


@inner
def log1p(x: float) -> float:
    """Natural logarithm of 1 + x, which loses nothing where x is near 0."""
    whole = 1.0 + x
    more = 1.0 if whole == 1.0 else whole - 1.0  # the x that belongs to the rounded sum
    near = x if whole == 1.0 else log(whole) * (x / more)
    return near if abs(x) < 1.0 else log(whole)


@inner
def power(base: float, exponent: float) -> float:
    """Raise a number that is not negative to a power: e^(exponent log base); 1 if that is 0."""
    raised = exp(exponent * log(base))
    return 1.0 if exponent == 0.0 else raised
