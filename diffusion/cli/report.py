"""The tables that a person reads."""

import math
from typing import Any

from rich import box
from rich.table import Table

from diffusion.cli.console import out
from diffusion.community import Community, TieFile
from diffusion.library import programme_of
from diffusion.programme import ROLES, TACTICS
from diffusion.tables import FEWEST_RUNS, one_decimal, rupiah, share, span


def print_community(community: Community, network: Any) -> None:
    """Say what was read from a model folder, and what the network of its ties looks like."""
    file = community.file
    roster = "drawn for each run"
    if community.roster is not None:
        given = ", ".join(community.roster.columns) or "only names"
        roster = f"from {file.artisans.roster}, with {given}; other traits drawn"
    drawn = file.ties.model_dump(exclude={"strength", "generator"})
    ties = ", ".join([file.ties.generator, *(f"{key} {value}" for key, value in drawn.items())])
    if isinstance(file.ties, TieFile) and community.tie_list is not None:
        listed = community.tie_list
        ties = (
            f"{len(listed.pairs)} from {file.ties.file}; left out: {listed.n_self} to oneself, "
            f"{listed.n_merged} that repeat a pair (the strongest counts)"
        )
    for label, text in (
        ("community", f"{community.name}: {file.title}"),
        ("calendar", f"month 0 is {file.calendar.start}"),
        ("artisans", f"{community.n_artisans}, {roster}"),
        ("hamlets", str(community.n_hamlets)),
        ("channels", ", ".join(file.market.channels)),
        ("ties", ties),
        ("network", _network(network, is_drawn=community.tie_list is None)),
        ("innovation", file.innovation.name),
        ("modules on", ", ".join(file.modules.on)),
        ("modules off", ", ".join(file.modules.off)),
        ("parameters", ", ".join(community.parameter_sets)),
    ):
        out.print(f"{label:<12} {text}")
    table = _table(
        "programme",
        "months",
        "dates",
        "person-\ndays",
        "activi-\nties",
        "all",
        title="Programmes as written, with their cost in Rp 1,000",
    )
    programmes = {name: programme_of(community, name) for name in community.programmes}
    for name, programme in programmes.items():
        price = community.price(programme)
        dates = [month for activity in programme.activity for month in activity.months]
        when = f"{min(dates)} to {max(dates)}" if dates else "none"
        table.add_row(
            name,
            when,
            str(len(dates)),
            str(price.person_days),
            _thousands(price.activities),
            _thousands(price.total),
        )
    out.print(table, "")
    roles = _table("programme", *ROLES, title="Person-days by what the facilitator is in them")
    for name, programme in programmes.items():
        roles.add_row(name, *(str(days) for days in programme.days_by_role().values()))
    out.print(roles, "")
    out.print("No problems found.")


def _network(facts: Any, *, is_drawn: bool) -> str:
    text = (
        f"{facts.n_artisans} artisans, {facts.n_ties} ties, components: {facts.n_components}, "
        f"isolates: {facts.n_isolates}, mean degree {facts.mean_degree:.1f}, "
        f"clustering {facts.clustering:.2f}"
    )
    return f"{text} (as drawn for replicate 0 of random seed 1)" if is_drawn else text


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


def print_outcome(community: Community, outcome: Any, parameters: str) -> None:
    """Show one programme, month by month."""
    monthly = outcome.monthly()
    curve = outcome.adoption_curve()
    people = _table("month", "adopters", "band", *STAGE_HEADINGS, title=outcome.programme)
    traits = _table("month", "date", "self-\nefficacy", "value\nfit", "skill", "Rp in a\nhousehold")
    for month in _checkpoints(outcome.n_months):
        row, adopters = monthly.iloc[month], curve.iloc[month]
        people.add_row(
            str(month),
            one_decimal(adopters["mean"]),
            _whole_span(adopters["low"], adopters["high"]),
            *(one_decimal(row[stage]) for stage in STAGE_HEADINGS.values()),
        )
        traits.add_row(
            str(month),
            _month_of(community, month),
            *(f"{row[trait]:.2f}" for trait in ("self_efficacy", "value_fit", "skill")),
            f"{row['cash'] / community.n_artisans:,.0f}",
        )
    out.print(people, "", traits, "")
    out.print(
        f"ever tried {outcome.tried.mean():.1f}, lasting adopters {outcome.lasting.mean():.1f} "
        f"of {community.n_artisans}\n"
    )
    _print_caveats(community, outcome.n_runs, outcome.provenance["random_seed"], parameters)


