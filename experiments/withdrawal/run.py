"""When the facilitator may leave: month and speed of the withdrawal, and part of the artisans."""

import argparse
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pandas as pd
from design import ALONE, LAST, SENIK
from figures import draw

import diffusion
from diffusion.plotting.style import STYLE

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent))  # where `paired` stands
from paired import effect, interval, shares_of_verdicts, summary  # noqa: E402

AS_WRITTEN = "8"
"""Month of withdrawal in the programmes as written, with which all others are compared."""
RECORDS = (4, 6, 8, 12, 18, 24, 36, 48, 60, LAST)
TAKEN_AWAY = {
    "effort_weight": "weaker doses of the companion",
    "closing_rate": "buyers who leave",
    "saving": "saving at meetings",
}
CHANNELS = ("foster_buyer", "craft_firm", "wedding", "showroom")
OF_OTHERS = (*(f"{name}_open" for name in CHANNELS[1:]), "any_channel_open")
"""The other buyers, and whether there is any; in the table at the end of the drawn points."""
COLUMNS = [
    "design",
    "parameters",
    "strategy",
    "point",
    "withdrawal_month",
    "taper",
    "participation",
    "mentoring_until",
    "without",
    "presence_months",
    "person_days",
    "price",
    "outcome",
    "record",
    "n_runs",
    "mean",
    "low",
    "high",
    "difference",
    "difference_low",
    "difference_high",
    "verdict",
]


def read(name: str, folder: Path, *, quick: bool) -> tuple[diffusion.Sweep, pd.DataFrame]:
    """Run one design of this folder; give the sweep and its rows, words as plain text."""
    sweep = diffusion.run_sweep(HERE / f"{name}.toml", folder / name, quick=quick)
    rows = sweep.rows()
    if not sweep.failures().empty:
        raise RuntimeError(sweep.failures().to_string())
    words = rows.select_dtypes("category").columns
    return sweep, rows.astype(dict.fromkeys(words, str))


def by_month(rows: pd.DataFrame, by: list[str], column: str, *, reference: str) -> pd.DataFrame:
    """Summarise one outcome in one record, in comparison with the withdrawal month `reference`."""
    table = summary(
        rows, by, column, factor="withdrawal_month", reference=reference, apart=("point",)
    )
    outcome, _, record = column.rpartition("_")
    return table.assign(outcome=outcome, record=int(record))


def presence(withdrawal_month: str, taper: int) -> float:
    """Sum of the facilitator's effort over the run, in months of full presence (ODD 7.10)."""
    if withdrawal_month == "never":
        return float(LAST)
    return float(withdrawal_month) + sum(1 - late / taper for late in range(taper))


def main_design(rows: pd.DataFrame) -> pd.DataFrame:
    """Summarise the main design: the end, the month of withdrawal, and the buyer over time."""
    by = ["parameters", "strategy", "withdrawal_month", "taper", "participation", "price"]
    tables = [
        by_month(rows, by, f"{outcome}_{LAST}", reference=AS_WRITTEN)
        for outcome in ("adopters", "self_reliance", "foster_buyer_open", "bad_loan_share", "fund")
    ]
    for month, some in rows.groupby("withdrawal_month", sort=False):
        if month != "never":
            table = interval(some, by, f"self_reliance_{month}")
            tables.append(table.assign(outcome="self_reliance_at_withdrawal", record=int(month)))
    drawn = rows[(rows["taper"] == 4) & (rows["participation"] == 0.6)]
    tables += [
        by_month(drawn, by, f"foster_buyer_open_{record}", reference=AS_WRITTEN)
        for record in RECORDS[:-1]
    ]
    tables += [
        by_month(drawn, by, f"{outcome}_{LAST}", reference=AS_WRITTEN) for outcome in OF_OTHERS
    ]
    days = {name: programme(name).price(0).person_days for name in (SENIK, ALONE)}
    table = pd.concat(tables, ignore_index=True)
    return table.assign(design="sweep", person_days=table["strategy"].map(days))


def programme(name: str) -> diffusion.Programme:
    """Read one of the programmes beside this file, in which all is handed over at once."""
    said = tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))
    return diffusion.Programme.model_validate(said | {"name": name})


