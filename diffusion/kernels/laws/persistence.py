"""How a trial begins, is confirmed or given up (ODD 7.5).

Confirmation, discontinuance and re-adoption are stages of Rogers (2003, chapter 5); the rates
are the model's own.
"""

from diffusion.kernels.elementary import exp
from diffusion.kernels.jit import inlined


@inlined
def can_begin(cash: int, cost: int, buffer: int) -> bool:
    """Tell whether a household can pay the entry cost and keep its buffer, all rupiah."""
    return cash >= cost + buffer


@inlined
def confirmation_rate(rate: float, self_efficacy: float) -> float:
    """Rate from trial to confirmed, per month: chi e."""
    return rate * self_efficacy


@inlined
def discontinuance_rate(
    base: float,
    by_efficacy: float,
    self_efficacy: float,
    by_advantage: float,
    advantage: float,
    by_exposure: float,
    exposure: float,
) -> float:
    """Rate of giving up, per month: d0 exp(-d_e (e - .5) - d_u clip(u, -1, 1) - d_s X)."""
    clipped = min(1.0, max(-1.0, advantage))
    return base * exp(
        -by_efficacy * (self_efficacy - 0.5) - by_advantage * clipped - by_exposure * exposure
    )


@inlined
def highest_discontinuance_rate(base: float, by_efficacy: float, by_advantage: float) -> float:
    """Bound that `discontinuance_rate` never passes: no efficacy, the worst loss, no exposure.

    A millionth above, so that no rounding of the exponential can pass it.
    """
    return 1.000001 * base * exp(0.5 * by_efficacy + by_advantage)


@inlined
def readoption_rate(factor: float, decision_rate: float) -> float:
    """Rate of deciding again after giving up, per month: a share of the decision rate."""
    return factor * decision_rate


@inlined
def discontinuance_on_trial(factor: float, discontinuance_rate: float) -> float:
    """Rate of giving up while still trying, per month: a multiple of the rate once confirmed."""
    return discontinuance_rate * factor
