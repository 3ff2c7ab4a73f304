"""The order of a tree of influence: everybody below who influenced him or her."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from diffusion.explanation.shares import NEAR, TIE
from diffusion.kernels.events import NOBODY

if TYPE_CHECKING:
    import pandas as pd


def chains(main: "pd.DataFrame", n_artisans: int) -> Sequence[Any]:
    """Order the artisans of `main_sources` so that each stands below who influenced him or her.

    Returns
    -------
    list of int
        Places in `main`: each root, and behind it those whom it influenced, in order of months.
    """
    place_of = np.full(n_artisans, NOBODY)
    place_of[main["ego"]] = np.arange(len(main))
    of_people = np.isin(main["source"], (TIE, NEAR))
    after: list[list[int]] = [[] for _ in range(len(main))]
    roots: list[int] = []
    by_month = np.argsort(main["month"].to_numpy(), kind="stable")
    for place in by_month.tolist():
        other = place_of[main["other"].iloc[place]] if of_people[place] else NOBODY
        is_before = other != NOBODY and main["month"].iloc[other] < main["month"].iloc[place]
        (after[other] if is_before else roots).append(place)
    ordered: list[int] = []
    left = roots[::-1]
    while left:
        place = left.pop()
        ordered.append(place)
        left.extend(after[place][::-1])
    return ordered
