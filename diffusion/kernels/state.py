"""What the kernels work on: the state of one community, its month, its numbers and its plan.

N is the number of artisans, T of months, A of activities, R of runs. Money is int64 rupiah.

State, Start, Month, Activities and Parameters are NumPy records: one array (or one row) with
named fields. Python and compiled code both read `state.self_efficacy[ego]`, and a kernel takes
each of them as a single argument. The classes below are their declarations; `room_for` makes
the arrays from them.
"""

from enum import IntEnum
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

type Bools = NDArray[np.bool_]
type Bytes = NDArray[np.int8]
type Ints = NDArray[np.int64]
type Counts = NDArray[np.int32]
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

# Flows of money into and out of the households, places in a ledger.
OTHER_INCOME, POTTERY_INCOME, FORGIVEN, CONSUMPTION, SHOCKS, ENTRY_COST = range(6)
FLOWS = ("other_income", "pottery_income", "forgiven", "consumption", "shocks", "entry_cost")
N_INFLOWS = 3
"""The first three flows raise cash, the others lower it."""


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
    trained : bool [N]
        Has attended the training.
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
    toa: Counts
    months_adopted: Counts
    other_income: Ints
    need: Ints
    threshold: Reals
    alpha_factor: Reals
    x_km: Reals
    y_km: Reals


class Start:
    """The first moment of many runs: a row for each run, a column for each artisan [R, N]."""

    stage: Bytes
    self_efficacy: Reals
    value_fit: Reals
    skill: Reals
    cash: Ints
    other_income: Ints
    need: Ints
    threshold: Reals
    alpha_factor: Reals
    x_km: Reals
    y_km: Reals


class Ties(NamedTuple):
    """Who is tied to whom: the ties of `ego` are `alter[start[ego]:start[ego + 1]]`.

    Attributes
    ----------
    start : int64 [N + 1]
    alter : int32 [two for each tie]
        Rows of the alters, ascending for each ego.
    strength : float64 [two for each tie]
        Above 0, at most 1; the same in both directions.
    """

    start: Ints
    alter: Counts
    strength: Reals


class Month:
    """What reaches each artisan in one month; written anew every month.

    Attributes
    ----------
    next_stage : int8 [N]
        Stage after this month; the present one until a phase writes another.
    adopting, knowing : bool [N]
        Used the innovation, or only knew of it, before this month.
    exposure, recent_exposure : float64 [N]
        To adopters; to those who count under the chosen memory.
    favourable, success, failure : float64 [N]
        Exposure to those who favour it, gain by it, have given it up.
    peer_skill, peer_advantage : float64 [N]
        Mean of the adopting alters.
    contact : float64 [N]
        Multiple of the contact rate, 1 for who is no ambassador.
    heard : bool [N]
        Heard of the innovation at an activity.
    vicarious, persuasion, mastery, setback, affect, stress : float64 [N]
        Sums of what was received: models seen, words, successes, failures, moods.
    capacity : float64 [N]
        Share of full capacity used for the innovation.
    order, lot, score, earlier : int64 and three of float64 [N]
        Scratch space for choosing whom to invite.
    """

    next_stage: Bytes
    adopting: Bools
    knowing: Bools
    exposure: Reals
    recent_exposure: Reals
    favourable: Reals
    success: Reals
    failure: Reals
    peer_skill: Reals
    peer_advantage: Reals
    contact: Reals
    heard: Bools
    vicarious: Reals
    persuasion: Reals
    mastery: Reals
    setback: Reals
    affect: Reals
    stress: Reals
    capacity: Reals
    order: Ints
    lot: Reals
    score: Reals
    earlier: Reals


