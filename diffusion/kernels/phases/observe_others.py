"""What each artisan sees of the others, as they were before this month (step 0).

The sums of what is shown stay from month to month (`phases.shown`); shares are made of them anew
for those to whom something has changed, and for members of an association, whose cohesion does.
"""

from diffusion.kernels import laws
from diffusion.kernels.jit import compiled, inner
from diffusion.kernels.parameters import Parameters
from diffusion.kernels.phases.knowledge import knowledge_seen
from diffusion.kernels.phases.shown import (
    forget_shown,
    is_favourable,
    is_recent,
    scatter_exposure,
    weight_of,
)
from diffusion.kernels.site import Site
from diffusion.kernels.state import (
    CONFIRMED,
    DECIDED,
    DISCONTINUED,
    KNOWS,
    TRIAL,
    Month,
    State,
    Ties,
)


@compiled
def observe_others(
    state: State, month: Month, sites: Site, ties: Ties, parameters: Parameters
) -> None:
    """Write every social term of the month anew: exposures and peers' means (ODD 7.1).

    For a look between two months; `month.step` calls its parts one by one.
    """
    forget_shown(month)
    index_by_stage(state, month, sites)
    scatter_exposure(state, month, sites, ties, parameters)
    gather_exposure(state, month, sites, ties, parameters)


@compiled
def index_by_stage(state: State, month: Month, sites: Site) -> None:
    """List the rows of each hamlet's artisans by stage, and those of its members.

    A phase that concerns only some stages, or only members, then visits those rows alone.
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
        places[0] = places[1] = first
        for place in range(2, places.size):
            places[place] += places[place - 1]
        for ego in range(first, end):
            # The place of the next in this stage; when all stand, that of the stage after it.
            place = places[state.stage[ego] + 1]
            month.by_stage[place] = ego
            places[state.stage[ego] + 1] = place + 1


@compiled
def gather_exposure(
    state: State, month: Month, sites: Site, ties: Ties, parameters: Parameters
) -> None:
    """Turn what was shown, and what fellow members show, into shares and means (ODD 7.1)."""
    sum_over_members(state, month, sites, parameters)
    normalise_exposure(state, month, sites, ties, parameters)
    if parameters.knowledge > 0.0:
        see_the_trained(state, month, sites, ties, parameters)


@compiled
def reset_month(month: Month, sites: Site) -> None:
    """Empty what activities, meetings and work do to artisans in a month."""
    for site in range(sites.first.size):
        for ego in range(sites.first[site], sites.end[site]):
            month.contact[ego] = 1.0
            month.heard[ego] = month.to_mend[ego] = False
            month.models[ego] = month.persuasion[ego] = 0.0
            month.mastery[ego] = month.setback[ego] = 0.0
            month.mood[ego] = month.stress[ego] = 0.0
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
        has_mates = sites.n_members[site] > 1
        for ego in range(sites.first[site], sites.end[site]):
            if has_mates and state.is_member[ego]:
                _share_among_mates(state, month, sites, site, ties, parameters, ego)
                month.is_stale[ego] = True
                continue
            if month.is_stale[ego]:
                _share(month, ties, parameters, ego)
                month.is_stale[ego] = False
            adopting = float(month.seen_adopting[ego])
            month.peer_skill[ego] = laws.mean_of_adopting(float(month.seen_skill[ego]), adopting)
            if month.peer_advantage[ego] != 0.0:
                month.peer_advantage[ego] = laws.mean_of_adopting(
                    month.peer_advantage[ego], adopting
                )


@compiled
def see_the_trained(
    state: State, month: Month, sites: Site, ties: Ties, parameters: Parameters
) -> None:
    """Write which share of the strength of one's ties leads to trained alters (ODD 7.1)."""
    for site in range(sites.first.size):
        for ego in range(sites.first[site], sites.end[site]):
            month.knowledge[ego] = knowledge_seen(state.trained, ties, parameters, ego)


@inner
def _strength_of_ties(month: Month, ties: Ties, parameters: Parameters, ego: int) -> float:
    """Strength of all ties of an artisan as they count this month, in billionths."""
    total = ties.total[ego] + month.more_strength[ego]
    if parameters.proximity_weight > 0.0:
        total += ties.near.total[ego]
    return float(total)


