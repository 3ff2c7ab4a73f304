"""How the unaware hear of the innovation (ODD 7.2).

A rate from outside and one by contact, as Bass (1969, Management Science 15: 215-227) has them
for adoption; here they move awareness, the first stage of Rogers' innovation-decision process
(Rogers 2003, Diffusion of Innovations, fifth edition, chapter 5).
"""

import math

from diffusion.kernels.jit import compiled


@compiled
def contact_rate(strength: float, contact: float, rate: float) -> float:
    """Rate of hearing from one alter, per month: w (contact a).

    `contact` multiplies the rate `a` of an adopter who is an ambassador; it is 1 for all others.
    """
    return strength * (contact * rate)


@compiled
def nearness(squared_km: float, radius_km: float, length_km: float) -> float:
    """How much one sees of a household at a distance d: exp(-d / l) inside the radius, else 0.

    All lengths are km.
    """
    distance = math.sqrt(squared_km)
    if distance >= radius_km:
        return 0.0
    return math.exp(-distance / length_km)


@compiled
def awareness_rate(broadcast: float, heard: float, proximity: float, near: float) -> float:
    """Rate of hearing of the innovation, per month: mu + sum of contacts + zeta sum of nearness."""
    return broadcast + heard + proximity * near
