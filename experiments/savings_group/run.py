"""The savings group: through money, through the tie, through mentoring, through meetings."""

import sys
import tempfile
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from figure import draw

import diffusion
from diffusion.kernels.state import Stage

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent))  # where `paired` and `points` stand
from command import arguments, plain_rows, say, write  # noqa: E402
from paired import effect, interval, summary  # noqa: E402
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

SENIK = "campaign_then_collaboration"
FULL = "full"
PARTS = ("money", "tie", "mentoring", "meetings")
ON, OFF = "on", "off"
NO_MEETINGS = {
    "parameters.association.meeting_floor": 0.0,
    "parameters.association.meeting_presence": 0.0,
}
WITHOUT: dict[str, dict[str, Any]] = {
    FULL: {},
    "money": {"community.modules.finance": False},
    "tie": {"parameters.exposure.group_weight": 0.0},
    "money and tie": {
        "community.modules.finance": False, "parameters.exposure.group_weight": 0.0
    },
    "mentoring": {"programme.activity.mentoring.attendance": 0.0},
    "meetings": NO_MEETINGS,
}  # fmt: skip
OUTCOMES = {"adopters": ("adopters", 36), "lasting_adopters": ("lasting_adopters", 36)}
WATERFALL = (
    ("none of the four", ()),
    ("and meetings", ("meetings",)),
    ("and the tie", ("meetings", "tie")),
    ("and money", ("meetings", "tie", "money")),
    ("and mentoring", PARTS),
)
N_RUNS = 150
COLUMNS = [
    "design",
    "parameters",
    "entry_cost",
    *PARTS,
    "grant_share",
    "loan_months",
    "interest",
    "network",
    "point",
    "without",
    "change",
    "reference",
    "outcome",
    *ANSWER_COLUMNS,
]
OF_ROWS = ("adopters", "decided", "discontinued_share", "bad_loan_share", "idle_share")


def read(name: str, folder: Path, *, quick: bool) -> pd.DataFrame:
    """Run a design; give its rows, with what share of the association's rupiah lies idle."""
    rows = plain_rows(HERE / f"{name}.toml", folder, quick=quick)
    rows = rows.rename(
        columns={f"{one}_36": one for one in ("adopters", "decided", "bad_loan_share")}
    )
    rows = rows.rename(columns={"discontinued_share_36": "discontinued_share"})
    whole = rows["fund_36"] + rows["loans_36"]
    return rows.assign(idle_share=rows["fund_36"].where(whole > 0) / whole.where(whole > 0))


