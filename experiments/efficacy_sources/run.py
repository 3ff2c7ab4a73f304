"""Film, live visit or practice: which belief in oneself lasts."""

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from figure import draw

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent))  # where `paired` and `points` stand
from command import arguments, plain_rows, say, write  # noqa: E402
from paired import summary  # noqa: E402
from points import (  # noqa: E402
    ANSWER_COLUMNS,
    QUICK_RUNS,
    Arm,
    one_point,
    over_networks,
    over_points,
    run_arms,
    verdicts,
)

sys.path.pop()  # the folder `coverage` beside it bears the name of a package that numba looks for

HEARING = "hearing"
PRACTICE = "training_with_practice"
SOURCES = (HEARING, "film", "visit", "training_without_practice", PRACTICE, "ambassadors")
BEGUN: dict[str, Any] = {"community.artisans.first_adopters_drawn": 3}
RECORDS = (1, 3, 6, 9, 12, 18, 24, 36)
OUTCOMES = {
    "self_efficacy_3": ("self_efficacy", 3),
    "self_efficacy_12": ("self_efficacy", 12),
    "self_efficacy_36": ("self_efficacy", 36),
    "adopters_36": ("adopters", 36),
    "discontinued_share": ("discontinued_share", 36),
}
N_RUNS = 150
NUMBERS = ["decay", "mastery_lasting", "vicarious_lasting"]
AS_WRITTEN = {"decay": 0.1, "mastery_lasting": 0.5, "vicarious_lasting": 0.1}
COLUMNS = [
    "design",
    "parameters",
    *NUMBERS,
    "network",
    "point",
    "source",
    "reference",
    "outcome",
    *ANSWER_COLUMNS,
]


def swept(folder: Path, *, quick: bool) -> pd.DataFrame:
    """Run the design; compare each source with hearing of it only, and with practice."""
    rows = plain_rows(HERE / "sweep.toml", folder, quick=quick)
    stays_as_written = pd.Series(data=True, index=rows.index)
    for name in ("mastery_lasting", "vicarious_lasting"):
        stays_as_written &= rows[name] == AS_WRITTEN[name]
    is_written = stays_as_written & (rows["decay"] == AS_WRITTEN["decay"])
    taken = {f"self_efficacy_{record}": is_written for record in RECORDS}
    taken |= dict.fromkeys(("self_efficacy_3", "self_efficacy_12"), stays_as_written)
    taken |= dict.fromkeys(("adopters_36", "ever_adopted_36"), is_written)
    taken |= {"discontinued_share_36": is_written}
    taken |= {"self_efficacy_36": pd.Series(data=True, index=rows.index)}
    by = ["parameters", *NUMBERS, "strategy"]
    tables = [
        summary(rows[some], by, column, factor="strategy", reference=HEARING).assign(
            outcome=column, reference=HEARING
        )
        for column, some in taken.items()
    ]
    against = summary(rows, by, "self_efficacy_36", factor="strategy", reference=PRACTICE)
    tables.append(against.assign(outcome="self_efficacy_36", reference=PRACTICE))
    return pd.concat(tables).rename(columns={"strategy": "source"}).assign(design="sweep")


def programme_of(source: str) -> str:
    """Give the file of a source."""
    return str(HERE / f"{source}.toml")


def checks(*, n_runs: int) -> pd.DataFrame:
    """Look at one visit that all are asked to, and at one evening of film, six months later."""
    once: Mapping[str, Any] = {"programme.activity.film.months": [0]}
    all_go: Mapping[str, Any] = {
        "programme.activity.visit.months": [0],
        "programme.activity.visit.places": 30,
    }
    arms = [
        Arm(HEARING, programme_of(HEARING), BEGUN),
        Arm("one visit for all", programme_of("visit"), {**BEGUN, **all_go}),
        Arm("one evening of film", programme_of("film"), {**BEGUN, **once}),
    ]
    outcomes = {"ever_adopted_12": ("ever_adopted", 12), "self_efficacy_7": ("self_efficacy", 7)}
    tables = []
    for parameters in ("default", "conservative"):
        rows = run_arms(
            one_point(), arms, outcomes, n_runs=n_runs, parameters=parameters,
        )  # fmt: skip
        rows["ever_adopted_12"] -= 3
        table = verdicts(rows, list(outcomes), reference=HEARING)
        tables.append(table.assign(parameters=parameters))
    return pd.concat(tables).assign(design="checks", network="ring, .1 rewired")


def simulate(folder: Path, *, quick: bool) -> pd.DataFrame:
    """Run all designs; give the table, and print the shares of points."""
    arms = [Arm(one, programme_of(one), BEGUN) for one in SOURCES]
    points, shares, turns = over_points(
        arms, OUTCOMES, references=[HEARING, PRACTICE], n_runs=N_RUNS, quick=quick
    )
    say("Shares of points", shares)
    lasting = ["self_efficacy_36", "adopters_36"]
    turns = turns[turns["outcome"].isin(lasting) & (turns["reference"] == PRACTICE)]
    say("Numbers with which the difference to practice goes", turns)
    is_kept = (points["outcome"] == lasting[0]) & (points["reference"] == PRACTICE)
    kept = points[is_kept & (points["verdict"] != "reference")]
    n_runs = QUICK_RUNS if quick else 300
    ends = {name: OUTCOMES[name] for name in lasting}
    networks = over_networks(arms, ends, reference=PRACTICE, n_runs=n_runs)
    tables = [
        checks(n_runs=QUICK_RUNS if quick else 1_000),
        networks,
        kept,
        shares.assign(design="shares of " + shares["design"]),
        turns.assign(design="turns"),
    ]
    tables = [
        swept(folder, quick=quick),
        *(one.rename(columns={"arm": "source"}) for one in tables),
    ]
    return pd.concat(tables, ignore_index=True).reindex(columns=COLUMNS).round(4)


def report(table: pd.DataFrame) -> None:
    """Print the comparisons that the README quotes."""
    columns = ["parameters", *NUMBERS, "network", "source", "reference"]
    columns += ["mean", "difference", "difference_low", "difference_high", "verdict"]
    for design in ("sweep", "networks", "checks"):
        for outcome, some in table[table["design"] == design].groupby("outcome", sort=False):
            say(f"{design}: {outcome}", some[columns].dropna(axis="columns", how="all"))


def main() -> None:
    """Run the experiment and write its table and figure."""
    asked = arguments(__doc__, HERE)
    with tempfile.TemporaryDirectory() as folder:
        table = simulate(Path(folder), quick=asked.quick)
    write(asked.output, "efficacy_sources", table, draw)
    report(table)


if __name__ == "__main__":
    main()