def print_books(community: Community, outcome: Any) -> None:
    """Show the money of the first history: the association's box, and all households."""
    replicate = outcome.provenance["first_replicate"]
    box = _table(
        "month",
        "mem-\nbers",
        "saved",
        "repaid",
        "inter-\nest",
        "grants",
        "lent",
        "in the\nbox",
        "loans",
        "lost",
        title=f"Cash book of the association in Rp 1,000, one history (replicate {replicate})",
    )
    for row in outcome.cash_book().itertuples():
        lost = row.written_off + row.unaccounted
        amounts = (row.saved, row.repaid, row.interest, row.grants, row.lent, row.in_box)
        cells = [_thousands(amount) for amount in (*amounts, row.loans, lost)]
        box.add_row(_month_of(community, row.record), str(row.members), *cells)
    out.print(box, "")
    last = outcome.cash_book().iloc[-1]
    out.print(
        f"In the box {rupiah(last.in_box)} + loans {rupiah(last.loans)} = savings "
        f"{rupiah(last.savings)} + interest {rupiah(last.surplus)} + grants "
        f"{rupiah(last.equity)} - losses {rupiah(last.losses)}.\n"
    )
    homes = _table(
        "month",
        "other\nincome",
        "pottery",
        "for-\ngiven",
        "from\nbox",
        "living",
        "shocks",
        "entry\ncost",
        "to\nbox",
        "cash",
        title=f"Money of all households in Rp 1,000, one history (replicate {replicate})",
    )
    for row in outcome.household_book().itertuples():
        cells = [_thousands(amount) for amount in row[2:]]
        homes.add_row(_month_of(community, row.record), *cells)
    out.print(homes, "")
    out.print("Every rupiah of every month is accounted for. Simulated, not observed.\n")


def _month_of(community: Community, record: int) -> str:
    return community.file.calendar.month_name(record - 1) if record else "start"


STAGE_HEADINGS = {
    "un-\naware": "unaware",
    "knows": "knows",
    "persua-\nded": "persuaded",
    "deci-\nded": "decided",
    "trial": "trial",
    "con-\nfirmed": "confirmed",
    "gave\nup": "discontinued",
}


def print_comparison(comparison: Any) -> None:
    """Show strategies side by side, and their differences."""
    out.print(_heading(comparison))
    rows = comparison.summary().to_dict("records")
    _print_costs(rows)
    _print_adopters(rows, comparison)
    _print_changes(comparison)
    _print_differences(comparison)
    _print_further(comparison)
    _print_groups(comparison)
    _print_precision(comparison)
    _print_caveats(
        comparison.community, comparison.n_runs, comparison.random_seed, comparison.parameters
    )


def _heading(comparison: Any) -> str:
    place = comparison.community.file.title
    if comparison.budget is None:
        return f"{place}: programmes as written. Their costs differ, so none is ranked."
    pays = "activities and person-days" if comparison.with_facilitator else "activities only"
    return f"{place}: each programme scaled to {rupiah(comparison.budget)} for {pays}."


def _print_costs(rows: list[dict[str, Any]]) -> None:
    table = _table(
        "strategy",
        "cost",
        "activi-\nties",
        "person-\ndays",
        "for each\nlasting",
        "interval",
        title="Costs in Rp 1,000: all, activities alone, for each lasting adopter",
    )
    for row in rows:
        cells = [_thousands(row["price"]), _thousands(row["activities"]), str(row["person_days"])]
        if row["is_possible"]:
            low, high = row["cost_per_lasting_low"], row["cost_per_lasting_high"]
            cells.append(_thousands(row["cost_per_lasting"]))
            cells.append("" if _is_missing(low) else f"{_thousands(low)} to {_thousands(high)}")
        else:
            cells += ["", "not possible"]
        table.add_row(row["strategy"], *cells)
    out.print(table, "")


