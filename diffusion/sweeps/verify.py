"""Runs a sample of a finished sweep again, and says whether it comes out the same."""

import math
import operator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from diffusion.ensembles.options import Progress
from diffusion.errors import InputError, Problem
from diffusion.scenario.renamed import new_path
from diffusion.sweeps.plan import plan_of_origin
from diffusion.sweeps.read import NONE_YET, Sweep
from diffusion.sweeps.worker import Worker
from diffusion.util.atomic import SIGNATURE

TOLERANCE = 1e-9
"""What real numbers may differ by, relative to those above 1; counts and rupiah may not."""

_N_PARTS = 5
"""Parts that are run again."""


@dataclass(frozen=True)
class Agreement:
    """What came out when a sample was run again.

    Attributes
    ----------
    n_parts, n_rows : int
        Of the sample.
    differences : tuple of str
        A line for each column that differs; empty if all agrees.
    """

    n_parts: int
    n_rows: int
    differences: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """Whether nothing differs."""
        return not self.differences


def verify_sweep(folder: str | Path, *, progress: Progress | None = None) -> Agreement:
    """Run a sample of a sweep's parts again, evenly spread, and compare every row.

    Counts and rupiah must be equal, real numbers to 1e-9.

    Raises
    ------
    InputError
        If there is no sweep in the folder, or no part of one yet.
    """
    sweep = Sweep(Path(folder))
    job = plan_of_origin(sweep.origin).job
    numbers = sorted({round(p) for p in np.linspace(0, job.n_parts - 1, _N_PARTS)})
    worker = Worker(job)
    differences: dict[str, None] = {}
    n_rows = n_parts = 0
    for done, number in enumerate(numbers):
        if progress is not None:
            progress(done, len(numbers))
        part = job.part(number)
        kept = sweep.table(
            where=(pc.field("point") >= part.points.start)
            & (pc.field("point") < part.points.stop)
            & (pc.field("replicate") >= part.replicates.start)
            & (pc.field("replicate") < part.replicates.stop)
        )
        kept = kept.rename_columns(
            [new_path(name, place=SIGNATURE, root="outcomes.") for name in kept.column_names]
        )
        if kept.num_rows == 0 and not sweep.is_complete:
            continue
        n_parts += 1
        n_rows += kept.num_rows
        differences |= dict.fromkeys(_differences(kept, worker.simulate(part)))
    if n_parts == 0:
        raise InputError(Problem(str(folder), "", "at least one finished part", NONE_YET))
    return Agreement(n_parts, n_rows, tuple(differences))


def _differences(kept: pa.Table, again: pa.Table) -> list[str]:
    if kept.num_rows != again.num_rows:
        return [f"expected {kept.num_rows:,} rows; found {again.num_rows:,}"]
    found = []
    for name, kind in zip(kept.schema.names, kept.schema.types, strict=True):
        before, now = kept.column(name).to_pylist(), again.column(name).to_pylist()
        is_close = _is_close if kind == pa.float64() else operator.eq
        row = next(
            (r for r, pair in enumerate(zip(before, now, strict=True)) if not is_close(*pair)), None
        )
        if row is not None:
            found.append(f"{name}: expected {before[row]}; found {now[row]}")
    return found


def _is_close(before: float | None, now: float | None) -> bool:
    """Compare two real numbers; none and not-a-number are only like themselves."""
    if before is None or now is None or math.isnan(before) or math.isnan(now):
        return repr(before) == repr(now)
    return math.isclose(before, now, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
