"""What an artisan sees of those who were trained, by ties alone (ODD 7.1)."""

from diffusion.kernels import laws
from diffusion.kernels.arrays import Bools
from diffusion.kernels.jit import inner
from diffusion.kernels.parameters import Parameters
from diffusion.kernels.state import Ties


@inner
def knowledge_seen(trained: Bools, ties: Ties, parameters: Parameters, ego: int) -> float:
    """Exposure to trained alters, whether they adopt or not.

    Parameters
    ----------
    trained : bool [N]
    ties : Ties
        Where every strength is 1, `strength` and `total` may be empty.
    parameters : Parameters
    ego : int

    Returns
    -------
    float
        Share of the strength of the ties; their sum where `is_sum`.
    """
    seen = 0
    for tie in range(ties.start[ego], ties.start[ego + 1]):
        if trained[ties.alter[tie]]:
            seen += strength_of(ties, tie)
    if ties.total.size > 0:
        total = float(ties.total[ego])
    else:
        total = float(ties.start[ego + 1] - ties.start[ego]) * laws.WHOLE
    return float(seen) / laws.divisor(total, parameters.is_sum)


@inner
def strength_of(ties: Ties, tie: int) -> int:
    """Strength of a tie in billionths; whole where all are, so that none is written."""
    return int(ties.strength[tie]) if ties.strength.size > 0 else laws.WHOLE
