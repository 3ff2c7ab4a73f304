"""Shows why a programme brings what it brings."""

from typing import Any

from diffusion.explanation.explained import Explanation
from diffusion.i18n.words import Words
from diffusion.reporting.console.layout import headed
from diffusion.reporting.html.cells import change, interval_of, level, unit_of, with_unit
from diffusion.reporting.terminal import out
from diffusion.reporting.why import brought, finest, how_of, name_of_part, said_of


def print_why(found: Explanation, outcome: str, say: Words) -> None:
    """Say the answer first, then show the tables and how they came about."""
    for line in said_of(found, say, outcome):
        out.print_indented(line)
    for name, title in (
        ("pathway", "pathways"), ("family", "families"), (finest(found).level, "activities"),
    ):  # fmt: skip
        out.print("", _effects(found, name, outcome, title, say), sep="\n")
    out.print("", _barriers(found, say), "", _whom(found, say), "", sep="\n")
    for line in how_of(found, say, outcome):
        out.print_indented(line)


def _effects(found: Explanation, where: str, outcome: str, title: str, say: Words) -> Any:
    unit, has_price = unit_of(outcome), where != "pathway"
    keys = ["part", *(["price"] if has_price else []), "alone", "left_out", "share"]
    table = headed(
        say, *(say(f"why_column.{key}") for key in [*keys, "interval", "of_total"]),
        title=f"{say(f'why_title.{title}')}: {with_unit(say, outcome)}",
    )  # fmt: skip
    alone, lost = (
        {row["part"]: row["mean"] for row in found.rows_for(where, outcome, way)}
        for way in ("alone", "left_out")
    )
    for row in found.rows_for(where, outcome, "share"):
        name = row["part"]
        price = [] if not has_price else [say.number(row["price"], 0)]
        others = ["" if name not in of else brought(say, unit, of[name]) for of in (alone, lost)]
        table.add_row(
            name_of_part(say, where, name), *price, *others, brought(say, unit, row["mean"]),
            interval_of(say, unit, row, change), say.percent(row["of_total"]),
        )  # fmt: skip
    return table


def _barriers(found: Explanation, say: Words) -> Any:
    keys = ("reason", "programme", "nothing", "difference", "interval")
    title = f"{say('why_title.barriers')}: {say('say.month', month=found.month)}"
    table = headed(say, *(say(f"why_column.{key}") for key in keys), title=title)
    for row in found.barrier_rows:
        if row["month"] == found.month:
            table.add_row(
                say(f"reason.{row['reason']}"), say.number(row["programme"]),
                say.number(row["nothing"]), say.change(row["difference"]),
                interval_of(say, "artisans", row, change, prefix="difference_"),
            )  # fmt: skip
    return table


def _whom(found: Explanation, say: Words) -> Any:
    keys = ("group", "n_group", "programme", "nothing", "gain", "interval", "more")
    table = headed(
        say, *(say(f"why_column.{key}") for key in keys), title=f"{say('why_title.whom')} (%)"
    )
    for row in found.whom_rows:
        table.add_row(
            say.group(row["group"], row["trait"]), say.number(row["n_group"]),
            *(level(say, "percent", row[key]) for key in ("share", "share_nothing")),
            change(say, "percent", row["gain"]),
            interval_of(say, "percent", row, change, prefix="gain_"),
            say.change(row["more"]),
        )  # fmt: skip
    return table
