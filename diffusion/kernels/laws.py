"""The equations of the model, each once: small functions of plain numbers.

Every hazard is a rate per month; `chance` turns it into the probability of one month. Only
math.exp, math.log and float powers are used: these give the same bits compiled and in plain
Python. Equation numbers are those of section 7 of a community's ODD.md.
"""

import math

from diffusion.kernels.jit import compiled

LINEAR, HILL, THRESHOLD = range(3)
"""Forms of the response to exposure."""


@compiled
def chance(rate: float) -> float:
    """Probability that an event of this rate happens within the month: 1 - exp(-rate)."""
    if rate == 0.0:
        return 0.0
    return 1.0 - math.exp(-rate)


@compiled
def either(one: float, other: float) -> float:
    """Chance that at least one of two independent events happens.

    For chances of the rates a and b it is that of the rate a + b, without an exponential.
    """
    return one + other - one * other


@compiled
def happens(draw: float, rate: float) -> bool:
    """Tell whether an event of this rate happens within the month: draw below `chance(rate)`.

    That chance is never above the rate itself, so most draws need no exponential.
    """
    return draw < rate and draw < chance(rate)


@compiled
def power(base: float, exponent: float) -> float:
    """Raise to a power; the usual exponents 1 and 2 without the library's slow function."""
    if exponent == 1.0:
        return base
    if exponent == 2.0:
        return base * base
    return base**exponent


@compiled
def response(
    exposure: float, form: int, hill_exponent: float, hill_midpoint: float, threshold: float
) -> float:
    """Answer to exposure, 7.1: linear, Hill (0 at 0 and 1 at 1), or all at a threshold."""
    if form == LINEAR:
        return exposure
    if form == THRESHOLD:
        return 1.0 if exposure >= threshold else 0.0
    if exposure == 0.0:
        return 0.0
    raised, midpoint = power(exposure, hill_exponent), power(hill_midpoint, hill_exponent)
    return raised * (1.0 + midpoint) / (raised + midpoint)


@compiled
def nearness(squared_km: float, radius_km: float, length_km: float) -> float:
    """How much one sees of a household at this distance, 7.2: exp(-d/l) inside the radius."""
    distance = math.sqrt(squared_km)
    if distance >= radius_km:
        return 0.0
    return math.exp(-distance / length_km)


@compiled
def is_tolerable(value_fit: float, misfit_tolerance: float) -> bool:
    """Tell whether an innovation is within what one's values bear, 7.4: m at most tauV."""
    return 1.0 - value_fit <= misfit_tolerance


@compiled
def value_gate(value_fit: float, misfit_tolerance: float, exponent: float) -> float:
    """Value fit as a factor of a rate, 7.4: (1 - m)^etaV, and 0 for a misfit m beyond tauV."""
    if not is_tolerable(value_fit, misfit_tolerance):
        return 0.0
    return power(value_fit, exponent)


@compiled
def persuasion_rate(
    gate: float,
    spontaneous: float,
    social: float,
    favourable: float,
    verbal: float,
    persuasion: float,
) -> float:
    """Rate from knowing to favouring, 7.3: g_V (rho0 + rho_x X[Pf] + rho_p P)."""
    return gate * (spontaneous + social * favourable + verbal * persuasion)


@compiled
def entry_cost_left(entry_cost: int, subsidy: int) -> int:
    """Entry cost after subsidies, rupiah, 7.4."""
    return max(0, entry_cost - subsidy)


@compiled
def sacrifice(
    cost: int, learning_months: float, trial_share: float, traditional_income: int, skill: float
) -> float:
    """Money paid and income forgone while learning, rupiah, 7.4: Cout + H_l z_T pi0 (1 - k)."""
    return cost + learning_months * trial_share * traditional_income * (1.0 - skill)


@compiled
def means(
    planning_months: float, income: int, protected_share: float, need: int, cash: int
) -> float:
    """Money a household can bring up, rupiah, 7.4: H max(0, inc - .8 need) + cash, at least 1.

    `cash` counts what the association would lend.
    """
    return max(1.0, planning_months * max(0.0, income - protected_share * need) + cash)


@compiled
def advantage_gate(slope: float, peer_advantage: float) -> float:
    """Adopting alters' gain as a factor of the decision, 7.4: 1 + a_u u, kept within 0 and 1."""
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
    """Share of the decision rate that gets through, 7.4: g_E g_V g_C g_A, at most 1.

    `gate` is the value gate, `advantage` the advantage gate.
    """
    efficacy_gate = power(self_efficacy, efficacy_exponent)
    cost_gate = math.exp(-cost_exponent * max(cost_burden, 0.0))
    return efficacy_gate * gate * cost_gate * advantage


