"""Simulates one part of a sweep: some replicates of some points, all strategies."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from itertools import batched, groupby
from typing import Any

import pyarrow as pa
from numpy.typing import NDArray

from diffusion.catalogue.overrides import Inputs
from diffusion.ensembles.options import check_months
from diffusion.ensembles.simulate import Prepared, simulate_together
from diffusion.errors import InputError
from diffusion.kernels.parameters import Parameters
from diffusion.kernels.plan import Plan
from diffusion.kernels.site import Site
from diffusion.results.indicators import Values
from diffusion.scenario.community import Community
from diffusion.scenario.programme import Programme
from diffusion.sweeps.design import AS_WRITTEN
from diffusion.sweeps.jobs import Arm, Job, Part
from diffusion.sweeps.rows import add_failure, schema_of, shared_columns
from diffusion.translate.initial_state import (
    InitialState,
    beginning_key,
    draw_initial_state,
    hamlets_of,
)
from diffusion.translate.parameters import parameters_for
from diffusion.translate.programme import plan_key, plan_of

MOST_KEPT = 1_024
"""Resolved points, arms and plans that a worker keeps."""

MOST_ROWS = 200_000
"""Artisans, of all runs, whose initial states a worker keeps: some 60 MB."""

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


class LostError(Exception):
    """Parts that were handed out are lost, and there are workers to whom they can be given anew."""


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
        n_rows = len(self.job.part(0).replicates) * self.job.inputs.community.n_artisans
        self._initial = lru_cache(max(1, min(64, MOST_ROWS // n_rows)))(self._draw)
        self._kept = lru_cache(2)(_nothing_yet)

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
                add_failure(columns, job, point, replicates, message, arm)
            for one in runs:
                shared = shared_columns(job, point, one.arm) | {"error": None}
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

    def _draw(self, start: "_Start") -> InitialState:
        inputs, replicates = start.resolved.inputs, start.replicates
        return draw_initial_state(
            inputs.community,
            inputs.parameters,
            random_seed=self.job.design.random_seed,
            first_replicate=replicates.start,
            n_runs=len(replicates),
            translated=start.resolved.translated,
            kept=self._kept(replicates, _identities(inputs.community)),
        )

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


def _identities(community: Community) -> bytes:
    """Who stands in which row; traits that are drawn depend on nothing else of the community."""
    return community.in_rows(community.identities).tobytes()


def _nothing_yet(_replicates: range, _identities: bytes) -> dict[Hashable, NDArray[Any]]:
    """Make room for what is drawn for some artisans in some replicates."""
    return {}
