"""Locality development, social planning or social action, by where a community begins."""

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from design import LOCALITY, MODELS, NO_WINNER, OUTCOMES, PLANNING, SETS, START, STARTS
from figure import draw

import diffusion
from diffusion.calibration.ensemble import Points

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent))  # where `paired` and `points` stand
from command import arguments, plain_rows, say, write  # noqa: E402
from paired import interval  # noqa: E402
from points import (  # noqa: E402
    QUICK_POINTS,
    Arm,
    assumed_points,
    ensemble_points,
    one_point,
    run_arms,
    turning,
    verdicts,
    weighted_shares,
)

sys.path.pop()  # the folder `coverage` beside it bears the name of a package that numba looks for

BUDGET, BUDGETS = 8_000_000, (8_000_000, 12_000_000, 16_000_000)
N_ARTISANS, FIRST, LAST = 30, 63, 75
N_RUNS, N_QUICK = 60, 4
MEASURED = (*OUTCOMES, "commitment", "gini")
AT_POINTS = {one: (one, LAST) for one in ("adopters", "self_reliance")}
COLUMNS = [
    "design",
    "parameters",
    "start",
    *START,
    "budget",
    "point",
    "outcome",
    "arm",
    "reference",
    "n_runs",
    "mean",
    "low",
    "high",
    "difference",
    "difference_low",
    "difference_high",
    "verdict",
    "best",
    "runner_up",
    "winner",
    "weight",
    "n_points",
    "share",
    "mean_difference",
    "better",
    "worse",
    "undecided",
    "number",
    "correlation",
    "half_at",
    "turns_at",
    "better_below",
    "worse_below",
    "better_above",
    "worse_above",
]


def income(outcome: diffusion.Outcome) -> Mapping[str, Any]:
    """Give what a household earned a month in the last year, in thousand rupiah."""
    earned = outcome.series("other_income") + outcome.series("pottery_income")
    of_year = earned[:, LAST] - earned[:, FIRST]
    return {"income": of_year / (1000 * N_ARTISANS * (LAST - FIRST))}


def winners(rows: pd.DataFrame, by: list[str], outcome: str) -> pd.DataFrame:
    """Choose the best on one half of the replicates, and compare it on the other.

    The best and the runner-up are those with most in the mean of the even replicates. The best is
    the winner if its lead in the odd ones has a paired 95 % interval above 0.
    """
    is_first = rows["replicate"] % 2 == 0
    means = rows[is_first].groupby([*by, "arm"])[outcome].mean().unstack("arm")
    other = rows[~is_first].set_index([*by, "replicate", "arm"])[outcome].unstack("arm")
    order = means[[*MODELS]].apply(lambda line: [*line.sort_values(ascending=False).index], axis=1)
    found = []
    for key, (best, runner_up, *_) in order.items():
        at = key if isinstance(key, tuple) else (key,)
        here = other.xs(at, level=by)
        lead = pd.DataFrame({"all": 0, "lead": here[best] - here[runner_up]})
        row = interval(lead, ["all"], "lead").iloc[0]
        found.append(
            {
                **dict(zip(by, at, strict=True)),
                "outcome": outcome,
                "best": best,
                "runner_up": runner_up,
                "difference": row["mean"],
                "difference_low": row["low"],
                "difference_high": row["high"],
                "winner": best if row["low"] > 0 else NO_WINNER,
            }
        )
    return pd.DataFrame(found)


