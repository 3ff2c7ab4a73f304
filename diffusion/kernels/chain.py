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
from diffusion.kernels.flags import compiled, compiled_in_place
from diffusion.kernels.outlook import (
    ADOPTING,
    LISTED,
    N_NOTED,
    N_POOR,
    N_SHOWN,
    N_USERS,
    N_WAITING,
    Outlook,
    Room,
    bound_now,
    listed_bound,
    look_out,
)
from diffusion.kernels.state import (
    COUNTS,
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

POOR_ADOPTERS = COUNTS.index("poor_adopters")


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
    """Run the two-state chain from every first moment, and write `records`.

    Parameters
    ----------
    start, hamlets : State, Hamlet
        First moments of R runs: of the artisans [R, N], and of the hamlets, for all runs [H]. One
        row of artisans [1, N] is the first moment of all runs. Everybody is unaware or at trial,
        without advantage, and no association has been formed.
    ties : Ties
        As for one run, but `start` is [R, N + 1]: one row a run into the same alters, or one
        row for all runs. They do not grow.
    parameters : Parameters
    random_seed, first_replicate : int
        Run r has the luck of replicate `first_replicate + r`.
    month, ledger : Month [N], int64 [8]
        Room for the sums of a record; nothing flows in the chain.
    outlook, bounds : Outlook [N], uint64 [N + ends of the ties of a run]
        Room for what stays the same in all months.
    first, now : Room
        Room for the first and for the present moment of a run; `new_room` makes it.
    records : Records
        All 0, as `new_records` makes them; written.
    """
    n_runs = records.stages.shape[0]
    n_starts = start.stage.shape[0]
    is_kept = n_starts == 1 and ties.start.shape[0] == 1 and n_runs > 1
    form = 0
    for run in range(n_runs):
        row = run if n_starts > 1 else 0
        tie_row = run if ties.start.shape[0] > 1 else 0
        run_ties = Ties(
            ties.start[tie_row], ties.alter, ties.strength, ties.growing, ties.total[tie_row]
        )
        if run == 0 or not is_kept:
            own: State = start[row]  # type: ignore[index]  # an array of records
            form = look_out(own, hamlets, run_ties, parameters, outlook, bounds, is_kept, first)
            observe(records, run, 0, own, month, hamlets, ledger, parameters)
        else:
            copy_start(records, run)
        luck = draws.luck_of(random_seed, first_replicate + run)
        live_chain(run_ties, parameters, luck, outlook, bounds, form, first, now, records, run)


@compiled_in_place
def copy_start(records: Records, run: int) -> None:
    """Write the first record of a run that begins as run 0 does."""
    for stage in range(records.stages.shape[2]):
        records.stages[run, 0, stage] = records.stages[0, 0, stage]
    for name in range(records.money.shape[2]):
        records.money[run, 0, name] = records.money[0, 0, name]
    for name in range(records.levels.shape[2]):
        records.levels[run, 0, name] = records.levels[0, 0, name]
    for name in range(records.counts.shape[2]):
        records.counts[run, 0, name] = records.counts[0, 0, name]
    for name in range(records.pieces.shape[2]):
        records.pieces[run, 0, name] = records.pieces[0, 0, name]
    if records.first.shape[0] > 0:
        for ego in range(records.first.shape[1]):
            for stage in range(records.stages.shape[2]):
                # Not from run 0, which has been lived already.
                is_here = records.first[0, ego, stage] == 0
                records.first[run, ego, stage] = 0 if is_here else NEVER


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
            begin(now, parameters, n_came, t + 1, records, run)
            stop(now, n_went, t + 1, records, run)
            if parameters.is_flow:
                forget(now, ties, parameters, outlook, bounds, form, n_came)
            if form >= LISTED and not parameters.is_flow:
                for rank in range(n_came):
                    see_now(now, ties, parameters, bounds, form, now.lists.came[rank], 1)
                for rank in range(0 if parameters.is_flow else n_went):
                    see_now(now, ties, parameters, bounds, form, now.lists.went[rank], -1)
            else:
                for rank in range(n_came):
                    see_later(now, ties, parameters, now.lists.came[rank], 1)
                for rank in range(0 if parameters.is_flow else n_went):
                    see_later(now, ties, parameters, now.lists.went[rank], -1)
                look_again(now, ties, parameters, outlook, bounds, form)
            for rank in range(n_went):
                see_all(now, ties, parameters, outlook, bounds, form, now.lists.went[rank])
            n_users += n_came - n_went
            substep += 1
            is_over = n_came + size[N_WAITING] + size[N_USERS] + size[N_NOTED] == 0
        records.stages[run, t + 1, UNAWARE] = n_artisans - n_users
        records.stages[run, t + 1, TRIAL] = n_users
        records.counts[run, t + 1, POOR_ADOPTERS] = size[N_POOR]
    repeat(records, run)
    sum_up(now, records, run)


@compiled_in_place
def begin_again(first: Room, now: Room) -> None:
    """Put the chain at its first moment."""
    n_artisans = first.seen.size
    for ego in range(n_artisans):
        now.seen[ego] = first.seen[ego]
        now.place[ego] = first.place[ego]
        now.past[ego] = first.past[ego]  # type: ignore[index]
        now.is_shown[ego] = first.is_shown[ego]
    for row in range(first.size[N_WAITING]):
        now.waiting.salt[row] = first.waiting.salt[row]
        now.waiting.bound[row] = first.waiting.bound[row]
        now.waiting.ego[row] = first.waiting.ego[row]
    for row in range(first.size[N_USERS]):
        now.lists.user[row] = first.lists.user[row]
    for row in range(first.size[N_NOTED]):
        now.lists.noted[row] = first.lists.noted[row]
    for row in range(first.size[N_SHOWN]):
        now.lists.shown[row] = first.lists.shown[row]
    for name in range(first.size.size):
        now.size[name] = first.size[name]


@compiled_in_place
def who_begins(now: Room, key: np.uint64) -> int:
    """Draw who begins; write their rows in `Waiting`, ascending, and count them."""
    waiting, came = now.waiting, now.lists.came
    n_came = 0
    for row in range(now.size[N_WAITING]):
        came[n_came] = row
        n_came += draws.whole_draw(key, waiting.salt[row]) < waiting.bound[row]
    return n_came


@compiled_in_place
def who_stops(now: Room, key: np.uint64, bound: np.uint64) -> int:
    """Draw who stops; write their places in the list of users, ascending, and count them."""
    user, went = now.lists.user, now.lists.went
    n_went = 0
    for place in range(now.size[N_USERS]):
        went[n_went] = place
        n_went += draws.whole_draw(key, draws.salt(int(user[place]))) < bound
    return n_went


@compiled_in_place
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
        ego = now.waiting.ego[came[rank]]
        came[rank] = ego
        stop_waiting(now, ego)
        now.seen[ego] += ADOPTING
        now.is_shown[ego] = True
        now.size[N_POOR] += now.past.is_poor[ego]
        if now.past.toa[ego] == NEVER:
            now.past.toa[ego] = record
        if now.past.left[ego] != record:
            now.past.since[ego] = record
        if records.first.shape[0] > 0:
            enter(records, run, record, ego, TRIAL, UNAWARE)
    if parameters.exit_hazard > 0.0:
        for rank in range(n_came):
            now.place[came[rank]] = now.size[N_USERS]
            now.lists.user[now.size[N_USERS]] = came[rank]
            now.size[N_USERS] += 1


@compiled_in_place
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


@compiled_in_place
def enter(records: Records, run: int, record: int, ego: int, stage: int, before: int) -> None:
    """Note the first record in a stage, unless it is left again before the month ends."""
    first = records.first[run, ego]
    if first[before] == record:
        first[before] = NEVER
    if first[stage] == NEVER:
        first[stage] = record


@compiled_in_place
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


@compiled_in_place
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


@compiled_in_place
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


@compiled_in_place
def see_now(
    now: Room, ties: Ties, parameters: Parameters, bounds: Words, form: int, ego: int, change: int
) -> None:
    """Let the alters of one who came (1) or went (-1) see it, and set their listed bounds."""
    noted = now.lists.noted
    for tie in range(ties.start[ego], ties.start[ego + 1]):
        alter = ties.alter[tie]
        seen = now.seen[alter] + change
        now.seen[alter] = seen
        if seen >= 0:
            set_bound(now, alter, listed_bound(ties, bounds, form, alter, seen))
            if parameters.is_flow and seen == 1:
                noted[now.size[N_NOTED]] = alter
                now.size[N_NOTED] += 1


@compiled_in_place
def see_later(now: Room, ties: Ties, parameters: Parameters, ego: int, change: int) -> None:
    """Let the alters of one who came (1) or went (-1) see it, and note those who wait."""
    noted, is_noted = now.lists.noted, now.is_noted
    n_noted = now.size[N_NOTED]
    for tie in range(ties.start[ego], ties.start[ego + 1]):
        alter = ties.alter[tie]
        seen = now.seen[alter] + change
        now.seen[alter] = seen
        noted[n_noted] = alter
        if parameters.is_flow:
            n_noted += seen == 1
        else:
            is_new = (seen >= 0) & (not is_noted[alter])
            is_noted[alter] |= is_new
            n_noted += is_new
    now.size[N_NOTED] = n_noted


@compiled_in_place
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


@compiled_in_place
def look_again(
    now: Room, ties: Ties, parameters: Parameters, outlook: Outlook, bounds: Words, form: int
) -> None:
    """Set the bounds of those who were noted."""
    for rank in range(now.size[N_NOTED]):
        ego = now.lists.noted[rank]
        now.is_noted[ego] = False
        set_bound(now, ego, bound_now(now, ties, parameters, outlook, bounds, form, ego))
    if not parameters.is_flow:
        now.size[N_NOTED] = 0


@compiled_in_place
def repeat(records: Records, run: int) -> None:
    """Write again in every record that is kept what no month changes; zeros stand there."""
    for name in range(records.money.shape[2]):
        money = records.money[run, 0, name]
        if money != 0:
            for record in range(1, records.money.shape[1]):
                records.money[run, record, name] = money
    for name in range(records.levels.shape[2]):
        level = records.levels[run, 0, name]
        if level != 0.0:
            for record in range(1, records.levels.shape[1]):
                records.levels[run, record, name] = level
    for name in range(records.counts.shape[2]):
        count = records.counts[run, 0, name]
        if name != POOR_ADOPTERS and count != 0:
            for record in range(1, records.counts.shape[1]):
                records.counts[run, record, name] = count
    for name in range(records.pieces.shape[2]):
        pieces = records.pieces[run, 0, name]
        if pieces != 0:
            for record in range(1, records.pieces.shape[1]):
                records.pieces[run, record, name] = pieces


@compiled_in_place
def sum_up(now: Room, records: Records, run: int) -> None:
    """Write what is kept of the end of a run."""
    n_months = records.stages.shape[1] - 1
    past = now.past
    n_tried = n_lasting = 0
    for ego in range(past.toa.size):
        n_tried += past.toa[ego] != NEVER
        months_adopted = n_months + 1 - past.since[ego]
        n_lasting += (now.seen[ego] < 0) & (months_adopted >= LASTING_MONTHS)
    records.tried[run] = n_tried
    records.lasting[run] = n_lasting
    if records.toa.shape[0] > 0:
        for ego in range(past.toa.size):
            records.toa[run, ego] = past.toa[ego]
    if records.last_stage.shape[0] > 0:
        for ego in range(past.toa.size):
            records.last_stage[run, ego] = TRIAL if now.seen[ego] < 0 else UNAWARE
