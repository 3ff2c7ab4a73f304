"""What keeps artisans from adopting, month by month, with the programme and without it."""

from typing import Any

import numpy as np

from diffusion.results.barriers import BARRIERS
from diffusion.results.indicators import indicator
from diffusion.results.outcome import Outcome
from diffusion.statistics.intervals import intervals_by_family


def barrier_rows(programme: Outcome, nothing: Outcome, *, random_seed: int) -> list[dict[str, Any]]:
    """Count who stands at which barrier: one row a barrier and record, from 0 on.

    Parameters
    ----------
    programme, nothing
        Under the same luck.
    random_seed
        Of the bootstrap samples. Intervals of the differences hold for all barriers and records at
        once, and so do those of the counts with the programme, and without it.
    """
    there, without = _counts(programme), _counts(nothing)
    n_runs, n_records, n_barriers = there.shape
    families = [one.reshape(n_runs, -1) for one in (there, without, there - without)]
    found = dict(
        zip(
            ("programme", "nothing", "difference"),
            intervals_by_family(families, random_seed=random_seed),
            strict=True,
        )
    )
    rows = []
    for place, barrier in enumerate(BARRIERS):
        for month in range(n_records):
            at = month * n_barriers + place
            row: dict[str, Any] = {"month": month, "reason": barrier.name}
            for name, intervals in found.items():
                row[name] = float(intervals.mean[at])
                row[f"{name}_low"] = float(intervals.low[at])
                row[f"{name}_high"] = float(intervals.high[at])
            rows.append(row)
    return rows


def _counts(outcome: Outcome) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Artisans at each barrier, float64 [R, T + 1, barriers]."""
    columns = [
        [indicator(barrier.indicator, outcome.channels).of(outcome, record) for barrier in BARRIERS]
        for record in range(outcome.n_months + 1)
    ]
    return np.array(columns, np.float64).transpose(2, 0, 1)
