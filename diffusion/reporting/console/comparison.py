"""Shows strategies side by side, and their differences."""

import math
from functools import partial
from typing import Any

from diffusion.i18n.words import Words
from diffusion.reporting.budget_notes import impossible, resized, seat_notes
from diffusion.reporting.console.groups import print_groups, print_within
from diffusion.reporting.console.layout import (
    band_of,
    change_interval,
    headed,
    interval,
    one_decimal,
    print_caveats,
    print_observed,
    table_of,
    thousands,
)
from diffusion.reporting.headline import headline
from diffusion.reporting.orders import notes_on_order
from diffusion.reporting.rules import decision_lines, decisions_said
from diffusion.reporting.terminal import out
from diffusion.results.barriers import BARRIERS
from diffusion.statistics.intervals import FEWEST_DRAWN


def print_comparison(comparison: Any, say: Words) -> None:
    """Show strategies side by side, and their differences."""
    out.print(_heading(comparison, say))
    name = partial(say.spelled, "strategy")
    first = headline(say, comparison, name=name)
    if said := [*([first] if first else []), *notes_on_order(say, comparison, name=name)]:
        out.print(*said, "", sep="\n")
    rows = comparison.table_rows
    _print_costs(rows, comparison, say)
    _print_adopters(rows, comparison, say)
    _print_changes(comparison, say)
    _print_differences(comparison, say)
    shown = [row for row in comparison.difference_rows if row["measure"] in _SHOWN]
    if any(math.isnan(row["low"]) for row in shown):
        out.print(say("line.no_interval", fewest=FEWEST_DRAWN), "")
    _print_further(comparison, say)
    print_groups(comparison.equity_rows, say)
    print_within(comparison.within_rows, say)
    _print_precision(comparison, say)
    print_observed(comparison.community, comparison.n_months, say)
    print_caveats(
        comparison.community,
        str(comparison.n_runs),
        comparison.random_seed,
        comparison.parameters,
        say,
    )


_SHOWN = ("adopters", "lasting_adopters", "adopter_months")
"""Measures whose differences are shown."""


def _heading(comparison: Any, say: Words) -> str:
    place = say.title(comparison.community.file.title)
    if comparison.budget is None:
        return say("heading.as_written", place=place)
    paid = say("text.pays_all" if comparison.with_facilitator else "text.pays_activities")
    budget = say.rupiah(comparison.budget)
    return say("heading.at_budget", place=place, budget=budget, paid=paid)


def _print_costs(rows: list[dict[str, Any]], comparison: Any, say: Words) -> None:
    day_price = say.rupiah(comparison.community.file.facilitator.person_day_price)
    table = table_of(
        say, "strategy", "cost", "activities", "person_days", "for_each", "interval",
        title=say("heading.costs", day_price=day_price),
    )  # fmt: skip
    for row in rows:
        if row["is_possible"]:
            cells = [thousands(say, row[name]) for name in ("price", "activities")]
            cells.append(str(row["person_days"]))
            low, high = row["cost_per_lasting_low"], row["cost_per_lasting_high"]
            cells.append(thousands(say, row["cost_per_lasting"]))
            is_known = low is not None and high is not None
            cells.append(interval(say, low / 1000, high / 1000, ",.0f") if is_known else "")
        else:
            cells = ["", "", "", "", say("cell.impossible")]
        table.add_row(say.spelled("strategy", row["strategy"]), *cells)
    out.print(table, "")
    decisions = (
        (
            say.spelled("strategy", one.name),
            decisions_said(say, comparison.community, one.programme, outcome),
        )
        for one, outcome in comparison.simulated
    )
    if said := decision_lines(say, decisions):
        out.print(*said, sep="\n")


def _print_adopters(rows: list[dict[str, Any]], comparison: Any, say: Words) -> None:
    """Show how many adopt, and say what a lasting adopter is."""
    table = headed(
        say,
        say("column.strategy"),
        say("column.at_month", month=comparison.n_months),
        *(say(f"column.{name}") for name in ("band", "confirmed", "ever_adopted", "gave up")),
        say("column.adopter_months_narrow"),
        say("column.lasting"),
        title=say("heading.adopters", n_artisans=comparison.community.n_artisans),
    )
    for row in rows:
        if row["is_possible"]:
            table.add_row(
                say.spelled("strategy", row["strategy"]),
                one_decimal(say, row["adopters"]),
                band_of(say, row["adopters_low"], row["adopters_high"], comparison.n_runs),
                *(one_decimal(say, row[name]) for name in ("confirmed", "ever_adopted", "gave_up")),
                say.formatted(row["adopter_months"], ".0f"),
                one_decimal(say, row["lasting_adopters"]),
            )
    out.print(table, say("line.lasting"), "", sep="\n")


def _print_changes(comparison: Any, say: Words) -> None:
    """Say what the budget did to each programme, and which places nobody can fill."""
    if comparison.budget is not None:
        _print_budget(comparison, say)
    programmes = [(say.spelled("strategy", s.name), s.programme) for s in comparison.strategies]
    if notes := list(seat_notes(say, comparison.community, programmes)):
        out.print(say("heading.seats"), *(f"  {text}" for text in notes), "", sep="\n")


