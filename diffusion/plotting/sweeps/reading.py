"""Reads the runs that a figure shows, and refuses what the sweep does not have."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.i18n.words import Words
from diffusion.plotting.frame import ENGLISH
from diffusion.plotting.sweeps.facts import Budget, factors_of
from diffusion.sweeps.design import AS_WRITTEN
from diffusion.sweeps.pairs import BARE, paired_differences, with_budget_keys
from diffusion.sweeps.read import Sweep

VALUE = "(value)"
"""Column of the outcome; no factor can be called so by accident."""

_RUN = ["point", "strategy", "budget", "replicate"]


@dataclass(frozen=True)
class Runs:
    """What a figure shows.

    Attributes
    ----------
    sweep : Sweep
    table : pandas.DataFrame
        A row for each run that has a value: what tells the run, the factors, and the outcome or
        its paired difference as `VALUE`.
    every : pandas.DataFrame
        The runs of all strategies, for the levels and bins of the factors.
    strategies : list of str
        Those that have a value in some run.
    known : list of str
        All strategies of the sweep.
    budget : int or "as_written" or None
        Only this one; None: all.
    n_empty : int
        Runs without a value.
    without : list of str
        Strategies that were asked for and have no value in any run.
    say : Words
        Of the figure.
    """

    sweep: Sweep
    table: pd.DataFrame
    every: pd.DataFrame
    strategies: list[str]
    known: list[str]
    budget: Budget | None
    n_empty: int
    without: list[str]
    say: Words

    def is_number(self, factor: str) -> bool:
        """Tell whether a factor is a number in every run; a budget as written is none."""
        values = self.every[factor]
        if factor == "budget" and (values == BARE).any():
            return False
        is_numeric = pd.api.types.is_numeric_dtype(values)
        return bool(is_numeric and not pd.api.types.is_bool_dtype(values))

    def beside(self, outcomes: Sequence[str]) -> pd.DataFrame:
        """Put more outcomes of the same runs beside the table."""
        return self.table.merge(_rows(self.sweep, [*_RUN, *outcomes]), on=_RUN, how="left")


def read(
    sweep: Sweep,
    outcome: str,
    factors: Sequence[str],
    *,
    strategies: Sequence[str] | None = None,
    reference: str | None = None,
    budget: Budget | None = None,
    say: Words = ENGLISH,
) -> Runs:
    """Read the runs that are asked for, and check that they are there.

    Raises
    ------
    InputError
        If something asked for is not in the sweep, or no run of it has a value.
    """
    budgets = [str(one) for one in sweep.design.budgets]
    check_known("outcome", sweep.outcomes, [outcome])
    check_known("budget", budgets, [] if budget is None else [str(budget)])
    check_known("factor", factors_of(sweep, budget), factors)
    columns = list(dict.fromkeys([*_RUN, *sweep.factors, outcome]))
    rows = _rows(sweep, columns).rename(columns={outcome: VALUE})
    known = [str(name) for name in rows["strategy"].unique()]
    rows["strategy"] = rows["strategy"].astype(str)
    check_known("strategy", known, strategies or [])
    check_known("reference", known, [] if reference is None else [reference])
    if budget is not None:
        rows = rows[rows["budget"] == (BARE if budget == AS_WRITTEN else budget)]
    kept = list(strategies or known)
    table = rows[rows["strategy"].isin(kept)]
    if reference is not None:
        others = [name for name in known if name != reference]
        if reference in kept:
            raise InputError(Problem("reference", "", one_of(others, ""), as_written(reference)))
        table = paired_differences(table, rows[rows["strategy"] == reference], VALUE)
    has_value = table[VALUE].notna()
    if not has_value.any():
        expected = f"runs of {', '.join(kept)} with a value of {outcome}"
        raise InputError(Problem("outcome", "", expected, "none"))
    n_empty = int((~has_value).sum())
    table = table[has_value].reset_index(drop=True)
    shown = [name for name in kept if name in set(table["strategy"])]
    without = [name for name in kept if name not in shown]
    return Runs(sweep, table, rows, shown, known, budget, n_empty, without, say)


def _rows(sweep: Sweep, columns: Sequence[str]) -> pd.DataFrame:
    """Read rows; a budget as written becomes a number, because NaN is equal to nothing."""
    return with_budget_keys(sweep.rows(columns))


def check_known(place: str, known: Sequence[str], asked: Iterable[str]) -> None:
    """Refuse a name that the sweep does not have."""
    for name in asked:
        if name not in known:
            raise InputError(Problem(place, "", one_of(known, name), as_written(name)))


def check_two(place: str, first: str, second: str) -> None:
    """Refuse one factor where two are wanted."""
    if first == second:
        raise InputError(Problem(place, "", "another factor than the first", as_written(second)))


def check_replicates(runs: Runs) -> None:
    """Refuse a figure with intervals where there is nothing to make them from."""
    if runs.table["replicate"].nunique() < 2:
        expected = "at least 2 replicates with a value, for an interval"
        raise InputError(Problem("outcome", "", expected, "1"))


def holds_zero(low: float, high: float) -> bool:
    """Tell whether an interval leaves the sign open; one that is missing does."""
    return not (low > 0 or high < 0)
