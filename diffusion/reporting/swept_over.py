"""Says what a sweep over an ensemble came to at each point of its design."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from diffusion.i18n.words import Words
from diffusion.reporting.console.layout import headed
from diffusion.reporting.points import SHARES, legend
from diffusion.reporting.terminal import out
from diffusion.sweeps.outcomes import outcomes_shown
from diffusion.sweeps.plan import ensemble_of

if TYPE_CHECKING:
    import pandas as pd

    from diffusion.sweeps.read import Sweep

_MOST_ROWS = 24
"""Rows of a table that are printed; the report has them all."""


def tables_of(sweep: "Sweep", asked: Sequence[str] = ()) -> dict[str, "pd.DataFrame"]:
    """Give a table of each outcome that is shown: means, bands and shares over the ensemble."""
    names = outcomes_shown(sweep.design, sweep.outcomes, asked)
    return {name: sweep.over_points(name) for name in names}


def tell_over(sweep: "Sweep", asked: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Say the tables as plain values, for JSON; none in place of what is missing."""
    rows: list[dict[str, Any]] = []
    for name, table in tables_of(sweep, asked).items():
        whole = table.astype(object).where(table.notna(), None)
        rows += [
            {"outcome": name} | {str(key): one for key, one in row.items()}
            for row in whole.to_dict("records")
        ]
    return rows


def print_over(sweep: "Sweep", say: Words, asked: Sequence[str] = ()) -> None:
    """Print the tables, and what their columns are."""
    from diffusion.plotting.sweeps.wording import outcome_label

    keys = ("default", "mean", "of_points", "of_histories", "won", "clearly", "fewer", "undecided")
    for name, table in tables_of(sweep, asked).items():
        out.print_indented(heading(sweep, outcome_label(sweep, name, say), say))
        factors = [name for name in sweep.factors if table[name].nunique() > 1]
        titles = [*factors, say("column.strategy"), *(say(f"points.{key}") for key in keys)]
        listing = headed(say, *titles, n_keys=len(factors) + 1)
        for row in table.head(_MOST_ROWS).to_dict("records"):
            listing.add_row(
                *(str(row[name]) for name in factors), arm(sweep, row, say), *_cells(row, say)
            )
        out.print(listing)
        if len(table) > _MOST_ROWS:
            out.print(say("points.swept_more", n=say.number(len(table) - _MOST_ROWS, 0)))
        for line in said_of(sweep, table, say):
            out.print_indented(line)


def heading(sweep: "Sweep", outcome: str, say: Words) -> str:
    """Name what a table shows."""
    over = ensemble_of(sweep.origin)
    assert over is not None
    return say(
        "points.swept", outcome=outcome, n_points=len(over.settings), n_shown=over.n_shown,
        n_patterns=over.n_patterns,
    )  # fmt: skip


def said_of(sweep: "Sweep", table: "pd.DataFrame", say: Words) -> Iterator[str]:
    """Say what the columns are, and how many points of the ensemble were left out."""
    first = say.spelled("strategy", str(sweep.origin["inputs"]["programmes"][0]["name"]))
    yield legend(say, first)
    n_left_out = int(table.drop_duplicates(["point", "budget"])["n_left_out"].sum())
    if n_left_out:
        yield say("points.swept_left_out", n=n_left_out)


def arm(sweep: "Sweep", row: Mapping[Any, Any], say: Words) -> str:
    """Name a strategy, with its budget where there are several."""
    name = say.spelled("strategy", str(row["strategy"]))
    if len(sweep.design.budgets) == 1:
        return name
    is_written = row["budget"] != row["budget"]
    return f"{name}, {say('swept.as_written') if is_written else say.rupiah(int(row['budget']))}"


def _cells(row: Mapping[Any, Any], say: Words) -> Iterator[str]:
    yield from (say.formatted(row[key], ".1f") for key in ("default", "mean"))
    for of in ("points", "histories"):
        low, high = (row[f"{of}_{end}"] for end in ("low", "high"))
        is_there = low == low
        text = say.span(say.formatted(low, ".1f"), say.formatted(high, ".1f")) if is_there else ""
        yield text
    for key in SHARES:
        yield "" if row[key] != row[key] else say.number(100 * row[key], 0)
