"""The tables of a comparison, each a list of rows: what strategies cost and what they lead to."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diffusion.comparison.measured import Measured, Reals, Simulated
from diffusion.comparison.strategies import Strategy
from diffusion.results.barriers import BARRIERS
from diffusion.results.indicators import indicator
from diffusion.results.outcome import Outcome
from diffusion.scenario.activity import Activity
from diffusion.scenario.community import Community
from diffusion.scenario.tactics import TACTICS
from diffusion.statistics.band import band
from diffusion.statistics.intervals import Intervals, intervals_by_family, means_of
from diffusion.statistics.ratio import Ratio, costs_per

type Row = dict[str, Any]
"""A row of a table, by column."""

EVERYBODY, NOBODY = "everybody", "nobody"
"""Places of an activity that has one for everybody, and of one that invites nobody."""

_UNKNOWN = Ratio(None, None, None)


def strategy_rows(
    strategies: tuple[Strategy, ...], simulated: Simulated, *, random_seed: int
) -> list[Row]:
    """One row a strategy: what it costs and what it leads to.

    Parameters
    ----------
    strategies
        The impossible ones too.
    simulated
    random_seed
        Of the bootstrap samples of the cost for each lasting adopter.
    """
    costs = _costs_per_lasting(simulated, random_seed)
    rows: list[Row] = []
    for strategy in strategies:
        row = _price_of(strategy)
        if strategy.outcome is not None:
            row |= _reached(strategy.outcome, costs.get(strategy.name, _UNKNOWN))
        row["is_possible"] = strategy.outcome is not None
        row["is_ranked"] = strategy.is_ranked
        rows.append(row)
    return rows


def _costs_per_lasting(simulated: Simulated, random_seed: int) -> Mapping[str, Ratio]:
    priced = [(s, outcome) for s, outcome in simulated if s.price.total > 0]
    if not priced:
        return {}
    costs = [strategy.price.total for strategy, _ in priced]
    counts = np.stack([outcome.lasting for _, outcome in priced], axis=1)
    ratios = costs_per(costs, counts, random_seed=random_seed)
    return {strategy.name: ratio for (strategy, _), ratio in zip(priced, ratios, strict=True)}


def _price_of(strategy: Strategy) -> Row:
    price, scaled = strategy.price, strategy.scaled
    return {
        "strategy": strategy.name,
        "price_before": price.total if scaled is None else scaled.before.total,
        "price": price.total,
        "price_least": strategy.least,
        "price_expected": strategy.expected,
        "activities": price.activities,
        "facilitator": price.facilitator,
        "person_days": price.person_days,
        "rest": None if scaled is None else scaled.unspent,
    }


def _reached(outcome: Outcome, cost: Ratio) -> Row:
    adopters = outcome.adopters[:, -1]
    low, high = band(adopters)
    return {
        "adopters": float(adopters.mean()),
        "adopters_low": int(low),
        "adopters_high": int(high),
        "confirmed": float(outcome.series("confirmed")[:, -1].mean()),
        "ever_adopted": float(outcome.tried.mean()),
        "gave_up": float(outcome.gave_up.mean()),
        "adopter_months": float(outcome.adopter_months.mean()),
        "lasting_adopters": float(outcome.lasting.mean()),
        "cost_per_lasting": cost.value,
        "cost_per_lasting_low": cost.low,
        "cost_per_lasting_high": cost.high,
    }


def difference_rows(measured: Measured, *, random_seed: int) -> list[Row]:
    """Paired differences to the reference: one row a measure and other strategy."""
    reference = next(s for s, _ in measured.simulated if s.name == measured.reference)
    others = [s for s, _ in measured.simulated if s.name != measured.reference]
    if not others:
        return []
    families = [measured.paired(measure) for measure in measured.measures]
    intervals = intervals_by_family(families, random_seed=random_seed)
    rows: list[Row] = []
    for measure, paired, family in zip(measured.measures, families, intervals, strict=True):
        for column, strategy in enumerate(others):
            known = paired[~np.isnan(paired[:, column]), column]
            if len(known) == 0:  # no run has it for both: there is nothing to compare
                continue
            rows.append(
                {"measure": measure, "strategy": strategy.name, "reference": reference.name}
                | _interval(family, column)
                | {
                    "won": _share(known > 0),
                    "tied": _share(known == 0),
                    "lost": _share(known < 0),
                    "n_pairs": len(known),
                    "is_ranked": strategy.is_ranked and reference.is_ranked,
                }
            )
    return rows


def _interval(family: Intervals, column: int) -> Row:
    names = ("mean", "low", "high", "plain_low", "plain_high")
    return {name: getattr(family, name)[column] for name in names}


def estimate_rows(measured: Measured) -> list[Row]:
    """Means of everything that is compared: one row a strategy and measure."""
    return [
        {"strategy": strategy.name, "measure": measure} | _estimate(values)
        for strategy, outcome in measured.simulated
        for measure, values in measured.of_strategy(strategy, outcome).items()
    ]


def _estimate(values: Reals) -> Row:
    means = means_of(values[:, None])
    known = values[~np.isnan(values)]
    low, high = band(known) if len(known) else (np.nan, np.nan)
    return {
        "mean": means.mean[0],
        "low": means.low[0],
        "high": means.high[0],
        "band_low": low,
        "band_high": high,
        "n_runs": len(known),
    }


def barrier_rows(simulated: Simulated, channels: tuple[str, ...]) -> list[Row]:
    """Count what keeps the artisans from adopting at the end: one row a strategy and barrier."""
    rows: list[Row] = []
    for strategy, outcome in simulated:
        for barrier in BARRIERS:
            kept = indicator(barrier.indicator, channels).of(outcome, outcome.n_months)
            means = means_of(kept[:, None].astype(np.float64))
            rows.append(
                {
                    "strategy": strategy.name,
                    "reason": barrier.name,
                    "artisans": means.mean[0],
                    "low": means.low[0],
                    "high": means.high[0],
                }
            )
    return rows


def price_rows(simulated: Simulated, community: Community) -> list[Row]:
    """List what each programme costs: one row a strategy and activity."""
    day_price = community.file.facilitator.person_day_price
    seats = community.seats
    rows: list[Row] = []
    for strategy, _ in simulated:
        for activity in strategy.programme.activities_by_id:
            filled = sum(seats.filled(activity))
            rows.append(
                {
                    "strategy": strategy.name,
                    "activity": activity.id,
                    "tactic": activity.tactic,
                    "work": TACTICS[activity.tactic].work,
                    "family": TACTICS[activity.tactic].family,
                    "months_from_1": " ".join(str(month + 1) for month in activity.months),
                    "dates": strategy.programme.n_held(activity),
                    "places": _places(activity),
                    "hamlets": seats.n_hamlets,
                    "seats": filled,
                    "fixed": activity.cost_fixed,
                    "per_place": activity.cost_of_place,
                    "person_days": activity.person_days,
                    "day_price": day_price,
                    "total": strategy.programme.n_held(activity)
                    * sum(community.prices_of_date(activity)),
                }
            )
    return rows


def change_rows(strategies: tuple[Strategy, ...]) -> list[Row]:
    """List what the budget did to each activity that it changed."""
    return [
        {"strategy": strategy.name}
        | {name: EVERYBODY if value is None else value for name, value in asdict(change).items()}
        for strategy in strategies
        if strategy.scaled is not None
        for change in strategy.scaled.changes
    ]


def _places(activity: Activity) -> int | str:
    """Count the places in one hamlet; a word where there is no number."""
    if activity.target == "none":
        return NOBODY
    return EVERYBODY if activity.places is None else activity.places


def _share(is_so: NDArray[np.bool_]) -> float:
    return float(is_so.mean())
