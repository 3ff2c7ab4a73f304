"""Says before a long simulation how long it may take, and what makes it shorter."""

from diffusion.i18n.words import Words
from diffusion.reporting.terminal import note

A_MINUTE = 200_000_000
"""Months of single artisans that a processor lives in about a minute (benchmarks/scale.py)."""


def tell_if_long(say: Words, n_artisans: int, n_programmes: int, *, runs: int, months: int) -> None:
    """Say so on standard error where one processor would need more than a minute."""
    work = n_artisans * n_programmes * runs * months
    if work > A_MINUTE:
        text = say(
            "line.long", million=say.number(work / 1e6, 0), minutes=say.number(work / A_MINUTE, 0)
        )
        note(text)
