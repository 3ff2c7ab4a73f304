"""The programme's activities of the month: who comes, and what it does to them (step 2)."""

import numpy as np

from diffusion.kernels import draws, laws
from diffusion.kernels import events as told
from diffusion.kernels.arrays import Ints
from diffusion.kernels.events import NOBODY, Events, tell
from diffusion.kernels.jit import compiled, inner
from diffusion.kernels.laws import towards_one
from diffusion.kernels.parameters import Parameters
from diffusion.kernels.phases.grants import pay_in
from diffusion.kernels.phases.invitation import invite
from diffusion.kernels.phases.meeting import found_association, strengthen_ties
from diffusion.kernels.phases.outside_work import lobby, petition, propose, seek_buyer
from diffusion.kernels.phases.review import answer_calls, is_held
from diffusion.kernels.plan import ALL_COME, SESSION, Activities, Plan
from diffusion.kernels.site import VILLAGE, Site
from diffusion.kernels.state import KNOWS, NEVER, UNAWARE, Month, State, Ties


@compiled
def hold_activities(
    state: State,
    month: Month,
    sites: Site,
    ledger: Ints,
    ties: Ties,
    plan: Plan,
    parameters: Parameters,
    run_key: np.uint64,
    t: int,
    events: Events | None = None,
) -> None:
    """Hold every activity dated `t` in every site, in ascending id (ODD 7.13 and 7.16)."""
    for site in range(sites.first.size):
        sites.participation[site] = 0.0
    if t >= plan.held.shape[1]:
        return
    for activity in range(plan.activities.id.size):
        if not plan.held[activity, t]:
            continue
        for site in range(sites.first.size):
            if not is_held(sites, site, plan.activities, activity):
                continue
            sites.spent[site] += plan.price[activity, sites.number[site]]
            n_present = _gather(
                state, month, sites, site, ties, plan, activity, parameters, run_key, t
            )
            _tell_who_came(events, month, sites, site, plan.activities, activity, n_present)
            strength = _strength(sites, site, plan.activities, activity, parameters)
            _act_on_all(
                state, month, sites.credibility[site], strength, plan.activities, activity,
                parameters, run_key, t, n_present, events,
            )  # fmt: skip
            _act_on_site(
                state, month, sites, site, ledger, plan.activities, activity, parameters,
                run_key, t, n_present, events,
            )  # fmt: skip
            if parameters.tie_growth > 0.0 and plan.activities.brings_together[activity]:
                strengthen_ties(month, ties, parameters, n_present)
    answer_calls(sites, plan, t)


@inner
def _gather(
    state: State,
    month: Month,
    sites: Site,
    site: int,
    ties: Ties,
    plan: Plan,
    activity: int,
    parameters: Parameters,
    run_key: np.uint64,
    t: int,
) -> int:
    """Write the rows of those who come to `month.order`; return how many they are."""
    doses = plan.activities
    number = doses.id[activity]
    n_invited = invite(
        state, month, sites, site, ties, plan, activity,
        draws.subkey(run_key, draws.TARGETING, t, number),
    )  # fmt: skip
    if doses.attendance[activity] == ALL_COME:
        return n_invited
    key = draws.subkey(run_key, draws.ATTENDANCE, t, number)
    chance = laws.attendance(
        doses.attendance[activity],
        parameters.commitment_attendance,
        sites.commitment[site, VILLAGE],
        parameters.usual_commitment,
        doses.travel_loss[activity],
    )
    n_present = 0
    for position in range(n_invited):
        ego = month.order[position]
        if draws.draw(key, state.identity[ego]) < chance:
            month.order[n_present] = ego
            n_present += 1
    return n_present


