"""The association's money, in whole rupiah: savings, arisan, repayment, loans (ODD 7.9)."""

import numpy as np

from diffusion.kernels import draws, laws
from diffusion.kernels import events as told
from diffusion.kernels.events import NOBODY, Events, tell
from diffusion.kernels.jit import inner
from diffusion.kernels.parameters import Parameters
from diffusion.kernels.phases.invitation import bring_to_front
from diffusion.kernels.phases.offices import oversight
from diffusion.kernels.phases.rates import entry_cost_of, may_borrow
from diffusion.kernels.site import Site
from diffusion.kernels.state import DECIDED, TRIAL, Month, State


@inner
def hold_savings_meeting(
    state: State,
    month: Month,
    sites: Site,
    site: int,
    parameters: Parameters,
    run_key: np.uint64,
    t: int,
    events: Events | None,
) -> None:
    """Save, draw the arisan pot, repay and lend, in this order, present or not."""
    _save_and_draw_pot(state, month, sites, site, parameters, run_key, t, events)
    if not parameters.lends_after_loss:
        _settle(state, month, sites, site, events)
    _repay(state, month, sites, site, parameters, run_key, t, events)
    _lend(state, month, sites, site, parameters, run_key, t, events)


@inner
def _save_and_draw_pot(
    state: State,
    month: Month,
    sites: Site,
    site: int,
    parameters: Parameters,
    run_key: np.uint64,
    t: int,
    events: Events | None,
) -> None:
    """Collect from each member who has the cash; the pot goes at once to one of the payers."""
    first, n_members = sites.first[site], sites.n_members[site]
    n_payers = n_waiting = 0
    for place in range(first, first + n_members):
        ego = month.roll[place]
        if state.cash[ego] >= parameters.cash_to_pay:
            state.cash[ego] -= parameters.saving + parameters.arisan
            state.savings[ego] += parameters.saving
            month.order[n_payers] = ego
            n_payers += 1
            n_waiting += not state.has_had_pot[ego]
    sites.fund[site] += parameters.saving * n_payers
    if n_payers == 0:
        return
    if n_waiting == 0:
        # Every payer has had the pot: a new cycle begins for all.
        for place in range(first, first + n_members):
            state.has_had_pot[month.roll[place]] = False
    key = draws.subkey(run_key, draws.ARISAN, t, draws.POT_LOT)
    winner, lowest = -1, 1.0
    for position in range(n_payers):
        ego = month.order[position]
        if not state.has_had_pot[ego]:
            lot = draws.draw(key, state.identity[ego])
            if lot < lowest:
                winner, lowest = ego, lot
    state.has_had_pot[winner] = True
    state.cash[winner] += parameters.arisan * n_payers
    if parameters.arisan > 0:
        tell(events, told.POT, winner, NOBODY, parameters.arisan * n_payers)


@inner
def _settle(state: State, month: Month, sites: Site, site: int, events: Events | None) -> None:
    """Take back, of those who can, an instalment of what was written off."""
    first = sites.first[site]
    for place in range(first, first + sites.n_members[site]):
        ego = month.roll[place]
        paid = min(state.instalment[ego], state.unsettled[ego])
        if paid > 0 and state.cash[ego] >= paid:
            state.cash[ego] -= paid
            state.unsettled[ego] -= paid
            sites.fund[site] += paid
            sites.recovered[site] += paid
            tell(events, told.PAID_OF_LOST, ego, NOBODY, paid)
            if state.unsettled[ego] == 0:
                tell(events, told.SETTLED, ego, NOBODY, 0)


