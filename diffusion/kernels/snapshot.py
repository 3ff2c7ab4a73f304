"""What each artisan sees of the others, as they were before this month (step 0)."""

from diffusion.kernels.flags import compiled
from diffusion.kernels.state import (
    CONFIRMED,
    DECIDED,
    DISCONTINUED,
    KNOWS,
    PERSUADED,
    TRIAL,
    Month,
    Parameters,
    State,
    Ties,
)


@compiled
def look_around(state: State, month: Month, ties: Ties, parameters: Parameters) -> None:
    """Write every social term of the month: exposures and peers' means (ODD 7.1)."""
    for ego in range(state.stage.size):
        stage = state.stage[ego]
        month.next_stage[ego] = stage
        month.adopting[ego] = stage in (TRIAL, CONFIRMED)
        month.knowing[ego] = KNOWS <= stage <= DECIDED
    for ego in range(state.stage.size):
        look_at_alters(state, month, ties, parameters, ego)


@compiled
def look_at_alters(
    state: State, month: Month, ties: Ties, parameters: Parameters, ego: int
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
    share = 1.0 if parameters.is_sum or total == 0.0 else total
    month.exposure[ego] = adopting / share
    month.recent_exposure[ego] = (recent if parameters.is_flow else adopting) / share
    month.favourable[ego] = favourable / share
    month.success[ego] = success / share
    month.failure[ego] = failure / share
    month.peer_skill[ego] = (skill / share) / (adopting / share) if adopting > 0.0 else 0.0
    month.peer_advantage[ego] = advantage / adopting if adopting > 0.0 else 0.0
