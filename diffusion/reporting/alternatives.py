"""Says where the order of strategies differs between alternatives, and writes the tables."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from diffusion.comparison.alternatives import MEASURE, Alternative, Alternatives
from diffusion.i18n.words import Words
from diffusion.plotting.sweeps.naming import name_of
from diffusion.reporting.console.layout import headed
from diffusion.reporting.export import save_comparison
from diffusion.reporting.found import write_found
from diffusion.reporting.robust import change
from diffusion.reporting.terminal import out
from diffusion.results.outcome import CAVEAT
from diffusion.util.atomic import whole_folder
from diffusion.util.formats import rows_of
from diffusion.util.provenance import versions

_MOST_TURNED = 12


def what_it_is(one: Alternative, say: Words) -> str:
    """Describe an alternative."""
    parts = [say("alternatives.with_set", set=one.parameters)]
    for path, value in one.values.items():
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        parts.append(f"{name_of(path, say)} {say.figures(value) if is_number else value}")
    return ", ".join(parts)


def said_of(found: Alternatives, say: Words) -> Iterator[str]:
    """Say whether the order of the strategies is the same, and what turns."""
    yield from _left_out(found, say)
    turned = found.turned()
    if turned.empty:
        yield say("alternatives.same_order", n=len(found.alternatives))
        return
    letters = list(dict.fromkeys(turned["alternative"]))
    yield say("alternatives.order_differs", names=say.listed(letters), reference=found.letters[0])
    order = turned.sort_values("is_clear", ascending=False, kind="stable")
    for row in order.head(_MOST_TURNED).to_dict("records"):
        yield say(
            f"alternatives.{'turned' if row['is_clear'] else 'turned_unclear'}",
            alternative=row["alternative"], reference=found.letters[0],
            one=say.spelled("strategy", row["more"]), other=say.spelled("strategy", row["less"]),
            **{name: change(row[name], say) for name in ("difference", "low", "high")},
        )  # fmt: skip
    if len(turned) > _MOST_TURNED:
        yield say("alternatives.further", n=len(turned) - _MOST_TURNED)


def _left_out(found: Alternatives, say: Words) -> Iterator[str]:
    every = dict.fromkeys(one.name for each in found.comparisons for one in each.strategies)
    missing = [say.spelled("strategy", name) for name in every if name not in found.names]
    if missing:
        yield say("alternatives.left_out", names=say.listed(missing))


def print_alternatives(found: Alternatives, say: Words) -> None:
    """Print the adopters of each strategy in each alternative, with ranks, and what turns."""
    first = found.comparisons[0]
    out.print_indented(
        say("alternatives.title", measure=say.name("measure", MEASURE), month=first.n_months)
    )
    for letter, one in zip(found.letters, found.alternatives, strict=True):
        out.print_indented(say("alternatives.letter", letter=letter, what=what_it_is(one, say)))
    out.print()
    table = headed(say, say("column.strategy"), *found.letters)
    cells = {(row["strategy"], row["alternative"]): row for row in found.table().to_dict("records")}
    for name in found.names:
        written = [
            f"{say.formatted(cells[name, letter]['mean'], '.1f')} ({cells[name, letter]['rank']})"
            for letter in found.letters
        ]
        table.add_row(say.spelled("strategy", name), *written)
    out.print(table)
    for line in said_of(found, say):
        out.print_indented(line)
    out.print(say("text.caveat"))


def tell(found: Alternatives, say: Words) -> dict[str, Any]:
    """Say everything as plain values, for JSON."""
    listed = [
        {"letter": letter, "parameters": one.parameters, "settings": dict(one.values)}
        for letter, one in zip(found.letters, found.alternatives, strict=True)
    ]
    table, turned = found.table(), found.turned()
    return {
        "alternatives": listed,
        "strategies": rows_of(table),
        "turned": rows_of(turned),
        "said": list(said_of(found, say)),
        "caveat": CAVEAT,
    }


def save_alternatives(
    found: Alternatives, folder: Path, say: Words, *, replace: bool, column: str
) -> None:
    """Write alternatives.csv, turned.csv and a folder for the comparison of each alternative."""
    with whole_folder(folder, replace=replace) as draft:
        for letter, one in zip(found.letters, found.comparisons, strict=True):
            save_comparison(one, draft / letter, language=say.language, column=column)
        tables = {"alternatives": found.table(), "turned": found.turned()}
        made = {
            "alternatives": [
                {"parameters": one.parameters, "settings": dict(one.values)}
                for one in found.alternatives
            ],
            "versions": versions(),
        }
        write_found(draft, tables, {}, made)
