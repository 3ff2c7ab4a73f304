"""Scales a programme to a budget, so that strategies are compared at the same rupiah.

One factor f scales a whole programme. An activity held n times keeps its first
max(1, floor(f n)) dates; beyond f = 1 it is held again at the interval of its last two dates, up
to the programme's latest month, and an activity held once is never held more often. Where places
cost money, their number is floor(f places), at least the activity's minimum and at most the
number of artisans, or what the file says if that is more. Activities that open something once
(formation, proposal, market link) stay as they are. The price never falls as f rises, and f = 1
changes nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from diffusion.scenario.activity import Activity
from diffusion.scenario.community import Community
from diffusion.scenario.programme import Price, Programme
from diffusion.scenario.tactics import TACTICS

EQUAL_COST = Fraction(5, 100)
"""Costs count as equal when the unspent part of each budget is below this share of it."""


@dataclass(frozen=True, slots=True)
class ActivityChange:
    """What a budget did to one activity.

    Attributes
    ----------
    activity : int
        Its id.
    dates_before, dates_after, places_before, places_after : int
    """

    activity: int
    tactic: str
    dates_before: int
    dates_after: int
    places_before: int
    places_after: int

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
    """

    programme: Programme
    before: Price
    after: Price
    factor: Fraction
    changes: tuple[ActivityChange, ...]
    budget: int
    unspent: int

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
        """Whether the budget is used up to less than `EQUAL_COST` of it."""
        return 0 <= self.unspent < EQUAL_COST * self.budget


def scale_to_budget(
    programme: Programme,
    budget: int,
    *,
    n_artisans: int,
    person_day_price: int,
    n_hamlets: int = 1,
    with_facilitator: bool = True,
) -> BudgetFit:
    """Scale a programme to a budget.

    Takes the largest factor whose price is within the budget, and then adds, in ascending id and
    in repeated passes, single dates and after them single paid places, while they fit.

    Parameters
    ----------
    programme
    budget : int
        Rupiah.
    n_artisans : int
        The most places that make sense in one hamlet.
    person_day_price : int
        Rupiah for one day of the organisation's work.
    n_hamlets : int
        Hamlets in which all of it is held.
    with_facilitator : bool
        Whether the budget pays for the person-days too.
    """
    day_price = person_day_price if with_facilitator else 0
    scaling = _Scaling(programme, n_artisans, day_price, n_hamlets)
    sizes = scaling.at(Fraction(0))
    factor = Fraction(0)
    for candidate in scaling.factors():
        candidate_sizes = scaling.at(candidate)
        if scaling.price(candidate_sizes) > budget:
            break
        factor, sizes = candidate, candidate_sizes
    if scaling.price(sizes) <= budget:
        sizes = scaling.filled_up(sizes, budget)
    scaled = scaling.programme_of(sizes)
    return BudgetFit(
        programme=scaled,
        before=programme.price(person_day_price, n_hamlets=n_hamlets),
        after=scaled.price(person_day_price, n_hamlets=n_hamlets),
        factor=factor,
        changes=tuple(scaling.changes(sizes)),
        budget=budget,
        unspent=budget - scaling.price(sizes),
    )


def scale_for(
    community: Community, programme: Programme, budget: int, *, with_facilitator: bool
) -> BudgetFit:
    """Scale a programme to a budget, at the prices and in the hamlets of a community."""
    return scale_to_budget(
        programme,
        budget,
        n_artisans=community.largest_hamlet,
        person_day_price=community.file.facilitator.person_day_price,
        n_hamlets=community.n_hamlets,
        with_facilitator=with_facilitator,
    )


type _Sizes = tuple[tuple[int, int], ...]
"""Number of dates and of places of each activity, in ascending id."""


