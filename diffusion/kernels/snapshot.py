"""What each artisan sees of the others, as they were before this month (step 0)."""

from diffusion.kernels.flags import compiled
from diffusion.kernels.state import (
    CONFIRMED,
    DECIDED,
    DISCONTINUED,
    KNOWS,
    PERSUADED,
    TRIAL,
    Hamlet,
    Month,
    Parameters,
    State,
    Ties,
)


@compiled
def look_around(
    state: State, month: Month, hamlets: Hamlet, ties: Ties, parameters: Parameters
) -> None:
    """Write every social term of the month: exposures and peers' means (ODD 7.1)."""
    for ego in range(state.stage.size):
        stage = state.stage[ego]
        month.next_stage[ego] = stage
        month.adopting[ego] = stage in (TRIAL, CONFIRMED)
        month.knowing[ego] = KNOWS <= stage <= DECIDED
    look_at_members(state, hamlets)
    for ego in range(state.stage.size):
        look_at_alters(state, month, hamlets, ties, parameters, ego)
        month.has_voted[ego] = (
            parameters.has_vote and state.is_member[ego] and hamlets.has_voted[state.hamlet[ego]]
        )


@compiled
def look_at_members(state: State, hamlets: Hamlet) -> None:
    """Sum up what the members of each association show to each other (ODD 7.1)."""
    for hamlet in range(hamlets.first.size):
        if hamlets.n_members[hamlet] == 0:
            continue
        adopting = recent = favourable = success = failure = skill = 0.0
        for ego in range(hamlets.first[hamlet], hamlets.end[hamlet]):
            if state.is_member[ego]:
                stage = state.stage[ego]
                if PERSUADED <= stage <= CONFIRMED:
                    favourable += 1.0
                if stage == DISCONTINUED:
                    failure += 1.0
                if TRIAL <= stage <= CONFIRMED:
                    adopting += 1.0
                    skill += state.skill[ego]
                    if state.advantage[ego] > 0.0:
                        success += 1.0
                    if stage == TRIAL and state.months_in_stage[ego] == 0:
                        recent += 1.0
        hamlets.adopting[hamlet] = adopting
        hamlets.recent[hamlet] = recent
        hamlets.favourable[hamlet] = favourable
        hamlets.success[hamlet] = success
        hamlets.failure[hamlet] = failure
        hamlets.skill[hamlet] = skill
        hamlets.has_voted[hamlet] = 2.0 * favourable >= hamlets.n_members[hamlet]


@compiled
def look_at_alters(
    state: State, month: Month, hamlets: Hamlet, ties: Ties, parameters: Parameters, ego: int
) -> None:
    """Write the social terms of one artisan (ODD 7.1)."""
    total = adopting = recent = favourable = success = failure = skill = advantage = 0.0
    for tie in range(ties.start[ego], ties.start[ego + 1]):
        alter = ties.alter[tie]
        strength = ties.strength[tie]
        stage = state.stage[alter]
        total += strength
        if PERSUADED <= stage <= CONFIRMED:
            favourable += strength
        if stage == DISCONTINUED:
            failure += strength
        if TRIAL <= stage <= CONFIRMED:
            adopting += strength
            skill += strength * state.skill[alter]
            advantage += strength * state.advantage[alter]
            if state.advantage[alter] > 0.0:
                success += strength
            if stage == TRIAL and state.months_in_stage[alter] == 0:
                recent += strength
    month.peer_advantage[ego] = advantage / adopting if adopting > 0.0 else 0.0
    hamlet = state.hamlet[ego]
    if state.is_member[ego] and hamlets.n_members[hamlet] > 1:
        # The association is one more tie, to the mean of the other members.
        others = hamlets.n_members[hamlet] - 1
        weight = parameters.group_weight * hamlets.cohesion[hamlet]
        stage = state.stage[ego]
        uses = TRIAL <= stage <= CONFIRMED
        own = 1.0 if uses else 0.0
        favours = 1.0 if PERSUADED <= stage <= CONFIRMED else 0.0
        gains = 1.0 if uses and state.advantage[ego] > 0.0 else 0.0
        began = 1.0 if stage == TRIAL and state.months_in_stage[ego] == 0 else 0.0
        left = 1.0 if stage == DISCONTINUED else 0.0
        total += weight
        adopting += weight * ((hamlets.adopting[hamlet] - own) / others)
        recent += weight * ((hamlets.recent[hamlet] - began) / others)
        favourable += weight * ((hamlets.favourable[hamlet] - favours) / others)
        success += weight * ((hamlets.success[hamlet] - gains) / others)
        failure += weight * ((hamlets.failure[hamlet] - left) / others)
        if hamlets.adopting[hamlet] - own > 0.0:
            skill += weight * ((hamlets.skill[hamlet] - own * state.skill[ego]) / others)
    share = 1.0 if parameters.is_sum or total == 0.0 else total
    month.exposure[ego] = adopting / share
    month.recent_exposure[ego] = (recent if parameters.is_flow else adopting) / share
    month.favourable[ego] = favourable / share
    month.success[ego] = success / share
    month.failure[ego] = failure / share
    month.peer_skill[ego] = (skill / share) / (adopting / share) if adopting > 0.0 else 0.0
