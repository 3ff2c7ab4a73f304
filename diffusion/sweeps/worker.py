"""Simulates one part of a sweep: some replicates of some points, all strategies."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any

import pyarrow as pa

from diffusion.catalogue.overrides import Inputs
from diffusion.ensembles.simulate import simulate_initial
from diffusion.errors import InputError
from diffusion.results.outcome import Outcome
from diffusion.sweeps.jobs import Arm, Job, Part
from diffusion.translate.initial_state import (
    InitialState,
    beginning_key,
    draw_initial_state,
    with_hamlets_of,
)

MOST_KEPT = 512
"""Initial states and resolved points that a worker keeps."""


@dataclass(frozen=True)
class Pool:
    """Workers of any kind, which take parts and give back tables.

    Attributes
    ----------
    submit : callable
        Takes a part; gives a future of its table.
    wait_for_some : callable
        Takes futures; gives those that are ready, one at least.
    n_at_once : int
        Parts to hand out at a time.
    """

    submit: Callable[[Part], Any]
    wait_for_some: Callable[[list[Any]], set[Any]]
    n_at_once: int


@dataclass
class Worker:
    """Simulates parts of one job, and keeps what the next part may want again."""

    job: Job

    def __post_init__(self) -> None:
        self._resolved = lru_cache(MOST_KEPT)(self.job.resolved)
        self._initial = lru_cache(MOST_KEPT)(partial(_drawn, self.job.design.random_seed))

    def simulate(self, part: Part) -> pa.Table:
        """Simulate one part; a row for each run, or one for each arm that cannot be."""
        columns: dict[str, list[Any]] = {name: [] for name in schema_of(self.job).names}
        for point in part.points:
            self._simulate_point(point, part.replicates, columns)
        return pa.table(columns, schema=schema_of(self.job))

    def _simulate_point(self, point: int, replicates: range, columns: dict[str, list[Any]]) -> None:
        job = self.job
        try:
            inputs, arms = self._resolved(point)
        except InputError as error:
            _add_failure(columns, job, point, replicates, str(error), None)
            return
        runnable: list[Arm] = []
        for arm in arms:
            if arm.programme is None:
                _add_failure(columns, job, point, replicates, str(arm.error), arm)
            else:
                runnable.append(arm)
        try:
            outcomes = self._outcomes(inputs, runnable, replicates)
        except InputError as error:
            _add_failure(columns, job, point, replicates, str(error), None)
            return
        for arm, outcome in zip(runnable, outcomes, strict=True):
            n_runs = len(replicates)
            shared = _shared(job, point, arm) | {"error": None}
            for name, value in shared.items():
                columns[name].extend([value] * n_runs)
            columns["replicate"].extend(replicates)
            for name, (asked, record) in job.indicators.items():
                columns[name].extend(asked.of(outcome, record).tolist())

    def _outcomes(self, inputs: Inputs, arms: list[Arm], replicates: range) -> list[Outcome]:
        key = beginning_key(inputs.community, inputs.parameters)
        initial = self._initial(_Start(key, replicates, inputs))
        programmes = [arm.programme for arm in arms if arm.programme is not None]
        return simulate_initial(
            inputs.community,
            with_hamlets_of(inputs.community, initial),
            programmes,
            inputs.parameters,
            n_months=self.job.design.months,
            random_seed=self.job.design.random_seed,
            keep=self.job.keep,
        )


@dataclass(frozen=True)
class _Start:
    """What an initial state is drawn from; those of one key and the same replicates are equal."""

    key: Hashable
    replicates: range
    inputs: Inputs = field(compare=False)


def _drawn(random_seed: int, start: _Start) -> InitialState:
    return draw_initial_state(
        start.inputs.community,
        start.inputs.parameters,
        random_seed=random_seed,
        first_replicate=start.replicates.start,
        n_runs=len(start.replicates),
    )


def _shared(job: Job, point: int, arm: Arm | None) -> dict[str, Any]:
    """Columns that all runs of one arm of one point have in common."""
    return {
        "point": point,
        **job.points.columns(point),
        "strategy": None if arm is None else arm.strategy,
        "budget": None if arm is None else arm.budget,
        "price": None if arm is None else arm.price,
        "random_seed": job.design.random_seed,
    }


def _add_failure(
    columns: dict[str, list[Any]],
    job: Job,
    point: int,
    replicates: range,
    message: str,
    arm: Arm | None,
) -> None:
    """Add one row that says why there are no runs."""
    row = _shared(job, point, arm) | {"replicate": replicates.start, "error": message}
    for name, values in columns.items():
        values.append(row.get(name))


def schema_of(job: Job) -> pa.Schema:
    """Columns of the table of a sweep, and their types."""
    fields = [("point", pa.int64())]
    for factor in job.points.gridded:
        shown = list(factor.labels or factor.levels or ())
        fields.append((factor.column, _type_of(shown)))
    for place, factor in enumerate(job.points.sampled):
        kind = pa.int64() if factor.whole else pa.float64()
        if factor.low is None:
            kind = _type_of(job.points.values_of(place))
        fields.append((factor.column, kind))
    fields += [
        ("strategy", pa.string()),
        ("budget", pa.int64()),
        ("price", pa.int64()),
        ("random_seed", pa.int64()),
        ("replicate", pa.int64()),
        ("error", pa.string()),
    ]
    for name, (asked, _) in job.indicators.items():
        fields.append((name, pa.int64() if asked.is_whole else pa.float64()))
    return pa.schema(fields)


def _type_of(values: list[Any]) -> pa.DataType:
    kinds = {type(value) for value in values}
    if kinds & {int, float}:
        kinds.discard(str)  # a cell of a table that is no number, and stands for a failed point
    if kinds == {bool}:
        return pa.bool_()
    if kinds == {int}:
        return pa.int64()
    if kinds <= {int, float}:
        return pa.float64()
    return pa.string()
