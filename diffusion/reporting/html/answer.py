"""The question of the report, and its answer sentence by sentence."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from diffusion.i18n.words import Words
from diffusion.reporting.headline import headline
from diffusion.reporting.html.cells import change, interval_of
from diffusion.reporting.html.source import Source, difference_rows, n_artisans
from diffusion.reporting.orders import (
    across_costs,
    further_reversals,
    in_groups,
    reversals,
    unranked,
)
from diffusion.statistics.intervals import FEWEST_DRAWN

if TYPE_CHECKING:
    import pandas as pd


def question(say: Words, source: Source) -> str:
    """Say what was compared."""
    n_strategies = len(source.tables["comparison"])
    n_months = source.provenance["n_months"]
    if source.comparison.budget is None:
        return say("text.question_as_written", n_strategies=n_strategies, n_months=n_months)
    return say(
        "text.question_at_budget",
        budget=say.rupiah(source.comparison.budget),
        n_strategies=n_strategies,
        n_months=n_months,
    )


def answer(say: Words, source: Source) -> Iterator[str]:
    """Say which strategy leads, and how the others stand to the reference, by sentences."""
    reference = say.strategy(source.comparison.reference)
    summary, table = source.tables["comparison"], difference_rows(source, "adopters")
    if table.empty:
        yield say("text.only_one")
    elif source.comparison.budget is None:
        yield say("answer.as_written")
        yield from across_costs(say, source.comparison, name=say.strategy)
    elif source.provenance["n_runs"] < FEWEST_DRAWN:
        yield say("answer.few", n_runs=source.provenance["n_runs"], fewest=FEWEST_DRAWN)
    else:
        if first := headline(say, source.comparison, name=say.strategy):
            yield first
        yield from across_costs(say, source.comparison, name=say.strategy)
        for notes in (reversals, further_reversals, in_groups):
            yield from notes(say, source.comparison, name=say.strategy)
        yield from _ranked(say, source, reference, table.sort_values("mean", ascending=False))
        yield from unranked(say, source.comparison, name=say.strategy)
    impossible = [say.strategy(name) for name in summary["strategy"][~summary["is_possible"]]]
    if impossible:
        yield say("answer.impossible", listed=say.listed(impossible))


def _ranked(say: Words, source: Source, reference: str, table: "pd.DataFrame") -> Iterator[str]:
    """Say how the ranked stand to the reference; nothing if there is none beside it."""
    ranked = table[table["is_ranked"]]
    if ranked.empty:
        return
    yield say(
        "answer.setting",
        budget=say.rupiah(source.comparison.budget or 0),
        n_months=source.provenance["n_months"],
        n_artisans=n_artisans(say, source),
    )
    is_more, is_fewer = ranked["low"] > 0, ranked["high"] < 0
    for key, rows in {
        "more": ranked[is_more],
        "fewer": ranked[is_fewer],
        "unknown": ranked[~is_more & ~is_fewer & ranked["low"].notna()],
        "no_interval": ranked[ranked["low"].isna()],
    }.items():
        listed = [
            say(
                "answer.one_alone" if key == "no_interval" else "answer.one",
                name=say.strategy(row["strategy"]),
                mean=say.change(row["mean"]),
                interval=interval_of(say, "artisans", row, change),
            )
            for row in rows.to_dict("records")
        ]
        if listed:
            yield say(f"answer.{key}", reference=reference, listed=say.listed(listed))
        elif key == "more":
            yield say("answer.no_one_more", reference=reference)
