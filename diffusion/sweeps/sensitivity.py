"""What the outcome of a sampled sweep hangs on: indices of Sobol, elementary effects of Morris."""

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from diffusion.errors import InputError, Problem
from diffusion.statistics.intervals import LEVEL
from diffusion.sweeps.jobs import Job
from diffusion.sweeps.pairs import shown, with_budget_keys
from diffusion.sweeps.plan import plan_of_origin
from diffusion.sweeps.read import Sweep

if TYPE_CHECKING:
    import pandas as pd

type Reals = NDArray[np.float64]

LEAST = {"sobol": 8, "morris": 4}
"""Whole blocks from which indices are computed: base points, trajectories."""

_COLUMNS = {
    "sobol": ("first", "first_low", "first_high", "total", "total_low", "total_high"),
    "morris": ("mu", "mu_star", "mu_star_low", "mu_star_high", "sigma"),
}
_N_RESAMPLES = 1000
_RANDOM_SEED = 1
"""Of the bootstrap samples of the intervals."""

NEVER_VARIES = "undefined: the outcome never varies"


def sensitivity(sweep: Sweep, outcome: str, *, reference: str | None = None) -> "pd.DataFrame":
    """Compute indices from the means of the points of a sample of Sobol or Morris, by SALib.

    Sobol (Saltelli et al. 2010; Jansen for the total): `first` is the share of the variance that a
    factor makes alone, `total` with all that it does together with others. Morris (1991; Campolongo
    et al. 2007): `mu` is the mean change of the outcome over the whole range of a factor,
    `mu_star` that of its size, `sigma` how much it differs from place to place. Intervals are
    bootstrap intervals at 95 %, over blocks: base points, or trajectories. The luck of few
    replicates counts as if factors made it together.

    Parameters
    ----------
    sweep
    outcome
        A column of `Sweep.outcomes`.
    reference
        If given, the indices are of the paired difference to this strategy.

    Returns
    -------
    pandas.DataFrame
        One row for each combination of levels, strategy, budget (NaN: as written) and sampled
        factor; the indices, n_blocks, n_left_out and note. A block of which a point is missing,
        because it failed or has no value, is left out whole. Without a variance, or with fewer
        than 8 base points or 4 trajectories, indices are NaN and the note says why.

    Raises
    ------
    InputError
        If the sample is no Sobol or Morris, or something asked for is not there.
    """
    import pandas as pd

    job = plan_of_origin(sweep.origin).job
    sample = job.design.sample
    if sample is None or sample.method not in LEAST:
        expected = 'a sweep with method "sobol" or "morris"'
        method = "no sample" if sample is None else sample.method
        raise InputError(Problem("sample.method", "", expected, method))
    found = sweep.means(outcome) if reference is None else sweep.differences(outcome, reference)
    means = with_budget_keys(found)
    rows = []
    for (strategy, budget), of_arm in means.groupby(["strategy", "budget"], observed=True):
        values = np.full(len(job.points), np.nan)
        values[of_arm["point"]] = of_arm["mean"]
        for levels, part in _by_levels(job, values):
            arm = levels | {"strategy": strategy, "budget": budget}
            rows += [arm | one for one in _indices(job, sample.method, part)]
    return shown(pd.DataFrame(rows))


def _by_levels(job: Job, values: Reals) -> Iterator[tuple[dict[str, Any], Reals]]:
    """Give the values of the sample at each combination of the factors that have levels."""
    n_rows = len(job.points.rows)
    gridded = [factor.column for factor in job.points.gridded]
    for first in range(0, len(values), n_rows):
        columns = job.points.columns(first)
        yield {name: columns[name] for name in gridded}, values[first : first + n_rows]


def _indices(job: Job, method: str, values: Reals) -> Iterator[dict[str, Any]]:
    """Compute the indices of each factor from the values of one sample."""
    names = [factor.column for factor in job.points.sampled]
    size = len(names) + (2 if method == "sobol" else 1)
    blocks = values.reshape(-1, size)
    is_whole = ~np.isnan(blocks).any(axis=1)
    kept = blocks[is_whole]
    counts = {"n_blocks": len(kept), "n_left_out": int((~is_whole).sum()), "note": ""}
    columns = dict.fromkeys(_COLUMNS[method], np.full(len(names), math.nan))
    if len(kept) < LEAST[method]:
        what = "base points" if method == "sobol" else "trajectories"
        counts["note"] = f"undefined: fewer than {LEAST[method]} {what} are whole"
    elif np.ptp(kept) <= 1e-12 * np.abs(kept).max():
        counts["note"] = NEVER_VARIES
    else:
        unit = job.points.unit.reshape(len(blocks), size, -1)[is_whole]
        columns = indices_of(method, names, unit, kept)
    for place, name in enumerate(names):
        yield {"factor": name} | {key: float(one[place]) for key, one in columns.items()} | counts


def indices_of(method: str, names: list[str], unit: Reals, blocks: Reals) -> dict[str, Reals]:
    """Compute the indices of factors from whole blocks of points.

    Parameters
    ----------
    method
        "sobol" or "morris".
    names
        Of the factors.
    unit : float64 [blocks, points of a block, factors]
        Places of the points, from 0 to 1, as SALib has drawn them.
    blocks : float64 [blocks, points of a block]
        What each came to.
    """
    from SALib.analyze import morris, sobol  # loaded late: it takes a second

    problem: Mapping[str, Any] = {
        "num_vars": len(names),
        "names": names,
        "bounds": [[0.0, 1.0]] * len(names),
    }
    options = {"num_resamples": _N_RESAMPLES, "conf_level": LEVEL, "seed": _RANDOM_SEED}
    if method == "sobol":
        found = sobol.analyze(problem, blocks.ravel(), calc_second_order=False, **options)
        return _with_ends("first", found["S1"], found["S1_conf"]) | _with_ends(
            "total", found["ST"], found["ST_conf"]
        )
    steps = unit.reshape(-1, len(names))
    found = morris.analyze(problem, steps, blocks.ravel(), num_levels=4, **options)
    size = _with_ends("mu_star", found["mu_star"], found["mu_star_conf"])
    columns = {"mu": found["mu"], **size, "sigma": found["sigma"]}
    return {name: np.asarray(one, np.float64) for name, one in columns.items()}


def _with_ends(name: str, value: Any, reach: Any) -> dict[str, Reals]:
    middle, half = np.asarray(value, np.float64), np.asarray(reach, np.float64)
    return {name: middle, f"{name}_low": middle - half, f"{name}_high": middle + half}
