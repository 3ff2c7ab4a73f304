"""Campaign and collaboration for the same rupiah: together, each alone, and in which order."""

import argparse
import math
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pandas as pd
from design import BUDGET, HERE, MONTHS, OUTCOMES, PARAMETER_SETS, REFERENCE, STRATEGIES
from figures import draw_curves, draw_differences, draw_shares
from scipy import special

import diffusion
from diffusion.plotting.style import STYLE

JUDGED = ("adopters_36", "adopters_75", "adopter_months_75", "discontinued_share")
"""Outcomes at which the points of the robustness design are judged."""
JUDGED_AGAIN = ("adopters_36", "adopters_75")
"""Of these, outcomes at which is asked what the verdict goes with."""
HALVED = ("quality_standard", 0.525)
"""Number that went most with the verdicts of version 0.1.0, and the middle of its range."""
LEFT_OVER = 0.05
"""Part of a budget that may be left, for costs to count as equal."""
LEVEL = 0.95
COLUMNS = [
    "part",
    "parameters",
    "network",
    "n_artisans",
    "budget",
    "strategy",
    "price",
    "is_ranked",
    "outcome",
    "n",
    "mean",
    "low",
    "high",
    "reference",
    "difference",
    "difference_low",
    "difference_high",
    "better",
    "worse",
    "undecided",
    "factor",
    "correlation",
]


def compared(sweep: diffusion.Sweep, *, part: str, outcomes: tuple[str, ...]) -> pd.DataFrame:
    """Mean of each strategy, and its paired difference to the reference at the same point."""
    tables = []
    for outcome in outcomes:
        means = sweep.means(outcome).rename(columns={"n_runs": "n"})
        differences = sweep.differences(outcome, REFERENCE).rename(
            columns={"mean": "difference", "low": "difference_low", "high": "difference_high"}
        )
        by = ["point", "strategy", "budget"]
        kept = [*by, "difference", "difference_low", "difference_high"]
        table = means.merge(differences[kept], on=by, how="left")
        tables.append(table.assign(part=part, outcome=outcome, reference=REFERENCE))
    table = pd.concat(tables, ignore_index=True)
    table["is_ranked"] = table["price"] > (1 - LEFT_OVER) * table["budget"]
    return table[table["n"] > 0]


def interaction(sweep: diffusion.Sweep) -> Iterator[dict[str, Any]]:
    """Both - campaign - collaboration + none, run by run, programmes as written."""
    signs = {REFERENCE: 1, "campaign_only": -1, "collaboration_only": -1, "none": 1}
    for outcome in OUTCOMES:
        if outcome == "discontinued_share":
            continue  # where nothing is done nobody tries
        rows = sweep.rows(["parameters", "strategy", "budget", "replicate", outcome])
        rows = rows[rows["budget"].isna() & rows["strategy"].isin(list(signs))]
        signed = rows[outcome] * rows["strategy"].map(signs).astype(int)
        contrasts = signed.groupby([rows["parameters"], rows["replicate"]], observed=True).sum()
        for parameters, values in contrasts.groupby("parameters", observed=True):
            n = len(values)
            reach = special.stdtrit(n - 1, (1 + LEVEL) / 2) * values.std() / math.sqrt(n)
            yield {
                "part": "interaction",
                "parameters": parameters,
                "outcome": outcome,
                "n": n,
                "difference": values.mean(),
                "difference_low": values.mean() - reach,
                "difference_high": values.mean() + reach,
            }


def shares(sweep: diffusion.Sweep) -> Iterator[dict[str, Any]]:
    """Count the points at which each strategy is better than each other one."""
    for outcome in JUDGED:
        for reference in STRATEGIES:
            if reference == "none":
                continue
            points = sweep.differences(outcome, reference)
            yield from verdicts(points, part="robustness", outcome=outcome, reference=reference)
            if reference != REFERENCE or outcome not in JUDGED_AGAIN:
                continue
            number, middle = HALVED
            for half, of_half in points.groupby(points[number] < middle):
                factor = f"{number} {'below' if half else 'from'} {middle}"
                for row in verdicts(of_half, part="halves", outcome=outcome, reference=reference):
                    yield {**row, "factor": factor}


def verdicts(
    points: pd.DataFrame, *, part: str, outcome: str, reference: str
) -> Iterator[dict[str, Any]]:
    """Give the shares of the points of each set at which a strategy is better, worse, undecided."""
    is_turned = outcome == "discontinued_share"  # less of it is better
    columns = ["worse", "better"] if is_turned else ["better", "worse"]
    judged = points.assign(
        **{
            column: points["verdict"] == word
            for column, word in zip(columns, ("better", "worse"), strict=True)
        },
        undecided=points["verdict"] == "undecided",
    )
    groups = judged.groupby(["parameters", "strategy"])
    table = groups[["mean", "better", "worse", "undecided"]].mean()
    table = table.rename(columns={"mean": "difference"}).assign(n=groups.size()).reset_index()
    table = table.assign(part=part, budget=BUDGET, outcome=outcome, reference=reference)
    yield from table.to_dict("records")