def _print_budget(comparison: Any, say: Words) -> None:
    out.print(say("heading.changes"))
    for strategy in comparison.strategies:
        scaled = strategy.scaled
        if not strategy.programme.activity:
            continue
        name = say.spelled("strategy", strategy.name)
        if scaled.is_possible:
            changes = "; ".join(resized(say, change) for change in scaled.changes)
            text = say(
                "line.change" if strategy.is_ranked else "line.change_not_ranked",
                strategy=name,
                before=say.rupiah(scaled.before.total),
                after=say.rupiah(scaled.after.total),
                rest=say.rupiah(scaled.unspent),
                changes=changes or say("text.unchanged"),
            )
        else:
            needs = impossible(say, scaled)
            text = say("line.change_impossible", strategy=name, needs=needs)
        out.print(text)
    out.print()


def _print_differences(comparison: Any, say: Words) -> None:
    differences = comparison.difference_rows
    if not differences:
        return
    reference = say.spelled("strategy", comparison.reference)
    ends = headed(
        say,
        say("column.strategy"),
        say("column.at_month", month=comparison.n_months),
        *(say(f"column.{name}") for name in ("interval", "won", "tied", "lost")),
        title=say("heading.differences", reference=reference),
    )
    lasts = table_of(
        say, "strategy", "lasting_adopters", "interval", "adopter_months", "interval"
    )  # fmt: skip
    for strategy in dict.fromkeys(row["strategy"] for row in differences):
        by_measure = {row["measure"]: row for row in differences if row["strategy"] == strategy}
        end = by_measure["adopters"]
        chances = [say("cell.not_ranked"), "", ""]
        if end["is_ranked"]:
            chances = say.chances(end)
        name = say.spelled("strategy", strategy)
        ends.add_row(name, *_difference(say, end, 1), *chances)
        lasts.add_row(
            name,
            *_difference(say, by_measure["lasting_adopters"], 1),
            *_difference(say, by_measure["adopter_months"], 0),
        )
    out.print(ends, "", lasts, "")


def _print_further(comparison: Any, say: Words) -> None:
    """Show what else a strategy leads to: order, money, and where the others stand."""
    known = {(row["strategy"], row["measure"]): row for row in comparison.estimate_rows}
    further = table_of(
        say, "strategy", "income_added", "fund", "bad_loans", "self_reliance", "administration",
        "gini", "poor_among", title=say("heading.further", month=comparison.n_months),
    )  # fmt: skip
    standing = table_of(say, "strategy", *(b.name for b in BARRIERS), title=say("heading.stand"))
    of_some: list[tuple[str, str, int]] = []
    stands = {(row["strategy"], row["reason"]): row["artisans"] for row in comparison.barrier_rows}
    for strategy, _ in comparison.simulated:
        rows = {measure: row for (of, measure), row in known.items() if of == strategy.name}
        row = {measure: found["mean"] for measure, found in rows.items()}
        shares = []
        for measure, column in _SOMETIMES.items():
            n, mark = rows[measure]["n_runs"], ""
            if 0 < n < comparison.n_runs:
                mark = "*"
                of_some.append((strategy.name, column, n))
            shares.append(say.percent(row[measure]) + mark)
        name = say.spelled("strategy", strategy.name)
        further.add_row(
            name,
            thousands(say, row["income_change"]),
            thousands(say, row["fund"]),
            shares[0],
            say.formatted(row["self_reliance"], ".2f"),
            say.formatted(row["administration"], ".2f"),
            say.formatted(row["gini"], ".3f"),
            shares[1],
        )
        numbers = (stands[strategy.name, barrier.name] for barrier in BARRIERS)
        standing.add_row(name, *(one_decimal(say, number) for number in numbers))
    out.print(further)
    if of_some:
        listed = [
            say(
                "line.partial_one",
                strategy=say.spelled("strategy", of),
                column=_in_line(say(f"column.{column}")),
                n=n,
            )
            for of, column, n in of_some
        ]
        out.print(say("line.partial", listed="; ".join(listed), n_runs=comparison.n_runs))
    artisans = comparison.simulated[0][1].artisans
    if artisans is not None:
        share = say.percent(float(artisans.is_poor.mean()))
        is_drawn = comparison.community.poor_is_drawn
        out.print(say("line.poor_drawn" if is_drawn else "line.poor", share=share))
    out.print("", standing, "")


_SOMETIMES = {"bad_loan_share": "bad_loans", "reach_of_poor": "poor_among"}
"""Measures that a run may have not, and their columns."""


def _in_line(heading: str) -> str:
    """Write a heading of several lines in one."""
    return heading.replace("-\n", "").replace("\n", " ")


def _print_precision(comparison: Any, say: Words) -> None:
    """Say whether the precision that was asked for was reached."""
    precision = comparison.precision
    if precision is None:
        return
    text = say(
        "line.precise" if precision.is_reached else "line.not_precise",
        reached=say.formatted(precision.reached, ".2f"),
        n_runs=say.formatted(precision.n_runs, ",d"),
        most_runs=say.formatted(precision.most_runs, ",d"),
        asked=say.formatted(precision.asked, "g"),
    )
    out.print(text, "")


def _difference(say: Words, row: Any, decimals: int) -> list[str]:
    ends = change_interval(say, row["low"], row["high"], decimals)
    return [say.change(row["mean"], decimals), ends]