@compiled
def gated_rate(gates: float, alpha: float, social: float) -> float:
    """Rate from favouring to deciding, 7.4, behind gates that are multiplied already."""
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
    """Rate from favouring to deciding, 7.4: g_E g_V g_C g_A (alpha + beta phi).

    `gate` is the value gate, `advantage` the advantage gate, `social` beta times the response.
    No gate is above 1, so the rate is at most alpha + social.
    """
    gates = decision_gates(
        self_efficacy, efficacy_exponent, gate, cost_burden, cost_exponent, advantage
    )
    return gated_rate(gates, alpha, social)


@compiled
def discontinuance_rate(
    base: float,
    by_efficacy: float,
    self_efficacy: float,
    by_advantage: float,
    advantage: float,
    by_exposure: float,
    exposure: float,
) -> float:
    """Rate of giving up, 7.5: d0 exp(-d_e (e - .5) - d_u clip(u, -1, 1) - d_s X)."""
    clipped = min(1.0, max(-1.0, advantage))
    return base * math.exp(
        -by_efficacy * (self_efficacy - 0.5) - by_advantage * clipped - by_exposure * exposure
    )


@compiled
def highest_discontinuance_rate(base: float, by_efficacy: float, by_advantage: float) -> float:
    """Bound that `discontinuance_rate` never passes: no efficacy, the worst loss, no exposure.

    A millionth above, so that no rounding of the exponential can pass it.
    """
    return 1.000001 * base * math.exp(0.5 * by_efficacy + by_advantage)


@compiled
def towards_one(level: float, share: float) -> float:
    """Rise of a level between 0 and 1 by a share of what is missing: x + a (1 - x)."""
    return level + share * (1.0 - level)


@compiled
def efficacy_base(
    base: float,
    mastery: float,
    setback: float,
    models: float,
    mastery_lasting: float,
    vicarious_lasting: float,
) -> float:
    """Keep what stays of experience, 7.6.

    `mastery`, `setback` and `models` are chances 1 - exp(-weight x input): own success, own
    failure, and models seen.
    """
    moved = base + mastery_lasting * mastery * (1.0 - base) - mastery_lasting * setback * base
    return towards_one(moved, vicarious_lasting * models)


@compiled
def self_efficacy(level: float, raised: float, lowered: float, base: float, decay: float) -> float:
    """Belief in own ability after a month, 7.6: moved by what was met, then drawn to the base.

    `raised` and `lowered` are the chances 1 - exp(-pos) and 1 - exp(-neg).
    """
    moved = level + raised * (1.0 - level) - lowered * level
    return (1.0 - decay) * moved + decay * base


@compiled
def skill_after(
    skill: float,
    practice: float,
    learning: float,
    peers: float,
    peer_skill: float,
    forgetting: float,
    lasting: float,
) -> float:
    """Skill after a month, at most 1, 7.7.

    `practice` is the share of capacity used, `peers` the share of the distance to the adopting
    alters that is learnt, 0 without such alters.
    """
    gain = learning * practice * (1.0 - skill)
    copied = peers * max(0.0, peer_skill - skill)
    lost = forgetting * max(0.0, skill - lasting) if practice == 0.0 else 0.0
    return min(1.0, skill + gain + copied - lost)


@compiled
def acceptance(skill: float, standard: float, spread: float) -> float:
    """Share of pieces that meet the standard, 7.7: logistic in skill."""
    return 1.0 / (1.0 + math.exp(-(skill - standard) / spread))


@compiled
def is_mastery(acceptance: float, is_bad_firing: bool) -> bool:
    """Tell whether a month's work is a success of one's own, 7.6: most accepted, none spoilt."""
    return acceptance > 0.5 and not is_bad_firing


@compiled
def good_pieces(pieces: int, is_bad_firing: bool) -> int:
    """Pieces left after the firing, 7.7: a bad one loses half."""
    return pieces // 2 if is_bad_firing else pieces


@compiled
def planned_pieces(share: float, full_capacity: int) -> int:
    """Pieces of the new kind in a month at a share of full capacity, 7.7."""
    return math.floor(share * full_capacity)


