"""Gives back what a sweep has found, also while it is running."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.statistics.intervals import student_reach
from diffusion.sweeps.store import TABLE, Store

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Sweep:
    """The rows of a sweep, read when they are wanted.

    Attributes
    ----------
    folder : Path
    """

    folder: Path

    @cached_property
    def origin(self) -> dict[str, Any]:
        """What the sweep was made from: design, files by hash, versions."""
        origin = Store(self.folder).origin()
        if origin is None:
            raise InputError(Problem(str(self.folder), "", "the folder of a sweep", "none"))
        return origin

    @property
    def is_complete(self) -> bool:
        """Whether every run is there."""
        return Store(self.folder).is_complete

    def dataset(self) -> ds.Dataset:
        """All rows that are there, as a pyarrow dataset: nothing is read into memory.

        Raises
        ------
        InputError
            If it is no folder of a sweep, or has no part yet.
        """
        _ = self.origin
        files = Store(self.folder).files()
        if not files:
            raise InputError(Problem(str(self.folder), "", "at least one finished part", "none"))
        return ds.dataset(files)

    @property
    def factors(self) -> tuple[str, ...]:
        """Columns of the factors."""
        names = self.dataset().schema.names
        return tuple(names[1 : names.index("strategy")])

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Columns of the outcomes."""
        names = self.dataset().schema.names
        return tuple(names[names.index("error") + 1 :])

    def rows(self, columns: Sequence[str] | None = None) -> "pd.DataFrame":
        """Read the rows of the runs into memory.

        Parameters
        ----------
        columns
            Which; None: all but `error`.

        Returns
        -------
        pandas.DataFrame
            One row for each run, in the order of point, strategy, budget and replicate.
        """
        data = self.dataset()
        known = [name for name in data.schema.names if name != "error"]
        for name in columns or ():
            if name not in known:
                raise InputError(Problem("columns", "", one_of(known, name), as_written(name)))
        kept = ["point", "strategy", "budget", "replicate"]
        wanted = list(columns or known)
        table = data.to_table(
            columns=list(dict.fromkeys((*wanted, *kept))), filter=pc.field("error").is_null()
        )
        frame: pd.DataFrame = _with_small_names(table).to_pandas()
        return frame.sort_values(kept, kind="stable", ignore_index=True)[wanted]

    @property
    def table_name(self) -> str:
        """Name of the finished table, or of the folder of parts."""
        return TABLE if self.is_complete else "parts"

    def failed_rows(self) -> "pd.DataFrame":
        """Read the rows that carry a message in place of a run."""
        columns = ["point", "strategy", "budget", "error"]
        table = self.dataset().to_table(columns=columns, filter=pc.field("error").is_valid())
        frame: pd.DataFrame = table.to_pandas()
        return frame

    def failures(self) -> "pd.DataFrame":
        """List the points that could not be run: point, strategy and the message."""
        frame = self.failed_rows().drop_duplicates(["point", "strategy", "budget"])
        return frame.sort_values("point", kind="stable", ignore_index=True)

    def means(self, outcome: str) -> "pd.DataFrame":
        """Mean of an outcome over the replicates, with its 95 % interval.

        Returns
        -------
        pandas.DataFrame
            One row for each point, strategy and budget: point, the factors, strategy, budget,
            price, n_runs, mean, low, high.
        """
        by = ["point", *self.factors, "strategy", "budget", "price"]
        rows = self.rows([*by, outcome])
        groups = rows.groupby(by, dropna=False, observed=True, sort=True)[outcome]
        return _interval(groups)

    def differences(self, outcome: str, reference: str) -> "pd.DataFrame":
        """Paired differences to a strategy, point by point under the same luck.

        Parameters
        ----------
        outcome
        reference
            Strategy that the others are compared with, at the same point and budget.

        Returns
        -------
        pandas.DataFrame
            One row for each point, other strategy and budget: point, the factors, strategy,
            budget, n_runs, mean, low, high (95 %, of this one alone), and verdict: better, worse
            or undecided, as the interval lies above 0, below, or holds it. One run decides nothing.

        Raises
        ------
        InputError
            If there is no such strategy or outcome.
        """
        by = ["point", *self.factors, "budget"]
        rows = self.rows([*by, "strategy", "replicate", outcome])
        known = sorted(rows["strategy"].unique())
        if reference not in known:
            expected = one_of(known, reference)
            raise InputError(Problem("reference", "", expected, as_written(reference)))
        is_reference = rows["strategy"] == reference
        paired = paired_differences(rows[~is_reference], rows[is_reference], outcome)
        groups = paired.groupby([*by, "strategy"], dropna=False, observed=True, sort=True)
        table = _interval(groups[outcome])
        table["verdict"] = "undecided"
        decides = table["n_runs"] > 1
        table.loc[decides & (table["low"] > 0), "verdict"] = "better"
        table.loc[decides & (table["high"] < 0), "verdict"] = "worse"
        return table

    def verdicts(self, outcome: str, reference: str) -> "pd.DataFrame":
        """Shares of the points at which each strategy is better, worse or undecided.

        Returns
        -------
        pandas.DataFrame
            One row for each strategy and budget: strategy, budget, n_points, better, worse,
            undecided.
        """
        table = self.differences(outcome, reference)
        shares = (
            table.groupby(["strategy", "budget"], dropna=False, observed=True)["verdict"]
            .value_counts(normalize=True)
            .unstack()
            .reindex(columns=["better", "worse", "undecided"])
            .fillna(0.0)
        )
        shares.columns.name = None
        sizes = table.groupby(["strategy", "budget"], dropna=False, observed=True).size()
        shares.insert(0, "n_points", sizes)
        return shares.reset_index()


def paired_differences(
    rows: "pd.DataFrame", reference: "pd.DataFrame", outcome: str
) -> "pd.DataFrame":
    """Take from each run the run of the reference at the same point, budget and replicate.

    Parameters
    ----------
    rows, reference
        Runs of other strategies, and those of the reference, with point, budget, replicate and
        the outcome.
    outcome
        Column that holds the differences in the result; runs without a partner are left out.
    """
    key = ["point", "budget", "replicate"]
    base = reference[[*key, outcome]].rename(columns={outcome: "(reference)"})
    paired = rows.merge(base, on=key, how="inner")
    paired[outcome] = paired[outcome] - paired.pop("(reference)")
    return paired


def _interval(groups: Any) -> "pd.DataFrame":
    """Mean, number and Student's 95 % interval of each group."""
    table: pd.DataFrame = groups.agg(["count", "mean", "std"]).reset_index()
    table = table.rename(columns={"count": "n_runs"})
    error = table.pop("std").fillna(0.0) / table["n_runs"].clip(lower=1).map(math.sqrt)
    reach = student_reach(table["n_runs"].clip(lower=2)) * error
    table["low"], table["high"] = table["mean"] - reach, table["mean"] + reach
    return table


def _with_small_names(table: pa.Table) -> pa.Table:
    """Keep repeated words once: a table of many runs repeats a few names."""
    for place, column in enumerate(table.schema):
        if column.type == pa.string():
            table = table.set_column(place, column.name, table.column(place).dictionary_encode())
    return table


def open_sweep(folder: str | Path) -> Sweep:
    """Open the folder of a sweep, finished or running; nothing is read yet.

    Raises
    ------
    InputError
        If there is no sweep in the folder.
    """
    sweep = Sweep(Path(folder))
    _ = sweep.origin
    return sweep
