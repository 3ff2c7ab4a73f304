"""The tables that a person reads."""

import math
from typing import Any

from rich import box
from rich.table import Table

from diffusion.catalogue.load import programme_of
from diffusion.i18n.words import Words
from diffusion.reporting.terminal import out
from diffusion.results.outcome import band
from diffusion.scenario.budget import ActivityChange
from diffusion.scenario.community import Community
from diffusion.scenario.tactics import ROLES, TACTICS
from diffusion.scenario.ties import TieFile
from diffusion.util.formats import FEWEST_RUNS


def print_community(community: Community, network: Any, say: Words) -> None:
    """Say what was read from a model folder, and what the network of its ties looks like."""
    file = community.file
    off, on = ([say.spelled("module", m) for m in ms] for ms in (file.modules.off, file.modules.on))
    for label, text in (
        ("community", f"{community.name}: {file.title}"),
        ("calendar", say("read.first_month", month=file.calendar.start)),
        ("artisans", _artisans_read(community, say)),
        ("hamlets", str(community.n_hamlets)),
        ("channels", ", ".join(file.market.channels)),
        ("ties", _ties_read(community, say)),
        ("network", _network(network, say, is_random=community.tie_list is None)),
        ("innovation", file.innovation.name),
        ("modules_on", ", ".join(on)),
        ("modules_off", ", ".join(off)),
        ("parameters", ", ".join(community.parameter_sets)),
    ):
        out.print(f"{say(f'read.{label}'):<12} {text}")
    table = _table(
        say, "programme", "months", "dates", "person_days", "activities", "all",
        title=say("heading.programmes"),
    )  # fmt: skip
    programmes = {name: programme_of(community, name) for name in community.programmes}
    for name, programme in programmes.items():
        price = community.price(programme)
        dates = [month for activity in programme.activity for month in activity.months]
        when = _span(say, min(dates), max(dates), "d") if dates else say("say.none")
        table.add_row(
            say.spelled("strategy", name),
            when,
            str(len(dates)),
            str(price.person_days),
            _thousands(say, price.activities),
            _thousands(say, price.total),
        )
    out.print(table, "")
    roles = _headed(
        say("column.programme"),
        *(say(f"role.{role}") for role in ROLES),
        title=say("heading.roles"),
    )
    for name, programme in programmes.items():
        days = programme.days_by_role().values()
        roles.add_row(say.spelled("strategy", name), *map(str, days))
    out.print(roles, "")
    out.print(say("read.fine"))


def _artisans_read(community: Community, say: Words) -> str:
    if community.roster is None:
        return say("read.artisans_drawn", n=community.n_artisans)
    given = ", ".join(community.roster.columns) or say("read.only_names")
    file = community.file.artisans.roster
    return say("read.artisans_listed", n=community.n_artisans, file=file, given=given)


def _ties_read(community: Community, say: Words) -> str:
    ties, listed = community.file.ties, community.tie_list
    if isinstance(ties, TieFile) and listed is not None:
        return say(
            "read.ties_listed",
            n=len(listed.pairs),
            file=ties.file,
            n_self=listed.n_self,
            n_merged=listed.n_merged,
        )
    drawn = ties.model_dump(exclude={"strength", "generator"})
    return ", ".join([ties.generator, *(f"{key} {value}" for key, value in drawn.items())])


def _network(facts: Any, say: Words, *, is_random: bool) -> str:
    return say(
        "read.facts_drawn" if is_random else "read.facts",
        n_artisans=facts.n_artisans,
        n_ties=facts.n_ties,
        n_components=facts.n_components,
        n_isolates=facts.n_isolates,
        degree=say.formatted(facts.mean_degree, ".1f"),
        clustering=say.formatted(facts.clustering, ".2f"),
    )


