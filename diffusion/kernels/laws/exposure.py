"""What an artisan sees of those who are tied to him or her (ODD 7.1).

Exposure is the share of the strength of one's ties that leads to adopters (Valente 1996, Social
Networks 18: 69-89). Its response may be linear, a threshold (Granovetter 1978, American Journal
of Sociology 83: 1420-1443), or of Hill's form, in which several adopters count for more than
their number (complex contagion: Centola and Macy 2007, American Journal of Sociology 113:
702-734).

Strengths are whole numbers of billionths, and whatever multiplies one rounds it to such a number.
So every sum of strengths is exact, in any order (docs/decisions/0022-at-the-threshold.md).
"""

import math

from diffusion.kernels.jit import inlined
from diffusion.kernels.laws.chances import power, reaches

LINEAR, HILL, THRESHOLD = range(3)
"""Forms of the response to exposure."""


WHOLE = 1_000_000_000
"""A strength of 1, in billionths."""


@inlined
def in_billionths(strength: float) -> int:
    """Nearest whole number of billionths, halves up."""
    return math.floor(strength * WHOLE + 0.5)


@inlined
def multiplied(strength: int, factor: float) -> int:
    """Strength times a factor of at least 0, both strengths in billionths, halves up."""
    return int(strength) if factor == 1.0 else math.floor(strength * factor + 0.5)


@inlined
def stronger(strength: int, share: float) -> int:
    """Strength after it grew by a share of what it lacks of 1: w + a (1 - w), in billionths."""
    return math.floor(strength + share * (WHOLE - strength) + 0.5)


@inlined
def mate_strength(group_weight: float, cohesion: float, n_members: int) -> float:
    """Strength of the tie of a member to each other member: Gam c / (n - 1), not rounded.

    The association is one more tie of strength Gam c, shared among the other members.
    """
    return group_weight * cohesion / max(1, n_members - 1)


@inlined
def with_mates(seen: float, mate: float, members: float, own: float) -> float:
    """Sum over the ties, and over the other members: sum_j w_j z_j + w_mate (sum_m z_m - z).

    `seen` is the sum over the ties, `members` that of z over all members, `own` the artisan's z,
    all in billionths; `mate` is the strength of the tie to each member.
    """
    return seen + mate * (members - own)


@inlined
def weight_shown(influence: float) -> float:
    """Factor by which a tie to one with influence i counts: 1 + i."""
    return 1.0 + influence


@inlined
def influence(weight: float, contact: float, voice: float) -> float:
    """How much more an adopter is seen in the next month: i = max(s (contact - 1), voice).

    `contact` is that of an ambassador, 1 for all others, and `voice` what an opinion leader was
    won over to lend: co-optation, a tactic of Netting, Kettner and McMurtry, Social Work Macro
    Practice; the law is the model's own.
    """
    return max(weight * (contact - 1.0), voice)


@inlined
def divisor(strength: float, is_sum: bool) -> float:
    """Divide sums over the ties by this: the strength of all ties; that of one for a plain sum.

    All are in billionths. It is that of one too where there are no ties: X is then 0.
    """
    return float(WHOLE) if is_sum or strength == 0.0 else strength


@inlined
def mean_of_adopting(weighted: float, adopting: float) -> float:
    """Mean of a trait over the adopting alters: sum w A z / sum w A, 0 without any."""
    return weighted / adopting if adopting > 0.0 else 0.0


@inlined
def response(
    exposure: float, form: int, hill_exponent: float, hill_midpoint: float, threshold: float
) -> float:
    """Answer to exposure: phi(x).

    linear     x
    hill       x^n (1 + x0^n) / (x^n + x0^n), which is 0 at 0 and 1 at 1
    threshold  1 if x is at least the artisan's threshold (`reaches`), else 0
    """
    if form == LINEAR:
        return exposure
    if form == THRESHOLD:
        return 1.0 if reaches(exposure, threshold) else 0.0
    if exposure == 0.0:
        return 0.0
    raised, midpoint = power(exposure, hill_exponent), power(hill_midpoint, hill_exponent)
    return raised * (1.0 + midpoint) / (raised + midpoint)
