"""A quick stand-in for the model: what a measure would be at a point that was not tried."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

type Reals = NDArray[np.float64]

N_CROSSED = 12
"""Numbers that move a measure most, whose products are terms too."""

_PENALTIES = 10.0 ** np.arange(-3, 5)
_FOLDS = 5
_FEWEST = 30
"""Points below which nothing is fitted."""


@dataclass(frozen=True, slots=True, eq=False)
class Emulator:
    """A surface with squares and some products, fitted by ridge regression.

    Attributes
    ----------
    crossed : int64 [C]
        Axes whose products are terms.
    middle, coefficients : float64
        Mean of the terms [K], and what each counts for [K + 1], the constant first.
    r_squared : float
        Share of the variance explained at points left out of the fit, each fifth in turn.
    error : float
        Standard deviation of what is left there.
    """

    crossed: NDArray[np.int64]
    middle: Reals
    coefficients: Reals
    r_squared: float
    error: float

    def __call__(self, points: Reals) -> Reals:
        """Say what the measure would be [points]."""
        terms = _terms(points, self.crossed) - self.middle
        found: Reals = self.coefficients[0] + terms @ self.coefficients[1:]
        return found


def fitted(points: Reals, values: Reals) -> Emulator | None:
    """Fit a surface to values [points] at points between 0 and 1 [points, axes].

    Returns None where there are too few points, or the values are all alike.
    """
    is_there = ~np.isnan(values)
    points, values = points[is_there], values[is_there]
    if len(values) < _FEWEST or np.ptp(values) <= 1e-9 * max(1.0, float(np.abs(values).max())):
        return None
    slopes = np.abs((points - points.mean(axis=0)).T @ (values - values.mean()))
    crossed = np.sort(np.argsort(-slopes, kind="stable")[:N_CROSSED])
    terms = _terms(points, crossed)
    fold = np.arange(len(values)) % _FOLDS
    left = np.empty((len(_PENALTIES), len(values)))
    for number in range(_FOLDS):
        out = fold == number
        for place, found in enumerate(_ridge(terms[~out], values[~out])):
            middle, coefficients = found
            left[place, out] = (
                values[out] - coefficients[0] - (terms[out] - middle) @ coefficients[1:]
            )
    errors = (left**2).mean(axis=1)
    best = int(np.argmin(errors))
    middle, coefficients = _ridge(terms, values)[best]
    return Emulator(
        crossed,
        middle,
        coefficients,
        float(1 - errors[best] / values.var()),
        float(np.sqrt(errors[best])),
    )


def _terms(points: Reals, crossed: NDArray[np.int64]) -> Reals:
    """Terms of a surface: each number, its square, and products of some."""
    centred = 2 * points - 1
    some = centred[:, crossed]
    one, other = np.triu_indices(len(crossed), k=1)
    return np.concatenate([centred, centred**2, some[:, one] * some[:, other]], axis=1)


def _ridge(terms: Reals, values: Reals) -> list[tuple[Reals, Reals]]:
    """Fit with each penalty: the mean of the terms, and the coefficients."""
    middle, constant = terms.mean(axis=0), values.mean()
    centred = terms - middle
    roots, vectors = np.linalg.eigh(centred.T @ centred)
    along = vectors.T @ (centred.T @ (values - constant))
    scale = max(float(roots.max()), 1e-12) / len(roots)
    return [
        (middle, np.concatenate([[constant], vectors @ (along / (roots + penalty * scale))]))
        for penalty in _PENALTIES
    ]
