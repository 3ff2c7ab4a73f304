"""Lets what a village has of its own drift from period to period, as its neighbours' did."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diffusion.fitting.fit import Fit
from diffusion.fitting.forecast import Forecast, run_forward
from diffusion.fitting.keyed import chosen, normal_draws, uniform_draws
from diffusion.fitting.links import link_of
from diffusion.fitting.villages import Village
from diffusion.kernels.draws import DRIFT, DRIFT_STEP

type Reals = NDArray[np.float64]

GRID = np.linspace(-4, 4, 81)
"""Village effects at which likelihoods are worked out."""

SPREADS = (0.1, 0.2, 0.35, 0.5, 0.7, 1.0, 1.4)
STEPS = (0.0, 0.1, 0.2, 0.3, 0.45, 0.65)
"""Spreads of villages, and of the step of a period, among which `drift_of` chooses."""

MOST_VILLAGES = 60
"""Of more villages, or curves, each so manieth is looked at by `drift_of`."""

_APART = float(GRID[1] - GRID[0])


@dataclass(frozen=True)
class Drift:
    """How far villages differ at the start, and how far each moves in a period.

    Attributes
    ----------
    spread : float
        Standard deviation of village effects in the first period.
    step : float
        Standard deviation of what is added from one period to the next; 0 for none.
    """

    spread: float
    step: float


def agreements(fitted: Fit, village: Village, known_to: int) -> Reals:
    """Logarithm of the likelihood of who adopted in each of the first periods [k, grid]."""
    found = np.zeros((known_to, len(GRID)))
    link, estimate = link_of(fitted.law), fitted.found.estimate[None]
    for period in range(1, known_to):
        risk = village.at_risk(period)
        adopted, before = village.adopted_before(period), village.adopted_before(period - 1)
        own = fitted.predictor(village, period, adopted[None], before[None], estimate)[0, risk]
        adopts = (village.toa == period)[risk] * 1.0
        found[period] = link.agreement(own[None] + GRID[:, None], adopts[None]).sum(axis=1)
    return found


def drift_of(fitted: Fit, villages: Sequence[Village]) -> Drift:
    """Choose the drift with the largest likelihood in the villages that were fitted."""
    each = max(1, len(villages) // MOST_VILLAGES)
    tables = [agreements(fitted, one, one.n_periods) for one in villages[::each]]
    allowed = [Drift(spread, step) for spread in SPREADS for step in STEPS]
    likelihood = [sum(filtered(table, drift)[0] for table in tables) for drift in allowed]
    return allowed[int(np.argmax(likelihood))]


def filtered(table: Reals, drift: Drift) -> tuple[float, Reals]:
    """Go through the periods of a village; the forward filter of a hidden Markov chain.

    Parameters
    ----------
    table : float64 [k, grid]
        Of `agreements`; the first period has nothing in it.
    drift

    Returns
    -------
    tuple of float and float64 [grid]
        Logarithm of the likelihood of all periods, and how likely each effect is after them.
    """
    weight = _normal(GRID / drift.spread)
    weight /= weight.sum()
    moves = _moves(drift.step)
    total = 0.0
    for period, row in enumerate(table[1:], start=1):
        if period > 1:
            weight = moves @ weight
        highest = row.max()
        weight = weight * np.exp(row - highest)  # noqa: TID251  only measures
        fits = weight.sum()
        total += highest + float(np.log(fits))  # noqa: TID251  only measures
        weight = weight / fits
    return total, weight


def _normal(away: Reals) -> Reals:
    return np.asarray(np.exp(-0.5 * away**2), np.float64)  # noqa: TID251  only measures


def _moves(step: float) -> Reals:
    """Chance to move from each place of the grid (column) to each (row)."""
    if step == 0:
        return np.eye(len(GRID))
    moves = _normal((GRID[:, None] - GRID[None, :]) / step)
    return moves / moves.sum(axis=0)


def forecast_drifting(
    fitted: Fit, drift: Drift, village: Village, *, known_to: int, n_runs: int = 500, seed: int = 1
) -> Forecast:
    """Forecast as `diffusion.fitting.forecast.forecast`, the village effect drifting on.

    Parameters
    ----------
    fitted
    drift
        Of `drift_of`.
    village, known_to, n_runs, seed
        As there.
    """
    weight = filtered(agreements(fitted, village, known_to), drift)[1]
    luck = uniform_draws(n_runs, 2, purpose=DRIFT, random_seed=seed)
    effect = GRID[chosen(weight, luck[:, 0])] + (luck[:, 1] - 0.5) * _APART
    n_later = village.n_periods - known_to
    steps = drift.step * normal_draws(n_runs, n_later, purpose=DRIFT_STEP, random_seed=seed)
    if known_to == 1:  # the effect of period 1 is the first one, from which it drifts
        steps[:, 0] = 0.0
    effects = effect[:, None] + np.cumsum(steps, axis=1)
    return run_forward(fitted, village, effects, known_to=known_to, seed=seed)
