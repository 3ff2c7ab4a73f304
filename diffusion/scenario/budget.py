"""Scales a programme to a budget, so that strategies are compared at the same rupiah.

One factor f scales a whole programme. An activity held n times keeps its first
max(1, floor(f n)) dates; beyond f = 1 it is held again at the interval of its last two dates, up
to the programme's latest month, and an activity held once is never held more often. Where places
cost money, their number is floor(f places), at least the activity's minimum and at most as many
as can be filled in the largest hamlet; places that nobody can fill are never counted or paid.
Activities that open something once (formation, proposal, market link) stay as they are. Reviews,
and what they hold or drop, keep their dates, so that every rule stays whole; a budget pays for the
most that reviews can hold. The price never falls as f rises, and f = 1 changes nothing. A budget of
one part, a kind of work or a family, pays for the activities of that part; the others stay as they
are and cost what they cost.
"""

from bisect import bisect_right
from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from diffusion.scenario.budget_fit import ActivityChange, BudgetFit
from diffusion.scenario.community import Community
from diffusion.scenario.programme import Programme
from diffusion.scenario.review import decided
from diffusion.scenario.seats import Seats
from diffusion.scenario.tactics import TACTICS, Part


def fit_to_budget(
    programme: Programme,
    budget: int,
    *,
    seats: Seats,
    person_day_price: int,
    with_facilitator: bool = True,
    budget_of: Part | None = None,
) -> BudgetFit:
    """Scale a programme to a budget.

    Takes the largest factor whose price is within the budget, and then adds, in ascending id and
    in repeated passes, single dates and after them single paid places, while they fit.

    Parameters
    ----------
    programme
    budget : int
        Rupiah.
    seats : Seats
        Those who can take a place, and the hamlets in which all of it is held.
    person_day_price : int
        Rupiah for one day of the organisation's work.
    with_facilitator : bool
        Whether the budget pays for the person-days too.
    budget_of : str or None
        Kind of work or family that the budget pays for; None: all.
    """
    day_price = person_day_price if with_facilitator else 0
    scaling = _Scaling(programme, seats, day_price, budget_of)
    factors = scaling.factors()
    n_within = bisect_right(factors, budget, key=lambda one: scaling.price(scaling.at(one)))
    factor = factors[n_within - 1] if n_within else Fraction(0)
    sizes = scaling.at(factor)
    if is_possible := scaling.price(sizes) <= budget:
        sizes = scaling.filled_up(sizes, budget)
    scaled = scaling.programme_of(sizes)
    return BudgetFit(
        programme=scaled,
        before=programme.price(person_day_price, seats=seats),
        after=scaled.price(person_day_price, seats=seats),
        factor=factor,
        changes=tuple(scaling.changes(sizes)),
        budget=budget,
        unspent=budget - scaling.price(sizes),
        with_fewest_places=None
        if is_possible
        else _with_fewest_places(programme, budget, seats, day_price, budget_of),
        budget_of=budget_of,
    )


def _with_fewest_places(
    programme: Programme, budget: int, seats: Seats, person_day_price: int, budget_of: Part | None
) -> int | None:
    """Find what a programme costs with minimum_places 1, if that alone makes it possible."""
    few = tuple(a.model_copy(update={"minimum_places": 1}) for a in programme.activity)
    fewest = programme.model_copy(update={"activity": few})
    cost = _Scaling(fewest, seats, person_day_price, budget_of).smallest
    return cost if cost <= budget else None


def smallest_budget(
    community: Community, programme: Programme, *, with_facilitator: bool = True
) -> int:
    """Rupiah of a programme's smallest form: at less it is not possible in this community."""
    day_price = community.file.facilitator.person_day_price if with_facilitator else 0
    return _Scaling(programme, community.seats, day_price).smallest


def scale_for(
    community: Community,
    programme: Programme,
    budget: int,
    *,
    with_facilitator: bool,
    budget_of: Part | None = None,
) -> BudgetFit:
    """Scale a programme to a budget, at the prices and in the hamlets of a community."""
    return fit_to_budget(
        programme,
        budget,
        seats=community.seats,
        person_day_price=community.file.facilitator.person_day_price,
        with_facilitator=with_facilitator,
        budget_of=budget_of,
    )


type _Sizes = tuple[tuple[int, int], ...]
"""Number of dates and of places of each activity, in ascending id."""


