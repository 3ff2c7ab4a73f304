"""What is kept of a run of the two-state chain."""

from typing import NamedTuple

import numpy as np

from diffusion.kernels.arrays import Bools, Counts, Ints, Rows
from diffusion.kernels.bare import bare
from diffusion.kernels.contagion.start import Start
from diffusion.kernels.inequality import Ranking
from diffusion.kernels.jit import compiled, inner
from diffusion.kernels.parameters import Parameters
from diffusion.kernels.recorder import observe
from diffusion.kernels.records import Records
from diffusion.kernels.site import Site
from diffusion.kernels.state import LASTING_MONTHS, NEVER, TRIAL, UNAWARE, State


class History(NamedTuple):
    """What has happened to each artisan, by records.

    Attributes
    ----------
    toa : int32 [N]
        First adoption, `NEVER`.
    since, left : int32 [N], or [0] where nobody ever stops
        Since when it has used the innovation in every record, which is `toa` if it never stopped;
        last exit. `NEVER`.
    is_poor : bool [N], or [0] where nobody asks
        It does not change.
    """

    toa: Counts
    since: Counts
    left: Counts
    is_poor: Bools


def new_history(n_artisans: int, *, n_leaving: int, n_poor: int) -> History:
    """Allocate the history of so many artisans; so many may stop, or be poor: all or 0."""
    return History(
        np.zeros(n_artisans, np.int32),
        np.zeros(n_leaving, np.int32),
        np.zeros(n_leaving, np.int32),
        np.zeros(n_poor, np.bool_),
    )


@inner
def is_counted_poor(history: History, ego: int) -> bool:
    """Tell whether an artisan is known to be poor."""
    return history.is_poor.size > 0 and history.is_poor[ego]


@inner
def begin_history(history: History, start: Start, first: Counts, run: int) -> None:
    """Write the history of each artisan [N] up to its first moment."""
    row = min(run, start.is_adopter.shape[0] - 1)
    poor_row = min(run, start.is_poor.shape[0] - 1)
    for ego in range(history.toa.size):
        is_adopter = start.is_adopter[row, ego]
        history.toa[ego] = 0 if is_adopter else NEVER
        if history.since.size > 0:
            history.since[ego] = 0 if is_adopter else NEVER
            history.left[ego] = NEVER
        if history.is_poor.size > 0:
            history.is_poor[ego] = start.is_poor[poor_row, ego]
        if first.shape[0] > 0:
            first[run, ego, TRIAL if is_adopter else UNAWARE] = 0


@inner
def note_adopters(
    history: History, new: Rows, n_new: int, record: int, first: Counts, run: int
) -> int:
    """Note that those in `new` adopt in this record, and count the poor among them."""
    toa, since, left = history.toa, history.since, history.left
    n_poor = 0
    for rank in range(n_new):
        ego = new[rank]
        n_poor += int(is_counted_poor(history, ego))
        if toa[ego] == NEVER:
            toa[ego] = record
        if since.size > 0 and left[ego] != record:
            since[ego] = record
        if first.shape[0] > 0:
            _enter(first, run, ego, record, TRIAL, UNAWARE)
    return n_poor


@inner
def note_leavers(
    history: History, gone: Rows, n_left: int, record: int, first: Counts, run: int
) -> int:
    """Note that those in `gone` stop in this record, and count the poor among them."""
    left = history.left
    n_poor = 0
    for rank in range(n_left):
        ego = gone[rank]
        n_poor += int(is_counted_poor(history, ego))
        left[ego] = record
        if first.shape[0] > 0:
            _enter(first, run, ego, record, UNAWARE, TRIAL)
    return n_poor


@inner
def _enter(first: Counts, run: int, ego: int, record: int, stage: int, before: int) -> None:
    """Note the first record in a stage, unless it is left again before the month ends."""
    if first[run, ego, before] == record:
        first[run, ego, before] = NEVER
    if first[run, ego, stage] == NEVER:
        first[run, ego, stage] = record


@compiled
def record_what_stays(
    start: State,
    sites: Site,
    ledger: Ints,
    ranking: Ranking,
    parameters: Parameters,
    records: Records,
) -> None:
    """Write in every record of every run what no month of the chain changes: all but the stages.

    Parameters
    ----------
    start, sites : State [R, N], or [1, N] for all runs, and Site [H]
        First moments.
    ledger, ranking : int64 [10], Ranking
        Scratch; nothing flows in the chain.
    parameters, records : Parameters, Records
        `records` is written.
    """
    start, sites, ledger = bare(start), bare(sites), bare(ledger)
    ranking, records = bare(ranking), bare(records)
    for run in range(records.stages.shape[0]):
        if run < start.stage.shape[0]:
            observe(records, run, 0, start[run], sites, ledger, ranking, parameters)
        else:
            _copy(records, run, 0, 0, 0)
        for record in range(1, records.counts.shape[1]):
            _copy(records, run, record, run, 0)
        if records.last_trained.shape[0] > 0:
            trained = start[min(run, start.stage.shape[0] - 1)].trained
            for ego in range(trained.size):
                records.last_trained[run, ego] = trained[ego]


@inner
def _copy(records: Records, run: int, record: int, from_run: int, from_record: int) -> None:
    """Write into one record what stands in another one."""
    records.counts[run, record] = records.counts[from_run, from_record]
    for channel in range(records.is_open.shape[2]):
        records.is_open[run, record, channel] = records.is_open[from_run, from_record, channel]
    if record >= records.money.shape[1]:
        return
    records.money[run, record] = records.money[from_run, from_record]
    records.levels[run, record] = records.levels[from_run, from_record]
    records.pieces[run, record] = records.pieces[from_run, from_record]
    for channel in range(records.sold.shape[2]):
        records.sold[run, record, channel] = records.sold[from_run, from_record, channel]
        records.ordered[run, record, channel] = records.ordered[from_run, from_record, channel]


@compiled
def finish_run(history: History, seen: Counts, records: Records, run: int) -> None:
    """Write what is kept of the end of a run; `seen` as in `NeighbourCounts`."""
    n_records = records.stages.shape[1]
    toa = history.toa
    since = history.since if history.since.size > 0 else toa
    n_tried = n_lasting = 0
    for ego in range(toa.size):
        n_tried += toa[ego] != NEVER
        n_lasting += (seen[ego] < 0) & (n_records - since[ego] >= LASTING_MONTHS)
    records.tried[run] = n_tried
    records.lasting[run] = n_lasting
    if records.toa.shape[0] > 0:
        for ego in range(toa.size):
            records.toa[run, ego] = toa[ego]
    if records.last_stage.shape[0] > 0:
        for ego in range(toa.size):
            records.last_stage[run, ego] = TRIAL if seen[ego] < 0 else UNAWARE


@inner
def write_stages(
    records: Records, run: int, record: int, n_artisans: int, n_adopting: int, n_poor: int
) -> None:
    """Write what a record says of the stages."""
    records.stages[run, record, UNAWARE] = n_artisans - n_adopting
    records.stages[run, record, TRIAL] = n_adopting
    if records.counts.shape[1] > 0:
        records.counts.poor_adopters[run, record] = n_poor
