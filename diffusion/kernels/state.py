"""What the kernels work on: the state of one community, its month, its numbers and its plan.

N is the number of artisans, T of months, A of activities, R of runs. Money is int64 rupiah.

State, Month, Hamlet, Activities and Parameters are NumPy records: one array (or one row) with
named fields. Python and compiled code both read `state.self_efficacy[ego]`, and a kernel takes
each of them as a single argument. The classes below are their declarations; `allocate` makes
the arrays from them.
"""

from collections.abc import Hashable
from enum import IntEnum
from functools import cache
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from diffusion.kernels.jit import compiled

type Bools = NDArray[np.bool_]
type Bytes = NDArray[np.int8]
type Ints = NDArray[np.int64]
type Counts = NDArray[np.int32]
type Rows = NDArray[np.uint32]
type Words = NDArray[np.uint64]
type Reals = NDArray[np.float64]


class Stage(IntEnum):
    """Stages of one artisan, in their order (ODD 2.1)."""

    UNAWARE = 0
    KNOWS = 1
    PERSUADED = 2
    DECIDED = 3
    TRIAL = 4
    CONFIRMED = 5
    DISCONTINUED = 6


# Plain numbers, for the kernels.
UNAWARE, KNOWS, PERSUADED, DECIDED, TRIAL, CONFIRMED, DISCONTINUED = (int(stage) for stage in Stage)
NEVER = -1
"""Time of adoption of one who never tried."""

ALL_COME = -1.0
"""Attendance of an activity to which all who are invited come."""

LASTING_MONTHS = 6
"""A lasting adopter is one in the last month and in each of the five before."""

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

MOST_CHANNELS = 8
"""Most market channels of a community; the exhibition comes after them."""

OFFICES = (
    "none",
    "chair",
    "secretary",
    "treasurer",
    "business",
    "marketing",
    "supervision",
)
"""Offices of the association, by their numbers."""

OFFICERS = (1, 2, 3, 4, 4, 5, 5, 6, 6)
"""Offices in the order in which they are filled."""


class State:
    """One community at one moment: a row for each artisan.

    Attributes
    ----------
    stage : int8 [N]
    months_in_stage : int32 [N]
        0 in the month of entry.
    self_efficacy, efficacy_base, value_fit, skill : float64 [N]
        0 to 1; the base is the level to which self-efficacy decays.
    cash, income : int64 [N]
        Rupiah; income is that of the last month.
    advantage : float64 [N]
        Smoothed relative advantage of the innovation; 0 for who does not use it.
    subsidy : int64 [N]
        Rupiah off the entry cost, received so far.
    trained, is_member : bool [N]
        Has attended the training; is a member of the association.
    office : int8 [N]
        One of `OFFICES`.
    savings, loan, first_loan, instalment : int64 [N]
        Rupiah in the association: saved, owed, lent at first, and to be repaid each month.
    arrears : int32 [N]
        Instalments missed in a row.
    has_had_pot : bool [N]
        Has received the arisan pot in this cycle.
    toa : int32 [N]
        Record of the first trial, `NEVER` before.
    months_adopted : int32 [N]
        Records in a row as an adopter, up to now.
    other_income, need : int64 [N]
        Rupiah a month: income not from pottery, and habitual consumption. They do not change.
    threshold, alpha_factor : float64 [N]
        Exposure needed; multiple of the decision rate alpha. They do not change.
    x_km, y_km : float64 [N]
        Where the household lives, km. They do not change.
    hamlet : int32 [N]
        Row of the hamlet. It does not change.
    is_poor : bool [N]
        Whether the income at the start is below the poverty line. It does not change.
    """

    stage: Bytes
    months_in_stage: Counts
    self_efficacy: Reals
    efficacy_base: Reals
    value_fit: Reals
    skill: Reals
    cash: Ints
    income: Ints
    advantage: Reals
    subsidy: Ints
    trained: Bools
    is_member: Bools
    office: Bytes
    savings: Ints
    loan: Ints
    first_loan: Ints
    instalment: Ints
    arrears: Counts
    has_had_pot: Bools
    toa: Counts
    months_adopted: Counts
    other_income: Ints
    need: Ints
    threshold: Reals
    alpha_factor: Reals
    x_km: Reals
    y_km: Reals
    hamlet: Counts
    is_poor: Bools


