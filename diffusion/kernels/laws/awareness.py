"""How the unaware hear of the innovation (ODD 7.2).

A rate from outside and one by contact, as Bass (1969, Management Science 15: 215-227) has them
for adoption; here they move awareness, the first stage of Rogers' innovation-decision process
(Rogers 2003, Diffusion of Innovations, fifth edition, chapter 5).
"""

import math

from diffusion.kernels.elementary import exp
from diffusion.kernels.jit import inlined
from diffusion.kernels.laws.exposure import WHOLE


@inlined
def contact_rate(strength: int, rate: float) -> float:
    """Rate of hearing from alters, per month: a sum w.

    `strength` is the sum of the strengths of the ties to them, in billionths, multiplied for
    an adopter by the larger of an ambassador's contact and 1 + voice, for another who knows by
    1 + voice; `rate` is that of one alter at strength 1.
    """
    return rate * (strength / WHOLE)


@inlined
def nearness(squared_km: float, radius_km: float, length_km: float) -> float:
    """How much one sees of a household at a distance d: exp(-d / l) inside the radius, else 0.

    All lengths are km.
    """
    distance = math.sqrt(squared_km)
    if distance >= radius_km:
        return 0.0
    return exp(-distance / length_km)


@inlined
def awareness_rate(broadcast: float, adopters: float, aware: float, near: float) -> float:
    """Rate of hearing of the innovation, per month: mu, and what is heard of three kinds of people.

    Each is a `contact_rate`: of adopting alters, of those who only know, of adopters next door.
    """
    return broadcast + adopters + aware + near
