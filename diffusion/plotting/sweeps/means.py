"""Means of runs, with intervals that take replicates as independent."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from diffusion.plotting.sweeps.reading import VALUE
from diffusion.statistics.intervals import student_reach


def means_of(table: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Mean of each group, with Student's 95 % interval over whole replicates.

    With residuals e, n runs and R replicates: the variance of the mean is
    R / (R - 1) * sum over replicates of (sum of e in it)^2 / n^2; with one run a replicate it is
    the usual s^2 / R.

    Returns
    -------
    pandas.DataFrame
        Columns mean, low, high; indexed by `by`. One replicate alone has no low and no high.
    """
    keys = list(by)
    groups = table.groupby(keys, observed=True)[VALUE]
    result = groups.agg(["mean", "count"])
    residual = table.assign(residual=table[VALUE] - groups.transform("mean"))
    sums = residual.groupby([*keys, "replicate"], observed=True)["residual"].sum()
    squares = (sums**2).groupby(level=list(range(len(keys)))).agg(["sum", "count"])
    n_replicates = squares["count"].where(squares["count"] > 1)
    error = np.sqrt(squares["sum"] * n_replicates / (n_replicates - 1)) / result.pop("count")
    reach = student_reach(n_replicates) * error
    return result.assign(low=result["mean"] - reach, high=result["mean"] + reach)


def holds_zero(interval: "pd.Series[float]") -> bool:
    """Tell whether the interval of a mean leaves its sign open; one that is missing does."""
    return not (interval["low"] > 0 or interval["high"] < 0)
