"""What a person sees of those who have adopted, by the names of `diffusion.fitting.law`."""

import numpy as np
from numpy.typing import NDArray

from diffusion.fitting.villages import Village
from diffusion.kernels.responses import hill_responses

type Reals = NDArray[np.float64]
type Flags = NDArray[np.bool_]

GROUP_SHARE = 0.3
"""Of the exposure "grouped": how much the whole village counts beside those tied to a person."""

HALF, POWER = 0.3, 2.0
"""Exposure at which the hill form is steep, and its exponent."""

NAMES = {
    "none": (),
    "share": ("share",),
    "alters": ("share", "any", "village"),
    "undirected": ("share", "any", "village"),
    "equivalent": ("share", "any", "village", "equivalent"),
    "recent": ("earlier", "newest", "any", "village"),
    "hill": ("hill", "village"),
    "grouped": ("grouped",),
}
"""Terms of each exposure."""


def terms_of(exposure: str, village: Village, period: int, adopted: Flags, before: Flags) -> Reals:
    """Tell what each person sees in a period.

    Parameters
    ----------
    exposure
        One of `NAMES`.
    village
    period
        From 1: the period in which somebody may adopt. Ties are those of the period before.
    adopted, before : bool [M, n]
        Who had adopted before the period, and before the period before it, in M histories.

    Returns
    -------
    float64 [q, M, n]
        A table for each term, in the order of `NAMES`.
    """

    def seen(way: str, who: Flags) -> Reals:
        found: Reals = (village.looks(way, max(0, period - 1)) @ who.T.astype(np.float64)).T
        return found

    names = NAMES[exposure]
    if not names:
        return np.zeros((0, *adopted.shape))
    everybody: Reals = np.broadcast_to(
        adopted.astype(np.float64).mean(axis=1, keepdims=True), adopted.shape
    )
    way = "outgoing" if exposure in ("share", "alters", "equivalent", "recent") else "undirected"
    share = seen(way, adopted)
    found: dict[str, Reals] = {
        "share": share,
        "any": (share > 0).astype(np.float64),
        "village": everybody,
    }
    if exposure == "equivalent":
        found["equivalent"] = seen("equivalent", adopted)
    if exposure == "recent":
        found["earlier"] = seen(way, before)
        found["newest"] = share - found["earlier"]
    if exposure == "hill":
        found["hill"] = hill_responses(share, POWER, HALF)
    if exposure == "grouped":
        found["grouped"] = hill_responses(
            (1 - GROUP_SHARE) * share + GROUP_SHARE * everybody, POWER, HALF
        )
    return np.stack([found[name] for name in names])
