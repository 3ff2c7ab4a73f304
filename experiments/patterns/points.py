"""Whether each pattern could have failed: verdicts at points of the ranges of assumed numbers."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from histories import values_of
from patterns import NOT_MEASURED, TOLD, verdict
from SALib.sample import latin

import diffusion
from diffusion.calibration.job import Job
from diffusion.calibration.judge import VERDICTS
from diffusion.calibration.space import Space

SEED = 1
"""Random seed of the points."""


def points_of(space: Space, n_points: int) -> Iterator[dict[str, float | int]]:
    """Draw points by a Latin hypercube: on a log scale where the low end is above 0."""
    problem = {
        "num_vars": len(space),
        "names": [*space.paths],
        "bounds": [[0.0, 1.0]] * len(space),
    }
    for unit in latin.sample(problem, n_points, seed=SEED):
        point: dict[str, float | int] = {}
        for axis, share in zip(space.axes, unit, strict=True):
            low, high = axis.low, axis.high
            value = low * (high / low) ** share if axis.is_log else low + (high - low) * share
            value = min(max(float(value), low), high)
            point[axis.path] = round(value) if axis.is_whole else value
        yield point


def verdicts_at_points(
    job: Job, community: diffusion.Community, *, n_points: int, n_runs: int
) -> tuple[pd.DataFrame, int]:
    """Judge every pattern at points of all ranges together, beginning with the default set.

    Returns
    -------
    pandas.DataFrame
        One row for each pattern: share of points that pass, hold partly, fail, or where it cannot
        be measured; and the values between which nine of ten points lie.
    int
        Points that were refused, because their numbers contradict each other.
    """
    rows, n_refused = [], 0
    for point in points_of(job.space, n_points):
        try:
            here = community.with_settings(point)
        except diffusion.InputError:
            n_refused += 1
            continue
        measured = values_of(job, here, "default", n_runs=n_runs)
        for pattern in job.file.pattern:
            values = measured[pattern.name]
            judged = verdict(pattern, values, least_runs=job.file.least_runs)
            value = np.nan if judged == NOT_MEASURED else float(np.nanmean(values))
            told = TOLD[pattern.name].of(value)
            rows.append({"pattern": pattern.name, "value": told, "verdict": judged})
    table = pd.DataFrame(rows, columns=["pattern", "value", "verdict"])
    shares = table.groupby("pattern")["verdict"].value_counts(normalize=True).unstack(fill_value=0)
    shares = shares.reindex(columns=list(VERDICTS), fill_value=0.0)
    shares.columns = [f"points_{name.replace(' ', '_')}" for name in VERDICTS]
    values = table.groupby("pattern")["value"]
    shares["points_low"], shares["points_high"] = values.quantile(0.05), values.quantile(0.95)
    return shares.reset_index(), n_refused
