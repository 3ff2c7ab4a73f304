"""Shows who is left out: shares of adopters in a group and in the others."""

from collections.abc import Sequence
from typing import Any

from diffusion.comparison.equity import NETWORK, SELECTION
from diffusion.i18n.words import Words
from diffusion.reporting.console.layout import change_interval, table_of
from diffusion.reporting.terminal import out
from diffusion.util.formats import FEWEST_RUNS, gap_of


def print_groups(rows: Sequence[dict[str, Any]], say: Words) -> None:
    """Show the gaps between groups, and apart from them those that a programme itself has made.

    Parameters
    ----------
    rows
        Of `diffusion.comparison.equity.equity_rows`.
    say
    """
    known = [row for row in rows if row["n_runs"] >= FEWEST_RUNS]
    if rows and not known:
        out.print(say("line.few_for_groups", fewest=FEWEST_RUNS), "")
    shown = [row for row in known if row["share_group"] + row["share_others"] > 0]
    given = [row for row in shown if row["basis"] != SELECTION]
    _print_table(given, say, title=say("heading.groups"))
    selected = [row for row in shown if row["basis"] == SELECTION]
    _print_table(selected, say, title=say("heading.selection"))
    if selected:
        out.print(say("line.selection"), "")


def print_within(rows: Sequence[dict[str, Any]], say: Words) -> None:
    """Show, group by group, what the other strategies lead to against the reference.

    Parameters
    ----------
    rows
        Of `diffusion.comparison.within.within_rows`.
    say
    """
    shown = [row for row in rows if row["basis"] != NETWORK and row["n_runs"] >= FEWEST_RUNS]
    if not shown:
        return
    reference = say.spelled("strategy", shown[0]["reference"])
    table = table_of(
        say, "strategy", "group", "share_of_them", "share_under_reference", "within", "interval",
        title=say("heading.within", reference=reference), n_keys=2,
    )  # fmt: skip
    for row in shown:
        ends = (100 * row["low"], 100 * row["high"])
        table.add_row(
            say.spelled("strategy", row["strategy"]),
            say.short_group(row["group"], row["trait"]),
            *_shares_apart(say, row["share"], row["share_reference"]),
            change_interval(say, *ends, 1),
        )
    out.print(table, "")


def _shares_apart(say: Words, first: float, second: float) -> tuple[str, str, str]:
    """Write two shares in per cent and how far they lie apart, so that what is written adds up."""
    shares = say.number(100 * first), say.number(100 * second)
    return *shares, say.change(gap_of(first, second))


def _print_table(rows: list[dict[str, Any]], say: Words, *, title: str) -> None:
    if not rows:
        return
    table = table_of(
        say, "strategy", "group", "share_of_them", "against", "share_of_them", "gap", "interval",
        title=title, n_keys=2,
    )  # fmt: skip
    for row in rows:
        ours, theirs, gap = _shares_apart(say, row["share_group"], row["share_others"])
        table.add_row(
            say.spelled("strategy", row["strategy"]),
            say.short_group(row["group"], row["trait"]),
            ours,
            say.short_group(row["others"]),
            theirs,
            gap,
            change_interval(say, 100 * row["low"], 100 * row["high"], 1),
        )
    out.print(table, "")
