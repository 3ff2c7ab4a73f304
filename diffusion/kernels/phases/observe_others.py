"""What each artisan sees of the others, as they were before this month (step 0)."""

from diffusion.kernels import laws
from diffusion.kernels.jit import compiled, inner
from diffusion.kernels.parameters import Parameters
from diffusion.kernels.phases.shown import is_favourable, is_recent, weight_of
from diffusion.kernels.site import Site
from diffusion.kernels.state import (
    CONFIRMED,
    DECIDED,
    DISCONTINUED,
    KNOWS,
    TRIAL,
    Month,
    Near,
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
    if parameters.proximity_weight > 0.0:
        show_nearby(state, month, sites, ties.near, parameters)


@inner
def _show(state: State, month: Month, ties: Ties, parameters: Parameters, ego: int) -> None:
    """Add what one artisan shows to the sums of strengths of those who look at him or her."""
    stage, voice = state.stage[ego], state.voice[ego]
    first, end = ties.start[ego], ties.start[ego + 1]
    if stage == DISCONTINUED:
        for tie in range(first, end):
            month.seen_failure[ties.alter[tie]] += ties.shown[tie]
    elif stage < TRIAL:
        if is_favourable(stage, voice):
            for tie in range(first, end):
                strength = laws.multiplied(ties.shown[tie], laws.weight_shown(voice))
                month.seen_favourable[ties.alter[tie]] += strength
                month.more_voice[ties.alter[tie]] += strength - int(ties.shown[tie])
    else:
        skill, weight = state.skill[ego], laws.weight_shown(state.influence[ego])
        for tie in range(first, end):
            alter, strength = ties.alter[tie], laws.multiplied(ties.shown[tie], weight)
            month.seen_adopting[alter] += strength
            month.seen_favourable[alter] += strength
            month.seen_skill[alter] += laws.multiplied(strength, skill)
        if weight > 1.0:
            for tie in range(first, end):
                more = laws.multiplied(ties.shown[tie], weight) - int(ties.shown[tie])
                month.more_strength[ties.alter[tie]] += more
        if state.advantage[ego] > 0.0:
            for tie in range(first, end):
                strength = laws.multiplied(ties.shown[tie], weight)
                month.seen_success[ties.alter[tie]] += strength
        if parameters.is_flow and is_recent(state, ego):
            for tie in range(first, end):
                strength = laws.multiplied(ties.shown[tie], weight)
                month.seen_recent[ties.alter[tie]] += strength


@compiled
def show_nearby(
    state: State, month: Month, sites: Site, near: Near, parameters: Parameters
) -> None:
    """Add what each artisan shows to the sums of all who live near (ODD 7.1)."""
    for ego in range(state.stage.size):
        month.more_strength[ego] += near.total[ego]
    for site in range(sites.first.size):
        places = sites.stage_first[site]
        for place in range(places[KNOWS], places[DISCONTINUED + 1]):
            _show_nearby(state, month, near, parameters, month.by_stage[place])
    if parameters.advantage_slope > 0.0:
        for ego in range(state.stage.size):
            if month.adopting[ego]:
                for place in range(near.start[ego], near.start[ego + 1]):
                    seen = laws.multiplied(near.nearness[place], parameters.proximity_weight)
                    month.peer_advantage[near.alter[place]] += seen * state.advantage[ego]


@inner
def _show_nearby(state: State, month: Month, near: Near, parameters: Parameters, ego: int) -> None:
    """Add what one artisan shows to the sums of strengths of those who live near."""
    is_adopting, has_stopped = month.adopting[ego], state.stage[ego] == DISCONTINUED
    favours = is_favourable(state.stage[ego], state.voice[ego])
    if not (favours or has_stopped):
        return
    gains = is_adopting and state.advantage[ego] > 0.0
    just_began = parameters.is_flow and is_recent(state, ego)
    for place in range(near.start[ego], near.start[ego + 1]):
        other = near.alter[place]
        seen = laws.multiplied(near.nearness[place], parameters.proximity_weight)
        month.seen_favourable[other] += seen if favours else 0
        month.seen_failure[other] += seen if has_stopped else 0
        if is_adopting:
            month.seen_adopting[other] += seen
            month.seen_skill[other] += laws.multiplied(seen, state.skill[ego])
            month.seen_success[other] += seen if gains else 0
            month.seen_recent[other] += seen if just_began else 0


@compiled
def gather_exposure(
    state: State, month: Month, sites: Site, ties: Ties, parameters: Parameters
) -> None:
    """Turn what was shown, and what fellow members show, into shares and means (ODD 7.1)."""
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
            weight = weight_of(state, month, ego)
            favours = is_favourable(stage, state.voice[ego])
            n_favourable += favours
            more_strength += weight - laws.WHOLE if is_adopting else 0
            more_voice += 0 if is_adopting else weight - laws.WHOLE
            adopting += weight if is_adopting else 0
            recent += weight if is_recent(state, ego) else 0
            favourable += weight if favours else 0
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
                weight = weight_of(state, month, ego)
                own = weight if month.adopting[ego] else 0
                own_skill = laws.multiplied(own, state.skill[ego])
                own_success = own if state.advantage[ego] > 0.0 else 0
                own_favour = weight if is_favourable(stage, state.voice[ego]) else 0
                own_failure = weight if stage == DISCONTINUED else 0
                own_recent = weight if is_recent(state, ego) else 0
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
