"""Which numbers move the difference between two programmes."""

from collections.abc import Mapping
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from diffusion.calibration.space import Axis, Space
from diffusion.robustness.duel import Met
from diffusion.robustness.flip import Try
from diffusion.statistics.intervals import LEVEL
from diffusion.sweeps.points import unit_sample
from diffusion.sweeps.sensitivity import indices_of

if TYPE_CHECKING:
    import pandas as pd

type Reals = NDArray[np.float64]

STRONGEST = 8
"""Numbers of which indices are computed; all others stay as in the files."""

BLOCKS = {"morris": 10, "sobol": 32}
"""Trajectories, base points."""

_FEWEST = 10
"""Points from which ranks are correlated."""


def correlations(unit: Reals, weight: Reals, met: Met) -> "pd.DataFrame":
    """Correlate the ranks of each number with those of the difference, over the points.

    Parameters
    ----------
    unit : float64 [points, axes]
    weight : float64 [points]
    met : Met
        Of the points.

    Returns
    -------
    pandas.DataFrame
        A row for each axis: correlation (Spearman, weighted), from and to (95 %, Fisher's z), and
        is_clear, whether it is above the largest that chance alone gives in 20 tries
        (Bonferroni); NaN where fewer than ten points could be run or all came to the same.
    """
    import pandas as pd
    from scipy.stats import rankdata

    n_axes, run = unit.shape[1], met.is_run
    table = np.full((n_axes, 3), np.nan)
    clear = np.zeros(n_axes, np.bool_)
    values = met.difference[run]
    if len(values) >= _FEWEST and np.ptp(values) > 0:
        share = weight[run] / weight[run].sum()
        ranks = _centred(rankdata(unit[run], axis=0), share)
        of_values = _centred(rankdata(values)[:, None], share)[:, 0]
        length = np.sqrt((share @ ranks**2) * (share @ of_values**2))
        found = np.divide(
            (share * of_values) @ ranks, length, out=np.full(n_axes, np.nan), where=length > 0
        )
        n_equal = 1 / (share**2).sum()
        error = 1 / np.sqrt(max(n_equal - 3, 1.0))
        z = np.arctanh(np.clip(found, -0.999_999, 0.999_999))
        reach = NormalDist().inv_cdf((1 + LEVEL) / 2) * error
        ends = [np.tanh(z - reach), np.tanh(z + reach)]  # noqa: TID251  # only measures
        table = np.stack([found, *ends], axis=1)
        clear = np.abs(z) > NormalDist().inv_cdf(1 - (1 - LEVEL) / 2 / n_axes) * error
    columns = ("correlation", "correlation_from", "correlation_to")
    frame = pd.DataFrame(dict(zip(columns, table.T, strict=True)))
    return frame.assign(is_clear=clear)


def _centred(ranks: Reals, share: Reals) -> Reals:
    centred: Reals = ranks - share @ ranks
    return centred


def strongest(swing: Reals) -> list[int]:
    """Choose the numbers that change the difference most, one at a time."""
    order = np.argsort(-swing, kind="stable")[:STRONGEST]
    return [int(place) for place in order if swing[place] > 0]


def explained(unit: Reals, weight: Reals, met: Met, places: list[int]) -> tuple[Reals, float]:
    """Regress the ranks of the difference on those of some numbers, all at once.

    Returns
    -------
    float64 [places], float
        Standardised coefficients, and the share of the variance of the ranks that they explain;
        NaN where there are too few points.
    """
    from scipy.stats import rankdata

    run = met.is_run
    if run.sum() < _FEWEST + len(places) or not places or np.ptp(met.difference[run]) == 0:
        return np.full(len(places), np.nan), np.nan
    share = weight[run] / weight[run].sum()
    ranks = _centred(rankdata(unit[run][:, places], axis=0), share)
    values = _centred(rankdata(met.difference[run])[:, None], share)[:, 0]
    ranks = ranks / np.maximum(np.sqrt(share @ ranks**2), 1e-300)
    values = values / np.sqrt(share @ values**2)
    root = np.sqrt(share)
    found = np.linalg.lstsq(root[:, None] * ranks, root * values, rcond=None)[0]
    left = values - ranks @ found
    return found, float(1 - share @ left**2)


def indices(
    method: str, space: Space, places: list[int], attempt: Try, *, random_seed: int
) -> "pd.DataFrame":
    """Compute the indices of Morris or Sobol of the difference, of some numbers.

    Returns
    -------
    pandas.DataFrame
        number, and the columns of `diffusion.sweeps.sensitivity` with 95 % bootstrap intervals; no
        row where the difference never varies or too little could be run.
    """
    import pandas as pd

    axes = [space.axes[place] for place in places]
    names = [axis.path for axis in axes]
    unit = unit_sample(method, names, BLOCKS[method], seed=random_seed)
    met = attempt(method, [_settings(axes, point) for point in unit])
    size = len(names) + (2 if method == "sobol" else 1)
    blocks = met.difference.reshape(-1, size)
    whole = ~np.isnan(blocks).any(axis=1)
    columns: Mapping[str, Any] = {}
    if whole.sum() >= BLOCKS[method] // 2 and np.ptp(blocks[whole]) > 0:
        by_block = unit.reshape(len(blocks), size, -1)[whole]
        columns = indices_of(method, names, by_block, blocks[whole])
    else:
        names = []
    return pd.DataFrame({"number": names} | dict(columns))


def _settings(axes: list[Axis], point: Reals) -> dict[str, float | int]:
    shares = point.tolist()
    return {axis.path: axis.value(share) for axis, share in zip(axes, shares, strict=True)}
