"""Mixes forecasts by their quantiles, with weights stated beforehand; or pools histories."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from diffusion.errors import InputError, Problem
from diffusion.fitting.forecast import Forecast
from diffusion.fitting.scores import crps

type Reals = NDArray[np.float64]

KEPT_EVEN = 0.2
"""Part of the weights that stays even where the rest is learnt by `learnt_weights`."""


def mix(forecasts: Sequence[Forecast], weights: Sequence[float] | None = None) -> Forecast:
    """Average the quantiles of forecasts, period by period; with equal weights by default.

    The band is as wide as those of the forecasts are on average. A pool of their histories is
    wider by how far the forecasts are apart: too wide, where the band of each holds what it says.

    Parameters
    ----------
    forecasts
        Of one village, with as many histories and periods each.
    weights
        None below 0; only what they are beside each other counts.

    Returns
    -------
    Forecast
        Its curves are ranked in each period: the mean of the lowest of all forecasts first.

    Raises
    ------
    InputError
        If there is no forecast, or not a weight for each.
    """
    share = _shares(forecasts, weights)
    curves = np.tensordot(share, np.stack([_ranked(one) for one in forecasts]), axes=1)
    return _of(forecasts, share, curves)


def pool(forecasts: Sequence[Forecast], weights: Sequence[float]) -> Forecast:
    """Take histories of each forecast, as many as its weight says.

    Of forecasts of which one is right and it is not known which, with the chance of each.

    Parameters
    ----------
    forecasts, weights
        As of `mix`.

    Raises
    ------
    InputError
        If there is no forecast, or not a weight for each.
    """
    share = _shares(forecasts, weights)
    ends = np.rint(np.cumsum(share) * len(forecasts[0].curves)).astype(int)
    # Histories are alike before they are drawn, so any of them may stand for the forecast; the
    # rows differ between the forecasts, so that luck in common is not taken twice.
    parts = [
        one.curves[start:end]
        for one, start, end in zip(forecasts, [0, *ends[:-1]], ends, strict=True)
    ]
    return _of(forecasts, share, np.concatenate(parts))


def _shares(forecasts: Sequence[Forecast], weights: Sequence[float] | None) -> Reals:
    """Make weights that add up to 1."""
    if not forecasts:
        raise InputError(Problem("forecasts", "", "at least one", "none"))
    asked = np.ones(len(forecasts)) if weights is None else np.asarray(weights, np.float64)
    if asked.shape != (len(forecasts),) or (asked < 0).any() or not asked.sum() > 0:
        expected = f"{len(forecasts):,} weights, none below 0 and one above"
        raise InputError(Problem("weights", "", expected, f"{asked.tolist()!r:.60}"))
    share: Reals = asked / asked.sum()
    return share


def _of(forecasts: Sequence[Forecast], share: Reals, curves: Reals) -> Forecast:
    chances = np.tensordot(share, np.stack([one.probabilities for one in forecasts]), axes=1)
    return Forecast(forecasts[0].village, forecasts[0].known_to, curves, chances)


def _ranked(forecast: Forecast) -> Reals:
    ranked: Reals = np.sort(forecast.curves, axis=0)
    return ranked


def learnt_weights(
    forecasts: Sequence[Mapping[str, Forecast]], observed: Sequence[Reals]
) -> dict[str, float]:
    """Find the weights with the smallest CRPS of the mixture.

    What is forecast here must be villages that are neither in the fit nor the one that the
    weights are for; `diffusion.fitting.validation` sees to that. `KEPT_EVEN` of the weights stays
    even.

    Parameters
    ----------
    forecasts
        For each village its forecasts by model, the same models in each.
    observed : sequence of float64 [P]
        What came after, in each village.
    """
    from scipy.optimize import LinearConstraint, minimize

    names = tuple(forecasts[0])
    ranked = [np.stack([_ranked(of[name]) for name in names]) for of in forecasts]
    even = np.full(len(names), 1 / len(names))

    def score_of(weight: Reals) -> float:
        mixed = (np.tensordot(weight, curves, axes=1) for curves in ranked)
        pairs = zip(mixed, observed, strict=True)
        return float(np.mean([crps(curves, truth).mean() for curves, truth in pairs]))

    found = minimize(
        score_of, even, method="SLSQP", bounds=[(0.0, 1.0)] * len(names),
        constraints=LinearConstraint(np.ones((1, len(names))), 1.0, 1.0),
    )  # fmt: skip
    best = np.clip(found.x, 0.0, None)
    weights = (1 - KEPT_EVEN) * best / best.sum() + KEPT_EVEN * even
    return dict(zip(names, weights.tolist(), strict=True))
