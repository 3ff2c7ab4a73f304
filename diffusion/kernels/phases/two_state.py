"""The one move of the two-state chain, in which artisans only begin or stop (ODD 8)."""

import numpy as np

from diffusion.kernels import draws, laws
from diffusion.kernels.jit import compiled
from diffusion.kernels.parameters import Parameters
from diffusion.kernels.phases.rates import alpha_in, decision_rate_of
from diffusion.kernels.site import Site
from diffusion.kernels.state import CONFIRMED, KNOWS, TRIAL, UNAWARE, Month, State


@compiled
def adopt_or_recover(
    state: State,
    month: Month,
    sites: Site,
    parameters: Parameters,
    run_key: np.uint64,
    substep: int,
) -> None:
    """Let artisans of the two-state chain begin, or stop (ODD 8); `substep` counts from 0."""
    deciding = draws.subkey(run_key, draws.DECISION, substep, 0)
    leaving = draws.subkey(run_key, draws.DISCONTINUANCE, substep, 0)
    alpha = alpha_in(parameters, substep // parameters.substeps)
    for site in range(sites.first.size):
        places = sites.stage_first[site]
        for place in range(places[UNAWARE], places[KNOWS]):
            ego = month.by_stage[place]
            rate = decision_rate_of(state, month, sites, parameters, alpha, ego)
            rate /= parameters.substeps
            if laws.happens(draws.draw(deciding, state.identity[ego]), rate):
                month.next_stage[ego] = TRIAL
        for place in range(places[TRIAL], places[CONFIRMED]):
            ego = month.by_stage[place]
            if draws.draw(leaving, state.identity[ego]) < parameters.exit_hazard:
                month.next_stage[ego] = UNAWARE
