"""The facilitator's effort, and what is left when it ends (ODD 7.10).

Levels are 0 to 1; months are counted from 0.
"""

from diffusion.kernels.jit import inlined


@inlined
def effort(t: int, withdrawal_month: int, taper: int) -> float:
    """Facilitator's effort f in month t: 1, then falling evenly to 0 over `taper` months."""
    late = t - withdrawal_month
    if late < 0:
        return 1.0
    if late >= taper:
        return 0.0
    return 1.0 - late / taper


@inlined
def effort_kept(effort: float, promise: float, commitment: float) -> float:
    """Effort f, and at least what the village keeps up: max(f, phi_v B)."""
    return max(effort, promise * commitment)


@inlined
def presence(self_reliance: float, effort: float) -> float:
    """Level at which the association functions: F = 1 - (1 - R)(1 - f)."""
    return 1.0 - (1.0 - self_reliance) * (1.0 - effort)


@inlined
def administration_after(level: float, rate: float, presence: float, worked: float) -> float:
    """Quality of administration after a month: q + r F a (1 - q) - r q (1 - F).

    a is the part of the month's books that the officers did, 0 to 1.
    """
    return level + rate * presence * worked * (1.0 - level) - rate * level * (1.0 - presence)


@inlined
def self_reliance_after(
    level: float,
    rate: float,
    participation: float,
    unsupported: float,
    effort: float,
    able: float,
) -> float:
    """Self-reliance after a month: R + rate part (1 - R)(s + (1 - s) f) a.

    a is the part that the competence of those who see to it lets grow, 0 to 1.
    """
    support = unsupported + (1.0 - unsupported) * effort
    return level + rate * participation * (1.0 - level) * support * able
