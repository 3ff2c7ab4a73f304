"""How names and numbers are written in a figure of a sweep."""

import textwrap
from typing import Any

import numpy as np

from diffusion.plotting.sweeps.facts import design_of
from diffusion.sweeps.read import Sweep


def words(name: str, width: int | None = None) -> str:
    """Write a name without its underscores, in lines of at most `width` letters."""
    spaced = name.replace("_", " ")
    return spaced if width is None else textwrap.fill(spaced, width, break_long_words=False)


def spoken(sweep: Sweep, outcome: str) -> str:
    """Say an outcome and its month in words."""
    name, _, record = outcome.rpartition("_")
    if name in design_of(sweep).outcomes and record.isdigit():
        return f"{words(name)}, month {record}"
    return words(outcome)


def level_name(level: Any) -> str:
    """Write a level under its place."""
    if isinstance(level, bool | np.bool_):
        return str(level).lower()
    if isinstance(level, str):
        return textwrap.fill(textwrap.shorten(level, 40, placeholder=" ..."), 14)
    return f"{level:,.10g}"


def short(value: float) -> str:
    """Write a value of a sampled factor with three figures."""
    if abs(value) < 1000:
        return f"{value:.3g}"
    return f"{float(f'{value:.3g}'):,.0f}"


def span(low: float, high: float) -> str:
    """Write a range of a sampled factor."""
    return short(low) if low == high else f"{short(low)} to {short(high)}"


def number(value: float, largest: float, sign: str = "") -> str:
    """Write a mean with three figures of the largest beside it; nothing where there is none."""
    if np.isnan(value):
        return ""
    size = abs(largest)
    decimals = 0 if size == 0 else int(np.clip(2 - np.floor(np.log10(size)), 0, 6))
    return f"{value:{sign},.{decimals}f}"
