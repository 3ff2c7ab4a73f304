"""How the skill of the new craft is learnt and lost (ODD 7.7).

Learning by doing, and from those who already do it; levels are 0 to 1.
"""

from diffusion.kernels.jit import inlined


@inlined
def skill_after(
    skill: float,
    practice: float,
    learning: float,
    peers: float,
    peer_skill: float,
    forgetting: float,
    lasting: float,
) -> float:
    """Skill after a month, at most 1.

        k + lk practice (1 - k) + xi max(0, peer skill - k) - fg max(0, k - lasting) [no practice]

    `practice` is the share of capacity used, `peers` the share xi of the distance to the adopting
    alters that is learnt, 0 without such alters.
    """
    gain = learning * practice * (1.0 - skill)
    copied = peers * max(0.0, peer_skill - skill)
    lost = forgetting * max(0.0, skill - lasting) if practice == 0.0 else 0.0
    return min(1.0, skill + gain + copied - lost)
