"""What a household earns and spends in a month, whole rupiah (ODD 7.7)."""

import math

from diffusion.kernels.jit import inlined


@inlined
def profit(
    old_pieces: int, old_margin: int, sales: int, new_pieces: int, new_unit_cost: int
) -> int:
    """Net income of a month of pottery, rupiah.

        old (price - unit cost) + sales - new unit cost of the new kind

    `old_margin` is what an old piece brings above its cost, `sales` what the new pieces brought.
    """
    return old_pieces * old_margin + sales - new_pieces * new_unit_cost


@inlined
def relative_advantage(previous: float, profit: int, usual: int, weight: float) -> float:
    """Smoothed gain over the usual profit, as a share of it (of Rp 1 at least).

    (1 - s) advantage + s (profit - usual) / max(1, usual)
    """
    now = (profit - usual) / max(1, usual)
    return (1.0 - weight) * previous + weight * now


@inlined
def consumption(cash: int, need: int, income: int, extra_share: float) -> int:
    """Rupiah a household spends: its need and part of what is above, as far as cash goes.

    min(cash, need + floor(extra max(0, income - need)))
    """
    return min(cash, need + math.floor(extra_share * max(0, income - need)))
