"""Simulates one part of a sweep: some replicates of some points, all strategies."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from itertools import batched, groupby
from typing import Any

import pyarrow as pa

from diffusion.catalogue.overrides import Inputs
from diffusion.ensembles.options import check_months
from diffusion.ensembles.simulate import Prepared, simulate_together
from diffusion.errors import InputError
from diffusion.kernels.parameters import Parameters
from diffusion.kernels.plan import Plan
from diffusion.kernels.site import Site
from diffusion.results.indicators import Values
from diffusion.scenario.programme import Programme
from diffusion.sweeps.design import AS_WRITTEN
from diffusion.sweeps.jobs import Arm, Job, Part
from diffusion.translate.initial_state import (
    InitialState,
    beginning_key,
    draw_initial_state,
    hamlets_of,
)
from diffusion.translate.parameters import parameters_for
from diffusion.translate.programme import plan_key, plan_of

MOST_KEPT = 512
"""Resolved points, arms and plans that a worker keeps."""

MOST_BEGUN = 64
"""Initial states that a worker keeps; those of 25 runs of 30 artisans take a quarter of a MB."""

_STATES_TOGETHER = 4_000
"""States that are recorded in one room, unless one point has more."""


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
    """Simulates parts of one job, and keeps what the next part may want again.

    Points are simulated some at a time: the runs of one arm are recorded in one room and looked
    at together, though each point has numbers of its own.
    """

    job: Job

    def __post_init__(self) -> None:
        self._resolved = lru_cache(MOST_KEPT)(self._resolve)
        self._arm = lru_cache(MOST_KEPT)(partial(_arm_of, self.job))
        self._plan = lru_cache(MOST_KEPT)(partial(_plan_of, self.job))
        self._initial = lru_cache(MOST_BEGUN)(partial(_drawn, self.job.design.random_seed))

    def simulate(self, part: Part) -> pa.Table:
        """Simulate one part; a row for each run, or one for each arm that cannot be."""
        schema = schema_of(self.job)
        columns: dict[str, list[Any]] = {name: [] for name in schema.names}
        n_states = len(part.replicates) * (self.job.design.months + 1)
        for points in batched(part.points, max(1, _STATES_TOGETHER // n_states)):
            self._simulate_points(points, part.replicates, columns)
        return pa.table(columns, schema=schema)

    def _simulate_points(
        self, points: Sequence[int], replicates: range, columns: dict[str, list[Any]]
    ) -> None:
        """Add the rows of some points: first what failed, then the runs of arm after arm."""
        job = self.job
        begun = {point: self._begin(point, replicates) for point in points}
        found = self._found([one for runs, _ in begun.values() for one in runs])
        for point, (runs, failed) in begun.items():
            for message, arm in failed:
                _add_failure(columns, job, point, replicates, message, arm)
            for one in runs:
                shared = _shared(job, point, one.arm) | {"error": None}
                for name, value in shared.items():
                    columns[name].extend([value] * len(replicates))
                columns["replicate"].extend(replicates)
                for name, values in found[point, one.place].items():
                    columns[name].extend(values.tolist())

    def _begin(
        self, point: int, replicates: range
    ) -> tuple[list["_Ready"], list[tuple[str, Arm | None]]]:
        """Make the arms of a point ready; beside them, what cannot be run and why."""
        try:
            resolved = self._resolved(point)
        except InputError as error:
            return [], [(str(error), None)]
        failed: list[tuple[str, Arm | None]] = [
            (str(arm.error), arm) for arm in resolved.arms if arm.programme is None
        ]
        try:
            return list(self._ready(point, resolved, replicates)), failed
        except InputError as error:
            return [], [*failed, (str(error), None)]

    def _ready(self, point: int, resolved: "_Resolved", replicates: range) -> Iterator["_Ready"]:
        community, parameters = resolved.inputs.community, resolved.inputs.parameters
        check_months(community, self.job.design.months)
        key = beginning_key(community, parameters, resolved.translated)
        initial = self._initial(_Start(key, replicates, resolved))
        initial = replace(initial, hamlets=resolved.hamlets)
        for place, arm in enumerate(resolved.arms):
            if arm.programme is not None:
                plan, prices = self._plan(_asked(resolved.inputs, arm.programme))
                prepared = Prepared(community, initial, plan, resolved.translated, prices)
                yield _Ready(point, place, arm, arm.programme, prepared)

    def _found(self, ready: list["_Ready"]) -> dict[tuple[int, int], dict[str, Values]]:
        """Run all arms; give the values of each column, by point and place of the arm."""
        job, found = self.job, {}
        by_arm = sorted(ready, key=lambda one: one.place)
        for _, alike in groupby(by_arm, key=lambda one: (one.place, one.prepared.shape)):
            group = list(alike)
            outcome = simulate_together(
                group[0].programme,
                [one.prepared for one in group],
                n_months=job.design.months,
                random_seed=job.design.random_seed,
                keep=job.keep,
            )
            asked = {
                name: one.of(outcome, record) for name, (one, record) in job.indicators.items()
            }
            n_runs = outcome.n_runs // len(group)
            for place, one in enumerate(group):
                runs = slice(place * n_runs, (place + 1) * n_runs)
                found[one.point, one.place] = {name: asked[name][runs] for name in asked}
        return found

    def _resolve(self, point: int) -> "_Resolved":
        inputs = self.job.inputs_at(point)
        arms = (
            self._arm(replace(_asked(inputs, programme), budget=budget))
            for programme in inputs.programmes
            for budget in self.job.design.budgets
        )
        translated = parameters_for(inputs.community, inputs.parameters)
        return _Resolved(inputs, tuple(arms), translated, hamlets_of(inputs.community))


@dataclass(frozen=True)
class _Resolved:
    """One point: what it is simulated from, an arm for each strategy, and both translated."""

    inputs: Inputs
    arms: tuple[Arm, ...]
    translated: Parameters
    hamlets: Site


@dataclass(frozen=True)
class _Ready:
    """One arm of one point, by its place among all arms, that can be run."""

    point: int
    place: int
    arm: Arm
    programme: Programme
    prepared: Prepared


@dataclass(frozen=True)
class _Asked:
    """A programme, and all on which its plan and its price depend: equal ones have equal plans."""

    key: Hashable
    programme: Programme = field(compare=False)
    inputs: Inputs = field(compare=False)
    budget: int | str = AS_WRITTEN


def _asked(inputs: Inputs, programme: Programme) -> _Asked:
    return _Asked(plan_key(inputs.community, programme, inputs.parameters), programme, inputs)


def _arm_of(job: Job, asked: _Asked) -> Arm:
    return job.arm(asked.inputs.community, asked.programme, asked.budget)


def _plan_of(job: Job, asked: _Asked) -> tuple[Plan, tuple[int, int]]:
    """Translate a programme, and say what it costs at least and at most."""
    community, programme = asked.inputs.community, asked.programme
    plan = plan_of(community, programme, asked.inputs.parameters, n_months=job.design.months)
    return plan, community.price_range(programme)


@dataclass(frozen=True)
class _Start:
    """What an initial state is drawn from; those of one key and the same replicates are equal."""

    key: Hashable
    replicates: range
    resolved: _Resolved = field(compare=False)


def _drawn(random_seed: int, start: _Start) -> InitialState:
    return draw_initial_state(
        start.resolved.inputs.community,
        start.resolved.inputs.parameters,
        random_seed=random_seed,
        first_replicate=start.replicates.start,
        n_runs=len(start.replicates),
        translated=start.resolved.translated,
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
