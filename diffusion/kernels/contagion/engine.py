"""The months of the two-state chain: many runs in which one uses the innovation or does not.

An artisan adopts if its draw is below the chance of its decision rate, and stops if another is
below the exit hazard (ODD 8). Bits are those of the phases of the whole model, because the same
laws give the rates and the draws have the same keys; work is saved in four ways, none of which
touches a number.

- A chance changes with exposure alone, so it is kept until some alter adopts or stops.
- A chance is kept as a whole number to compare with the whole draw (`draws.bound`).
- Whose chance is exactly 0 is not asked. Where alpha is 0, only those are who see an adopter.
- When nobody can ever move again, the rest of the records is written at once.
"""

from typing import NamedTuple

import numpy as np

from diffusion.kernels import draws
from diffusion.kernels.arrays import Ints, Words, allocate
from diffusion.kernels.bare import bare
from diffusion.kernels.contagion.active_list import (
    ActiveList,
    draw_adopters,
    draw_leavers,
    new_active_list,
    set_bounds,
    take_adopters,
    take_leavers,
)
from diffusion.kernels.contagion.neighbour_counts import (
    ADOPTING,
    NeighbourCounts,
    begin_changes,
    count_alters,
    hide,
    new_counts,
    recount,
)
from diffusion.kernels.contagion.recorder import (
    History,
    begin_history,
    copy_first_record,
    finish_run,
    note_adopters,
    note_leavers,
    repeat_first_record,
)
from diffusion.kernels.contagion.response import Response, precompute, write_bounds
from diffusion.kernels.contagion.rules import recovery_chance
from diffusion.kernels.inequality import Ranking
from diffusion.kernels.jit import compiled
from diffusion.kernels.parameters import Parameters
from diffusion.kernels.recorder import observe
from diffusion.kernels.records import Records
from diffusion.kernels.site import Site
from diffusion.kernels.state import NEVER, TRIAL, UNAWARE, State, Ties


class Sizes(NamedTuple):
    """How many artisans there are of each kind at one moment of a run.

    Attributes
    ----------
    active, leaving, changed, new : int
        In the active list; adopters who may stop; in the list of changes; who adopted in the
        last substep.
    adopting, poor : int
        Who adopts, and the poor among them.
    """

    active: int
    leaving: int
    changed: int
    new: int
    adopting: int
    poor: int


class Workspace(NamedTuple):
    """One moment of a run.

    Attributes
    ----------
    active : ActiveList
    counts : NeighbourCounts
    history : History [N]
    response : Response [N]
    table : uint64 [N and one for each end of a tie of a run]
        Table of bounds, where they are tabulated.
    """

    active: ActiveList
    counts: NeighbourCounts
    history: History
    response: Response
    table: Words


def new_workspace(n_artisans: int, n_ends: int) -> Workspace:
    """Allocate what a run needs of so many artisans, and ends of ties at most."""
    return Workspace(
        new_active_list(n_artisans),
        new_counts(n_artisans),
        allocate(History, n_artisans),
        allocate(Response, n_artisans),
        np.empty(n_artisans + n_ends, np.uint64),
    )


@compiled
def run_contagion(
    start: State,
    sites: Site,
    ties: Ties,
    parameters: Parameters,
    random_seed: int,
    first_replicate: int,
    ledger: Ints,
    ranking: Ranking,
    work: Workspace,
    records: Records,
) -> None:
    """Run the two-state chain from every first moment, and write `records`.

    Parameters
    ----------
    start, hamlets : State, Site
        First moments of R runs: of the artisans [R, N], and of the sites, for all runs [H]. One
        row of artisans [1, N] is the first moment of all runs. Everybody is unaware or at trial,
        without advantage, and no association has been formed.
    ties : Ties
        As for one run, but `start` is [R, N + 1] and `total` [R, N]: one row a run into the same
        alters, or one row for all runs. They do not grow.
    parameters : Parameters
        With `is_two_state`.
    random_seed, first_replicate : int
        Run r has the key of replicate `first_replicate + r`.
    ledger, ranking : int64 [8], Ranking
        Scratch for the first record; nothing flows in the chain.
    work : Workspace
        Scratch; holds the end of the last run afterwards.
    records : Records
        All 0, as `new_records` makes them; written.
    """
    start, sites, ties, ledger = bare(start), bare(sites), bare(ties), bare(ledger)
    ranking, work, records = bare(ranking), bare(work), bare(records)
    n_runs = records.stages.shape[0]
    n_starts = start.stage.shape[0]
    is_kept = n_starts == 1 and ties.start.shape[0] == 1 and n_runs > 1
    form = 0
    for run in range(n_runs):
        row = run if ties.start.shape[0] > 1 else 0
        run_ties = Ties(
            ties.start[row], ties.alter, ties.strength, ties.growing, ties.total[row],
            ties.shown, ties.shown_growing, ties.near,
        )  # fmt: skip
        own: State = start[run if n_starts > 1 else 0]  # array of records
        if run == 0 or not is_kept:
            form = precompute(
                own, sites, run_ties, parameters, work.response, work.counts.need,
                work.table, is_kept,
            )  # fmt: skip
            observe(records, run, 0, own, sites, ledger, ranking, parameters)
        else:
            copy_first_record(records, run)
        sizes = begin_run(own, run_ties, parameters, form, work)
        run_key = draws.make_key(random_seed, first_replicate + run)
        run_months(run_ties, parameters, run_key, form, work, sizes, records, run)
        repeat_first_record(records, run)
        finish_run(work.history, work.counts.seen, records, run)


