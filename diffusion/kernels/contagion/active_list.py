"""Who may move in the next substep: who may adopt, with its bound, and who may stop."""

from typing import NamedTuple

import numpy as np

from diffusion.kernels import draws
from diffusion.kernels.jit import compiled
from diffusion.kernels.state import NEVER, Counts, Rows, Words


class ActiveList(NamedTuple):
    """Those whose chance to adopt is above 0, and those who use the innovation; in any order.

    Attributes
    ----------
    subkey, bound : uint64 [N]
        By row of the list: the artisan adopts where its whole draw is below the bound (`draws`).
    ego : uint32 [N]
        By row of the list: the artisan.
    adopter : uint32 [N]
        By place: those who use the innovation; none where nobody ever stops.
    row : int32 [N]
        By artisan: its row in the list, or its place among the adopters; `NEVER` in neither.
    new, left : uint32 [N]
        Who adopts and who stops in this substep.
    """

    subkey: Words
    bound: Words
    ego: Rows
    adopter: Rows
    row: Counts
    new: Rows
    left: Rows


def new_active_list(n_artisans: int) -> ActiveList:
    """Allocate the list for so many artisans."""
    return ActiveList(
        np.zeros(n_artisans, np.uint64),
        np.zeros(n_artisans, np.uint64),
        np.zeros(n_artisans, np.uint32),
        np.zeros(n_artisans, np.uint32),
        np.zeros(n_artisans, np.int32),
        np.zeros(n_artisans, np.uint32),
        np.zeros(n_artisans, np.uint32),
    )


@compiled
def draw_adopters(active: ActiveList, n_active: int, key: np.uint64) -> int:
    """Draw who adopts; write their rows of the list to `new`, ascending, and count them."""
    subkeys, bounds, new = active.subkey, active.bound, active.new
    n_new = 0
    for row in range(n_active):
        new[n_new] = row
        n_new += draws.whole_draw(key, subkeys[row]) < bounds[row]
    return n_new


@compiled
def draw_leavers(active: ActiveList, n_adopters: int, key: np.uint64, bound: np.uint64) -> int:
    """Draw who stops; write their places among the adopters to `left`, ascending, and count."""
    adopter, left = active.adopter, active.left
    n_left = 0
    for place in range(n_adopters):
        left[n_left] = place
        n_left += draws.whole_draw(key, draws.salt(adopter[place])) < bound
    return n_left


@compiled
def take_adopters(active: ActiveList, n_active: int, n_new: int) -> int:
    """Take those drawn off the list; write in `new` the artisans instead of their rows.

    Returns
    -------
    int
        How many stand in the list now.
    """
    new = active.new
    for rank in range(n_new - 1, -1, -1):
        # From the last row to the first: whoever fills a gap then is not taken too.
        row = new[rank]
        new[rank] = active.ego[row]
        n_active = remove(active, n_active, row)
    return n_active


@compiled
def take_leavers(active: ActiveList, n_adopters: int, n_left: int) -> int:
    """Take those drawn off the adopters; write in `left` the artisans instead of their places.

    Returns
    -------
    int
        How many adopters may stop now.
    """
    adopter, left, rows = active.adopter, active.left, active.row
    for rank in range(n_left - 1, -1, -1):
        place = left[rank]
        ego = adopter[place]
        left[rank] = ego
        n_adopters -= 1
        adopter[place] = adopter[n_adopters]
        rows[adopter[place]] = place
        rows[ego] = NEVER
    return n_adopters


@compiled
def add_adopters(active: ActiveList, n_adopters: int, n_new: int) -> int:
    """Let those in `new` stand among the adopters who may stop, and count these."""
    for rank in range(n_new):
        active.row[active.new[rank]] = n_adopters
        active.adopter[n_adopters] = active.new[rank]
        n_adopters += 1
    return n_adopters


@compiled
def remove(active: ActiveList, n_active: int, row: int) -> int:
    """Take a row off the list, fill it with the last, and count those in the list."""
    n_active -= 1
    active.row[active.ego[row]] = NEVER
    if row != n_active:
        active.subkey[row] = active.subkey[n_active]
        active.bound[row] = active.bound[n_active]
        active.ego[row] = active.ego[n_active]
        active.row[active.ego[row]] = row
    return n_active


@compiled
def set_bound(active: ActiveList, n_active: int, ego: int, bound: np.uint64) -> int:
    """Let an artisan stand in the list with this bound, or not at all where it is 0; count."""
    row = active.row[ego]
    if row != NEVER:
        if bound > 0:
            active.bound[row] = bound
            return n_active
        return remove(active, n_active, row)
    if bound > 0:
        active.row[ego] = n_active
        active.ego[n_active] = ego
        active.subkey[n_active] = draws.salt(ego)
        active.bound[n_active] = bound
        return n_active + 1
    return n_active