@compiled
def traditional_pieces(new_pieces: int, new_full: int, old_full: int) -> int:
    """Pieces of the old kind made with what capacity is left, rounded to the nearest, 7.7."""
    return (2 * (new_full - new_pieces) * old_full + new_full) // (2 * new_full)


@compiled
def rained_on(pieces: int, factor: float) -> int:
    """Pieces that can be made of `pieces` in a rainy month, 7.7."""
    return math.floor(factor * pieces)


@compiled
def relative_advantage(previous: float, profit: int, usual: int, weight: float) -> float:
    """Smoothed gain over the usual profit, as a share of it (of Rp 1 at least), 7.7."""
    now = (profit - usual) / max(1, usual)
    return (1.0 - weight) * previous + weight * now


@compiled
def consumption(cash: int, need: int, income: int, extra_share: float) -> int:
    """Rupiah a household spends, 7.7: its need and part of what is above, as far as cash goes."""
    return min(cash, need + math.floor(extra_share * max(0, income - need)))


@compiled
def attendance(
    usual: float, by_commitment: float, commitment: float, usual_commitment: float, travel: float
) -> float:
    """Chance that one invited comes, 7.13: att (1 + .2 (B - .2)) less what the distance takes."""
    chance = usual * (1.0 + by_commitment * (commitment - usual_commitment)) - travel
    return min(1.0, max(0.0, chance))


@compiled
def grant_chance(
    floor: float, by_commitment: float, commitment: float, recommendation: float
) -> float:
    """Chance that a proposal succeeds, 7.12: .3 + .7 B (+ .1 if recommended)."""
    return floor + by_commitment * commitment + recommendation


@compiled
def raised_by(floor: float, slope: float, level: float) -> float:
    """Chance that grows with a level: of a meeting with F, of attendance with c, 7.8."""
    return floor + slope * level


@compiled
def slip_chance(highest: float, administration: float, cohesion: float) -> float:
    """Chance that a borrower who could pay does not, 7.9: .30 (1 - q) (1 - c)."""
    return highest * (1.0 - administration) * (1.0 - cohesion)


@compiled
def interest(owed: int, basis_points: int) -> int:
    """Interest of one month, rupiah rounded down, 7.9."""
    return owed * basis_points // 10_000


@compiled
def loan_amount(lack: int, unit: int) -> int:
    """Shortage in rupiah, rounded up to whole units, 7.9."""
    return -(-lack // unit) * unit


@compiled
def instalment(amount: int, n_months: int) -> int:
    """Principal to repay each month, rupiah rounded up, 7.9."""
    return -(-amount // n_months)


@compiled
def effort(t: int, withdrawal_month: int, taper: int) -> float:
    """Facilitator's effort in month t, 7.10: 1, then falling evenly to 0 over `taper` months."""
    late = t - withdrawal_month
    if late < 0:
        return 1.0
    if late >= taper:
        return 0.0
    return 1.0 - late / taper


@compiled
def presence(self_reliance: float, effort: float) -> float:
    """Level at which the association functions, 7.10: F = 1 - (1 - R)(1 - f)."""
    return 1.0 - (1.0 - self_reliance) * (1.0 - effort)


@compiled
def administration_after(level: float, rate: float, presence: float) -> float:
    """Quality of administration after a month, 7.10: q + r F (1 - q) - r q (1 - F)."""
    return level + rate * presence * (1.0 - level) - rate * level * (1.0 - presence)


@compiled
def self_reliance_after(
    level: float, rate: float, participation: float, unsupported: float, effort: float
) -> float:
    """Self-reliance after a month, 7.10: R + .08 part (1 - R)(.3 + .7 f)."""
    support = unsupported + (1.0 - unsupported) * effort
    return level + rate * participation * (1.0 - level) * support


@compiled
def pieces_to_make(capacity: int, all_capacity: int, ordered: int, local_share: int) -> int:
    """Pieces made to order, 7.7: a share of the orders, and one of the local market."""
    if ordered >= all_capacity:
        return capacity
    from_orders = ordered * capacity // all_capacity
    return min(capacity, from_orders + local_share)


@compiled
def accepted_pieces(good: int, share: float, draw: float) -> int:
    """Pieces that meet the standard, rounded up or down by a draw, 7.7."""
    return min(good, math.floor(good * share + draw))


@compiled
def share_of(pieces: int, taken: int, offered: int) -> int:
    """Pieces sold by one maker where all together sell `taken` of `offered`, 7.7."""
    return pieces if taken == offered else pieces * taken // offered
