"""Values below which a given share of a beta, a normal or Student's distribution lies.

The rule is part of the model's definition (ODD 5) and stands in decision 29: the mass of cells is
summed in a coordinate in which the density has no corner, a value is found in its cell by
Newton's steps, and draws by the thousand are read off polynomials through such values. Only
+, -, *, /, square roots and the package's own functions are used: alike on every machine.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from diffusion.kernels.densities import add_product, read_cells, solve_in_cells
from diffusion.statistics.densities import Beta, Normal

type Reals = NDArray[np.float64]
type Ints = NDArray[np.int64]

_FARTHEST = 700.0
"""Distance from the mode at which a coordinate ends: odds beyond cannot be told from 0."""

_NEGLIGIBLE = 2.0**-110
"""Part of the mass that is left out at each end: none that a draw could tell."""

_NEGLIGIBLE_IN_THE_MIDDLE = 2.0**-64
"""The same where no value near an end is wanted."""

_N_DENSITY, _N_SHARE = 16, 12
"""Terms of the polynomials of a cell: of the density, and of the value as function of the share."""

_N_PARTS = 8
"""Cells between two powers of 2 of the share."""

_SHALLOW, _DEEP = 18, 54
"""Powers of 2 that are prepared: those that most draws fall in, and all that a draw can reach."""


type _Density = Beta | Normal


@dataclass(frozen=True, slots=True)
class _Cells:
    """Mass of a density below the borders of K cells, and polynomials within.

    Attributes
    ----------
    border : float64 [K + 1]
    below : float64 [K + 1]
        Share of the mass below each border.
    mass : float64 [_N_DENSITY + 1, K]
        Coefficients of the share between a cell's lower border and a place -1 to 1 in it.
    """

    border: Reals
    below: Reals
    mass: Reals

    @classmethod
    def of(cls, density: _Density, left_out: float = _NEGLIGIBLE) -> "_Cells":
        lower = [-d for d in _steps(density, -1.0, left_out)]
        border = np.array(lower[::-1] + _steps(density, 1.0, left_out)[1:])
        half = np.diff(border) / 2.0
        places = (border[:-1] + half)[None, :] + half[None, :] * _nodes(_N_DENSITY)[:, None]
        powers = _powers(density.densities(places)) * half
        mass = np.zeros((_N_DENSITY + 1, len(half)))
        for n in range(_N_DENSITY):
            mass[n + 1] = powers[n] / (n + 1)
        cells = np.arange(len(half))
        mass[0] = -_value(mass, cells, np.full(len(half), -1.0))
        ends = [_tail(*density.at(d)) for d in (float(border[0]), float(border[-1]))]
        below = np.cumsum(np.append(ends[0], _value(mass, cells, np.ones(len(half)))))
        total = below[-1] + ends[1]
        return cls(border, below / total, mass / total)

    def at(self, share: Reals) -> Reals:
        """Find the coordinates below which the shares lie [M]; minus infinity before the first."""
        cell = np.clip(np.searchsorted(self.below, share) - 1, 0, len(self.border) - 2)
        wanted = share - self.below[cell]
        place = 2.0 * wanted / (self.below[cell + 1] - self.below[cell]) - 1.0
        solve_in_cells(self.mass, cell, wanted, place)
        lower, upper = self.border[cell], self.border[cell + 1]
        found: Reals = (lower + upper) / 2.0 + (upper - lower) / 2.0 * place
        return np.where(share < self.below[0], -np.inf, found)


def _tail(height: float, slope: float) -> float:
    """Mass beyond an end: falling by its slope, which it does where any mass is left."""
    return height / abs(slope)


def _steps(density: _Density, side: float, left_out: float) -> list[float]:
    """Distances of the borders from the mode, on one side."""
    d, steps, least = 0.0, [0.0], left_out * density.width
    while d < _FARTHEST:
        height, slope = density.at(side * d)
        if slope != 0 and _tail(height, slope) < least:
            break
        d += min(0.75, density.width, 1.0 / abs(slope) if slope != 0 else math.inf)
        steps.append(d)
    return steps


def _cosine(j: int, n: int) -> float:
    """Cosine of j of the n parts of a right angle, by Taylor's series."""
    j = min(j % (4 * n), -j % (4 * n))
    if j > n:
        return -_cosine(2 * n - j, n)
    angle, cosine = math.pi / 2.0 * j / n, 1.0
    for power in range(24, 0, -2):
        cosine = 1.0 - angle * angle / (power * (power - 1)) * cosine
    return cosine


@lru_cache
def _nodes(n: int) -> Reals:
    """Places of Chebyshev, from 1 to -1 [n]."""
    return np.array([_cosine(2 * i + 1, n) for i in range(n)])


@lru_cache
def _transform(n: int) -> tuple[Reals, Reals]:
    """Matrices [n, n]: from values at the nodes to Chebyshev's terms, from those to powers."""
    cosines = [
        [_cosine(k * (2 * i + 1), n) * (2.0 if k else 1.0) / n for i in range(n)] for k in range(n)
    ]
    powers = np.zeros((n, n))
    powers[0, 0] = powers[1, 1] = 1.0
    for k in range(2, n):
        powers[1:, k] = 2.0 * powers[:-1, k - 1]
        powers[:, k] -= powers[:, k - 2]
    return np.array(cosines), powers


