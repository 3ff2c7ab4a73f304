"""Means of paired runs, their differences and verdicts, for the experiments that pair by hand.

The library pairs strategies (`diffusion.Sweep.differences`); here any factor may be paired.
"""

from typing import Any

import pandas as pd
from scipy import special


def interval(rows: pd.DataFrame, by: list[str], column: str) -> pd.DataFrame:
    """Mean over the replicates with Student's 95 % interval: n_runs, mean, low, high."""
    table = rows.groupby(by, sort=False)[column].agg(["count", "mean", "std"])
    error = table.pop("std").fillna(0.0) / table["count"].clip(lower=1) ** 0.5
    reach = special.stdtrit((table["count"] - 1).clip(lower=1), 0.975) * error
    table["low"], table["high"] = table["mean"] - reach, table["mean"] + reach
    return table.rename(columns={"count": "n_runs"}).reset_index()


def effect(rows: pd.DataFrame, column: str, factor: str, levels: tuple[Any, Any]) -> dict[str, Any]:
    """Paired main effect: the difference between two levels, averaged over all other factors."""
    means = rows[rows[factor].isin(levels)].pivot_table(
        index="replicate", columns=factor, values=column, aggfunc="mean"
    )
    differences = pd.DataFrame({"all": 0, "difference": means[levels[1]] - means[levels[0]]})
    row = interval(differences, ["all"], "difference").iloc[0]
    change = f"{factor} {levels[0]} to {levels[1]}"
    return {"outcome": column, "change": change, **row[["mean", "low", "high"]].to_dict()}


def summary(
    rows: pd.DataFrame,
    by: list[str],
    column: str,
    *,
    factor: str,
    reference: Any,
    apart: tuple[str, ...] = (),
) -> pd.DataFrame:
    """Mean of each point, and paired differences to the level `reference` of a factor.

    Columns of `apart` follow from the factor and are not paired on.
    """
    key = [name for name in by if name not in (factor, *apart)] + ["replicate"]
    base = rows[rows[factor] == reference].set_index(key)[column].rename("base")
    paired = rows.join(base, on=key)
    paired["difference"] = paired[column] - paired["base"]
    table = interval(rows, by, column)
    of_difference = interval(paired, by, "difference")
    for name, source in (("", "mean"), ("_low", "low"), ("_high", "high")):
        table[f"difference{name}"] = of_difference[source]
    table["verdict"] = "undecided"
    table.loc[table["difference_low"] > 0, "verdict"] = "better"
    table.loc[table["difference_high"] < 0, "verdict"] = "worse"
    table.loc[table[factor] == reference, "verdict"] = "reference"
    return table


def shares_of_verdicts(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Shares of points, group by group, that are better, worse or undecided."""
    groups = rows.groupby(by, sort=False)
    found = groups["verdict"].value_counts(normalize=True).unstack(fill_value=0.0)
    found = found.reindex(columns=["better", "worse", "undecided"], fill_value=0.0)
    found.insert(0, "n_points", groups.size())
    found.insert(1, "mean_difference", groups["difference"].mean())
    return found.reset_index()
