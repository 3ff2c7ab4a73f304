"""What a household makes, to order, and how much of it is good (ODD 7.7).

Pieces are whole numbers of one month.
"""

import math

from diffusion.kernels.elementary import exp
from diffusion.kernels.jit import inlined


@inlined
def workmanship(
    skill: float, taste_weight: float, taste: float, finishing_weight: float, finishing: float
) -> float:
    """Weigh what makes a piece good: k + w_t taste + w_f finishing, each 0 to 1."""
    return skill + taste_weight * taste + finishing_weight * finishing


@inlined
def acceptance(workmanship: float, standard: float, spread: float) -> float:
    """Share of pieces that meet the standard: logistic, 1 / (1 + exp(-(k - k*) / s_k)).

    k is the workmanship, k* the standard at which half is accepted, s_k the spread.
    """
    return 1.0 / (1.0 + exp(-(workmanship - standard) / spread))


@inlined
def planned_pieces(share: float, full_capacity: int) -> int:
    """Pieces of the new kind in a month at a share of full capacity: floor(share F)."""
    return math.floor(share * full_capacity)


@inlined
def pieces_to_make(capacity: int, all_capacity: int, ordered: int, local_share: int) -> int:
    """Pieces made to order: a share of the orders and one of the local market, within capacity."""
    if ordered >= all_capacity:
        return capacity
    from_orders = ordered * capacity // all_capacity
    return min(capacity, from_orders + local_share)


@inlined
def good_pieces(pieces: int, is_bad_firing: bool) -> int:
    """Pieces left after the firing: a bad one loses half."""
    return pieces // 2 if is_bad_firing else pieces


@inlined
def accepted_pieces(good: int, share: float, draw: float) -> int:
    """Pieces that meet the standard: floor(good share + draw), at most all."""
    return min(good, math.floor(good * share + draw))


@inlined
def local_sales(pieces: int, fine: int, price: int, fine_price: int) -> int:
    """Rupiah that pieces bring locally, those up to standard (`fine`) at a price of their own."""
    return fine * fine_price + (pieces - fine) * price


@inlined
def traditional_pieces(new_pieces: int, new_full: int, old_full: int) -> int:
    """Pieces of the old kind made with what capacity is left, rounded to the nearest."""
    return (2 * (new_full - new_pieces) * old_full + new_full) // (2 * new_full)


@inlined
def rained_on(pieces: int, factor: float) -> int:
    """Pieces that can be made of `pieces` in a rainy month: floor(factor pieces)."""
    return math.floor(factor * pieces)
