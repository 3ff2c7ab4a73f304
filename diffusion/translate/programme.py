"""A programme as arrays: whom each activity reaches, when, and with which doses (ODD 7.13)."""

from collections.abc import Hashable

import numpy as np
from numpy.typing import NDArray

from diffusion.errors import InputError, Problem
from diffusion.kernels import laws
from diffusion.kernels.arrays import allocate
from diffusion.kernels.phases import invitation
from diffusion.kernels.plan import ALL_COME, Activities, Plan, Rules
from diffusion.scenario.activity import Activity, Doses
from diffusion.scenario.community import Community
from diffusion.scenario.institutions import TIERS
from diffusion.scenario.parameters import ParameterSet
from diffusion.scenario.programme import Programme, cost_of_date
from diffusion.scenario.review import MEASURES, decided
from diffusion.scenario.tactics import TACTICS, TARGET_RULES
from diffusion.translate.columns import columns_of
from diffusion.util.formats import ordinal


def plan_of(
    community: Community, programme: Programme, parameters: ParameterSet, *, n_months: int
) -> Plan:
    """Translate a programme for a run of `n_months` months.

    Doses that depend on a module that is off stand here as 0, and those that are products of
    two numbers as their product (ODD 7.13). An activity that gives other doses on some of its
    dates stands in one row for each kind.

    Raises
    ------
    InputError
        If an activity is dated after the last month.
    """
    described: list[tuple[Activity, tuple[int, ...], int, Doses]] = []
    for activity in programme.activities_by_id:
        if activity.months[-1] >= n_months:
            raise InputError(
                Problem(
                    f"programme {programme.name}",
                    f"activity {activity.id}, months",
                    f"months from 0 to {n_months - 1}, inside the run of {n_months} months, or a "
                    f"run of {activity.months[-1] + 1} months or more",
                    f"month {activity.months[-1]}, which is the {ordinal(activity.months[-1] + 1)}",
                )
            )
        for given, months in _by_doses(community, programme, activity, parameters):
            for session, doses in enumerate(given.doses_in_order):
                described.append((given, months, session, doses))
    held = np.zeros((len(described), n_months), np.bool_)
    price = np.zeros((len(described), community.n_hamlets), np.int64)
    ids = decided(programme.activity)
    rows = columns_of(room := allocate(Activities, len(described)))
    listed: list[int] = []
    for row, (activity, months, session, doses) in enumerate(described):
        held[row, list(months)] = True
        rows.first_listed[row] = len(listed)
        if isinstance(activity.target, str):
            rows.rule[row] = TARGET_RULES.index(activity.target)
        else:
            rows.rule[row] = invitation.LISTED
            places = [community.ego_of[label] for label in activity.target]
            listed.extend(community.row_of[places].tolist())
        rows.n_listed[row] = len(listed) - rows.first_listed[row]
        rows.about[row] = ids.index(activity.id) if activity.id in ids else -1
        rows.is_on_call[row] = activity.on_call
        if session == 0:
            price[row] = community.prices_of_date(activity)
        _describe(rows, row, activity, community, parameters)
        if community.file.modules.is_on(TACTICS[activity.tactic].part_of):
            _give(rows, row, activity, doses, community)
            _open(rows, row, activity, session, community)
    return Plan(
        room,
        held,
        np.array(listed, np.int64),
        programme.withdrawal_month,
        programme.taper,
        np.array(programme.handovers, np.int64),
        price,
        *_rules(community, programme, ids, n_months),
    )


def plan_key(community: Community, programme: Programme, parameters: ParameterSet) -> Hashable:
    """Everything on which the plan and the prices of a programme depend, for one roster."""
    said = (getattr(community.file, name) for name in READ_OF_FILE)
    return programme, *said, *(getattr(parameters, name) for name in READ_OF_PARAMETERS)


READ_OF_FILE = ("artisans", "facilitator", "institutions", "market", "modules")
READ_OF_PARAMETERS = ("events",)
"""Sections that are asked for a plan, for what it costs and for how it is scaled to a budget."""


def _rules(
    community: Community, programme: Programme, ids: tuple[int, ...], n_months: int
) -> tuple[Rules, NDArray[np.bool_]]:
    """Translate the rules of all reviews, and the months in which each is asked."""
    asked = [(one, rule) for one in programme.activities_by_id for rule in one.rule]
    rows = columns_of(room := allocate(Rules, len(asked)))
    due = np.zeros((len(asked), n_months), np.bool_)
    for row, (activity, rule) in enumerate(asked):
        due[row, list(activity.months)] = True
        rows.measure[row] = MEASURES.index(rule.measure)
        rows.channel[row] = (
            -1 if rule.channel is None else community.file.market.channels.index(rule.channel)
        )
        rows.number[row] = rule.number
        rows.is_at_least[row] = rule.at_least is not None
        rows.calls[row] = rule.hold is not None
        rows.about[row] = ids.index(rule.about)
    return room, due