def drivers(sweep: diffusion.Sweep) -> Iterator[dict[str, Any]]:
    """Rank correlation, over the points, of a difference to the reference with each number."""
    asked = ["collaboration_only", "collaboration_more_places", "collaboration_then_campaign"]
    for outcome in JUDGED_AGAIN:
        points = sweep.differences(outcome, REFERENCE)
        points = points[points["strategy"].isin(asked)]
        factors = [name for name in sweep.factors if name != "parameters"]
        for (parameters, strategy), of_pair in points.groupby(["parameters", "strategy"]):
            ranks = of_pair[[*factors, "mean"]].rank()
            for factor, correlation in ranks[factors].corrwith(ranks["mean"]).items():
                yield {
                    "part": "drivers",
                    "parameters": parameters,
                    "budget": BUDGET,
                    "strategy": strategy,
                    "outcome": outcome,
                    "n": len(of_pair),
                    "reference": REFERENCE,
                    "factor": factor,
                    "correlation": correlation,
                }


def simulate(raw: Path, *, quick: bool) -> pd.DataFrame:
    """Run the three designs into folders of `raw`, and draw their rows together."""
    found = {
        name: diffusion.run_sweep(HERE / f"{name}.toml", raw / name, quick=quick)
        for name in ("sweep", "robustness", "networks")
    }
    for name, sweep in found.items():
        if len(sweep.failures()):
            raise SystemExit(f"{name}.toml: {sweep.failures().to_string()}")
    headline, robustness, networks = found.values()
    tables = [
        compared(headline, part="headline", outcomes=tuple(OUTCOMES)),
        pd.DataFrame(interaction(headline)),
        pd.DataFrame(shares(robustness)),
        compared(networks, part="networks", outcomes=("adopters_36", "adopters_75")),
        pd.DataFrame(drivers(robustness)),
    ]
    return pd.concat(tables, ignore_index=True)[COLUMNS]


def compare(parameters: str, *, n_runs: int) -> diffusion.Comparison:
    """Simulate the strategies at the common budget once more, month by month."""
    return diffusion.compare(
        diffusion.load("senik"),
        list(STRATEGIES.values()),
        budget=BUDGET,
        parameters=parameters,
        n_runs=n_runs,
        n_months=MONTHS,
    )


def report(table: pd.DataFrame, comparison: diffusion.Comparison) -> None:
    """Print the main numbers; the table has them all."""
    print(f"What Rp {BUDGET:,} buys:")
    for strategy in comparison.strategies:
        changes = "; ".join(map(str, strategy.scaled.changes)) or "as written"
        print(f"  {strategy.name}, Rp {strategy.price.total:,}: {changes}")
    is_common = (table["part"] == "headline") & (table["budget"] == BUDGET)
    difference = ["difference", "difference_low", "difference_high"]
    judged = ["n", "difference", "better", "worse", "undecided"]
    is_against = table["reference"] == REFERENCE
    say(table[is_common], f"At Rp {BUDGET:,}, against {REFERENCE}", ["mean", *difference])
    say(table[table["part"] == "interaction"], "Both - campaign - collaboration + none", difference)
    say(table[(table["part"] == "robustness") & is_against], "Shares of points", judged)
    say(table[table["part"] == "halves"], "Shares of half the points", ["factor", *judged])


def say(rows: pd.DataFrame, title: str, columns: list[str]) -> None:
    """Print some columns under a title."""
    shown = rows[["parameters", "outcome", "strategy", *columns]].dropna(axis="columns", how="all")
    print(f"\n{title}\n{shown.to_string(index=False, float_format='{:.2f}'.format)}")


def main() -> None:
    """Run the experiment and write its table and figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few runs, to see that it works")
    parser.add_argument("-o", "--output", type=Path, default=HERE, help="folder to write to")
    parser.add_argument("--raw", type=Path, help="folder to keep the rows of all runs in")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        table = simulate(arguments.raw or Path(temporary), quick=arguments.quick)
    n_runs = 20 if arguments.quick else 500
    comparisons = {name: compare(name, n_runs=n_runs) for name in PARAMETER_SETS}
    arguments.output.mkdir(parents=True, exist_ok=True)
    written = table.round(3)
    written.to_csv(arguments.output / "sequence.csv", index=False)
    with mpl.rc_context(dict(STYLE)):
        figures = {
            "differences": draw_differences(written),
            "shares": draw_shares(written),
            "curves": draw_curves(comparisons),
        }
        for name, figure in figures.items():
            figure.savefig(arguments.output / f"{name}.svg", metadata={"Date": None})
    report(table, comparisons["default"])


if __name__ == "__main__":
    main()
