"""Those who live near each other are tied."""

from diffusion.kernels.arrays import Ints, Reals
from diffusion.kernels.jit import inner
from diffusion.kernels.networks.ring import note


@inner
def geometric(x: Reals, y: Reals, squared_radius: float, ends: Ints) -> int:
    """Tie those within a radius of each other."""
    n_ties = 0
    for ego in range(x.size):
        for alter in range(ego + 1, x.size):
            east = x[ego] - x[alter]
            north = y[ego] - y[alter]
            if east * east + north * north <= squared_radius:
                n_ties = note(ends, n_ties, ego, alter)
    return n_ties