def resolved(community: Community) -> dict[str, Any]:
    """Everything that was read, with every default written in."""
    content: dict[str, Any] = {
        "name": community.name,
        "community": community.file.model_dump(mode="json"),
        "parameters": {n: s.model_dump(mode="json") for n, s in community.parameter_sets.items()},
        "programmes": {n: p.model_dump(mode="json") for n, p in community.programmes.items()},
        "artisans": list(community.labels),
        "files": dict(community.hashes),
    }
    if community.roster is not None:
        content["roster"] = {n: list(column) for n, column in community.roster.columns.items()}
    if community.tie_list is not None:
        content["ties"] = [
            [community.labels[ego], community.labels[alter]]
            for ego, alter in community.tie_list.pairs
        ]
    return content


def print_outcome(community: Community, outcome: Any, parameters: str, say: Words) -> None:
    """Show one programme, month by month."""
    means = {
        name: outcome.series(name).mean(axis=0) for name in (*_STAGE_HEADINGS, *_TRAITS, "cash")
    }
    adopters = outcome.adopters
    low, high = band(adopters)
    people = _table(
        say, "month", "adopters", "band", *_STAGE_HEADINGS.values(),
        title=say.spelled("strategy", outcome.programme),
    )  # fmt: skip
    traits = _table(say, "month", "date", *_TRAITS, "household_cash")
    for month in _checkpoints(outcome.n_months):
        people.add_row(
            str(month),
            _one_decimal(say, adopters[:, month].mean()),
            _whole_span(say, low[month], high[month]),
            *(_one_decimal(say, means[stage][month]) for stage in _STAGE_HEADINGS),
        )
        traits.add_row(
            str(month),
            _month_of(community, month, say),
            *(say.formatted(means[trait][month], ".2f") for trait in _TRAITS),
            say.formatted(means["cash"][month] / community.n_artisans, ",.0f"),
        )
    out.print(people, "", traits, "")
    text = say(
        "line.outcome",
        tried=_one_decimal(say, outcome.tried.mean()),
        lasting=_one_decimal(say, outcome.lasting.mean()),
        n_artisans=community.n_artisans,
    )
    out.print(f"{text}\n")
    random_seed = outcome.provenance["random_seed"]
    _print_caveats(community, str(outcome.n_runs), random_seed, parameters, say)


_STAGE_HEADINGS = {
    "unaware": "unaware",
    "knows": "knows",
    "persuaded": "persuaded",
    "decided": "decided",
    "trial": "trial",
    "confirmed": "confirmed",
    "discontinued": "gave up",
}
"""Heading of each stage."""

_TRAITS = ("self_efficacy", "value_fit", "skill")
"""Means of the artisans that are shown."""


def print_books(community: Community, outcome: Any, say: Words) -> None:
    """Show the money of the first history: the association's box, and all households."""
    replicate = outcome.provenance["first_replicate"]
    box = _table(
        say, "month", "members", "saved", "repaid", "interest", "grants", "lent", "in_box", "loans",
        "written_off", title=say("heading.cash_book", replicate=replicate),
    )  # fmt: skip
    for row in outcome.cash_book().itertuples():
        lost = row.written_off + row.unaccounted
        amounts = (row.saved, row.repaid, row.interest, row.grants, row.lent, row.in_box)
        cells = [_thousands(say, amount) for amount in (*amounts, row.loans, lost)]
        box.add_row(_month_of(community, row.record, say), str(row.members), *cells)
    out.print(box, "")
    last = outcome.cash_book().iloc[-1]
    parts = ("in_box", "loans", "savings", "surplus", "equity", "losses")
    text = say("line.box", **{part: say.rupiah(last[part]) for part in parts})
    out.print(f"{text}\n")
    homes = _table(
        say, "month", "other_income", "pottery", "forgiven", "from_box", "living", "shocks",
        "entry_cost", "to_box", "cash", title=say("heading.household_book", replicate=replicate),
    )  # fmt: skip
    for row in outcome.household_book().itertuples():
        cells = [_thousands(say, amount) for amount in row[2:]]
        homes.add_row(_month_of(community, row.record, say), *cells)
    out.print(homes, "")
    out.print(f"{say('line.accounted')}\n")


