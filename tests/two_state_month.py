"""One month of the two-state chain by the phases of the whole model: what its kernel must equal."""

import numpy as np

from diffusion.kernels.parameters import Parameters
from diffusion.kernels.phases.observe_others import observe_others
from diffusion.kernels.phases.transitions import count_months, enter_stages
from diffusion.kernels.phases.two_state import adopt_or_recover
from diffusion.kernels.site import Site
from diffusion.kernels.state import Month, State, Ties


def live_two_state_month(
    state: State,
    month: Month,
    hamlets: Site,
    ties: Ties,
    parameters: Parameters,
    run_key: np.uint64,
    t: int,
) -> None:
    """Move a community from record `t` to record `t + 1`, where one adopts or not (ODD 8)."""
    first = t * int(parameters.substeps)
    for substep in range(first, first + int(parameters.substeps)):
        observe_others(state, month, hamlets, ties, parameters)
        adopt_or_recover(state, month, hamlets, parameters, run_key, substep)
        enter_stages(state, month, hamlets, parameters, t + 1)
    count_months(state, hamlets)
