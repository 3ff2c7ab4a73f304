"""How names and numbers are written in a figure of a sweep."""

from typing import Any

import numpy as np

from diffusion.i18n.words import Words, catalogue
from diffusion.plotting.frame import in_lines
from diffusion.plotting.sweeps.facts import has_labels, path_of
from diffusion.plotting.sweeps.naming import unit_of_path, words
from diffusion.results.barriers import BARRIERS
from diffusion.results.indicators import INDICATORS
from diffusion.results.labels import RUPIAH, SHARE, unit_of
from diffusion.sweeps.read import Sweep

_REASONS = {barrier.indicator: barrier.name for barrier in BARRIERS}
_UNITS = {
    "mean_income": RUPIAH,
    "bad_loan_share": "level",
    "reach_of_poor": "level",
    "discontinued_share": "level",
    "month_of_half": "months",
    "adopter_months": "artisan_months",
    SHARE: "level",
}
"""Units by the names of outcomes, where `unit_of` does not know them, or says them otherwise."""

_LEVEL_LETTERS = 40
_LEVEL_WIDTH = 14


def factor_label(sweep: Sweep, factor: str, say: Words) -> str:
    """Name a factor with its unit, where the model says one."""
    unit = RUPIAH if factor == "budget" else unit_of_path(path_of(sweep, factor))
    unit = "" if has_labels(sweep, factor) else unit
    return _with_unit(words(sweep, factor, say), unit, say)


def outcome_label(sweep: Sweep, outcome: str, say: Words) -> str:
    """Name an outcome in plain words with its unit, and its month if it is of one."""
    name, _, record = outcome.rpartition("_")
    is_of_month = name in sweep.design.outcomes and record.isdigit()
    name = name if is_of_month else outcome
    if f"measure.{name}" not in catalogue() and name in _REASONS:
        what = say(f"reason.{_REASONS[name]}")
    else:
        what = say.name("measure", name)
    if is_of_month:
        what = say("say.at_month", measure=what, month=record)
    unit = _UNITS.get(name, "artisans" if name in INDICATORS else unit_of(name))
    return _with_unit(what, _UNITS.get(unit, unit), say)


def level_name(level: Any, say: Words) -> str:
    """Write a level under its place."""
    if isinstance(level, bool | np.bool_):
        return say("say.yes" if level else "say.no")
    if isinstance(level, str):
        level = say.spelled("level", level) if f"level.{level}" in catalogue() else level
        cut = level if len(level) <= _LEVEL_LETTERS else f"{level[: _LEVEL_LETTERS - 4]} ..."
        return in_lines(cut, _LEVEL_WIDTH)
    return say.marked(f"{level:,.10g}")


def short(value: float, say: Words) -> str:
    """Write a value of a sampled factor with three figures."""
    return say.figures(value)


def span(low: float, high: float, say: Words) -> str:
    """Write a range of a sampled factor."""
    ends = short(low, say), short(high, say)
    return ends[0] if low == high else say.span(*ends)


def number(value: float, largest: float, say: Words, sign: str = "") -> str:
    """Write a mean with three figures of the largest beside it; nothing where there is none."""
    if np.isnan(value):
        return ""
    size = abs(largest)
    decimals = 0 if size == 0 else min(int(2 - np.floor(np.log10(size))), 6)  # noqa: TID251
    rounded = round(float(value), decimals)
    return say.formatted(rounded, f"{sign},.{max(decimals, 0)}f")


def share(low: float, high: float, say: Words) -> str:
    """Write shares of 1, of which these are the least and the largest, as percentages."""
    ends = f"{100 * low:.0f}", f"{100 * high:.0f}"
    return f"{ends[0] if ends[0] == ends[1] else say.span(*ends)} %"


def _with_unit(what: str, unit: str, say: Words) -> str:
    if not unit:
        return what
    return say("say.with_unit", what=what, unit=say(f"unit.{unit}"))
