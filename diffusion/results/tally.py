"""Counts and sums what a summary needs of many runs, and forgets the runs."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diffusion.results.outcome import Outcome
from diffusion.results.series import STAGES, kept_records, series_places
from diffusion.results.summary import Distribution, EnsembleSummary, Reals

_MEASURED = ("ledger", "money", "levels", "counts", "is_open", "pieces", "sold", "ordered")
"""Arrays of an outcome of which means and standard errors are kept."""

_LIMB = 2**32


class Tally:
    """Takes outcomes in, one after the other, and keeps what a summary needs of them.

    Whole numbers are counted and summed exactly. Numbers from 0 to 1 are summed run by run, in
    the order in which the runs come, and so are the squares: how the runs are cut into outcomes
    leaves no trace. Its size does not depend on the number of runs; by far the most of it are
    the frequencies, 32 (N + 1) (T + 1) bytes.
    """

    def __init__(self, n_artisans: int, n_months: int) -> None:
        self._at_records = np.zeros((n_months + 1, len(STAGES) + 1, n_artisans + 1), np.uint32)
        self._at_end = np.zeros((2, n_artisans + 1), np.uint32)
        self._measured: dict[str, _Moments] = {}
        self._channels: tuple[str, ...] = ()
        self._programme = ""
        self._n_runs = 0

    def add(self, outcome: Outcome) -> None:
        """Take in the runs of an outcome; those of all outcomes are of the same programme."""
        self._programme, self._channels = outcome.programme, outcome.channels
        self._n_runs += outcome.n_runs
        counts = np.concatenate([outcome.stages, outcome.adopters[:, :, None]], axis=2)
        _count(self._at_records, counts)
        _count(self._at_end, np.stack([outcome.lasting, outcome.tried], axis=1))
        for name in _MEASURED:
            kept = kept_records(getattr(outcome, name))
            if name not in self._measured:
                self._measured[name] = _Moments(kept[0])
            self._measured[name].add(kept)

    def summary(self, provenance: Mapping[str, Any]) -> EnsembleSummary:
        """Show what has been taken in so far: at least one run."""
        stages = Distribution(self._at_records[:, :-1])
        means, errors = {"stages": stages.mean}, {"stages": stages.standard_error}
        for name, moments in self._measured.items():
            means[name] = moments.mean(self._n_runs)
            errors[name] = moments.standard_error(self._n_runs)
        n_records = len(self._at_records)
        places = series_places(self._channels).items()
        return EnsembleSummary(
            programme=self._programme,
            channels=self._channels,
            adopters=Distribution(self._at_records[:, -1]),
            stages=stages,
            lasting=Distribution(self._at_end[0]),
            tried=Distribution(self._at_end[1]),
            mean={name: _at_all(means[array][:, c], n_records) for name, (array, c) in places},
            standard_error={
                name: _at_all(errors[array][:, c], n_records) for name, (array, c) in places
            },
            provenance=provenance,
        )


class _Moments:
    """Sums of values and of squares, for the means of many runs and how well they are known.

    Squares are those of the distance from the first run: numbers of the size of the spread, even
    where all values are large.
    """

    def __init__(self, first: NDArray[Any]) -> None:
        self._first = first.copy()
        self._is_whole = first.dtype.kind in "iu"
        self._real = np.zeros(first.shape)
        self._squares = np.zeros(first.shape)
        # Sums of whole numbers in two limbs of 32 bits: they never overflow.
        self._high = np.zeros(first.shape, np.int64)
        self._low = np.zeros(first.shape, np.int64)

    def add(self, values: NDArray[Any]) -> None:
        """Take in the values of some runs [R, ...], in their order."""
        if self._is_whole:
            total = values.sum(axis=0, dtype=np.int64)
            self._high += total // _LIMB
            self._low += total % _LIMB
        else:
            self._real = _summed(self._real, values.copy())
        distance = (values - self._first).astype(np.float64, copy=False)
        self._squares = _summed(self._squares, distance * distance)

    def mean(self, n_runs: int) -> Reals:
        return np.asarray(self._total() / n_runs, np.float64)

    def standard_error(self, n_runs: int) -> Reals:
        """Tell how well the runs let the mean be known; NaN for a single run."""
        if n_runs == 1:
            return np.full(self._first.shape, np.nan)
        first = self._first.astype(object) if self._is_whole else self._first
        shift = np.asarray(self._total() - n_runs * first, np.float64)
        variance = (self._squares - shift * shift / n_runs) / (n_runs - 1)
        error: Reals = np.sqrt(np.maximum(variance, 0.0) / n_runs)
        return error

    def _total(self) -> NDArray[Any]:
        if self._is_whole:
            whole: NDArray[Any] = self._high.astype(object) * _LIMB + self._low
            return whole
        return self._real


def _count(frequency: NDArray[np.uint32], values: NDArray[Any]) -> None:
    """Add to a table [..., N + 1] how often each value came up among runs [R, ...]."""
    n_bins = frequency.shape[-1]
    first = np.arange(0, frequency.size, n_bins).reshape(frequency.shape[:-1])
    np.add.at(frequency.reshape(-1), (first + values).reshape(-1), np.uint32(1))


def _summed(before: Reals, values: Reals) -> Reals:
    """Add numbers of runs [R, ...] to a sum, one run after the other; `values` is written over."""
    values[0] += before
    # Along the first axis NumPy adds row by row, wherever there is more than one column.
    total: Reals = np.add.reduce(values, axis=0)
    return total


def _at_all(values: Reals, n_records: int) -> Reals:
    return np.broadcast_to(values, n_records)
