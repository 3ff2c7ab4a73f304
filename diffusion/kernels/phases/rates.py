"""Rate of each move of an artisan: takes her numbers out of the arrays and asks the law (ODD 7)."""

from diffusion.kernels import laws
from diffusion.kernels.jit import compiled, inner
from diffusion.kernels.parameters import Parameters
from diffusion.kernels.phases.household import traditional_profit
from diffusion.kernels.site import Site
from diffusion.kernels.state import TRIAL, Month, State, Ties


@compiled
def awareness_rate_of(
    state: State, month: Month, ties: Ties, parameters: Parameters, ego: int
) -> float:
    """Rate of hearing of the innovation from others, per month (ODD 7.2)."""
    # int: plain Python would add the int32 of strengths in 32 bits.
    adopting = knowing = near = 0
    for tie in range(ties.start[ego], ties.start[ego + 1]):
        alter = ties.alter[tie]
        if month.adopting[alter]:
            contact = max(month.contact[alter], laws.weight_shown(state.voice[alter]))
            adopting += int(laws.multiplied(ties.strength[tie], contact))
        elif month.knowing[alter]:
            voice = laws.weight_shown(state.voice[alter])
            knowing += int(laws.multiplied(ties.strength[tie], voice))
    if parameters.proximity_contact > 0.0:
        for place in range(ties.near.start[ego], ties.near.start[ego + 1]):
            if month.adopting[ties.near.alter[place]]:
                near += int(ties.near.nearness[place])
    return laws.awareness_rate(
        parameters.broadcast,
        laws.contact_rate(adopting, parameters.adopter_contact),
        laws.contact_rate(knowing, parameters.aware_contact),
        laws.contact_rate(near, parameters.proximity_contact),
    )


@compiled
def persuasion_rate_of(state: State, month: Month, parameters: Parameters, ego: int) -> float:
    """Rate from knowing to favouring, per month (ODD 7.3)."""
    return laws.persuasion_rate(
        value_gate_of(state, parameters, ego),
        parameters.spontaneous,
        parameters.social,
        month.favourable[ego],
        parameters.verbal,
        month.persuasion[ego],
    )


@compiled
def decision_rate_of(
    state: State, month: Month, sites: Site, parameters: Parameters, alpha: float, ego: int
) -> float:
    """Rate from favouring to deciding, per month (ODD 7.4); `alpha` is that of the month."""
    gate = value_gate_of(state, parameters, ego)
    if gate == 0.0:
        return 0.0
    return laws.decision_rate(
        state.self_efficacy[ego],
        parameters.efficacy_exponent,
        gate,
        cost_burden(state, sites, parameters, ego),
        parameters.cost_exponent,
        gain_gate_of(state, month, parameters, ego),
        state.propensity[ego],
        ungated_rate_of(state, month, parameters, alpha, ego),
    )


@inner
def alpha_in(parameters: Parameters, t: int) -> float:
    """Rate alpha of month `t`, before what is the artisan's own (ODD 7.4)."""
    return parameters.alpha * parameters.alpha_by_month[min(t, parameters.alpha_by_month.size - 1)]


@inner
def initiative_of(
    state: State, month: Month, parameters: Parameters, alpha: float, ego: int
) -> float:
    """Rate of an artisan without adopters around, before the gates (ODD 7.4)."""
    return laws.initiative(
        alpha, state.alpha_factor[ego], parameters.knowledge, month.knowledge[ego]
    )


@inner
def ungated_rate_of(
    state: State, month: Month, parameters: Parameters, alpha: float, ego: int
) -> float:
    """Rate from favouring to deciding if every gate stood open (ODD 7.4), before covariates."""
    own = initiative_of(state, month, parameters, alpha, ego)
    return laws.ungated_rate(own, parameters.beta, response_of(state, month, parameters, ego))


@inner
def response_of(state: State, month: Month, parameters: Parameters, ego: int) -> float:
    """Answer of an artisan to exposure, phi (ODD 7.1)."""
    return laws.response(
        month.recent_exposure[ego],
        parameters.response,
        parameters.hill_exponent,
        parameters.hill_midpoint,
        state.threshold[ego],
    )


@inner
def gain_gate_of(state: State, month: Month, parameters: Parameters, ego: int) -> float:
    """Gate of the gain that an artisan expects, g_A (ODD 7.4)."""
    return laws.advantage_gate(
        parameters.advantage_slope,
        laws.expected_gain(
            parameters.expectation, state.shown_gain[ego], month.peer_advantage[ego]
        ),
    )


@inner
def cost_burden(state: State, sites: Site, parameters: Parameters, ego: int) -> float:
    """Sacrifice relative to means, what the association would lend among them (ODD 7.4)."""
    credit = 0
    own = state.hamlet[ego] - sites.number[0]
    if state.is_member[ego] and may_borrow(state, ego):
        credit = min(parameters.loan_cap, sites.fund[own])
    needed = laws.sacrifice(
        entry_cost_of(state, sites, own, parameters, ego),
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
        state.cash[ego] + credit,
    )


@inner
def may_borrow(state: State, ego: int) -> bool:
    """Tell whether a member owes nothing, neither a loan nor what was lost of one (ODD 7.9)."""
    return state.loan[ego] == 0 and state.unsettled[ego] == 0


@compiled
def entry_cost_of(state: State, sites: Site, site: int, parameters: Parameters, ego: int) -> int:
    """Rupiah that an artisan has to pay to begin; members share moulds (ODD 7.4, 7.9 and 7.15)."""
    shared = sites.shared_cost[site] if state.is_member[ego] else 0.0
    return laws.entry_cost_left(parameters.entry_cost, state.subsidy[ego], shared)


@compiled
def discontinuance_rate_of(state: State, month: Month, parameters: Parameters, ego: int) -> float:
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
    if state.stage[ego] == TRIAL:
        return laws.discontinuance_on_trial(parameters.trial_factor, rate)
    return rate


@inner
def value_gate_of(state: State, parameters: Parameters, ego: int) -> float:
    """Gate of values, g_V (ODD 7.4)."""
    return laws.value_gate(
        state.value_fit[ego], parameters.misfit_tolerance, parameters.value_exponent
    )