class _Scaling:
    """The sizes that one programme can take."""

    def __init__(
        self, programme: Programme, n_artisans: int, person_day_price: int, n_hamlets: int
    ) -> None:
        self.programme = programme
        self.activities = programme.activities_by_id
        self.n_artisans = n_artisans
        self.person_day_price = person_day_price
        self.n_hamlets = n_hamlets
        latest = programme.latest_month
        last = programme.last_month if latest is None else latest
        self.dates = tuple(_possible_dates(activity, last) for activity in self.activities)

    def at(self, factor: Fraction) -> _Sizes:
        return tuple(
            (self._n_dates(position, factor), self._n_places(position, factor))
            for position in range(len(self.activities))
        )

    def factors(self) -> list[Fraction]:
        """List every factor at which something changes, ascending, up to where nothing grows."""
        found = {Fraction(1)}
        for activity, dates in zip(self.activities, self.dates, strict=True):
            if _is_gate(activity):
                continue
            found |= {Fraction(k, activity.n_dates) for k in range(len(dates) + 1)}
            if _has_paid_places(activity):
                places = activity.places or 0
                found |= {Fraction(k, places) for k in range(max(self.n_artisans, places) + 1)}
        return sorted(found)

    def price(self, sizes: _Sizes) -> int:
        return self.n_hamlets * sum(
            n_dates
            * (
                activity.cost_fixed
                + activity.cost_per_place * n_places
                + activity.person_days * self.person_day_price
            )
            for activity, (n_dates, n_places) in zip(self.activities, sizes, strict=True)
        )

    def filled_up(self, sizes: _Sizes, budget: int) -> _Sizes:
        """Add single dates, then single paid places, as long as they fit."""
        for add in (self._one_date_more, self._one_place_more):
            has_grown = True
            while has_grown:
                has_grown = False
                for position in range(len(self.activities)):
                    larger = add(sizes, position)
                    if larger is not None and self.price(larger) <= budget:
                        sizes, has_grown = larger, True
        return sizes

    def programme_of(self, sizes: _Sizes) -> Programme:
        activities = tuple(
            activity.model_copy(
                update={
                    "months": dates[:n_dates],
                    "places": None if activity.places is None else n_places,
                }
            )
            for activity, dates, (n_dates, n_places) in zip(
                self.activities, self.dates, sizes, strict=True
            )
        )
        return self.programme.model_copy(update={"activity": activities})

    def changes(self, sizes: _Sizes) -> Iterator[ActivityChange]:
        for activity, (n_dates, n_places) in zip(self.activities, sizes, strict=True):
            before = (activity.n_dates, activity.places or 0)
            if before != (n_dates, n_places):
                yield ActivityChange(
                    activity.id, activity.tactic, before[0], n_dates, before[1], n_places
                )

    def _n_dates(self, position: int, factor: Fraction) -> int:
        activity, dates = self.activities[position], self.dates[position]
        if _is_gate(activity):
            return activity.n_dates
        return max(1, min(len(dates), int(factor * activity.n_dates)))

    def _n_places(self, position: int, factor: Fraction) -> int:
        activity = self.activities[position]
        places = activity.places or 0
        if not _has_paid_places(activity):
            return places
        fewest = min(activity.minimum_places, places)
        return max(fewest, min(self._most_places(position), int(factor * places)))

    def _most_places(self, position: int) -> int:
        """Give every artisan a place, or as many places as the file says if that is more."""
        return max(self.activities[position].places or 0, self.n_artisans)

    def _one_date_more(self, sizes: _Sizes, position: int) -> _Sizes | None:
        n_dates, n_places = sizes[position]
        if _is_gate(self.activities[position]) or n_dates >= len(self.dates[position]):
            return None
        return (*sizes[:position], (n_dates + 1, n_places), *sizes[position + 1 :])

    def _one_place_more(self, sizes: _Sizes, position: int) -> _Sizes | None:
        n_dates, n_places = sizes[position]
        if not _has_paid_places(self.activities[position]) or n_places >= self._most_places(
            position
        ):
            return None
        return (*sizes[:position], (n_dates, n_places + 1), *sizes[position + 1 :])


def _possible_dates(activity: Activity, last_month: int) -> tuple[int, ...]:
    """List the dates of an activity, and those a larger budget may add."""
    return activity.months if _is_gate(activity) else activity.months_up_to(last_month)


def _is_gate(activity: Activity) -> bool:
    return TACTICS[activity.tactic].is_gate


def _has_paid_places(activity: Activity) -> bool:
    return activity.cost_per_place > 0 and bool(activity.places) and not _is_gate(activity)
