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
    line_up(state, month, hamlets)
    show(state, month)
    look_at_members(month, hamlets, parameters)
    look_at_alters(state, month, hamlets, ties, parameters, 0, state.stage.size)


@compiled
def line_up(state: State, month: Month, hamlets: Hamlet) -> None:
    """Put the artisans of each hamlet in the order of their stages, and call the members' roll.

    Whatever concerns only those in some stage, or only the members, then passes by the others.
    """
    for hamlet in range(hamlets.first.size):
        first, end = hamlets.first[hamlet], hamlets.end[hamlet]
        places = hamlets.stage_first[hamlet]
        for place in range(places.size):
            places[place] = 0
        n_called = first
        for ego in range(first, end):
            places[state.stage[ego] + 2] += 1
            month.roll[n_called] = ego
            n_called += state.is_member[ego]
        places[0] = places[1] = first
        for place in range(2, places.size):
            places[place] += places[place - 1]
        for ego in range(first, end):
            # The place of the next in this stage; when all stand, that of the stage after it.
            place = places[state.stage[ego] + 1]
            month.by_stage[place] = ego
            places[state.stage[ego] + 1] = place + 1


@compiled
def show(state: State, month: Month) -> None:
    """Write what each artisan shows to others, as numbers that can be summed."""
    for ego in range(state.stage.size):
        stage = state.stage[ego]
        is_adopting = TRIAL <= stage <= CONFIRMED
        is_new = stage == TRIAL and state.months_in_stage[ego] == 0
        month.next_stage[ego] = stage
        month.adopting[ego] = is_adopting
        month.knowing[ego] = KNOWS <= stage <= DECIDED
        month.shows_adopting[ego] = 1.0 if is_adopting else 0.0
        month.shows_recent[ego] = 1.0 if is_new else 0.0
        month.shows_favour[ego] = 1.0 if PERSUADED <= stage <= CONFIRMED else 0.0
        month.shows_success[ego] = 1.0 if is_adopting and state.advantage[ego] > 0.0 else 0.0
        month.shows_failure[ego] = 1.0 if stage == DISCONTINUED else 0.0
        month.shows_skill[ego] = state.skill[ego] if is_adopting else 0.0
        month.shows_advantage[ego] = state.advantage[ego] if is_adopting else 0.0


@compiled
def look_at_members(month: Month, hamlets: Hamlet, parameters: Parameters) -> None:
    """Sum up what the members of each association show to each other (ODD 7.1)."""
    for hamlet in range(hamlets.first.size):
        first, n_members = hamlets.first[hamlet], hamlets.n_members[hamlet]
        if n_members == 0:
            continue
        adopting = recent = favourable = success = failure = skill = 0.0
        for place in range(first, first + n_members):
            ego = month.roll[place]
            adopting += month.shows_adopting[ego]
            recent += month.shows_recent[ego]
            favourable += month.shows_favour[ego]
            success += month.shows_success[ego]
            failure += month.shows_failure[ego]
            skill += month.shows_skill[ego]
        weight = parameters.group_weight * hamlets.cohesion[hamlet]
        hamlets.mate_strength[hamlet] = weight / max(1, n_members - 1)
        hamlets.adopting[hamlet] = adopting
        hamlets.recent[hamlet] = recent
        hamlets.favourable[hamlet] = favourable
        hamlets.success[hamlet] = success
        hamlets.failure[hamlet] = failure
        hamlets.skill[hamlet] = skill
        hamlets.has_voted[hamlet] = parameters.has_vote and 2.0 * favourable >= n_members


@compiled
def look_at_alters(
    state: State,
    month: Month,
    hamlets: Hamlet,
    ties: Ties,
    parameters: Parameters,
    first_row: int,
    end_row: int,
) -> None:
    """Write the social terms of the artisans from `first_row` up to `end_row` (ODD 7.1)."""
    for ego in range(first_row, end_row):
        first, end = ties.start[ego], ties.start[ego + 1]
        total = adopting = recent = favourable = success = failure = skill = advantage = 0.0
        for tie in range(first, end):
            alter = ties.alter[tie]
            strength = ties.strength[tie]
            total += strength
            adopting += strength * month.shows_adopting[alter]
            favourable += strength * month.shows_favour[alter]
            success += strength * month.shows_success[alter]
            failure += strength * month.shows_failure[alter]
            skill += strength * month.shows_skill[alter]
        if parameters.is_flow:
            for tie in range(first, end):
                recent += ties.strength[tie] * month.shows_recent[ties.alter[tie]]
        if parameters.advantage_slope > 0.0 and adopting > 0.0:
            for tie in range(first, end):
                advantage += ties.strength[tie] * month.shows_advantage[ties.alter[tie]]
            advantage /= adopting
        month.peer_advantage[ego] = advantage
        hamlet = state.hamlet[ego]
        if state.is_member[ego] and hamlets.n_members[hamlet] > 1:
            # The association ties its members to each other, all together by Gam times cohesion.
            total += parameters.group_weight * hamlets.cohesion[hamlet]
            mate = hamlets.mate_strength[hamlet]
            adopting += mate * (hamlets.adopting[hamlet] - month.shows_adopting[ego])
            recent += mate * (hamlets.recent[hamlet] - month.shows_recent[ego])
            favourable += mate * (hamlets.favourable[hamlet] - month.shows_favour[ego])
            success += mate * (hamlets.success[hamlet] - month.shows_success[ego])
            failure += mate * (hamlets.failure[hamlet] - month.shows_failure[ego])
            if hamlets.adopting[hamlet] > month.shows_adopting[ego]:
                skill += mate * (hamlets.skill[hamlet] - month.shows_skill[ego])
            # Added up piece by piece, a whole may come out a hair above itself.
            adopting, favourable = min(adopting, total), min(favourable, total)
            success, failure = min(success, total), min(failure, total)
            recent = min(recent, total)
        if parameters.is_sum or total == 0.0:
            total = 1.0
        month.exposure[ego] = adopting / total
        month.recent_exposure[ego] = recent / total if parameters.is_flow else month.exposure[ego]
        month.favourable[ego] = favourable / total
        month.success[ego] = success / total
        month.failure[ego] = failure / total
        month.peer_skill[ego] = skill / adopting if adopting > 0.0 else 0.0
