"""Two programmes under the same luck, with any numbers: how much more one leads to."""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import batched, groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diffusion.catalogue.arguments import programmes_of
from diffusion.catalogue.overrides import Inputs, set_at
from diffusion.ensembles.preparing import Preparing
from diffusion.ensembles.simulate import Prepared, simulate_together
from diffusion.errors import InputError, OddWarning
from diffusion.results.indicators import indicator
from diffusion.results.outcome import Outcome
from diffusion.scenario.programme import Programme
from diffusion.statistics.intervals import student_reach

type Reals = NDArray[np.float64]
type Settings = Mapping[str, Any]

_STATES_TOGETHER = 12_000
"""States of a community that are recorded in one room, unless one trial has more."""

KEEPS = {"ever_adopted": "toa", "discontinued_share": "toa"}
"""What must be kept of every artisan for a measure."""


@dataclass(frozen=True, eq=False)
class Met:
    """What two programmes led to, in each of some trials.

    Attributes
    ----------
    first, other : float64 [trials]
        Mean over the runs; NaN where a trial could not be run.
    difference, error : float64 [trials]
        Of the first less the other, run by run: mean and its standard error, 0 where all runs
        agree.
    n : int64 [trials]
        Runs in which both have the measure.
    refused : tuple of str
        Why a trial could not be run; empty where it was.
    """

    first: Reals
    other: Reals
    difference: Reals
    error: Reals
    n: NDArray[np.int64]
    refused: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.refused)

    @cached_property
    def _reach(self) -> Reals:
        by_n = {n: student_reach(np.array([max(2, n)]))[0] for n in set(self.n.tolist())}
        return np.array([by_n[n] for n in self.n.tolist()], np.float64)

    @property
    def low(self) -> Reals:
        """Lower ends of the paired 95 % intervals [trials]."""
        return self.difference - self._reach * self.error

    @property
    def high(self) -> Reals:
        """Upper ends of the paired 95 % intervals [trials]."""
        return self.difference + self._reach * self.error

    @property
    def verdict(self) -> NDArray[np.int64]:
        """1 where the interval lies above 0, -1 where below, 0 where it holds 0 [trials]."""
        found: NDArray[np.int64] = (self.low > 0).astype(np.int64) - (self.high < 0)
        return found

    @property
    def is_equal(self) -> NDArray[np.bool_]:
        """Whether both led to the same in every run [trials]."""
        equal: NDArray[np.bool_] = (self.difference == 0) & (self.error == 0)
        return equal

    @property
    def is_run(self) -> NDArray[np.bool_]:
        """Whether there is a difference [trials]."""
        return ~np.isnan(self.difference)

    def at(self, rows: Any) -> "Met":
        """Take some of the trials, by number or by a mask."""
        places = np.arange(len(self))[rows]
        refused = tuple(self.refused[place] for place in places)
        return Met.of({name: getattr(self, name)[places] for name in NUMBERS}, refused)

    @classmethod
    def of(cls, columns: Mapping[str, NDArray[Any]], refused: tuple[str, ...]) -> "Met":
        """Make it of columns by their names."""
        reals = (np.asarray(columns[name], np.float64) for name in NUMBERS[:-1])
        first, other, difference, error = reals
        return cls(first, other, difference, error, np.asarray(columns["n"], np.int64), refused)

    @classmethod
    def joined(cls, parts: "Sequence[Met]") -> "Met":
        """Put trials behind each other."""
        refused = tuple(text for one in parts for text in one.refused)
        columns = {
            name: np.concatenate([getattr(one, name) for one in parts]) if parts else np.empty(0)
            for name in NUMBERS
        }
        return cls.of(columns, refused)


NUMBERS = ("first", "other", "difference", "error", "n")


