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
from diffusion.kernels.contagion.active_list import (
    ActiveList,
    add_adopters,
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
    count_alters,
    forget_changes,
    new_counts,
    recount,
)
from diffusion.kernels.contagion.recorder import (
    POOR_ADOPTERS,
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
from diffusion.kernels.ensemble import observe
from diffusion.kernels.inequality import Ranking
from diffusion.kernels.jit import compiled
from diffusion.kernels.parameters import Parameters
from diffusion.kernels.records import Records
from diffusion.kernels.site import Site
from diffusion.kernels.state import NEVER, TRIAL, UNAWARE, State, Ties

N_ACTIVE, N_LEAVING, N_CHANGED, N_NEW, N_ADOPTING, N_POOR = range(6)
"""Places in `Workspace.size`: in the active list; adopters who may stop; in the list of changes;
who adopted in the last substep; who adopts, and the poor among them."""


class Workspace(NamedTuple):
    """One moment of a run.

    Attributes
    ----------
    active : ActiveList
    counts : NeighbourCounts
    history : History [N]
    response : Response [N]
    bounds : uint64 [N and one for each end of a tie of a run]
        Table of bounds, where they are tabulated.
    size : int64 [6]
        How many there are: `N_ACTIVE` and so on.
    """

    active: ActiveList
    counts: NeighbourCounts
    history: History
    response: Response
    bounds: Words
    size: Ints


def new_workspace(n_artisans: int, n_ends: int) -> Workspace:
    """Allocate what a run needs of so many artisans, and ends of ties at most."""
    return Workspace(
        new_active_list(n_artisans),
        new_counts(n_artisans),
        allocate(History, n_artisans),
        allocate(Response, n_artisans),
        np.empty(n_artisans + n_ends, np.uint64),
        np.zeros(6, np.int64),
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
    n_runs = records.stages.shape[0]
    n_starts = start.stage.shape[0]
    is_kept = n_starts == 1 and ties.start.shape[0] == 1 and n_runs > 1
    form = 0
    for run in range(n_runs):
        row = run if ties.start.shape[0] > 1 else 0
        run_ties = Ties(ties.start[row], ties.alter, ties.strength, ties.growing, ties.total[row])
        own: State = start[run if n_starts > 1 else 0]  # type: ignore[index]  # array of records
        if run == 0 or not is_kept:
            form = precompute(
                own, sites, run_ties, parameters, work.response, work.counts.need,
                work.bounds, is_kept,
            )  # fmt: skip
            observe(records, run, 0, own, sites, ledger, ranking, parameters)
        else:
            copy_first_record(records, run)
        begin_run(own, run_ties, parameters, form, work)
        run_key = draws.make_key(random_seed, first_replicate + run)
        run_months(run_ties, parameters, run_key, form, work, records, run)
        repeat_first_record(records, run)
        finish_run(work.history, work.counts.seen, records, run)


@compiled
def begin_run(start: State, ties: Ties, parameters: Parameters, form: int, work: Workspace) -> None:
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
    """
    active, counts, size = work.active, work.counts, work.size
    begin_history(work.history, start)
    for name in range(size.size):
        size[name] = 0
    for ego in range(start.stage.size):
        is_adopter = start.stage[ego] == TRIAL
        is_recent = start.months_in_stage[ego] == 0
        counts.seen[ego] = ADOPTING if is_adopter else 0
        counts.is_shown[ego] = is_adopter and (is_recent or not parameters.is_flow)
        counts.is_changed[ego] = not is_adopter
        active.row[ego] = NEVER
        if counts.is_shown[ego]:
            active.new[size[N_NEW]] = ego
            size[N_NEW] += 1
        if not is_adopter:
            counts.changed[size[N_CHANGED]] = ego
            size[N_CHANGED] += 1
            continue
        size[N_ADOPTING] += 1
        size[N_POOR] += start.is_poor[ego]
        if parameters.exit_hazard > 0.0:
            active.row[ego] = size[N_LEAVING]
            active.adopter[size[N_LEAVING]] = ego
            size[N_LEAVING] += 1
    count_alters(counts, ties, active.new, size[N_NEW], 1, size[N_CHANGED])
    update_bounds(ties, parameters, form, work)


@compiled
def run_months(
    ties: Ties,
    parameters: Parameters,
    run_key: np.uint64,
    form: int,
    work: Workspace,
    records: Records,
    run: int,
) -> None:
    """Run the months of one run, and write the stages of each record; `begin_run` was called.

    Parameters
    ----------
    ties, parameters : Ties, Parameters
    run_key : uint64
        Key of all draws of the run.
    form : int
        Where bounds come from, as `precompute` told.
    work : Workspace
        First moment of the run; its last afterwards.
    records, run : Records, int
    """
    n_months = records.stages.shape[1] - 1
    n_substeps = parameters.substeps
    n_artisans = work.counts.seen.size
    size = work.size
    for t in range(n_months):
        for substep in range(t * n_substeps, (t + 1) * n_substeps):
            if size[N_ACTIVE] + size[N_LEAVING] == 0:
                break  # nobody can ever move again
            run_substep(ties, parameters, run_key, form, work, substep, t + 1, records, run)
        records.stages[run, t + 1, UNAWARE] = n_artisans - size[N_ADOPTING]
        records.stages[run, t + 1, TRIAL] = size[N_ADOPTING]
        records.counts[run, t + 1, POOR_ADOPTERS] = size[N_POOR]


@compiled
def run_substep(
    ties: Ties,
    parameters: Parameters,
    run_key: np.uint64,
    form: int,
    work: Workspace,
    substep: int,
    record: int,
    records: Records,
    run: int,
) -> None:
    """Let some adopt and some stop, and work out anew whose chance that changes.

    `substep` counts from the start of the run; `record` is the one that this month ends with.
    """
    active, counts, size = work.active, work.counts, work.size
    if parameters.is_flow:
        for rank in range(size[N_NEW]):
            counts.is_shown[active.new[rank]] = False
    key = draws.subkey(run_key, draws.DECISION, substep, 0)
    n_new = draw_adopters(active, size[N_ACTIVE], key)
    n_left = 0
    if parameters.exit_hazard > 0.0:
        key = draws.subkey(run_key, draws.DISCONTINUANCE, substep, 0)
        n_left = draw_leavers(
            active, size[N_LEAVING], key, draws.bound(recovery_chance(parameters))
        )
    size[N_NEW] = n_new
    if n_new + n_left + size[N_CHANGED] == 0:
        return
    size[N_ACTIVE] = take_adopters(active, size[N_ACTIVE], n_new)
    for rank in range(n_new):
        counts.seen[active.new[rank]] = ADOPTING
        counts.is_shown[active.new[rank]] = True
    size[N_POOR] += note_adopters(work.history, active.new, n_new, record, records, run)
    n_changed = forget_changes(counts, size[N_CHANGED], parameters.is_flow)
    n_changed = count_alters(counts, ties, active.new, n_new, 1, n_changed)
    if parameters.exit_hazard > 0.0:
        size[N_LEAVING] = take_leavers(active, size[N_LEAVING], n_left)
        size[N_LEAVING] = add_adopters(active, size[N_LEAVING], n_new)
        for rank in range(n_left):
            counts.is_shown[active.left[rank]] = False
        size[N_POOR] -= note_leavers(work.history, active.left, n_left, record, records, run)
        if not parameters.is_flow:
            n_changed = count_alters(counts, ties, active.left, n_left, -1, n_changed)
        n_changed = recount(counts, ties, active.left, n_left, n_changed)
    size[N_CHANGED] = n_changed
    size[N_ADOPTING] += n_new - n_left
    update_bounds(ties, parameters, form, work)


@compiled
def update_bounds(ties: Ties, parameters: Parameters, form: int, work: Workspace) -> None:
    """Work out anew the bounds of those in the list of changes, and who may adopt."""
    active, counts, n_changed = work.active, work.counts, work.size[N_CHANGED]
    write_bounds(
        ties, parameters, work.response, work.bounds, form, counts.is_shown, counts.seen,
        counts.changed, n_changed, active.next_bound,
    )  # fmt: skip
    work.size[N_ACTIVE] = set_bounds(active, work.size[N_ACTIVE], counts.changed, n_changed)
