"""What is kept of a run of the two-state chain."""

from diffusion.kernels.arrays import Bools, Counts, Ints, Rows, Table
from diffusion.kernels.jit import compiled, inner
from diffusion.kernels.records import Records
from diffusion.kernels.state import LASTING_MONTHS, NEVER, TRIAL, UNAWARE, State


class History(Table):
    """What has happened to each artisan, by records; a row for each.

    Attributes
    ----------
    toa, since, left : int32 [N]
        First adoption; since when it has used the innovation in every record; last exit. `NEVER`.
    is_poor : bool [N]
        It does not change.
    """

    toa: Counts
    since: Counts
    left: Counts
    is_poor: Bools


@inner
def begin_history(history: History, start: State) -> None:
    """Write the history of each artisan [N] up to its first moment."""
    for ego in range(start.stage.size):
        is_adopter = start.stage[ego] == TRIAL
        history.toa[ego] = start.toa[ego]
        history.since[ego] = 1 - start.months_adopted[ego] if is_adopter else NEVER
        history.left[ego] = NEVER
        history.is_poor[ego] = start.is_poor[ego]


@inner
def note_adopters(
    history: History, new: Rows, n_new: int, record: int, first: Counts, run: int
) -> int:
    """Note that those in `new` adopt in this record, and count the poor among them."""
    toa, since, left, is_poor = history.toa, history.since, history.left, history.is_poor
    n_poor = 0
    for rank in range(n_new):
        ego = new[rank]
        n_poor += int(is_poor[ego])
        if toa[ego] == NEVER:
            toa[ego] = record
        if left[ego] != record:
            since[ego] = record
        if first.shape[0] > 0:
            _enter(first, run, ego, record, TRIAL, UNAWARE)
    return n_poor


@inner
def note_leavers(
    history: History, gone: Rows, n_left: int, record: int, first: Counts, run: int
) -> int:
    """Note that those in `gone` stop in this record, and count the poor among them."""
    left, is_poor = history.left, history.is_poor
    n_poor = 0
    for rank in range(n_left):
        ego = gone[rank]
        n_poor += int(is_poor[ego])
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


@inner
def copy_first_record(records: Records, run: int) -> None:
    """Write the first record of a run that begins as run 0 does."""
    _copy_row(records.stages, run)
    records.money[run, 0] = records.money[0, 0]
    records.levels[run, 0] = records.levels[0, 0]
    records.counts[run, 0] = records.counts[0, 0]
    records.pieces[run, 0] = records.pieces[0, 0]
    _copy_row(records.is_open, run)
    _copy_row(records.sold, run)
    _copy_row(records.ordered, run)
    if records.first.shape[0] > 0:
        for ego in range(records.first.shape[1]):
            for stage in range(records.stages.shape[2]):
                # Not from run 0, which has been lived already.
                is_here = records.first[0, ego, stage] == 0
                records.first[run, ego, stage] = 0 if is_here else NEVER


@inner
def _copy_row(kept: Counts | Ints, run: int) -> None:
    for column in range(kept.shape[2]):
        kept[run, 0, column] = kept[0, 0, column]


@inner
def repeat_first_record(records: Records, run: int) -> None:
    """Write again in every record what no month changes: all counts but the poor adopters."""
    counts, is_open = records.counts[run], records.is_open[run]
    for record in range(1, records.counts.shape[1]):
        n_poor = counts.poor_adopters[record]
        counts[record] = counts[0]
        counts.poor_adopters[record] = n_poor
        for channel in range(is_open.shape[1]):
            is_open[record, channel] = is_open[0, channel]
    for record in range(1, records.money.shape[1]):
        records.money[run, record] = records.money[run, 0]
        records.levels[run, record] = records.levels[run, 0]
        records.pieces[run, record] = records.pieces[run, 0]
        for channel in range(records.sold.shape[2]):
            records.sold[run, record, channel] = records.sold[run, 0, channel]
            records.ordered[run, record, channel] = records.ordered[run, 0, channel]


@compiled
def finish_run(history: History, seen: Counts, records: Records, run: int) -> None:
    """Write what is kept of the end of a run; `seen` as in `NeighbourCounts`."""
    n_records = records.stages.shape[1]
    toa, since = history.toa, history.since
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
