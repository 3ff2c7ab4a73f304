"""The association's money: loans, interest, slips, leakage; whole rupiah (ODD 7.9)."""

import math

from diffusion.kernels.jit import inlined


@inlined
def slip_chance(highest: float, administration: float, cohesion: float) -> float:
    """Chance that a borrower who could pay does not: slip (1 - q) (1 - c)."""
    return highest * (1.0 - administration) * (1.0 - cohesion)


@inlined
def interest(owed: int, basis_points: int) -> int:
    """Interest of one month, rupiah rounded down."""
    return owed * basis_points // 10_000


@inlined
def loan_amount(lack: int, unit: int) -> int:
    """Shortage in rupiah, rounded up to whole units."""
    return -(-lack // unit) * unit


@inlined
def instalment(amount: int, n_months: int) -> int:
    """Principal to repay each month, rupiah rounded up."""
    return -(-amount // n_months)


@inlined
def leakage(rate: float, administration: float, fund: int) -> int:
    """Rupiah lost from the fund in a month without a receipt: floor(rate (1 - q) fund)."""
    return math.floor(rate * (1.0 - administration) * fund)