class Hamlet:
    """One hamlet: its association, its institutions and its market; a row for each hamlet [H].

    Its artisans are the rows from `first` up to `end`. `MOST_CHANNELS` is written C. What takes
    a `Hamlet` does its work for the hamlets that it is given: all, or some that follow each other.

    Attributes
    ----------
    number : int64
        Row of the hamlet among all.
    first, end : uint32
    formed : int64
        Month in which the association was formed, `NEVER` before.
    n_members, n_meetings : int64
        Members; meetings held so far.
    fund, surplus, equity, written_off, unaccounted : int64
        Rupiah: in the box; interest earned; grants; losses on loans; lost without a receipt.
    lent, repaid : int64
        Rupiah lent, and principal repaid, so far.
    cohesion, administration, self_reliance, commitment, credibility : float64
        0 to 1: of the association; of the institutions; of the facilitator.
    effort, presence : float64
        Of the facilitator this month, 0 to 1; the level of functioning with self-reliance.
    participation, attendance : float64
        This month: the highest part in an activity; share of the members at the meeting.
    is_meeting_due, is_meeting_held : bool
    n_losses : int64
        Loans written off this month.
    adopting, recent, favourable, success, failure, skill : float64
        Sums over the members, as `Month` has them for each artisan.
    mate_strength : float64
        Strength of the tie of each member to each other, through the association.
    has_voted : bool
        Whether the members' vote binds: half of them favoured the innovation before this month.
    is_told : bool
        Whether anybody in the community speaks of the innovation.
    stage_first : uint32 [9]
        In `Month.by_stage` the artisans in stage s stand from place s up to place s + 1 of this.
    is_open, was_open : int8 [C]
        1 where a market channel buys, and where it ever did; else 0.
    quota, sold : int64 [C + 1]
        Pieces a month that each channel takes and took; the exhibition is the last.
    planned, good, accepted, sold_locally : int64
        Pieces of this month.
    """

    number: Ints
    first: Rows
    end: Rows
    formed: Ints
    n_members: Ints
    n_meetings: Ints
    fund: Ints
    surplus: Ints
    equity: Ints
    written_off: Ints
    unaccounted: Ints
    lent: Ints
    repaid: Ints
    cohesion: Reals
    administration: Reals
    self_reliance: Reals
    commitment: Reals
    credibility: Reals
    effort: Reals
    presence: Reals
    participation: Reals
    attendance: Reals
    is_meeting_due: Bools
    is_meeting_held: Bools
    n_losses: Ints
    adopting: Reals
    favourable: Reals
    success: Reals
    failure: Reals
    recent: Reals
    skill: Reals
    mate_strength: Reals
    has_voted: Bools
    is_told: Bools
    stage_first: Rows
    is_open: Bytes
    was_open: Bytes
    quota: Ints
    sold: Ints
    planned: Ints
    good: Ints
    accepted: Ints
    sold_locally: Ints


class Ties(NamedTuple):
    """Who is tied to whom: the ties of `ego` are `alter[start[ego]:start[ego + 1]]`.

    Attributes
    ----------
    start : uint32 [N + 1]
    alter : uint32 [two for each tie]
        Rows of the alters, ascending for each ego.
    strength : float64 [two for each tie]
        Above 0, at most 1; the same in both directions.
    growing : float64 [two for each tie]
        Strengths of next month, where ties grow stronger; else the same array.
    total : float64 [N]
        Sum of the strengths of each ego, in their order.
    """

    start: Rows
    alter: Rows
    strength: Reals
    growing: Reals
    total: Reals


class Month:
    """What reaches each artisan in one month; written anew every month.

    Attributes
    ----------
    next_stage : int8 [N]
        Stage after this month; the present one until a phase writes another.
    by_stage, roll : uint32 [N]
        Rows of the artisans by their stages before this month, ascending in each; rows of the
        members of the association, ascending. A hamlet's start at its first row.
    adopting, knowing : bool [N]
        Used the innovation, or only knew of it, before this month.
    exposure, recent_exposure : float64 [N]
        To adopters; to those who count under the chosen memory.
    favourable, success, failure : float64 [N]
        Exposure to those who favour it, gain by it, have given it up.
    peer_skill, peer_advantage : float64 [N]
        Means of the adopting alters; the second is 0 while the module advantage is off.
    contact : float64 [N]
        Multiple of the contact rate, 1 for who is no ambassador.
    heard : bool [N]
        Heard of the innovation at an activity.
    vicarious, persuasion, mastery, setback, affect, stress : float64 [N]
        Sums of what was received: models seen, words, successes, failures, moods.
    is_present : bool [N]
        At the activity or meeting that is being held.
    shock : int64 [N]
        Rupiah that a household shock asks for.
    planned, good, accepted, unsold : int64 [N]
        Pieces of the innovation: made, left after firing, up to standard, not yet sold.
    sales : int64 [N]
        Rupiah.
    order, lot, score, earlier : uint32 and three of float64 [N]
        Scratch space for choosing whom to invite.
    """

    next_stage: Bytes
    by_stage: Rows
    roll: Rows
    adopting: Bools
    knowing: Bools
    exposure: Reals
    favourable: Reals
    success: Reals
    failure: Reals
    peer_skill: Reals
    recent_exposure: Reals
    peer_advantage: Reals
    contact: Reals
    heard: Bools
    vicarious: Reals
    persuasion: Reals
    mastery: Reals
    setback: Reals
    affect: Reals
    stress: Reals
    is_present: Bools
    shock: Ints
    planned: Ints
    good: Ints
    accepted: Ints
    unsold: Ints
    sales: Ints
    order: Rows
    lot: Reals
    score: Reals
    earlier: Reals