def factorial(folder: Path, *, quick: bool) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Run the sixteen combinations; give their means, and main effects and interactions."""
    rows = read("sweep", folder, quick=quick)
    is_on = {
        "money": rows["finance"].astype(str).str.lower() == "true",
        "tie": rows["group_weight"] > 0,
        "mentoring": rows["mentoring"] > 0,
        "meetings": rows["meeting_floor"] > 0,
    }
    rows = rows.assign(**{part: one.map({True: ON, False: OFF}) for part, one in is_on.items()})
    by = ["parameters", "entry_cost", *PARTS]
    tables = [interval(rows, by, outcome).assign(outcome=outcome) for outcome in OF_ROWS]
    found = []
    for (parameters, cost), some in rows.groupby(["parameters", "entry_cost"], sort=False):
        said = {"parameters": parameters, "entry_cost": cost}
        for outcome in ("adopters", "decided"):
            found += [
                said | effect(some, outcome, part, (OFF, ON)) | {"change": part} for part in PARTS
            ]
            for one, other in combinations(PARTS, 2):
                both = interaction(some, outcome, one, other)
                found.append(said | both | {"change": f"{one} x {other}"})
    effects = pd.DataFrame(found).assign(design="effects")
    return pd.concat(tables).assign(design="sweep"), effects


def interaction(rows: pd.DataFrame, outcome: str, one: str, other: str) -> dict[str, Any]:
    """Give how much more a part does where another is there, averaged over the rest."""
    means = rows.groupby(["replicate", one, other])[outcome].mean().unstack([one, other])
    more = means[ON, ON] - means[ON, OFF] - means[OFF, ON] + means[OFF, OFF]
    row = interval(pd.DataFrame({"all": 0, "more": more}), ["all"], "more").iloc[0]
    return {"outcome": outcome, **row[["mean", "low", "high"]].to_dict()}


def waiting(outcome: diffusion.Outcome) -> dict[str, Any]:
    """Give the months from the first decision to the first trial, or to the end if none."""
    assert outcome.first is not None
    decided, trial = outcome.first[:, :, Stage.DECIDED], outcome.first[:, :, Stage.TRIAL]
    last = outcome.stages.shape[1] - 1
    has_decided = decided >= 0
    # Who begins in the month of the decision is never seen waiting.
    months = np.where(trial >= 0, trial, last) - decided
    n_decided = has_decided.sum(axis=1)
    total = np.where(has_decided, np.maximum(months, 0), 0).sum(axis=1)
    return {"months_waited": np.where(n_decided > 0, total / np.maximum(n_decided, 1), np.nan)}


def waits(*, n_runs: int) -> pd.DataFrame:
    """Compare the months waited with and without money, at three costs of beginning."""
    tables = []
    for parameters in ("default", "conservative"):
        for cost in (150_000, 350_000, 700_000):
            dear = {"parameters.decision.entry_cost": cost}
            arms = [Arm(name, SENIK, WITHOUT[name] | dear) for name in (FULL, "money")]
            rows = run_arms(
                one_point(), arms, {}, n_runs=n_runs, more=waiting, keep=("spells",),
                parameters=parameters,
            )  # fmt: skip
            table = verdicts(rows, ["months_waited"], reference=FULL)
            tables.append(table.assign(parameters=parameters, entry_cost=cost))
    return pd.concat(tables).rename(columns={"arm": "without"}).assign(design="waiting")


def rules(folder: Path, *, quick: bool) -> pd.DataFrame:
    """Give the effects of the rules of the fund, averaged over the other rules."""
    rows = read("money", folder, quick=quick)
    found = []
    for (parameters, cost), some in rows.groupby(["parameters", "entry_cost"], sort=False):
        for outcome in ("adopters", "bad_loan_share", "idle_share"):
            for factor, levels in (
                ("grant_share", (0.0, 0.5)),
                ("grant_share", (0.5, 1.0)),
                ("loan_months", (10, 5)),
                ("interest", (100, 200)),
                ("interest", (100, 1_000)),
            ):
                row = effect(some, outcome, factor, levels)
                found.append({"parameters": parameters, "entry_cost": cost, **row})
    by = ["parameters", "entry_cost", "grant_share", "loan_months", "interest"]
    means = [
        summary(rows, by, one, factor="grant_share", reference=0.5).assign(outcome=one)
        for one in ("adopters", "idle_share")
    ]
    return pd.concat(
        [
            pd.DataFrame(found).assign(design="effects of rules"),
            pd.concat(means).assign(design="money"),
        ]
    )


def simulate(folder: Path, *, quick: bool) -> pd.DataFrame:
    """Run all designs; give the table, and print the shares of points."""
    arms = [Arm(name, SENIK, settings) for name, settings in WITHOUT.items()]
    points, shares, turns = over_points(
        arms, OUTCOMES, references=[FULL, "tie"], n_runs=N_RUNS, quick=quick
    )
    is_asked = (shares["reference"] == FULL) | (shares["arm"] == "money")
    say("Shares of points", shares[is_asked])
    turns = turns[turns["outcome"] == "adopters"]
    turns = turns[(turns["reference"] == FULL) | (turns["arm"] == "money")]
    say("Numbers with which the difference goes", turns)
    points = points[(points["outcome"] == "adopters") & (points["reference"] == FULL)]
    ends = {"adopters": OUTCOMES["adopters"]}
    networks = over_networks(arms, ends, reference=FULL, n_runs=QUICK_RUNS if quick else 300)
    cells, effects = factorial(folder, quick=quick)
    over = [
        networks,
        points,
        shares[is_asked].assign(design="shares of " + shares["design"]),
        turns.assign(design="turns"),
    ]
    tables = [
        cells,
        effects,
        rules(folder, quick=quick),
        waits(n_runs=QUICK_RUNS if quick else 300),
        *(one.rename(columns={"arm": "without"}) for one in over),
    ]
    return pd.concat(tables, ignore_index=True).reindex(columns=COLUMNS).round(3)


def report(table: pd.DataFrame) -> None:
    """Print the comparisons that the README quotes."""
    for design in ("effects", "effects of rules", "waiting", "networks"):
        rows = table[table["design"] == design]
        say(design, rows.dropna(axis="columns", how="all").drop(columns="design"))
    for outcome in OF_ROWS:
        rows = table[(table["design"] == "sweep") & (table["outcome"] == outcome)]
        is_drawn = pd.Series(data=False, index=rows.index)
        for _, parts in WATERFALL:
            is_here = pd.Series(data=True, index=rows.index)
            for part in PARTS:
                is_here &= rows[part] == (ON if part in parts else OFF)
            is_drawn |= is_here
        columns = ["parameters", "entry_cost", *PARTS, "mean", "low", "high"]
        say(f"From training only to full: {outcome}", rows.loc[is_drawn, columns])


def main() -> None:
    """Run the experiment and write its table and figure."""
    asked = arguments(__doc__, HERE)
    with tempfile.TemporaryDirectory() as folder:
        table = simulate(Path(folder), quick=asked.quick)
    write(asked.output, "savings_group", table, draw)
    report(table)


if __name__ == "__main__":
    main()