def _by_doses(
    community: Community, programme: Programme, activity: Activity, parameters: ParameterSet
) -> list[tuple[Activity, tuple[int, ...]]]:
    """Split an activity by what its dates give: as written, or less for want of preparation."""
    kinds: dict[tuple[float, bool], list[int]] = {}
    for month in activity.months:
        left = 1.0
        if community.file.modules.coordination and activity.tactic in ("training", "visit"):
            is_prepared = any(
                other.coordinates and {month - 1, month} & set(other.months)
                for other in programme.activity
            )
            left = 1.0 if is_prepared else parameters.events.uncoordinated
        kinds.setdefault((left, _is_informed(community, programme, activity, month)), []).append(
            month
        )
    split = []
    for (left, is_informed), months in kinds.items():
        given = activity
        if left != 1:
            sessions = tuple(
                one.model_copy(update={"doses": one.doses.weakened(left)})
                for one in activity.session
            )
            given = activity.model_copy(
                update={"doses": activity.doses.weakened(left), "session": sessions}
            )
        if not is_informed:
            given = given.model_copy(update={"doses": given.doses.model_copy(update={"grant": 0})})
        split.append((given, tuple(months)))
    return split


def _is_informed(
    community: Community, programme: Programme, activity: Activity, month: int
) -> bool:
    """Tell whether the artisans know of the resources they ask for (ODD 7.13)."""
    if not community.file.modules.resources_known:
        return True
    return any(
        (other.months[0], other.id) <= (month, activity.id)
        for other in programme.activity
        if other.informs_of_resources
        and community.file.modules.is_on(TACTICS[other.tactic].part_of)
    )


def _describe(
    rows: Activities,
    row: int,
    activity: Activity,
    community: Community,
    parameters: ParameterSet,
) -> None:
    """Write whom one activity reaches; nobody where its module is off."""
    modules = community.file.modules
    everybody = community.n_artisans
    rows.id[row] = activity.id
    rows.places[row] = everybody if activity.places is None else min(activity.places, everybody)
    rows.attendance[row] = ALL_COME if activity.attendance is None else activity.attendance
    if modules.travel:
        events = parameters.events
        rows.travel_loss[row] = laws.travel_loss(
            events.travel_penalty, activity.km, events.travel_free_km
        )
    rows.contact[row] = 1.0
    rows.channel[row] = -1
    rows.brings_together[row] = modules.dynamic_ties
    if not modules.is_on(TACTICS[activity.tactic].part_of):
        rows.places[row] = 0


def _give(
    rows: Activities, row: int, activity: Activity, doses: Doses, community: Community
) -> None:
    """Write the doses of an activity, or of one of its sessions."""
    modules = community.file.modules
    if doses.contact is not None and modules.ambassadors:
        rows.contact[row] = doses.contact
    rows.is_training[row] = activity.tactic == "training"
    rows.meets_trainer[row] = activity.meets_trainer
    rows.is_prepared[row] = activity.tactic in ("training", "visit")
    rows.is_accompanied[row] = TACTICS[activity.tactic].role == "companion"
    rows.voice[row] = doses.voice
    rows.participation[row] = activity.participation
    rows.aware[row] = doses.aware
    rows.vicarious[row] = laws.models_seen(
        doses.vicarious, activity.trainer_quality, doses.similarity
    )
    rows.persuasion[row] = doses.persuasion
    rows.mastery[row] = activity.trainer_quality * doses.mastery
    rows.affect[row] = doses.affect
    rows.stress[row] = doses.stress
    rows.skill[row] = activity.trainer_quality * doses.skill
    rows.value_fit[row] = doses.value_fit * activity.participation
    rows.taste[row] = doses.taste
    rows.finishing[row] = doses.finishing
    rows.gain[row] = doses.gain
    rows.organising[row] = doses.organising
    rows.subsidy[row] = doses.subsidy
    rows.administration[row] = doses.administration
    rows.cohesion[row] = doses.cohesion
    rows.readiness[row] = doses.readiness
    rows.lobby[row] = doses.lobby if modules.institutions else 0.0
    rows.is_lobbied[row] = [tier in (activity.tiers or TIERS) for tier in TIERS]
    rows.grant[row] = doses.grant


def _open(
    rows: Activities, row: int, activity: Activity, session: int, community: Community
) -> None:
    """Write what an activity does once for each date, and not again in each session."""
    rows.session[row] = session
    if session > 0:
        return
    rows.is_formation[row] = activity.tactic == "group_formation"
    rows.is_petition[row] = activity.tactic == "petition"
    rows.subsidy[row] += activity.materials_left
    rows.is_report[row] = activity.reports
    days = activity.person_days * community.file.facilitator.person_day_price
    rows.cost[row] = cost_of_date(activity, community.seats) // community.n_hamlets + days
    rows.is_recommended[row] = activity.recommended
    rows.asks_recommendation[row] = activity.asks_recommendation
    if activity.channel is not None:
        rows.channel[row] = community.file.market.channels.index(activity.channel)