def mentoring_design(rows: pd.DataFrame) -> pd.DataFrame:
    """Summarise the design in which longer mentoring is paid for."""
    by = ["parameters", "strategy", "withdrawal_month", "taper", "mentoring_until", "price"]
    tables = [
        by_month(rows, by, f"{outcome}_{LAST}", reference="6")
        for outcome in ("adopters", "self_reliance", "foster_buyer_open")
    ]
    written = programme(SENIK)
    visits = [one for one in written.activity if one.tactic == "mentoring"]
    days_a_month = sum(one.person_days for one in visits)
    others = written.price(0).person_days - days_a_month * visits[0].n_dates
    table = pd.concat(tables, ignore_index=True)
    n_dates = table["mentoring_until"].astype(int) - visits[0].months[0] + 1
    return table.assign(design="mentoring", person_days=others + days_a_month * n_dates)


def assumed_design(rows: pd.DataFrame) -> pd.DataFrame:
    """Summarise the Latin hypercube: `point` is the row of the sample, from 0 on."""
    n_rows = rows["point"].nunique() // rows["withdrawal_month"].nunique()
    rows = rows.assign(row=rows["point"] % n_rows, taper=4, parameters="sampled")
    by = ["parameters", "strategy", "row", "withdrawal_month", "taper", "price"]
    tables = [
        by_month(rows, by, f"{outcome}_{LAST}", reference=AS_WRITTEN)
        for outcome in ("adopters", "foster_buyer_open")
    ]
    table = pd.concat(tables, ignore_index=True).rename(columns={"row": "point"})
    return table.assign(design="assumed")


def why_design(rows: pd.DataFrame) -> pd.DataFrame:
    """Name the rule that each row of `why.csv` takes away, and the month in which it withdraws."""
    without = pd.Series("nothing", index=rows.index)
    for factor, rule in TAKEN_AWAY.items():
        without = without.mask(rows[factor] == 0, rule)
    months = rows["withdrawal_month"].astype(int)
    written = months.astype(str).where(months <= LAST, "never")
    return rows.assign(without=without, withdrawal_month=written, taper=4)


def of_rules(rows: pd.DataFrame) -> pd.DataFrame:
    """Summarise what presence is worth without each rule."""
    by = ["parameters", "strategy", "without", "withdrawal_month", "taper", "participation"]
    tables = [
        by_month(rows, [*by, "price"], f"{outcome}_{LAST}", reference=AS_WRITTEN)
        for outcome in ("adopters", "foster_buyer_open")
    ]
    days = programme(SENIK).price(0).person_days
    return pd.concat(tables, ignore_index=True).assign(design="why", person_days=days)


def simulate(folder: Path, *, quick: bool) -> tuple[pd.DataFrame, str]:
    """Run the four designs; give the table, and the comparisons as text."""
    sweep, rows = read("sweep", folder, quick=quick)
    rows[f"any_channel_open_{LAST}"] = rows[[f"{name}_open_{LAST}" for name in CHANNELS]].max(
        axis=1
    )
    _, of_mentoring = read("mentoring", folder, quick=quick)
    _, of_assumed = read("assumed", folder, quick=quick)
    of_why = why_design(read("why", folder, quick=quick)[1])
    designs = (
        main_design(rows),
        mentoring_design(of_mentoring),
        assumed_design(of_assumed),
        of_rules(of_why),
    )
    table = pd.concat(designs, ignore_index=True)
    table["presence_months"] = [
        presence(month, int(taper))
        for month, taper in zip(table["withdrawal_month"], table["taper"], strict=True)
    ]
    strategies = sweep.differences(f"adopters_{LAST}", ALONE)
    verdicts = strategies.groupby(["parameters", "withdrawal_month"], observed=True)["verdict"]
    text = [
        f"shares of runs with a channel open in month {LAST}, averaged over the other factors:",
        channels(rows).to_string(float_format="{:.2f}".format),
        "main effects, paired, averaged over the other factors of the design:",
        effects(rows).to_string(index=False, float_format="{:.2f}".format),
        f"main effects in mentoring.toml, adopters at {LAST}:",
        effects_of_mentoring(of_mentoring).to_string(index=False, float_format="{:.2f}".format),
        f"effects without a rule, adopters at {LAST}:",
        effects_without(of_why).to_string(index=False, float_format="{:.2f}".format),
        "campaign then collaboration against collaboration only, adopters, points by verdict:",
        verdicts.value_counts().unstack(fill_value=0).to_string(),
        "shares of points against withdrawal in month 8, adopters:",
        shares(table).to_string(index=False, float_format="{:.2f}".format),
    ]
    return table[COLUMNS], "\n".join(text)