def _print_adopters(rows: list[dict[str, Any]], comparison: Any) -> None:
    table = _table(
        "strategy",
        f"month\n{comparison.n_months}",
        "band",
        "ever\ntried",
        "gave\nup",
        "adopter-\nmonths",
        "lasting",
        title=f"Adopters of {comparison.community.n_artisans}",
    )
    for row in rows:
        if row["is_possible"]:
            table.add_row(
                row["strategy"],
                one_decimal(row["adopters"]),
                _whole_span(row["adopters_low"], row["adopters_high"]),
                one_decimal(row["ever_tried"]),
                one_decimal(row["gave_up"]),
                f"{row['adopter_months']:.0f}",
                one_decimal(row["lasting_adopters"]),
            )
    out.print(table, "")


def _print_changes(comparison: Any) -> None:
    """Say what the budget did to each programme."""
    if comparison.budget is None:
        return
    out.print("What the budget changed:")
    for strategy in comparison.strategies:
        scaled = strategy.scaled
        if not strategy.programme.activity:
            continue
        if scaled.is_possible:
            changes = "; ".join(str(change).replace("_", " ") for change in scaled.changes)
            text = (
                f"{rupiah(scaled.before.total)} to {rupiah(scaled.after.total)}, "
                f"{rupiah(scaled.rest)} left{'' if strategy.is_ranked else ', not ranked'}: "
                f"{changes or 'nothing changed'}"
            )
        else:
            needed = rupiah(scaled.charged)
            text = f"not possible at this budget (needs at least {needed})"
        out.print(f"  {strategy.name}: {text}")
    out.print()


def _print_differences(comparison: Any) -> None:
    differences = comparison.differences()
    if differences.empty:
        return
    title = f"Differences to {comparison.reference}, run by run under the same luck"
    adopters = f"month\n{comparison.n_months}"
    ends = _table("strategy", adopters, "interval", "won", "tied", "lost", title=title)
    lasts = _table("strategy", "lasting\nadopters", "interval", "adopter-\nmonths", "interval")
    for strategy, rows in differences.groupby("strategy", sort=False):
        by_measure = rows.set_index("measure")
        end = by_measure.loc["adopters"]
        chances = ["not ranked", "", ""]
        if end["is_ranked"]:
            chances = [share(end[key]) for key in ("won", "tied", "lost")]
        ends.add_row(str(strategy), *_difference(end), *chances)
        lasts.add_row(
            str(strategy),
            *_difference(by_measure.loc["lasting_adopters"]),
            *_whole_difference(by_measure.loc["adopter_months"]),
        )
    out.print(ends, "", lasts, "")


def _print_further(comparison: Any) -> None:
    """Show what else a strategy leads to: order, money, and where the others stand."""
    means = comparison.outcomes().pivot(index="strategy", columns="measure", values="mean")
    title = f"Means at month {comparison.n_months}; money in Rp 1,000"
    further = _table(
        "strategy", "income\nadded", "fund", "bad\nloans", "self-\nreliance", "admini-\nstration",
        "Gini", "poor\nreached", title=title,
    )  # fmt: skip
    standing = _table("strategy", *_REASONS, title="Where the artisans stand")
    reasons = comparison.reasons().pivot(index="strategy", columns="reason", values="artisans")
    for strategy, _ in comparison.simulated:
        row = means.loc[strategy.name]
        further.add_row(
            strategy.name,
            _thousands(row["income_change"]),
            _thousands(row["fund"]),
            _share_or_none(row["bad_loan_share"]),
            f"{row['self_reliance']:.2f}",
            f"{row['administration']:.2f}",
            f"{row['gini']:.3f}",
            _share_or_none(row["reach_of_poor"]),
        )
        stands = reasons.loc[strategy.name]
        words = (word.replace("-\n", "").replace("\n", " ") for word in _REASONS)
        standing.add_row(strategy.name, *(one_decimal(stands[word]) for word in words))
    out.print(further, "", standing, "")


