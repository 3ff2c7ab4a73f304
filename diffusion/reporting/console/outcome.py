"""Shows the histories of one programme, month by month, and the money of one of them."""

from typing import Any

from diffusion.i18n.words import Words
from diffusion.reporting.console.layout import (
    band_of,
    one_decimal,
    print_caveats,
    print_observed,
    table_of,
    thousands,
)
from diffusion.reporting.rules import decision_lines, decisions_said
from diffusion.reporting.terminal import out
from diffusion.results.observed import observed_curve
from diffusion.scenario.community import Community
from diffusion.scenario.programme import Programme
from diffusion.statistics.band import band


def print_outcome(
    community: Community, programme: Programme, outcome: Any, parameters: str, say: Words
) -> None:
    """Show one programme, month by month."""
    means = {
        name: outcome.series(name).mean(axis=0) for name in (*_STAGE_HEADINGS, *_TRAITS, "cash")
    }
    adopters = outcome.adopters
    low, high = band(adopters)
    observed = observed_curve(community, outcome.n_months)
    seen = () if observed is None else ("observed",)
    people = table_of(
        say, "month", "adopters", "band", *seen, *_STAGE_HEADINGS.values(),
        title=say.spelled("strategy", outcome.programme),
    )  # fmt: skip
    traits = table_of(say, "month", "date", *_TRAITS, "household_cash")
    for month in _checkpoints(outcome.n_months):
        people.add_row(
            str(month),
            one_decimal(say, adopters[:, month].mean()),
            band_of(say, low[month], high[month], outcome.n_runs),
            *(() if observed is None else (_users(observed.at(month), say),)),
            *(one_decimal(say, means[stage][month]) for stage in _STAGE_HEADINGS),
        )
        traits.add_row(
            str(month),
            _month_of(community, month, say),
            *(say.formatted(means[trait][month], ".2f") for trait in _TRAITS),
            say.formatted(means["cash"][month] / community.n_artisans, ",.0f"),
        )
    out.print(people, "", traits, "")
    print_observed(community, outcome.n_months, say)
    text = say(
        "line.outcome",
        tried=one_decimal(say, outcome.tried.mean()),
        lasting=one_decimal(say, outcome.lasting.mean()),
        n_artisans=community.n_artisans,
    )
    out.print(f"{text}\n")
    decisions = decisions_said(say, community, programme, outcome)
    if said := decision_lines(say, [(say.spelled("strategy", outcome.programme), decisions)]):
        out.print(*said, sep="\n")
    random_seed = outcome.provenance["random_seed"]
    print_caveats(community, str(outcome.n_runs), random_seed, parameters, say)


def _users(users: int | None, say: Words) -> str:
    return say("say.none") if users is None else str(users)


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


_FUND = (
    "saved", "repaid", "interest", "grants", "recovered", "lent", "equipment", "in_box", "loans",
    "written_off",
)  # fmt: skip
_HOMES = {
    "other_income": "other_income", "pottery_income": "pottery", "forgiven": "forgiven",
    "from_box": "from_box", "consumption": "living", "shocks": "shocks",
    "entry_cost": "entry_cost", "moulds": "moulds", "to_box": "to_box", "cash": "cash",
}  # fmt: skip
"""Columns of the books that are shown, and their headings."""

_RARE = ("recovered", "equipment", "moulds")
"""Columns that are shown where anything stands in them."""


def print_books(community: Community, outcome: Any, say: Words) -> None:
    """Show the money of the first history: the association's fund, and all households."""
    replicate = outcome.provenance["first_replicate"]
    book = outcome.cash_book()
    book["written_off"] += book["unaccounted"]
    shown = [name for name in _FUND if name not in _RARE or book[name].any()]
    fund = table_of(
        say, "month", "members", *shown, title=say("heading.cash_book", replicate=replicate)
    )
    for row in book.to_dict("records"):
        cells = [thousands(say, row[name]) for name in shown]
        fund.add_row(_month_of(community, row["record"], say), str(row["members"]), *cells)
    out.print(fund, "")
    last = book.iloc[-1]
    parts = ("in_box", "loans", "savings", "surplus", "equity", "losses")
    line = "line.box_moulds" if book["equipment"].any() else "line.box"
    text = say(line, **{part: say.rupiah(last[part]) for part in parts})
    out.print(f"{text}\n")
    book = outcome.household_book()
    named = {
        name: heading for name, heading in _HOMES.items() if name not in _RARE or book[name].any()
    }
    homes = table_of(
        say, "month", *named.values(), title=say("heading.household_book", replicate=replicate)
    )
    for row in book.to_dict("records"):
        cells = [thousands(say, row[name]) for name in named]
        homes.add_row(_month_of(community, row["record"], say), *cells)
    out.print(homes, "")
    out.print(f"{say('line.accounted')}\n")


def _month_of(community: Community, record: int, say: Words) -> str:
    return community.file.calendar.month_name(record - 1) if record else say("cell.start")


def _checkpoints(n_months: int) -> list[int]:
    step = 6 if n_months > 12 else 1
    return sorted({*range(0, n_months + 1, step), n_months})
