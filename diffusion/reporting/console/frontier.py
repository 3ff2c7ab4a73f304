"""Shows strategies at several budgets."""

from typing import Any

from diffusion.i18n.words import Words
from diffusion.reporting.console.layout import one_decimal, print_caveats, span, table_of, thousands
from diffusion.reporting.terminal import out


def print_frontier(frontier: Any, say: Words) -> None:
    """Show what each strategy leads to at each budget."""
    first = frontier.comparisons[0]
    out.print(say("heading.frontier", place=first.community.file.title))
    known = frontier.table()
    for strategy, rows in known.groupby("strategy", sort=False):
        table = table_of(
            say, "budget", "spent", "adopters_narrow", "interval", "lasting", "interval",
            "for_each_narrow", "rank", title=say.spelled("strategy", str(strategy)),
        )  # fmt: skip
        for row in rows.to_dict("records"):
            cells = ["", say("cell.impossible"), "", "", "", "", ""]
            if row["is_possible"]:
                cells = [thousands(say, row["price"])]
                for name in ("adopters", "lasting_adopters"):
                    low, high = row[f"{name}_mean_low"], row[f"{name}_mean_high"]
                    cells += [one_decimal(say, row[name]), span(say, low, high, ".1f")]
                cells.append(thousands(say, row["cost_per_lasting"]))
                cells.append("" if row["is_ranked"] else say("cell.rank_none"))
            table.add_row(thousands(say, row["budget"]), *cells)
        out.print(table, "")
    if (known["is_possible"] & ~known["is_ranked"]).any():
        out.print(say("line.not_ranked"))
    fewest, most = frontier.n_runs
    n_runs = str(most) if fewest == most else span(say, fewest, most, "d")
    print_caveats(first.community, n_runs, first.random_seed, first.parameters, say)