class Activities:
    """The activities of a programme, in ascending id: a row for each, or for each dose of it.

    Attributes
    ----------
    id, rule, places : int64 [A]
        `rule` is one of `targets`; `places` is at most N.
    attendance, travel_loss : float64 [A]
        Chance to come, `ALL_COME` where all invited come; what the distance takes from it.
    is_training, is_formation, is_petition : bool [A]
    participation : float64 [A]
    aware, vicarious, persuasion, mastery, affect, stress, skill, value_fit, contact : float64 [A]
        Doses of one date, with similarity and participation multiplied in.
    administration, cohesion, lobby : float64 [A]
        Doses on the association and the institutions, whoever comes.
    subsidy, grant : int64 [A]
        Rupiah.
    is_recommended : bool [A]
    channel : int64 [A]
        Market channel that may open; -1 for none.
    first_listed, n_listed : int64 [A]
        Where the artisans that the activity lists by name stand in `Plan.listed`.
    """

    id: Ints
    rule: Ints
    places: Ints
    attendance: Reals
    travel_loss: Reals
    is_training: Bools
    is_formation: Bools
    is_petition: Bools
    participation: Reals
    aware: Reals
    vicarious: Reals
    persuasion: Reals
    mastery: Reals
    affect: Reals
    stress: Reals
    skill: Reals
    value_fit: Reals
    contact: Reals
    administration: Reals
    cohesion: Reals
    lobby: Reals
    subsidy: Ints
    grant: Ints
    is_recommended: Bools
    channel: Ints
    first_listed: Ints
    n_listed: Ints


class Plan(NamedTuple):
    """A programme as arrays.

    Attributes
    ----------
    activities : Activities
    held : bool [A, T]
        Whether an activity is held in a month.
    listed : int64 [...]
        Rows of the artisans that activities list by name, one list after the other.
    withdrawal_month, taper : int
        First month of the facilitator's withdrawal, and the months it takes.
    """

    activities: Activities
    held: Bools
    listed: Ints
    withdrawal_month: int
    taper: int


