"""Many runs of the two-state chain: the model's shortest form, in a fast form of its own.

The law is that of `month.live_two_state_month`: an artisan begins if its draw is below
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
from diffusion.kernels.contagion.moves import begin, catch, stop, who_begins, who_catches, who_stops
from diffusion.kernels.contagion.outlook import (
    LISTED,
    N_NOTED,
    N_POOR,
    N_RESTLESS,
    N_SHOWN,
    N_USERS,
    N_WAITING,
    SUMMED,
    Outlook,
    Room,
    is_step,
    look_out,
)
from diffusion.kernels.contagion.sight import (
    forget,
    look_again,
    note_changed,
    note_crossing,
    note_new,
    see_all,
    see_now,
)
from diffusion.kernels.ensemble import observe
from diffusion.kernels.inequality import Ranking
from diffusion.kernels.jit import compiled
from diffusion.kernels.state import (
    COUNTS,
    LASTING_MONTHS,
    NEVER,
    TRIAL,
    UNAWARE,
    Counts,
    Hamlet,
    Ints,
    Parameters,
    Reals,
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
    ledger: Ints,
    ranking: Ranking,
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
    ledger, ranking : int64 [8], Ranking
        Room for the first record; nothing flows in the chain.
    outlook, bounds : Outlook [N], uint64 [N + ends of the ties of a run]
        Room for what stays the same in all months.
    first, now : Room
        Room for the first and for the present moment of a run; `new_room` makes it. One will do
        for both, unless there are more runs than one and all of them begin alike.
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
            observe(records, run, 0, own, hamlets, ledger, ranking, parameters)
        else:
            copy_start(records, run)
        if is_kept:
            begin_again(first, now)
        run_key = draws.make_key(random_seed, first_replicate + run)
        moment = now if is_kept else first
        live_chain(run_ties, parameters, run_key, outlook, bounds, form, moment, records, run)


@compiled
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
    run_key: np.uint64,
    outlook: Outlook,
    bounds: Words,
    form: int,
    now: Room,
    records: Records,
    run: int,
) -> None:
    """Live one run from its first moment to its last record; `look_out` has been there."""
    n_months = records.stages.shape[1] - 1
    n_substeps = parameters.substeps
    n_artisans = outlook.gates.size
    size = now.size
    n_users = np.int64(records.stages[run, 0, TRIAL])
    # Nobody moves but who has just seen somebody begin, and nobody ever stops: a cascade.
    is_cascade = (
        parameters.is_flow
        and parameters.exit_hazard == 0.0
        and size[N_RESTLESS] == 0
        and form != SUMMED
    )
    if is_cascade:
        size[N_WAITING] = 0
    is_over = False
    for t in range(n_months):
        substep = t * n_substeps
        while substep < (t + 1) * n_substeps and not is_over:
            deciding = draws.subkey(run_key, draws.DECISION, substep, 0)
            n_went = 0
            if is_cascade:
                n_came = who_catches(now, ties, parameters, outlook, bounds, form, deciding)
                catch(now, n_came, t + 1, records, run)
                note_new(now, ties, n_came)
            else:
                n_came = who_begins(now, deciding)
                if size[N_USERS] > 0:
                    key = draws.subkey(run_key, draws.DISCONTINUANCE, substep, 0)
                    n_went = who_stops(now, key, draws.bound(parameters.exit_hazard))
                begin(now, parameters, n_came, t + 1, records, run)
                stop(now, n_went, t + 1, records, run)
                if parameters.is_flow:
                    forget(now, ties, parameters, outlook, bounds, form, n_came)
                    note_new(now, ties, n_came)
                    look_again(now, ties, parameters, outlook, bounds, form)
                elif form >= LISTED:
                    see_now(now, ties, bounds, form, now.lists.came, n_came, 1)
                    see_now(now, ties, bounds, form, now.lists.went, n_went, -1)
                else:
                    if is_step(parameters, form):
                        note_crossing(now, ties, now.lists.came, n_came, 1)
                        look_again(now, ties, parameters, outlook, bounds, form)
                        size[N_NOTED] = 0
                        note_crossing(now, ties, now.lists.went, n_went, -1)
                    else:
                        note_changed(now, ties, now.lists.came, n_came, 1)
                        note_changed(now, ties, now.lists.went, n_went, -1)
                    look_again(now, ties, parameters, outlook, bounds, form)
                    size[N_NOTED] = 0
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


@compiled
def begin_again(first: Room, now: Room) -> None:
    """Put the chain at its first moment."""
    n_artisans = first.seen.size
    for ego in range(n_artisans):
        now.seen[ego] = first.seen[ego]
        now.place[ego] = first.place[ego]
        now.need[ego] = first.need[ego]
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


@compiled
def repeat(records: Records, run: int) -> None:
    """Write again in every record that is kept what no month changes; zeros stand there."""
    repeat_series(records.money[run], NEVER)
    repeat_series(records.levels[run], NEVER)
    repeat_series(records.counts[run], POOR_ADOPTERS)
    repeat_series(records.pieces[run], NEVER)


@compiled
def repeat_series(series: Ints | Reals | Counts, changing: int) -> None:
    """Write the first row of [records, names] into the others, but for the one that changes."""
    for name in range(series.shape[1]):
        value = series[0, name]
        if name != changing and value != 0:
            for record in range(1, series.shape[0]):
                series[record, name] = value


@compiled
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