def _month_of(community: Community, record: int, say: Words) -> str:
    return community.file.calendar.month_name(record - 1) if record else say("cell.start")


def print_comparison(comparison: Any, say: Words) -> None:
    """Show strategies side by side, and their differences."""
    out.print(_heading(comparison, say))
    rows = comparison.table_rows
    _print_costs(rows, comparison, say)
    _print_adopters(rows, comparison, say)
    _print_changes(comparison, say)
    _print_differences(comparison, say)
    _print_further(comparison, say)
    _print_groups(comparison, say)
    _print_precision(comparison, say)
    _print_caveats(
        comparison.community,
        str(comparison.n_runs),
        comparison.random_seed,
        comparison.parameters,
        say,
    )


def _heading(comparison: Any, say: Words) -> str:
    place = comparison.community.file.title
    if comparison.budget is None:
        return say("heading.as_written", place=place)
    paid = say("text.pays_all" if comparison.with_facilitator else "text.pays_activities")
    budget = say.rupiah(comparison.budget)
    return say("heading.at_budget", place=place, budget=budget, paid=paid)


def _print_costs(rows: list[dict[str, Any]], comparison: Any, say: Words) -> None:
    day_price = say.rupiah(comparison.community.file.facilitator.person_day_price)
    table = _table(
        say, "strategy", "cost", "activities", "person_days", "for_each", "interval",
        title=say("heading.costs", day_price=day_price),
    )  # fmt: skip
    for row in rows:
        cells = [_thousands(say, row[name]) for name in ("price", "activities")]
        cells.append(str(row["person_days"]))
        if row["is_possible"]:
            low, high = row["cost_per_lasting_low"], row["cost_per_lasting_high"]
            cells.append(_thousands(say, row["cost_per_lasting"]))
            is_known = not (_is_missing(low) or _is_missing(high))
            cells.append(_span(say, low / 1000, high / 1000, ",.0f") if is_known else "")
        else:
            cells += ["", say("cell.impossible")]
        table.add_row(say.spelled("strategy", row["strategy"]), *cells)
    out.print(table, "")


def _print_adopters(rows: list[dict[str, Any]], comparison: Any, say: Words) -> None:
    """Show how many adopt, and say what a lasting adopter is."""
    table = _headed(
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
                _one_decimal(say, row["adopters"]),
                _whole_span(say, row["adopters_low"], row["adopters_high"]),
                *(
                    _one_decimal(say, row[name])
                    for name in ("confirmed", "ever_adopted", "gave_up")
                ),
                say.formatted(row["adopter_months"], ".0f"),
                _one_decimal(say, row["lasting_adopters"]),
            )
    out.print(table, say("line.lasting"), "", sep="\n")


def _print_changes(comparison: Any, say: Words) -> None:
    """Say what the budget did to each programme."""
    if comparison.budget is None:
        return
    out.print(say("heading.changes"))
    for strategy in comparison.strategies:
        scaled = strategy.scaled
        if not strategy.programme.activity:
            continue
        name = say.spelled("strategy", strategy.name)
        if scaled.is_possible:
            changes = "; ".join(_change(change, say) for change in scaled.changes)
            text = say(
                "line.change" if strategy.is_ranked else "line.change_not_ranked",
                strategy=name,
                before=say.rupiah(scaled.before.total),
                after=say.rupiah(scaled.after.total),
                rest=say.rupiah(scaled.unspent),
                changes=changes or say("text.unchanged"),
            )
        else:
            needed = say.rupiah(scaled.cost)
            text = say("line.change_impossible", strategy=name, needed=needed)
        out.print(text)
    out.print()


