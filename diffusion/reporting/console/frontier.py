"""Shows strategies at several budgets."""

import math
from collections.abc import Mapping
from functools import partial
from typing import Any

from diffusion.i18n.words import Words
from diffusion.reporting.console.layout import (
    change_interval,
    one_decimal,
    print_caveats,
    span,
    table_of,
    thousands,
)
from diffusion.reporting.headline import headline
from diffusion.reporting.terminal import out


def print_frontier(frontier: Any, say: Words) -> None:
    """Show what the strategies lead to, budget by budget, and how far each is from the leader."""
    first = frontier.comparisons[0]
    out.print(say("heading.frontier", place=say.title(first.community.file.title)), "")
    known = {(row["budget"], row["strategy"]): row for row in frontier.table().to_dict("records")}
    for comparison in frontier.comparisons:
        rows = {name: row for (budget, name), row in known.items() if budget == comparison.budget}
        _print_budget(comparison, rows, say)
    if any(row["is_possible"] and not row["is_ranked"] for row in known.values()):
        out.print(say("line.not_ranked"))
    fewest, most = frontier.n_runs
    n_runs = str(most) if fewest == most else span(say, fewest, most, "d")
    print_caveats(first.community, n_runs, first.random_seed, first.parameters, say)


def _print_budget(comparison: Any, rows: Mapping[str, Mapping[str, Any]], say: Words) -> None:
    """Show one budget: the ranked from the leader on, the others with what keeps them out."""
    if said := headline(say, comparison, name=partial(say.spelled, "strategy")):
        out.print(said)
    table = table_of(
        say, "strategy", "spent", "adopters_narrow", "to_leader", "interval", "lasting",
        "for_each_narrow", title=say.rupiah(comparison.budget),
    )  # fmt: skip
    standing = {row["strategy"]: row for row in comparison.standing_rows}
    fits = {strategy.name: strategy.scaled for strategy in comparison.strategies}
    for name in [*standing, *(name for name in rows if name not in standing)]:
        row, place, fit = rows[name], standing.get(name), fits[name]
        shown = say.spelled("strategy", name)
        if not row["is_possible"]:
            needs = say("cell.needs", needed=thousands(say, fit.cost))
            table.add_row(shown, "", "", "", f"{say('cell.impossible')}\n{needs}", "", "")
            continue
        gap = ["", say("cell.left", rest=thousands(say, fit.unspent))]
        if place is not None:
            gap = ["", say("cell.leads")] if math.isnan(place["led"]) else _gap(say, place)
        table.add_row(
            shown,
            thousands(say, row["price"]),
            one_decimal(say, row["adopters"]),
            *gap,
            one_decimal(say, row["lasting_adopters"]),
            thousands(say, row["cost_per_lasting"]),
        )
    out.print(table, "")


def _gap(say: Words, place: Mapping[str, Any]) -> list[str]:
    """Write a difference to the leader with its interval."""
    ends = change_interval(say, place["low"], place["high"], 1)
    return [say.change(place["difference"]), ends]
