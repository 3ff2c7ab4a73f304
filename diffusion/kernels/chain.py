"""Many runs of the two-state chain: the model's shortest form, in a fast form of its own.

The law is that of `month.live_month` where `is_two_state`: an artisan begins if its draw is below
the chance of its decision rate, and stops if another is below the exit hazard (ODD 8). The bits
are the same, because the same functions of `laws` give the rates and the draws have the same
keys; work is saved in four ways, none of which touches a number.

- A rate changes with exposure alone, so it is kept until some alter begins or stops.
- A kept rate is turned into a whole number to compare with the whole draw (`draws.bound`).
- Whose chance is exactly 0 is not asked. Where alpha is 0, only those are who see a user.
- When nobody can ever move again, the rest of the records is written at once.
"""

import numpy as np

from diffusion.kernels import draws
from diffusion.kernels.ensemble import observe
from diffusion.kernels.flags import compiled
from diffusion.kernels.outlook import (
    ADOPTING,
    N_NOTED,
    N_POOR,
    N_SHOWN,
    N_USERS,
    N_WAITING,
    Outlook,
    Room,
    bound_now,
    look_out,
)
from diffusion.kernels.state import (
    LASTING_MONTHS,
    NEVER,
    TRIAL,
    UNAWARE,
    Hamlet,
    Ints,
    Month,
    Parameters,
    Records,
    State,
    Ties,
    Words,
)


@compiled
def run_chains(
    start: State,
    hamlets: Hamlet,
    ties: Ties,
    parameters: Parameters,
    random_seed: int,
    first_replicate: int,
    month: Month,
    ledger: Ints,
    outlook: Outlook,
    bounds: Words,
    first: Room,
    now: Room,
    records: Records,
) -> None:
    n_runs = records.stages.shape[0]
    is_kept = start.shape[0] == 1 and ties.start.shape[0] == 1 and n_runs > 1
    form = 0
    for run in range(n_runs):
        row = run if start.shape[0] > 1 else 0
        tie_row = run if ties.start.shape[0] > 1 else 0
        run_ties = Ties(ties.start[tie_row], ties.alter, ties.strength, ties.growing)
        if run == 0 or not is_kept:
            form = look_out(
                start[row], hamlets, run_ties, parameters, outlook, bounds, is_kept, first
            )
            observe(records, run, 0, start[row], month, hamlets, ledger, parameters)
        luck = draws.luck_of(random_seed, first_replicate + run)
        live_chain(run_ties, parameters, luck, outlook, bounds, form, first, now, records, run)


@compiled
def live_chain(
    ties: Ties,
    parameters: Parameters,
    luck: np.uint64,
    outlook: Outlook,
    bounds: Words,
    form: int,
    first: Room,
    now: Room,
    records: Records,
    run: int,
) -> None:
    """Live one run from its first moment to its last record; `look_out` has been there."""
    n_months = records.stages.shape[1] - 1
    n_substeps = parameters.substeps
    n_artisans = outlook.gates.size
    size = now.size
    begin_again(first, now)
    n_users = np.int64(records.stages[run, 0, TRIAL])
    is_over = False
    for t in range(n_months):
        substep = t * n_substeps
        while substep < (t + 1) * n_substeps and not is_over:
            n_came = who_begins(now, draws.stream(luck, draws.DECISION, substep, 0))
            n_went = 0
            if size[N_USERS] > 0:
                key = draws.stream(luck, draws.DISCONTINUANCE, substep, 0)
                n_went = who_stops(now, key, draws.bound(parameters.exit_hazard))
            begin(now, parameters, outlook, n_came, t + 1, records, run)
            stop(now, outlook, n_went, t + 1, records, run)
            if parameters.is_flow:
                forget(now, n_came)
            for rank in range(n_came):
                see(now, ties, now.lists.came[rank], 1)
            if not parameters.is_flow:
                for rank in range(n_went):
                    see(now, ties, now.lists.went[rank], -1)
            for rank in range(n_went):
                see_all(now, ties, now.lists.went[rank])
            look_again(now, ties, parameters, outlook, bounds, form)
            n_users += n_came - n_went
            substep += 1
            is_over = n_came + size[N_WAITING] + size[N_USERS] + size[N_NOTED] == 0
        records.stages[run, t + 1, UNAWARE] = n_artisans - n_users
        records.stages[run, t + 1, TRIAL] = n_users
        repeat(records, run, t + 1)
        records.counts[run, t + 1, 7] = size[N_POOR]
    sum_up(now, records, run)


