"""Writes the paragraph on methods that a paper needs, in English and in Indonesian."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

from diffusion.comparison.equity import NETWORK
from diffusion.comparison.result import Comparison
from diffusion.comparison.strategies import Strategy
from diffusion.i18n.words import Words, catalogue
from diffusion.reporting.changes import changed, headings_said, n_lines_left_out
from diffusion.scenario.community import Community
from diffusion.scenario.ties import TieFile
from diffusion.statistics.bootstrap import N_RESAMPLES
from diffusion.util.formats import FEWEST_RUNS

FILE = "methods.txt"


def methods_text(comparison: Comparison) -> str:
    """Say how a comparison was made: a paragraph in English, then one in Indonesian.

    Names no place on a machine and no person: only what another needs to do the same again.
    """
    paragraphs = (" ".join(_sentences(comparison, Words(language))) for language in ("en", "id"))
    return "\n\n".join(paragraphs) + "\n"


def _sentences(comparison: Comparison, say: Words) -> Iterator[str]:
    made = comparison.simulated[0][1].provenance
    versions, first = made["versions"], made["first_replicate"]
    yield say(
        "methods.simulated",
        place=say.title(comparison.community.file.title),
        n_artisans=say.number(comparison.community.n_artisans, 0),
        version=versions["artisan-diffusion"],
        parameters=made["parameter_set"],
        **{name: versions[name] for name in ("python", "numpy", "numba", "scipy")},
    )
    if written := comparison.community.settings_written:
        yield say("text.settings", listed=written)
    yield say(
        "methods.runs",
        n_runs=say.number(comparison.n_runs, 0),
        first=first,
        last=first + comparison.n_runs - 1,
        n_months=comparison.n_months,
        random_seed=comparison.random_seed,
    )
    yield from _people(comparison.community, say)
    yield from _strategies(comparison, say)
    if len(comparison.simulated) > 1:
        yield say("methods.pairing", reference=_named(say, comparison.reference))
        yield say("methods.intervals", n_resamples=say.number(N_RESAMPLES, 0))
    else:
        yield say("methods.no_reference")
    if (precision := comparison.precision) is not None:
        yield say(
            "methods.precision",
            asked=say.number(precision.asked, 2),
            most_runs=say.number(precision.most_runs, 0),
            reached=say.number(precision.reached, 2),
        )
    rows = comparison.community.sources
    n_assumed = sum(row["flag"] == "assumed" for row in rows)
    if rows:
        yield say("methods.assumed", n_rows=len(rows), n_assumed=n_assumed)
    else:
        yield say("methods.no_sources")
    off = [say.name("module", module) for module in made["modules_off"]]
    yield say("methods.modules", modules=", ".join(off) or say("say.none"))
    yield from _result(comparison, say)
    yield from _result_by_group(comparison, say)
    yield say("methods.caveat")


def _named(say: Words, name: str) -> str:
    """Name a strategy; one of a person's own in quotation marks."""
    own = name.partition(" (")[0]
    return say.strategy(name) if f"strategy.{own}" in catalogue() else f'"{name}"'


def _people(community: Community, say: Words) -> Iterator[str]:
    """Say which of the artisans and of their ties are given, and which are drawn."""
    if community.roster is None:
        yield say("methods.artisans_drawn")
    else:
        given = ", ".join(community.roster.columns) or say("read.only_names")
        yield say("methods.artisans_listed", given=given)
        scales = [
            say("methods.scale", name=column, low=f"{low:g}", high=f"{high:g}")
            for column, (low, high) in community.file.artisans.scale.given.items()
        ]
        if scales:
            yield say("methods.scales", listed=say.listed(scales))
    yield from _understood(community, say)
    ties, listed = community.file.ties, community.tie_list
    if listed is None or not isinstance(ties, TieFile):
        yield say("methods.ties_drawn", generator=ties.generator)
    else:
        yield say("methods.ties_listed", n=say.number(listed.n_pairs, 0))
        yield say(f"methods.ties_{ties.direction}")
        yield from _mended(community, say)
    if community.poor_is_drawn:
        yield say("text.poor_drawn")


def _understood(community: Community, say: Words) -> Iterator[str]:
    """Say which headings of the tables were read as other words, and how many lines left out."""
    if headings := headings_said(community, say):
        yield say("methods.headings", listed=headings)
    if n_lines := n_lines_left_out(community):
        yield say("methods.lines_left_out", n=n_lines)


