"""The section on who is left out."""

from collections.abc import Iterator

from diffusion.comparison.equity import SELECTION
from diffusion.i18n.words import Words
from diffusion.reporting.html.cells import Table, change, head_of, interval_of, level, table_of
from diffusion.reporting.html.source import Source
from diffusion.util.formats import FEWEST_RUNS, gap_of


def within(say: Words, source: Source) -> Iterator[Table]:
    """One table of all groups: the other strategies against the reference."""
    table = source.tables["within_groups"]
    if table.empty:
        return
    table = table[table["n_runs"] >= FEWEST_RUNS]
    if table.empty:
        return
    names = ("group", "strategy", "share", "share_reference", "difference", "at_once", "runs")
    rows = []
    for row in table.to_dict("records"):
        cells = (
            say.group(row["group"], row["trait"]),
            say.strategy(row["strategy"]),
            level(say, "percent", row["share"]),
            level(say, "percent", row["share_reference"]),
            say.change(gap_of(row["share"], row["share_reference"])),
            interval_of(say, "percent", row, change),
            say.number(row["n_runs"], 0),
        )
        rows.append(tuple((cell, "") for cell in cells))
    caption = say("title.within", reference=say.strategy(source.comparison.reference))
    yield table_of(say, "within", caption, [f"head.{name}" for name in names], rows)


def equity(say: Words, source: Source, *, is_selection: bool) -> Iterator[Table]:
    """One table for each pair of groups: of those that the programme itself has made, or not."""
    table = source.tables["groups"]
    if table.empty:
        return
    table = table[(table["basis"] == SELECTION) == is_selection]
    names = ("n_group", "n_others", "share_group", "share_others", "gap", "interval", "runs")
    head = [f"head.{name}" for name in ("strategy", *names)]
    for (trait, group, others), part in table.groupby(["trait", "group", "others"], sort=False):
        pair = say(
            "say.against", group=say.group(str(group), str(trait)), others=say.group(str(others))
        )
        rows = []
        for row in part.to_dict("records"):
            gap = ((say("say.too_few"), ""), ("", ""))
            if row["n_runs"] >= FEWEST_RUNS:
                interval = interval_of(say, "percent", row, change)
                gap = (
                    (say.change(gap_of(row["share_group"], row["share_others"])), ""),
                    (interval, ""),
                )
            cells = [(say.number(row[column]), "") for column in ("n_group", "n_others")]
            shares = [row[column] for column in ("share_group", "share_others")]
            cells += [(level(say, "percent", share), "") for share in shares]
            runs = (say.number(row["n_runs"], 0), "")
            rows.append((head_of(say, row["strategy"]), *cells, *gap, runs))
        yield table_of(say, "groups", pair, head, rows)