@compiled
def begin_run(
    start: State, ties: Ties, parameters: Parameters, form: int, work: Workspace
) -> Sizes:
    """Put a run at its first moment; `precompute` has been called.

    Parameters
    ----------
    start, ties : State [N], Ties
        First moment of the run.
    parameters : Parameters
    form : int
        Where bounds come from, as `precompute` told.
    work : Workspace
        Written.

    Returns
    -------
    Sizes
        How many there are of each kind.
    """
    active, counts = work.active, work.counts
    n_leaving = n_changed = n_new = n_adopting = n_poor = 0
    begin_history(work.history, start)
    for ego in range(start.stage.size):
        is_adopter = start.stage[ego] == TRIAL
        is_recent = start.months_in_stage[ego] == 0
        counts.seen[ego] = ADOPTING if is_adopter else 0
        counts.is_shown[ego] = is_adopter and (is_recent or not parameters.is_flow)
        counts.is_changed[ego] = not is_adopter
        active.row[ego] = NEVER
        active.salt[ego] = draws.salt(start.identity[ego])
        if not is_adopter:
            counts.changed[n_changed] = ego
            n_changed += 1
            continue
        n_adopting += 1
        n_poor += int(start.is_poor[ego])
        if counts.is_shown[ego]:
            active.new[n_new] = ego
            n_new += 1
        if parameters.exit_hazard > 0.0:
            active.row[ego] = n_leaving
            active.adopter[n_leaving] = ego
            n_leaving += 1
    count_alters(counts, ties, active.new, n_new, 1, n_changed)
    write_bounds(ties, parameters, work.response, work.table, form, counts, n_changed, active.room)
    n_active = set_bounds(active, 0, counts.changed, n_changed)
    return Sizes(n_active, n_leaving, n_changed, n_new, n_adopting, n_poor)


@compiled
def run_months(
    ties: Ties,
    parameters: Parameters,
    run_key: np.uint64,
    form: int,
    work: Workspace,
    sizes: Sizes,
    records: Records,
    run: int,
) -> None:
    """Run the months of one run, and write the stages of each record; `begin_run` was called.

    Whatever is read in every month is taken out of the tuples before: each time costs much.
    """
    active, counts, history = work.active, work.counts, work.history
    response, table, new, left = work.response, work.table, active.new, active.left
    changed, room = counts.changed, active.room
    stages, poor, first = records.stages, records.counts.poor_adopters, records.first
    is_flow, n_substeps = parameters.is_flow, parameters.substeps
    leaving = draws.bound(recovery_chance(parameters))
    n_active, n_leaving, n_changed, n_new, n_adopting, n_poor = sizes
    n_artisans = changed.size
    n_left = 0
    for t in range(stages.shape[1] - 1):
        for substep in range(t * n_substeps, (t + 1) * n_substeps):
            if n_active + n_leaving == 0:
                break  # nobody can ever move again
            if is_flow:
                hide(counts, new, n_new)
            key = draws.subkey(run_key, draws.DECISION, substep, 0)
            n_new = draw_adopters(active, n_active, key)
            if leaving > 0:
                key = draws.subkey(run_key, draws.DISCONTINUANCE, substep, 0)
                n_left = draw_leavers(active, n_leaving, key, leaving)
            if n_new + n_left + n_changed == 0:
                continue
            n_active = take_adopters(active, n_active, n_new)
            n_poor += note_adopters(history, new, n_new, t + 1, first, run)
            n_changed = begin_changes(counts, n_changed, is_flow, new, n_new)
            n_changed = count_alters(counts, ties, new, n_new, 1, n_changed)
            if leaving > 0:
                n_leaving = take_leavers(active, n_leaving, n_left, n_new)
                n_poor -= note_leavers(history, left, n_left, t + 1, first, run)
                if not is_flow:
                    n_changed = count_alters(counts, ties, left, n_left, -1, n_changed)
                n_changed = recount(counts, ties, left, n_left, n_changed)
            write_bounds(ties, parameters, response, table, form, counts, n_changed, room)
            n_active = set_bounds(active, n_active, changed, n_changed)
            n_adopting += n_new - n_left
        stages[run, t + 1, UNAWARE] = n_artisans - n_adopting
        stages[run, t + 1, TRIAL] = n_adopting
        poor[run, t + 1] = n_poor
