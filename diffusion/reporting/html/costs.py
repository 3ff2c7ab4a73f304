"""The section on costs: what each strategy costs, and what the budget did to it."""

from collections.abc import Iterator

from diffusion.i18n.words import Words
from diffusion.reporting.budget_notes import impossible, resized, seat_notes
from diffusion.reporting.html.cells import Table, head_of, table_of
from diffusion.reporting.html.source import Source
from diffusion.reporting.rules import decisions_said


def costs(say: Words, source: Source) -> Table:
    """Show what each strategy costs, and each lasting adopter of it."""
    has_budget = source.comparison.budget is not None
    money = ["price_before", "price", "activities", "facilitator", "person_days", "rest"]
    heads = ["written", "price", "activities", "facilitator", "person_days", "rest"]
    if not has_budget:
        money, heads = money[1:-1], heads[1:-1]
    rows = []
    for row in source.tables["comparison"].to_dict("records"):
        is_paid = {column: row["is_possible"] or column == "price_before" for column in money}
        cells = [(say.number(row[c], 0) if is_paid[c] else "", "") for c in money]
        cost = say.number(row.get("cost_per_lasting"), 0)
        ends = [row.get(f"cost_per_lasting_{end}") for end in ("low", "high")]
        is_known = all(end == end and end is not None for end in ends)
        interval = say.span(*(say.number(end, 0) for end in ends)) if is_known else ""
        ranked = "yes" if row["is_ranked"] else "no"
        state = say(f"say.{ranked}") if row["is_possible"] else say("say.impossible")
        rows.append((head_of(say, row["strategy"]), *cells, (cost, interval), (state, "")))
    head = [f"head.{name}" for name in ("strategy", *heads, "for_each", "ranked")]
    return table_of(say, "costs", say("title.costs"), head, rows)


def changes(say: Words, source: Source) -> Iterator[tuple[str, str]]:
    """Each strategy with what the budget did to it."""
    for strategy in source.comparison.strategies:
        if strategy.scaled is None or not strategy.programme.activity:
            continue
        if not strategy.scaled.is_possible:
            yield say.strategy(strategy.name), impossible(say, strategy.scaled)
            continue
        parts = [resized(say, change) for change in strategy.scaled.changes]
        yield say.strategy(strategy.name), "; ".join(parts) or say("text.unchanged")


def decisions(say: Words, source: Source) -> Iterator[tuple[str, list[str]]]:
    """Each strategy that adapts, with what it costs, and the rules of its reviews."""
    for one, outcome in source.comparison.simulated:
        said = decisions_said(say, source.comparison.community, one.programme, outcome)
        if said:
            yield f"{say.strategy(one.name)}: {said[0]}", said[1:]


def seats(say: Words, source: Source) -> Iterator[str]:
    """Say which places nobody can fill."""
    programmes = [(say.strategy(s.name), s.programme) for s in source.comparison.strategies]
    return seat_notes(say, source.comparison.community, programmes)