def _change(change: ActivityChange, say: Words) -> str:
    sizes = {
        "dates": (change.dates_before, change.dates_after),
        "places": (change.places_before, change.places_after),
    }
    said = [
        say(f"say.{what}", before=before, after=after)
        for what, (before, after) in sizes.items()
        if before != after
    ]
    tactic = say.name("tactic", change.tactic)
    return say("line.activity", tactic=tactic, sizes=say.listed(said))


def _print_differences(comparison: Any, say: Words) -> None:
    differences = comparison.difference_rows
    if not differences:
        return
    reference = say.spelled("strategy", comparison.reference)
    ends = _headed(
        say("column.strategy"),
        say("column.at_month", month=comparison.n_months),
        *(say(f"column.{name}") for name in ("interval", "won", "tied", "lost")),
        title=say("heading.differences", reference=reference),
    )
    lasts = _table(
        say, "strategy", "lasting_adopters", "interval", "adopter_months", "interval"
    )  # fmt: skip
    for strategy in dict.fromkeys(row["strategy"] for row in differences):
        by_measure = {row["measure"]: row for row in differences if row["strategy"] == strategy}
        end = by_measure["adopters"]
        chances = [say("cell.not_ranked"), "", ""]
        if end["is_ranked"]:
            chances = [say.percent(end[key]) for key in ("won", "tied", "lost")]
        name = say.spelled("strategy", strategy)
        ends.add_row(name, *_difference(say, end, ".1f"), *chances)
        lasts.add_row(
            name,
            *_difference(say, by_measure["lasting_adopters"], ".1f"),
            *_difference(say, by_measure["adopter_months"], ".0f"),
        )
    out.print(ends, "", lasts, "")


def _print_further(comparison: Any, say: Words) -> None:
    """Show what else a strategy leads to: order, money, and where the others stand."""
    from diffusion.results.barriers import BARRIERS

    means = {(row["strategy"], row["measure"]): row["mean"] for row in comparison.estimate_rows}
    further = _table(
        say, "strategy", "income_added", "fund", "bad_loans", "self_reliance", "administration",
        "gini", "poor_among", title=say("heading.further", month=comparison.n_months),
    )  # fmt: skip
    standing = _table(say, "strategy", *(b.name for b in BARRIERS), title=say("heading.stand"))
    stands = {(row["strategy"], row["reason"]): row["artisans"] for row in comparison.barrier_rows}
    for strategy, _ in comparison.simulated:
        row = {measure: mean for (of, measure), mean in means.items() if of == strategy.name}
        name = say.spelled("strategy", strategy.name)
        further.add_row(
            name,
            _thousands(say, row["income_change"]),
            _thousands(say, row["fund"]),
            say.percent(row["bad_loan_share"]),
            say.formatted(row["self_reliance"], ".2f"),
            say.formatted(row["administration"], ".2f"),
            say.formatted(row["gini"], ".3f"),
            say.percent(row["reach_of_poor"]),
        )
        numbers = (stands[strategy.name, barrier.name] for barrier in BARRIERS)
        standing.add_row(name, *(_one_decimal(say, number) for number in numbers))
    out.print(further)
    artisans = comparison.simulated[0][1].artisans
    if artisans is not None:
        out.print(say("line.poor", share=say.percent(float(artisans.is_poor.mean()))))
    out.print("", standing, "")


def _print_groups(comparison: Any, say: Words) -> None:
    """Show who is left out."""
    table = _table(
        say, "strategy", "group", "share_of_them", "against", "share_of_them", "gap", "interval",
        title=say("heading.groups"),
    )  # fmt: skip
    for row in comparison.equity_rows:
        if row["n_runs"] >= FEWEST_RUNS and row["share_group"] + row["share_others"] > 0:
            table.add_row(
                say.spelled("strategy", row["strategy"]),
                say.short_group(row["group"]),
                say.percent(row["share_group"]),
                say.short_group(row["others"]),
                say.percent(row["share_others"]),
                say.formatted(100 * row["gap"], "+.0f"),
                _whole_span(say, 100 * row["low"], 100 * row["high"]),
            )
    out.print(table, "")


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


