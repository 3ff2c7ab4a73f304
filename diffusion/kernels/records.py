"""What is kept of each run: counts, money and levels of every record.

R is the number of runs, T of months, N of artisans. Money is int64 rupiah.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from diffusion.kernels.arrays import Bools, Bytes, Counts, Ints, Reals, Table, allocate
from diffusion.kernels.site import MOST_DECIDED
from diffusion.kernels.state import NEVER, Stage

# Flows of money into and out of households and funds, places in a ledger.
(
    OTHER_INCOME,
    POTTERY_INCOME,
    GRANTS,
    FORGIVEN,
    CONSUMPTION,
    SHOCKS,
    ENTRY_COST,
    UNACCOUNTED,
    EQUIPMENT,
    MOULDS,
) = range(10)

FLOWS = (
    "other_income",
    "pottery_income",
    "grants",
    "forgiven",
    "consumption",
    "shocks",
    "entry_cost",
    "unaccounted",
    "equipment",
    "moulds",
)

N_INFLOWS = 4
"""The first four flows raise the money of households and funds, the others lower it."""


class Money(Table):
    """Sums of rupiah of one record: of households, of associations, and what the programme cost."""

    cash: Ints
    income: Ints
    fund: Ints
    savings: Ints
    loans: Ints
    surplus: Ints
    equity: Ints
    written_off: Ints
    lent: Ints
    repaid: Ints
    recovered: Ints
    equipment: Ints
    reimbursed: Ints
    spent: Ints


class Levels(Table):
    """Numbers from 0 to 1 of one record: four of the artisans, then means of the sites.

    Self-reliance and presence are means of the functions, commitment of the tiers of government;
    then come self-reliance in each function and commitment of each tier.
    """

    self_efficacy: Reals
    value_fit: Reals
    skill: Reals
    gini: Reals
    cohesion: Reals
    administration: Reals
    self_reliance: Reals
    commitment: Reals
    credibility: Reals
    effort: Reals
    presence: Reals
    self_reliance_meetings: Reals
    self_reliance_books: Reals
    self_reliance_agencies: Reals
    self_reliance_markets: Reals
    commitment_village: Reals
    commitment_sub_district: Reals
    commitment_regency: Reals
    readiness: Reals


class Tally(Table):
    """Counts of one record.

    Barred are those who know of the innovation and whose values do not bear it.
    """

    associations: Counts
    members: Counts
    trained: Counts
    meetings: Counts
    borrowers: Counts
    in_arrears: Counts
    barred_by_values: Counts
    poor_adopters: Counts


class Pieces(Table):
    """Pieces of the innovation in one month: made, left after firing, up to standard, sold here."""

    planned: Ints
    good: Ints
    accepted: Ints
    local: Ints


MONEY, LEVELS, COUNTS, PIECES = (
    tuple(kind.__annotations__) for kind in (Money, Levels, Tally, Pieces)
)
"""Names of what a record keeps, in their order."""


def plain(series: Any) -> NDArray[Any]:
    """Show records of one kind of number [R, T] as an array [R, T, names], without a copy."""
    fields = np.asarray(series).view(np.ndarray)
    return fields.view(fields.dtype[0]).reshape(*fields.shape, len(fields.dtype))


class Records(NamedTuple):
    """What is kept of each run; record 0 is the start, record n the end of month n - 1.

    A two-state chain changes none of ledger, money, levels, pieces, sold and ordered: one record
    of each is kept then, [R, 1, ...]; or none, and none of counts and is_open either, [R, 0, ...].

    Attributes
    ----------
    stages : int32 [R, T + 1, 7]
        Artisans in each stage.
    ledger : int64 [R, T + 1, 10]
        Rupiah that has flowed since the start, by `FLOWS`.
    money, levels, pieces : Money, Levels, Pieces [R, T + 1]
        Income and pieces are those of the month.
    counts : Tally [R, T + 1]
    is_open : int32 [R, T + 1, channels]
        Sites in which each market channel is open.
    sold, ordered : int64 [R, T + 1, channels + 1]
        Pieces of the month by market channel; the exhibition is the last.
    lasting, tried : int32 [R]
        Lasting adopters at the end; artisans who ever tried.
    toa : int32 [R, N]
        Record of each artisan's first trial; no rows where it was not asked for.
    first : int32 [R, N, 7]
        First record of each artisan in each stage, `NEVER`; no rows where it was not asked for.
    gave_up : int32 [R, N]
        Records in which each artisan had given up; no rows where it was not asked for.
    last_stage : int8 [R, N]
        Stage of each artisan at the end; no rows where it was not asked for.
    last_member, last_trained : bool [R, N]
        Who is a member at the end, and who has been trained; no rows where not asked for.
    earned : int64 [R, N]
        Rupiah that each artisan has earned by pottery since the start, before moulds and the entry
        cost; no rows where it was not asked for.
    held : int32 [R, 16]
        Dates on which each activity was held about which reviews decide, in all sites.
    """

    stages: Counts
    ledger: Ints
    money: Money
    levels: Levels
    counts: Tally
    is_open: Counts
    pieces: Pieces
    sold: Ints
    ordered: Ints
    lasting: Counts
    tried: Counts
    toa: Counts
    first: Counts
    gave_up: Counts
    last_stage: Bytes
    last_member: Bools
    last_trained: Bools
    earned: Ints
    held: Counts


def new_ledger() -> Ints:
    """Make an empty ledger: int64 [10], rupiah that has flowed since the start, by `FLOWS`."""
    return np.zeros(len(FLOWS), np.int64)


def new_records(
    n_runs: int,
    n_months: int,
    n_artisans: int,
    *,
    n_channels: int,
    n_toa: int = 0,
    n_spells: int = 0,
    n_last: int = 0,
    n_earned: int = 0,
    n_kept: int | None = None,
) -> Records:
    """Make room for the records of `n_runs` runs.

    The first `n_toa` runs keep their artisans' first trials, the first `n_spells` their spells,
    the first `n_last` what they are at the end, the first `n_earned` what they earned. `n_kept`
    records of ledger, money, levels and pieces are kept: all, or 1 for a two-state chain; with 0
    only stages are.
    """
    series = (n_runs, n_months + 1)
    kept = series if n_kept is None else (n_runs, n_kept)
    counted = (n_runs, 0) if n_kept == 0 else series
    return Records(
        stages=np.zeros((*series, len(Stage)), np.int32),
        ledger=np.zeros((*kept, len(FLOWS)), np.int64),
        money=allocate(Money, *kept),
        levels=allocate(Levels, *kept),
        counts=allocate(Tally, *counted),
        is_open=np.zeros((*counted, n_channels), np.int32),
        pieces=allocate(Pieces, *kept),
        sold=np.zeros((*kept, n_channels + 1), np.int64),
        ordered=np.zeros((*kept, n_channels + 1), np.int64),
        lasting=np.zeros(n_runs, np.int32),
        tried=np.zeros(n_runs, np.int32),
        toa=np.zeros((n_toa, n_artisans), np.int32),
        first=np.full((n_spells, n_artisans, len(Stage)), NEVER, np.int32),
        gave_up=np.zeros((n_spells, n_artisans), np.int32),
        last_stage=np.zeros((n_last, n_artisans), np.int8),
        last_member=np.zeros((n_last, n_artisans), np.bool_),
        last_trained=np.zeros((n_last, n_artisans), np.bool_),
        earned=np.zeros((n_earned, n_artisans), np.int64),
        held=np.zeros((n_runs, MOST_DECIDED), np.int32),
    )
