"""The section on the means of everything that is compared."""

from typing import Any

from diffusion.i18n.words import Words
from diffusion.reporting.html.cells import Table, interval_of, level, unit_of, with_unit
from diffusion.reporting.html.source import Source


def estimates(say: Words, source: Source) -> Table:
    """Means with their intervals: a row for each measure."""
    table = source.tables["outcomes"].set_index(["measure", "strategy"])
    rows = []
    for measure in dict.fromkeys(source.tables["outcomes"]["measure"]):
        unit = unit_of(measure)
        cells = [
            (level(say, unit, row["mean"]), _below(say, unit, row, source.comparison.n_runs))
            for row in (table.loc[(measure, name)] for name in source.names)
        ]
        rows.append(((with_unit(say, measure), ""), *cells))
    head = [say("head.measure"), *(say.strategy(name) for name in source.names)]
    return Table("outcomes", say("title.outcomes"), tuple(head), tuple(rows))


def _below(say: Words, unit: str, row: Any, n_runs: int) -> str:
    """Write the interval, and in how many runs there is such a number, if not in all."""
    parts = [interval_of(say, unit, row)]
    if row["n_runs"] < n_runs:
        key = "say.in_runs" if row["n_runs"] else "say.in_no_run"
        parts.append(say(key, n=say.number(row["n_runs"], 0), n_runs=say.number(n_runs, 0)))
    return "; ".join(part for part in parts if part)
