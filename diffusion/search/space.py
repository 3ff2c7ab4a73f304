"""The programmes among which is sought, each of which a budget pays for."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from diffusion.errors import InputError, Problem
from diffusion.scenario.community import Community
from diffusion.scenario.contradictions import in_programme
from diffusion.scenario.programme import Handover, Programme
from diffusion.search.pieces import Form, Option, Wish
from diffusion.util.formats import rupiah

FOUND = "found"
"""Name of the programme that is found."""

type Plan = tuple[Form | None, ...]
"""How each activity of a space is held."""


@dataclass(frozen=True)
class Space:
    """What may be held, and how much money there is.

    Attributes
    ----------
    community : Community
    like : Programme
        Whose withdrawal and handover every programme of the space has.
    options : tuple of Option
    budget : int
        Rupiah.
    """

    community: Community
    like: Programme
    options: tuple[Option, ...]
    budget: int

    @cached_property
    def place(self) -> dict[int, int]:
        """Place of each activity in `options`, by its id."""
        return {one.id: place for place, one in enumerate(self.options)}

    @cached_property
    def axes(self) -> tuple[tuple[object, ...], ...]:
        """Everything that may be chosen, activity by activity, in the order of a wish."""
        return tuple(axis for one in self.options for axis in one.axes)

    @cached_property
    def size(self) -> int:
        """Programmes that the bounds allow, at whatever price and in whatever order."""
        found = 1
        for one in self.options:
            found *= sum(1 for _ in one.forms())
        return found

    @cached_property
    def n_affordable(self) -> int:
        """Those of them that the budget pays for, counted exactly."""
        sums = Counter({0: 1})
        for one in self.options:
            prices = Counter(one.price(form) for form in one.forms())
            more: Counter[int] = Counter()
            for before, n_before in sums.items():
                for price, n in prices.items():
                    if before + price <= self.budget:
                        more[before + price] += n_before * n
            sums = more
        return sum(sums.values())

    @cached_property
    def smallest(self) -> int:
        """Rupiah of what must be held in any case, in its cheapest form."""
        return sum(min(one.price(form) for form in one.forms()) for one in self.options)

    @cached_property
    def cheapest(self) -> int:
        """Rupiah of the cheapest single activity beside them."""
        prices = [one.price(form) for one in self.options for form in one.forms()]
        return self.smallest + min((one for one in prices if one), default=0)

    def check(self, *, place: str = "--budget") -> None:
        """Refuse a budget that pays for no programme of the space, or for an empty one alone.

        Raises
        ------
        InputError
            Saying how much is needed.
        """
        if self.budget < self.smallest:
            needed = rupiah(self.smallest)
            expected = f"at least {needed}, the price of what the space demands in any case"
            raise InputError(Problem(place, "", expected, rupiah(self.budget)))
        if not self.smallest and self.budget < self.cheapest:
            expected = f"at least {rupiah(self.cheapest)}, the price of the cheapest activity"
            raise InputError(Problem(place, "", expected, rupiah(self.budget)))
        fewest = [0 for _ in self.axes]
        if self.plan_of(self.wishes(fewest)) is None:
            expected = "a programme of the space that can come true"
            raise InputError(Problem("space", "", expected, "none"))

    def price(self, plan: Plan) -> int:
        """Rupiah that the budget pays."""
        return sum(one.price(form) for one, form in zip(self.options, plan, strict=True))

    def wishes(self, choice: Sequence[int]) -> tuple[Wish, ...]:
        """Read a choice: on each of `axes` the place of what is chosen."""
        chosen = [axis[place] for axis, place in zip(self.axes, choice, strict=True)]
        n = len(Wish._fields)
        return tuple(Wish._make(chosen[at : at + n]) for at in range(0, len(chosen), n))

    def plan_of(self, wishes: Sequence[Wish]) -> Plan | None:
        """Hold of what is wished as much as the budget pays for; None if that cannot be.

        What must be held comes first. Then each gets a date in turn, in the order of the file and
        in repeated passes, until its wish is met or the money spent. What needs others first gets
        none before they have one, and begins no earlier.
        """
        firsts = self._firsts(wishes)
        counts, left = [0] * len(self.options), self.budget
        places = [one.places for one in wishes]
        fewest = [min(one.dates) for one in self.options]
        most = [self._most(place, wish, firsts[place]) for place, wish in enumerate(wishes)]
        if any(n > m for n, m in zip(fewest, most, strict=True)):
            return None
        for goal in (fewest, most):
            is_growing = True
            while is_growing:
                is_growing = False
                for place, one in enumerate(self.options):
                    if counts[place] >= goal[place] or not self._is_open(one, counts):
                        continue
                    if not counts[place]:
                        places[place] = self._affordable(one, wishes[place], left)
                    price = one.cost(places[place], wishes[place].target)
                    if price <= left:
                        counts[place] += 1
                        left -= price
                        is_growing = True
        if any(n < m for n, m in zip(counts, fewest, strict=True)):
            return None
        plan: Plan = tuple(
            Form(
                one.months(wish._replace(dates=counts[place], first=firsts[place])),
                places[place],
                wish.target,
            )
            if counts[place]
            else None
            for place, (one, wish) in enumerate(zip(self.options, wishes, strict=True))
        )
        return plan if self.is_possible(plan) else None

    def is_possible(self, plan: Plan) -> bool:
        """Tell whether all of it can come true: its order, and what each activity needs."""
        for one, form in zip(self.options, plan, strict=True):
            if form is None:
                continue
            for other in one.after:
                earlier = plan[self.place[other]]
                if earlier is None or form.months[0] < earlier.months[0] + (one.id < other):
                    return False
        return not any(in_programme(self.community, self.programme(plan), FOUND))

    def programme(self, plan: Plan, *, name: str = FOUND, title: str = FOUND) -> Programme:
        """Make the programme of a plan."""
        held = [one.held(form) for one, form in zip(self.options, plan, strict=True) if form]
        has_group = any(one.tactic == "group_formation" for one in held)
        return self.like.model_copy(
            update={
                "name": name,
                "title": title,
                "activity": tuple(sorted(held, key=lambda one: one.id)),
                "handover": self.like.handover if has_group else Handover(),
                "latest_month": None,
            }
        )

    def all_plans(self) -> Iterator[Plan]:
        """List every programme of the space that the budget pays for and that can come true."""
        forms = [[(one.price(form), form) for form in one.forms()] for one in self.options]

        def grow(plan: Plan, left: int) -> Iterator[Plan]:
            if len(plan) == len(forms):
                if self.is_possible(plan):
                    yield plan
                return
            for price, form in forms[len(plan)]:
                if price <= left:
                    yield from grow((*plan, form), left - price)

        yield from grow((), self.budget)

    def _firsts(self, wishes: Sequence[Wish]) -> list[int]:
        """First months, put off to those of what must be held first."""
        firsts = [one.first for one in wishes]
        for _ in self.options:  # each pass settles at least one more of a chain
            for place, one in enumerate(self.options):
                for other in one.after:
                    earliest = firsts[self.place[other]] + (one.id < other)
                    firsts[place] = max(firsts[place], earliest)
        return firsts

    def _most(self, place: int, wish: Wish, first: int) -> int:
        """Count the dates that a wish can have, from a first month on."""
        one = self.options[place]
        if first > one.first_month[-1]:
            return 0
        return len(one.months(wish._replace(first=first)))

    def _is_open(self, one: Option, counts: Sequence[int]) -> bool:
        return all(counts[self.place[other]] for other in one.after)

    @staticmethod
    def _affordable(one: Option, wish: Wish, left: int) -> int | None:
        """Take as many places of those wished as what is left pays for, or the fewest."""
        fitting = [
            places
            for places in one.places
            if places is not None
            and wish.places is not None
            and places <= wish.places
            and one.cost(places, wish.target) <= left
        ]
        return max(fitting, default=one.places[0]) if wish.places is not None else None
