"""The section on the means of everything that is compared."""

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
            (level(say, unit, row["mean"]), interval_of(say, unit, row))
            for row in (table.loc[(measure, name)] for name in source.names)
        ]
        rows.append(((with_unit(say, measure), ""), *cells))
    head = [say("head.measure"), *(say.strategy(name) for name in source.names)]
    return Table("outcomes", say("title.outcomes"), tuple(head), tuple(rows))