@dataclass(frozen=True)
class Duel:
    """Two programmes, and how they are compared.

    Attributes
    ----------
    inputs : Inputs
        With the two programmes, as written.
    budget : int or None
        Rupiah to which both are scaled, at the prices of each trial; None: as written.
    with_facilitator : bool
        Whether the budget pays for person-days too.
    measure : str
        A name of `diffusion.results.indicators`, of which more is better.
    n_months, n_runs, random_seed : int
    """

    inputs: Inputs
    budget: int | None
    with_facilitator: bool
    measure: str
    n_months: int
    n_runs: int
    random_seed: int

    @cached_property
    def _preparing(self) -> Preparing:
        return Preparing(self.random_seed)

    @cached_property
    def _scaled(self) -> dict[Any, tuple[Programme, ...]]:
        return {}

    def at(self, trials: Sequence[Settings]) -> Met:
        """Simulate both programmes with some settings by path, each trial in the same luck."""
        together = max(1, _STATES_TOGETHER // ((self.n_months + 1) * self.n_runs))
        with warnings.catch_warnings():
            # A trial may be odd, such as a cost above every income: that is what a range is for.
            warnings.simplefilter("ignore", OddWarning)
            return Met.joined([self._some(some) for some in batched(trials, together)])

    def ready(self, settings: Settings) -> list[Prepared]:
        """Translate both programmes with some settings.

        Raises
        ------
        InputError
            If the settings do not go together, or the budget is too small for a programme.
        """
        inputs = set_at(self.inputs, settings, place="point") if settings else self.inputs
        community = inputs.community
        asked = inputs.programmes
        if self.budget is not None:
            # What a budget buys hangs on the programmes and on what the community's file says.
            key = (asked, community.file)
            asked = self._scaled.get(key, ())
            if not asked:
                asked = programmes_of(
                    community, inputs.programmes, budget=self.budget,
                    with_facilitator=self.with_facilitator,
                )  # fmt: skip
                if len(self._scaled) >= 64:
                    self._scaled.clear()
                self._scaled[key] = asked
        return self._preparing.of(
            community, inputs.parameters, [(one, self.n_months) for one in asked],
            first_replicate=0, n_runs=self.n_runs,
        )  # fmt: skip

    def _some(self, trials: Sequence[Settings]) -> Met:
        n = len(trials)
        refused, ready = [""] * n, {}
        values = np.full((2, n, self.n_runs), np.nan)
        for place, settings in enumerate(trials):
            try:
                ready[place] = self.ready(settings)
            except InputError as problem:
                refused[place] = str(problem.problems[0])
        for _, same in groupby(ready.items(), key=lambda one: one[1][0].shape):
            rows, prepared = zip(*same, strict=True)
            for side in range(2):
                outcome = simulate_together(
                    self.inputs.programmes[side], [one[side] for one in prepared],
                    n_months=self.n_months, random_seed=self.random_seed,
                    keep=(KEEPS[self.measure],) if self.measure in KEEPS else (),
                )  # fmt: skip
                values[side, list(rows)] = self._measured(outcome).reshape(len(rows), -1)
        return _met(values[0], values[1], tuple(refused))

    def _measured(self, outcome: Outcome) -> Reals:
        channels = self.inputs.community.file.market.channels
        return np.asarray(indicator(self.measure, channels).of(outcome, self.n_months), np.float64)


def _met(first: Reals, other: Reals, refused: tuple[str, ...]) -> Met:
    """Compare run by run [trials, runs]; what a run does not have is left out."""
    paired = first - other
    is_there = ~np.isnan(paired)
    n = is_there.sum(axis=1)

    def mean(values: Reals) -> Reals:
        total: Reals = np.where(is_there, values, 0.0).sum(axis=1)
        return np.where(n > 0, total / np.maximum(n, 1), np.nan)

    difference = mean(paired)
    off = np.where(is_there, paired - difference[:, None], 0.0)
    differs = np.where(is_there, paired, -np.inf).max(axis=1, initial=-np.inf) > np.where(
        is_there, paired, np.inf
    ).min(axis=1, initial=np.inf)
    error = np.where(
        differs, np.sqrt((off**2).sum(axis=1) / np.maximum(n - 1, 1) / np.maximum(n, 1)), 0.0
    )
    return Met(mean(first), mean(other), difference, error, n.astype(np.int64), refused)
