"""The state of one community and its month: a row for each artisan; and who is tied to whom.

N is the number of artisans. Money is int64 rupiah.
"""

from enum import IntEnum
from typing import NamedTuple

from diffusion.kernels.arrays import Bools, Bytes, Counts, Ints, Reals, Rows, Table


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

LASTING_MONTHS = 6
"""A lasting adopter is one in the last month and in each of the five before."""


class State(Table):
    """One community at one moment: a row for each artisan.

    Attributes
    ----------
    stage : int8 [N]
    months_in_stage : int32 [N]
        0 in the month of entry.
    identity : int64 [N]
        Number by which draws know the artisan, whatever the row. It does not change.
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
    influence : float64 [N]
        By how much more than 1 others see an adopter, for having been an ambassador last month
        or for the voice.
    voice : float64 [N]
        By how much more than 1 others hear an artisan who was won over, until it fades.
    competence : float64 [N]
        Of doing the work of an office, 0 to 1.
    taste, finishing : float64 [N]
        Knowledge of what buyers like, and of finishing, 0 to 1.
    has_met_trainer : bool [N]
    savings, loan, first_loan, instalment : int64 [N]
        Rupiah in the association: saved, owed, lent at first, and to be repaid each month.
    unsettled : int64 [N]
        Rupiah written off that bar a new loan until they are paid back.
    pieces_cast : int64 [N]
        Pieces made since the moulds were new.
    shown_gain : float64 [N]
        Gain that was shown and is remembered, as a share of usual profit.
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
    threshold, alpha_factor, propensity : float64 [N]
        Exposure needed; multiple of the decision rate alpha; multiple of the whole decision rate,
        by covariates. They do not change.
    x_km, y_km : float64 [N]
        Where the household lives, km. They do not change.
    hamlet : int32 [N]
        Row of the hamlet. It does not change.
    is_poor : bool [N]
        Whether the household is poor: as the roster says, or by the income at the start (ODD 5).
    """

    stage: Bytes
    months_in_stage: Counts
    identity: Ints
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
    influence: Reals
    voice: Reals
    competence: Reals
    taste: Reals
    finishing: Reals
    has_met_trainer: Bools
    savings: Ints
    loan: Ints
    first_loan: Ints
    instalment: Ints
    unsettled: Ints
    pieces_cast: Ints
    shown_gain: Reals
    arrears: Counts
    has_had_pot: Bools
    toa: Counts
    months_adopted: Counts
    other_income: Ints
    need: Ints
    threshold: Reals
    alpha_factor: Reals
    propensity: Reals
    x_km: Reals
    y_km: Reals
    hamlet: Counts
    is_poor: Bools


class Near(NamedTuple):
    """Who lives within sight of whom, as `Ties` says who is tied to whom (ODD 7.2).

    All arrays are empty where nobody looks at who lives near.

    Attributes
    ----------
    start : uint32 [N + 1]
    alter : uint32 [two for each pair]
        Rows of the others, ascending for each ego.
    nearness : int32 [two for each pair]
        How much they see of each other, in billionths.
    total : int64 [N]
        Sum of the strengths with which all of them count as ties of ego, in billionths.
    """

    start: Rows
    alter: Rows
    nearness: Counts
    total: Ints


class Ties(NamedTuple):
    """Who is tied to whom: the ties of `ego` are `alter[start[ego]:start[ego + 1]]`.

    Attributes
    ----------
    start : uint32 [N + 1]
    alter : uint32 [two for each tie]
        Rows of the alters, ascending for each ego.
    strength : int32 [two for each tie]
        With which ego looks at alter, in billionths: at most 1; 0 where only alter looks at ego.
    growing : int32 [two for each tie]
        Strengths of next month, where ties grow stronger; else the same array.
    total : int64 [N]
        Sum of the strengths of each ego.
    shown : int32 [two for each tie]
        With which alter looks at ego; the array `strength` itself where ties have no direction.
    shown_growing : int32 [two for each tie, or 0]
        As `growing`, of `shown`; of size 0 where ties have no direction.
    near : Near
    """

    start: Rows
    alter: Rows
    strength: Counts
    growing: Counts
    total: Ints
    shown: Counts
    shown_growing: Counts
    near: Near