@compiled
def begin_again(first: Room, now: Room) -> None:
    """Put the chain at its first moment."""
    n_artisans = first.standing.seen.size
    for ego in range(n_artisans):
        now.standing[ego] = first.standing[ego]  # type: ignore[index]  # a record, copied whole
        now.past[ego] = first.past[ego]  # type: ignore[index]
    for row in range(first.size[N_WAITING]):
        now.waiting[row] = first.waiting[row]  # type: ignore[index]
    for row in range(first.size[N_USERS]):
        now.lists.user[row] = first.lists.user[row]
    for row in range(first.size[N_NOTED]):
        now.lists.noted[row] = first.lists.noted[row]
    for row in range(first.size[N_SHOWN]):
        now.lists.shown[row] = first.lists.shown[row]
    for name in range(first.size.size):
        now.size[name] = first.size[name]


@compiled
def who_begins(now: Room, key: np.uint64) -> int:
    """Draw who begins; write their rows in `Waiting`, ascending, and count them."""
    waiting, came = now.waiting, now.lists.came
    n_came = 0
    for row in range(now.size[N_WAITING]):
        came[n_came] = row
        n_came += draws.whole_draw(key, waiting.salt[row]) < waiting.bound[row]
    return n_came


@compiled
def who_stops(now: Room, key: np.uint64, bound: np.uint64) -> int:
    """Draw who stops; write their places in the list of users, ascending, and count them."""
    user, went = now.lists.user, now.lists.went
    n_went = 0
    for place in range(now.size[N_USERS]):
        went[n_went] = place
        n_went += draws.whole_draw(key, draws.salt(user[place])) < bound
    return n_went


@compiled
def begin(
    now: Room,
    parameters: Parameters,
    outlook: Outlook,
    n_came: int,
    record: int,
    records: Records,
    run: int,
) -> None:
    """Let those who come use the innovation; write their rows instead of their places."""
    came = now.lists.came
    for rank in range(n_came - 1, -1, -1):
        # From the last row to the first: whoever fills a gap then does not come too.
        ego = now.waiting.ego[came[rank]]
        came[rank] = ego
        stop_waiting(now, ego)
        now.standing.seen[ego] += ADOPTING
        now.standing.is_shown[ego] = True
        now.size[N_POOR] += outlook.is_poor[ego]
        if now.past.toa[ego] == NEVER:
            now.past.toa[ego] = record
        if now.past.left[ego] != record:
            now.past.since[ego] = record
        if records.first.shape[0] > 0:
            enter(records, run, record, ego, TRIAL, UNAWARE)
    if parameters.exit_hazard > 0.0:
        for rank in range(n_came):
            now.standing.place[came[rank]] = now.size[N_USERS]
            now.lists.user[now.size[N_USERS]] = came[rank]
            now.size[N_USERS] += 1


@compiled
def stop(
    now: Room, outlook: Outlook, n_went: int, record: int, records: Records, run: int
) -> None:
    """Let those who go stop using the innovation; write their rows instead of their places."""
    user, went = now.lists.user, now.lists.went
    for rank in range(n_went - 1, -1, -1):
        place = went[rank]
        ego = user[place]
        went[rank] = ego
        now.size[N_USERS] -= 1
        user[place] = user[now.size[N_USERS]]
        now.standing.place[user[place]] = place
        now.standing.place[ego] = NEVER
        now.standing.is_shown[ego] = False
        now.size[N_POOR] -= outlook.is_poor[ego]
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


@compiled
def stop_waiting(now: Room, ego: int) -> None:
    """Take an artisan off those who may begin; the last of them takes its row."""
    standing, waiting = now.standing, now.waiting
    row = standing.place[ego]
    now.size[N_WAITING] -= 1
    last = now.size[N_WAITING]
    waiting[row] = waiting[last]  # type: ignore[index]
    standing.place[waiting.ego[row]] = row
    standing.place[ego] = NEVER


