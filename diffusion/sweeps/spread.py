"""What a sweep over an ensemble says: at each point of its design, over the ensemble and luck."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from diffusion.errors import InputError, Problem
from diffusion.statistics.intervals import means_of
from diffusion.statistics.weighted import weighted_quantiles
from diffusion.sweeps.over import OF_ENSEMBLE, Ensemble
from diffusion.sweeps.pairs import shown, with_budget_keys
from diffusion.sweeps.plan import ensemble_of

if TYPE_CHECKING:
    import pandas as pd

    from diffusion.sweeps.read import Sweep

type Reals = NDArray[np.float64]

_ENDS = (0.05, 0.95)


def over_points(sweep: "Sweep", outcome: str) -> "pd.DataFrame":
    """Means over the points of an ensemble, their bands, and how often each has more.

    Points of the ensemble at which some strategy could not be run, or has no value, are left out
    for this point of the design.

    Parameters
    ----------
    sweep
        One over an ensemble.
    outcome
        Column of an outcome.

    Returns
    -------
    pandas.DataFrame
        One row for each point of the design, budget (NaN: as written) and strategy: point (of the
        design), the factors, budget, strategy, n_points (of the ensemble), n_left_out; default,
        the mean with the numbers of the files; mean, over the ensemble; points_low and
        points_high, between which the means of 90 % of its points lie; histories_low and
        histories_high, between which 90 % of single histories of all points lie; won, the share of
        points with more than the first strategy of the design in the mean; clearly_won and
        clearly_lost, where the 95 % interval of the paired difference lies above 0, or below;
        undecided, the rest (NaN for the first).

    Raises
    ------
    InputError
        If the sweep is over no ensemble.
    """
    import pandas as pd

    ensemble = ensemble_of(sweep.origin)
    if ensemble is None:
        raise InputError(Problem(str(sweep.folder), "", "a sweep over an ensemble", "one without"))
    columns = ["point", OF_ENSEMBLE, *sweep.factors, "strategy", "budget", "replicate", outcome]
    rows = with_budget_keys(sweep.rows(columns))
    rows["point"] //= 1 + len(ensemble.settings)
    names = [name for name in _order(sweep) if name in set(rows["strategy"])]
    found = []
    for (point, budget), group in rows.groupby(["point", "budget"], sort=True):
        factors = {name: group[name].iloc[0] for name in sweep.factors}
        key = {"point": point, **factors, "budget": budget}
        found += [key | row for row in _of_point(group, names, outcome, ensemble)]
    return shown(pd.DataFrame(found))


def _order(sweep: "Sweep") -> list[str]:
    return [str(one["name"]) for one in sweep.origin["inputs"]["programmes"]]


def _of_point(
    group: "pd.DataFrame", names: list[str], outcome: str, ensemble: Ensemble
) -> list[dict[str, Any]]:
    """Take the runs of one point of the design together."""
    table = group.pivot_table(
        index=OF_ENSEMBLE, columns=["strategy", "replicate"], values=outcome, observed=True,
        dropna=False,
    ).astype(np.float64)  # fmt: skip
    here = [name for name in names if name in table.columns.get_level_values(0)]
    runs = np.stack([table[name].to_numpy() for name in here], axis=1)
    number = table.index.to_numpy()
    means = np.where(np.isnan(runs).all(axis=2), np.nan, _mean(runs))
    is_whole = (number > 0) & ~np.isnan(means).any(axis=1)
    weight = np.asarray(ensemble.weight)[number[is_whole] - 1]
    weight = weight / weight.sum() if len(weight) else weight
    own = means[number == 0]
    rows = []
    for place, name in enumerate(here):
        row = {
            "strategy": name,
            "n_points": int(is_whole.sum()),
            "n_left_out": len(ensemble.settings) - int(is_whole.sum()),
            "default": float(own[0, place]) if len(own) else np.nan,
        }
        if len(weight):
            row |= _spread(runs[is_whole, place], runs[is_whole, 0], weight, is_first=not place)
        rows.append(row)
    return rows


def _mean(runs: Reals) -> Reals:
    """Mean over the runs that have a value [points, strategies]."""
    is_there = ~np.isnan(runs)
    total: Reals = np.where(is_there, runs, 0.0).sum(axis=2)
    mean: Reals = total / np.maximum(1, is_there.sum(axis=2))
    return mean


def _spread(runs: Reals, first: Reals, weight: Reals, *, is_first: bool) -> dict[str, float]:
    """Bands of one strategy [points, runs], and shares of the points beside the first."""
    means = _mean(runs[:, None])[:, 0]
    is_there = ~np.isnan(runs)
    each = np.broadcast_to((weight / is_there.sum(axis=1))[:, None], runs.shape)
    low, high = weighted_quantiles(means, weight, _ENDS)
    runs_low, runs_high = weighted_quantiles(runs[is_there], each[is_there], _ENDS)
    row = {
        "mean": float(weight @ means),
        "points_low": float(low),
        "points_high": float(high),
        "histories_low": float(runs_low),
        "histories_high": float(runs_high),
    }
    shares = dict.fromkeys(("won", "clearly_won", "clearly_lost", "undecided"), np.nan)
    if not is_first:
        found = means_of((runs - first).T)
        reach = np.nan_to_num(found.reach * found.error)
        above, below = found.mean - reach > 0, found.mean + reach < 0
        parts = (found.mean > 0, above, below, ~(above | below))
        shares = dict(zip(shares, (float(weight @ part) for part in parts), strict=True))
    return row | shares
