"""Who begins and who stops in one step of the two-state chain."""

import numpy as np

from diffusion.kernels import draws
from diffusion.kernels.contagion.fetching import AHEAD, fetch
from diffusion.kernels.contagion.outlook import (
    ADOPTING,
    N_NOTED,
    N_POOR,
    N_USERS,
    N_WAITING,
    Outlook,
    Room,
    bound_now,
)
from diffusion.kernels.contagion.sight import stop_waiting
from diffusion.kernels.jit import compiled
from diffusion.kernels.state import NEVER, TRIAL, UNAWARE, Parameters, Records, Ties, Words


@compiled
def who_begins(now: Room, key: np.uint64) -> int:
    """Draw who begins; write their rows in `Waiting`, ascending, and count them."""
    waiting, came = now.waiting, now.lists.came
    n_waiting = now.size[N_WAITING]
    # A loop in which nothing waits for what was before it: several draws are made at once.
    for row in range(n_waiting):
        waiting.excess[row] = draws.excess(key, waiting.salt[row], waiting.bound[row])
    n_came = np.uint32(0)
    for row in range(n_waiting):
        came[n_came] = row
        n_came += np.uint32(draws.is_below(waiting.excess[row]))
    return np.int64(n_came)  # type: ignore[return-value]  # an int of numba's


@compiled
def who_catches(
    now: Room,
    ties: Ties,
    parameters: Parameters,
    outlook: Outlook,
    bounds: Words,
    form: int,
    key: np.uint64,
) -> int:
    """Draw who begins among those noted, and let all of them forget; write the rows and count.

    In a cascade nobody else can begin, and nobody has to wait in a list: each is asked once, in
    the step after an alter began.
    """
    noted, came = now.lists.noted, now.lists.came
    n_came = 0
    for rank in range(now.size[N_NOTED]):
        fetch(now.seen, noted[rank + 2 * AHEAD])
        ego = noted[rank]
        bound = bound_now(now, ties, parameters, outlook, bounds, form, ego)
        now.seen[ego] = 0
        came[n_came] = ego
        n_came += int(draws.whole_draw(key, draws.salt(ego)) < bound)
    now.size[N_NOTED] = 0
    return n_came


@compiled
def who_stops(now: Room, key: np.uint64, bound: np.uint64) -> int:
    """Draw who stops; write their places in the list of users, ascending, and count them."""
    user, went = now.lists.user, now.lists.went
    n_went = 0
    for place in range(now.size[N_USERS]):
        went[n_went] = place
        n_went += int(draws.whole_draw(key, draws.salt(user[place])) < bound)
    return n_went


@compiled
def begin(
    now: Room,
    parameters: Parameters,
    n_came: int,
    record: int,
    records: Records,
    run: int,
) -> None:
    """Let those who come use the innovation; write their rows instead of their places."""
    came = now.lists.came
    for rank in range(n_came - 1, -1, -1):
        # From the last row to the first: whoever fills a gap then does not come too.
        ahead = now.waiting.ego[came[max(0, rank - AHEAD)]]
        fetch(now.seen, ahead)
        fetch(now.past, ahead)
        ego = now.waiting.ego[came[rank]]
        came[rank] = ego
        stop_waiting(now, ego)
        enter_trial(now, ego, record, records, run)
    if parameters.exit_hazard > 0.0:
        for rank in range(n_came):
            now.place[came[rank]] = now.size[N_USERS]
            now.lists.user[now.size[N_USERS]] = came[rank]
            now.size[N_USERS] += 1


@compiled
def catch(now: Room, n_came: int, record: int, records: Records, run: int) -> None:
    """Let those who come in a cascade use the innovation."""
    came = now.lists.came
    for rank in range(n_came):
        fetch(now.past, came[rank + AHEAD])
        enter_trial(now, came[rank], record, records, run)


@compiled
def enter_trial(now: Room, ego: int, record: int, records: Records, run: int) -> None:
    """Note that an artisan begins."""
    now.seen[ego] += ADOPTING
    now.is_shown[ego] = True
    now.size[N_POOR] += now.past.is_poor[ego]
    if now.past.toa[ego] == NEVER:
        now.past.toa[ego] = record
    if now.past.left[ego] != record:
        now.past.since[ego] = record
    if records.first.shape[0] > 0:
        enter(records, run, record, ego, TRIAL, UNAWARE)


@compiled
def stop(now: Room, n_went: int, record: int, records: Records, run: int) -> None:
    """Let those who go stop using the innovation; write their rows instead of their places."""
    user, went = now.lists.user, now.lists.went
    for rank in range(n_went - 1, -1, -1):
        place = went[rank]
        ego = user[place]
        went[rank] = ego
        now.size[N_USERS] -= 1
        user[place] = user[now.size[N_USERS]]
        now.place[user[place]] = place
        now.place[ego] = NEVER
        now.is_shown[ego] = False
        now.size[N_POOR] -= now.past.is_poor[ego]
        now.past.left[ego] = record
        if records.first.shape[0] > 0:
            enter(records, run, record, ego, UNAWARE, TRIAL)


@compiled
def enter(records: Records, run: int, record: int, ego: int, stage: int, before: int) -> None:
    """Note the first record in a stage, unless it is left again before the month ends."""
    first = records.first[run, ego]
    if first[before] == record:
        first[before] = NEVER
    if first[stage] == NEVER:
        first[stage] = record
