"""Why households do not take it up when values or cost stand in the way, and what remedies do."""

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pandas as pd
from design import AS_WRITTEN, LAST, PARAMETER_SETS
from figures import draw

import diffusion
from diffusion.plotting.style import STYLE

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent))  # where `paired` stands
from paired import effect, shares_of_verdicts, summary  # noqa: E402

sys.path.pop()  # the folder `coverage` beside it bears the name of a package that numba looks for

SENIK = "campaign_then_collaboration"
N_DIALOGUES = {"no_dialogue": 0, SENIK: 3, "six_dialogues": 6}
MONTHLY = (
    "adopters",
    "unaware",
    "not_persuaded",
    "barred_by_values",
    "persuaded",
    "decided",
    "discontinued",
    "reach_of_poor",
    "poor_adopters",
)
COMPARED = ("adopters", "barred_by_values", "not_persuaded")
"""Outcomes for which main effects are given."""
COLUMNS = [
    "design",
    "parameters",
    "point",
    "strategy",
    "budget",
    "price",
    "misfit",
    "misfit_tolerance",
    "dialogues",
    "dialogue_participation",
    "entry_cost",
    "subsidy",
    "outcome",
    "n_runs",
    "mean",
    "low",
    "high",
    "compared_with",
    "difference",
    "difference_low",
    "difference_high",
    "verdict",
]


def read(name: str, folder: Path, *, quick: bool) -> pd.DataFrame:
    """Run one design of this folder; give its rows, words as plain text."""
    sweep = diffusion.run_sweep(HERE / f"{name}.toml", folder / name, quick=quick)
    failures = sweep.failures()
    if not failures.empty:
        print(f"{name}: cannot be run:", failures.to_string(index=False), sep="\n")
    rows = sweep.rows()
    words = rows.select_dtypes("category").columns
    rows = rows.astype(dict.fromkeys(words, str))
    rows["budget"] = [AS_WRITTEN if pd.isna(one) else f"{one:.0f}" for one in rows["budget"]]
    return rows.rename(columns={f"{outcome}_{LAST}": outcome for outcome in MONTHLY})


def effects(rows: pd.DataFrame) -> pd.DataFrame:
    """Give the main effects of the design of values, by set; of dialogues also by part."""
    asked: list[tuple[str, tuple[Any, Any]]] = [
        ("misfit", ("0.60", "0.20")),
        ("misfit_tolerance", (0.4, 0.6)),
        ("misfit_tolerance", (0.6, 0.9)),
        ("dialogues", (0, 3)),
        ("dialogues", (0, 6)),
    ]
    parts: list[float | str] = ["all", *sorted(rows["dialogue_participation"].unique())]
    found = []
    for parameters in PARAMETER_SETS:
        of_set = rows[rows["parameters"] == parameters]
        for outcome in COMPARED:
            for factor, levels in asked:
                for part in parts if factor == "dialogues" else parts[:1]:
                    some = of_set
                    if part != "all":
                        some = of_set[of_set["dialogue_participation"] == part]
                    row = effect(some, outcome, factor, levels)
                    found.append({"parameters": parameters, "participation": part} | row)
    return pd.DataFrame(found)


def remedies(
    rows: pd.DataFrame,
    by: list[str],
    outcome: str,
    *,
    factor: str,
    reference: Any,
    apart: tuple[str, ...] = (),
) -> pd.DataFrame:
    """Summarise one outcome, and name what each point is compared with."""
    table = summary(rows, by, outcome, factor=factor, reference=reference, apart=apart)
    return table.assign(outcome=outcome, compared_with=f"{factor} {reference}")


def values_design(rows: pd.DataFrame) -> pd.DataFrame:
    """Summarise the design of values; each point is compared with no dialogue."""
    by = [
        "parameters",
        "strategy",
        "budget",
        "price",
        "misfit",
        "misfit_tolerance",
        "dialogues",
        "dialogue_participation",
    ]
    tables = [
        remedies(rows, by, outcome, factor="dialogues", reference=0, apart=("strategy", "price"))
        for outcome in ("ever_adopted", *MONTHLY)
    ]
    table = pd.concat(tables).assign(design="sweep")
    is_kept = (table["dialogue_participation"] == 0.6) | table["outcome"].isin(COMPARED)
    return table[is_kept]


def cost_design(rows: pd.DataFrame) -> pd.DataFrame:
    """Summarise the design of cost; each point is compared with no subsidy at its budget."""
    by = ["parameters", "strategy", "budget", "price", "entry_cost", "subsidy"]
    tables = [
        remedies(rows, by, outcome, factor="subsidy", reference=0, apart=("price",))
        for outcome in ("ever_adopted", *MONTHLY)
    ]
    return pd.concat(tables).assign(design="cost")


def assumed_design(rows: pd.DataFrame) -> pd.DataFrame:
    """Summarise the Latin hypercube; each strategy is compared with the Senik sequence."""
    by = ["parameters", "point", "strategy", "budget", "price", "entry_cost", "misfit_tolerance"]
    rows = rows.assign(parameters="sampled")
    table = remedies(rows, by, "adopters", factor="strategy", reference=SENIK, apart=("price",))
    return table.assign(design="assumed")


def simulate(folder: Path, *, quick: bool) -> tuple[pd.DataFrame, str]:
    """Run the three designs; give the table, and the comparisons as text."""
    values = read("sweep", folder, quick=quick)
    values["dialogues"] = values["strategy"].map(N_DIALOGUES)
    cost = read("cost", folder, quick=quick)
    assumed = read("assumed", folder, quick=quick)
    table = pd.concat(
        [values_design(values), cost_design(cost), assumed_design(assumed)], ignore_index=True
    )
    text = [
        f"values, main effects at month {LAST}, paired, averaged over the other factors:",
        effects(values).to_string(index=False, float_format="{:.2f}".format),
        "shares of points by verdict on adopters:",
        shares(table).to_string(index=False, float_format="{:.2f}".format),
    ]
    return table.reindex(columns=COLUMNS).round(3), "\n".join(text)


def shares(table: pd.DataFrame) -> pd.DataFrame:
    """Shares of points at which a remedy is better, worse or undecided."""
    rows = table[(table["outcome"] == "adopters") & (table["verdict"] != "reference")]
    is_full = rows["subsidy"] == rows["entry_cost"]
    of_cost = is_full.map({True: "full subsidy", False: "half subsidy"})
    rows = rows.assign(remedy=rows["strategy"].mask(rows["design"] == "cost", of_cost))
    return shares_of_verdicts(rows, ["design", "parameters", "budget", "remedy", "compared_with"])


def main() -> None:
    """Run the experiment and write its table and figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few runs, to see that it works")
    parser.add_argument("-o", "--output", type=Path, default=HERE, help="folder to write to")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        table, text = simulate(Path(folder), quick=arguments.quick)
    arguments.output.mkdir(parents=True, exist_ok=True)
    table.to_csv(arguments.output / "obstacles.csv", index=False)
    with mpl.rc_context(dict(STYLE)):
        draw(table).savefig(arguments.output / "obstacles.svg", metadata={"Date": None})
    print(text)


if __name__ == "__main__":
    main()
