"""A market link with quality control, and more training for the same money."""

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from figure import draw

import diffusion

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent))  # where `paired` and `points` stand
from command import arguments, plain_rows, say, write  # noqa: E402
from paired import effect, interval  # noqa: E402
from points import QUICK_RUNS, Arm, one_point, over_networks, over_points, run_arms, verdicts  # noqa: E402

sys.path.pop()  # the folder `coverage` beside it bears the name of a package that numba looks for

SETS = ("default", "conservative")
NO_LINK, FOSTER, ALL = (
    str(HERE / f"{name}.toml") for name in ("no_link", "foster_buyer", "three_links")
)
N_ARTISANS, FIRST, LAST = 30, 24, 36
"""Income is that of the months after the first of these records, up to the last."""
NOTHING, NONE, LINK, LINKS = "nothing done", "no link", "foster buyer", "three links"
PLACES, MORE_PLACES = "3 more places", "7 more places"
MENTORING = "16 months of mentoring"
LEAST_USE = 72
"""Months of use, of all adopters, that a gain is measured on."""
N_RUNS = 120
OUTCOMES = {"adopters": ("adopters", LAST), "discontinued_share": ("discontinued_share", LAST)}
COMPARED = (
    (LINK, NONE),
    (PLACES, NONE),
    (LINK, PLACES),
    (LINKS, NONE),
    (LINKS, MORE_PLACES),
    (MENTORING, NONE),
    (LINKS, MENTORING),
    (NONE, NOTHING),
    (LINK, NOTHING),
    (LINKS, NOTHING),
)
"""Arm and what it is compared with."""
KEPT = ((LINK, NONE), (LINK, PLACES), (LINKS, MORE_PLACES))
"""Of these the table has every point, of the others the shares."""
COLUMNS = [
    "design",
    "parameters",
    "channel",
    "standard",
    "quota",
    "mentoring",
    "buyer_feedback",
    "skill_at_start",
    "skill_at_6",
    "network",
    "point",
    "arm",
    "reference",
    "change",
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
    "mean_difference",
    "better",
    "worse",
    "undecided",
    "number",
    "correlation",
    "half_at",
    "turns_at",
    *(f"{verdict}_{half}" for half in ("below", "above") for verdict in ("better", "worse")),
]


def places_of(places: int) -> dict[str, Any]:
    """Give so many places in training, visit, association and mentoring."""
    return {f"programme.activity.{activity}.places": places for activity in (6, 7, 8, 9)}


def arms() -> list[Arm]:
    """List what is compared; three places cost what a link does, seven what three links do."""
    longer = {"programme.activity.9.months": list(range(4, 20))}
    return [
        Arm(NOTHING, "none"),
        Arm(NONE, NO_LINK),
        Arm(LINK, FOSTER),
        Arm(PLACES, NO_LINK, places_of(17)),
        Arm(LINKS, ALL),
        Arm(MORE_PLACES, NO_LINK, places_of(21)),
        Arm(MENTORING, NO_LINK, longer),
    ]


def income(outcome: diffusion.Outcome) -> Mapping[str, Any]:
    """Give what a household earned a month in the third year, in thousand rupiah, and the cost."""
    earned = outcome.series("other_income") + outcome.series("pottery_income")
    of_year = earned[:, LAST] - earned[:, FIRST]
    return {
        "income": of_year / (1000 * N_ARTISANS * (LAST - FIRST)),
        "spent": outcome.series("spent")[:, LAST] / 1000,
    }


def with_pottery(outcome: diffusion.Outcome) -> Mapping[str, Any]:
    """Add pottery income of all, in thousand rupiah, and months of use, of the third year."""
    earned = outcome.series("pottery_income")
    return {
        **income(outcome),
        "pottery": (earned[:, LAST] - earned[:, FIRST]) / 1000,
        "months_of_use": outcome.adopters[:, FIRST + 1 : LAST + 1].sum(axis=1),
    }


