"""How wide a band must be to hold what it says, learnt from forecasts of villages left out.

What was observed may lie one half band from the middle: then it is at the end of the band. Of such
distances in villages that were left out, the one below which 90 % of them lie is the width that
the band of 90 % lacked there: it is 1 where the band holds what it says. Split conformal
prediction does the same (Lei, G'Sell, Rinaldo, Tibshirani and Wasserman 2018, Journal of the
American Statistical Association 113, 1094) and corrects for few cases; here periods
of a village hang together, so that no such correction is known and `KEPT` draws to 1 instead.
"""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from diffusion.fitting.forecast import Forecast
from diffusion.fitting.scores import BAND, band_of
from diffusion.fitting.villages import Village
from diffusion.statistics.weighted import weighted_quantiles

type Reals = NDArray[np.float64]

KEPT = 0.2
"""Part of the way from a learnt width back to 1, on the scale of logarithms."""

NARROWEST, WIDEST = 0.25, 4.0
"""Between these a width is learnt."""


def distances(curves: Reals, observed: Reals, *, n_people: int) -> Reals:
    """How far what was observed lies from the middle, in half bands of its side, by period [P].

    People are whole: half a person is taken off, and no half band is less than half a person.

    Parameters
    ----------
    curves : float64 [M, P]
    observed : float64 [P]
    n_people : int
    """
    low, high = band_of(curves, BAND)
    middle = np.median(curves, axis=0)
    side = np.where(observed > middle, high - middle, middle - low)
    half = 0.5 / n_people
    found: Reals = np.maximum(np.abs(observed - middle) - half, 0.0) / np.maximum(side, half)
    return found


def learnt_width(left_out: Iterable[tuple[Forecast, Village]]) -> float:
    """Width that the band lacked in villages left out, as a factor.

    Parameters
    ----------
    left_out : iterable of tuple of Forecast and Village
        Forecasts of which none knew how its village went on; a village counts once, however many
        curves it has.
    """
    each: dict[str, list[Reals]] = {}
    for found, village in left_out:
        observed = village.cumulative[found.known_to :]
        own = distances(found.curves, observed, n_people=village.n_people)
        each.setdefault(village.group, []).append(own)
    by_village = [np.concatenate(own) for own in each.values()]
    weight = np.concatenate([np.full(len(own), 1 / len(own)) for own in by_village])
    needed = weighted_quantiles(np.concatenate(by_village), weight, (BAND,))[0]
    return float(np.clip(needed, NARROWEST, WIDEST) ** (1 - KEPT))


def widened(forecast: Forecast, width: float, village: Village) -> Forecast:
    """Move histories away from the middle of each period, or nearer to it.

    They stay between the share that had adopted at the last period known, and all; and none falls.

    Parameters
    ----------
    forecast
    width
        By which distances from the median are multiplied.
    village
        Which is forecast.
    """
    if width == 1.0:
        return forecast
    middle = np.median(forecast.curves, axis=0)
    moved = middle + width * (forecast.curves - middle)
    least = village.cumulative[forecast.known_to - 1]
    curves = np.maximum.accumulate(np.clip(moved, least, 1.0), axis=1)
    return replace(forecast, curves=curves)
