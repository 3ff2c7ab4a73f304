"""Moves from stage to stage, at most one a month for each artisan (step 6)."""

import numpy as np

from diffusion.kernels import draws, laws
from diffusion.kernels.flags import compiled
from diffusion.kernels.household import traditional_profit
from diffusion.kernels.state import (
    CONFIRMED,
    DECIDED,
    DISCONTINUED,
    ENTRY_COST,
    KNOWS,
    NEVER,
    PERSUADED,
    TRIAL,
    UNAWARE,
    Ints,
    Month,
    Parameters,
    State,
    Ties,
)


@compiled
def move_stages(
    state: State,
    month: Month,
    ledger: Ints,
    ties: Ties,
    parameters: Parameters,
    luck: np.uint64,
    t: int,
) -> None:
    """Move every artisan of the full chain (ODD 7.2 to 7.5)."""
    awareness = draws.stream(luck, draws.AWARENESS, t, 0)
    persuasion = draws.stream(luck, draws.PERSUASION, t, 0)
    decision = draws.stream(luck, draws.DECISION, t, 0)
    discontinuance = draws.stream(luck, draws.DISCONTINUANCE, t, 0)
    confirmation = draws.stream(luck, draws.CONFIRMATION, t, 0)
    readoption = draws.stream(luck, draws.READOPTION, t, 0)
    for ego in range(state.stage.size):
        stage = state.stage[ego]
        after = stage
        if stage == UNAWARE:
            if month.heard[ego] or draws.draw(awareness, ego) < laws.chance(
                awareness_rate(state, month, ties, parameters, ego)
            ):
                after = KNOWS
        elif stage == KNOWS:
            if draws.draw(persuasion, ego) < laws.chance(
                persuasion_rate(state, month, parameters, ego)
            ):
                after = PERSUADED
        elif stage == PERSUADED:
            if draws.draw(decision, ego) < laws.chance(
                decision_rate(state, month, parameters, ego)
            ):
                after = DECIDED
        elif stage == DECIDED:
            if _begins(state, ledger, parameters, ego):
                after = TRIAL
            elif state.months_in_stage[ego] >= parameters.lapse_months:
                after = PERSUADED
        elif stage == DISCONTINUED:
            if draws.draw(readoption, ego) < laws.chance(
                parameters.readoption_factor * decision_rate(state, month, parameters, ego)
            ):
                after = DECIDED
        elif draws.draw(discontinuance, ego) < laws.chance(
            discontinuance_rate(state, month, parameters, ego)
        ):
            after = DISCONTINUED
        elif (
            stage == TRIAL
            and state.months_in_stage[ego] >= parameters.confirmation_months
            and state.advantage[ego] > 0.0
            and draws.draw(confirmation, ego)
            < laws.chance(parameters.confirmation_rate * state.self_efficacy[ego])
        ):
            after = CONFIRMED
        enter(state, ego, after, t + 1)


@compiled
def move_two_states(
    state: State, month: Month, parameters: Parameters, luck: np.uint64, t: int, record: int
) -> None:
    """Move every artisan of the two-state chain: unaware to trial and perhaps back (ODD 8)."""
    decision = draws.stream(luck, draws.DECISION, t, 0)
    leaving = draws.stream(luck, draws.DISCONTINUANCE, t, 0)
    for ego in range(state.stage.size):
        after = state.stage[ego]
        if after == UNAWARE:
            rate = decision_rate(state, month, parameters, ego) / parameters.substeps
            if draws.draw(decision, ego) < laws.chance(rate):
                after = TRIAL
        elif draws.draw(leaving, ego) < parameters.exit_hazard:
            after = UNAWARE
        enter(state, ego, after, record)


@compiled
def enter(state: State, ego: int, stage: int, record: int) -> None:
    """Put an artisan into a stage, or let time pass in it."""
    if stage == state.stage[ego]:
        state.months_in_stage[ego] += 1
    else:
        state.stage[ego] = stage
        state.months_in_stage[ego] = 0
        if stage == TRIAL and state.toa[ego] == NEVER:
            state.toa[ego] = record


@compiled
def count_months(state: State) -> None:
    """Count for each artisan the records in a row as an adopter, at the end of a month."""
    for ego in range(state.stage.size):
        if TRIAL <= state.stage[ego] <= CONFIRMED:
            state.months_adopted[ego] += 1
        else:
            state.months_adopted[ego] = 0


