"""What the officers of the association bring about (ODD 7.15).

The model's own rules; competence and weights are 0 to 1. An office that nobody holds has
competence 0.
"""

from diffusion.kernels.jit import inlined
from diffusion.kernels.laws.chances import weighted


@inlined
def self_reliance_used(self_reliance: float, weight: float, share_filled: float) -> float:
    """Self-reliance of a function as far as its offices are held: R_k W(w, share held)."""
    return self_reliance * weighted(weight, share_filled)


@inlined
def dealings(
    office_weight: float, presence: float, books_weight: float, administration: float
) -> float:
    """Factor by which agencies deal with the association: W(w, F_agencies) W(g, q)."""
    return weighted(office_weight, presence) * weighted(books_weight, administration)


@inlined
def unchecked(oversight: float, competence: float) -> float:
    """Part of slips and leakage that treasurer and supervision let pass: 1 - o c."""
    return 1.0 - oversight * competence


@inlined
def opening_rate(rate: float, competence: float, open_chance: float) -> float:
    """Rate at which the marketing section opens a new channel, per month: rate c chance."""
    return rate * competence * open_chance


@inlined
def cost_shared(share: float, competence: float) -> float:
    """Part of the entry cost that members save by the moulds the business section shares: m c."""
    return share * competence


@inlined
def skill_shared(skill: float, share: float, competence: float, of_adopters: float) -> float:
    """Skill after a meeting at which the business section shows: k + s c max(0, k_adopters - k)."""
    return skill + share * competence * max(0.0, of_adopters - skill)
