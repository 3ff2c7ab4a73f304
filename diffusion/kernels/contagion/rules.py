"""The rule of the two-state chain: the chance to adopt, the chance to stop, the threshold."""

import math

from diffusion.kernels import laws
from diffusion.kernels.jit import inner
from diffusion.kernels.parameters import Parameters

MOST_ALTERS = 2**30
"""More alters than anybody has: a threshold that asks for so many is never met."""


@inner
def adoption_chance(
    parameters: Parameters, gates: float, alpha: float, threshold: float, exposure: float
) -> float:
    """Chance to adopt in one substep, 0 to 1 (ODD 7.4 and 8).

    Parameters
    ----------
    parameters : Parameters
    gates : float
        Share of the decision rate that gets through, 0 to 1.
    alpha : float
        Rate without exposure, before the gates, per month.
    threshold : float
        Exposure needed, where the response is a threshold.
    exposure : float
        To adopting alters.

    Returns
    -------
    float
        The lesser of the rate and its chance: `laws.happens` asks for a draw below both.
    """
    response = laws.response(
        exposure,
        parameters.response,
        parameters.hill_exponent,
        parameters.hill_midpoint,
        threshold,
    )
    rate = gates * laws.ungated_rate(alpha, parameters.beta, response) / parameters.substeps
    return min(rate, laws.chance(rate))


@inner
def recovery_chance(parameters: Parameters) -> float:
    """Chance to stop using the innovation in one substep, 0 to 1 (ODD 8)."""
    return parameters.exit_hazard


@inner
def alters_needed(threshold: float, whole: float) -> int:
    """Fewest adopting alters with which the exposure reaches a threshold, at least 1.

    Parameters
    ----------
    threshold : float
        Exposure needed, at least 0.
    whole : float
        What the number of adopting alters is divided by to give the exposure.

    Returns
    -------
    int
        `MOST_ALTERS` where no number of alters is enough.
    """
    if threshold * whole >= MOST_ALTERS:
        return MOST_ALTERS
    # The product may be rounded; the quotient is what the response compares.
    needed = max(1, math.ceil(threshold * whole))
    while needed > 1 and laws.reaches((needed - 1) / whole, threshold):
        needed -= 1
    while not laws.reaches(needed / whole, threshold):
        needed += 1
    return needed
