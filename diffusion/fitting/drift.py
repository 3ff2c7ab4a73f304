"""Lets what a village has of its own drift from period to period, as its neighbours' did."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

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
"""Spreads of villages, and of the step of a period, that `drifts_of` weighs."""

MOST_VILLAGES = 60
"""Of more villages, or curves, each so manieth is looked at by `drifts_of`."""

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


@dataclass(frozen=True, eq=False)
class Drifts:
    """How likely each of several drifts is.

    Attributes
    ----------
    allowed : tuple of Drift
        D of them.
    logarithm : float64 [D]
        Logarithm of the likelihood of the villages that were fitted.
    """

    allowed: tuple[Drift, ...]
    logarithm: Reals

    @property
    def best(self) -> Drift:
        """The likeliest."""
        return self.allowed[int(np.argmax(self.logarithm))]

    def widened(self, n_villages: int) -> "Drifts":
        """Make each as much wider as a village that is not seen is beside J that were fitted.

        The fit has taken what J villages have in common out of them, so their variance is by
        (J - 1) / J too small; and the common part is itself known from J villages only, which
        adds 1 / J of the variance to a new one: together (J + 1) / (J - 1).
        """
        wider = float(np.sqrt((n_villages + 1) / max(1, n_villages - 1)))
        allowed = tuple(Drift(wider * one.spread, wider * one.step) for one in self.allowed)
        return Drifts(allowed, self.logarithm)


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


def drifts_of(fitted: Fit, villages: Sequence[Village]) -> Drifts:
    """Weigh drifts by their likelihood in the villages that were fitted, for a new village."""
    allowed = tuple(Drift(spread, step) for spread, step in product(SPREADS, STEPS))
    each = max(1, len(villages) // MOST_VILLAGES)
    tables = np.stack([agreements(fitted, one, one.n_periods) for one in villages[::each]])
    logarithm = np.array([filtered(tables, drift)[0].sum() for drift in allowed])
    n_villages = len({one.group for one in villages})
    return Drifts(allowed, logarithm).widened(n_villages)


def filtered(tables: Reals, drift: Drift) -> tuple[Reals, Reals]:
    """Go through the periods of villages; the forward filter of a hidden Markov chain.

    Parameters
    ----------
    tables : float64 [J, k, grid]
        Of `agreements`; the first period has nothing in it.
    drift

    Returns
    -------
    tuple of float64 [J] and float64 [J, grid]
        Logarithm of the likelihood of all periods, and how likely each effect is after them.
    """
    first = _normal(GRID / drift.spread)
    weight = np.tile(first / first.sum(), (len(tables), 1))
    moves = _moves(drift.step)
    total = np.zeros(len(tables))
    for period in range(1, tables.shape[1]):
        if period > 1:
            weight = weight @ moves.T
        row = tables[:, period]
        highest = row.max(axis=1)
        weight = weight * np.exp(row - highest[:, None])  # noqa: TID251  only measures
        fits = weight.sum(axis=1)
        total += highest + np.log(fits)  # noqa: TID251  only measures
        weight = weight / fits[:, None]
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
    fitted: Fit,
    drifts: Drifts,
    village: Village,
    *,
    known_to: int,
    n_runs: int = 500,
    seed: int = 1,
) -> Forecast:
    """Forecast as `diffusion.fitting.forecast.forecast`, the village effect drifting on.

    Each history has a drift of its own, drawn as likely as it is: by the other villages, and by
    the first periods of this one.

    Parameters
    ----------
    fitted
    drifts
        Of `drifts_of`.
    village, known_to, n_runs, seed
        As there.
    """
    table = agreements(fitted, village, known_to)[None]
    seen = [filtered(table, drift) for drift in drifts.allowed]
    logarithm = drifts.logarithm + np.array([float(total[0]) for total, _ in seen])
    likely = np.exp(logarithm - logarithm.max())  # noqa: TID251  only measures
    luck = uniform_draws(n_runs, 3, purpose=DRIFT, random_seed=seed)
    which = chosen(likely, luck[:, 2])
    place = np.empty(n_runs, np.int64)
    for at in np.unique(which).tolist():
        own = which == at
        place[own] = chosen(seen[at][1][0], luck[own, 0])
    effect = GRID[place] + (luck[:, 1] - 0.5) * _APART
    n_later = village.n_periods - known_to
    normal = normal_draws(n_runs, n_later, purpose=DRIFT_STEP, random_seed=seed)
    steps = np.array([drift.step for drift in drifts.allowed])[which][:, None] * normal
    if known_to == 1:  # the effect of period 1 is the first one, from which it drifts
        steps[:, 0] = 0.0
    effects = effect[:, None] + np.cumsum(steps, axis=1)
    return run_forward(fitted, village, effects, known_to=known_to, seed=seed)