def _powers(values: Reals) -> Reals:
    """Coefficients of the polynomials through values at the nodes; both [n, K]."""
    cosines, powers = _transform(len(values))
    return _product(powers, _product(cosines, values))


def _product(matrix: Reals, columns: Reals) -> Reals:
    product = np.zeros((len(matrix), columns.shape[1]))
    add_product(matrix, np.ascontiguousarray(columns), product)
    return product


def _value(coefficient: Reals, cell: Ints, place: Reals) -> Reals:
    """Values of the polynomials [n, K], each of a cell at a place in it; both of any shape."""
    value = place.copy()
    read_cells(coefficient, cell.reshape(-1), value.reshape(-1))
    return value


@lru_cache(maxsize=64)
def _cells_of(density: _Density) -> _Cells:
    return _Cells.of(density)


def _trait(density: Beta, share: Reals) -> Reals:
    """Trait from 0 to 1 below which a share of a half or less lies."""
    odds = density.odds(_cells_of(density).at(share))
    is_endless = np.isinf(odds)
    odds[is_endless] = 1.0
    trait: Reals = odds / (1.0 + odds)
    trait[is_endless] = 1.0
    return trait


@lru_cache(maxsize=64)
def _table(density: _Density, depth: int) -> Reals:
    """Coefficients of the value between parts of powers of 2 of the share [n, depth * parts]."""
    part = 1.0 + (np.arange(_N_PARTS)[:, None] + (1 + _nodes(_N_SHARE)) / 2.0) / _N_PARTS
    scale = np.array([math.ldexp(0.25, -octave) for octave in range(depth)])
    share = (scale[:, None, None] * part).reshape(-1)
    cells = _cells_of(density)
    value = _trait(density, share) if isinstance(density, Beta) else cells.at(share)
    return _powers(value.reshape(-1, _N_SHARE).T)


def _read(lower: _Density, upper: _Density, share: Reals) -> Reals:
    """Value of `lower` at the share, or of `upper` at the rest above a half."""
    rest = np.clip(np.where(share > 0.5, 1.0 - share, share), 2.0**-54, 0.5 - 2.0**-54)
    depth = _SHALLOW if rest.min(initial=0.5) >= math.ldexp(1.0, -_SHALLOW) else _DEEP
    mantissa, exponent = np.frexp(rest)
    place = (2.0 * mantissa - 1.0) * _N_PARTS
    part = place.astype(np.int64)
    cell = (-1 - exponent) * _N_PARTS + part + np.where(share > 0.5, depth * _N_PARTS, 0)
    tables = np.concatenate([_table(lower, depth), _table(upper, depth)], axis=1)
    return _value(tables, cell, 2.0 * (place - part) - 1.0)


def beta_quantile(a: float, b: float, share: Reals) -> Reals:
    """Find the values below which shares of a beta distribution lie.

    Parameters
    ----------
    a, b : float
        Above 0.
    share : float64, of any shape
        0, or from 2^-53 to 1 - 2^-53, as a draw is.

    Returns
    -------
    float64, of the same shape
        From 0 to 1; within 1e-14 of the exact value.
    """
    lower, upper = Beta(a, b), Beta(b, a)
    if min(a, b) >= 0.5:
        value = _read(lower, upper, share)
    else:  # too steep at an end for a polynomial
        flat = np.where(share > 0.5, 1.0 - share, share).reshape(-1)
        is_upper = (share > 0.5).reshape(-1)
        value = np.empty_like(flat)
        for density, side in ((lower, ~is_upper), (upper, is_upper)):
            value[side] = _trait(density, flat[side])
        value = value.reshape(share.shape)
    whole: Reals = np.where(share > 0.5, 1.0 - value, np.where(share > 0.0, value, 0.0))
    return whole


def normal_quantile(share: Reals) -> Reals:
    """Find the values below which shares of the standard normal distribution lie.

    Parameters
    ----------
    share : float64, of any shape
        0, or from 2^-53 to 1 - 2^-53, as a draw is.

    Returns
    -------
    float64, of the same shape
        Minus infinity at 0; within 1e-14 of the exact value.
    """
    value = _read(Normal(), Normal(), share)
    whole: Reals = np.where(share > 0.5, -value, np.where(share > 0.0, value, -np.inf))
    return whole


@lru_cache(maxsize=4096)
def student_quantile(freedom: float, level: float) -> float:
    """Find the t within which a share of Student's distribution lies, to both sides of 0.

    Parameters
    ----------
    freedom : float
        Degrees of freedom, above 0; NaN gives NaN.
    level : float
        Share of the distribution from -t to t.
    """
    if math.isnan(freedom):
        return math.nan
    squares = Beta(freedom / 2.0, 0.5)  # of freedom / (freedom + t^2)
    cells = _Cells.of(squares, _NEGLIGIBLE_IN_THE_MIDDLE)
    (odds,) = squares.odds(cells.at(np.array([1.0 - level])))
    return math.sqrt(freedom / odds)