@inner
def _share(month: Month, ties: Ties, parameters: Parameters, ego: int) -> None:
    """Turn the sums of one who has no fellow members into shares."""
    total = _strength_of_ties(month, ties, parameters, ego)
    of_voices = laws.divisor(total + float(month.more_voice[ego]), parameters.is_sum)
    total = laws.divisor(total, parameters.is_sum)
    month.exposure[ego] = float(month.seen_adopting[ego]) / total
    month.recent_exposure[ego] = month.exposure[ego]
    if parameters.is_flow:
        month.recent_exposure[ego] = float(month.seen_recent[ego]) / total
    month.favourable[ego] = float(month.seen_favourable[ego]) / of_voices
    month.success[ego] = float(month.seen_success[ego]) / total
    month.failure[ego] = float(month.seen_failure[ego]) / total
    _feel(month, parameters, ego)


@inner
def _share_among_mates(
    state: State,
    month: Month,
    sites: Site,
    site: int,
    ties: Ties,
    parameters: Parameters,
    ego: int,
) -> None:
    """Add what fellow members show to the sums of one member, and turn them into shares.

    The association ties members to each other, all together by Gam times cohesion.
    """
    mate, stage = sites.mate_strength[site], state.stage[ego]
    weight = weight_of(state, month, ego)
    own = weight if month.adopting[ego] else 0
    own_success = own if state.advantage[ego] > 0.0 else 0
    own_favour = weight if is_favourable(stage, state.voice[ego]) else 0
    own_failure = weight if stage == DISCONTINUED else 0
    own_recent = weight if is_recent(state, ego) else 0
    own_more = weight - laws.WHOLE if month.adopting[ego] else 0
    own_voice = 0 if month.adopting[ego] else weight - laws.WHOLE
    total = _strength_of_ties(month, ties, parameters, ego)
    total += parameters.group_weight * sites.cohesion[site] * laws.WHOLE
    total += mate * (sites.more_strength[site] - own_more)
    voices = float(month.more_voice[ego])
    voices += mate * (sites.more_voice[site] - own_voice)
    of_ties = float(month.seen_adopting[ego])
    adopting = laws.with_mates(of_ties, mate, sites.adopting[site], own)
    skill = float(month.seen_skill[ego])
    if sites.adopting[site] > own:
        own_skill = laws.multiplied(own, state.skill[ego])
        skill = laws.with_mates(skill, mate, sites.skill[site], own_skill)
    if month.peer_advantage[ego] != 0.0:
        month.peer_advantage[ego] = laws.mean_of_adopting(month.peer_advantage[ego], of_ties)
    # Rounding may bring a sum of all strengths slightly above their total.
    adopting = min(adopting, total)
    favourable = laws.with_mates(
        float(month.seen_favourable[ego]), mate, sites.favourable[site], own_favour
    )
    success = laws.with_mates(
        float(month.seen_success[ego]), mate, sites.success[site], own_success
    )
    failure = laws.with_mates(
        float(month.seen_failure[ego]), mate, sites.failure[site], own_failure
    )
    of_voices = laws.divisor(total + voices, parameters.is_sum)
    bound, bound_of_voices = total, total + voices
    total = laws.divisor(total, parameters.is_sum)
    month.exposure[ego] = adopting / total
    month.recent_exposure[ego] = month.exposure[ego]
    if parameters.is_flow:
        recent = laws.with_mates(
            float(month.seen_recent[ego]), mate, sites.recent[site], own_recent
        )
        month.recent_exposure[ego] = min(recent, bound) / total
    month.favourable[ego] = min(favourable, bound_of_voices) / of_voices
    month.success[ego] = min(success, bound) / total
    month.failure[ego] = min(failure, bound) / total
    month.peer_skill[ego] = laws.mean_of_adopting(skill, adopting)
    _feel(month, parameters, ego)


@inner
def _feel(month: Month, parameters: Parameters, ego: int) -> None:
    """Turn the shares of those who gain, and who gave up, into chances to move self-efficacy."""
    success, failure = month.success[ego], month.failure[ego]
    month.models_among_ties[ego] = laws.chance(
        parameters.vicarious_weight * parameters.neighbour_success * success
    )
    month.failures_among_ties[ego] = laws.chance(parameters.failure_weight * failure)
