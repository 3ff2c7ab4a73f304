"""Densities of traits, from which `diffusion/statistics/quantiles.py` makes their quantiles."""

import numpy as np

from diffusion.kernels.arrays import Reals
from diffusion.kernels.elementary import exp, expm1, log1p
from diffusion.kernels.jit import compiled


def raised(exponents: Reals) -> Reals:
    """Raise e to each exponent of an array of any shape."""
    powers = np.empty(exponents.shape)
    _raise(np.ascontiguousarray(exponents).reshape(-1), powers.reshape(-1))
    return powers


@compiled
def _raise(exponents: Reals, powers: Reals) -> None:
    for place in range(exponents.shape[0]):
        powers[place] = exp(exponents[place])


@compiled
def beta_density(a: float, b: float, d: float) -> tuple[float, float]:
    """Density of the log odds of a beta trait, and the slope of its logarithm.

    At the distance `d` from the mode, log(a / b), where the density is set to 1.
    """
    # Of two equal forms, the one that does not take large from large.
    if a > b:
        height = exp(-b * d - (a + b) * log1p(b / (a + b) * expm1(-d)))
    else:
        height = exp(a * d - (a + b) * log1p(a / (a + b) * expm1(d)))
    return height, -a * b * expm1(d) / (b + a * exp(d))


@compiled
def write_beta_densities(a: float, b: float, distances: Reals, densities: Reals) -> None:
    """Write the density of the log odds at each distance from the mode [M]."""
    for place in range(distances.shape[0]):
        densities[place] = beta_density(a, b, distances[place])[0]


@compiled
def normal_density(d: float) -> tuple[float, float]:
    """Density of a standard normal number, 1 at 0, and the slope of its logarithm."""
    return exp(-d * d / 2.0), -d
