"""Gives each artisan a place on the page: tied ones near each other, no two on one spot.

Sines and cosines are those of the scalar library: NumPy's own differ between processors.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

type Reals = NDArray[np.float64]

LEAST_DISTANCE = 0.08
"""Least distance of two artisans where they are few, as a part of the picture's width."""

EDGE = 0.04
"""Margin around all of them."""

type Box = tuple[float, float, float, float]
"""Left, top, right and bottom of a part of the picture, each from 0 to 1."""

WHOLE: Box = (EDGE, EDGE, 1 - EDGE, 1 - EDGE)

_CROWDED = 0.5
_GOLDEN_ANGLE = 2.399963
_MOST_ROUNDS = 400
"""Rounds of pushing apart; 5,000 artisans take fewer. After them a crowd stands in columns."""

_WORK = 6e7
"""Pairs looked at while pulling and pushing; few artisans get all the rounds, many get fewer."""

_ROWS = 100
"""Artisans whose pairs with all others are looked at together."""


def least_distance(n_artisans: int) -> float:
    """Distance that any two of so many artisans keep, as a part of the picture's width."""
    return min(LEAST_DISTANCE, _CROWDED / float(np.sqrt(max(1, n_artisans))))


def layout(
    n_artisans: int,
    ties: Sequence[tuple[int, int]],
    start: Reals | None = None,
    *,
    box: Box = WHOLE,
    distance: float | None = None,
) -> list[tuple[float, float]]:
    """Place a network: ties pull, everybody pushes, then those too near each other move apart.

    Nothing is drawn: the same network has the same places. The forces are those of Fruchterman
    and Reingold (1991), "Graph drawing by force-directed placement", Software: Practice and
    Experience 21: a pull of d^2 / k along a tie, a push of k^2 / d between any two; and a pull to
    the middle, which keeps those without ties in the picture.

    Parameters
    ----------
    n_artisans
    ties
        Pairs of rows.
    start : float64 [N, 2], optional
        Where the artisans begin, in any unit; a circle in the order of the rows if left out.
    box
        The part of the picture to fill.
    distance
        Least distance to keep; `least_distance` if left out.

    Returns
    -------
    list of (float, float)
        Places from 0 to 1, to three decimals, no two nearer than the least distance.
    """
    places = _circle(n_artisans) if start is None else _fitted(start, WHOLE)
    places = _apart(places, 0.5 / max(1, n_artisans), WHOLE)  # nobody begins where another does
    places = _pulled(places, np.array(ties, np.int64).reshape(-1, 2))
    least = least_distance(n_artisans) if distance is None else distance
    # Rounding to three decimals may bring two nearer by a thousandth and a half.
    places = _apart(_fitted(places, box), least + 0.0015, box)
    return [(round(float(x), 3), round(float(y), 3)) for x, y in places]


def _circle(n_artisans: int) -> Reals:
    turns = [2 * math.pi * row / max(1, n_artisans) for row in range(n_artisans)]
    return _fitted(np.array([(math.sin(turn), -math.cos(turn)) for turn in turns]), WHOLE)  # noqa: TID251


def _fitted(places: Reals, box: Box) -> Reals:
    """Stretch places to fill a box."""
    low, high = places.min(axis=0), places.max(axis=0)
    extent = np.where(high > low, high - low, 1.0)
    share = np.where(high > low, (places - low) / extent, 0.5)
    corner, opposite = np.array(box[:2]), np.array(box[2:])
    return np.asarray(corner + (opposite - corner) * share, np.float64)


def _pulled(places: Reals, ties: NDArray[np.int64]) -> Reals:
    n_artisans = len(places)
    if n_artisans < 3:
        return places
    n_rounds = int(min(150, max(5, _WORK / n_artisans**2)))
    usual = 0.7 / np.sqrt(n_artisans)
    for done in range(n_rounds):
        step = 0.1 * (1 - done / n_rounds)
        force = _pushes(places, usual)
        if len(ties):
            gap = places[ties[:, 0]] - places[ties[:, 1]]
            pull = gap * np.sqrt((gap * gap).sum(axis=1))[:, None] / usual
            for axis in (0, 1):
                force[:, axis] -= np.bincount(ties[:, 0], pull[:, axis], n_artisans)
                force[:, axis] += np.bincount(ties[:, 1], pull[:, axis], n_artisans)
        force -= places - 0.5
        length = np.sqrt((force * force).sum(axis=1))[:, None]
        places = places + force / np.maximum(length, 1e-9) * np.minimum(length, step)
    return places


def _pushes(places: Reals, usual: float) -> Reals:
    """Add up what all others push each of them, some rows of pairs at a time."""
    force, (x, y) = np.empty_like(places), places.T
    for first in range(0, len(places), _ROWS):
        some = slice(first, first + _ROWS)
        east, north = x[some, None] - x, y[some, None] - y
        push = usual**2 / np.maximum(east * east + north * north, 1e-6)
        force[some, 0], force[some, 1] = (push * east).sum(axis=1), (push * north).sum(axis=1)
    return force


def _apart(places: Reals, distance: float, box: Box) -> Reals:
    """Move those who are too near each other apart, within a box, until none are."""
    places = places.copy()
    for _ in range(_MOST_ROUNDS):
        pairs = cKDTree(places).query_pairs(distance, output_type="ndarray")
        if len(pairs) == 0:
            return places
        pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
        first, second = pairs[:, 0], pairs[:, 1]
        gap = places[first] - places[second]
        length = np.sqrt((gap * gap).sum(axis=1))
        # Two on one spot part in a direction of their own.
        turns = [_GOLDEN_ANGLE * (row + 1) for row in first.tolist()]
        away = np.array([(math.cos(turn), math.sin(turn)) for turn in turns])  # noqa: TID251
        known = length > 1e-9
        away[known] = gap[known] / length[known, None]
        move = away * (0.5 * (distance - length) + 0.0005)[:, None]
        for axis in (0, 1):
            places[:, axis] += np.bincount(first, move[:, axis], len(places))
            places[:, axis] -= np.bincount(second, move[:, axis], len(places))
        np.clip(places, box[:2], box[2:], out=places)
    return _in_columns(places, box)


def _in_columns(places: Reals, box: Box) -> Reals:
    """Put a crowd that cannot be parted into columns, each from top to bottom."""
    n_columns = int(np.ceil(np.sqrt(len(places))))
    from_left = np.argsort(places[:, 0], kind="stable")
    spread = np.empty_like(places)
    for column, rows in enumerate(np.array_split(from_left, n_columns)):
        ordered = rows[np.argsort(places[rows, 1], kind="stable")]
        spread[ordered, 0] = column
        spread[ordered, 1] = np.arange(len(rows))
    return _fitted(spread, box)
