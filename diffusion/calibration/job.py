"""A calibration as its workers know it: the files, the space, and what is simulated at a point."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import batched
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diffusion.calibration.histories import Histories
from diffusion.calibration.measures import Measured
from diffusion.calibration.patterns import PatternFile
from diffusion.calibration.space import Space
from diffusion.catalogue.overrides import Inputs, set_at
from diffusion.ensembles.preparing import Preparing
from diffusion.ensembles.simulate import Prepared, simulate_together
from diffusion.errors import InputError, OddWarning

type Reals = NDArray[np.float64]

_STATES_TOGETHER = 12_000
"""States of a community that are recorded in one room, unless one point has more."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What some points came to.

    Attributes
    ----------
    value, error : float64 [points, patterns]
        Mean over the runs that have something to measure, and its standard error; NaN where none
        has.
    measured : float64 [points, patterns]
        Share of such runs.
    refused : tuple of str
        Why a point could not be simulated; empty where it was.
    """

    value: Reals
    error: Reals
    measured: Reals
    refused: tuple[str, ...]

    @property
    def is_run(self) -> NDArray[np.bool_]:
        """Whether each point was simulated [points]."""
        return np.array([not text for text in self.refused], np.bool_)

    def at(self, rows: Any) -> "Found":
        """Take some of the points, by number or by a mask."""
        places = np.arange(len(self.refused))[rows]
        refused = tuple(self.refused[place] for place in places)
        return Found(self.value[places], self.error[places], self.measured[places], refused)

    @classmethod
    def joined(cls, parts: "Sequence[Found]") -> "Found":
        """Put points behind each other."""
        value, error, measured = (
            np.concatenate([getattr(one, name) for one in parts])
            for name in ("value", "error", "measured")
        )
        return cls(value, error, measured, tuple(text for one in parts for text in one.refused))

    @classmethod
    def nothing(cls, n_patterns: int) -> "Found":
        """Hold no point."""
        value, error, measured = (np.empty((0, n_patterns)) for _ in range(3))
        return cls(value, error, measured, ())


@dataclass(frozen=True)
class Job:
    """All that is needed to try a point.

    Attributes
    ----------
    file : PatternFile
    inputs : Inputs
        With a programme for each history, cut to it.
    space : Space
    histories : Histories
    """

    file: PatternFile
    inputs: Inputs
    space: Space
    histories: Histories

    @cached_property
    def _preparing(self) -> Preparing:
        return Preparing(self.file.random_seed)

    @cached_property
    def n_states(self) -> int:
        """States of a community that one run of a point goes through."""
        return sum(one.n_months + 1 for one in self.histories.all)

    def simulate(self, points: Reals, *, first_replicate: int, n_runs: int) -> Found:
        """Simulate some points [points, axes], each in the same luck, and measure the patterns."""
        together = max(1, _STATES_TOGETHER // (self.n_states * n_runs))
        with warnings.catch_warnings():
            # A point may be odd, such as a cost above every income: that is what a range is for.
            warnings.simplefilter("ignore", OddWarning)
            found = [
                self._some(np.array(some), first_replicate=first_replicate, n_runs=n_runs)
                for some in batched(points, together)
            ]
        return Found.joined(found)

    def _some(self, points: Reals, *, first_replicate: int, n_runs: int) -> Found:
        n_patterns = len(self.file.pattern)
        value, error, measured = (np.full((len(points), n_patterns), np.nan) for _ in range(3))
        refused, ready = [""] * len(points), {}
        for place, point in enumerate(points):
            try:
                ready[place] = self._prepared(point, first_replicate, n_runs)
            except InputError as problem:
                refused[place] = str(problem.problems[0])
        if ready:
            rows = [*ready]
            found = self._run(list(ready.values()))
            for column, pattern in enumerate(self.file.pattern):
                of_points = found[pattern.name].reshape(len(rows), n_runs)
                is_there = ~np.isnan(of_points)
                n = is_there.sum(axis=1)
                with np.errstate(divide="ignore", invalid="ignore"):
                    mean = np.where(is_there, of_points, 0.0).sum(axis=1) / n
                    off = np.where(is_there, of_points - mean[:, None], 0.0)
                    value[rows, column] = mean
                    error[rows, column] = np.sqrt((off**2).sum(axis=1) / (n - 1) / n)
                measured[rows, column] = n / n_runs
        return Found(value, error, measured, tuple(refused))

    def _prepared(self, point: Reals, first_replicate: int, n_runs: int) -> list[Prepared]:
        """Translate a point for the kernels: one for each history, which begin alike."""
        settings = {} if np.isnan(point).any() else self.space.settings(point)
        inputs = set_at(self.inputs, settings, place="point") if settings else self.inputs
        months = [one.n_months for one in self.histories.all]
        return self._preparing.of(
            inputs.community, inputs.parameters, list(zip(inputs.programmes, months, strict=True)),
            first_replicate=first_replicate, n_runs=n_runs,
        )  # fmt: skip

    def _run(self, ready: list[list[Prepared]]) -> dict[str, Reals]:
        """Run the histories of some points, and measure all patterns: a value for each run."""
        outcomes = {}
        for place, history in enumerate(self.histories.all):
            outcomes[history] = simulate_together(
                self.inputs.programmes[place],
                [one[place] for one in ready],
                n_months=history.n_months,
                random_seed=self.file.random_seed,
                keep=history.keep,
            )
        community = ready[0][0].community
        return Measured(self.file, community, self.histories, outcomes).all()


def default_point(space: Space) -> Reals:
    """Stand for the numbers of the files: a point of no values [1, axes]."""
    return np.full((1, len(space)), np.nan)
