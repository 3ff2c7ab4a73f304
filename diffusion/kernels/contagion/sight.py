"""Who sees whom in the two-state chain, and who may therefore begin."""

import numpy as np

from diffusion.kernels import draws
from diffusion.kernels.contagion.fetching import AHEAD, fetch
from diffusion.kernels.contagion.outlook import (
    N_NOTED,
    N_SHOWN,
    N_WAITING,
    Outlook,
    Room,
    bound_now,
    listed_bound,
)
from diffusion.kernels.jit import compiled
from diffusion.kernels.state import NEVER, Counts, Parameters, Ties, Words


@compiled
def set_bound(now: Room, ego: int, bound: np.uint64) -> None:
    """Let an unaware artisan wait with this bound, or not at all where it is 0."""
    waiting, size = now.waiting, now.size
    row = now.place[ego]
    if row != NEVER:
        if bound > 0:
            waiting.bound[row] = bound
        else:
            stop_waiting(now, ego)
    elif bound > 0:
        row = size[N_WAITING]
        size[N_WAITING] += 1
        now.place[ego] = row
        waiting.ego[row] = ego
        waiting.salt[row] = draws.salt(ego)
        waiting.bound[row] = bound


@compiled
def stop_waiting(now: Room, ego: int) -> None:
    """Take an artisan off those who may begin; the last of them takes its row."""
    waiting = now.waiting
    row = now.place[ego]
    now.size[N_WAITING] -= 1
    last = now.size[N_WAITING]
    waiting.salt[row] = waiting.salt[last]
    waiting.bound[row] = waiting.bound[last]
    waiting.ego[row] = waiting.ego[last]
    now.place[waiting.ego[row]] = row
    now.place[ego] = NEVER


@compiled
def forget(
    now: Room,
    ties: Ties,
    parameters: Parameters,
    outlook: Outlook,
    bounds: Words,
    form: int,
    n_came: int,
) -> None:
    """Let nobody see those who came before, where only newcomers count (memory "flow")."""
    lists, size = now.lists, now.size
    # Who was noted last waits in the last row, most likely: no row has to be filled.
    for rank in range(size[N_NOTED] - 1, -1, -1):
        ego = lists.noted[rank]
        if now.seen[ego] > 0:
            now.seen[ego] = 0
            set_bound(now, ego, bound_now(now, ties, parameters, outlook, bounds, form, ego))
    size[N_NOTED] = 0
    for rank in range(size[N_SHOWN]):
        now.is_shown[lists.shown[rank]] = False
    for rank in range(n_came):
        lists.shown[rank] = lists.came[rank]
        now.is_shown[lists.came[rank]] = True
    size[N_SHOWN] = n_came


@compiled
def see_now(
    now: Room, ties: Ties, bounds: Words, form: int, moved: Counts, n_moved: int, change: int
) -> None:
    """Let the alters of those who came (1) or went (-1) see it, and set their listed bounds."""
    for rank in range(n_moved):
        ego = moved[rank]
        for tie in range(ties.start[ego], ties.start[ego + 1]):
            alter = ties.alter[tie]
            seen = now.seen[alter] + change
            now.seen[alter] = seen
            if seen >= 0:
                set_bound(now, alter, listed_bound(ties, bounds, form, alter, seen))


@compiled
def fetch_ties(ties: Ties, moved: Counts, rank: int) -> None:
    """Bring near what is read soon: where the ties of those further on stand, then the ties."""
    fetch(ties.start, moved[rank + 2 * AHEAD])
    fetch(ties.alter, ties.start[moved[rank + AHEAD]])