def gains(rows: pd.DataFrame) -> pd.DataFrame:
    """Give how much more an adopter earns by pottery than where nothing is done, as a share.

    What others earn by pottery does not hang on adopters, so all that is more is theirs.
    """
    nothing = rows[rows["arm"] == NOTHING].set_index("replicate")["pottery"]
    base = rows["replicate"].map(nothing)
    usual = base / (N_ARTISANS * (LAST - FIRST))
    gain = (rows["pottery"] - base) / rows["months_of_use"] / usual
    used = rows.assign(gain=gain)[rows["months_of_use"] >= LEAST_USE]
    return interval(used, ["arm"], "gain").assign(outcome="gain_of_adopters")


def incomes_of(rows: pd.DataFrame) -> pd.Series:
    """Give the same of the rows of a design."""
    earned = {
        record: rows[f"other_income_{record}"] + rows[f"pottery_income_{record}"]
        for record in (FIRST, LAST)
    }
    return (earned[LAST] - earned[FIRST]) / (1000 * N_ARTISANS * (LAST - FIRST))


def against_nothing(rows: pd.DataFrame, n_runs: int) -> pd.DataFrame:
    """Add what a household has more than where nothing is done, under the same luck."""
    base = {}
    for parameters in SETS:
        outcome = diffusion.simulate(
            "senik", "none", parameters=parameters, n_runs=n_runs, n_months=LAST
        )
        base[parameters] = income(outcome)["income"]
    nothing = [
        base[parameters][replicate]
        for parameters, replicate in zip(rows["parameters"], rows["replicate"], strict=True)
    ]
    return rows.assign(income_change=incomes_of(rows) - np.array(nothing))


def factorial(folder: Path, *, quick: bool) -> pd.DataFrame:
    """Run the design of buyers, standards, quotas and mentoring; give means and effects."""
    rows = plain_rows(HERE / "sweep.toml", folder, quick=quick)
    rows = against_nothing(rows, int(rows["replicate"].max()) + 1)
    rows["mentoring"] = rows["mentoring_months"].where(rows["mentoring_attendance"] > 0, "none")
    is_twice = (rows["mentoring"] == "none") & (rows["mentoring_months"] != "8 months")
    rows = rows[~is_twice]
    rows["discontinued_share"] = rows["discontinued_share_36"]
    sold = rows["pieces_local_36"] + sum(
        rows[f"sold_{one}_36"]
        for one in ("foster_buyer", "craft_firm", "wedding", "showroom", "exhibition")
    )
    good = rows["pieces_good_36"].where(rows["pieces_good_36"] > 0)
    rows["accepted_share"] = rows["pieces_accepted_36"] / good
    rows["unsold_share"] = 1 - sold / good
    tables = []
    by = ["parameters", "channel", "standard", "quota", "mentoring", "buyer_feedback"]
    tables.append(interval(rows, by, "income_change").assign(outcome="income_change"))
    few = ["parameters", "channel", "standard"]
    tables += [
        interval(rows[rows[one].notna()], few, one).assign(outcome=one)
        for one in ("discontinued_share", "accepted_share", "unsold_share")
    ]
    found = []
    changes = (
        [("channel", ("none", one)) for one in ("local firm", "foster buyer", "all")]
        + [("mentoring", pair) for pair in (("none", "8 months"), ("8 months", "16 months"))]
        + [("quota", (2_000, 5_000)), ("quota", (5_000, 10_000))]
        + [("buyer_feedback", ("False", "True"))]
    )
    rows["buyer_feedback"] = rows["buyer_feedback"].astype(str).str.capitalize()
    for (parameters, standard), some in rows.groupby(["parameters", "standard"], sort=False):
        for factor, levels in changes:
            for outcome in ("income_change", "discontinued_share"):
                if {*levels} <= {*some[factor]}:
                    row = effect(some, outcome, factor, levels)
                    found.append({"parameters": parameters, "standard": standard, **row})
    return pd.concat(
        [pd.concat(tables).assign(design="sweep"), pd.DataFrame(found).assign(design="effects")]
    )


