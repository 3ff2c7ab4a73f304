"""How one who favours the innovation decides to begin (ODD 7.4).

The rate is alpha + beta phi (Bass 1969, Management Science 15: 215-227, with exposure in place of
the share of all) times four gates between 0 and 1: efficacy, values, cost and advantage
(Tornatzky and Klein 1982, IEEE Transactions on Engineering Management 29: 28-45). The laws of the
gates come first, and the rate last. Money is rupiah.
"""

import math

from diffusion.kernels.elementary import exp
from diffusion.kernels.jit import inlined
from diffusion.kernels.laws.chances import power, reaches


@inlined
def is_tolerable(value_fit: float, misfit_tolerance: float) -> bool:
    """Tell whether one's values bear the innovation: 1 - value fit at most the tolerance tauV."""
    return reaches(misfit_tolerance, 1.0 - value_fit)


@inlined
def value_gate(value_fit: float, misfit_tolerance: float, exponent: float) -> float:
    """Value fit as a factor of a rate: g_V = fit^etaV, and 0 for a misfit beyond tauV.

    etaV is the exponent, tauV the tolerance of misfit.
    """
    if not is_tolerable(value_fit, misfit_tolerance):
        return 0.0
    return power(value_fit, exponent)


@inlined
def entry_cost_left(entry_cost: int, subsidy: int, shared: float) -> int:
    """Entry cost after what is shared with others and subsidies, rupiah.

    max(0, C - floor(shared C) - subsidy), where `shared` is a part of the cost, 0 to 1.
    """
    return max(0, entry_cost - math.floor(shared * entry_cost) - subsidy)


@inlined
def sacrifice(
    cost: int, learning_months: float, trial_share: float, traditional_income: int, skill: float
) -> float:
    """Money paid and income forgone while learning, rupiah: C + H_l z_T pi0 (1 - k).

    C is the cost, H_l the months of learning, z_T the share of work that a trial takes, pi0 the
    income of a month from traditional pots, k the skill.
    """
    return cost + learning_months * trial_share * traditional_income * (1.0 - skill)


@inlined
def means(
    planning_months: float, income: int, protected_share: float, need: int, cash: int
) -> float:
    """Money a household can bring up, rupiah: H max(0, income - p need) + cash, at least 1.

    H is the months of planning, p the share of the need that is never touched. `cash` counts
    what the association would lend.
    """
    return max(1.0, planning_months * max(0.0, income - protected_share * need) + cash)


@inlined
def expected_gain(unseen: float, shown: float, peer_advantage: float) -> float:
    """Gain that an artisan expects, as a share of the usual profit: u0 + shown + u.

    u0 is what is expected of something never seen, `shown` what is remembered of what was shown,
    u the mean gain of adopting alters.
    """
    return unseen + shown + peer_advantage


@inlined
def advantage_gate(slope: float, gain: float) -> float:
    """Turn an expected gain into a factor of the decision: 1 + a_u gain, kept within 0 and 1."""
    return min(1.0, max(0.0, 1.0 + slope * gain))


@inlined
def decision_gates(
    self_efficacy: float,
    efficacy_exponent: float,
    value_gate: float,
    cost_burden: float,
    cost_exponent: float,
    advantage_gate: float,
) -> float:
    """Share of the decision rate that gets through: g_E g_V g_C g_A, at most 1.

        g_E = self-efficacy^etaE,  g_C = exp(-etaC max(burden, 0))

    The burden is sacrifice / means; etaE and etaC are the exponents.
    """
    efficacy_gate = power(self_efficacy, efficacy_exponent)
    cost_gate = exp(-cost_exponent * max(cost_burden, 0.0))
    return efficacy_gate * value_gate * cost_gate * advantage_gate


@inlined
def initiative(alpha: float, factor: float, knowledge: float, trained: float) -> float:
    """Rate without adopters around, per month: alpha times the artisan's factor, plus k x.

    `alpha` is that of the month. k is the rate that is added where all alters were trained, x the
    exposure to trained alters: what they know, whether they adopt or not.
    """
    return alpha * factor + knowledge * trained


@inlined
def ungated_rate(alpha: float, beta: float, response: float) -> float:
    """Rate from favouring to deciding if every gate stood open, per month: alpha + beta phi.

    `alpha` is the artisan's own (`initiative`), `response` the answer phi to exposure
    (`laws/exposure.py`).
    """
    return alpha + beta * response


@inlined
def decision_rate(
    self_efficacy: float,
    efficacy_exponent: float,
    value_gate: float,
    cost_burden: float,
    cost_exponent: float,
    advantage_gate: float,
    propensity: float,
    ungated: float,
) -> float:
    """Rate from favouring to deciding, per month: g_E g_V g_C g_A h (alpha + beta phi).

    `ungated` is alpha + beta phi, and h the propensity, by covariates. No gate is above 1, so the
    rate is at most h times that.
    """
    gates = decision_gates(
        self_efficacy, efficacy_exponent, value_gate, cost_burden, cost_exponent, advantage_gate
    )
    return gates * propensity * ungated
