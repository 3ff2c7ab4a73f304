"""One month of one community: the phases, in their order (ODD 3)."""

import numpy as np

from diffusion.kernels.activities import hold_activities
from diffusion.kernels.flags import compiled
from diffusion.kernels.household import keep_house
from diffusion.kernels.learning import learn
from diffusion.kernels.snapshot import look_around
from diffusion.kernels.state import Ints, Month, Parameters, Plan, State, Ties
from diffusion.kernels.transitions import (
    adopt_or_exit,
    count_months,
    decide,
    enter_stages,
    hear,
    keep_or_drop,
    persuade,
    start_trials,
)


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
            adopt_or_exit(state, month, parameters, luck, t * parameters.substeps + substep)
            enter_stages(state, month, t + 1)
    else:
        look_around(state, month, ties, parameters)
        hold_activities(state, month, ties, plan, parameters, luck, t)
        keep_house(state, month, ledger, parameters, luck, t)
        learn(state, month, parameters, t)
        hear(state, month, ties, parameters, luck, t)
        persuade(state, month, parameters, luck, t)
        decide(state, month, parameters, luck, t)
        start_trials(state, month, ledger, parameters)
        keep_or_drop(state, month, parameters, luck, t)
        enter_stages(state, month, t + 1)
    count_months(state)