@inner
def _repay(
    state: State,
    month: Month,
    sites: Site,
    site: int,
    parameters: Parameters,
    run_key: np.uint64,
    t: int,
    events: Events | None,
) -> None:
    """Take an instalment and interest on each loan, or count arrears and in the end a loss."""
    key = draws.subkey(run_key, draws.SLIP, t, 0)
    slip = laws.slip_chance(
        parameters.slip * laws.unchecked(parameters.oversight, oversight(sites, site)),
        sites.administration[site],
        sites.cohesion[site],
    )
    first = sites.first[site]
    for place in range(first, first + sites.n_members[site]):
        ego = month.roll[place]
        if state.loan[ego] == 0:
            continue
        owed = state.first_loan[ego] if parameters.is_flat else state.loan[ego]
        interest = laws.interest(owed, parameters.interest_points)
        principal = min(state.instalment[ego], state.loan[ego])
        if state.cash[ego] >= principal + interest and draws.draw(key, state.identity[ego]) >= slip:
            state.cash[ego] -= principal + interest
            sites.fund[site] += principal + interest
            sites.surplus[site] += interest
            sites.repaid[site] += principal
            state.loan[ego] -= principal
            state.arrears[ego] = 0
            tell(events, told.INSTALMENT, ego, NOBODY, principal + interest)
            if state.loan[ego] == 0:
                tell(events, told.REPAID, ego, NOBODY, 0)
            continue
        state.arrears[ego] += 1
        tell(events, told.MISSED, ego, NOBODY, 0)
        month.stress[ego] = laws.either(
            month.stress[ego], laws.chance(parameters.affect_weight * parameters.arrears_stress)
        )
        if state.arrears[ego] == parameters.write_off_months:
            sites.written_off[site] += state.loan[ego]
            sites.n_losses[site] += 1
            tell(events, told.LOAN_LOST, ego, NOBODY, state.loan[ego])
            if not parameters.lends_after_loss:
                state.unsettled[ego] += state.loan[ego]
            state.loan[ego] = 0
            state.arrears[ego] = 0


@inner
def _lend(
    state: State,
    month: Month,
    sites: Site,
    site: int,
    parameters: Parameters,
    run_key: np.uint64,
    t: int,
    events: Events | None,
) -> None:
    """Lend what members lack: first for beginning, the longest waiting first, then for shocks."""
    key = draws.subkey(run_key, draws.ARISAN, t, draws.LOAN_LOT)
    places = sites.stage_first[site]
    n_asking = 0
    for place in range(places[DECIDED], places[TRIAL]):
        ego = month.by_stage[place]
        if state.is_member[ego] and _asks(state, sites, site, parameters, ego, False):
            month.order[n_asking] = ego
            month.lot[ego] = draws.draw(key, state.identity[ego])
            month.score[ego] = -state.months_in_stage[ego]
            n_asking += 1
    _serve(state, month, sites, site, parameters, n_asking, False, events)
    first = sites.first[site]
    n_asking = 0
    for place in range(first, first + sites.n_members[site]):
        ego = month.roll[place]
        if month.has_shock[ego] and _asks(state, sites, site, parameters, ego, True):
            month.order[n_asking] = ego
            month.lot[ego] = draws.draw(key, state.identity[ego])
            month.score[ego] = 0.0
            n_asking += 1
    _serve(state, month, sites, site, parameters, n_asking, True, events)


@inner
def _asks(
    state: State,
    sites: Site,
    site: int,
    parameters: Parameters,
    ego: int,
    is_for_shocks: bool,
) -> bool:
    """Tell whether a member without a loan lacks money."""
    lack = _lack(state, sites, site, parameters, ego, is_for_shocks)
    return may_borrow(state, ego) and lack > 0


@inner
def _serve(
    state: State,
    month: Month,
    sites: Site,
    site: int,
    parameters: Parameters,
    n_asking: int,
    is_for_shocks: bool,
    events: Events | None,
) -> None:
    """Lend to those who ask, in `month.order`, by their turn and as far as the fund goes."""
    if n_asking == 0:
        return
    bring_to_front(month, n_asking, n_asking)
    for position in range(n_asking):
        ego = month.order[position]
        lack = _lack(state, sites, site, parameters, ego, is_for_shocks)
        amount = laws.loan_amount(lack, parameters.loan_unit)
        if amount <= min(parameters.loan_cap, sites.fund[site]):
            sites.fund[site] -= amount
            sites.lent[site] += amount
            state.cash[ego] += amount
            state.loan[ego] = state.first_loan[ego] = amount
            state.instalment[ego] = laws.instalment(amount, parameters.loan_months)
            state.arrears[ego] = 0
            tell(events, told.LOAN, ego, NOBODY, amount)


@inner
def _lack(
    state: State,
    sites: Site,
    site: int,
    parameters: Parameters,
    ego: int,
    is_for_shocks: bool,
) -> int:
    """Rupiah that a member lacks for a shock, or for what he has decided to begin."""
    if is_for_shocks:
        return parameters.shock_cost - state.cash[ego]
    cost = entry_cost_of(state, sites, site, parameters, ego)
    return cost + parameters.cash_buffer - state.cash[ego]
