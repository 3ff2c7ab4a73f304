"""What each artisan sees of the others, as they were before this month (step 0)."""

from diffusion.kernels import laws
from diffusion.kernels.jit import compiled, inner
from diffusion.kernels.parameters import Parameters
from diffusion.kernels.phases.nearness import nearness_of
from diffusion.kernels.site import Site
from diffusion.kernels.state import (
    CONFIRMED,
    DECIDED,
    DISCONTINUED,
    KNOWS,
    PERSUADED,
    TRIAL,
    Month,
    State,
    Ties,
)


@compiled
def observe_others(
    state: State, month: Month, sites: Site, ties: Ties, parameters: Parameters
) -> None:
    """Write every social term of the month: exposures and peers' means (ODD 7.1)."""
    index_by_stage(state, month, sites)
    scatter_exposure(state, month, sites, ties, parameters)
    gather_exposure(state, month, sites, ties, parameters)


@compiled
def index_by_stage(state: State, month: Month, sites: Site) -> None:
    """List the rows of each hamlet's artisans by stage, and those of its members.

    A phase that concerns only some stages, or only members, then visits those rows alone. Sums of
    what is shown are set to 0.
    """
    for site in range(sites.first.size):
        first, end = sites.first[site], sites.end[site]
        places = sites.stage_first[site]
        for place in range(places.size):
            places[place] = 0
        n_called = first
        for ego in range(first, end):
            stage = state.stage[ego]
            places[stage + 2] += 1
            month.roll[n_called] = ego
            n_called += state.is_member[ego]
            month.next_stage[ego] = stage
            month.adopting[ego] = TRIAL <= stage <= CONFIRMED
            month.knowing[ego] = KNOWS <= stage <= DECIDED
            month.seen_adopting[ego] = month.seen_favourable[ego] = month.seen_success[ego] = 0
            month.seen_failure[ego] = month.seen_recent[ego] = 0
            month.more_strength[ego] = month.more_voice[ego] = 0
            month.seen_skill[ego] = 0
            month.peer_advantage[ego] = 0.0
        places[0] = places[1] = first
        for place in range(2, places.size):
            places[place] += places[place - 1]
        for ego in range(first, end):
            # The place of the next in this stage; when all stand, that of the stage after it.
            place = places[state.stage[ego] + 1]
            month.by_stage[place] = ego
            places[state.stage[ego] + 1] = place + 1


@compiled
def scatter_exposure(
    state: State, month: Month, sites: Site, ties: Ties, parameters: Parameters
) -> None:
    """Add what each artisan shows to the sums of all who are tied to him or her (ODD 7.1).

    Only those are visited whose stage may show something. These sums are exact in any order; those
    of advantage are in ascending order of the alters.
    """
    is_told = False
    for site in range(sites.first.size):
        places = sites.stage_first[site]
        is_told |= places[KNOWS] < places[DISCONTINUED]
    for site in range(sites.first.size):
        sites.is_told[site] = is_told
        places = sites.stage_first[site]
        for place in range(places[KNOWS], places[DISCONTINUED + 1]):
            _show(state, month, ties, parameters, month.by_stage[place])
    if parameters.advantage_slope > 0.0:
        for ego in range(state.stage.size):
            if month.adopting[ego]:
                weight = laws.weight_shown(state.influence[ego])
                for tie in range(ties.start[ego], ties.start[ego + 1]):
                    strength = laws.multiplied(ties.shown[tie], weight)
                    month.peer_advantage[ties.alter[tie]] += strength * state.advantage[ego]


@inner
def _show(state: State, month: Month, ties: Ties, parameters: Parameters, ego: int) -> None:
    """Add what one artisan shows to the sums of strengths of those who look at him or her."""
    stage, voice = state.stage[ego], state.voice[ego]
    first, end = ties.start[ego], ties.start[ego + 1]
    if stage == DISCONTINUED:
        for tie in range(first, end):
            month.seen_failure[ties.alter[tie]] += ties.shown[tie]
    elif stage < TRIAL:
        if _is_favourable(stage, voice):
            for tie in range(first, end):
                strength = laws.multiplied(ties.shown[tie], laws.weight_shown(voice))
                month.seen_favourable[ties.alter[tie]] += strength
                month.more_voice[ties.alter[tie]] += strength - ties.shown[tie]
    else:
        skill, weight = state.skill[ego], laws.weight_shown(state.influence[ego])
        for tie in range(first, end):
            alter, strength = ties.alter[tie], laws.multiplied(ties.shown[tie], weight)
            month.seen_adopting[alter] += strength
            month.seen_favourable[alter] += strength
            month.seen_skill[alter] += laws.multiplied(strength, skill)
        if weight > 1.0:
            for tie in range(first, end):
                more = laws.multiplied(ties.shown[tie], weight) - ties.shown[tie]
                month.more_strength[ties.alter[tie]] += more
        if state.advantage[ego] > 0.0:
            for tie in range(first, end):
                strength = laws.multiplied(ties.shown[tie], weight)
                month.seen_success[ties.alter[tie]] += strength
        if parameters.is_flow and _is_recent(state, ego):
            for tie in range(first, end):
                strength = laws.multiplied(ties.shown[tie], weight)
                month.seen_recent[ties.alter[tie]] += strength