class Parameters:
    """The numbers of the laws, flat; names and units as in a parameter file.

    A module that is off stands here as the number that leaves its law without effect. `rainy`
    is int8 [12]: 1 where month t with this t % 12 is wet. The exhibition is held in months t with
    t % 12 equal to `exhibition_at`, -1 for never; its price stands after those of the channels.
    """

    # exposure
    group_weight: float
    is_sum: bool
    is_flow: bool
    response: int
    hill_exponent: float
    hill_midpoint: float
    # awareness
    broadcast: float
    adopter_contact: float
    aware_contact: float
    proximity_contact: float
    proximity_radius_km: float
    proximity_length_km: float
    # persuasion
    spontaneous: float
    social: float
    verbal: float
    # decision
    alpha: float
    beta: float
    efficacy_exponent: float
    value_exponent: float
    misfit_tolerance: float
    cost_exponent: float
    planning_months: float
    learning_months: float
    protected_share: float
    entry_cost: int
    cash_buffer: int
    advantage_slope: float
    # persistence
    confirmation_rate: float
    confirmation_months: int
    discontinuance_rate: float
    discontinuance_efficacy: float
    discontinuance_advantage: float
    discontinuance_exposure: float
    trial_factor: float
    readoption_factor: float
    lapse_months: int
    # efficacy
    mastery_weight: float
    vicarious_weight: float
    persuasion_weight: float
    affect_weight: float
    failure_weight: float
    neighbour_success: float
    mastery_lasting: float
    vicarious_lasting: float
    decay: float
    work_mastery: float
    shock_stress: float
    # skill
    learning_by_doing: float
    peer_learning: float
    forgetting: float
    lasting_skill: float
    # production
    trial_share: float
    confirmed_share: float
    bad_firing_chance: float
    quality_standard: float
    quality_spread: float
    advantage_smoothing: float
    rain_factor: float
    old_pieces: int
    old_price: int
    old_unit_cost: int
    new_pieces: int
    new_unit_cost: int
    rainy: Bytes
    buyer_feedback: float
    # market: channels in the order of the community file
    n_channels: int
    channel_chance: Reals
    channel_price: Ints
    channel_quota: Ints
    closing_rate: float
    reopening_rate: float
    local_price: int
    local_limit: int
    exhibition_at: int
    exhibition_quota: int
    # association
    minimum_members: int
    join_chance: float
    later_join_chance: float
    meeting_floor: float
    meeting_presence: float
    attendance_floor: float
    attendance_cohesion: float
    meeting_affect: float
    cohesion_gain: float
    cohesion_loss: float
    default_cohesion_loss: float
    has_vote: bool
    tie_growth: float
    # its money
    has_finance: bool
    saving: int
    arisan: int
    cash_to_pay: int
    interest_points: int
    is_flat: bool
    loan_months: int
    loan_cap: int
    loan_unit: int
    write_off_months: int
    slip: float
    arrears_stress: float
    grant_share: float
    leakage_rate: float
    # withdrawal
    has_withdrawal: bool
    administration_rate: float
    self_reliance_rate: float
    unsupported_share: float
    meeting_participation: float
    village_promise: float
    # institutions and contest
    commitment_attendance: float
    usual_commitment: float
    credibility_gain: float
    grant_floor: float
    grant_commitment: float
    grant_recommendation: float
    concession_chance: float
    concession: int
    stall: int
    refusal_stress: float
    commitment_left: float
    # household
    extra_consumption: float
    shock_chance: float
    shock_cost: int
    # events
    practice_success: float
    travel_free_km: float
    travel_penalty: float
    # chain
    is_two_state: bool
    substeps: int
    exit_hazard: float


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
"""Numbers from 0 to 1 that a record keeps: four of the artisans, then means of the hamlets."""

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


_SHAPES: dict[str, int] = {
    "rainy": 12,
    "stage_first": len(Stage) + 2,
    "is_open": MOST_CHANNELS,
    "was_open": MOST_CHANNELS,
    "quota": MOST_CHANNELS + 1,
    "sold": MOST_CHANNELS + 1,
    "channel_chance": MOST_CHANNELS,
    "channel_price": MOST_CHANNELS + 1,
    "channel_quota": MOST_CHANNELS,
}
"""Fields that are rows of so many numbers."""

_FIELDS: dict[object, Any] = {
    Bools: np.bool_,
    Bytes: np.int8,
    Ints: np.int64,
    Counts: np.int32,
    Rows: np.uint32,
    Words: np.uint64,
    Reals: np.float64,
    bool: np.bool_,
    int: np.int64,
    float: np.float64,
}


@cache
def _fields_of(kind: Hashable) -> Any:
    """Describe the fields that a class declares, as a NumPy record."""
    fields: list[Any] = []
    for name, field in kind.__annotations__.items():
        scalar = _FIELDS[field]
        fields.append((name, scalar, _SHAPES[name]) if name in _SHAPES else (name, scalar))
    return np.dtype(fields, align=True)


def allocate[Kind](kind: type[Kind], *shape: int) -> Kind:
    """Make a zeroed NumPy record array of the fields that `kind` declares."""
    return cast(Kind, np.zeros(shape, _fields_of(cast(Hashable, kind))).view(np.recarray))


def parameters_from(values: dict[str, Any]) -> Parameters:
    """Make the record of the laws' numbers; further values are left aside."""
    row = np.zeros(1, _fields_of(Parameters))
    for name in Parameters.__annotations__:
        row[name][0] = values[name]
    return cast(Parameters, row.view(np.recarray)[0])


_ROW_BYTES = tuple(int(_fields_of(kind).itemsize) for kind in (State, Month, Hamlet))


@compiled
def are_packed(state: State, month: Month, hamlets: Hamlet) -> bool:
    """Tell whether the rows of each follow one another, as `allocate` makes them.

    They always do. A kernel that goes no further where they do not has told the compiler how far
    one row is from the next, which else is read and multiplied with for every number.
    """
    return (
        state.strides[0] == _ROW_BYTES[0]  # type: ignore[attr-defined]  # a record array
        and month.strides[0] == _ROW_BYTES[1]  # type: ignore[attr-defined]
        and hamlets.strides[0] == _ROW_BYTES[2]  # type: ignore[attr-defined]
    )


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
