"""One activity that may be held, and the ways in which it may be: months, places and people."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple

from diffusion.scenario.activity import Activity
from diffusion.scenario.seats import Seats

type Target = str | tuple[str, ...]


class Form(NamedTuple):
    """How an activity is held: its months, its places in each hamlet, and whom it invites."""

    months: tuple[int, ...]
    places: int | None
    target: Target


class Wish(NamedTuple):
    """How an activity would be held if there is money for it."""

    dates: int
    first: int
    every: int
    places: int | None
    target: Target


@dataclass(frozen=True, slots=True)
class Option:
    """One activity that may be held, within bounds.

    Attributes
    ----------
    activity : Activity
        As in its programme, by its id in what is found.
    dates, first_month, every : tuple of int
        Every number that may be chosen, ascending; 0 dates: it is not held.
    places : tuple of int or None
        Places that may be chosen; one None: a place for everybody.
    targets : tuple
        Rules by which it may invite.
    after : tuple of int
        Ids of what must be held first, or in its month.
    last : int
        Month after which no date may be.
    seats : Seats
    day_price : int
        Rupiah of a person-day; 0 where the budget does not pay for it.
    """

    activity: Activity
    dates: tuple[int, ...]
    first_month: tuple[int, ...]
    every: tuple[int, ...]
    places: tuple[int | None, ...]
    targets: tuple[Target, ...]
    after: tuple[int, ...]
    last: int
    seats: Seats
    day_price: int
    _costs: dict[tuple[int | None, Target], int] = field(
        default_factory=dict, repr=False, compare=False
    )

    @property
    def id(self) -> int:
        """Its id in what is found."""
        return self.activity.id

    @property
    def axes(self) -> tuple[tuple[object, ...], ...]:
        """Everything that may be chosen, in the order of a wish."""
        return self.dates, self.first_month, self.every, self.places, self.targets

    def cost(self, places: int | None, target: Target) -> int:
        """Rupiah of one date in all hamlets."""
        found = self._costs.get((places, target))
        if found is None:
            one, n_hamlets = self.activity, self.seats.n_hamlets
            fixed = one.cost_fixed + one.person_days * self.day_price
            most = self.seats.most(one.model_copy(update={"target": target}))
            n_seats = sum(min(seat, places or 0) for seat in most)
            found = n_hamlets * fixed + one.cost_of_place * n_seats
            self._costs[places, target] = found
        return found

    def price(self, form: Form | None) -> int:
        """Rupiah of all its dates; 0 where it is not held."""
        return 0 if form is None else len(form.months) * self.cost(form.places, form.target)

    def months(self, wish: Wish) -> tuple[int, ...]:
        """Months of a wish, as many as there are until the last."""
        ends = wish.first + wish.every * wish.dates
        return tuple(range(wish.first, min(ends, self.last + 1), wish.every))

    def forms(self) -> Iterator[Form | None]:
        """List every way to hold it, or not, each once."""
        if 0 in self.dates:
            yield None
        for n, first in product([n for n in self.dates if n], self.first_month):
            for every in self.every if n > 1 else self.every[:1]:
                months = tuple(range(first, first + n * every, every))
                if months[-1] <= self.last:
                    for places, target in product(self.places, self.targets):
                        yield Form(months, places, target)

    def held(self, form: Form) -> Activity:
        """Make the activity that is held so."""
        fewest = self.activity.minimum_places
        update = {"months": form.months, "places": form.places, "target": form.target}
        if form.places is not None:
            update["minimum_places"] = min(fewest, form.places) if form.places else fewest
        return self.activity.model_copy(update=update)
