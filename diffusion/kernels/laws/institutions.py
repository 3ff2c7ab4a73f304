"""How institutions are moved, and what they give (ODD 7.12)."""

import math

from diffusion.kernels.jit import inlined


@inlined
def credibility_after(credibility: float, gain: float) -> float:
    """Facilitator's credibility after a lobbying, at most 1: cr + gain."""
    return min(1.0, credibility + gain)


@inlined
def grant_chance(
    floor: float, by_commitment: float, commitment: float, recommendation: float
) -> float:
    """Chance that a proposal succeeds: floor + slope B (+ a recommendation)."""
    return floor + by_commitment * commitment + recommendation


@inlined
def proposal_quality(participation: float, administration: float) -> float:
    """Quality of a proposal, 0 to 1: (part + q) / 2.

    It is the better the more those who ask wrote it themselves, and keep their books.
    """
    return 0.5 * (participation + administration)


@inlined
def commitment_unreported(commitment: float, at_first: float, fading: float) -> float:
    """Lower a commitment after a month without a report: B - fading max(0, B - B0)."""
    return commitment - fading * max(0.0, commitment - at_first)


@inlined
def grant_to_fund(share: float, grant: int) -> int:
    """Rupiah of a grant that enter the association's fund: floor(share grant)."""
    return math.floor(share * grant)


@inlined
def commitment_after_petition(commitment: float, left: float) -> float:
    """Lower the commitment of the institutions after a petition: B left."""
    return commitment * left
