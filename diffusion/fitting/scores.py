"""How good a forecast was: of the curve, its band, of when each adopted, and who was next."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diffusion.fitting.forecast import Forecast
from diffusion.fitting.villages import Village

type Reals = NDArray[np.float64]

BAND = 0.9
"""Share of a forecast's histories between the ends of its band."""

LEAST = 1e-4
"""A chance below this counts as this in `log_loss`, so that one surprise is not infinitely bad."""

_ALIKE = 1e-12


def crps(curves: Reals, observed: Reals) -> Reals:
    """Continuous ranked probability score of each period: 0 is perfect, in shares of the people.

    mean |x - y| - mean |x - x'| / 2 over the histories x, x' (Gneiting and Raftery 2007, Journal
    of the American Statistical Association 102, 359, equation 21). Of a single history it is the
    absolute error.

    Parameters
    ----------
    curves : float64 [M, P]
        Cumulative shares in M histories.
    observed : float64 [P]

    Returns
    -------
    float64 [P]
    """
    ranked, n_runs = np.sort(curves, axis=0), len(curves)
    place = 2.0 * np.arange(1, n_runs + 1)[:, None] - n_runs - 1
    missed = np.abs(ranked - observed).mean(axis=0)
    score: Reals = missed - (place * ranked).sum(axis=0) / n_runs**2
    return score


def rmse(curves: Reals, observed: Reals) -> float:
    """Root of the mean squared error of the mean of the histories, over periods."""
    return float(np.sqrt(((curves.mean(axis=0) - observed) ** 2).mean()))


def band_of(curves: Reals, share: float = BAND) -> tuple[Reals, Reals]:
    """Give the two ends of the band that holds a share of the histories, by period [P]."""
    low, high = np.quantile(curves, [(1 - share) / 2, (1 + share) / 2], axis=0)
    return low, high


def coverage(curves: Reals, observed: Reals, *, n_people: int, share: float = BAND) -> float:
    """Share of periods in which what was observed lies in the band.

    People are whole: what lies within half a person of an end lies in the band.
    """
    low, high = band_of(curves, share)
    half = 0.5 / n_people + 1e-9
    return float(((observed >= low - half) & (observed <= high + half)).mean())


def log_loss(probabilities: Reals, column: NDArray[np.int64]) -> float:
    """Mean of -log of the chance that was given to what each person did; NaN of nobody.

    Parameters
    ----------
    probabilities : float64 [n, P + 1]
        Of the people who had not adopted: chance of each period of adoption, and of never.
    column : int64 [n]
        What each did: place of the period from 0, or P for never.
    """
    if not len(column):
        return float("nan")
    kept = np.maximum(probabilities, LEAST)
    given = kept[np.arange(len(column)), column] / kept.sum(axis=1)
    return float(-np.log(given).mean())  # noqa: TID251  only measures


def concordance(probabilities: Reals, column: NDArray[np.int64]) -> tuple[float, int]:
    """Count pairs in which who adopted next had been given the larger chance.

    A pair is of two people at risk in one period of one village, of whom one adopted in it. Who
    is at risk in a period is ranked by the chance to adopt in it of who has not adopted before,
    as the forecast gave it at the start. Equal chances count one half.

    Parameters
    ----------
    probabilities, column
        As of `log_loss`.

    Returns
    -------
    tuple of float and int
        Pairs in the right order, and all pairs.
    """
    right, n_pairs = 0.0, 0
    for period in range(probabilities.shape[1] - 1):
        is_at_risk = column >= period
        left = probabilities[is_at_risk, period:].sum(axis=1)
        chance = probabilities[is_at_risk, period] / np.maximum(left, _ALIKE)
        has_adopted = column[is_at_risk] == period
        apart = chance[has_adopted][:, None] - chance[~has_adopted][None, :]
        right += float((apart > _ALIKE).sum() + 0.5 * (np.abs(apart) <= _ALIKE).sum())
        n_pairs += apart.size
    return right, n_pairs


@dataclass(frozen=True)
class Scores:
    """Scores of one forecast of one village.

    Attributes
    ----------
    crps : float
        Mean over periods of `crps`.
    rmse : float
    coverage : float
        Share of periods inside the band of 90 %.
    log_loss : float
        Of the period of adoption, or never, of each who had not adopted; NaN of nobody.
    n_at_risk : int
        People who had not adopted, of whom it is known what they did.
    right : float
        Pairs in the right order of `concordance`.
    n_pairs : int
    """

    crps: float
    rmse: float
    coverage: float
    log_loss: float
    n_at_risk: int
    right: float
    n_pairs: int


def score(forecast: Forecast, village: Village, *, known_to: int) -> Scores:
    """Compare a forecast with what was observed.

    Parameters
    ----------
    forecast
    village
        With all of its periods.
    known_to
        How many periods were known to the forecast.
    """
    observed = village.cumulative[known_to:]
    curves, n_periods = forecast.curves, len(observed)
    # Of who was observed for a shorter time than the rest nobody knows what came after.
    is_known = (village.toa >= known_to) | (
        (village.toa < 0) & (village.last >= village.n_periods - 1)
    )
    column = np.where(village.toa < 0, n_periods, village.toa - known_to)[is_known]
    chances = forecast.probabilities[is_known]
    right, n_pairs = concordance(chances, column)
    return Scores(
        float(crps(curves, observed).mean()),
        rmse(curves, observed),
        coverage(curves, observed, n_people=village.n_people),
        log_loss(chances, column),
        int(is_known.sum()),
        right,
        n_pairs,
    )
