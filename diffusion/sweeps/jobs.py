"""Simulates one part of a sweep: some replicates of some points, all strategies."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pyarrow as pa

from diffusion.catalogue.overrides import Inputs, set_at
from diffusion.ensembles.simulate import simulate_initial
from diffusion.errors import InputError
from diffusion.results.indicators import Indicator, indicator
from diffusion.results.outcome import Outcome
from diffusion.scenario.budget import scale_for
from diffusion.scenario.community import Community
from diffusion.scenario.programme import Programme
from diffusion.sweeps.design import (
    AS_WRITTEN,
    MOST_ARTISAN_MONTHS,
    MOST_REPLICATES_AT_ONCE,
    Design,
)
from diffusion.sweeps.points import Points
from diffusion.translate.initial_state import (
    InitialState,
    beginning_key,
    draw_initial_state,
    with_hamlets_of,
)

MOST_KEPT = 512
"""Beginnings and resolved points that a worker keeps."""


@dataclass(frozen=True)
class Part:
    """Some replicates of some points: what is simulated and written at once."""

    number: int
    replicates: range
    points: range


@dataclass(frozen=True)
class Arm:
    """One strategy at one budget, for one point; an error in place of a programme says why not."""

    strategy: str
    budget: int | None
    programme: Programme | None
    price: int | None
    error: str | None


@dataclass(frozen=True)
class Job:
    """A whole sweep, as its workers know it: they need nothing else.

    Attributes
    ----------
    design : Design
    inputs : Inputs
        What the points change.
    points : Points
    n_points : int
        The first so many are simulated.
    """

    design: Design
    inputs: Inputs
    points: Points
    n_points: int

    @property
    def n_arms(self) -> int:
        """Strategies times budgets."""
        return len(self.inputs.programmes) * len(self.design.budgets)

    @property
    def n_runs(self) -> int:
        """Runs of the whole sweep."""
        return self.n_points * self.n_arms * self.design.replicates

    @property
    def _sizes(self) -> tuple[int, int]:
        """Replicates and points of a part."""
        n_replicates = min(self.design.replicates, MOST_REPLICATES_AT_ONCE)
        work = self.n_arms * n_replicates * self.inputs.community.n_artisans * self.design.months
        return n_replicates, max(1, min(self.n_points, MOST_ARTISAN_MONTHS // work))

    @property
    def n_parts(self) -> int:
        """Parts of the whole sweep."""
        n_replicates, n_points = self._sizes
        return -(-self.design.replicates // n_replicates) * -(-self.n_points // n_points)

    def part(self, number: int) -> Part:
        """Describe one part: all points have the first replicates before any has the next."""
        n_replicates, n_points = self._sizes
        block, batch = divmod(number, -(-self.n_points // n_points))
        first = self.design.first_replicate
        last = first + self.design.replicates
        begin = first + block * n_replicates
        return Part(
            number,
            range(begin, min(begin + n_replicates, last)),
            range(batch * n_points, min((batch + 1) * n_points, self.n_points)),
        )

    def n_runs_of(self, part: Part) -> int:
        """Count the runs of one part."""
        return len(part.replicates) * len(part.points) * self.n_arms

    def resolved(self, point: int) -> tuple[Inputs, tuple[Arm, ...]]:
        """Make what one point is simulated from: its inputs, and an arm for each strategy.

        Raises
        ------
        InputError
            If the values of the point do not go together.
        """
        settings = self.points.settings(point)
        inputs = set_at(self.inputs, settings, place=f"point {point}")
        arms = tuple(
            _arm(self.design, inputs.community, programme, budget)
            for programme in inputs.programmes
            for budget in self.design.budgets
        )
        return inputs, arms

    @cached_property
    def indicators(self) -> dict[str, tuple[Indicator, int]]:
        """What is asked of each run, by column: the indicator and the record it is asked at."""
        channels = self.inputs.community.file.market.channels
        asked: dict[str, tuple[Indicator, int]] = {}
        for name in self.design.outcomes:
            found = indicator(name, channels)
            if found.is_monthly:
                asked |= {f"{name}_{record}": (found, record) for record in self.design.records}
            else:
                asked[name] = found, self.design.months
        return asked


def _arm(design: Design, community: Community, programme: Programme, budget: int | str) -> Arm:
    programme = community.permitted(programme)
    if budget == AS_WRITTEN:
        return Arm(programme.name, None, programme, community.price(programme).total, None)
    budget = int(budget)
    scaled = scale_for(
        community, programme, budget, with_facilitator=design.budget_pays_facilitator
    )
    if not scaled.is_possible:
        error = f"{programme.name}: expected a budget of at least Rp {scaled.cost:,}"
        return Arm(programme.name, budget, None, None, f"{error}; found Rp {budget:,}")
    price = community.price(scaled.programme).total
    return Arm(programme.name, budget, scaled.programme, price, None)


@dataclass
class Worker:
    """Simulates parts of one job, and keeps what the next part may want again."""

    job: Job
    _beginnings: "OrderedDict[Hashable, InitialState]" = field(default_factory=OrderedDict)
    _resolved: "OrderedDict[int, tuple[Inputs, tuple[Arm, ...]]]" = field(
        default_factory=OrderedDict
    )

    def simulate(self, part: Part) -> pa.Table:
        """Simulate one part; a row for each run, or one for each arm that cannot be."""
        columns: dict[str, list[Any]] = {name: [] for name in schema_of(self.job).names}
        for point in part.points:
            self._simulate_point(point, part.replicates, columns)
        return pa.table(columns, schema=schema_of(self.job))

    def _simulate_point(self, point: int, replicates: range, columns: dict[str, list[Any]]) -> None:
        job = self.job
        try:
            inputs, arms = _kept(self._resolved, point, lambda: job.resolved(point))
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
        seed = self.job.design.random_seed
        key = (beginning_key(inputs.community, inputs.parameters), replicates)
        initial = _kept(
            self._beginnings,
            key,
            lambda: draw_initial_state(
                inputs.community,
                inputs.parameters,
                random_seed=seed,
                first_replicate=replicates.start,
                n_runs=len(replicates),
            ),
        )
        programmes = [arm.programme for arm in arms if arm.programme is not None]
        return simulate_initial(
            inputs.community,
            with_hamlets_of(inputs.community, initial),
            programmes,
            inputs.parameters,
            n_months=self.job.design.months,
            random_seed=seed,
        )


def _kept[K: Hashable, V](kept: "OrderedDict[K, V]", key: K, make: Callable[[], V]) -> V:
    """Take what is kept under a key, or make it and keep it; the oldest goes."""
    value = kept.get(key)
    if value is None:
        value = kept[key] = make()
        while len(kept) > MOST_KEPT:
            kept.popitem(last=False)
    return value


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
        shown = [row[place] for row in job.points.rows] if factor.low is None else []
        kind = pa.int64() if factor.whole else pa.float64()
        fields.append((factor.column, _type_of(shown) if factor.low is None else kind))
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
    if kinds == {bool}:
        return pa.bool_()
    if kinds == {int}:
        return pa.int64()
    if kinds <= {int, float}:
        return pa.float64()
    return pa.string()