@compiled
def see_near(state: State, month: Month, sites: Site, parameters: Parameters) -> None:
    """Add what is seen next door, of all within the radius, to the sums over ties (ODD 7.1)."""
    for site in range(sites.first.size):
        for ego in range(sites.first[site], sites.end[site]):
            for other in range(state.stage.size):
                near = laws.multiplied(
                    nearness_of(state, parameters, ego, other), parameters.proximity_weight
                )
                if near == 0:
                    continue
                stage = state.stage[other]
                month.more_strength[ego] += near
                month.seen_favourable[ego] += (
                    near if _is_favourable(stage, state.voice[other]) else 0
                )
                month.seen_failure[ego] += near if stage == DISCONTINUED else 0
                if month.adopting[other]:
                    month.seen_adopting[ego] += near
                    month.seen_skill[ego] += laws.multiplied(near, state.skill[other])
                    if parameters.advantage_slope > 0.0:
                        month.peer_advantage[ego] += near * state.advantage[other]
                    month.seen_success[ego] += near if state.advantage[other] > 0.0 else 0
                    month.seen_recent[ego] += near if _is_recent(state, other) else 0


@compiled
def gather_exposure(
    state: State, month: Month, sites: Site, ties: Ties, parameters: Parameters
) -> None:
    """Turn what was shown, and what fellow members show, into shares and means (ODD 7.1)."""
    if parameters.proximity_weight > 0.0:
        see_near(state, month, sites, parameters)
    sum_over_members(state, month, sites, parameters)
    normalise_exposure(state, month, sites, ties, parameters)


@compiled
def reset_month(month: Month, sites: Site) -> None:
    """Empty what activities, meetings and work do to artisans in a month."""
    for site in range(sites.first.size):
        for ego in range(sites.first[site], sites.end[site]):
            month.contact[ego] = 1.0
            month.heard[ego] = month.to_mend[ego] = False
            month.vicarious[ego] = month.persuasion[ego] = 0.0
            month.mastery[ego] = month.setback[ego] = 0.0
            month.affect[ego] = month.stress[ego] = 0.0
            month.planned[ego] = month.good[ego] = month.accepted[ego] = 0
            month.unsold[ego] = month.sales[ego] = 0


@inner
def _is_favourable(stage: int, voice: float) -> bool:
    """Tell whether an artisan favours it, or knows of it and was won over to speak for it."""
    return PERSUADED <= stage <= CONFIRMED or (stage == KNOWS and voice > 0.0)


@inner
def _weight_of(state: State, month: Month, ego: int) -> int:
    """Weight of an artisan with others, in billionths: an adopter's by influence, else by voice."""
    more = 0.0
    if month.adopting[ego]:
        more = state.influence[ego]
    elif month.knowing[ego]:
        more = state.voice[ego]
    return laws.multiplied(laws.WHOLE, laws.weight_shown(more))


@inner
def _is_recent(state: State, ego: int) -> bool:
    """Tell whether an artisan began in the month before this one."""
    return state.stage[ego] == TRIAL and state.months_in_stage[ego] == 0


