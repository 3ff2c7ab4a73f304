"""How one who favours the innovation decides to begin (ODD 7.4).

The hazard alpha + beta phi is that of Bass (1969, Management Science 15: 215-227) with exposure
in place of the share of all; it passes gates of efficacy, values and cost (compatibility and
relative advantage: Tornatzky and Klein 1982, IEEE Transactions on Engineering Management 29:
28-45). Money is rupiah.
"""

import math

from diffusion.kernels.jit import compiled
from diffusion.kernels.laws.chances import power


@compiled
def is_tolerable(value_fit: float, misfit_tolerance: float) -> bool:
    """Tell whether an innovation is within what one's values bear: 1 - value fit at most tauV."""
    return 1.0 - value_fit <= misfit_tolerance


@compiled
def value_gate(value_fit: float, misfit_tolerance: float, exponent: float) -> float:
    """Value fit as a factor of a rate: g_V = fit^etaV, and 0 for a misfit beyond tauV."""
    if not is_tolerable(value_fit, misfit_tolerance):
        return 0.0
    return power(value_fit, exponent)


@compiled
def entry_cost_left(entry_cost: int, subsidy: int) -> int:
    """Entry cost after subsidies, rupiah."""
    return max(0, entry_cost - subsidy)


@compiled
def sacrifice(
    cost: int, learning_months: float, trial_share: float, traditional_income: int, skill: float
) -> float:
    """Money paid and income forgone while learning, rupiah: C + H_l z_T pi0 (1 - k)."""
    return cost + learning_months * trial_share * traditional_income * (1.0 - skill)


@compiled
def means(
    planning_months: float, income: int, protected_share: float, need: int, cash: int
) -> float:
    """Money a household can bring up, rupiah: H max(0, income - .8 need) + cash, at least 1.

    `cash` counts what the association would lend.
    """
    return max(1.0, planning_months * max(0.0, income - protected_share * need) + cash)


@compiled
def advantage_gate(slope: float, peer_advantage: float) -> float:
    """Adopting alters' gain as a factor of the decision: g_A = 1 + a_u u, kept within 0 and 1."""
    return min(1.0, max(0.0, 1.0 + slope * peer_advantage))


@compiled
def decision_gates(
    self_efficacy: float,
    efficacy_exponent: float,
    gate: float,
    cost_burden: float,
    cost_exponent: float,
    advantage: float,
) -> float:
    """Share of the decision rate that gets through: g_E g_V g_C g_A, at most 1.

        g_E = self-efficacy^etaE,  g_C = exp(-etaC max(burden, 0))

    `gate` is the value gate, `advantage` the advantage gate.
    """
    efficacy_gate = power(self_efficacy, efficacy_exponent)
    cost_gate = math.exp(-cost_exponent * max(cost_burden, 0.0))
    return efficacy_gate * gate * cost_gate * advantage


@compiled
def ungated_rate(alpha: float, factor: float, beta: float, response: float) -> float:
    """Rate from favouring to deciding if every gate stood open, per month.

        alpha factor + beta phi

    `factor` is the artisan's own multiple of alpha, `response` the answer phi to exposure.
    """
    return alpha * factor + beta * response


@compiled
def gated_rate(gates: float, alpha: float, social: float) -> float:
    """Rate from favouring to deciding, per month, behind gates that are multiplied already."""
    return gates * (alpha + social)


@compiled
def decision_rate(
    self_efficacy: float,
    efficacy_exponent: float,
    gate: float,
    cost_burden: float,
    cost_exponent: float,
    advantage: float,
    alpha: float,
    social: float,
) -> float:
    """Rate from favouring to deciding, per month: g_E g_V g_C g_A (alpha + beta phi).

    `gate` is the value gate, `advantage` the advantage gate, `social` beta times the response.
    No gate is above 1, so the rate is at most alpha + social.
    """
    gates = decision_gates(
        self_efficacy, efficacy_exponent, gate, cost_burden, cost_exponent, advantage
    )
    return gated_rate(gates, alpha, social)
