"""Gives each hamlet its part of the picture, and its artisans their places in it."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diffusion.page.groups import hamlet_names
from diffusion.page.layout import Box, Reals, layout, least_distance
from diffusion.scenario.community import Community

MOST_DRAWN = 30
"""Hamlets beyond which the picture has no room for their frames."""

_GAP, _SIDE, _HEAD = 0.012, 0.05, 0.125
"""Between two frames, and inside a frame on each side and at its head, where its name stands."""

_CLOSER = 0.8
"""Artisans of a hamlet stand nearer each other, because frames take room."""


def hamlet_data(community: Community) -> dict[str, Any] | None:
    """Tell how the hamlets are called, how large each is and where its frame is; None for one.

    Returns
    -------
    dict or None
        names (None where they have numbers only), sizes, and frames of left, top, right and
        bottom (None where there are too many hamlets).
    """
    if community.n_hamlets == 1:
        return None
    sizes = np.bincount(community.hamlets, minlength=community.n_hamlets).tolist()
    is_drawn = len(sizes) <= MOST_DRAWN
    return {
        "names": hamlet_names(community),
        "sizes": sizes,
        "frames": [[round(at, 3) for at in frame] for frame in frames(sizes)] if is_drawn else None,
    }


def frames(sizes: Sequence[int]) -> list[Box]:
    """Divide the picture among hamlets, in rows, each with an area by its number of artisans."""
    n_rows = max(1, round(len(sizes) ** 0.5))
    ends = [round(row * len(sizes) / n_rows) for row in range(n_rows + 1)]
    found: list[Box] = []
    top = 0.0
    for first, after in pairwise(ends):
        row = [max(1, size) for size in sizes[first:after]]
        height = sum(row) / sum(max(1, size) for size in sizes)
        left = 0.0
        for size in row:
            right = left + size / sum(row)
            found.append((left + _GAP, top + _GAP, right - _GAP, top + height - _GAP))
            left = right
        top += height
    return found


def layout_by_hamlet(
    hamlets: NDArray[np.int64], ties: Sequence[tuple[int, int]], start: Reals | None = None
) -> list[tuple[float, float]]:
    """Place each hamlet's artisans in its frame, by the ties within the hamlet.

    Parameters
    ----------
    hamlets : int64 [N]
        Hamlet of each artisan, from 0.
    ties
        Pairs of rows.
    start : float64 [N, 2], optional
        Where the artisans live, in any unit.

    Returns
    -------
    list of (float, float)
        As `layout` gives them.
    """
    sizes = np.bincount(hamlets)
    distance = _CLOSER * least_distance(len(hamlets))
    places: list[tuple[float, float]] = [(0.5, 0.5)] * len(hamlets)
    for hamlet, (left, top, right, bottom) in enumerate(frames(sizes.tolist())):
        rows = np.flatnonzero(hamlets == hamlet)
        if len(rows) == 0:
            continue
        number = {int(row): place for place, row in enumerate(rows)}
        within = [(number[a], number[b]) for a, b in ties if a in number and b in number]
        side, head = min(_SIDE, (right - left) / 4), min(_HEAD, (bottom - top) / 2.5)
        found = layout(
            len(rows),
            within,
            None if start is None else start[rows],
            box=(left + side, top + head, right - side, bottom - side),
            distance=distance,
        )
        for row, place in zip(rows, found, strict=True):
            places[int(row)] = place
    return places
