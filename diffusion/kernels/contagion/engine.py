"""The months of the two-state chain: many runs in which one uses the innovation or does not.

An artisan adopts if its draw is below the chance of its decision rate, and stops if another is
below the exit hazard (ODD 8). Bits are those of the phases of the whole model, because the same
laws give the rates and the draws have the same keys; work is saved in four ways, none of which
touches a number.

- A chance changes with exposure alone, so it is kept until some alter adopts or stops, or alpha
  changes from month to month.
- A chance is kept as a whole number to compare with the whole draw (`draws.bound`).
- Whose chance is exactly 0 is not asked. Where alpha is 0, only those are who see an adopter.
- When nobody can ever move again, the rest of the records is written at once.
"""

from typing import NamedTuple

import numpy as np

from diffusion.kernels import draws, laws
from diffusion.kernels.arrays import Words, allocate
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
    list_all,
    new_counts,
    recount,
)
from diffusion.kernels.contagion.recorder import (
    History,
    begin_history,
    finish_run,
    is_counted_poor,
    new_history,
    note_adopters,
    note_leavers,
    write_stages,
)
from diffusion.kernels.contagion.response import (
    Response,
    nobody_begins_alone,
    precompute,
    write_bounds,
)
from diffusion.kernels.contagion.rules import recovery_chance
from diffusion.kernels.contagion.start import Start
from diffusion.kernels.jit import compiled
from diffusion.kernels.parameters import Parameters
from diffusion.kernels.phases.rates import alpha_in
from diffusion.kernels.records import Records
from diffusion.kernels.state import NEVER, Ties


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
    history : History
    response : Response [N or 1]
    table : uint64 [at least N]
        Table of bounds, where they are tabulated.
    """

    active: ActiveList
    counts: NeighbourCounts
    history: History
    response: Response
    table: Words


def new_workspace(start: Start, parameters: Parameters, *, n_ends: int) -> Workspace:
    """Allocate what a run needs.

    Parameters
    ----------
    start, parameters : Start, Parameters
    n_ends : int
        Ends of ties of a run at most, where several runs share a table of bounds; else 0.
    """
    n_artisans = start.is_adopter.shape[1]
    traits = start[3:]  # all that differ between artisans, but for who adopts and is poor
    n_rows = max(trait.shape[1] for trait in (*traits, start.is_trained))
    has_needs = parameters.response == laws.THRESHOLD
    return Workspace(
        new_active_list(n_artisans),
        new_counts(n_artisans, n_artisans if has_needs else 1),
        new_history(
            n_artisans,
            n_leaving=n_artisans if parameters.exit_hazard > 0 else 0,
            n_poor=n_artisans if start.is_poor.shape[1] else 0,
        ),
        allocate(Response, n_rows),
        np.empty(n_artisans + n_ends, np.uint64),
    )


@compiled
def run_contagion(
    start: Start,
    ties: Ties,
    parameters: Parameters,
    random_seed: int,
    first_replicate: int,
    work: Workspace,
    records: Records,
    is_kept: bool,
) -> None:
    """Run the two-state chain from every first moment, and write `records`.

    Parameters
    ----------
    start : Start
        First moments of R runs.
    ties : Ties
        As for one run, but `start` is [R, N + 1] and `total` [R, N]: one row a run into the same
        alters, or one row for all runs. They do not grow. Where every strength is 1, `strength`
        may be empty and `total` [R, 0].
    parameters : Parameters
        With `is_two_state`.
    random_seed, first_replicate : int
        Run r has the key of replicate `first_replicate + r`.
    work : Workspace
        Scratch; holds the end of the last run afterwards.
    records : Records
        Stages, poor adopters and what is kept of the end are written; they have been 0, as
        `new_records` makes them, or as `record_what_stays` wrote them.
    is_kept : bool
        Whether several runs begin alike, with the same ties.
    """
    start, ties, work, records = bare(start), bare(ties), bare(work), bare(records)
    form = 0
    for run in range(records.stages.shape[0]):
        row = min(run, ties.start.shape[0] - 1)
        run_ties = Ties(
            ties.start[row], ties.alter, ties.strength, ties.growing, ties.total[row],
            ties.shown, ties.shown_growing, ties.near,
        )  # fmt: skip
        if run == 0 or not is_kept or parameters.alpha_changes:
            form = precompute(
                start, run, run_ties, parameters, work.response, work.counts.need,
                work.table, is_kept and not parameters.alpha_changes, 0,
            )  # fmt: skip
        sizes = begin_run(start, run_ties, parameters, form, work, records, run)
        run_key = draws.make_key(random_seed, first_replicate + run)
        run_months(start, run_ties, parameters, run_key, form, work, sizes, records, run)
        finish_run(work.history, work.counts.seen, records, run)


@compiled
def begin_run(
    start: Start,
    ties: Ties,
    parameters: Parameters,
    form: int,
    work: Workspace,
    records: Records,
    run: int,
) -> Sizes:
    """Put a run at its first moment, and write its stages; `precompute` has been called.

    Parameters
    ----------
    start, ties : Start, Ties
        First moments of all runs, and ties of this one.
    parameters : Parameters
    form : int
        Where bounds come from, as `precompute` told.
    work, records : Workspace, Records
        Written.
    run : int

    Returns
    -------
    Sizes
        How many there are of each kind.
    """
    active, counts = work.active, work.counts
    n_leaving = n_changed = n_new = n_poor = 0
    begin_history(work.history, start, records.first, run)
    is_asked = not nobody_begins_alone(ties, work.response, parameters)
    row, n_artisans = min(run, start.is_adopter.shape[0] - 1), start.is_adopter.shape[1]
    for ego in range(n_artisans):
        is_adopter = start.is_adopter[row, ego]
        counts.seen[ego] = ADOPTING if is_adopter else 0
        counts.is_shown[ego] = is_adopter
        counts.is_changed[ego] = is_asked and not is_adopter
        active.row[ego] = NEVER
        if is_adopter:
            active.new[n_new] = ego
            n_new += 1
            n_poor += int(is_counted_poor(work.history, ego))
            if parameters.exit_hazard > 0.0:
                active.row[ego] = n_leaving
                active.adopter[n_leaving] = ego
                n_leaving += 1
        elif is_asked:
            counts.changed[n_changed] = ego
            n_changed += 1
    n_changed = count_alters(counts, ties, active.new, n_new, 1, n_changed)
    write_bounds(ties, parameters, work.response, work.table, form, counts, n_changed, active.room)
    n_active = set_bounds(active, 0, start.identity, counts.changed, n_changed)
    write_stages(records, run, 0, n_artisans, n_new, n_poor)
    return Sizes(n_active, n_leaving, n_changed, n_new, n_new, n_poor)


@compiled
def run_months(
    start: Start,
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
    identity = start.identity
    active, counts, history = work.active, work.counts, work.history
    response, table, new, left = work.response, work.table, active.new, active.left
    changed, room = counts.changed, active.room
    first = records.first
    is_flow, n_substeps = parameters.is_flow, parameters.substeps
    leaving = draws.bound(recovery_chance(parameters))
    n_active, n_leaving, n_changed, n_new, n_adopting, n_poor = sizes
    n_artisans = changed.size
    n_left = 0
    does_change = parameters.alpha_changes
    for t in range(records.stages.shape[1] - 1):
        if does_change and t > 0 and alpha_in(parameters, t) != alpha_in(parameters, t - 1):
            form = precompute(start, run, ties, parameters, response, counts.need, table, False, t)
            n_changed = list_all(counts, n_changed)
            write_bounds(ties, parameters, response, table, form, counts, n_changed, room)
            n_active = set_bounds(active, n_active, identity, changed, n_changed)
        for substep in range(t * n_substeps, (t + 1) * n_substeps):
            if n_active + n_leaving == 0 and not does_change:
                break  # nobody can ever move again
            if is_flow:
                hide(counts, new, n_new)
            key = draws.subkey(run_key, draws.DECISION, substep, 0)
            n_new = draw_adopters(active, n_active, key)
            if leaving > 0:
                key = draws.subkey(run_key, draws.DISCONTINUANCE, substep, 0)
                n_left = draw_leavers(active, n_leaving, identity, key, leaving)
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
            n_active = set_bounds(active, n_active, identity, changed, n_changed)
            n_adopting += n_new - n_left
        write_stages(records, run, t + 1, n_artisans, n_adopting, n_poor)