@compiled
def awareness_rate(
    state: State, month: Month, ties: Ties, parameters: Parameters, ego: int
) -> float:
    """Rate of hearing of the innovation from others, per month (ODD 7.2)."""
    heard = 0.0
    for tie in range(ties.start[ego], ties.start[ego + 1]):
        alter = ties.alter[tie]
        if month.adopting[alter]:
            contact = month.contact[alter] * parameters.adopter_contact
            heard += ties.strength[tie] * contact
        elif month.knowing[alter]:
            heard += ties.strength[tie] * parameters.aware_contact
    rate = parameters.broadcast + heard
    if parameters.proximity_contact > 0.0:
        seen = 0.0
        for other in range(state.stage.size):
            if month.adopting[other] and other != ego:
                east = state.x_km[other] - state.x_km[ego]
                north = state.y_km[other] - state.y_km[ego]
                seen += laws.nearness(
                    east * east + north * north,
                    parameters.proximity_radius_km,
                    parameters.proximity_length_km,
                )
        rate += parameters.proximity_contact * seen
    return rate


@compiled
def persuasion_rate(state: State, month: Month, parameters: Parameters, ego: int) -> float:
    """Rate from knowing to favouring, per month (ODD 7.3)."""
    return laws.persuasion_rate(
        _value_gate(state, parameters, ego),
        parameters.spontaneous,
        parameters.social,
        month.favourable[ego],
        parameters.verbal,
        month.persuasion[ego],
    )


@compiled
def decision_rate(state: State, month: Month, parameters: Parameters, ego: int) -> float:
    """Rate from favouring to deciding, per month (ODD 7.4)."""
    gate = _value_gate(state, parameters, ego)
    if gate == 0.0:
        return 0.0
    answer = laws.response(
        month.recent_exposure[ego],
        parameters.response,
        parameters.hill_exponent,
        parameters.hill_midpoint,
        state.threshold[ego],
    )
    return laws.decision_rate(
        state.self_efficacy[ego],
        parameters.efficacy_exponent,
        gate,
        cost_burden(state, parameters, ego),
        parameters.cost_exponent,
        laws.advantage_gate(parameters.advantage_slope, month.peer_advantage[ego]),
        parameters.alpha * state.alpha_factor[ego],
        parameters.beta * answer,
    )


@compiled
def cost_burden(state: State, parameters: Parameters, ego: int) -> float:
    """Sacrifice relative to means (ODD 7.4)."""
    needed = laws.sacrifice(
        laws.entry_cost_left(parameters.entry_cost, state.subsidy[ego]),
        parameters.learning_months,
        parameters.trial_share,
        traditional_profit(parameters, False),
        state.skill[ego],
    )
    return needed / laws.means(
        parameters.planning_months,
        state.income[ego],
        parameters.protected_share,
        state.need[ego],
        state.cash[ego],
    )


@compiled
def discontinuance_rate(state: State, month: Month, parameters: Parameters, ego: int) -> float:
    """Rate of giving up, per month, higher while still trying (ODD 7.5)."""
    rate = laws.discontinuance_rate(
        parameters.discontinuance_rate,
        parameters.discontinuance_efficacy,
        state.self_efficacy[ego],
        parameters.discontinuance_advantage,
        state.advantage[ego],
        parameters.discontinuance_exposure,
        month.exposure[ego],
    )
    return rate * parameters.trial_factor if state.stage[ego] == TRIAL else rate


@compiled
def _value_gate(state: State, parameters: Parameters, ego: int) -> float:
    return laws.value_gate(
        state.value_fit[ego], parameters.misfit_tolerance, parameters.value_exponent
    )


@compiled
def _begins(state: State, ledger: Ints, parameters: Parameters, ego: int) -> bool:
    """Pay the entry cost if cash allows it; tell whether it did (ODD 7.5)."""
    cost = laws.entry_cost_left(parameters.entry_cost, state.subsidy[ego])
    if state.cash[ego] < cost + parameters.cash_buffer:
        return False
    state.cash[ego] -= cost
    ledger[ENTRY_COST] += cost
    return True
