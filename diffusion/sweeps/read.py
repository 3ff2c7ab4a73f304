"""Gives back what a sweep has found, also while it is running."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.sweeps.design import Design
from diffusion.sweeps.over import OF_ENSEMBLE
from diffusion.sweeps.pairs import intervals, paired_differences, shown, with_budget_keys
from diffusion.sweeps.store import TABLE, Store, is_damaged

if TYPE_CHECKING:
    import pandas as pd


NONE_YET = "none (run the command of the sweep again: it goes on)"
"""What is found where no part is finished."""


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
            raise InputError(
                Problem(
                    str(self.folder),
                    "",
                    "the folder of a sweep",
                    "none (diffusion sweep FILE -o DIR makes one)",
                )
            )
        return origin

    @cached_property
    def design(self) -> Design:
        """What was asked for."""
        return Design.model_validate_json(json.dumps(self.origin["design"]))

    @property
    def is_complete(self) -> bool:
        """Whether every run is there."""
        return Store(self.folder).is_complete

    def dataset(self) -> ds.Dataset:
        """All rows that are there, as a pyarrow dataset: nothing is read into memory.

        Raises
        ------
        InputError
            If it is no folder of a sweep, has no part yet, or a file of it is damaged.
        """
        _ = self.origin
        files = Store(self.folder).files()
        if not files:
            raise InputError(Problem(str(self.folder), "", "at least one finished part", NONE_YET))
        with self._naming_damage():
            return ds.dataset(files, format=_checked_parquet())

    def table(
        self, columns: Sequence[str] | None = None, where: "pc.Expression | None" = None
    ) -> pa.Table:
        """Read rows into memory, and check that they are those that were written.

        Raises
        ------
        InputError
            As `dataset`.
        """
        data = self.dataset()
        with self._naming_damage():
            return data.to_table(columns=columns, filter=where)

    @property
    def n_rows(self) -> int:
        """Rows that are there, those of failed points among them."""
        data = self.dataset()
        with self._naming_damage():
            return int(data.count_rows())

    @contextmanager
    def _naming_damage(self) -> Iterator[None]:
        """Say which file is damaged, where one cannot be read."""
        try:
            yield
        except (OSError, pa.ArrowException):
            damaged = [path for path in Store(self.folder).files() if is_damaged(path)]
            if not damaged:
                raise
            expected = "the file that the sweep wrote (its command, run again, makes it anew)"
            raise InputError(Problem(str(damaged[0]), "", expected, "a damaged one")) from None

    @property
    def factors(self) -> tuple[str, ...]:
        """Columns of the factors."""
        names = self.dataset().schema.names
        return tuple(n for n in names[1 : names.index("strategy")] if n != OF_ENSEMBLE)

    @property
    def is_over(self) -> bool:
        """Whether every point of the design was run over an ensemble."""
        return self.origin.get("ensemble") is not None

    def over_points(self, outcome: str) -> "pd.DataFrame":
        """Means and bands over the points of an ensemble, as `diffusion.sweeps.spread` says."""
        from diffusion.sweeps.spread import over_points

        return over_points(self, outcome)

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
        table = self.table(list(dict.fromkeys((*wanted, *kept))), pc.field("error").is_null())
        frame: pd.DataFrame = _with_small_names(table).to_pandas()
        return frame.sort_values(kept, kind="stable", ignore_index=True)[wanted]

    @property
    def table_name(self) -> str:
        """Name of the finished table, or of the folder of parts."""
        return TABLE if self.is_complete else "parts"

    def failed_rows(self) -> "pd.DataFrame":
        """Read the rows that carry a message in place of a run."""
        columns = ["point", "strategy", "budget", "error"]
        table = self.table(columns, pc.field("error").is_valid())
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
            One row for each point, strategy and budget: point, the factors, strategy, budget (NaN:
            as written), price, n_runs, n_without, mean, low, high. `n_without` counts the runs
            that have no value, which are left out. One run alone has no low and no high.
        """
        by = ["point", *self.factors, "strategy", "budget", "price"]
        rows = with_budget_keys(self.rows([*by, "replicate", outcome]))
        return shown(intervals(rows, by, outcome))

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
            budget (NaN: as written), n_runs, n_without (pairs of which one has no value), mean,
            low, high (95 %, of this one alone), and verdict: better, worse or undecided, as the
            interval lies above 0, below, or holds it. One run has no interval and decides nothing.

        Raises
        ------
        InputError
            If there is no such strategy or outcome.
        """
        by = ["point", *self.factors, "strategy", "budget"]
        rows = with_budget_keys(self.rows([*by, "replicate", outcome]))
        known = sorted(rows["strategy"].unique())
        if reference not in known:
            expected = one_of(known, reference)
            raise InputError(Problem("reference", "", expected, as_written(reference)))
        is_reference = rows["strategy"] == reference
        paired = paired_differences(rows[~is_reference], rows[is_reference], outcome)
        table = intervals(paired, by, outcome)
        table["verdict"] = "undecided"
        table.loc[table["low"] > 0, "verdict"] = "better"
        table.loc[table["high"] < 0, "verdict"] = "worse"
        return shown(table)

    def verdicts(self, outcome: str, reference: str) -> "pd.DataFrame":
        """Shares of the points at which each strategy is better, worse or undecided.

        Returns
        -------
        pandas.DataFrame
            One row for each strategy and budget: strategy, budget (NaN: as written), n_points,
            better, worse, undecided.
        """
        from diffusion.sweeps.leads import verdict_shares

        return verdict_shares(self, outcome, reference)

    def leaders(self, outcome: str) -> "pd.DataFrame":
        """Count the points at which each strategy has more than every other.

        More is what the 95 % intervals of the paired differences say, each of them alone; less of
        an outcome may be better. A point counts where two strategies at least have been run.

        Returns
        -------
        pandas.DataFrame
            One row for each budget (NaN: as written): budget, n_points, a column for each
            strategy, undecided.
        """
        from diffusion.sweeps.leads import leaders

        return leaders(self, outcome)

    def sensitivity(self, outcome: str, *, reference: str | None = None) -> "pd.DataFrame":
        """Compute the indices of Sobol or Morris, as `diffusion.sweeps.sensitivity` says."""
        from diffusion.sweeps.sensitivity import sensitivity

        return sensitivity(self, outcome, reference=reference)


def _checked_parquet() -> ds.ParquetFileFormat:
    """Read Parquet files and compare each page with its checksum."""
    checked = ds.ParquetFragmentScanOptions(page_checksum_verification=True)
    return ds.ParquetFileFormat(default_fragment_scan_options=checked)


def _with_small_names(table: pa.Table) -> pa.Table:
    """Keep repeated words once: a table of many runs repeats a few names."""
    for place, column in enumerate(table.schema):
        if column.type == pa.string():
            table = table.set_column(place, column.name, table.column(place).dictionary_encode())
    return table


def open_sweep(folder: str | Path) -> Sweep:
    """Open the folder of a sweep, finished or running; no row is read yet.

    Raises
    ------
    InputError
        If there is no sweep in the folder, or what is there is cut short.
    """
    sweep = Sweep(Path(folder))
    if Store(sweep.folder).files():
        _ = sweep.dataset()
    _ = sweep.origin
    return sweep