def by_skill(folder: Path, *, quick: bool) -> pd.DataFrame:
    """Run standards against skills; give the change of income, and the skill in month 6."""
    rows = plain_rows(HERE / "skill.toml", folder, quick=quick)
    rows = against_nothing(rows, int(rows["replicate"].max()) + 1)
    by = ["parameters", "standard", "skill_at_start"]
    table = interval(rows, by, "income_change").assign(outcome="income_change", design="skill")
    skill = rows.groupby(by)["skill_6"].mean()
    table["skill_at_6"] = skill.loc[pd.MultiIndex.from_frame(table[by])].to_numpy()
    return table


def as_written(*, n_runs: int) -> pd.DataFrame:
    """Compare the arms with the numbers of both sets."""
    tables = []
    for parameters in SETS:
        rows = run_arms(
            one_point(), arms(), OUTCOMES, n_runs=n_runs, more=with_pottery, parameters=parameters
        )
        tables.append(gains(rows).assign(parameters=parameters))
        for reference in {other: None for _, other in COMPARED}:
            table = verdicts(rows, [*OUTCOMES, "income", "spent"], reference=reference)
            tables.append(table.assign(parameters=parameters))
    return pd.concat(tables).assign(design="arms")


def asked(table: pd.DataFrame) -> pd.DataFrame:
    """Keep the comparisons that are asked for."""
    pairs = pd.MultiIndex.from_frame(table[["arm", "reference"]])
    return table[pairs.isin(COMPARED)]


def simulate(folder: Path, *, quick: bool) -> pd.DataFrame:
    """Run all designs; give the table, and print the shares of points."""
    references = [*{other: None for _, other in COMPARED}]
    points, shares, turns = over_points(
        arms(), OUTCOMES, references=references, n_runs=N_RUNS, quick=quick, more=income
    )
    is_told = shares["outcome"] != "spent"
    shares, turns = asked(shares[is_told]), asked(turns[turns["outcome"] == "income"])
    say("Shares of points", shares)
    say("Numbers with which the difference goes", turns)
    is_kept = pd.MultiIndex.from_frame(points[["arm", "reference"]]).isin(KEPT)
    points = points[(points["outcome"] == "income") & is_kept]
    networks = over_networks(
        arms(), OUTCOMES, reference=NONE, n_runs=QUICK_RUNS if quick else 200, more=income
    )
    tables = [
        as_written(n_runs=QUICK_RUNS if quick else 500),
        factorial(folder, quick=quick),
        by_skill(folder, quick=quick),
        networks[networks["outcome"] == "income"],
        points.drop(columns=["n_runs", "low", "high"]),
        shares.assign(design="shares of " + shares["design"]),
        turns.assign(design="turns"),
    ]
    return pd.concat(tables, ignore_index=True).reindex(columns=COLUMNS).round(3)


def report(table: pd.DataFrame) -> None:
    """Print the comparisons that the README quotes."""
    for design in ("arms", "effects", "networks"):
        rows = table[table["design"] == design]
        if design == "arms":
            rows = pd.concat([rows[rows["outcome"] == "gain_of_adopters"], asked(rows)])
        say(design, rows.dropna(axis="columns", how="all").drop(columns="design"))
    rows = table[(table["design"] == "sweep") & (table["outcome"] != "income_change")]
    say("Means", rows[["parameters", "channel", "standard", "outcome", "mean", "low", "high"]])
    rows = table[table["design"] == "skill"]
    by = ["parameters", "skill_at_start"]
    shown = rows.pivot_table(index=by, columns="standard", values="mean")
    say("Change of income by skill at the start and standard", shown.reset_index())


def main() -> None:
    """Run the experiment and write its table and figure."""
    said = arguments(__doc__, HERE)
    with tempfile.TemporaryDirectory() as folder:
        table = simulate(Path(folder), quick=said.quick)
    write(said.output, "market_link", table, draw)
    report(table)


if __name__ == "__main__":
    main()
