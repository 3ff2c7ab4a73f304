"""Runs until the differences are known well enough, or until there have been too many."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diffusion.ensembles.options import MOST_RUNS as MOST_RUNS_AT_ALL
from diffusion.errors import InputError, Problem, check_range, check_ranges
from diffusion.statistics.intervals import FEWEST_DRAWN, simultaneous_intervals

FIRST_RUNS = 100
"""Runs before the precision is looked at for the first time, and of each batch after it."""

MOST_RUNS = 2_000
"""Cap of the runs, unless another is named."""

type Reals = NDArray[np.float64]


def check_months_compared(at_months: Sequence[int], n_months: int) -> None:
    """Refuse months to compare at that are not of the runs.

    Raises
    ------
    InputError
        Naming each.
    """
    check_ranges(*(("month", month, 0, n_months) for month in at_months))


def check_precision(precision: float, most_runs: int) -> None:
    """Refuse a precision that nothing reaches, and a cap that is out of range.

    Raises
    ------
    InputError
        Naming the first of them.
    """
    if not precision > 0:
        raise InputError(Problem("precision", "", "a number above 0", str(precision)))
    check_range("most runs", most_runs, FEWEST_DRAWN, MOST_RUNS_AT_ALL)


@dataclass(frozen=True, slots=True)
class Precision:
    """How well the differences are known.

    Attributes
    ----------
    asked : float
        Largest half-width that was wanted.
    reached : float
        Largest half-width of the intervals that hold for all at once.
    n_runs : int
    expected_runs : int
        What the first runs let one expect to need.
    most_runs : int
        Cap.
    """

    asked: float
    reached: float
    n_runs: int
    expected_runs: int
    most_runs: int

    @property
    def is_reached(self) -> bool:
        """Whether the differences are known as well as was asked."""
        return self.reached <= self.asked


def run_until(
    differences: Callable[[int], Reals],
    asked: float,
    *,
    most_runs: int,
    random_seed: int,
    callback: Callable[[int], None] | None = None,
) -> Precision:
    """Ask for more runs until every interval is narrow enough.

    The half-width is looked at after the first hundred runs and after each hundred more: a
    sequential rule, whose intervals cover a little less often than their level. A test measures
    how much.

    Parameters
    ----------
    differences
        Takes a number of runs and gives the paired differences of as many, float64 [R, S].
    asked
        Half-width wanted, in the unit of the differences.
    most_runs
        Cap.
    random_seed
        Of the bootstrap samples.
    callback
        Called once, with the number of runs that will probably be needed.
    """
    n_runs = min(FIRST_RUNS, most_runs)
    reached = _half_width(differences(n_runs), random_seed)
    expected = n_runs
    if reached > asked:
        times = min(reached / asked, most_runs)  # more would be above the cap anyway
        needed = math.ceil(n_runs * times**2 / FIRST_RUNS) * FIRST_RUNS
        expected = min(needed, most_runs)
    if callback is not None:
        callback(expected)
    while reached > asked and n_runs < most_runs:
        n_runs = min(n_runs + FIRST_RUNS, most_runs)
        reached = _half_width(differences(n_runs), random_seed)
    return Precision(asked, reached, n_runs, expected, most_runs)


def _half_width(values: Reals, random_seed: int) -> float:
    if values.shape[1] == 0:
        return 0.0
    intervals = simultaneous_intervals(values, random_seed=random_seed)
    # Where all runs agree nothing more is to be learnt from further ones.
    return float(np.nan_to_num(intervals.high - intervals.mean, nan=0.0).max())
