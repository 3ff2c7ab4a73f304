"""Whether each pattern could have failed: verdicts at points of the ranges of assumed numbers."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from histories import Histories
from patterns import NOT_MEASURED, PATTERNS
from SALib.sample import latin

import diffusion

SEED = 1
"""Random seed of the points."""

FILES = {"community": "community", "parameters/default": "parameters"}
"""Files of sources.csv whose numbers are varied, and what their paths begin with."""

HELD = ("community.institutions.permit_month",)
"""Assumed numbers that stay as they are: the report dates the training, which a permit puts off."""

VERDICTS = ("pass", "partly", "fail", NOT_MEASURED)


def ranges_of(community: diffusion.Community) -> dict[str, tuple[float, float, bool]]:
    """Find low, high, and whether whole, of each assumed number, by the path of its setting.

    Lists of numbers and those of `HELD` are left as they are.
    """
    found = {}
    for row in community.sources:
        file, _, path = row["parameter"].partition(": ")
        if file in FILES and row["flag"] == "assumed" and " " not in row["value"]:
            texts = row["value"], row["low"], row["high"]
            is_whole = not any({".", "e"} & set(text) for text in texts)
            found[f"{FILES[file]}.{path}"] = float(row["low"]), float(row["high"]), is_whole
    return {path: found[path] for path in found if path not in HELD}


def points_of(community: diffusion.Community, n_points: int) -> Iterator[dict[str, float | int]]:
    """Draw points by a Latin hypercube: on a log scale where the low end is above 0."""
    ranges = ranges_of(community)
    problem = {
        "num_vars": len(ranges),
        "names": [*ranges],
        "bounds": [[0.0, 1.0]] * len(ranges),
    }
    for unit in latin.sample(problem, n_points, seed=SEED):
        point: dict[str, float | int] = {}
        for (path, (low, high, is_whole)), share in zip(ranges.items(), unit, strict=True):
            value = low * (high / low) ** share if low > 0 else low + (high - low) * share
            value = min(max(float(value), low), high)
            point[path] = round(value) if is_whole else value
        yield point


def verdicts_at_points(
    community: diffusion.Community, *, n_points: int, n_runs: int
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
    for point in points_of(community, n_points):
        try:
            here = community.with_settings(point)
        except diffusion.InputError:
            n_refused += 1
            continue
        histories = Histories(here, "default", n_runs=n_runs)
        for pattern in PATTERNS:
            values = pattern.of(histories)
            verdict = pattern.verdict(values)
            value = np.nan if verdict == NOT_MEASURED else float(np.nanmean(values))
            rows.append({"pattern": pattern.code, "value": value, "verdict": verdict})
    table = pd.DataFrame(rows, columns=["pattern", "value", "verdict"])
    shares = table.groupby("pattern")["verdict"].value_counts(normalize=True).unstack(fill_value=0)
    shares = shares.reindex(columns=list(VERDICTS), fill_value=0.0)
    shares.columns = [f"points_{name.replace(' ', '_')}" for name in VERDICTS]
    values = table.groupby("pattern")["value"]
    shares["points_low"], shares["points_high"] = values.quantile(0.05), values.quantile(0.95)
    return shares.reset_index(), n_refused