@inner
def _act_on_all(
    state: State,
    month: Month,
    credibility: float,
    strength: float,
    doses: Activities,
    activity: int,
    parameters: Parameters,
    run_key: np.uint64,
    t: int,
    n_present: int,
    events: Events | None,
) -> None:
    """Give those who have come, in `month.order`, the doses of the activity, times `strength`."""
    number = doses.id[activity] + SESSION * doses.session[activity]
    hearing = draws.subkey(run_key, draws.HEARD_AT_ACTIVITY, t, number)
    practice = draws.subkey(run_key, draws.PRACTICE, t, number)
    aware, skill = strength * doses.aware[activity], strength * doses.skill[activity]
    persuasion = strength * doses.persuasion[activity] * credibility
    mastery = laws.chance(parameters.mastery_weight * strength * doses.mastery[activity])
    models = laws.chance(parameters.vicarious_weight * strength * doses.vicarious[activity])
    mood = laws.chance(parameters.affect_weight * strength * doses.affect[activity])
    stress = laws.chance(parameters.affect_weight * doses.stress[activity])
    taste, finishing = strength * doses.taste[activity], strength * doses.finishing[activity]
    gain, voice = strength * doses.gain[activity], strength * doses.voice[activity]
    organising = strength * doses.organising[activity]
    value_fit = strength * doses.value_fit[activity]
    for position in range(n_present):
        ego = month.order[position]
        if aware > 0.0 and draws.draw(hearing, state.identity[ego]) < aware:
            month.heard[ego] = True
            if state.stage[ego] == UNAWARE:
                tell(events, told.HEARD_AT, ego, doses.id[activity], 0)
        if persuasion > 0.0 and state.stage[ego] == KNOWS:
            tell(events, told.WORDS, ego, doses.id[activity], laws.in_billionths(persuasion))
        month.models[ego] = laws.either(month.models[ego], models)
        month.persuasion[ego] += persuasion
        if mastery > 0.0:
            if draws.draw(practice, state.identity[ego]) < parameters.practice_success:
                month.mastery[ego] = laws.either(month.mastery[ego], mastery)
            else:
                month.setback[ego] = laws.either(month.setback[ego], mastery)
                month.to_mend[ego] = True
        month.mood[ego] = laws.either(month.mood[ego], mood)
        month.stress[ego] = laws.either(month.stress[ego], stress)
        learnt = skill
        if skill > 0.0 and month.to_mend[ego]:
            learnt = laws.learnt_after_failure(skill, parameters.mending)
            month.to_mend[ego] = False
        state.skill[ego] = towards_one(state.skill[ego], learnt)
        state.taste[ego] = towards_one(state.taste[ego], taste)
        state.finishing[ego] = towards_one(state.finishing[ego], finishing)
        state.value_fit[ego] = towards_one(state.value_fit[ego], value_fit)
        state.subsidy[ego] += doses.subsidy[activity]
        month.contact[ego] = max(month.contact[ego], doses.contact[activity])
        state.shown_gain[ego] = max(state.shown_gain[ego], gain)
        if voice > state.voice[ego] and laws.is_tolerable(
            state.value_fit[ego], parameters.misfit_tolerance
        ):
            state.voice[ego] = voice
        state.competence[ego] = towards_one(state.competence[ego], organising)
        if doses.is_training[activity]:
            state.trained[ego] = True
        if doses.meets_trainer[activity]:
            state.has_met_trainer[ego] = True


@inner
def _act_on_site(
    state: State,
    month: Month,
    sites: Site,
    site: int,
    ledger: Ints,
    doses: Activities,
    activity: int,
    parameters: Parameters,
    run_key: np.uint64,
    t: int,
    n_present: int,
    events: Events | None,
) -> None:
    """Do what an activity does to the hamlet as a whole (ODD 7.8 to 7.13)."""
    paid = min(sites.grant_for_work[site], doses.cost[activity])
    sites.grant_for_work[site] -= paid
    sites.reimbursed[site] += paid
    sites.participation[site] = max(sites.participation[site], doses.participation[activity])
    sites.administration[site] = towards_one(
        sites.administration[site], doses.administration[activity]
    )
    sites.cohesion[site] = towards_one(sites.cohesion[site], doses.cohesion[activity])
    sites.readiness[site] = towards_one(sites.readiness[site], doses.readiness[activity])
    sites.has_reported[site] |= doses.is_report[activity]
    if doses.lobby[activity] > 0.0:
        lobby(sites, site, doses, activity, parameters)
    if doses.is_formation[activity] and sites.formed[site] == NEVER:
        key = draws.subkey(run_key, draws.JOINING, t, doses.id[activity])
        found_association(state, month, sites, site, parameters, key, t, n_present, events)
        if pay_in(sites, site, ledger, parameters, sites.promised_grant[site], t, events):
            sites.promised_grant[site] = 0
    if doses.grant[activity] > 0:
        propose(sites, site, ledger, doses, activity, parameters, run_key, t, events)
    if doses.channel[activity] >= 0:
        seek_buyer(state, sites, site, doses, activity, parameters, run_key, t)
    if doses.is_petition[activity] and n_present > 0:
        petition(
            month, sites, site, ledger, doses, activity, parameters, run_key, t, n_present, events
        )


@inner
def _tell_who_came(
    events: Events | None,
    month: Month,
    sites: Site,
    site: int,
    doses: Activities,
    activity: int,
    n_present: int,
) -> None:
    """Write that an activity was held, and who of `month.order` came."""
    if events is None:
        return
    if doses.session[activity] == 0:
        tell(events, told.HELD, NOBODY, sites.number[site], doses.id[activity])
    for position in range(n_present):
        ego = month.order[position]
        tell(events, told.ATTENDED, ego, doses.id[activity], doses.subsidy[activity])


@inner
def _strength(
    sites: Site, site: int, doses: Activities, activity: int, parameters: Parameters
) -> float:
    """Part of its doses that an activity gives: less by a weak team, or as effort ends."""
    strength = 1.0
    if doses.is_prepared[activity]:
        strength = laws.weighted(parameters.readiness_weight, sites.readiness[site])
    if doses.is_accompanied[activity]:
        strength *= laws.weighted(parameters.effort_weight, sites.effort[site])
    return strength
