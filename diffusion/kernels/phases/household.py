"""What each household earns and spends in a month, in whole rupiah (steps 3 and 4)."""

import numpy as np

from diffusion.kernels import draws, laws
from diffusion.kernels import events as told
from diffusion.kernels.arrays import Ints
from diffusion.kernels.events import NOBODY, Events, tell
from diffusion.kernels.jit import compiled, inner
from diffusion.kernels.parameters import Parameters
from diffusion.kernels.records import CONSUMPTION, FORGIVEN, OTHER_INCOME, POTTERY_INCOME, SHOCKS
from diffusion.kernels.site import Site
from diffusion.kernels.state import Month, State


@compiled
def draw_shocks(
    state: State,
    month: Month,
    sites: Site,
    parameters: Parameters,
    run_key: np.uint64,
    t: int,
    events: Events | None = None,
) -> None:
    """Draw which households need money at once; they pay after the meeting (ODD 7.7)."""
    key = draws.subkey(run_key, draws.SHOCK, t, 0)
    for site in range(sites.first.size):
        for ego in range(sites.first[site], sites.end[site]):
            lot = draws.draw(key, state.identity[ego])
            month.has_shock[ego] = lot < parameters.shock_chance
            if month.has_shock[ego]:
                tell(events, told.SHOCK, ego, NOBODY, parameters.shock_cost)


@compiled
def pay_shocks(
    state: State, month: Month, sites: Site, ledger: Ints, parameters: Parameters
) -> None:
    """Pay the shocks as far as the cash goes; the rest lapses and hurts (ODD 7.7)."""
    stress = laws.chance(parameters.affect_weight * parameters.shock_stress)
    for site in range(sites.first.size):
        for ego in range(sites.first[site], sites.end[site]):
            if month.has_shock[ego]:
                paid = min(state.cash[ego], parameters.shock_cost)
                state.cash[ego] -= paid
                ledger[SHOCKS] += paid
                if paid < parameters.shock_cost:
                    month.stress[ego] = laws.either(month.stress[ego], stress)


@compiled
def earn_and_spend(
    state: State, month: Month, sites: Site, ledger: Ints, parameters: Parameters, t: int
) -> None:
    """Take in the month's income and consume (ODD 7.7)."""
    is_rainy = parameters.rainy[t % 12] == 1
    traditional = traditional_profit(parameters, is_rainy)
    other_income = pottery_income = forgiven = consumption = 0
    for site in range(sites.first.size):
        for ego in range(sites.first[site], sites.end[site]):
            profit = traditional
            if month.planned[ego] > 0:
                profit = _mixed_profit(month, parameters, ego, is_rainy)
            income = state.other_income[ego] + profit
            state.income[ego] = income
            other_income += state.other_income[ego]
            pottery_income += profit
            cash = state.cash[ego] + income
            forgiven += max(0, -cash)
            cash = max(0, cash)
            spent = laws.consumption(cash, state.need[ego], income, parameters.extra_consumption)
            consumption += spent
            state.cash[ego] = cash - spent
    ledger[OTHER_INCOME] += other_income
    ledger[POTTERY_INCOME] += pottery_income
    ledger[FORGIVEN] += forgiven
    ledger[CONSUMPTION] += consumption


@compiled
def traditional_profit(parameters: Parameters, is_rainy: bool) -> int:
    """Net income of a month of traditional pottery alone, rupiah (ODD 2.7)."""
    pieces = parameters.old_pieces
    if is_rainy:
        pieces = laws.rained_on(pieces, parameters.rain_factor)
    return laws.profit(pieces, parameters.old_price - parameters.old_unit_cost, 0, 0, 0)


@inner
def _mixed_profit(month: Month, parameters: Parameters, ego: int, is_rainy: bool) -> int:
    """Net income of a month of both kinds of pottery, rupiah (ODD 7.7)."""
    old_pieces = laws.traditional_pieces(
        month.planned[ego], parameters.new_pieces, parameters.old_pieces
    )
    if is_rainy:
        old_pieces = laws.rained_on(old_pieces, parameters.rain_factor)
    return laws.profit(
        old_pieces,
        parameters.old_price - parameters.old_unit_cost,
        month.sales[ego],
        month.planned[ego],
        parameters.new_unit_cost,
    )