def print_frontier(frontier: Any, say: Words) -> None:
    """Show what each strategy leads to at each budget."""
    first = frontier.comparisons[0]
    out.print(say("heading.frontier", place=first.community.file.title))
    known = frontier.table()
    for strategy, rows in known.groupby("strategy", sort=False):
        table = _table(
            say, "budget", "spent", "adopters_narrow", "interval", "lasting", "interval",
            "for_each_narrow", "rank", title=say.spelled("strategy", str(strategy)),
        )  # fmt: skip
        for row in rows.to_dict("records"):
            cells = ["", say("cell.impossible"), "", "", "", "", ""]
            if row["is_possible"]:
                cells = [_thousands(say, row["price"])]
                for name in ("adopters", "lasting_adopters"):
                    low, high = row[f"{name}_mean_low"], row[f"{name}_mean_high"]
                    cells += [_one_decimal(say, row[name]), _span(say, low, high, ".1f")]
                cells.append(_thousands(say, row["cost_per_lasting"]))
                cells.append("" if row["is_ranked"] else say("cell.rank_none"))
            table.add_row(_thousands(say, row["budget"]), *cells)
        out.print(table, "")
    if (known["is_possible"] & ~known["is_ranked"]).any():
        out.print(say("line.not_ranked"))
    fewest, most = frontier.n_runs
    n_runs = str(most) if fewest == most else _span(say, fewest, most, "d")
    _print_caveats(first.community, n_runs, first.random_seed, first.parameters, say)


def _difference(say: Words, row: Any, form: str) -> list[str]:
    return [say.formatted(row["mean"], f"+{form}"), _span(say, row["low"], row["high"], form)]


def _print_caveats(
    community: Community, n_runs: str, random_seed: int, parameters: str, say: Words
) -> None:
    modules = community.file.modules
    idle = sorted(
        say.name("tactic", name)
        for name, tactic in TACTICS.items()
        if any(module in modules.off for module in tactic.acts_on)
    )
    off = ", ".join(say.spelled("module", module) for module in modules.off)
    made = say("line.made", n_runs=n_runs, random_seed=random_seed, parameters=parameters)
    out.print(made, say("line.uncertainty"), say("line.off", modules=off), sep="\n")
    if idle:
        out.print(say("line.idle", activities=", ".join(idle)))


def _table(say: Words, *keys: str, title: str | None = None) -> Table:
    return _headed(*(say(f"column.{key}") for key in keys), title=title)


def _headed(*headings: str, title: str | None = None) -> Table:
    """Make a table in which only the first column gives way in a narrow terminal."""
    table = Table(
        box=box.SIMPLE_HEAD,
        title=title,
        title_justify="left",
        show_edge=False,
        padding=(0, 0, 0, 1),
        pad_edge=False,
    )
    table.add_column(headings[0], overflow="fold", min_width=6)
    for heading in headings[1:]:
        table.add_column(heading, justify="right", no_wrap=True)
    return table


def _checkpoints(n_months: int) -> list[int]:
    step = 6 if n_months > 12 else 1
    return sorted({*range(0, n_months + 1, step), n_months})


def _is_missing(value: float | None) -> bool:
    return value is None or math.isnan(value)


def _thousands(say: Words, value: float | None) -> str:
    """Write rupiah in thousands."""
    return say.formatted(None if value is None else value / 1000, ",.0f")


def _one_decimal(say: Words, value: float | None) -> str:
    return say.formatted(value, ".1f")


def _whole_span(say: Words, low: float, high: float) -> str:
    return _span(say, low, high, ".0f")


def _span(say: Words, low: float, high: float, form: str) -> str:
    """Write a band or an interval: 1.0 to 2.5."""
    return say("column.span", low=say.formatted(low, form), high=say.formatted(high, form))
