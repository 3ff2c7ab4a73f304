"""Simple or complex contagion: when adoption stalls, beside what theory says."""

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from figure import draw
from known import STALLS_BELOW, crowd_stalls, greatest_threshold_on_ring, percolation_stalls

import diffusion

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent))  # where `paired` and `points` stand
from command import arguments, plain_rows, say, write  # noqa: E402
from paired import effect, interval  # noqa: E402
from points import Arm, over_points  # noqa: E402

sys.path.pop()  # the folder `coverage` beside it bears the name of a package that numba looks for

SENIK, LAST, N_RUNS = "campaign_then_collaboration", 75, 50
SIMPLE = "linear"
ANSWERS: dict[str, dict[str, Any]] = {
    SIMPLE: {"parameters.exposure.response": "linear"},
    "Hill, exponent 2": {
        "parameters.exposure.response": "hill",
        "parameters.exposure.hill_exponent": 2.0,
    },
    "Hill, exponent 6": {
        "parameters.exposure.response": "hill",
        "parameters.exposure.hill_exponent": 6.0,
    },
    "threshold .33": {
        "parameters.exposure.response": "threshold",
        "parameters.exposure.threshold": 0.33,
    },
}
SITUATIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "programme": (SENIK, {}),
    "programme, alpha 0": (
        SENIK,
        {"parameters.decision.alpha": 0.0, "community.artisans.first_adopters_drawn": 3},
    ),
    "three begin, nothing done": ("none", {"community.artisans.first_adopters_drawn": 3}),
}
TWO_STATE = ("threshold", "scattered", "hill", "percolation", "granovetter")
CELLS = {
    "threshold": ["exposure_threshold", "rewiring", "first_adopters"],
    "scattered": ["exposure_threshold", "rewiring", "first_adopters"],
    "hill": ["response", "hill_exponent", "beta", "rewiring", "first_adopters"],
    "percolation": ["chance", "first_adopters"],
    "granovetter": ["first_adopters"],
    "sweep": ["parameters", "alpha", "answer", "rewiring", "group_weight", "first_adopters"],
    "alone": ["parameters", "alpha", "answer", "rewiring", "first_adopters"],
}
COLUMNS = [
    "design",
    "parameters",
    "alpha",
    "response",
    "answer",
    "hill_exponent",
    "exposure_threshold",
    "beta",
    "chance",
    "rewiring",
    "group_weight",
    "first_adopters",
    "outcome",
    "n_runs",
    "mean",
    "low",
    "high",
    "known",
    "change",
    "situation",
    "arm",
    "reference",
    "n_points",
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


def answer(response: str, exponent: float, threshold: float) -> str:
    """Name a way to answer to adopters."""
    if response == "hill":
        return f"Hill {exponent:.0f}"
    return f"threshold {threshold:.1f}" if response == "threshold" else response


def rows_of(name: str, folder: Path, *, quick: bool) -> pd.DataFrame:
    """Run a design; give its rows, with whether each has stalled, and the month of half."""
    rows = plain_rows(HERE / f"{name}.toml", folder, quick=quick)
    number = rows.get("n_artisans", 30)
    rows = rows.assign(share=rows[f"adopters_{LAST}"] / number)
    rows["stalled"] = (rows["share"] < STALLS_BELOW).astype(float)
    if name in ("sweep", "alone"):
        rows["answer"] = [
            answer(*one)
            for one in rows[["response", "hill_exponent", "exposure_threshold"]].itertuples(
                index=False
            )
        ]
    for column in ("first_adopters", "rewiring", "chance"):
        if column in rows:
            rows[column] = rows[column].astype(float)
    if name == "hill":
        rows = rows[(rows["response"] == "hill") | (rows["hill_exponent"] == 1.0)]
    return rows


def known(name: str, row: pd.Series) -> float:
    """Give what theory says of the chance to stall, where it does."""
    first = int(row["first_adopters"])
    if name == "granovetter":
        return crowd_stalls(120, first)
    if name == "percolation":
        return percolation_stalls(6, row["chance"], first)
    if name == "threshold" and row["rewiring"] == 0:
        # The margin is that of the model, in which a threshold is reached by what equals it.
        reached = greatest_threshold_on_ring(first) + 2**-30 >= row["exposure_threshold"]
        return 0.0 if reached else 1.0
    return float("nan")


def cells(name: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Give the chance to stall of each cell of a design, and how long the half takes."""
    table = interval(rows, CELLS[name], "stalled").assign(outcome="stalled")
    table["known"] = [known(name, row) for _, row in table.iterrows()]
    if name != "hill":
        return table.assign(design=name)
    lasting = rows[rows["month_of_half"].notna()]
    by = ["response", "hill_exponent", "beta", "rewiring"]
    return pd.concat(
        [table, interval(lasting, by, "month_of_half").assign(outcome="month_of_half")]
    ).assign(design=name)


def effects(rows: pd.DataFrame) -> pd.DataFrame:
    """Give what each factor does in the whole chain, averaged over the others."""
    found = []
    changes = [("answer", (SIMPLE, one)) for one in ("Hill 2", "Hill 6", "threshold 0.3")]
    changes += [("rewiring", (0.0, 1.0)), ("first_adopters", (1.0, 10.0))]
    if "group_weight" in rows:
        changes += [("group_weight", (0.0, 3.0)), ("group_weight", (0.0, 6.0))]
    for (parameters, alpha), some in rows.groupby(["parameters", "alpha"], sort=False):
        for factor, levels in changes:
            for outcome in ("stalled", "share"):
                if {*levels} <= {*some[factor]}:
                    row = effect(some, outcome, factor, levels)
                    found.append({"parameters": parameters, "alpha": alpha, **row})
    return pd.DataFrame(found)


def stalled(outcome: diffusion.Outcome) -> Mapping[str, Any]:
    """Say of each run whether it has stalled at the end."""
    share = outcome.adopters[:, LAST] / outcome.n_artisans
    return {"stalled": (share < STALLS_BELOW).astype(float)}


def over_numbers(*, quick: bool) -> list[pd.DataFrame]:
    """Compare complex answers with the linear one, at points of the numbers."""
    found = []
    for situation, (programme, settings) in SITUATIONS.items():
        arms = [Arm(name, programme, {**settings, **one}) for name, one in ANSWERS.items()]
        points, shares, turns = over_points(
            arms, {"adopters": ("adopters", LAST)}, references=[SIMPLE], n_runs=N_RUNS,
            quick=quick, n_months=LAST, more=stalled,
        )  # fmt: skip
        points = points[points["outcome"] == "stalled"]
        mean = points.assign(part=points["mean"] * points["weight"]).groupby(["design", "arm"])
        often = (mean["part"].sum() / mean["weight"].sum()).rename("mean").reset_index()
        often = often.assign(design="stalled in " + often["design"], outcome="stalled")
        turns = turns[turns["outcome"] == "stalled"].assign(design="turns")
        found += [
            one.assign(situation=situation)
            for one in (shares.assign(design="shares of " + shares["design"]), often, turns)
        ]
    return found


def simulate(folder: Path, *, quick: bool) -> pd.DataFrame:
    """Run all designs; give the table."""
    tables = [cells(name, rows_of(name, folder, quick=quick)) for name in TWO_STATE]
    for name in ("sweep", "alone"):
        rows = rows_of(name, folder, quick=quick)
        by = [one for one in CELLS[name] if one != "rewiring"]
        tables.append(interval(rows, by, "stalled").assign(outcome="stalled", design=name))
        tables.append(effects(rows).assign(design=f"effects in {name}"))
        half = rows[rows["month_of_half"].notna()]
        by = ["parameters", "alpha", "answer"]
        months = interval(half, by, "month_of_half")
        tables.append(months.assign(outcome="month_of_half", design=f"half in {name}"))
    tables += over_numbers(quick=quick)
    return pd.concat(tables, ignore_index=True).reindex(columns=COLUMNS).round(4)


def report(table: pd.DataFrame) -> None:
    """Print what the README quotes."""
    for name in ("granovetter", "percolation"):
        rows = table[table["design"] == name]
        say(name, rows.dropna(axis="columns", how="all").drop(columns="design"))
    for name in ("threshold", "scattered"):
        rows = table[table["design"] == name]
        shown = rows.pivot_table(
            index=["first_adopters", "rewiring"], columns="exposure_threshold", values="mean"
        )
        say(f"{name}: chance to stall", shown.reset_index())
        wrong = rows[rows["known"].notna() & (rows["known"] != rows["mean"])]
        print(f"{len(wrong)} of {rows['known'].notna().sum()} cells differ from theory")
    rows = table[(table["design"] == "hill") & (table["outcome"] == "stalled")]
    by = ["beta", "rewiring", "first_adopters"]
    shown = rows.pivot_table(index=by, columns=["response", "hill_exponent"], values="mean")
    shown.columns = [f"{one} {exponent:.0f}" for one, exponent in shown.columns]
    say("hill: chance to stall", shown.reset_index())
    for name in ("sweep", "alone"):
        rows = table[table["design"] == name]
        by = ["parameters", "alpha", "first_adopters"]
        shown = rows.pivot_table(index=by, columns="answer", values="mean")
        say(f"{name}: chance to stall", shown.reset_index())
    is_left = ~table["design"].isin([*TWO_STATE, "sweep", "alone"])
    for name, rows in table[is_left].groupby("design", sort=False):
        say(name, rows.dropna(axis="columns", how="all").drop(columns="design"))


def main() -> None:
    """Run the experiment and write its table and figure."""
    asked = arguments(__doc__, HERE)
    with tempfile.TemporaryDirectory() as folder:
        table = simulate(Path(folder), quick=asked.quick)
    write(asked.output, "contagion_kind", table, draw)
    report(table)


if __name__ == "__main__":
    main()
