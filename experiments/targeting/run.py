"""Who should be trained: six ways to give fourteen places."""

import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from figure import draw

import diffusion

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent))  # where `paired` and `points` stand
from command import arguments, plain_rows, say, write  # noqa: E402
from paired import summary  # noqa: E402
from points import (  # noqa: E402
    QUICK_RUNS,
    Arm,
    one_point,
    over_points,
    run_arms,
    verdicts,
)

sys.path.pop()  # the folder `coverage` beside it bears the name of a package that numba looks for

SENIK = "campaign_then_collaboration"
LOTS = "random"
TARGETS = (
    LOTS,
    "volunteers",
    "poorest",
    "highest_degree",
    "highest_eigenvector",
    "friend_cluster",
)
RESPONSES = ("linear", "hill", "threshold")
N_RUNS = 150
COLUMNS = [
    "design",
    "parameters",
    "strategy",
    "n_artisans",
    "network",
    "response",
    "point",
    "target",
    "outcome",
    "n_runs",
    "mean",
    "low",
    "high",
    "difference",
    "difference_low",
    "difference_high",
    "verdict",
    "weight",
    "n_points",
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


def swept(name: str, folder: Path, *, quick: bool) -> pd.DataFrame:
    """Run a design; compare each target with a lot at its point."""
    rows = plain_rows(HERE / f"{name}.toml", folder, quick=quick)
    by = ["parameters", "strategy", "network", "response", "target"]
    tables = []
    for outcome in ("adopters", "reach_of_poor", "gini"):
        is_main = (rows["strategy"] == SENIK) & (rows["response"] == "hill")
        some = rows if outcome == "adopters" else rows[is_main]
        table = summary(some, by, f"{outcome}_36", factor="target", reference=LOTS)
        tables.append(table.assign(outcome=outcome))
    n_artisans = 200 if name == "large" else 30
    return pd.concat(tables).assign(design=name, n_artisans=n_artisans)


def untrained(outcome: diffusion.Outcome) -> dict[str, Any]:
    """Count those not trained who ever tried, as a share of them."""
    assert outcome.artisans is not None
    assert outcome.toa is not None
    is_left = ~outcome.artisans.is_trained
    tried = (is_left & (outcome.toa >= 0)).sum(axis=1)
    return {"untrained_who_tried": tried / np.maximum(is_left.sum(axis=1), 1)}


def spill_over(*, n_runs: int) -> pd.DataFrame:
    """Compare what becomes of those who are not trained, for each answer to exposure."""
    tables = []
    for parameters in ("default", "conservative"):
        for response in RESPONSES:
            answer = {"parameters.exposure.response": response}
            answer |= {"parameters.exposure.threshold": 0.33}
            arms = [Arm(one, SENIK, answer | training_of(one)) for one in TARGETS]
            rows = run_arms(
                one_point(), arms, {}, n_runs=n_runs, more=untrained,
                keep=("toa", "artisans"), parameters=parameters,
            )  # fmt: skip
            table = verdicts(rows, ["untrained_who_tried"], reference=LOTS)
            tables.append(table.assign(parameters=parameters, response=response))
    return pd.concat(tables).assign(
        design="spill_over", strategy=SENIK, network="ring, .1 rewired", n_artisans=30
    )


def training_of(target: str) -> dict[str, Any]:
    """Give the setting that invites a target to the training."""
    return {"programme.activity.training.target": target}


def simulate(folder: Path, *, quick: bool) -> pd.DataFrame:
    """Run all designs; give the table, and print the shares of points."""
    arms = [Arm(one, SENIK, training_of(one)) for one in TARGETS]
    outcomes = {"adopters": ("adopters", 36), "reach_of_poor": ("reach_of_poor", 36)}
    points, shares, turns = over_points(
        arms, outcomes, references=[LOTS], n_runs=N_RUNS, quick=quick
    )
    say("Shares of points", shares)
    turns = turns[turns["outcome"] == "adopters"]
    say("Numbers with which the difference goes", turns)
    tables = [
        swept("sweep", folder, quick=quick),
        swept("large", folder, quick=quick),
        spill_over(n_runs=QUICK_RUNS if quick else 300).rename(columns={"arm": "target"}),
        points[points["outcome"] == "adopters"].rename(columns={"arm": "target"}),
        shares.assign(design="shares of " + shares["design"]).rename(columns={"arm": "target"}),
        turns.assign(design="turns").rename(columns={"arm": "target"}),
    ]
    return pd.concat(tables, ignore_index=True).reindex(columns=COLUMNS).round(3)


def report(table: pd.DataFrame) -> None:
    """Print the comparisons that the README quotes."""
    columns = ["parameters", "response", "network", "target"]
    columns += ["mean", "difference", "difference_low", "difference_high", "verdict"]
    for design in ("sweep", "large", "spill_over"):
        for strategy in table["strategy"].dropna().unique():
            rows = table[(table["design"] == design) & (table["strategy"] == strategy)]
            for outcome, some in rows.groupby("outcome", sort=False):
                say(f"{design}, {strategy}: {outcome}", some[columns])


def main() -> None:
    """Run the experiment and write its table and figure."""
    asked = arguments(__doc__, HERE)
    with tempfile.TemporaryDirectory() as folder:
        table = simulate(Path(folder), quick=asked.quick)
    write(asked.output, "targeting", table, draw)
    report(table)


if __name__ == "__main__":
    main()
