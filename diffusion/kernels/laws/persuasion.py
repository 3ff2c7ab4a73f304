"""How one who knows of the innovation comes to favour it (ODD 7.3).

The second stage of Rogers (2003, chapter 5), driven by favourable alters and by words.
"""

from diffusion.kernels.jit import inlined


@inlined
def persuasion_rate(
    gate: float,
    spontaneous: float,
    social: float,
    favourable: float,
    verbal: float,
    persuasion: float,
) -> float:
    """Rate from knowing to favouring, per month: g_V (rho0 + rho_x X[Pf] + rho_p words).

    `favourable` is the exposure X[Pf] to those who favour it, 0 to 1; `persuasion` the words of
    this month's activities; `gate` the value gate.
    """
    return gate * (spontaneous + social * favourable + verbal * persuasion)
