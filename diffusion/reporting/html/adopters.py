"""The sections on adopters: month by month, and at the end."""

from typing import Any

from diffusion.i18n.words import Words
from diffusion.reporting.html.cells import FIRST_MEASURES, Cell, Table, head_of, interval_of
from diffusion.reporting.html.source import Source

_CURVE_COLUMNS = 8
"""Months of which a curve tells, at most, beside the first."""


def curve_points(say: Words, source: Source) -> Table:
    """Adopters at some months, each with the band of single histories."""
    last = int(source.curves["month"].max())
    step = max(1, -(-last // _CURVE_COLUMNS))
    months = sorted({*range(0, last, step), last})
    rows = []
    for name, curve in source.curves.groupby("strategy", sort=False):
        points = curve.set_index("month").loc[months]
        cells = [
            (say.number(mean), _band(say, source, low, high))
            for mean, low, high in zip(points["mean"], points["low"], points["high"], strict=True)
        ]
        rows.append((head_of(say, str(name)), *cells))
    head = [say("head.strategy"), *(say("say.month", month=month) for month in months)]
    return Table("curves", say("title.curves"), tuple(head), tuple(rows))


def _band(say: Words, source: Source, low: float, high: float) -> str:
    """Write a band of single histories; one history alone has none."""
    if source.comparison.n_runs == 1:
        return ""
    return say.span(say.number(low, 0), say.number(high, 0))


def adopters(say: Words, source: Source) -> Table:
    """Adopters at the end, with the interval of the mean and the band."""
    table = source.tables["outcomes"].set_index(["strategy", "measure"])
    rows = []
    for name in source.names:
        cells: list[Cell] = []
        for measure in FIRST_MEASURES[:2]:
            row: Any = table.loc[(name, measure)]
            band = _band(say, source, row["band_low"], row["band_high"])
            interval = interval_of(say, "artisans", row)
            cells += [(say.number(row["mean"]), ""), (interval, ""), (band, "")]
        rows.append((head_of(say, name), *cells))
    parts = [say("head.interval"), say("head.band")]
    head = [say("head.strategy")]
    for measure in FIRST_MEASURES[:2]:
        head += [say(f"measure.{measure}"), *parts]
    return Table("adopters", say("title.adopters"), tuple(head), tuple(rows))
