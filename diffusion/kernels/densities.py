"""Densities of traits and polynomials in cells, for quantiles (`statistics/quantiles.py`)."""

import numpy as np

from diffusion.kernels.arrays import Ints, Reals
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


@compiled
def add_product(matrix: Reals, columns: Reals, product: Reals) -> None:
    """Add the product of two matrices to one, in one order on every machine, as `@` does not.

    Parameters
    ----------
    matrix : float64 [n, m]
    columns : float64 [m, K]
    product : float64 [n, K]
    """
    for row in range(matrix.shape[0]):
        for term in range(matrix.shape[1]):
            for column in range(columns.shape[1]):
                product[row, column] += matrix[row, term] * columns[term, column]


@compiled
def read_cells(coefficient: Reals, cell: Ints, place: Reals) -> None:
    """Write in the stead of each place [M] the value of the polynomial [n, K] of its cell [M]."""
    last = coefficient.shape[0] - 1
    for one in range(place.shape[0]):
        value = coefficient[last, cell[one]]
        for power in range(last - 1, -1, -1):
            value = value * place[one] + coefficient[power, cell[one]]
        place[one] = value


_N_STEPS = 8
"""Newton's steps (decision 29); three are enough but in the steepest cells."""


@compiled
def solve_in_cells(mass: Reals, cell: Ints, wanted: Reals, place: Reals) -> None:
    """Find by Newton's steps where the polynomial of each one's cell has the value that is wanted.

    Parameters
    ----------
    mass : float64 [n, K]
        Coefficients by ascending power.
    cell : int64 [M]
    wanted : float64 [M]
    place : float64 [M]
        From -1 to 1: where to begin, and what is found.
    """
    last = mass.shape[0] - 1
    for one in range(place.shape[0]):
        of, at = cell[one], place[one]
        for _ in range(_N_STEPS):
            value, slope = mass[last, of], last * mass[last, of]
            for power in range(last - 1, 0, -1):
                value = value * at + mass[power, of]
                slope = slope * at + power * mass[power, of]
            value = value * at + mass[0, of]
            before, at = at, at - (value - wanted[one]) / slope
            if at < -1.0:
                at = -1.0
            elif at > 1.0:
                at = 1.0
            if at == before:
                break
        place[one] = at
