"""The artisans' association (paguyuban): founding, monthly meeting, members, cohesion."""

import numpy as np

from diffusion.kernels import draws, laws
from diffusion.kernels import events as told
from diffusion.kernels.arrays import Counts
from diffusion.kernels.events import NOBODY, Events, tell
from diffusion.kernels.jit import compiled, inner
from diffusion.kernels.parameters import Parameters
from diffusion.kernels.phases.invitation import bring_to_front
from diffusion.kernels.phases.offices import learn_office
from diffusion.kernels.phases.savings import hold_savings_meeting
from diffusion.kernels.site import MEETINGS, OFFICERS, Site
from diffusion.kernels.state import DISCONTINUED, NEVER, PERSUADED, Month, State, Ties


@inner
def found_association(
    state: State,
    month: Month,
    sites: Site,
    site: int,
    parameters: Parameters,
    key: np.uint64,
    t: int,
    n_present: int,
    events: Events | None,
) -> None:
    """Let those present, in `month.order`, join; found the association if enough do (ODD 7.8).

    `key` is the stream of the draws of joining (purpose 24).
    """
    n_joining = 0
    for position in range(n_present):
        ego = month.order[position]
        chance = laws.join_chance(
            parameters.trained_join_chance if state.trained[ego] else parameters.join_chance,
            parameters.join_competence,
            state.competence[ego],
        )
        if draws.draw(key, state.identity[ego]) < chance:
            month.order[n_joining], month.order[position] = ego, month.order[n_joining]
            n_joining += 1
    if n_joining < parameters.minimum_members:
        return
    sites.formed[site] = t
    sites.n_members[site] = n_joining
    tell(events, told.FOUNDED, NOBODY, sites.number[site], n_joining)
    for position in range(n_joining):
        ego = month.order[position]
        state.is_member[ego] = True
        tell(events, told.JOINED, ego, NOBODY, 0)
        month.score[ego] = -state.self_efficacy[ego]
        month.lot[ego] = 0.0
    n_officers = min(n_joining, len(OFFICERS))
    bring_to_front(month, n_officers, n_joining)
    for position in range(n_officers):
        state.office[month.order[position]] = OFFICERS[position]
        tell(events, told.OFFICE, month.order[position], OFFICERS[position], 0)


@compiled
def meet(
    state: State,
    month: Month,
    sites: Site,
    ties: Ties,
    parameters: Parameters,
    run_key: np.uint64,
    t: int,
    events: Events | None = None,
) -> None:
    """Hold the monthly meeting of every association of an earlier month (ODD 7.8 and 7.9)."""
    for site in range(sites.first.size):
        sites.is_meeting_due[site] = NEVER < sites.formed[site] < t
        sites.is_meeting_held[site] = False
        sites.attendance[site] = 0.0
        sites.n_losses[site] = 0
        if not sites.is_meeting_due[site]:
            continue
        chance = laws.raised_by(
            parameters.meeting_floor, parameters.meeting_presence, sites.presence[site, MEETINGS]
        )
        if draws.site_draw(run_key, draws.MEETING, t, 0, sites.number[site]) < chance:
            _attend(state, month, sites, site, ties, parameters, run_key, t, events)
            if parameters.has_finance:
                hold_savings_meeting(state, month, sites, site, parameters, run_key, t, events)
        _admit(state, month, sites, site, ties, parameters, run_key, t, events)


@inner
def _attend(
    state: State,
    month: Month,
    sites: Site,
    site: int,
    ties: Ties,
    parameters: Parameters,
    run_key: np.uint64,
    t: int,
    events: Events | None,
) -> None:
    """Let the members come to the meeting, each by a chance that grows with cohesion."""
    key = draws.subkey(run_key, draws.MEETING, t, 0)
    chance = laws.raised_by(
        parameters.attendance_floor, parameters.attendance_cohesion, sites.cohesion[site]
    )
    first, n_members = sites.first[site], sites.n_members[site]
    mood = laws.chance(parameters.affect_weight * parameters.meeting_affect * sites.cohesion[site])
    n_present = 0
    for place in range(first, first + n_members):
        ego = month.roll[place]
        is_present = draws.draw(key, state.identity[ego]) < chance
        month.order[n_present] = ego
        n_present += is_present
        if is_present:
            month.mood[ego] = laws.either(month.mood[ego], mood)
    sites.is_meeting_held[site] = True
    sites.n_meetings[site] += 1
    sites.attendance[site] = n_present / n_members
    tell(events, told.MEETING, NOBODY, sites.number[site], n_present)
    learn_office(state, month, sites, site, parameters, n_present)
    if parameters.tie_growth > 0.0:
        strengthen_ties(month, ties, parameters, n_present)


@inner
def _admit(
    state: State,
    month: Month,
    sites: Site,
    site: int,
    ties: Ties,
    parameters: Parameters,
    run_key: np.uint64,
    t: int,
    events: Events | None,
) -> None:
    """Let favourable friends of members join, each with a small chance a month (ODD 7.8)."""
    key = draws.subkey(run_key, draws.JOINING, t, 0)
    places = sites.stage_first[site]
    n_joining = 0
    for place in range(places[PERSUADED], places[DISCONTINUED]):
        ego = month.by_stage[place]
        if (
            not state.is_member[ego]
            and draws.draw(key, state.identity[ego]) < parameters.later_join_chance
            and _has_member_friend(state, ties, ego)
        ):
            month.order[n_joining] = ego
            n_joining += 1
    # All have been asked before anybody joins: a newcomer brings no friend in the same month.
    for position in range(n_joining):
        state.is_member[month.order[position]] = True
        tell(events, told.JOINED, month.order[position], NOBODY, 0)
    sites.n_members[site] += n_joining


@inner
def _has_member_friend(state: State, ties: Ties, ego: int) -> bool:
    for tie in range(ties.start[ego], ties.start[ego + 1]):
        alter = ties.alter[tie]
        if state.is_member[alter] and state.hamlet[alter] == state.hamlet[ego]:
            return True
    return False


@inner
def strengthen_ties(month: Month, ties: Ties, parameters: Parameters, n_present: int) -> None:
    """Bring those who met, in `month.order`, closer to each other from next month on (ODD 8)."""
    for position in range(n_present):
        month.is_present[month.order[position]] = True
    for position in range(n_present):
        ego = month.order[position]
        for tie in range(ties.start[ego], ties.start[ego + 1]):
            if month.is_present[ties.alter[tie]]:
                _strengthen(ties.growing, tie, parameters)
                if ties.shown_growing.size > 0:
                    _strengthen(ties.shown_growing, tie, parameters)
    for position in range(n_present):
        month.is_present[month.order[position]] = False


@inner
def _strengthen(growing: Counts, tie: int, parameters: Parameters) -> None:
    """Let one tie grow, if there is one in this direction."""
    if growing[tie] > 0:
        growing[tie] = laws.stronger(growing[tie], parameters.tie_growth)
