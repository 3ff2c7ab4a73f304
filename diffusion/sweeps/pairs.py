"""Pairs and groups of the runs of a sweep: same point, same budget, same luck."""

from typing import TYPE_CHECKING

import numpy as np

from diffusion.statistics.intervals import means_of

if TYPE_CHECKING:
    import pandas as pd

BARE = -1
"""In place of no budget, where rows are joined: a missing value is equal to nothing, and pandas
of different ages join on it differently."""


def with_budget_keys(rows: "pd.DataFrame") -> "pd.DataFrame":
    """Give a budget that is missing, as written, a number of its own: `BARE`."""
    return rows.assign(budget=rows["budget"].fillna(BARE).astype("int64"))


def shown(table: "pd.DataFrame") -> "pd.DataFrame":
    """Show budgets as the rows have them: none where a programme is as written."""
    if (table["budget"] == BARE).any():
        table = table.assign(budget=table["budget"].where(table["budget"] != BARE))
    return table


def paired_differences(
    rows: "pd.DataFrame", reference: "pd.DataFrame", outcome: str
) -> "pd.DataFrame":
    """Take from each run the run of the reference at the same point, budget and replicate.

    Parameters
    ----------
    rows, reference
        Runs of other strategies, and those of the reference, with point, budget (`BARE` for none),
        replicate and the outcome.
    outcome
        Column that holds the differences in the result; runs without a partner are left out.
    """
    key = ["point", "budget", "replicate"]
    base = reference[[*key, outcome]].rename(columns={outcome: "(reference)"})
    paired = rows.merge(base, on=key, how="inner")
    paired[outcome] = paired[outcome] - paired.pop("(reference)")
    return paired


def intervals(rows: "pd.DataFrame", by: list[str], outcome: str) -> "pd.DataFrame":
    """Give each group of runs its number, mean and Student's 95 % interval, in order.

    Parameters
    ----------
    rows
        Runs, with the columns of `by`, replicate and the outcome.
    by
        Columns that together name a group.
    outcome
        Column of the values; runs without one are counted in `n_without`.

    Returns
    -------
    pandas.DataFrame
        One row for each group: the columns of `by`, n_runs, n_without, mean, low, high.
    """
    group = rows.groupby(by, observed=True, sort=True).ngroup().to_numpy()
    first = np.unique(group, return_index=True)[1]
    replicates, replicate = np.unique(rows["replicate"], return_inverse=True)
    values = np.full((len(replicates), len(first)), np.nan)
    values[replicate, group] = rows[outcome].to_numpy(np.float64)
    found = means_of(values)
    table = rows.iloc[first][by].reset_index(drop=True)
    return table.assign(
        n_runs=found.n,
        n_without=np.bincount(group, minlength=len(first)) - found.n,
        mean=found.mean,
        low=found.low,
        high=found.high,
    )
