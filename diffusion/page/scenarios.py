"""Works out beforehand what comes of less and of more of what a programme consists of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from diffusion.comparison.result import Comparison
from diffusion.comparison.strategies import Strategy
from diffusion.ensembles.options import Progress
from diffusion.ensembles.simulate import simulate
from diffusion.results.outcome import Outcome
from diffusion.scenario.activity import Activity
from diffusion.scenario.parameters import ParameterSet
from diffusion.scenario.programme import Programme
from diffusion.scenario.review import decided
from diffusion.scenario.tactics import TACTICS
from diffusion.statistics.band import band


@dataclass(frozen=True, slots=True)
class Factor:
    """Something of a programme that there may be less or more of.

    Attributes
    ----------
    key : str
        "places" of the training, and of the visit with it; dates of the "mentoring"; dates of
        the activities of the "campaign" together.
    values : tuple of int
        Few, medium and many.
    own : int
        Which of them is the programme's own.
    change : callable
        Takes a programme and a value; gives the programme with it.
    """

    key: str
    values: tuple[int, int, int]
    own: int
    change: Callable[[Programme, int], Programme]


def scenarios(
    comparison: Comparison, *, parameters: str | ParameterSet, progress: Progress | None = None
) -> dict[str, Any] | None:
    """Simulate every combination of few, medium and many of what one strategy consists of.

    It is the strategy with the most kinds of activities; of equals the last.

    Parameters
    ----------
    comparison
        Every cell has its community, runs, months and luck.
    parameters, progress
        As in `diffusion.simulate`.

    Returns
    -------
    dict or None
        strategy, factors, own and cells; None if the strategy has nothing to vary.
    """
    strategy = most_varied([strategy for strategy, _ in comparison.simulated])
    factors = factors_of(
        strategy.programme,
        most_places=comparison.community.largest_hamlet,
        n_months=comparison.n_months,
    )
    if not factors:
        return None
    cells = list(product(range(3), repeat=len(factors)))
    programmes = [changed(strategy.programme, factors, cell) for cell in cells]
    outcomes = simulate(
        comparison.community,
        programmes,
        parameters=parameters,
        n_runs=comparison.n_runs,
        n_months=comparison.n_months,
        random_seed=comparison.random_seed,
        progress=progress,
    )
    prices = [comparison.community.price(programme).total for programme in programmes]
    return {
        "strategy": strategy.name,
        "factors": [{"key": one.key, "values": list(one.values)} for one in factors],
        "own": [one.own for one in factors],
        "cells": [
            {"at": list(cell)} | cell_of(outcome, price)
            for cell, outcome, price in zip(cells, outcomes, prices, strict=True)
        ],
    }


def most_varied(strategies: Sequence[Strategy]) -> Strategy:
    """Find the strategy with the most kinds of activities; of equals the last."""
    kinds = [len({a.tactic for a in one.programme.activity}) for one in strategies]
    return max(zip(kinds, range(len(strategies)), strategies, strict=True))[2]


def cell_of(outcome: Outcome, price: int) -> dict[str, Any]:
    """Say what one changed programme leads to, and what it costs."""
    last = outcome.adopters[:, -1]
    low, high = band(last)
    lasting = float(outcome.lasting.mean())
    return {
        "adopters": float(last.mean()),
        "low": int(low),
        "high": int(high),
        "lasting": lasting,
        "price": price,
        "cost_per_lasting": price / lasting if lasting and price else None,
        "month_of_half": outcome.month_of_half,
    }


def factors_of(programme: Programme, *, most_places: int, n_months: int) -> tuple[Factor, ...]:
    """List what a programme may have less or more of; its own value stands in the middle.

    Where there is no room on one side, as with a training that has a place for everybody, the
    own value stands at the end, and where there is room on neither, there is no such factor.
    """
    found = (
        _places(programme, most_places),
        _dates("mentoring", programme, n_months, lambda a: a.tactic == "mentoring"),
        _dates("campaign", programme, n_months, lambda a: TACTICS[a.tactic].family == "campaign"),
    )
    return tuple(factor for factor in found if factor is not None)


def changed(programme: Programme, factors: Sequence[Factor], at: Sequence[int]) -> Programme:
    """Give a programme one of the three values of each factor; its own change nothing."""
    for factor, place in zip(factors, at, strict=True):
        if place != factor.own:
            programme = factor.change(programme, factor.values[place])
    return programme


def three_values(own: int, *, least: int, most: int) -> tuple[tuple[int, int, int], int] | None:
    """Find few, medium and many, and which of them is the own value.

    >>> three_values(14, least=5, most=30)
    ((7, 14, 21), 1)
    >>> three_values(30, least=5, most=30)
    ((10, 20, 30), 2)
    >>> three_values(1, least=1, most=36)
    ((1, 2, 3), 0)
    """
    few = max(least, own // 2)
    many = min(most, own + max(1, own - own // 2))
    if few < own < many:
        return (few, own, many), 1
    if own < many and most >= own + 2:
        step = max(1, min(own, (most - own) // 2))
        return (own, own + step, own + 2 * step), 0
    if few < own and own >= least + 2:
        step = max(1, min(own // 3, (own - least) // 2))
        return (own - 2 * step, own - step, own), 2
    return None


def _places(programme: Programme, most_places: int) -> Factor | None:
    """Places of the training; those of the visit change in the same proportion."""
    training = next((a for a in programme.activities_by_id if a.tactic == "training"), None)
    if training is None:
        return None
    own = most_places if training.places is None else training.places
    values = three_values(own, least=min(training.minimum_places, own), most=max(most_places, own))
    if own == 0 or values is None:
        return None

    def change(programme: Programme, value: int) -> Programme:
        return _with(
            programme,
            {
                activity.id: {
                    "places": max(
                        1,
                        (most_places if activity.places is None else activity.places)
                        * value
                        // own,
                    )
                }
                for activity in programme.activity
                if activity.tactic in ("training", "visit")
            },
        )

    return Factor("places", *values, change)


def _dates(
    key: str, programme: Programme, n_months: int, is_of_it: Callable[[Activity], bool]
) -> Factor | None:
    """Dates of some activities together; each keeps one at least.

    What reviews hold or drop keeps its dates.
    Further dates come at the interval of an activity's last two, or the month after if it has
    but one, up to the last month simulated, or to the programme's own `latest_month`.
    """
    fixed = decided(programme.activity)
    some = [one for one in programme.activities_by_id if is_of_it(one) and one.id not in fixed]
    if not some:
        return None
    latest = n_months - 1
    if programme.latest_month is not None:
        latest = min(latest, programme.latest_month)
    possible = {activity.id: activity.months_up_to(latest, if_held_once=1) for activity in some}
    own = sum(activity.n_dates for activity in some)
    values = three_values(own, least=len(some), most=sum(map(len, possible.values())))
    if values is None:
        return None

    def change(programme: Programme, value: int) -> Programme:
        held = dict.fromkeys(possible, 0)
        for _ in range(value):
            # The next date goes to the activity that has the smallest part of its own.
            free = [a for a in some if held[a.id] < len(possible[a.id])]
            held[min(free, key=lambda a: (held[a.id] / a.n_dates, a.id)).id] += 1
        return _with(programme, {i: {"months": possible[i][:n]} for i, n in held.items()})

    return Factor(key, *values, change)


def _with(programme: Programme, changes: dict[int, dict[str, Any]]) -> Programme:
    """Change activities by their ids."""
    activities = tuple(
        activity.model_copy(update=changes.get(activity.id, {})) for activity in programme.activity
    )
    return programme.model_copy(update={"activity": activities})