def channels(rows: pd.DataFrame) -> pd.DataFrame:
    """Give the shares of runs in which each channel, and any, is open at the end."""
    names = [f"{name}_{LAST}" for name in ("foster_buyer_open", *OF_OTHERS)]
    return rows.groupby(["parameters", "strategy", "withdrawal_month"], sort=False)[names].mean()


def effects(rows: pd.DataFrame) -> pd.DataFrame:
    """Give the main effects of the main design, by set and programme."""
    asked: list[tuple[str, tuple[Any, Any]]] = [
        ("withdrawal_month", ("8", "4")),
        ("withdrawal_month", ("8", "24")),
        ("withdrawal_month", ("8", "never")),
        ("withdrawal_month", ("18", "never")),
        ("taper", (0, 4)),
        ("taper", (0, 8)),
        ("participation", (0.2, 0.6)),
        ("participation", (0.6, 0.9)),
    ]
    found = []
    for (parameters, strategy), some in rows.groupby(["parameters", "strategy"], sort=False):
        for outcome in ("adopters", "self_reliance", "foster_buyer_open"):
            for factor, levels in asked:
                # Whoever never leaves has no taper.
                kept = some if factor != "taper" else some[some["withdrawal_month"] != "never"]
                if {*levels} <= {*kept[factor]}:  # the quick form has one taper only
                    row = effect(kept, f"{outcome}_{LAST}", factor, levels)
                    found.append({"parameters": parameters, "strategy": strategy} | row)
    return pd.DataFrame(found)


def effects_of_mentoring(rows: pd.DataFrame) -> pd.DataFrame:
    """Give the effects of presence, of visits, and of both together as they are paid for."""
    found = []
    for parameters, some in rows.groupby("parameters", sort=False):
        paid = some[some["mentoring_until"].astype(int) + 1 == some["withdrawal_month"].astype(int)]
        for kept, factor, levels in (
            (some, "withdrawal_month", ("6", "24")),
            (some, "mentoring_until", ("5", "23")),
            (paid, "withdrawal_month", ("6", "12")),
            (paid, "withdrawal_month", ("12", "24")),
            (paid, "withdrawal_month", ("6", "24")),
        ):
            row = effect(kept, f"adopters_{LAST}", factor, levels)
            both = "both together" if kept is paid else "alone"
            found.append({"parameters": parameters, "what": both} | row)
    return pd.DataFrame(found)


def effects_without(rows: pd.DataFrame) -> pd.DataFrame:
    """Give what early, later and lasting presence is worth without each rule."""
    found = []
    for (parameters, without), some in rows.groupby(["parameters", "without"], sort=False):
        for levels in (("8", "4"), ("8", "12"), ("8", "24"), ("8", "never"), ("18", "never")):
            row = effect(some, f"adopters_{LAST}", "withdrawal_month", levels)
            found.append({"parameters": parameters, "without": without} | row)
    return pd.DataFrame(found)


def shares(table: pd.DataFrame) -> pd.DataFrame:
    """Shares of points at which a withdrawal month is better or worse than month 8."""
    rows = table[
        (table["outcome"] == "adopters")
        & table["design"].isin(["sweep", "assumed"])
        & (table["verdict"] != "reference")
    ]
    return shares_of_verdicts(rows, ["design", "parameters", "strategy", "withdrawal_month"])


def main() -> None:
    """Run the experiment and write its table and figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few runs, to see that it works")
    parser.add_argument("-o", "--output", type=Path, default=HERE, help="folder to write to")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        table, text = simulate(Path(folder), quick=arguments.quick)
    table = table.round(3)
    arguments.output.mkdir(parents=True, exist_ok=True)
    table.to_csv(arguments.output / "withdrawal.csv", index=False)
    with mpl.rc_context(dict(STYLE)):
        draw(table).savefig(arguments.output / "withdrawal.svg", metadata={"Date": None})
    print(text)


if __name__ == "__main__":
    main()