def _mended(community: Community, say: Words) -> Iterator[str]:
    """Say how many names in the ties were replaced, and how many of their rows left out."""
    names = changed(community, "name")
    n_replaced = sum(1 for row in names if row["written"])
    if n_replaced:
        yield say("methods.names_replaced", n=n_replaced)
    n_rows = sum(int(row["rows_left_out"]) for row in names if not row["written"])
    if n_rows:
        yield say("methods.rows_left_out", n=n_rows)


def _result_by_group(comparison: Comparison, say: Words) -> Iterator[str]:
    """Say how the strategies differ within each group that is no place in the network."""
    rows = [
        row
        for row in comparison.within_rows
        if row["basis"] != NETWORK and row["n_runs"] >= FEWEST_RUNS
    ]
    listed = [
        say(
            "methods.within_group",
            group=say.group(row["group"], row["trait"]),
            name=_named(say, row["strategy"]),
            difference=say.change(100 * row["difference"]),
            interval=_interval_within(say, row),
        )
        for row in rows
    ]
    if listed:
        reference = _named(say, comparison.reference)
        yield say("methods.by_group", reference=reference, listed="; ".join(listed))


def _interval_within(say: Words, row: Mapping[str, Any]) -> str:
    ends = [100 * row[end] for end in ("low", "high")]
    if any(math.isnan(end) for end in ends):
        return ""
    return say("methods.within_interval", interval=say.span(*map(say.change, ends)))


def _result(comparison: Comparison, say: Words) -> Iterator[str]:
    """Say what came of it: adopters of the reference, and each difference with its interval."""
    rows = [row for row in comparison.difference_rows if row["measure"] == "adopters"]
    if not rows:
        return
    reference = next(
        row
        for row in comparison.estimate_rows
        if (row["strategy"], row["measure"]) == (comparison.reference, "adopters")
    )
    yield say(
        "methods.result",
        n_months=comparison.n_months,
        reference=_named(say, comparison.reference),
        mean=say.number(reference["mean"]),
        n_artisans=say.number(comparison.community.n_artisans, 0),
        listed="; ".join(_difference(say, row) for row in rows),
    )


def _difference(say: Words, row: Mapping[str, Any]) -> str:
    ends = (row["low"], row["high"])
    is_known = not any(math.isnan(end) for end in ends)
    won = say.chances(row)[0]
    return say(
        "methods.difference",
        name=_named(say, row["strategy"]),
        difference=say.change(row["mean"]),
        interval=say("methods.within", interval=say.span(*map(say.change, ends)))
        if is_known
        else "",
        won=say("methods.won", won=won) if won else "",
        cost="" if row["is_ranked"] else say("methods.other_cost"),
    )


def _strategies(comparison: Comparison, say: Words) -> Iterator[str]:
    """Say which strategies were simulated, at what price, and how a budget made them so."""
    priced = [
        say(
            "methods.priced",
            name=_named(say, strategy.name),
            price=_price(say, comparison, strategy),
        )
        for strategy, _ in comparison.simulated
    ]
    yield say("methods.strategies", listed=say.listed(priced))
    seats = comparison.community.seats
    if any(any(seats.short_of(strategy.programme)) for strategy, _ in comparison.simulated):
        yield say("methods.seats")
    if comparison.budget is None:
        yield say("methods.as_written")
        return
    paid = "text.pays_all" if comparison.with_facilitator else "text.pays_activities"
    yield say("methods.budget", budget=say.rupiah(comparison.budget), paid=say(paid))
    missing = [_named(say, one.name) for one in comparison.strategies if one.outcome is None]
    if missing:
        yield say("methods.impossible", listed=say.listed(missing))


def _price(say: Words, comparison: Comparison, strategy: Strategy) -> str:
    """Write a price, and that the strategy is not ranked, where others are."""
    price = say.rupiah(strategy.price.total)
    if strategy.programme.adapts:
        expected = say.rupiah(strategy.expected or 0)
        price = say("methods.adapts", price=price, expected=expected)
    is_ranked = strategy.is_ranked or comparison.budget is None
    return price if is_ranked else say("methods.not_ranked", price=price)
