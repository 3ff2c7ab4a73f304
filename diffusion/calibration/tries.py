"""Tries points on all processors, and keeps what they came to, so that work can be stopped."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from diffusion.calibration.job import Found, Job
from diffusion.ensembles.options import Progress
from diffusion.sweeps.store import TABLE, Store

type Reals = NDArray[np.float64]

PART = 25
"""Points of one part: a second or two of work, and what an interruption may lose."""

COLUMNS = ("stage", "first_replicate", "n_runs", "refused")


class CalibrationStore(Store):
    """The folder of one calibration."""

    work = "calibration"
    key = "patterns"

    def reopen(self, schema: pa.Schema) -> None:
        """Cut a finished table into its parts again, where what was made of it is lost."""
        if not self.is_complete:
            return
        self.make_parts()
        table = pq.read_table(self.folder / TABLE, schema=schema)
        number = row = 0
        keys = [table.column(name).to_pylist() for name in COLUMNS[:3]]
        while row < table.num_rows:
            end = row + 1
            while (
                end < table.num_rows
                and end - row < PART
                and all(key[end] == key[row] for key in keys)
            ):
                end += 1
            self.add(number, table.slice(row, end - row))
            number, row = number + 1, end
        (self.folder / TABLE).unlink()


@dataclass
class Tries:
    """Tries points when they are asked for; those that were tried before are read.

    What is asked for depends on nothing but what was found before, so that a calibration that was
    stopped asks for the same points in the same order.

    Attributes
    ----------
    job : Job
    store : CalibrationStore
    n_threads : int
    n_expected : int
        Points that the whole may take, for the progress.
    """

    job: Job
    store: CalibrationStore
    n_threads: int
    n_expected: int
    progress: Progress | None = None
    tell: Callable[[str], None] | None = None
    n_parts: int = 0
    n_tried: int = 0
    stages: list[tuple[str, Reals, Found]] = field(default_factory=list)

    def __call__(
        self, points: Reals, stage: str, *, first_replicate: int = 0, n_runs: int | None = None
    ) -> Found:
        """Try some points [points, axes]; by itself with the runs that the file asks for."""
        n_runs = n_runs or self.job.file.runs
        parts = [points[first : first + PART] for first in range(0, len(points), PART)]
        numbers = range(self.n_parts, self.n_parts + len(parts))

        def work(number: int, part: Reals) -> Found:
            if self.store.has(number):
                kept = self._read(number, part, stage, first_replicate, n_runs)
                if kept is not None:
                    return kept
            found = self.job.simulate(part, first_replicate=first_replicate, n_runs=n_runs)
            table = as_table(self.job, part, found, (stage, first_replicate, n_runs))
            self.store.add(number, table)
            return found

        found = []
        with ThreadPoolExecutor(self.n_threads) as pool:
            try:
                for one in pool.map(work, numbers, parts):
                    found.append(one)
                    self.n_tried += len(one.refused)
                    if self.progress is not None:
                        self.progress(self.n_tried, max(self.n_expected, self.n_tried))
            finally:
                pool.shutdown(cancel_futures=True)
        self.n_parts += len(parts)
        whole = Found.joined(found)
        self.stages.append((stage, points, whole))
        return whole

    def _read(
        self, number: int, part: Reals, stage: str, first_replicate: int, n_runs: int
    ) -> Found | None:
        """Read a part that was tried before; None if it is not of these points."""
        schema = schema_of(self.job)
        table = self.store.read(number, schema)
        found = _found_in(self.job, table)
        if len(found.refused) != len(part):
            return None
        asked = as_table(self.job, part, found, (stage, first_replicate, n_runs))
        columns = [*COLUMNS, *self.job.space.paths]
        return found if asked.select(columns).equals(table.select(columns)) else None


def schema_of(job: Job) -> pa.Schema:
    """Columns of the table of all tries."""
    fields = [("stage", pa.string()), ("first_replicate", pa.int64()), ("n_runs", pa.int64())]
    fields.append(("refused", pa.string()))
    fields += [
        (axis.path, pa.int64() if axis.is_whole else pa.float64()) for axis in job.space.axes
    ]
    fields += [(name, pa.float64()) for name in _measures(job)]
    return pa.schema(fields)


def _measures(job: Job) -> Sequence[str]:
    return [f"{one.name}{end}" for one in job.file.pattern for end in ("", " error", " measured")]


def as_table(job: Job, points: Reals, found: Found, made: tuple[str, int, int]) -> pa.Table:
    """Write tries as a table: settings, and what they came to."""
    settings = [{} if np.isnan(one).any() else job.space.settings(one) for one in points]
    n_points = len(points)
    columns: dict[str, list[object]] = {
        name: [value] * n_points for name, value in zip(COLUMNS[:3], made, strict=True)
    }
    columns["refused"] = [text or None for text in found.refused]
    for axis in job.space.axes:
        own = int(axis.default) if axis.is_whole else axis.default
        columns[axis.path] = [one.get(axis.path, own) for one in settings]
    for place, pattern in enumerate(job.file.pattern):
        columns[pattern.name] = found.value[:, place].tolist()
        columns[f"{pattern.name} error"] = found.error[:, place].tolist()
        columns[f"{pattern.name} measured"] = found.measured[:, place].tolist()
    return pa.table(columns, schema=schema_of(job))


def _found_in(job: Job, table: pa.Table) -> Found:
    value, error, measured = (
        np.stack(
            [
                table.column(f"{one.name}{end}").to_numpy(zero_copy_only=False)
                for one in job.file.pattern
            ],
            axis=1,
        ).astype(np.float64)
        for end in ("", " error", " measured")
    )
    refused = tuple(text or "" for text in table.column("refused").to_pylist())
    return Found(value, error, measured, refused)
