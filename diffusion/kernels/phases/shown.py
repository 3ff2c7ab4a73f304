"""What one artisan shows to others (ODD 7.1)."""

from diffusion.kernels import laws
from diffusion.kernels.jit import inner
from diffusion.kernels.state import CONFIRMED, KNOWS, PERSUADED, TRIAL, Month, State


@inner
def is_favourable(stage: int, voice: float) -> bool:
    """Tell whether an artisan favours it, or knows of it and was won over to speak for it."""
    return PERSUADED <= stage <= CONFIRMED or (stage == KNOWS and voice > 0.0)


@inner
def is_recent(state: State, ego: int) -> bool:
    """Tell whether an artisan began in the month before this one."""
    return state.stage[ego] == TRIAL and state.months_in_stage[ego] == 0


@inner
def weight_of(state: State, month: Month, ego: int) -> int:
    """Weight of an artisan with others, in billionths: an adopter's by influence, else by voice."""
    more = 0.0
    if month.adopting[ego]:
        more = state.influence[ego]
    elif month.knowing[ego]:
        more = state.voice[ego]
    return laws.multiplied(laws.WHOLE, laws.weight_shown(more))
