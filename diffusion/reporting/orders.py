"""Says what the order by adopters leaves out: unequal costs, and measures with another order."""

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import Any

from diffusion.comparison.equity import NETWORK
from diffusion.comparison.result import Comparison
from diffusion.comparison.standing import FURTHER_ORDERS, OTHER_ORDERS
from diffusion.i18n.words import Words
from diffusion.reporting.html.cells import level, unit_of
from diffusion.util.formats import FEWEST_RUNS, gap_of

type Name = Callable[[str], str]
"""Writes the name of a strategy."""


def notes_on_order(say: Words, comparison: Comparison, *, name: Name) -> Iterator[str]:
    """Say what else an answer must hold, by sentences; see the functions of this module."""
    return chain(
        across_costs(say, comparison, name=name),
        reversals(say, comparison, name=name),
        further_reversals(say, comparison, name=name),
        in_groups(say, comparison, name=name),
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


def further_reversals(say: Words, comparison: Comparison, *, name: Name) -> Iterator[str]:
    """Say in one sentence which further measures are known to have another order."""
    rows = comparison.standing_rows
    if len(rows) < 2:
        return
    first = rows[0]["strategy"]
    listed = []
    for measure in FURTHER_ORDERS:
        order = comparison.ordered_by(measure)
        behind = next(row for row in order if row["strategy"] == first)
        if behind is not order[0] and behind["high"] < 0:
            unit = unit_of(measure)
            write = say.rupiah if unit == "rupiah" else lambda value, u=unit: level(say, u, value)
            listed.append(
                say(
                    "order.further_one",
                    measure=say.name("measure", measure),
                    leader=name(order[0]["strategy"]),
                    mean=write(order[0][measure]),
                    first=name(first),
                    other=write(behind[measure]),
                )
            )
    if listed:
        yield say("order.further", listed="; ".join(listed))


def in_groups(say: Words, comparison: Comparison, *, name: Name) -> Iterator[str]:
    """Say in which groups the order of a ranked strategy and the reference is another.

    Where the order of all artisans is not known, only groups whose own order is known.
    """
    overall = {
        row["strategy"]: row
        for row in comparison.difference_rows
        if row["measure"] == "adopters" and row["is_ranked"]
    }
    listed = []
    for row in comparison.within_rows:
        whole = overall.get(row["strategy"])
        if whole is None or row["basis"] == NETWORK or row["n_runs"] < FEWEST_RUNS:
            continue
        is_known = row["low"] > 0 or row["high"] < 0
        is_whole_known = whole["low"] > 0 or whole["high"] < 0
        if row["difference"] * whole["mean"] < 0 and (is_known or is_whole_known):
            listed.append(
                say(
                    "order.in_group" if is_known else "order.in_group_unknown",
                    group=say.group(row["group"], row["trait"]),
                    name=name(row["strategy"]),
                    difference=say.change(gap_of(row["share"], row["share_reference"])),
                    interval=say.span(*(say.change(100 * row[end]) for end in ("low", "high"))),
                )
            )
    if listed:
        reference = name(comparison.reference)
        yield say("order.in_groups", reference=reference, listed="; ".join(listed))


def unranked(say: Words, comparison: Comparison, *, name: Name) -> Iterator[str]:
    """Say which strategies are not ranked at a budget, and by what rule."""
    if comparison.budget is None:
        return
    ranked = {strategy.name: strategy.is_ranked for strategy, _ in comparison.simulated}
    if not ranked[comparison.reference] and len(ranked) > 1:
        yield say("answer.reference_unranked", reference=name(comparison.reference))
    elif others := [name(one) for one, is_ranked in ranked.items() if not is_ranked]:
        yield say("answer.unranked", listed=say.listed(others))
