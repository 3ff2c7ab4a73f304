"""First moments of the two-state chain: who uses the innovation, and traits that its rule needs."""

from typing import NamedTuple

from diffusion.kernels.arrays import Bools, Ints, Reals
from diffusion.kernels.bare import bare
from diffusion.kernels.jit import compiled, inner
from diffusion.kernels.parameters import Parameters
from diffusion.kernels.phases.rates import cost_burden
from diffusion.kernels.site import Site
from diffusion.kernels.state import State


class Start(NamedTuple):
    """First moments of R runs.

    One row stands for all runs, and one column of a trait for all artisans.

    Attributes
    ----------
    identity : int64 [N or 0]
        Number by which draws know each artisan; the row where there is no list.
    is_adopter : bool [R or 1, N]
        Who uses the innovation, from this moment on.
    is_trained : bool [R or 1, N or 0]
        Who was trained beforehand; no columns where that counts for nobody.
    is_poor : bool [R or 1, N or 0]
        Whose household is poor; no columns where nobody asks.
    self_efficacy, value_fit : float64 [R or 1, N or 1]
        0 to 1.
    cost_burden : float64 [R or 1, N or 1]
        Sacrifice relative to means.
    alpha_factor : float64 [R or 1, N or 1]
        Multiple of the decision rate alpha.
    propensity : float64 [R or 1, N or 1]
        Multiple of the whole decision rate, by covariates.
    threshold : float64 [R or 1, N or 1]
        Exposure needed, where the response is a threshold.
    """

    identity: Ints
    is_adopter: Bools
    is_trained: Bools
    is_poor: Bools
    self_efficacy: Reals
    value_fit: Reals
    cost_burden: Reals
    alpha_factor: Reals
    propensity: Reals
    threshold: Reals


@inner
def identity_of(identity: Ints, ego: int) -> int:
    """Give the number by which draws know an artisan."""
    return identity[ego] if identity.size > 0 else int(ego)


@inner
def at(column: Reals, run: int, ego: int) -> float:
    """Value of a trait for one artisan in one run."""
    return column[min(run, column.shape[0] - 1), min(ego, column.shape[1] - 1)]


@compiled
def write_burdens(state: State, sites: Site, parameters: Parameters, burden: Reals) -> None:
    """Write the cost burden of some artisans [N] to `burden` [N] (`rates.cost_burden`)."""
    state, sites, burden = bare(state), bare(sites), bare(burden)
    for ego in range(burden.size):
        burden[ego] = cost_burden(state, sites, parameters, ego)