class _Scaling:
    """The sizes that one programme can take."""

    def __init__(
        self,
        programme: Programme,
        seats: Seats,
        person_day_price: int,
        budget_of: Part | None = None,
    ) -> None:
        self.programme = programme
        self.activities = programme.activities_by_id
        tactics = [TACTICS[activity.tactic] for activity in self.activities]
        self.is_paid = [budget_of is None or budget_of in tactic.parts for tactic in tactics]
        self.is_fixed = [
            tactic.is_gate or not is_paid
            for tactic, is_paid in zip(tactics, self.is_paid, strict=True)
        ]
        self.person_day_price = person_day_price
        self.n_hamlets = seats.n_hamlets
        self.most = tuple(np.array(seats.most(activity)) for activity in self.activities)
        self.places = tuple(
            min(activity.places or 0, int(most.max()))
            for activity, most in zip(self.activities, self.most, strict=True)
        )
        latest = programme.latest_month
        last = programme.last_month if latest is None else latest
        ids = decided(self.activities)
        self.keeps_dates = [
            is_fixed or one.tactic == "review" or one.id in ids
            for one, is_fixed in zip(self.activities, self.is_fixed, strict=True)
        ]
        self.dates = tuple(
            one.months if keeps_dates else one.months_up_to(last)
            for one, keeps_dates in zip(self.activities, self.keeps_dates, strict=True)
        )
        # Dates on which a review calls nothing, however it goes.
        self.idle = tuple(one.n_dates - programme.n_held(one) for one in self.activities)

    def at(self, factor: Fraction) -> _Sizes:
        return tuple(
            (self._n_dates(position, factor), self._n_places(position, factor))
            for position in range(len(self.activities))
        )

    @property
    def smallest(self) -> int:
        """Rupiah of the smallest form."""
        return self.price(self.at(Fraction(0)))

    def factors(self) -> list[Fraction]:
        """List every factor at which something changes, ascending, up to where nothing grows."""
        found = {Fraction(1)}
        for position, activity in enumerate(self.activities):
            if not self.keeps_dates[position]:
                n_possible = len(self.dates[position])
                found |= {Fraction(k, activity.n_dates) for k in range(n_possible + 1)}
            if self._has_paid_places(position):
                places, most = self.places[position], int(self.most[position].max())
                found |= {Fraction(k, places) for k in range(most + 1)}
        return sorted(found)

    def price(self, sizes: _Sizes) -> int:
        return sum(
            (n_dates - idle)
            * (
                self.n_hamlets
                * (activity.cost_fixed + activity.person_days * self.person_day_price)
                + activity.cost_of_place * int(np.minimum(most, n_places).sum())
            )
            for activity, most, is_paid, idle, (n_dates, n_places) in zip(
                self.activities, self.most, self.is_paid, self.idle, sizes, strict=True
            )
            if is_paid
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
                update={"months": dates[:n_dates], "places": self._written(position, n_places)}
            )
            for position, (activity, dates, (n_dates, n_places)) in enumerate(
                zip(self.activities, self.dates, sizes, strict=True)
            )
        )
        return self.programme.model_copy(update={"activity": activities})

    def _written(self, position: int, n_places: int) -> int | None:
        """Leave places as the file has them where the budget has not changed them."""
        return self.activities[position].places if n_places == self.places[position] else n_places

    def changes(self, sizes: _Sizes) -> Iterator[ActivityChange]:
        for position, (n_dates, n_places) in enumerate(sizes):
            activity = self.activities[position]
            before, after = activity.places, self._written(position, n_places)
            if (activity.n_dates, before) != (n_dates, after):
                yield ActivityChange(
                    activity.id, activity.tactic, activity.n_dates, n_dates, before, after
                )

    def _n_dates(self, position: int, factor: Fraction) -> int:
        activity, dates = self.activities[position], self.dates[position]
        if self.keeps_dates[position]:
            return activity.n_dates
        return max(1, min(len(dates), int(factor * activity.n_dates)))

    def _n_places(self, position: int, factor: Fraction) -> int:
        places = self.places[position]
        if not self._has_paid_places(position):
            return places
        fewest = min(self.activities[position].minimum_places, places)
        return max(fewest, min(int(self.most[position].max()), int(factor * places)))

    def _has_paid_places(self, position: int) -> bool:
        activity = self.activities[position]
        is_fixed = self.is_fixed[position]
        return activity.cost_of_place > 0 and self.places[position] > 0 and not is_fixed

    def _one_date_more(self, sizes: _Sizes, position: int) -> _Sizes | None:
        n_dates, n_places = sizes[position]
        if self.keeps_dates[position] or n_dates >= len(self.dates[position]):
            return None
        return (*sizes[:position], (n_dates + 1, n_places), *sizes[position + 1 :])

    def _one_place_more(self, sizes: _Sizes, position: int) -> _Sizes | None:
        n_dates, n_places = sizes[position]
        if not self._has_paid_places(position) or n_places >= int(self.most[position].max()):
            return None
        return (*sizes[:position], (n_dates, n_places + 1), *sizes[position + 1 :])
