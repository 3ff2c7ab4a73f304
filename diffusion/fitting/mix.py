"""Mixes forecasts: as many histories of each, with weights that were stated beforehand."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from diffusion.errors import InputError, Problem
from diffusion.fitting.forecast import Forecast

type Reals = NDArray[np.float64]

KEPT_EVEN = 0.2
"""Part of the weights that stays even where the rest is learnt by `learnt_weights`."""


def mix(forecasts: Sequence[Forecast], weights: Sequence[float] | None = None) -> Forecast:
    """Take histories of each forecast, as many as its weight says; of all equal weights by default.

    Parameters
    ----------
    forecasts
        Of one village, with as many histories and periods each.
    weights
        None below 0; only what they are beside each other counts.

    Raises
    ------
    InputError
        If there is no forecast, or not a weight for each.
    """
    if not forecasts:
        raise InputError(Problem("forecasts", "", "at least one", "none"))
    asked = np.ones(len(forecasts)) if weights is None else np.asarray(weights, np.float64)
    if asked.shape != (len(forecasts),) or (asked < 0).any() or not asked.sum() > 0:
        expected = f"{len(forecasts):,} weights, none below 0 and one above"
        raise InputError(Problem("weights", "", expected, f"{asked.tolist()!r:.60}"))
    share = asked / asked.sum()
    n_runs = len(forecasts[0].curves)
    ends = np.rint(np.cumsum(share) * n_runs).astype(int)
    # Histories are alike before they are drawn, so any of them may stand for the forecast; the
    # rows differ between the forecasts, so that luck in common is not taken twice.
    parts = [
        one.curves[start:end]
        for one, start, end in zip(forecasts, [0, *ends[:-1]], ends, strict=True)
    ]
    chances = sum(
        part * one.probabilities for part, one in zip(share.tolist(), forecasts, strict=True)
    )
    first = forecasts[0]
    return Forecast(
        first.village, first.known_to, np.concatenate(parts), np.asarray(chances, np.float64)
    )


def learnt_weights(
    forecasts: Sequence[Mapping[str, Forecast]], observed: Sequence[Reals]
) -> dict[str, float]:
    """Find the weights with the smallest CRPS of the mixture: stacking.

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
    parts = [
        _energy([of[name].curves for name in names], truth)
        for of, truth in zip(forecasts, observed, strict=True)
    ]
    missed = np.mean([part[0] for part in parts], axis=0)
    apart = np.mean([part[1] for part in parts], axis=0)
    even = np.full(len(names), 1 / len(names))

    def score_of(weight: Reals) -> float:
        return float(weight @ missed - 0.5 * weight @ apart @ weight)

    found = minimize(
        score_of, even, method="SLSQP", bounds=[(0.0, 1.0)] * len(names),
        constraints=LinearConstraint(np.ones((1, len(names))), 1.0, 1.0),
    )  # fmt: skip
    best = np.clip(found.x, 0.0, None)
    weights = (1 - KEPT_EVEN) * best / best.sum() + KEPT_EVEN * even
    return dict(zip(names, weights.tolist(), strict=True))


def _energy(curves: Sequence[Reals], observed: Reals) -> tuple[Reals, Reals]:
    """Give mean |x - y| [K] and mean |x - x'| [K, K]: the CRPS of any mixture follows from them."""
    missed = np.array([np.abs(one - observed).mean() for one in curves])
    apart = np.zeros((len(curves), len(curves)))
    for i, one in enumerate(curves):
        for j, other in enumerate(curves[: i + 1]):
            apart[i, j] = apart[j, i] = np.mean(
                [_distance(one[:, t], other[:, t]) for t in range(len(observed))]
            )
    return missed, apart


def _distance(one: Reals, other: Reals) -> float:
    """Mean of |x - x'| of two samples, by their distribution functions."""
    places = np.sort(np.concatenate([one, other]))
    below = np.searchsorted(np.sort(one), places, side="right") / len(one)
    other_below = np.searchsorted(np.sort(other), places, side="right") / len(other)
    either = below * (1 - other_below) + other_below * (1 - below)
    return float((either[:-1] * np.diff(places)).sum())
