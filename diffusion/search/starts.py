"""Where a search begins: programmes that people made, and simple rules for spending money."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from diffusion.scenario.activity import Activity
from diffusion.scenario.programme import Programme
from diffusion.scenario.tactics import TACTICS
from diffusion.search.pieces import Option, Wish
from diffusion.search.proposals import Choice
from diffusion.search.space import Plan, Space

RULES = ("only_training", "campaign_first", "equal_split")
"""Simple rules: all money for training and what it needs; for the campaign first; evenly."""


def nearest_choice(space: Space, programme: Programme) -> Choice:
    """Find the choice that is nearest to a programme, activity by activity of the same id."""
    by_id = {(one.id, one.tactic): one for one in programme.activity}
    found: list[int] = []
    for option in space.options:
        one = by_id.get((option.id, option.activity.tactic))
        wish = _wish_of(option, one)
        found += [_nearest(axis, value) for axis, value in zip(option.axes, wish, strict=True)]
    return tuple(found)


def _wish_of(option: Option, one: Activity | None) -> Wish:
    if one is None:
        first, every = option.first_month[0], option.every[0]
        return Wish(0, first, every, option.places[0], option.targets[0])
    steps = [after - before for before, after in pairwise(one.months)]
    every = min(steps, default=option.every[0])
    return Wish(one.n_dates, one.months[0], every, one.places, one.target)


def _nearest(axis: tuple[object, ...], value: object) -> int:
    if value in axis:
        return axis.index(value)
    if isinstance(value, int) and isinstance(axis[0], int):
        distances = [abs(one - value) for one in axis if isinstance(one, int)]
        return distances.index(min(distances))
    return 0


def simple_rules(space: Space) -> Mapping[str, Plan]:
    """Make the programmes of `RULES`, of those that the space allows and that hold anything.

    Each date goes to the activity that has had least money so far, with the places that its own
    programme has, as early as the bounds allow.
    """
    trains = [one.id for one in space.options if one.activity.tactic == "training"]
    needed = _with_what_they_need(space, trains)
    campaign = {
        one.id for one in space.options if TACTICS[one.activity.tactic].family == "campaign"
    }
    every = {one.id for one in space.options}
    made = {
        "only_training": _spent(space, (needed,)),
        "campaign_first": _spent(space, (campaign, every)) if campaign else None,
        "equal_split": _spent(space, (every,)),
    }
    return {name: plan for name, plan in made.items() if plan is not None and any(plan)}


def _with_what_they_need(space: Space, ids: list[int]) -> set[int]:
    found, more = set[int](), [*ids]
    while more:
        one = more.pop()
        if one not in found:
            found.add(one)
            more += space.options[space.place[one]].after
    return found


def _spent(space: Space, groups: Sequence[set[int]]) -> Plan | None:
    """Spend the money on a group of activities as long as it can be, then on the next."""
    options = space.options
    places = [one.places[_nearest(one.places, one.activity.places)] for one in options]
    prices = [one.cost(n, one.targets[0]) for one, n in zip(options, places, strict=True)]
    counts, left = [one.dates[0] for one in options], space.budget
    left -= sum(n * price for n, price in zip(counts, prices, strict=True))
    for group in groups:
        while True:
            able = [
                place
                for place, one in enumerate(options)
                if one.id in group
                and counts[place] < one.dates[-1]
                and prices[place] <= left
                and all(counts[space.place[other]] for other in one.after)
            ]
            if not able:
                break
            least = min(able, key=lambda place: (counts[place] * prices[place], place))
            counts[least] += 1
            left -= prices[least]
    return space.plan_of(
        [
            Wish(n, one.first_month[0], one.every[0], n_places, one.targets[0])
            for one, n, n_places in zip(options, counts, places, strict=True)
        ]
    )
