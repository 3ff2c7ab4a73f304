"""What each household makes, earns and spends in a month, in whole rupiah (steps 3 and 4)."""

import numpy as np

from diffusion.kernels import draws, laws
from diffusion.kernels.flags import compiled
from diffusion.kernels.state import (
    CONFIRMED,
    CONSUMPTION,
    FORGIVEN,
    OTHER_INCOME,
    POTTERY_INCOME,
    SHOCKS,
    Ints,
    Month,
    Parameters,
    State,
)


@compiled
def keep_house(
    state: State, month: Month, ledger: Ints, parameters: Parameters, luck: np.uint64, t: int
) -> None:
    """Pay the shock, work, earn and consume (ODD 7.7)."""
    shock = draws.stream(luck, draws.SHOCK, t, 0)
    firing = draws.stream(luck, draws.BAD_FIRING, t, 0)
    is_rainy = parameters.rainy[t % 12] == 1
    for ego in range(state.stage.size):
        if draws.draw(shock, ego) < parameters.shock_chance:
            _pay_shock(state, month, ledger, parameters, ego)
        new_pieces = good_pieces = 0
        if month.adopting[ego]:
            is_bad = draws.draw(firing, ego) < parameters.bad_firing_chance
            new_pieces = _capacity(state.stage[ego], parameters, is_rainy)
            good_pieces = laws.good_pieces(new_pieces, is_bad)
            if new_pieces > 0:
                _learn_from_work(state, month, parameters, ego, is_bad)
        month.capacity[ego] = new_pieces / parameters.new_pieces
        old_pieces = laws.traditional_pieces(
            new_pieces, parameters.new_pieces, parameters.old_pieces
        )
        if is_rainy:
            old_pieces = laws.rained_on(old_pieces, parameters.rain_factor)
        profit = (
            old_pieces * (parameters.old_price - parameters.old_unit_cost)
            + good_pieces * parameters.new_price
            - new_pieces * parameters.new_unit_cost
        )
        _earn_and_spend(state, ledger, parameters, ego, profit)


@compiled
def traditional_profit(parameters: Parameters, is_rainy: bool) -> int:
    """Net income of a month of traditional pottery alone, rupiah (ODD 2.7)."""
    pieces = parameters.old_pieces
    if is_rainy:
        pieces = laws.rained_on(pieces, parameters.rain_factor)
    return pieces * (parameters.old_price - parameters.old_unit_cost)


@compiled
def _capacity(stage: int, parameters: Parameters, is_rainy: bool) -> int:
    share = parameters.confirmed_share if stage == CONFIRMED else parameters.trial_share
    pieces = laws.planned_pieces(share, parameters.new_pieces)
    return laws.rained_on(pieces, parameters.rain_factor) if is_rainy else pieces


@compiled
def _pay_shock(state: State, month: Month, ledger: Ints, parameters: Parameters, ego: int) -> None:
    paid = min(state.cash[ego], parameters.shock_cost)
    state.cash[ego] -= paid
    ledger[SHOCKS] += paid
    if paid < parameters.shock_cost:
        month.stress[ego] += parameters.shock_stress


@compiled
def _learn_from_work(
    state: State, month: Month, parameters: Parameters, ego: int, is_bad: bool
) -> None:
    accepted = laws.acceptance(
        state.skill[ego], parameters.quality_standard, parameters.quality_spread
    )
    if laws.is_mastery(accepted, is_bad):
        month.mastery[ego] += parameters.work_mastery
    else:
        month.setback[ego] += parameters.work_mastery


@compiled
def _earn_and_spend(
    state: State, ledger: Ints, parameters: Parameters, ego: int, profit: int
) -> None:
    income = state.other_income[ego] + profit
    state.income[ego] = income
    ledger[OTHER_INCOME] += state.other_income[ego]
    ledger[POTTERY_INCOME] += profit
    cash = state.cash[ego] + income
    if cash < 0:
        ledger[FORGIVEN] -= cash
        cash = 0
    spent = laws.consumption(cash, state.need[ego], income, parameters.extra_consumption)
    ledger[CONSUMPTION] += spent
    state.cash[ego] = cash - spent
