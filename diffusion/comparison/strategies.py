"""The strategies of a comparison: programmes with names of their own, scaled to the budget."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from diffusion.catalogue.arguments import ProgrammeLike
from diffusion.catalogue.load import programme_of
from diffusion.errors import InputError, Problem
from diffusion.results.outcome import Outcome
from diffusion.scenario.budget import scale_for
from diffusion.scenario.budget_fit import BudgetFit, way_said
from diffusion.scenario.community import Community
from diffusion.scenario.programme import Price, Programme
from diffusion.util.formats import rupiah
from diffusion.util.money import in_millions

DEFAULT_REFERENCE = "campaign_then_collaboration"
"""Strategy that the others are compared with, if it is among them and no other comes first."""

STANDARD = ("campaign_only", "collaboration_only")
"""Strategies of a page or a film unless others are named."""

STANDARD_BUDGET = 8_000_000
"""Rupiah for which the standard strategies of Senik are compared unless another sum is named."""


@dataclass(frozen=True, slots=True)
class Strategy:
    """A programme, scaled to the budget if there is one, and what it led to.

    Attributes
    ----------
    name : str
    programme : Programme
        As simulated, that is after scaling.
    price : Price
        The most that it can cost.
    least : int
        Rupiah that it costs at least; as the price, where no review decides what is held.
    scaled : BudgetFit or None
        How it was scaled; None without a budget.
    outcome : Outcome or None
        None before the runs, and where the strategy is not possible at the budget.
    """

    name: str
    programme: Programme
    price: Price
    least: int
    scaled: BudgetFit | None
    outcome: Outcome | None = None

    @property
    def is_possible(self) -> bool:
        """Whether the budget, if there is one, pays for its smallest form."""
        return self.scaled is None or self.scaled.is_possible

    @property
    def expected(self) -> float | None:
        """Rupiah that the runs have cost in the mean; None before them, or if nothing is held."""
        if not self.programme.adapts:
            return float(self.price.total)
        return None if self.outcome is None else self.outcome.mean_spent

    @property
    def is_ranked(self) -> bool:
        """Whether it costs as much as the budget allows, so that it may be ranked."""
        return self.scaled is not None and self.scaled.is_equal_cost and self.price.total > 0


def strategies_of(
    community: Community,
    programmes: Sequence[ProgrammeLike],
    *,
    budget: int | None,
    with_facilitator: bool,
    fewest_possible: int = 2,
) -> tuple[Strategy, ...]:
    """Prepare strategies: find each programme, scale it to the budget, and tell copies apart.

    Parameters
    ----------
    community
    programmes
        Names, files or programmes.
    budget
        Rupiah; None: each programme as it is written.
    with_facilitator
        Whether the budget pays for the organisation's person-days too.
    fewest_possible
        How many of those asked for must be possible at the budget.

    Raises
    ------
    InputError
        If a programme is not there or does not fit, if there is none, or if at this budget
        too few are possible, or none that does anything.
    """
    chosen = [programme_of(community, programme) for programme in programmes]
    if not chosen:
        raise InputError(Problem("programmes", "", "at least one programme", "none"))
    prepared: list[Strategy] = []
    for programme in chosen:
        n_earlier = sum(1 for other in prepared if other.name.split(" (")[0] == programme.name)
        name = f"{programme.name} ({n_earlier + 1})" if n_earlier else programme.name
        scaled = None
        if budget is not None:
            scaled = scale_for(community, programme, budget, with_facilitator=with_facilitator)
        final = programme if scaled is None else scaled.programme
        least, _ = community.price_range(final)
        prepared.append(Strategy(name, final, community.price(final), least, scaled))
    _check_possible(prepared, budget, fewest_possible)
    return tuple(prepared)


def nothing_done() -> Programme:
    """Make the programme without any activity: what would have been anyway."""
    return Programme(name="nothing", title="Nothing is done", withdrawal_month=0, taper=0)


def reference_of(names: Sequence[str], *, is_default: bool) -> str:
    """Choose the strategy that the others are compared with.

    Parameters
    ----------
    names
        The strategies that are possible, in the order asked for.
    is_default
        Whether nobody asked for an order: then `DEFAULT_REFERENCE`, if it is there.
    """
    return DEFAULT_REFERENCE if is_default and DEFAULT_REFERENCE in names else names[0]


def standard_strategies(community: Community) -> list[str]:
    """Choose the strategies of a page where nobody has named any."""
    names = list(community.programmes)
    return list(STANDARD) if set(STANDARD) <= set(names) else names[:2]


def standard_budget(community: Community, programmes: Sequence[str | Path]) -> int | None:
    """Rupiah for which these programmes are compared where nobody has named a sum."""
    is_standard = community.name == "senik" and set(programmes) == set(STANDARD)
    return STANDARD_BUDGET if is_standard else None


def _check_possible(strategies: Sequence[Strategy], budget: int | None, fewest: int) -> None:
    """Refuse a budget at which too few strategies are possible, or none that does anything."""
    fits = {one.name: one.scaled for one in strategies if one.scaled and one.programme.activity}
    n_idle = len(strategies) - len(fits)
    dear = {name: fit for name, fit in fits.items() if not fit.is_possible}
    n_needed = max(1, min(fewest, len(strategies)) - n_idle)
    n_lacking = n_needed - (len(fits) - len(dear))
    if budget is None or not dear or n_lacking <= 0:
        return
    name, fit = sorted(dear.items(), key=lambda one: one[1].cost)[n_lacking - 1]
    expected = f"at least {rupiah(fit.cost)}, the smallest form of {name}"
    if n_needed > 1:
        expected += f", so that {n_needed} strategies can be compared"
    found = rupiah(budget) + in_millions(budget, fit.cost)
    raise InputError(Problem("budget", "", expected + way_said(fit), found))