@compiled
def sum_over_members(state: State, month: Month, sites: Site, parameters: Parameters) -> None:
    """Sum what the members of each association show (ODD 7.1)."""
    for site in range(sites.first.size):
        first, n_members = sites.first[site], sites.n_members[site]
        if n_members == 0:
            continue
        n_favourable = failure = adopting = recent = favourable = success = 0
        more_strength = more_voice = skill = 0
        for place in range(first, first + n_members):
            ego = month.roll[place]
            stage = state.stage[ego]
            is_adopting = month.adopting[ego]
            weight = _weight_of(state, month, ego)
            is_favourable = _is_favourable(stage, state.voice[ego])
            n_favourable += is_favourable
            more_strength += weight - laws.WHOLE if is_adopting else 0
            more_voice += 0 if is_adopting else weight - laws.WHOLE
            adopting += weight if is_adopting else 0
            recent += weight if _is_recent(state, ego) else 0
            favourable += weight if is_favourable else 0
            success += weight if is_adopting and state.advantage[ego] > 0.0 else 0
            failure += weight if stage == DISCONTINUED else 0
            skill += laws.multiplied(weight, state.skill[ego]) if is_adopting else 0
        sites.mate_strength[site] = laws.mate_strength(
            parameters.group_weight, sites.cohesion[site], n_members
        )
        sites.adopting[site] = adopting
        sites.recent[site] = recent
        sites.favourable[site] = favourable
        sites.success[site] = success
        sites.failure[site] = failure
        sites.skill[site] = skill
        sites.more_strength[site] = more_strength
        sites.more_voice[site] = more_voice
        sites.has_voted[site] = parameters.has_vote and 2 * n_favourable >= n_members


@compiled
def normalise_exposure(
    state: State, month: Month, sites: Site, ties: Ties, parameters: Parameters
) -> None:
    """Add what fellow members show, and turn the sums into shares and means (ODD 7.1)."""
    for site in range(sites.first.size):
        for ego in range(sites.first[site], sites.end[site]):
            favourable, failure = float(month.seen_favourable[ego]), float(month.seen_failure[ego])
            if favourable == 0.0 and failure == 0.0 and not state.is_member[ego]:
                month.exposure[ego] = month.favourable[ego] = month.success[ego] = 0.0
                month.failure[ego] = month.recent_exposure[ego] = month.peer_skill[ego] = 0.0
                continue  # nothing to be seen, and every share of it is nothing
            adopting, success = float(month.seen_adopting[ego]), float(month.seen_success[ego])
            total = float(ties.total[ego] + month.more_strength[ego])
            voices = float(month.more_voice[ego])
            recent, skill = float(month.seen_recent[ego]), float(month.seen_skill[ego])
            if month.peer_advantage[ego] != 0.0:
                month.peer_advantage[ego] = laws.mean_of_adopting(
                    month.peer_advantage[ego], adopting
                )
            if state.is_member[ego] and sites.n_members[site] > 1:
                # The association ties members to each other, all together by Gam times cohesion.
                mate = sites.mate_strength[site]
                stage = state.stage[ego]
                weight = _weight_of(state, month, ego)
                own = weight if month.adopting[ego] else 0
                own_skill = laws.multiplied(own, state.skill[ego])
                own_success = own if state.advantage[ego] > 0.0 else 0
                own_favour = weight if _is_favourable(stage, state.voice[ego]) else 0
                own_failure = weight if stage == DISCONTINUED else 0
                own_recent = weight if _is_recent(state, ego) else 0
                own_more = weight - laws.WHOLE if month.adopting[ego] else 0
                own_voice = 0 if month.adopting[ego] else weight - laws.WHOLE
                total += parameters.group_weight * sites.cohesion[site] * laws.WHOLE
                total += mate * (sites.more_strength[site] - own_more)
                voices += mate * (sites.more_voice[site] - own_voice)
                adopting = laws.with_mates(adopting, mate, sites.adopting[site], own)
                recent = laws.with_mates(recent, mate, sites.recent[site], own_recent)
                favourable = laws.with_mates(favourable, mate, sites.favourable[site], own_favour)
                success = laws.with_mates(success, mate, sites.success[site], own_success)
                failure = laws.with_mates(failure, mate, sites.failure[site], own_failure)
                if sites.adopting[site] > own:
                    skill = laws.with_mates(skill, mate, sites.skill[site], own_skill)
                # Rounding may bring a sum of all strengths slightly above their total.
                adopting, favourable = min(adopting, total), min(favourable, total + voices)
                success, failure = min(success, total), min(failure, total)
                recent = min(recent, total)
            of_voices = laws.divisor(total + voices, parameters.is_sum)
            total = laws.divisor(total, parameters.is_sum)
            month.exposure[ego] = adopting / total
            month.recent_exposure[ego] = (
                recent / total if parameters.is_flow else month.exposure[ego]
            )
            month.favourable[ego] = favourable / of_voices
            month.success[ego] = success / total
            month.failure[ego] = failure / total
            month.peer_skill[ego] = laws.mean_of_adopting(skill, adopting)