_REASONS = (
    "un-\naware",
    "not per-\nsuaded",
    "values",
    "not\ndecided",
    "no\nmeans",
    "gave\nup",
    "adopters",
)


def _print_groups(comparison: Any) -> None:
    """Show who is left out."""
    groups = comparison.groups()
    table = _table(
        "strategy", "group", "of them", "against", "of them", "gap", "interval",
        title="Who is left out: share of adopters in a group, and its gap in percentage points",
    )  # fmt: skip
    for row in groups.to_dict("records"):
        if row["n_runs"] >= FEWEST_RUNS and row["share_group"] + row["share_others"] > 0:
            table.add_row(
                row["strategy"],
                row["group"],
                share(row["share_group"]),
                row["others"],
                share(row["share_others"]),
                f"{100 * row['gap']:+.0f}",
                _whole_span(100 * row["low"], 100 * row["high"]),
            )
    out.print(table, "")


def _print_precision(comparison: Any) -> None:
    """Say whether the precision that was asked for was reached."""
    precision = comparison.precision
    if precision is None:
        return
    reached = f"plus or minus {precision.reached:.2f} after {precision.n_runs:,} runs"
    if precision.is_reached:
        out.print(f"Differences in adopters are known to {reached}.", "")
    else:
        out.print(
            f"The cap of {precision.most_runs:,} runs came first: differences in adopters are "
            f"known to {reached}, not to {precision.asked:g} (--most-runs raises the cap).",
            "",
        )


def print_frontier(frontier: Any) -> None:
    """Show what each strategy leads to at each budget."""
    first = frontier.comparisons[0]
    out.print(f"{first.community.file.title}: budgets and costs in Rp 1,000.")
    for strategy, rows in frontier.table().groupby("strategy", sort=False):
        table = _table(
            "budget", "spent", "adopters", "interval", "lasting", "interval", "for each\nlasting",
            title=str(strategy),
        )  # fmt: skip
        for row in rows.to_dict("records"):
            cells = ["", "not possible", "", "", "", ""]
            if row["is_possible"]:
                cells = [_thousands(row["price"])]
                for name in ("adopters", "lasting_adopters"):
                    low, high = row[f"{name}_low"], row[f"{name}_high"]
                    cells += [one_decimal(row[name]), span(low, high)]
                cells.append(_thousands(row["cost_per_lasting"]))
            table.add_row(_thousands(row["budget"]), *cells)
        out.print(table, "")
    _print_caveats(first.community, first.n_runs, first.random_seed, first.parameters)


def _share_or_none(value: float) -> str:
    return "none" if _is_missing(value) else share(value)


def _difference(row: Any) -> list[str]:
    return [f"{row['mean']:+.1f}", span(row["low"], row["high"])]


def _whole_difference(row: Any) -> list[str]:
    return [f"{row['mean']:+.0f}", _whole_span(row["low"], row["high"])]


def _print_caveats(community: Community, n_runs: int, random_seed: int, parameters: str) -> None:
    modules = community.file.modules
    idle = sorted(
        name.replace("_", " ")
        for name, tactic in TACTICS.items()
        if any(module in modules.off for module in tactic.acts_on)
    )
    out.print(
        f"Simulated, not observed: {n_runs} runs, random seed {random_seed}, "
        f"parameter set {parameters}.\n"
        "A band is where 90 % of single histories fall. An interval is the 95 % uncertainty of a "
        "mean; where strategies are compared it holds for all rows of its column at once. Both "
        "cover luck only, not the assumed doses.\n"
        f"Parts of the model that are off: {', '.join(modules.off)}.",
    )
    if idle:
        out.print(
            "So these activities cost what they cost, and do nothing or less than they would: "
            f"{', '.join(idle)}.",
        )


def _table(*headings: str, title: str | None = None) -> Table:
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


def _thousands(value: float | None) -> str:
    """Write rupiah in thousands."""
    return "none" if value is None or math.isnan(value) else f"{value / 1000:,.0f}"


def _whole_span(low: float, high: float) -> str:
    return f"{low:.0f} to {high:.0f}"
