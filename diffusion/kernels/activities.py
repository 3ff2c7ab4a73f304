"""The programme's activities of the month: who comes, and what it does to them (step 2)."""

import numpy as np

from diffusion.kernels import draws
from diffusion.kernels.flags import compiled
from diffusion.kernels.laws import towards_one
from diffusion.kernels.state import ALL_COME, Month, Parameters, Plan, State, Ties
from diffusion.kernels.targets import invite


@compiled
def hold_activities(
    state: State,
    month: Month,
    ties: Ties,
    plan: Plan,
    parameters: Parameters,
    luck: np.uint64,
    t: int,
) -> None:
    """Hold every activity dated `t`, in ascending id (ODD 7.13)."""
    for ego in range(state.stage.size):
        month.contact[ego] = 1.0
        month.heard[ego] = False
        month.vicarious[ego] = month.persuasion[ego] = 0.0
        month.mastery[ego] = month.setback[ego] = 0.0
        month.affect[ego] = month.stress[ego] = 0.0
    if t >= plan.held.shape[1]:
        return
    for activity in range(plan.activities.id.size):
        if plan.held[activity, t]:
            _hold(state, month, ties, plan, activity, parameters, luck, t)


@compiled
def _hold(
    state: State,
    month: Month,
    ties: Ties,
    plan: Plan,
    activity: int,
    parameters: Parameters,
    luck: np.uint64,
    t: int,
) -> None:
    doses = plan.activities
    number = doses.id[activity]
    n_invited = invite(
        state, month, ties, plan, activity, draws.stream(luck, draws.TARGETING, t, number)
    )
    attendance = draws.stream(luck, draws.ATTENDANCE, t, number)
    hearing = draws.stream(luck, draws.HEARD_AT_ACTIVITY, t, number)
    practice = draws.stream(luck, draws.PRACTICE, t, number)
    all_come = doses.attendance[activity] == ALL_COME
    chance_to_come = doses.attendance[activity] - doses.travel_loss[activity]
    for position in range(n_invited):
        ego = month.order[position]
        if not all_come and draws.draw(attendance, ego) >= chance_to_come:
            continue
        if draws.draw(hearing, ego) < doses.aware[activity]:
            month.heard[ego] = True
        month.vicarious[ego] += doses.vicarious[activity]
        month.persuasion[ego] += doses.persuasion[activity]
        if doses.mastery[activity] > 0.0:
            if draws.draw(practice, ego) < parameters.practice_success:
                month.mastery[ego] += doses.mastery[activity]
            else:
                month.setback[ego] += doses.mastery[activity]
        month.affect[ego] += doses.affect[activity]
        month.stress[ego] += doses.stress[activity]
        state.skill[ego] = towards_one(state.skill[ego], doses.skill[activity])
        state.value_fit[ego] = towards_one(state.value_fit[ego], doses.value_fit[activity])
        state.subsidy[ego] += doses.subsidy[activity]
        month.contact[ego] = max(month.contact[ego], doses.contact[activity])
        if doses.is_training[activity]:
            state.trained[ego] = True
