"""Tables and numbers in a terminal, as each language writes them."""

import math
from collections.abc import Sequence

from diffusion.i18n.words import Words
from diffusion.reporting.console.listing import Heading, Listing
from diffusion.reporting.terminal import note, out
from diffusion.results.observed import observed_said
from diffusion.scenario.community import Community
from diffusion.scenario.tactics import TACTICS

_BELONGS = ("band", "interval", "share_of_them")
"""Columns that say more of the one before."""


def table_of(say: Words, *keys: str, title: str | None = None, n_keys: int = 1) -> Listing:
    """Make a table with the named headings."""
    return headed(say, *(say(f"column.{key}") for key in keys), title=title, n_keys=n_keys)


def headed(say: Words, *headings: str, title: str | None = None, n_keys: int = 1) -> Listing:
    """Make a table with headings that are written out."""
    belongs = {say(f"column.{key}") for key in _BELONGS}
    columns = [Heading(text, text in belongs) for text in headings]
    return Listing(columns, title=title, n_keys=n_keys)


def thousands(say: Words, value: float | None) -> str:
    """Write rupiah in thousands."""
    return say.formatted(None if value is None else value / 1000, ",.0f")


def one_decimal(say: Words, value: float | None) -> str:
    """Write a number with one decimal."""
    return say.formatted(value, ".1f")


def band_of(say: Words, low: float, high: float, n_runs: int) -> str:
    """Write a band of single histories without decimals; nothing where there is but one."""
    return span(say, low, high, ".0f") if n_runs > 1 else ""


def span(say: Words, low: float, high: float, form: str) -> str:
    """Write a band or an interval: 1.0 to 2.5."""
    return say("column.span", low=say.formatted(low, form), high=say.formatted(high, form))


def interval(say: Words, low: float, high: float, form: str) -> str:
    """Write an interval; nothing where it is not known."""
    return "" if math.isnan(low) or math.isnan(high) else span(say, low, high, form)


def change_interval(say: Words, low: float, high: float, decimals: int) -> str:
    """Write the interval of a difference; an end that is not 0 is not shown as 0."""
    if math.isnan(low) or math.isnan(high):
        return ""
    ends = (say.change(end, decimals).removeprefix("+") for end in (low, high))
    return say("column.span", **dict(zip(("low", "high"), ends, strict=True)))


def print_caveats(
    community: Community, n_runs: str, random_seed: int, parameters: str, say: Words
) -> None:
    """Say how the numbers came about, what they leave open, and which modules are off."""
    modules = community.file.modules
    idle = sorted(
        say.name("tactic", name)
        for name, tactic in TACTICS.items()
        if not all(map(modules.is_on, tactic.acts_on))
    )
    off = ", ".join(say.spelled("module", module) for module in modules.off)
    made = say("line.made", n_runs=n_runs, random_seed=random_seed, parameters=parameters)
    out.print(made)
    if community.file.made_up:
        out.print(say("observed.made_up"))
    if written := community.settings_written:
        out.print(say("text.settings", listed=written))
    out.print(say("line.uncertainty"), say("line.off", modules=off), sep="\n")
    if idle:
        out.print(say("line.idle", activities=", ".join(idle)))


def print_observed(community: Community, n_months: int, say: Words) -> None:
    """Say what was observed in the months simulated, if anything was."""
    if said := observed_said(community, n_months, say):
        out.print(*said, "")


def say_budgets(budgets: Sequence[int], say: Words) -> None:
    """Say how the budget that a person wrote was understood."""
    if budgets:
        note(say("line.budget", budget=say.listed([say.rupiah(one) for one in budgets])))
