"""Finds the coefficients that agree best with what was seen and with what was thought before."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diffusion.fitting.law import Law
from diffusion.fitting.links import Link, link_of, predictor_of, slopes_of
from diffusion.fitting.terms import Rows, Terms

type Reals = NDArray[np.float64]

FIRST_SPREAD, LEAST_SPREAD, MOST_SPREAD = 0.45, 0.03, 2.0
"""Standard deviation of village effects: the first guess, and between what it is kept."""

_ROUNDS, _STEPS, _NEAR = 12, 60, 1e-6
_NEARLY = 1e-3
"""How near is near enough while the spread of villages is still sought."""

_HALVINGS = 12


@dataclass(frozen=True)
class Found:
    """The best coefficients, and how well they are known.

    Attributes
    ----------
    estimate : float64 [p]
    covariance : float64 [p, p]
        Of the coefficients, whatever the village effects are.
    effect, effect_sd : float64 [J]
        Of each village.
    spread : float
        Standard deviation of village effects; 0 without them.
    agreement : float
        Logarithm of the likelihood, at the village effects found.
    evidence : float
        Logarithm of the likelihood, all coefficients and village effects taken out of it by
        Laplace's approximation: what is compared between laws of the same rows.
    """

    estimate: Reals
    covariance: Reals
    effect: Reals
    effect_sd: Reals
    spread: float
    agreement: float
    evidence: float


def best_of(rows: Rows, law: Law, terms: Terms, n_villages: int) -> Found:
    """Fit a law by penalised likelihood, and the spread of village effects by empirical Bayes.

    A village effect adds to the predictor and is drawn from a normal distribution. Given its
    spread, coefficients and effects are found together by Fisher's scoring; given them the spread
    follows from the mean of squared effects and their variances, and so in turn (Laplace's
    approximation in the EM algorithm).
    """
    link = link_of(law)
    search = _Search(rows, law, terms, n_villages, link)
    if not law.has_village_effect:
        search.solve(0.0)
        return search.found(0.0)
    spread = FIRST_SPREAD
    for _ in range(_ROUNDS):
        search.solve(spread, near=_NEARLY)
        known = search.found(spread)
        mean_square = float((known.effect**2 + known.effect_sd**2).mean())
        before, spread = spread, float(np.clip(np.sqrt(mean_square), LEAST_SPREAD, MOST_SPREAD))
        if abs(spread - before) < 0.01 * before:
            break
    search.solve(spread)
    return search.found(spread)


class _Search:
    """The coefficients and effects on the way to the best ones."""

    def __init__(self, rows: Rows, law: Law, terms: Terms, n_villages: int, link: Link) -> None:
        self.rows, self.law, self.link = rows, law, link
        self.mean, self.precision = terms.mean, 1 / terms.sd**2
        self.n_villages = n_villages
        self.estimate = terms.mean.copy()
        share = float(np.clip(rows.adopts.mean(), 1e-4, 0.9))
        self.estimate[0] = np.log(share)  # noqa: TID251 - only fits
        self.effect = np.zeros(n_villages)
        at = np.flatnonzero(np.diff(rows.village, prepend=-1))
        self.first, self.there = at, rows.village[at]

    def predictor(self, estimate: Reals, effect: Reals) -> Reals:
        rows = self.rows
        own = predictor_of(self.law, estimate, rows.outside, rows.exposure, rows.person)
        return own + effect[rows.village]

    def value(self, estimate: Reals, effect: Reals, spread: float) -> float:
        agreement = self.link.agreement(self.predictor(estimate, effect), self.rows.adopts).sum()
        away = (self.precision * (estimate - self.mean) ** 2).sum()
        apart = (effect**2).sum() / spread**2 if spread else 0.0
        return float(agreement - 0.5 * (away + apart))

    def parts(self, spread: float) -> tuple[Reals, ...]:
        """Information of the coefficients, across, and of the effects; what is left of it."""
        rows = self.rows
        predictor = self.predictor(self.estimate, self.effect)
        slopes = slopes_of(self.law, self.estimate, rows)
        weight = self.link.weight(predictor)
        weighed = slopes * weight[:, None]
        whole = weighed.T @ slopes + np.diag(self.precision)
        across = np.zeros((self.n_villages, len(self.estimate)))
        own = np.ones(self.n_villages)
        if spread:
            across[self.there] = np.add.reduceat(weighed, self.first, axis=0)
            own = np.bincount(rows.village, weight, self.n_villages) + 1 / spread**2
        left = whole - across.T @ (across / own[:, None])
        return predictor, slopes, across, own, left

    def solve(self, spread: float, *, near: float = _NEAR) -> None:
        now = self.value(self.estimate, self.effect, spread)
        for _ in range(_STEPS):
            predictor, slopes, across, own, left = self.parts(spread)
            slope = self.link.slope(predictor, self.rows.adopts)
            up = slopes.T @ slope - self.precision * (self.estimate - self.mean)
            up_effect = np.zeros(self.n_villages)
            if spread:
                up_effect = np.bincount(self.rows.village, slope, self.n_villages)
                up_effect = up_effect - self.effect / spread**2
            step = np.linalg.solve(left, up - across.T @ (up_effect / own))
            step_effect = (up_effect - across @ step) / own
            for _ in range(_HALVINGS):
                there = self.value(self.estimate + step, self.effect + step_effect, spread)
                if there >= now - 1e-9:
                    break
                step, step_effect = step / 2, step_effect / 2
            self.estimate, self.effect = self.estimate + step, self.effect + step_effect
            now = there
            if max(np.abs(step).max(), np.abs(step_effect).max(initial=0)) < near:
                break

    def found(self, spread: float) -> Found:
        predictor, _, across, own, left = self.parts(spread)
        covariance = np.linalg.inv(left)
        covariance = (covariance + covariance.T) / 2
        share = across / own[:, None]
        variance = 1 / own + np.einsum("jp,pq,jq->j", share, covariance, share)
        agreement = float(self.link.agreement(predictor, self.rows.adopts).sum())
        sd = np.sqrt(variance) if spread else np.zeros(self.n_villages)
        flat = np.linalg.slogdet(left)[1] + np.log(own).sum()  # noqa: TID251 - only fits
        before = np.log(self.precision).sum()  # noqa: TID251 - only fits
        if spread:
            before -= 2 * self.n_villages * np.log(spread)  # noqa: TID251 - only fits
        evidence = self.value(self.estimate, self.effect, spread) + 0.5 * float(before - flat)
        return Found(
            self.estimate.copy(), covariance, self.effect.copy(), sd, spread, agreement, evidence
        )
