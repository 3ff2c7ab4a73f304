"""How much one household sees of another (ODD 7.2)."""

from diffusion.kernels import laws
from diffusion.kernels.jit import inner
from diffusion.kernels.parameters import Parameters
from diffusion.kernels.state import State


@inner
def nearness_of(state: State, parameters: Parameters, ego: int, other: int) -> int:
    """How much `ego` sees of `other` for living near, in billionths; 0 for oneself."""
    if other == ego:
        return 0
    east = state.x_km[other] - state.x_km[ego]
    north = state.y_km[other] - state.y_km[ego]
    near = laws.nearness(
        east * east + north * north,
        parameters.proximity_radius_km,
        parameters.proximity_length_km,
    )
    return laws.in_billionths(near)
