"""What each artisan shows, and to whom (ODD 7.1).

What was shown is kept, and so are the sums of those who look: who shows the same as in the month
before costs nothing, unless there is skill to be shown.
"""

from diffusion.kernels import laws
from diffusion.kernels.jit import compiled, inner
from diffusion.kernels.parameters import Parameters
from diffusion.kernels.site import Site
from diffusion.kernels.state import (
    CONFIRMED,
    DISCONTINUED,
    KNOWS,
    PERSUADED,
    TRIAL,
    Month,
    Near,
    State,
    Ties,
)

NOTHING, FAVOURS, FAILS, USES, GAINS, BEGAN = 0, 1, 2, 4, 8, 16
"""What an artisan shows: a sum of these."""


@inner
def is_favourable(stage: int, voice: float) -> bool:
    """Tell whether an artisan favours it, or knows of it and was won over to speak for it."""
    return PERSUADED <= stage <= CONFIRMED or (stage == KNOWS and voice > 0.0)


@inner
def is_recent(state: State, ego: int) -> bool:
    """Tell whether an artisan began in the month before this one."""
    return state.stage[ego] == TRIAL and state.months_in_stage[ego] == 0


@inner
def what_is_shown(state: State, month: Month, parameters: Parameters, ego: int) -> int:
    """Tell what an artisan shows to those who look at him or her, a sum of the numbers above."""
    if state.stage[ego] == DISCONTINUED:
        return FAILS
    if not is_favourable(state.stage[ego], state.voice[ego]):
        return NOTHING
    if not month.adopting[ego]:
        return FAVOURS
    shown = FAVOURS + USES
    if state.advantage[ego] > 0.0:
        shown += GAINS
    if parameters.is_flow and is_recent(state, ego):
        shown += BEGAN
    return shown


@inner
def extra_weight(state: State, month: Month, ego: int) -> float:
    """By how much more than 1 an artisan counts: an adopter's influence, else the voice."""
    if month.adopting[ego]:
        return state.influence[ego]
    return state.voice[ego] if month.knowing[ego] else 0.0


@inner
def weight_of(state: State, month: Month, ego: int) -> int:
    """Weight of an artisan with others, in billionths: an adopter's by influence, else by voice."""
    return laws.multiplied(laws.WHOLE, laws.weight_shown(extra_weight(state, month, ego)))


@compiled
def forget_shown(month: Month) -> None:
    """Let nobody have shown anything yet, and nobody have seen it."""
    for ego in range(month.shown.size):
        month.shown[ego], month.weight_shown[ego] = NOTHING, 0.0
        month.seen_adopting[ego] = month.seen_favourable[ego] = month.seen_success[ego] = 0
        month.seen_failure[ego] = month.seen_recent[ego] = 0
        month.more_strength[ego] = month.more_voice[ego] = 0
        month.exposure[ego] = month.favourable[ego] = month.success[ego] = 0.0
        month.failure[ego] = month.recent_exposure[ego] = 0.0
        month.models_among_ties[ego] = month.failures_among_ties[ego] = 0.0
        month.is_stale[ego] = False


@compiled
def scatter_exposure(
    state: State, month: Month, sites: Site, ties: Ties, parameters: Parameters
) -> None:
    """Tell all who look at an artisan what has changed in what he or she shows (ODD 7.1).

    Sums of strengths are exact in any order, so that a change is added, and what was shown before
    is taken away. Skill and advantage are added up anew, the latter in ascending order of the
    alters. Also tells each site whether anybody speaks of the innovation (`is_told`).
    """
    is_told = False
    for site in range(sites.first.size):
        places = sites.stage_first[site]
        is_told |= places[KNOWS] < places[DISCONTINUED]
    for site in range(sites.first.size):
        sites.is_told[site] = is_told
    if parameters.tie_growth > 0.0:
        forget_shown(month)  # no strength is what it was
    for ego in range(state.stage.size):
        month.seen_skill[ego], month.peer_advantage[ego] = 0, 0.0
    for ego in range(state.stage.size):
        shown = what_is_shown(state, month, parameters, ego)
        weight = laws.weight_shown(extra_weight(state, month, ego))
        if shown != month.shown[ego] or weight != month.weight_shown[ego]:
            _show(month, ties, parameters, ego, -1)
            month.shown[ego], month.weight_shown[ego] = shown, weight
            _show(month, ties, parameters, ego, 1)
        if month.adopting[ego]:
            _show_skill(state, month, ties, parameters, ego)
    if parameters.proximity_weight > 0.0:
        _show_skill_nearby(state, month, ties.near, parameters)


@inner
def _show(month: Month, ties: Ties, parameters: Parameters, ego: int, sign: int) -> None:
    """Add what an artisan shows to the sums of those who look at him or her, or take it away."""
    shown, weight = month.shown[ego], month.weight_shown[ego]
    if shown == NOTHING:
        return
    for tie in range(ties.start[ego], ties.start[ego + 1]):
        strength = laws.multiplied(ties.shown[tie], weight)
        # int: plain Python would add the int32 of strengths in 32 bits.
        strength, more = sign * int(strength), sign * (int(strength) - int(ties.shown[tie]))
        _see(month, ties.alter[tie], shown, strength, more)
    if parameters.proximity_weight > 0.0:
        near = ties.near
        for place in range(near.start[ego], near.start[ego + 1]):
            strength = laws.multiplied(near.nearness[place], parameters.proximity_weight)
            _see(month, near.alter[place], shown, sign * int(strength), 0)


@inner
def _see(month: Month, ego: int, shown: int, strength: int, more: int) -> None:
    """Add to the sums of one who looks, `ego`, what another shows, and what of it is influence."""
    month.is_stale[ego] = True
    if shown & FAILS:
        month.seen_failure[ego] += strength
        return
    month.seen_favourable[ego] += strength
    if not shown & USES:
        month.more_voice[ego] += more
        return
    month.seen_adopting[ego] += strength
    month.more_strength[ego] += more
    month.seen_success[ego] += strength if shown & GAINS else 0
    month.seen_recent[ego] += strength if shown & BEGAN else 0


@inner
def _show_skill(state: State, month: Month, ties: Ties, parameters: Parameters, ego: int) -> None:
    """Add an adopter's skill, and advantage, to the sums of those who look at him or her."""
    skill, advantage, weight = state.skill[ego], state.advantage[ego], month.weight_shown[ego]
    for tie in range(ties.start[ego], ties.start[ego + 1]):
        strength = laws.multiplied(ties.shown[tie], weight)
        month.seen_skill[ties.alter[tie]] += laws.multiplied(strength, skill)
        if parameters.advantage_slope > 0.0:
            month.peer_advantage[ties.alter[tie]] += strength * advantage


@inner
def _show_skill_nearby(state: State, month: Month, near: Near, parameters: Parameters) -> None:
    """Add the skill, and advantage, of each adopter to the sums of those who live near."""
    for ego in range(state.stage.size):
        if not month.adopting[ego]:
            continue
        for place in range(near.start[ego], near.start[ego + 1]):
            other = near.alter[place]
            seen = laws.multiplied(near.nearness[place], parameters.proximity_weight)
            month.seen_skill[other] += laws.multiplied(seen, state.skill[ego])
            if parameters.advantage_slope > 0.0:
                month.peer_advantage[other] += seen * state.advantage[ego]