def shares_won(table: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Give the share of the weight at which each wins, or none."""
    table = table.assign(weight=table.get("weight", 1.0))
    found = []
    for key, some in table.groupby(by, sort=False):
        for winner in (*MODELS, NO_WINNER):
            share = some["weight"][some["winner"] == winner].sum() / some["weight"].sum()
            said = {"winner": winner, "share": float(share), "n_points": len(some)}
            found.append(dict(zip(by, key, strict=True)) | said)
    return pd.DataFrame(found)


def grid(folder: Path, *, quick: bool) -> list[pd.DataFrame]:
    """Run the starting conditions; give means of each model, and the winner of each condition."""
    rows = plain_rows(HERE / "sweep.toml", folder, quick=quick)
    earned = {
        record: rows[f"other_income_{record}"] + rows[f"pottery_income_{record}"]
        for record in (FIRST, LAST)
    }
    rows["income"] = (earned[LAST] - earned[FIRST]) / (1000 * N_ARTISANS * (LAST - FIRST))
    rows = rows.rename(columns={f"{one}_{LAST}": one for one in MEASURED} | {"strategy": "arm"})
    by = ["parameters", *START]
    won = pd.concat([winners(rows, by, outcome) for outcome in MEASURED])
    means = [interval(rows, ["parameters", "arm"], one).assign(outcome=one) for one in MEASURED]
    levels = [
        interval(rows, ["parameters", "arm", factor], "adopters").assign(outcome="adopters")
        for factor in START
    ]
    return [
        won[won["outcome"].isin([*OUTCOMES])].assign(design="grid"),
        shares_won(won, ["parameters", "outcome"]).assign(design="shares of the grid"),
        pd.concat(means).assign(design="means of the grid"),
        pd.concat(levels).assign(design="levels of the grid"),
    ]


def arms_at(start: str, budget: int | None) -> list[Arm]:
    """List the three models from one start."""
    return [Arm(model, model, STARTS[start], budget) for model in MODELS]


def by_budget(*, n_runs: int) -> pd.DataFrame:
    """Compare the models at three budgets and as written, with both sets."""
    tables = []
    for parameters in SETS:
        for budget in (*BUDGETS, None):
            rows = run_arms(
                one_point(), arms_at("as written", budget), AT_POINTS, n_runs=n_runs,
                n_months=LAST, more=income, parameters=parameters,
            )  # fmt: skip
            table = verdicts(rows, [*OUTCOMES], reference=LOCALITY)
            won = pd.concat([winners(rows, ["point"], one) for one in OUTCOMES])
            table["winner"] = table["outcome"].map(won.set_index("outcome")["winner"])
            tables.append(table.assign(parameters=parameters, budget=budget))
    return pd.concat(tables).assign(design="budgets", start="as written")


def over(points: Points, design: str, *, n_runs: int) -> list[pd.DataFrame]:
    """Compare the models at points of the numbers, from three starts."""
    tables, shares, turns, won = [], [], [], []
    for start in STARTS:
        rows = run_arms(
            points, arms_at(start, BUDGET), AT_POINTS, n_runs=n_runs, n_months=LAST, more=income
        )
        weight = rows.groupby("point")["weight"].first()
        best = pd.concat([winners(rows, ["point"], outcome) for outcome in OUTCOMES])
        best = best.assign(weight=best["point"].map(weight), start=start)
        if start == "as written":
            tables.append(best)  # of the other starts the table has the shares
        won.append(shares_won(best, ["outcome"]).assign(start=start))
        for reference in (LOCALITY, PLANNING):
            table = verdicts(rows, [*OUTCOMES], reference=reference)
            table = table[(reference == LOCALITY) | (table["arm"] != LOCALITY)]
            shares.append(weighted_shares(table, ["outcome", "reference", "arm"]))
            shares[-1]["start"] = start
            if design == "assumed":
                turned = turning(table, points, ["outcome", "reference", "arm"])
                turns.append(turned[turned["outcome"] == "adopters"].assign(start=start))
    found = [
        pd.concat(tables).assign(design=design),
        pd.concat(won).assign(design=f"won in {design}"),
        pd.concat(shares).assign(design=f"shares of {design}"),
    ]
    return found + ([pd.concat(turns).assign(design="turns")] if turns else [])


def simulate(folder: Path, *, quick: bool) -> pd.DataFrame:
    """Run all designs; give the table."""
    n_runs = N_QUICK if quick else N_RUNS
    tables = grid(folder, quick=quick)
    tables.append(by_budget(n_runs=N_QUICK if quick else 300))
    for design, points in (("assumed", assumed_points()), ("ensemble", ensemble_points())):
        some = points.at([*range(QUICK_POINTS)]) if quick else points
        tables += over(some, design, n_runs=n_runs)
    return pd.concat(tables, ignore_index=True).reindex(columns=COLUMNS).round(3)


def report(table: pd.DataFrame) -> None:
    """Print what the README quotes."""
    for design in table["design"].unique():
        if design not in ("grid", "assumed", "ensemble"):
            rows = table[table["design"] == design].dropna(axis="columns", how="all")
            say(design, rows.drop(columns="design"))
    rows = table[(table["design"] == "grid") & (table["outcome"] == "adopters")]
    by = ["parameters", "first_commitment", "value_fit", "cash"]
    say(
        "Winner by cohesion",
        rows.pivot(index=by, columns="first_cohesion", values="winner").reset_index(),
    )


def main() -> None:
    """Run the experiment and write its table and figure."""
    asked = arguments(__doc__, HERE)
    with tempfile.TemporaryDirectory() as folder:
        table = simulate(Path(folder), quick=asked.quick)
    write(asked.output, "three_models", table, draw)
    report(table)


if __name__ == "__main__":
    main()
