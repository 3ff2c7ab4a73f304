"""What is kept of each run: counts, money and levels of every record.

R is the number of runs, T of months, N of artisans. Money is int64 rupiah.
"""

from typing import NamedTuple

import numpy as np

from diffusion.kernels.arrays import Bools, Bytes, Counts, Ints, Reals
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
) = range(8)

FLOWS = (
    "other_income",
    "pottery_income",
    "grants",
    "forgiven",
    "consumption",
    "shocks",
    "entry_cost",
    "unaccounted",
)

N_INFLOWS = 4
"""The first four flows raise the money of households and funds, the others lower it."""

MONEY = (
    "cash",
    "income",
    "fund",
    "savings",
    "loans",
    "surplus",
    "equity",
    "written_off",
    "lent",
    "repaid",
)
"""Sums of rupiah that a record keeps: of the households, then of the associations."""

LEVELS = (
    "self_efficacy",
    "value_fit",
    "skill",
    "gini",
    "cohesion",
    "administration",
    "self_reliance",
    "commitment",
    "credibility",
    "effort",
    "presence",
)
"""Numbers from 0 to 1 that a record keeps: four of the artisans, then means of the sites."""

COUNTS = (
    "associations",
    "members",
    "trained",
    "meetings",
    "borrowers",
    "in_arrears",
    "barred_by_values",
    "poor_adopters",
)
"""Counts that a record keeps; after them the open hamlets of each market channel. Barred are
those who know of the innovation and whose values do not bear it."""

PIECES = ("planned", "good", "accepted", "local")
"""Pieces of one month that a record keeps; after them those sold in each market channel, and
the orders of each; the exhibition is the last of both."""


class Records(NamedTuple):
    """What is kept of each run; record 0 is the start, record n the end of month n - 1.

    A two-state chain changes none of ledger, money, levels and pieces: one record of each is
    kept then, [R, 1, ...].

    Attributes
    ----------
    stages : int32 [R, T + 1, 7]
        Artisans in each stage.
    ledger : int64 [R, T + 1, 8]
        Rupiah that has flowed since the start, by `FLOWS`.
    money : int64 [R, T + 1, 10]
        Rupiah, by `MONEY`; income is that of the month.
    levels : float64 [R, T + 1, 11]
        By `LEVELS`.
    counts : int32 [R, T + 1, 8 + channels]
        By `COUNTS`, then hamlets in which each channel is open.
    pieces : int64 [R, T + 1, 4 + 2 (channels + 1)]
        By `PIECES`, then sold and ordered by channel.
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
    last_member : bool [R, N]
        Who is a member at the end; no rows where it was not asked for.
    """

    stages: Counts
    ledger: Ints
    money: Ints
    levels: Reals
    counts: Counts
    pieces: Ints
    lasting: Counts
    tried: Counts
    toa: Counts
    first: Counts
    gave_up: Counts
    last_stage: Bytes
    last_member: Bools


def new_ledger() -> Ints:
    """Make an empty ledger: int64 [8], rupiah that has flowed since the start, by `FLOWS`."""
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
    n_kept: int | None = None,
) -> Records:
    """Make room for the records of `n_runs` runs.

    The first `n_toa` runs keep their artisans' first trials, the first `n_spells` their spells,
    the first `n_last` what they are at the end. `n_kept` records of ledger, money, levels and
    pieces are kept: all, or 1 for a two-state chain.
    """
    series = (n_runs, n_months + 1)
    kept = series if n_kept is None else (n_runs, n_kept)
    return Records(
        stages=np.zeros((*series, len(Stage)), np.int32),
        ledger=np.zeros((*kept, len(FLOWS)), np.int64),
        money=np.zeros((*kept, len(MONEY)), np.int64),
        levels=np.zeros((*kept, len(LEVELS))),
        counts=np.zeros((*series, len(COUNTS) + n_channels), np.int32),
        pieces=np.zeros((*kept, len(PIECES) + 2 * (n_channels + 1)), np.int64),
        lasting=np.zeros(n_runs, np.int32),
        tried=np.zeros(n_runs, np.int32),
        toa=np.zeros((n_toa, n_artisans), np.int32),
        first=np.full((n_spells, n_artisans, len(Stage)), NEVER, np.int32),
        gave_up=np.zeros((n_spells, n_artisans), np.int32),
        last_stage=np.zeros((n_last, n_artisans), np.int8),
        last_member=np.zeros((n_last, n_artisans), np.bool_),
    )