@compiled
def forget(now: Room, n_came: int) -> None:
    """Let nobody see those who came before, where only newcomers count (memory "flow")."""
    standing, lists, size = now.standing, now.lists, now.size
    for rank in range(size[N_NOTED]):
        ego = lists.noted[rank]
        if standing.seen[ego] >= 0:
            standing.seen[ego] = 0
    for rank in range(size[N_SHOWN]):
        standing.is_shown[lists.shown[rank]] = False
    for rank in range(n_came):
        lists.shown[rank] = lists.came[rank]
        standing.is_shown[lists.came[rank]] = True
    size[N_SHOWN] = n_came


@compiled
def see(now: Room, ties: Ties, ego: int, change: int) -> None:
    """Let the alters of one who came (1) or went (-1) see it, and note those who wait."""
    standing, noted = now.standing, now.lists.noted
    n_noted = now.size[N_NOTED]
    for tie in range(ties.start[ego], ties.start[ego + 1]):
        alter = ties.alter[tie]
        seen = standing.seen[alter] + change
        standing.seen[alter] = seen
        is_new = (seen >= 0) & (not standing.is_noted[alter])
        noted[n_noted] = alter
        standing.is_noted[alter] |= is_new
        n_noted += is_new
    now.size[N_NOTED] = n_noted


@compiled
def see_all(now: Room, ties: Ties, ego: int) -> None:
    """Let one who stopped see all that its alters show, and note it."""
    standing = now.standing
    seen = 0
    for tie in range(ties.start[ego], ties.start[ego + 1]):
        seen += standing.is_shown[ties.alter[tie]]
    standing.seen[ego] = seen
    if not standing.is_noted[ego]:
        standing.is_noted[ego] = True
        now.lists.noted[now.size[N_NOTED]] = ego
        now.size[N_NOTED] += 1


@compiled
def look_again(
    now: Room, ties: Ties, parameters: Parameters, outlook: Outlook, bounds: Words, form: int
) -> None:
    """Set the bounds of those who were noted; in the memory "flow" some stay noted."""
    standing, waiting, noted = now.standing, now.waiting, now.lists.noted
    n_noted = now.size[N_NOTED]
    n_kept = 0
    for rank in range(n_noted):
        ego = noted[rank]
        standing.is_noted[ego] = False
        seen = standing.seen[ego]
        if seen < 0:
            continue
        if seen > 0 and parameters.is_flow:
            standing.is_noted[ego] = True
            noted[n_kept] = ego
            n_kept += 1
        bound = bound_now(standing, ties, parameters, outlook, bounds, form, ego)
        row = standing.place[ego]
        if row != NEVER:
            if bound > 0:
                waiting.bound[row] = bound
            else:
                stop_waiting(now, ego)
        elif bound > 0:
            row = now.size[N_WAITING]
            now.size[N_WAITING] += 1
            standing.place[ego] = row
            waiting.ego[row] = ego
            waiting.salt[row] = draws.salt(ego)
            waiting.bound[row] = bound
    now.size[N_NOTED] = n_kept


@compiled
def repeat(records: Records, run: int, record: int) -> None:
    """Write again what no month of the chain changes."""
    for name in range(records.money.shape[2]):
        records.money[run, record, name] = records.money[run, 0, name]
    for name in range(records.levels.shape[2]):
        records.levels[run, record, name] = records.levels[run, 0, name]
    for name in range(records.counts.shape[2]):
        records.counts[run, record, name] = records.counts[run, 0, name]
    for name in range(records.pieces.shape[2]):
        records.pieces[run, record, name] = records.pieces[run, 0, name]


@compiled
def sum_up(now: Room, records: Records, run: int) -> None:
    """Write what is kept of the end of a run."""
    n_months = records.stages.shape[1] - 1
    past, standing = now.past, now.standing
    n_tried = n_lasting = 0
    for ego in range(past.toa.size):
        n_tried += past.toa[ego] != NEVER
        months_adopted = n_months + 1 - past.since[ego]
        n_lasting += (standing.seen[ego] < 0) & (months_adopted >= LASTING_MONTHS)
    records.tried[run] = n_tried
    records.lasting[run] = n_lasting
    if records.toa.shape[0] > 0:
        for ego in range(past.toa.size):
            records.toa[run, ego] = past.toa[ego]
    if records.last_stage.shape[0] > 0:
        for ego in range(past.toa.size):
            records.last_stage[run, ego] = TRIAL if standing.seen[ego] < 0 else UNAWARE
