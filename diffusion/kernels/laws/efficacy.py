"""Belief in one's own ability, moved by four sources (ODD 7.6).

Mastery, models, words and moods are the sources of Bandura (1977, Psychological Review 84:
191-215); own experience weighs most, and only it and models last.
"""

from diffusion.kernels.jit import inlined
from diffusion.kernels.laws.chances import towards_one


@inlined
def is_mastery(acceptance: float, is_bad_firing: bool) -> bool:
    """Tell whether a month's work is a success of one's own: most accepted, none spoilt."""
    return acceptance > 0.5 and not is_bad_firing


@inlined
def efficacy_base(
    base: float,
    mastery: float,
    setback: float,
    models: float,
    mastery_lasting: float,
    vicarious_lasting: float,
) -> float:
    """Level to which self-efficacy decays, 0 to 1, after a month.

        b = base + con_M P(own) (1 - base) - con_M P(failed) base
        base = b + con_V P(seen) (1 - b)

    `mastery`, `setback` and `models` are the chances P = 1 - exp(-weight x input).
    """
    moved = base + mastery_lasting * mastery * (1.0 - base) - mastery_lasting * setback * base
    return towards_one(moved, vicarious_lasting * models)


@inlined
def self_efficacy(level: float, raised: float, lowered: float, base: float, decay: float) -> float:
    """Belief in own ability, 0 to 1, after a month: moved by what was met, then drawn to the base.

        e' = e + raised (1 - e) - lowered e;   e = (1 - d) e' + d base

    `raised` and `lowered` are the chances 1 - exp(-pos) and 1 - exp(-neg).
    """
    moved = level + raised * (1.0 - level) - lowered * level
    return (1.0 - decay) * moved + decay * base
