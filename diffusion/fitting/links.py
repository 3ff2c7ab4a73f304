"""From a sum of terms to the chance of adopting, and how well it agrees with who did."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from diffusion.fitting.law import Law
from diffusion.fitting.terms import Rows

type Reals = NDArray[np.float64]

_LEAST = 1e-300
"""Added to a chance before its logarithm is taken, so that it is finite."""

_LEAST_WEIGHT = 1e-8
"""Least information of a row, so that each step of a fit can be solved."""

_LOWEST, _HIGHEST = -30.0, 4.0
"""Logarithms of a rate beyond which nobody, or everybody, adopts in a period."""


@dataclass(frozen=True)
class Link:
    """Chance of adopting at a predictor, and what a fit asks of it.

    Attributes
    ----------
    chance : function
        Of the predictor.
    agreement : function
        Of predictor and adoption: logarithm of the likelihood of each row.
    slope : function
        Of the same: its derivative.
    weight : function
        Of the predictor: the information that a row is expected to bring.
    """

    chance: Callable[[Reals], Reals]
    agreement: Callable[[Reals, Reals], Reals]
    slope: Callable[[Reals, Reals], Reals]
    weight: Callable[[Reals], Reals]


def _logit_chance(predictor: Reals) -> Reals:
    chance: Reals = expit(predictor)
    return chance


def _logit_agreement(predictor: Reals, adopts: Reals) -> Reals:
    return adopts * predictor - np.logaddexp(0, predictor)


def _logit_slope(predictor: Reals, adopts: Reals) -> Reals:
    return adopts - expit(predictor)


def _logit_weight(predictor: Reals) -> Reals:
    chance: Reals = expit(predictor)
    return np.maximum(chance * (1 - chance), _LEAST_WEIGHT)


def _rate(predictor: Reals) -> Reals:
    rate: Reals = np.exp(np.clip(predictor, _LOWEST, _HIGHEST))  # noqa: TID251 - only fits
    return rate


def _rate_chance(predictor: Reals) -> Reals:
    chance: Reals = -np.expm1(-_rate(predictor))  # noqa: TID251 - only fits
    return chance


def _rate_agreement(predictor: Reals, adopts: Reals) -> Reals:
    log_chance = np.log(_rate_chance(predictor) + _LEAST)  # noqa: TID251 - only fits
    agreement: Reals = adopts * log_chance - (1 - adopts) * _rate(predictor)
    return agreement


def _rate_slope(predictor: Reals, adopts: Reals) -> Reals:
    rate, chance = _rate(predictor), _rate_chance(predictor)
    slope: Reals = adopts * rate * (1 - chance) / (chance + _LEAST) - (1 - adopts) * rate
    return slope


def _rate_weight(predictor: Reals) -> Reals:
    rate, chance = _rate(predictor), _rate_chance(predictor)
    return np.maximum(rate**2 * (1 - chance) / (chance + _LEAST), _LEAST_WEIGHT)


LOGIT = Link(_logit_chance, _logit_agreement, _logit_slope, _logit_weight)
RATE = Link(_rate_chance, _rate_agreement, _rate_slope, _rate_weight)
"""Chance 1 - exp(-exp(predictor)): the complementary log-log, and the product's own form."""


def link_of(law: Law) -> Link:
    """Take the link of a law."""
    return LOGIT if law.is_logit else RATE


def predictor_of(
    law: Law, coefficient: Reals, outside: Reals, exposure: Reals, person: Reals
) -> Reals:
    """Add up the terms, without the effect of the village.

    Of "gates" it is log(exp(outside) + exp(b) exposure) + person; else outside + b exposure +
    person.

    Parameters
    ----------
    law
    coefficient : float64 [..., p]
    outside, exposure, person : float64 [..., q]
        Values of the terms, the last axis as in `Terms`.
    """
    n_outside, n_exposure = outside.shape[-1], exposure.shape[-1]
    of_time = _product(coefficient[..., :n_outside], outside)
    seen = coefficient[..., n_outside : n_outside + n_exposure]
    of_person = _product(coefficient[..., n_outside + n_exposure :], person)
    total: Reals
    if law.form != "gates":
        total = of_time + _product(seen, exposure) + of_person
        return total
    rate = np.exp(of_time) + _product(np.exp(seen), exposure)  # noqa: TID251 - only fits
    total = np.log(rate) + of_person  # noqa: TID251 - only fits
    return total


def _product(one: Reals, other: Reals) -> Reals:
    """Sum products along the last axis, without a table of them."""
    total: Reals = np.einsum("...q,...q->...", one, other)
    return total


def slopes_of(law: Law, coefficient: Reals, rows: Rows) -> Reals:
    """Take the derivative of the predictor of each row by each coefficient [R, p]."""
    if law.form != "gates":
        return np.hstack([rows.outside, rows.exposure, rows.person])
    n_outside, n_exposure = rows.outside.shape[1], rows.exposure.shape[1]
    alone = np.exp(rows.outside @ coefficient[:n_outside])  # noqa: TID251 - only fits
    seen = coefficient[n_outside : n_outside + n_exposure]
    added = np.exp(seen) * rows.exposure  # noqa: TID251 - only fits
    rate = alone + added.sum(axis=1)
    return np.hstack([rows.outside * (alone / rate)[:, None], added / rate[:, None], rows.person])
