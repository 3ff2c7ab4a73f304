"""The section on differences to the reference, measure by measure."""

from diffusion.i18n.words import Words
from diffusion.reporting.html.cells import (
    FIRST_MEASURES,
    Table,
    change,
    head_of,
    interval_of,
    table_of,
    unit_of,
    with_unit,
)
from diffusion.reporting.html.source import Source, difference_rows


def further(source: Source) -> list[str]:
    """Measures beside the first, in their order."""
    table = source.tables["differences"]
    measures = [] if table.empty else list(dict.fromkeys(table["measure"]))
    return [measure for measure in measures if measure not in FIRST_MEASURES]


def differences(say: Words, source: Source, measure: str) -> Table | None:
    """Differences in one measure; None where there is one strategy."""
    table = difference_rows(source, measure)
    if table.empty:
        return None
    is_first, unit = measure in FIRST_MEASURES, unit_of(measure)
    rows, n_runs = [], source.comparison.n_runs
    for row in table.to_dict("records"):
        shares = [(share, "") for share in say.chances(row)]
        is_shown = row["is_ranked"] or not is_first
        rows.append(
            (
                head_of(say, row["strategy"]),
                (change(say, unit, row["mean"]), _pairs(say, row["n_pairs"], n_runs)),
                (interval_of(say, unit, row, change), ""),
                (interval_of(say, unit, row, change, prefix="plain_"), ""),
                *(shares if is_shown else [("", "")] * 3),
            )
        )
    chances = ("won", "tied", "lost") if is_first else ("higher", "equal", "lower")
    names = ("strategy", "difference", "at_once", "alone", *chances)
    caption = with_unit(say, measure)
    head = [f"head.{name}" for name in names]
    return table_of(say, f"differences-{measure}", caption, head, rows)


def _pairs(say: Words, n_pairs: int, n_runs: int) -> str:
    """Say in how many runs both strategies have the measure, if not in all."""
    if n_pairs == n_runs:
        return ""
    key = "say.in_pairs" if n_pairs else "say.in_no_pair"
    return say(key, n=say.number(n_pairs, 0), n_runs=say.number(n_runs, 0))


def precision(say: Words, source: Source) -> str | None:
    """Say whether the precision that was asked for was reached."""
    precision, table = source.comparison.precision, difference_rows(source, "adopters")
    if precision is None or table.empty:
        return None
    return say(
        "text.precision_reached" if precision.is_reached else "text.precision_missed",
        asked=say.number(precision.asked, 2),
        reached=say.number(precision.reached, 2),
        n_runs=say.number(source.provenance["n_runs"], 0),
    )
