"""The section on what each activity costs."""

from collections.abc import Iterator

from diffusion.i18n.words import Words
from diffusion.reporting.html.cells import Table, table_of
from diffusion.reporting.html.source import Source


def prices(say: Words, source: Source) -> Iterator[Table]:
    """One table a strategy, with its sum, and that of each kind of work and each family."""
    table = source.tables["prices"]
    columns = {
        "dates": "dates",
        "places": "places",
        "hamlets": "hamlets",
        "seats": "seats",
        "fixed": "fixed",
        "per_place": "per_place",
        "person_days": "days",
        "day_price": "day_price",
        "total": "total",
    }
    names = ("tactic", "activity", "months_from_1", *columns.values())
    head = [f"head.{name}" for name in names]
    for name in priced(source):
        part = table[table["strategy"] == name]
        rows = [
            (
                (say.name("tactic", row["tactic"]), ""),
                (str(row["activity"]), ""),
                (row["months_from_1"], ""),
                *((_cell(say, row[column]), "") for column in columns),
            )
            for row in part.to_dict("records")
        ]
        blank = [("", "")] * (len(names) - 2)
        rows.append(((say("head.sum"), ""), *blank, (say.number(part["total"].sum(), 0), "")))
        for kind in ("work", "family"):
            for one, total in part.groupby(kind, sort=False)["total"].sum().items():
                said = say("head.of_which", part=say(f"part_said.{one}"))
                rows.append(((said, ""), *blank, (say.number(total, 0), "")))
        yield table_of(say, "prices", say.strategy(name), head, rows)


def _cell(say: Words, value: object) -> str:
    """Write a number, or the word that stands for it."""
    written = str(value)
    return say.number(float(written), 0) if written[0].isdigit() else say(f"say.{written}")


def priced(source: Source) -> list[str]:
    """Strategies that do something."""
    table = source.tables["prices"]
    return [] if table.empty else list(dict.fromkeys(table["strategy"]))
