"""What a budget makes of a programme: its scaled form, its price, and what was changed."""

from dataclasses import dataclass
from fractions import Fraction

from diffusion.scenario.programme import Price, Programme
from diffusion.scenario.tactics import Part
from diffusion.util.formats import rupiah

EQUAL_COST = Fraction(5, 100)
"""Costs count as equal when the unspent part of each budget is below this share of it."""


@dataclass(frozen=True, slots=True)
class ActivityChange:
    """What a budget did to one activity.

    Attributes
    ----------
    activity : int
        Its id.
    dates_before, dates_after : int
    places_before, places_after : int or None
        In each hamlet; None is a place for everybody.
    """

    activity: int
    tactic: str
    dates_before: int
    dates_after: int
    places_before: int | None
    places_after: int | None

    def __str__(self) -> str:
        parts = []
        if self.dates_before != self.dates_after:
            parts.append(f"{self.dates_before} to {self.dates_after} dates")
        if self.places_before != self.places_after:
            parts.append(f"{self.places_before} to {self.places_after} places")
        return f"{self.tactic} {' and '.join(parts)}"


@dataclass(frozen=True, slots=True)
class BudgetFit:
    """A programme scaled to a budget.

    Attributes
    ----------
    programme : Programme
        The scaled one; the smallest form where even that is too dear.
    before, after : Price
        Of the programme as written, and as scaled.
    factor : Fraction
        Largest listed f within the budget, before single dates and places were added.
    changes : tuple of ActivityChange
        What was taken away or added, activity by activity.
    budget, unspent : int
        Rupiah; unspent is negative where the programme is not possible.
    with_fewest_places : int or None
        Rupiah of its smallest form with minimum_places 1, where that alone would make possible
        what is not.
    budget_of : str or None
        Kind of work or family that the budget pays for; None: all.
    """

    programme: Programme
    before: Price
    after: Price
    factor: Fraction
    changes: tuple[ActivityChange, ...]
    budget: int
    unspent: int
    with_fewest_places: int | None = None
    budget_of: Part | None = None

    @property
    def cost(self) -> int:
        """Rupiah that the budget pays; more than it holds where the programme is not possible."""
        return self.budget - self.unspent

    @property
    def is_possible(self) -> bool:
        """Whether at least the smallest form can be paid for."""
        return self.unspent >= 0

    @property
    def is_equal_cost(self) -> bool:
        """Whether the budget, of all, is used up to less than `EQUAL_COST` of it."""
        return self.budget_of is None and 0 <= self.unspent < EQUAL_COST * self.budget


def way_said(fit: BudgetFit) -> str:
    """Say, for a message, what would make a programme possible at a budget; nothing if nothing."""
    cost = fit.with_fewest_places
    return "" if cost is None else f" (with minimum_places = 1 in its file, from {rupiah(cost)})"
