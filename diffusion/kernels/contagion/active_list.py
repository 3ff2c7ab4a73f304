"""Who may move in the next substep: who may adopt, with its bound, and who may stop."""

from typing import NamedTuple

import numpy as np

from diffusion.kernels import draws
from diffusion.kernels.arrays import Counts, Ints, Rows, Words
from diffusion.kernels.contagion.start import identity_of
from diffusion.kernels.jit import compiled, inner
from diffusion.kernels.state import NEVER


class ActiveList(NamedTuple):
    """Those whose chance to adopt is above 0, and those who use the innovation; in any order.

    Attributes
    ----------
    subkey, bound : uint64 [N]
        By row of the list: the artisan adopts where its whole draw is below the bound (`draws`).
    room : uint64 [N]
        Scratch: how far draws lie above their bounds; then the bounds that `set_bounds` writes.
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
    room: Words
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
        np.zeros(n_artisans, np.uint64),
        np.zeros(n_artisans, np.uint32),
        np.zeros(n_artisans, np.uint32),
        np.zeros(n_artisans, np.int32),
        np.zeros(n_artisans, np.uint32),
        np.zeros(n_artisans, np.uint32),
    )


@inner
def draw_adopters(active: ActiveList, n_active: int, key: np.uint64) -> int:
    """Draw who adopts; write their rows of the list to `new`, ascending, and count them."""
    subkeys, bounds, new, excess = active.subkey, active.bound, active.new, active.room
    # Nothing in this loop waits for the round before it: several draws are made at once.
    for row in range(n_active):
        excess[row] = draws.excess(key, subkeys[row], bounds[row])
    n_new = 0
    for row in range(n_active):
        new[n_new] = row
        n_new += int(draws.is_below(excess[row]))
    return n_new


@inner
def draw_leavers(
    active: ActiveList, n_adopters: int, identity: Ints, key: np.uint64, bound: np.uint64
) -> int:
    """Draw who stops; write their places among the adopters to `left`, ascending, and count."""
    adopter, left = active.adopter, active.left
    n_left = 0
    for place in range(n_adopters):
        left[n_left] = place
        n_left += int(
            draws.whole_draw(key, draws.salt(identity_of(identity, adopter[place]))) < bound
        )
    return n_left


@compiled
def take_adopters(active: ActiveList, n_active: int, n_new: int) -> int:
    """Take those drawn off the list; write in `new` the artisans instead of their rows.

    Returns
    -------
    int
        How many stand in the list now.
    """
    subkeys, bounds, egos, rows = active.subkey, active.bound, active.ego, active.row
    new = active.new
    for rank in range(n_new - 1, -1, -1):
        # From the last row to the first: whoever fills a gap then is not taken too.
        row = new[rank]
        ego = egos[row]
        new[rank] = ego
        n_active -= 1
        last = egos[n_active]
        subkeys[row] = subkeys[n_active]
        bounds[row] = bounds[n_active]
        egos[row] = last
        rows[last] = row
        rows[ego] = NEVER
    return n_active


@inner
def take_leavers(active: ActiveList, n_adopters: int, n_left: int, n_new: int) -> int:
    """Take those drawn off the adopters, and add those in `new`.

    Writes in `left` the artisans instead of their places.

    Returns
    -------
    int
        How many adopters may stop now.
    """
    adopter, left, new, rows = active.adopter, active.left, active.new, active.row
    for rank in range(n_left - 1, -1, -1):
        place = left[rank]
        ego = adopter[place]
        left[rank] = ego
        n_adopters -= 1
        adopter[place] = adopter[n_adopters]
        rows[adopter[place]] = place
        rows[ego] = NEVER
    for rank in range(n_new):
        rows[new[rank]] = n_adopters
        adopter[n_adopters] = new[rank]
        n_adopters += 1
    return n_adopters


@inner
def set_bounds(
    active: ActiveList, n_active: int, identity: Ints, changed: Rows, n_changed: int
) -> int:
    """Let artisans stand in the list with their bounds, or not at all where these are 0.

    Parameters
    ----------
    active : ActiveList
        `room` holds the bounds, in the order of `changed`; the list is written.
    n_active : int
        How many stand in the list.
    identity : int64 [N or 0]
        As in `Start`.
    changed, n_changed : uint32 [at least n_changed], int
        Rows of artisans that do not adopt.

    Returns
    -------
    int
        How many stand in the list now.
    """
    subkeys, bounds, egos, rows = active.subkey, active.bound, active.ego, active.row
    for rank in range(n_changed):
        ego = changed[rank]
        bound = active.room[rank]
        row = rows[ego]
        if row != NEVER:
            if bound > 0:
                bounds[row] = bound
            else:
                n_active -= 1
                last = egos[n_active]
                subkeys[row] = subkeys[n_active]
                bounds[row] = bounds[n_active]
                egos[row] = last
                rows[last] = row
                rows[ego] = NEVER
        elif bound > 0:
            rows[ego] = n_active
            egos[n_active] = ego
            subkeys[n_active] = draws.salt(identity_of(identity, ego))
            bounds[n_active] = bound
            n_active += 1
    return n_active
