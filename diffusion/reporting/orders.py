"""Says what the order by adopters leaves out: unequal costs, and measures with another order."""

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import Any

from diffusion.comparison.result import Comparison
from diffusion.comparison.standing import OTHER_ORDERS
from diffusion.i18n.words import Words

type Name = Callable[[str], str]
"""Writes the name of a strategy."""


def notes_on_order(say: Words, comparison: Comparison, *, name: Name) -> Iterator[str]:
    """Say what else an answer must hold, by sentences; see the functions of this module."""
    return chain(
        across_costs(say, comparison, name=name),
        reversals(say, comparison, name=name),
        unranked(say, comparison, name=name),
    )


def across_costs(say: Words, comparison: Comparison, *, name: Name) -> Iterator[str]:
    """Say which strategy is known to be better and cheaper than the reference, or the reverse.

    Only of those that are not ranked: of two at the same rupiah the order says it.
    """
    price = {strategy.name: strategy.price.total for strategy, _ in comparison.simulated}
    for row in comparison.difference_rows:
        if row["measure"] != "adopters" or row["is_ranked"]:
            continue
        dearer = price[row["strategy"]] - price[comparison.reference]
        is_better, is_worse = dearer < 0 < row["low"], row["high"] < 0 < dearer
        if is_better or is_worse:
            yield say(
                "order.cheaper_and_more" if is_better else "order.dearer_and_fewer",
                name=name(row["strategy"]),
                reference=name(comparison.reference),
                cost=say.rupiah(abs(dearer)),
                difference=say.size(row["mean"]),
                interval=say.span(*(say.change(row[end]) for end in ("low", "high"))),
            )


def reversals(say: Words, comparison: Comparison, *, name: Name) -> Iterator[str]:
    """Say by which measure another strategy leads than by adopters at the end."""
    rows = comparison.standing_rows
    if len(rows) < 2:
        return
    first = rows[0]["strategy"]
    for measure in OTHER_ORDERS:
        order = comparison.ordered_by(measure)
        behind = next(row for row in order if row["strategy"] == first)
        if behind is not order[0] and behind["difference"]:
            yield _reversed(say, measure, order[0], behind, name=name)
    ranked = {row["strategy"] for row in rows}
    costs = {
        row["strategy"]: row["cost_per_lasting"]
        for row in comparison.table_rows
        if row["strategy"] in ranked and row["cost_per_lasting"] is not None
    }
    cheapest = min(costs, key=lambda one: costs[one], default=first)
    if cheapest != first and first in costs:
        yield say(
            "order.cost",
            cheapest=name(cheapest),
            cost=say.rupiah(costs[cheapest]),
            first=name(first),
            other=say.rupiah(costs[first]),
        )


def _reversed(
    say: Words,
    measure: str,
    leader: Mapping[str, Any],
    behind: Mapping[str, Any],
    *,
    name: Name,
) -> str:
    ends = (-behind["high"], -behind["low"])
    is_known = not any(end != end for end in ends)
    return say(
        "order.other" if is_known and ends[0] > 0 else "order.other_unknown",
        measure=say.name("measure", measure),
        leader=name(leader["strategy"]),
        mean=say.number(leader[measure]),
        first=name(behind["strategy"]),
        more=say.size(behind["difference"]),
        interval=say("order.within", interval=say.span(*map(say.change, ends))) if is_known else "",
    )


def unranked(say: Words, comparison: Comparison, *, name: Name) -> Iterator[str]:
    """Say which strategies are not ranked at a budget, and by what rule."""
    if comparison.budget is None:
        return
    ranked = {strategy.name: strategy.is_ranked for strategy, _ in comparison.simulated}
    if not ranked[comparison.reference] and len(ranked) > 1:
        yield say("answer.reference_unranked", reference=name(comparison.reference))
    elif others := [name(one) for one, is_ranked in ranked.items() if not is_ranked]:
        yield say("answer.unranked", listed=say.listed(others))
