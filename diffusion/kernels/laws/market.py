"""How pieces are shared out over the market, and how channels close and open (ODD 7.7, 7.11)."""

from diffusion.kernels.jit import inlined


@inlined
def share_of(pieces: int, taken: int, offered: int) -> int:
    """Pieces sold by one maker where all together sell `taken` of `offered`."""
    return pieces if taken == offered else pieces * taken // offered


@inlined
def closing_rate(rate: float, presence: float) -> float:
    """Rate at which an open channel closes, per month: nu (1 - F)."""
    return rate * (1.0 - presence)


@inlined
def reopening_rate(rate: float, self_reliance: float) -> float:
    """Rate at which a closed channel opens again, per month, by an association: nu_re R."""
    return rate * self_reliance


@inlined
def is_exhibition(t: int, month_of_year: int) -> bool:
    """Tell whether the exhibition is held in month t; `month_of_year` is that of month 0 to 11."""
    return t % 12 == month_of_year