@compiled
def fetch_alters(numbers: Counts, ties: Ties, moved: Counts, rank: int) -> None:
    """Bring near the numbers of the alters of one who is next but a few."""
    ego = moved[rank + AHEAD // 2]
    for tie in range(ties.start[ego], ties.start[ego + 1]):
        fetch(numbers, ties.alter[tie])


@compiled
def note_new(now: Room, ties: Ties, n_came: int) -> None:
    """Let the alters of those who came see it, and note who sees nobody else (flow)."""
    came, noted = now.lists.came, now.lists.noted
    n_noted = now.size[N_NOTED]
    for rank in range(n_came):
        fetch_ties(ties, came, rank)
        fetch_alters(now.seen, ties, came, rank)
        ego = came[rank]
        for tie in range(ties.start[ego], ties.start[ego + 1]):
            alter = ties.alter[tie]
            seen = now.seen[alter] + 1
            now.seen[alter] = seen
            noted[n_noted] = alter
            n_noted += seen == 1
    now.size[N_NOTED] = n_noted


@compiled
def note_changed(now: Room, ties: Ties, moved: Counts, n_moved: int, change: int) -> None:
    """Let the alters of those who came (1) or went (-1) see it, and note whom it moves (stock).

    Nothing changes for those who see fewer than they need, before and after.
    """
    noted, is_noted = now.lists.noted, now.is_noted
    n_noted = now.size[N_NOTED]
    for rank in range(n_moved):
        fetch_ties(ties, moved, rank)
        fetch_alters(now.seen, ties, moved, rank)
        fetch_alters(now.need, ties, moved, rank)
        ego = moved[rank]
        for tie in range(ties.start[ego], ties.start[ego + 1]):
            alter = ties.alter[tie]
            seen = now.seen[alter] + change
            now.seen[alter] = seen
            most = max(seen, seen - change)
            is_new = (seen >= 0) & (most >= now.need[alter]) & (not is_noted[alter])
            noted[n_noted] = alter
            is_noted[alter] |= is_new
            n_noted += is_new
    now.size[N_NOTED] = n_noted


@compiled
def note_crossing(now: Room, ties: Ties, moved: Counts, n_moved: int, change: int) -> None:
    """Do as `note_changed` where all that matters is whether one sees as many as one needs."""
    noted = now.lists.noted
    n_noted = now.size[N_NOTED]
    to_cross = 0 if change > 0 else -1  # more than is needed, on the other side
    for rank in range(n_moved):
        fetch_ties(ties, moved, rank)
        fetch_alters(now.seen, ties, moved, rank)
        fetch_alters(now.need, ties, moved, rank)
        ego = moved[rank]
        for tie in range(ties.start[ego], ties.start[ego + 1]):
            alter = ties.alter[tie]
            seen = now.seen[alter] + change
            now.seen[alter] = seen
            noted[n_noted] = alter
            n_noted += seen == now.need[alter] + to_cross
    now.size[N_NOTED] = n_noted


@compiled
def see_all(
    now: Room,
    ties: Ties,
    parameters: Parameters,
    outlook: Outlook,
    bounds: Words,
    form: int,
    ego: int,
) -> None:
    """Let one who stopped see all that its alters show, and wait."""
    seen = 0
    for tie in range(ties.start[ego], ties.start[ego + 1]):
        seen += now.is_shown[ties.alter[tie]]
    now.seen[ego] = seen
    set_bound(now, ego, bound_now(now, ties, parameters, outlook, bounds, form, ego))
    if parameters.is_flow and seen > 0:
        now.lists.noted[now.size[N_NOTED]] = ego
        now.size[N_NOTED] += 1


@compiled
def look_again(
    now: Room, ties: Ties, parameters: Parameters, outlook: Outlook, bounds: Words, form: int
) -> None:
    """Set the bounds of those who were noted."""
    for rank in range(now.size[N_NOTED]):
        ahead = now.lists.noted[rank + AHEAD]
        fetch(now.seen, ahead)
        fetch(now.place, ahead)
        fetch(outlook, ahead)
        ego = now.lists.noted[rank]
        now.is_noted[ego] = False
        set_bound(now, ego, bound_now(now, ties, parameters, outlook, bounds, form, ego))