class Month(Table):
    """What reaches each artisan in one month.

    What is seen of others stays from month to month and changes when somebody moves: `shown`,
    `weight_shown`, `is_stale`, the sums `seen_...` (but of skill) and `more_...`, the shares and
    the chances made of them. All else is written anew every month.

    Attributes
    ----------
    next_stage : int8 [N]
        Stage after this month; the present one until a phase writes another.
    by_stage, roll : uint32 [N]
        Rows of the artisans by their stages before this month, ascending in each; rows of the
        members of the association, ascending. A hamlet's start at its first row.
    adopting, knowing : bool [N]
        Used the innovation, or only knew of it, before this month.
    shown : int8 [N]
        What an artisan showed when last it changed, a sum of the numbers of `phases.shown`.
    weight_shown : float64 [N]
        Weight with which it was shown.
    is_stale : bool [N]
        Whether what an artisan sees has changed since the shares were made of it.
    seen_adopting, seen_favourable, seen_success, seen_failure, seen_recent, seen_skill : int64 [N]
        Strength of the ties to those who adopt, favour it, gain by it, have given it up, or have
        just adopted (0 where memory is not "flow"), and to adopters times their skill; in
        billionths.
    exposure, recent_exposure : float64 [N]
        To adopters; to those who count under the chosen memory.
    favourable, success, failure : float64 [N]
        Exposure to those who favour it, gain by it, have given it up.
    knowledge : float64 [N]
        Exposure to those who were trained; 0 while `parameters.knowledge` is.
    peer_skill, peer_advantage : float64 [N]
        Means of the adopting alters (the second is their sum until `gather_exposure`, and 0 while
        the module advantage is off).
    more_strength, more_voice : int64 [N]
        Strength that ties have beyond their own, because they lead to adopters with influence;
        to others with a voice. In billionths.
    contact : float64 [N]
        Multiple of the contact rate, 1 for who is no ambassador.
    heard : bool [N]
        Heard of the innovation at an activity.
    mastery, models, mood : float64 [N]
        Chances to raise self-efficacy: by own success, models seen and mood (ODD 7.6).
    setback, stress : float64 [N]
        Chances to lower it: by own failure and by bad moods.
    models_among_ties, failures_among_ties : float64 [N]
        Chances to raise and to lower it by those among the ties who gain, and who gave up.
    persuasion : float64 [N]
        Sum of the words received.
    to_mend : bool [N]
        Failed in practice this month, and has not been taught since.
    is_present : bool [N]
        At the activity or meeting that is being held.
    has_shock : bool [N]
        Whether the household meets a shock this month.
    planned, good, accepted, unsold : int32 [N]
        Pieces of the innovation: made, left after firing, up to standard, not yet sold.
    sales : int64 [N]
        Rupiah.
    order, lot, score : uint32 and two of float64 [N]
        Scratch space for choosing whom to invite.
    """

    next_stage: Bytes
    by_stage: Rows
    roll: Rows
    adopting: Bools
    knowing: Bools
    shown: Bytes
    weight_shown: Reals
    is_stale: Bools
    seen_adopting: Ints
    seen_favourable: Ints
    seen_success: Ints
    seen_failure: Ints
    seen_recent: Ints
    seen_skill: Ints
    exposure: Reals
    favourable: Reals
    success: Reals
    failure: Reals
    knowledge: Reals
    peer_skill: Reals
    recent_exposure: Reals
    peer_advantage: Reals
    more_strength: Ints
    more_voice: Ints
    contact: Reals
    heard: Bools
    mastery: Reals
    models: Reals
    mood: Reals
    setback: Reals
    stress: Reals
    models_among_ties: Reals
    failures_among_ties: Reals
    persuasion: Reals
    to_mend: Bools
    is_present: Bools
    has_shock: Bools
    planned: Counts
    good: Counts
    accepted: Counts
    unsold: Counts
    sales: Ints
    order: Rows
    lot: Reals
    score: Reals
