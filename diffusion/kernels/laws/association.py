"""How the association meets and holds together (ODD 7.8).

The model's own rules; cohesion c, presence F and attendance are 0 to 1.
"""

from diffusion.kernels.jit import inlined
from diffusion.kernels.laws.chances import either, towards_one


@inlined
def raised_by(floor: float, slope: float, level: float) -> float:
    """Chance that grows with a level: of a meeting with F, of attendance with c."""
    return floor + slope * level


@inlined
def join_chance(usual: float, by_competence: float, competence: float) -> float:
    """Chance to join at the founding: the usual one, or persuaded by what was taught of it.

    1 - (1 - usual)(1 - j competence)
    """
    return either(usual, by_competence * competence)


@inlined
def cohesion_after_meeting(cohesion: float, gain: float, attendance: float) -> float:
    """Cohesion after a meeting that was held: c + gain attendance (1 - c)."""
    return towards_one(cohesion, gain * attendance)


@inlined
def cohesion_after_loss(cohesion: float, loss: float) -> float:
    """Cohesion after a meeting that was missed, or a loan that was lost: c (1 - loss)."""
    return cohesion * (1.0 - loss)
