"""How many trained, of how many households, and for how many rupiah."""

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
    ANSWER_COLUMNS,
    QUICK_RUNS,
    Arm,
    over_networks,
    over_points,
)

sys.path.pop()  # the folder `coverage` beside it bears the name of a package that numba looks for

SENIK = "campaign_then_collaboration"
WRITTEN = 14
PLACES = (4, 8, WRITTEN, 20, 30)
BUDGETS = (None, 12_000_000, 16_000_000)
N_RUNS = 150
OUTCOMES = {"adopters": ("adopters", 36)}
COLUMNS = [
    "design",
    "parameters",
    "n_artisans",
    "network",
    "budget",
    "price",
    "places",
    "places_bought",
    "point",
    "outcome",
    *ANSWER_COLUMNS,
]


def places_of(places: int) -> dict[str, Any]:
    """Give the settings that let training and visit have so many places."""
    return {
        f"programme.activity.{activity}.{key}": value
        for activity in ("training", "visit")
        for key, value in (("places", places), ("minimum_places", 1))
    }


def bought(n_artisans: int, places: int, budget: float) -> float:
    """Count the places in the training that a budget pays for."""
    if not places or np.isnan(budget):
        return places
    settings = {**places_of(places), "community.artisans.number": n_artisans}
    senik = diffusion.load("senik").with_settings(settings)
    scaled = diffusion.scale_to_budget(senik, SENIK, int(budget))
    (training,) = (one for one in scaled.programme.activity if one.tactic == "training")
    return float(training.places or 0)


def swept(folder: Path, *, quick: bool) -> pd.DataFrame:
    """Run the design; compare each number of places with fourteen, or the same share."""
    rows = plain_rows(HERE / "sweep.toml", folder, quick=quick)
    rows = rows.rename(columns={"training_places": "places", "adopters_36": "adopters"})
    rows["budget"] = rows["budget"].astype(float)
    rows["third_adopt"] = (3 * rows["adopters"] >= rows["n_artisans"]).astype(float)
    rows["money"] = rows["budget"].fillna(0.0)  # 0: each place is paid
    by = ["parameters", "n_artisans", "money", "places"]
    tables = []
    for outcome in ("adopters", "lasting_adopters", "third_adopt"):
        some = rows if outcome == "adopters" else rows[rows["money"] == 0]
        table = summary(some, by, outcome, factor="places", reference=WRITTEN)
        tables.append(table.assign(outcome=outcome, reference=str(WRITTEN)))
    table = pd.concat(tables, ignore_index=True)
    prices = rows.groupby(by)["price"].first()
    table["price"] = prices.loc[pd.MultiIndex.from_frame(table[by])].to_numpy()
    table["budget"] = table["money"].where(table["money"] > 0)
    asked = table[["n_artisans", "places", "budget"]].drop_duplicates()
    counts = {
        tuple(one): bought(int(one[0]), int(one[1]), one[2])
        for one in asked.to_numpy()
        if not np.isnan(one[2])
    }
    table["places_bought"] = [
        float(places) if np.isnan(budget) else counts[n_artisans, places, budget]
        for n_artisans, places, budget in table[["n_artisans", "places", "budget"]].to_numpy()
    ]
    return table.assign(design="sweep")


def marginal(table: pd.DataFrame) -> pd.DataFrame:
    """Give what a further place brings and what an adopter costs, step by step."""
    rows = table[(table["design"] == "sweep") & (table["outcome"] == "adopters")]
    found = []
    for (parameters, n_artisans, budget), some in rows.groupby(
        ["parameters", "n_artisans", "budget"], sort=False, dropna=False
    ):
        one = some.sort_values("places")
        for (_, before), (_, after) in zip(one[:-1].iterrows(), one[1:].iterrows(), strict=True):
            more = after["mean"] - before["mean"]
            found.append(
                {
                    "parameters": parameters,
                    "n_artisans": n_artisans,
                    "budget": budget,
                    "from": before["places"],
                    "to": after["places"],
                    "bought": after["places_bought"],
                    "adopters": after["mean"],
                    "per_place": more / (after["places"] - before["places"]),
                    "million_per_adopter": after["price"] / 1e6 / max(after["mean"], 0.01),
                    "price": after["price"] / 1e6,
                }
            )
    return pd.DataFrame(found)


def simulate(folder: Path, *, quick: bool) -> pd.DataFrame:
    """Run all designs; give the table, and print the shares of points."""
    kept, shown, turned = [], [], []
    for budget in BUDGETS:
        arms = [Arm(str(one), SENIK, places_of(one), budget) for one in PLACES]
        points, shares, turns = over_points(
            arms, OUTCOMES, references=[str(WRITTEN)], n_runs=N_RUNS, quick=quick
        )
        networks = over_networks(
            arms, OUTCOMES, reference=str(WRITTEN), n_runs=QUICK_RUNS if quick else 200
        )
        kept += [points[points["verdict"] != "reference"].assign(budget=budget)]
        kept += [networks.assign(budget=budget)]
        shown.append(shares.assign(budget=budget))
        turned.append(turns.assign(budget=budget))
    shares, turns = pd.concat(shown), pd.concat(turned)
    say("Shares of points", shares)
    say("Numbers with which the difference goes", turns)
    over = [
        *kept,
        shares.assign(design="shares of " + shares["design"]),
        turns.assign(design="turns"),
    ]
    tables = [swept(folder, quick=quick)]
    tables += [one.assign(places=one["arm"].astype(int), n_artisans=30) for one in over]
    table = pd.concat(tables, ignore_index=True).reindex(columns=COLUMNS).round(3)
    whole = ["budget", "price", "n_runs", "n_points", "places_bought", "point"]
    return table.astype(dict.fromkeys(whole, "Int64"))


def report(table: pd.DataFrame) -> None:
    """Print the comparisons that the README quotes."""
    say("What a further place brings", marginal(table))
    columns = ["parameters", "n_artisans", "network", "budget", "places", "places_bought"]
    columns += ["mean", "difference", "difference_low", "difference_high", "verdict"]
    for design in ("sweep", "networks"):
        for outcome, some in table[table["design"] == design].groupby("outcome", sort=False):
            say(f"{design}: {outcome}", some[columns].dropna(axis="columns", how="all"))


def main() -> None:
    """Run the experiment and write its table and figure."""
    asked = arguments(__doc__, HERE)
    with tempfile.TemporaryDirectory() as folder:
        table = simulate(Path(folder), quick=asked.quick)
    write(asked.output, "places", table, draw)
    report(table)


if __name__ == "__main__":
    main()
