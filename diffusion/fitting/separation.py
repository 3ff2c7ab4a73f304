"""Takes out of a table of rows what would make a coefficient endless or undefined."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import qr
from scipy.optimize import linprog

type Reals = NDArray[np.float64]

ALIKE, SEPARATED = "alike", "separated"
"""A column is the same in all rows, or made up of others; it tells for certain who adopts."""

_SMALL = 1e-7


@dataclass(frozen=True)
class Settled:
    """Rows and columns to which a regression can be fitted.

    Attributes
    ----------
    row : bool [R]
        Which are kept. Of the others it is certain who adopts.
    column : bool [p]
        Which are kept.
    why : tuple of str [p]
        Of a column that is left out, `ALIKE` or `SEPARATED`; else empty.
    """

    row: NDArray[np.bool_]
    column: NDArray[np.bool_]
    why: tuple[str, ...]


def settled(values: Reals, adopts: Reals) -> Settled:
    """Leave out columns that add nothing, and rows and columns that are separated.

    Columns separate rows when a sum of them is never below 0 for who adopts, never above 0 for
    who does not, and not 0 throughout: the likelihood then grows for ever along it. Whether there
    is such a sum is a linear programme (Konis 2007). Rows at which it is not 0 are certain and say
    nothing of the other coefficients; without them those can be estimated.

    Parameters
    ----------
    values : float64 [R, p]
        The first column is the constant.
    adopts : float64 [R]
        1 or 0.
    """
    n_rows, n_columns = values.shape
    row, column = np.ones(n_rows, bool), np.ones(n_columns, bool)
    why = [""] * n_columns
    blamed: set[int] = set()
    while True:
        for at in _needless(values[row], column):
            column[at] = False
            why[at] = SEPARATED if at in blamed else ALIKE
        places = np.flatnonzero(column)
        sign = np.where(adopts[row] > 0, 1.0, -1.0)
        direction = _separating(values[row][:, places] * sign[:, None])
        if direction is None:
            return Settled(row, column, tuple(why))
        blamed |= set(places[np.abs(direction) > _SMALL].tolist())
        certain = np.abs(values[:, places] @ direction) > _SMALL
        row &= ~certain
        if not row.any():
            column[:] = False
            names = [why[at] or SEPARATED for at in range(n_columns)]
            return Settled(row, column, tuple(names))


def _needless(values: Reals, column: NDArray[np.bool_]) -> list[int]:
    """Find columns that are made up of others before them, the constant first of all."""
    places = np.flatnonzero(column)
    scale = np.abs(values[:, places]).max(axis=0)
    empty = [int(at) for at in places[scale <= _SMALL]]
    places = places[scale > _SMALL]
    if not len(places):
        return empty
    scaled = values[:, places] / np.abs(values[:, places]).max(axis=0)
    # Without pivoting a column that those before it make up leaves nothing on the diagonal.
    diagonal = np.abs(np.diag(qr(scaled, mode="r")[0]))
    size = np.sqrt((scaled**2).sum(axis=0))
    kept = np.zeros(len(places), bool)
    kept[: len(diagonal)] = diagonal > _SMALL * size[: len(diagonal)]
    return empty + [int(at) for at in places[~kept]]


def _separating(signed: Reals) -> Reals | None:
    """Find a direction in which no row falls and some rise; None if there is none."""
    scale = np.abs(signed).max(axis=0)
    rows = np.unique(signed / scale, axis=0)
    found = linprog(
        -rows.sum(axis=0), A_ub=-rows, b_ub=np.zeros(len(rows)), bounds=(-1, 1), method="highs"
    )
    if found.x is None or (rows @ found.x).sum() <= _SMALL * len(rows):
        return None
    direction: Reals = found.x / scale
    return direction
