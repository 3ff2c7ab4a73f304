"""One month of one community: the phases, in their order (ODD 3)."""

import numpy as np

from diffusion.kernels.activities import hold_activities
from diffusion.kernels.flags import compiled
from diffusion.kernels.household import keep_house
from diffusion.kernels.learning import learn
from diffusion.kernels.snapshot import look_around
from diffusion.kernels.state import Ints, Month, Parameters, Plan, State, Ties
from diffusion.kernels.transitions import count_months, move_stages, move_two_states


@compiled
def live_month(
    state: State,
    month: Month,
    ledger: Ints,
    ties: Ties,
    plan: Plan,
    parameters: Parameters,
    luck: np.uint64,
    t: int,
) -> None:
    """Move a community from record `t` to record `t + 1`."""
    if parameters.is_two_state:
        for substep in range(parameters.substeps):
            look_around(state, month, ties, parameters)
            move_two_states(
                state, month, parameters, luck, t * parameters.substeps + substep, t + 1
            )
    else:
        look_around(state, month, ties, parameters)
        hold_activities(state, month, ties, plan, parameters, luck, t)
        keep_house(state, month, ledger, parameters, luck, t)
        learn(state, month, parameters, t)
        move_stages(state, month, ledger, ties, parameters, luck, t)
    count_months(state)
