"""A programme as arrays: its activities, and when each is held.

A is the number of activities, T of months, N of artisans, H of hamlets, K of rules.
"""

from typing import Annotated, NamedTuple

from diffusion.kernels.arrays import Bools, Bytes, Ints, Reals, Table
from diffusion.kernels.site import TIERS

SESSION = 2**21
"""Above every id: what sessions of one activity draw apart from each other is `id + SESSION n`."""

ALL_COME = -1.0
"""Attendance of an activity to which all who are invited come."""


class Activities(Table):
    """The activities of a programme, in ascending id: a row for each, or for each dose of it.

    Attributes
    ----------
    id, rule, places : int64 [A]
        `rule` is one of `targets`; `places` is at most N.
    attendance, travel_loss : float64 [A]
        Chance to come, `ALL_COME` where all invited come; what the distance takes from it.
    is_training, is_formation, is_petition : bool [A]
    session : int64 [A]
        Number of a session of an activity, 0 for the first row of it.
    meets_trainer : bool [A]
    is_prepared, is_accompanied : bool [A]
        Gives less of its doses by the readiness of the working team; by the facilitator's effort.
    participation : float64 [A]
    aware, vicarious, persuasion, mastery, affect, stress, skill, value_fit, organising, gain,
    taste, finishing, contact, voice : float64 [A]
        Doses of one date, with similarity and participation multiplied in.
    administration, cohesion, lobby, readiness : float64 [A]
        Doses on the association, the institutions and the working team, whoever comes.
    is_lobbied : int8 [A, 3]
        1 for each tier of government that `lobby` moves.
    is_report : bool [A]
    subsidy, grant, cost : int64 [A]
        Rupiah; `cost` is what a date of it costs the organisation in one hamlet.
    is_recommended, asks_recommendation : bool [A]
    channel : int64 [A]
        Market channel that may open; -1 for none.
    first_listed, n_listed : int64 [A]
        Where the artisans that the activity lists by name stand in `Plan.listed`.
    about : int64 [A]
        Place in `Site.decision` of what reviews decide about it; -1 for nothing.
    is_on_call : bool [A]
        Whether it is held only when a review calls it.
    brings_together : bool [A]
        Whether the ties of those who come grow; see module dynamic_ties.
    """

    id: Ints
    rule: Ints
    places: Ints
    attendance: Reals
    travel_loss: Reals
    is_training: Bools
    is_formation: Bools
    is_petition: Bools
    session: Ints
    meets_trainer: Bools
    is_prepared: Bools
    is_accompanied: Bools
    participation: Reals
    aware: Reals
    vicarious: Reals
    persuasion: Reals
    mastery: Reals
    affect: Reals
    stress: Reals
    skill: Reals
    value_fit: Reals
    organising: Reals
    gain: Reals
    taste: Reals
    finishing: Reals
    contact: Reals
    voice: Reals
    administration: Reals
    cohesion: Reals
    lobby: Reals
    readiness: Reals
    is_lobbied: Annotated[Bytes, len(TIERS)]
    is_report: Bools
    subsidy: Ints
    grant: Ints
    cost: Ints
    is_recommended: Bools
    asks_recommendation: Bools
    channel: Ints
    first_listed: Ints
    n_listed: Ints
    about: Ints
    is_on_call: Bools
    brings_together: Bools


class Rules(Table):
    """The rules of a programme's reviews, in their order.

    Attributes
    ----------
    measure, channel : int64 [K]
        What is counted, by `phases.review`; of which market channel alone, -1 for all.
    number : int64 [K]
        What the count is compared with.
    is_at_least, calls : bool [K]
        Whether it acts from that number on, or below it; whether it calls or drops.
    about : int64 [K]
        Place in `Site.decision` of the activity about which it decides.
    """

    measure: Ints
    channel: Ints
    number: Ints
    is_at_least: Bools
    calls: Bools
    about: Ints


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
    handover : int64 [4]
        The first month of withdrawal from each function.
    price : int64 [A, H]
        Rupiah that one date costs in each hamlet; 0 for a session after the first.
    rules : Rules [K]
    due : bool [K, T]
        Whether the review of a rule is held in a month.
    """

    activities: Activities
    held: Bools
    listed: Ints
    withdrawal_month: int
    taper: int
    handover: Ints
    price: Ints
    rules: Rules
    due: Bools
