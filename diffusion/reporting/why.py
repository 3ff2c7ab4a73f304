"""Says why a programme brings what it brings: sentences, JSON, tables and figures."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from diffusion.explanation.coalitions import OUTCOMES
from diffusion.explanation.explained import PRESENCE, Explained, Explanation
from diffusion.explanation.parts import OTHERS
from diffusion.i18n.words import Words
from diffusion.reporting.found import write_found
from diffusion.reporting.html.cells import change, interval_of, level, unit_of
from diffusion.results.barriers import NONE
from diffusion.results.outcome import CAVEAT
from diffusion.util.atomic import whole_folder
from diffusion.util.formats import as_json, rows_of

_MOST_NAMED = 4
_MORE_THAN = 0.05
"""Artisans of a difference that a sentence names."""

type Row = dict[str, Any]


def name_of_part(say: Words, where: str, part: str) -> str:
    """Name a part of a level as a language does."""
    if part in (OTHERS, PRESENCE):
        return say(f"why.{part}")
    if where == "pathway":
        return say(f"pathway.{part}")
    if where == "family":
        return say(f"part_said.{part}")
    number, _, tactic = part.partition(" ")
    return f"{number} {say.name('tactic', tactic)}" if tactic else say.name("tactic", part)


def title_of(found: Explanation, say: Words) -> str:
    """Name what is explained."""
    return say(
        "why.title", programme=say.strategy(found.programme.name), community=found.community.name
    )


def finest(found: Explanation) -> Explained:
    """Take the level that tells activities apart as far as was asked."""
    return found.explained[-1]


def said_of(found: Explanation, say: Words, outcome: str = OUTCOMES[0]) -> Iterator[str]:
    """Say in lines of text what a programme brings, the answer first."""
    yield _headline(found, say, outcome)
    unit = unit_of(outcome)
    shares = found.rows_for("pathway", outcome, "share")
    if largest := _largest(shares):
        yield say(
            "why.through", listed=say.listed([_with_share(say, unit, one) for one in largest])
        )
    where = finest(found).level
    if largest := _largest(found.rows_for(where, outcome, "share")):
        yield say("why.by_activity", listed=say.listed([_named(say, unit, one) for one in largest]))
    if largest := _largest(found.rows_for(where, outcome, "left_out")):
        yield say("why.missed", listed=say.listed([_named(say, unit, one) for one in largest]))
    yield from _of_small(found, say, outcome)
    yield from _of_barriers(found, say)
    yield from _of_whom(found, say)
    yield say("text.caveat")


def brought(say: Words, unit: str, value: float) -> str:
    """Write what a part brings, with its sign; 0 where it is exactly that."""
    return "0" if value == 0 else change(say, unit, value)


def _headline(found: Explanation, say: Words, outcome: str) -> str:
    row = next(row for row in found.total_rows if row["outcome"] == outcome)
    unit, what = unit_of(outcome), say.name("measure", outcome)
    if unit == "rupiah":
        what = say("say.with_unit", what=what, unit=say("unit.rupiah"))
    up, down = ("raises", "lowers") if unit == "rupiah" else ("more", "fewer")
    way = up if row["low"] > 0 else down if row["high"] < 0 else "unknown"
    # Of a difference whose direction is said in words, no sign stands before the numbers.
    ends = {"low": row["low"], "high": row["high"]}
    if way == down:
        ends = {"low": -row["high"], "high": -row["low"]}
    total = row["total"] if way == "unknown" else abs(row["total"])
    text = say(
        f"why.headline_{way}",
        programme=say.strategy(found.programme.name),
        total=change(say, unit, total).removeprefix("+"),
        measure=what,
        month=found.month,
        interval=interval_of(say, unit, ends, _unsigned) or say("why.no_interval"),
        there=level(say, unit, row["programme"]),
        without=level(say, unit, row["nothing"]),
    )
    return text[0].upper() + text[1:]


def _unsigned(say: Words, unit: str, value: float) -> str:
    return change(say, unit, value).removeprefix("+")


def _largest(rows: list[Row]) -> list[Row]:
    """Take the rows furthest from 0 whose interval does not hold it, the first at most so many."""
    return sorted(_known(rows), key=lambda row: -abs(row["mean"]))[:_MOST_NAMED]


def _known(rows: list[Row]) -> list[Row]:
    """Take the rows whose interval does not hold 0."""
    return [row for row in rows if row["low"] > 0 or row["high"] < 0]


def _named(say: Words, unit: str, row: Row) -> str:
    name = name_of_part(say, row["level"], row["part"])
    return say("why.part", name=name, change=change(say, unit, row["mean"]))


def _with_share(say: Words, unit: str, row: Row) -> str:
    name = name_of_part(say, row["level"], row["part"])
    share = say.percent(row["of_total"])
    return say("why.part_of", name=name, change=change(say, unit, row["mean"]), share=share)


def _is_nothing(row: Row) -> bool:
    """Whether a part brings exactly 0 in every run: then nothing is seen of how it varies."""
    return bool(row["mean"] == 0 and math.isnan(row["error"]))


def _of_small(found: Explanation, say: Words, outcome: str) -> Iterator[str]:
    """Name what does nothing, and what is not known to do anything."""
    rows = [
        row
        for one in (found.explained[0], finest(found))
        for row in found.rows_for(one.level, outcome, "share")
    ]
    for key, chosen in (
        ("idle", [row for row in rows if not row["acts"]]),
        (
            "unknown",
            [row for row in rows if row["acts"] and not (row["low"] > 0 or row["high"] < 0)],
        ),
    ):
        if chosen:
            names = [name_of_part(say, row["level"], row["part"]) for row in chosen]
            yield say(f"why.{key}", listed=say.listed(names))


def _of_barriers(found: Explanation, say: Words) -> Iterator[str]:
    rows = [
        row
        for row in found.barrier_rows
        if row["month"] == found.month
        and row["reason"] != NONE.name
        and abs(row["difference"]) >= _MORE_THAN
        and not row["difference_low"] <= 0 <= row["difference_high"]
    ]
    if rows:
        listed = [
            say(
                "why.part",
                name=say(f"reason.{row['reason']}"),
                change=say.change(row["difference"]),
            )
            for row in rows
        ]
        yield say("why.reasons", month=found.month, listed=say.listed(listed))


def _of_whom(found: Explanation, say: Words) -> Iterator[str]:
    told = [row for row in found.whom_rows if row["gap_low"] > 0 or row["gap_high"] < 0]
    if not found.whom_rows:
        return
    if not told:
        yield say("why.whom_alike")
        return
    listed = [
        say(
            "why.whom_one",
            group=say.group(row["group"], row["trait"]),
            change=change(say, "percent", row["gap"]),
            interval=interval_of(say, "percent", row, change, prefix="gap_"),
        )
        for row in told
    ]
    yield say("why.whom_gap", listed=say.listed(listed))


def how_of(found: Explanation, say: Words, outcome: str = OUTCOMES[0]) -> Iterator[str]:
    """Say how the numbers came about, and how far they can be trusted."""
    yield say("why.how", n_runs=found.n_runs, random_seed=found.options.random_seed)
    for one in found.explained:
        name = say(f"why_level.{one.level}")
        if one.is_exact:
            n = say.number(2 ** sum(one.acts), 0)
            yield say("why.exact", level=name[0].upper() + name[1:], n=n)
            continue
        errors = [row for row in found.rows_for(one.level, outcome, "share") if row["acts"]]
        unit = unit_of(outcome)
        most = {
            key: max(row[of] for row in errors if not math.isnan(row[of]))
            for key, of in (("error", "error_of_orders"), ("whole", "error"))
        }
        yield say(
            "why.drawn",
            level=name[0].upper() + name[1:],
            n_orders=found.n_orders,
            **{key: _unsigned(say, unit, value) for key, value in most.items()},
        )
    if finest(found).level == "tactic":
        yield say("why.many")


def tell_why(found: Explanation) -> dict[str, Any]:
    """Put everything into one JSON object; what is not defined is null."""
    return {
        "programme": found.programme.name,
        "community": found.community.name,
        "price": found.price,
        "month": found.month,
        "n_runs": found.n_runs,
        "random_seed": found.options.random_seed,
        "n_orders": found.n_orders,
        "totals": rows_of(found.totals()),
        "effects": rows_of(found.effects()),
        "barriers": rows_of(found.barriers()),
        "for_whom": rows_of(found.for_whom()),
        "caveat": CAVEAT,
        "provenance": dict(found.provenance),
    }


def save_why(
    found: Explanation,
    folder: Path,
    say: Words,
    *,
    outcome: str = OUTCOMES[0],
    replace: bool = False,
    column: str = "two",
) -> None:
    """Write tables, figures, why.json, summary.txt and the page report.html into a folder.

    Parameters
    ----------
    found
    folder
        New or empty, or with `replace` one of earlier results.
    say
        In whose language figures and the summary are; the page has both.
    outcome
        Of the figures and sentences; tables have all.
    replace, column
        As of `diffusion.reporting.export.save_comparison`.
    """
    import pandas as pd

    from diffusion.plotting.why import why_figures
    from diffusion.reporting.html.why import write_page

    tables = {
        "totals": found.totals(),
        "effects": found.effects(),
        "coalitions": pd.DataFrame(found.coalitions),
        "barriers": found.barriers(),
        "for_whom": found.for_whom(),
    }
    with whole_folder(folder, replace=replace) as draft:
        drawn = why_figures(found, outcome, say, column=column)
        write_found(draft, tables, drawn, found.provenance, of_all=[say("text.caveat")])
        found.runs().to_parquet(draft / "runs.parquet", index=False)
        (draft / "why.json").write_text(as_json(tell_why(found)) + "\n", encoding="utf-8")
        lines = [title_of(found, say), *said_of(found, say, outcome), *how_of(found, say, outcome)]
        (draft / "summary.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
        write_page(found, draft, outcome, language=say.language)