class Activities:
    """The activities of a programme, a row for each, in ascending id.

    Attributes
    ----------
    id, rule, places : int64 [A]
        `rule` is one of `targets`; `places` is at most N.
    attendance, travel_loss : float64 [A]
        Chance to come, `ALL_COME` where all invited come; what the distance takes from it.
    is_training : bool [A]
    aware, vicarious, persuasion, mastery, affect, stress, skill, value_fit, contact : float64 [A]
        Doses of one date, with similarity, credibility and participation multiplied in.
    subsidy : int64 [A]
        Rupiah.
    first_listed, n_listed : int64 [A]
        Where the artisans that the activity lists by name stand in `Plan.listed`.
    """

    id: Ints
    rule: Ints
    places: Ints
    attendance: Reals
    travel_loss: Reals
    is_training: Bools
    aware: Reals
    vicarious: Reals
    persuasion: Reals
    mastery: Reals
    affect: Reals
    stress: Reals
    skill: Reals
    value_fit: Reals
    contact: Reals
    subsidy: Ints
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
    """

    activities: Activities
    held: Bools
    listed: Ints


class Parameters:
    """The numbers of the laws, flat; names and units as in a parameter file.

    A module that is off stands here as the number that leaves its law without effect. `rainy`
    is int8 [12]: 1 where month t with this t % 12 is wet.
    """

    # exposure
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
    new_price: int
    new_unit_cost: int
    rainy: Bytes
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


class Records(NamedTuple):
    """What is kept of each run; record 0 is the start, record n the end of month n - 1.

    Attributes
    ----------
    stages : int32 [R, T + 1, 7]
        Artisans in each stage.
    ledger : int64 [R, T + 1, 6]
        Rupiah that has flowed since the start, by `FLOWS`.
    cash : int64 [R, T + 1]
        Rupiah in all households.
    self_efficacy, value_fit, skill : float64 [R, T + 1]
        Means over the artisans.
    lasting, tried : int32 [R]
        Lasting adopters at the end; artisans who ever tried.
    toa : int32 [R, N]
        Record of each artisan's first trial; no rows where it was not asked for.
    """

    stages: Counts
    ledger: Ints
    cash: Ints
    self_efficacy: Reals
    value_fit: Reals
    skill: Reals
    lasting: Counts
    tried: Counts
    toa: Counts


_FIELDS: dict[object, Any] = {
    Bools: np.bool_,
    Bytes: np.int8,
    Ints: np.int64,
    Counts: np.int32,
    Reals: np.float64,
    bool: np.bool_,
    int: np.int64,
    float: np.float64,
}


def room_for[Kind](kind: type[Kind], *shape: int) -> Kind:
    """Make a zeroed NumPy record array of the fields that `kind` declares."""
    fields = kind.__annotations__.items()
    dtype = np.dtype([(name, _FIELDS[field]) for name, field in fields], align=True)
    return cast(Kind, np.zeros(shape, dtype).view(np.recarray))


def parameters_from(values: dict[str, Any]) -> Parameters:
    """Make the record of the laws' numbers; further values are left aside."""
    fields: list[Any] = [
        (name, np.int8, 12) if name == "rainy" else (name, _FIELDS[field])
        for name, field in Parameters.__annotations__.items()
    ]
    row = np.zeros(1, np.dtype(fields, align=True)).view(np.recarray)
    for name in Parameters.__annotations__:
        row[name][0] = values[name]
    return cast(Parameters, row[0])


def new_ledger() -> Ints:
    """Make an empty ledger: int64 [6], rupiah that has flowed since the start, by `FLOWS`."""
    return np.zeros(len(FLOWS), np.int64)


def new_records(n_runs: int, n_months: int, n_artisans: int, *, n_toa: int) -> Records:
    """Make room for the records of `n_runs` runs, and for the first `n_toa` runs' artisans."""
    series = (n_runs, n_months + 1)
    return Records(
        stages=np.zeros((*series, len(Stage)), np.int32),
        ledger=np.zeros((*series, len(FLOWS)), np.int64),
        cash=np.zeros(series, np.int64),
        self_efficacy=np.zeros(series),
        value_fit=np.zeros(series),
        skill=np.zeros(series),
        lasting=np.zeros(n_runs, np.int32),
        tried=np.zeros(n_runs, np.int32),
        toa=np.zeros((n_toa, n_artisans), np.int32),
    )
