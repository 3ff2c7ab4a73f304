"""The rows that a sweep writes: their columns, what runs of one arm share, and what failed."""

from typing import Any

import pyarrow as pa

from diffusion.sweeps.jobs import Arm, Job
from diffusion.sweeps.over import OF_ENSEMBLE, PointsOver


def shared_columns(job: Job, point: int, arm: Arm | None) -> dict[str, Any]:
    """Columns that all runs of one arm of one point have in common."""
    return {
        "point": point,
        **job.points.columns(point),
        "strategy": None if arm is None else arm.strategy,
        "budget": None if arm is None else arm.budget,
        "price": None if arm is None else arm.price,
        "random_seed": job.design.random_seed,
    }


def add_failure(
    columns: dict[str, list[Any]],
    job: Job,
    point: int,
    replicates: range,
    message: str,
    arm: Arm | None,
) -> None:
    """Add one row that says why there are no runs."""
    row = shared_columns(job, point, arm) | {"replicate": replicates.start, "error": message}
    for name, values in columns.items():
        values.append(row.get(name))


def schema_of(job: Job) -> pa.Schema:
    """Columns of the table of a sweep, and their types."""
    fields = [("point", pa.int64())]
    if isinstance(job.points, PointsOver):
        fields.append((OF_ENSEMBLE, pa.int64()))
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
