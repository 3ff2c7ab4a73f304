"""Forecasts that know curves alone: of the other villages, or of Bass, or logistic ones."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from diffusion.errors import InputError, Problem, one_of
from diffusion.fitting.curves import CurveSet, pooled, uniforms
from diffusion.fitting.villages import Village
from diffusion.measures.bass import bass_share
from diffusion.statistics.quantiles import normal_quantile

type Reals = NDArray[np.float64]

CLIMATOLOGY_TRUST = 0.5
"""Trust in the few curves of other villages; stated before any village was forecast."""

BORROWED = 3.0
"""People with the curve of all villages that are added to each, so that no curve is just 0 or 1."""

N_CURVES = 2_000
"""Curves that are drawn of a family."""

_PARAMETERS = 2
"""Draws of parameters of curves; 0 and 1 are those of `diffusion.fitting.curves`."""


def climatology(train: Sequence[Village]) -> CurveSet:
    """Take the curves of the other villages, each as likely as the next."""
    return CurveSet(np.stack([one.cumulative for one in train]), trust=0.0)


def weighted_climatology(train: Sequence[Village]) -> CurveSet:
    """Take the curves of the other villages, those that begin alike counting more."""
    whole = pooled(train)
    curves = [
        (one.cumulative * one.n_people + BORROWED * whole) / (one.n_people + BORROWED)
        for one in train
    ]
    return CurveSet(np.stack(curves), trust=CLIMATOLOGY_TRUST)


@dataclass(frozen=True)
class Family:
    """A family of curves of three parameters.

    Attributes
    ----------
    curve : callable
        Of parameters [3] and the number of periods: cumulative shares [T].
    centre, spread : tuple of float
        Mean and standard deviation of each parameter in villages of which nothing is known.
    """

    curve: Callable[[Reals, int], Reals]
    centre: tuple[float, float, float]
    spread: tuple[float, float, float]


def _bass(free: Reals, n_periods: int) -> Reals:
    """Curve of Bass: log p, log q, and the share that will ever adopt, on the logit scale."""
    p, q = np.exp(free[:2])  # noqa: TID251  only measures
    time = np.arange(1.0, n_periods + 1)
    return _share(free[2]) * bass_share(time, float(p), float(q))


def _logistic(free: Reals, n_periods: int) -> Reals:
    """Logistic curve: level at time 0, log speed, and the share that will ever adopt."""
    speed = np.exp(free[1])  # noqa: TID251  only measures
    time = np.arange(1.0, n_periods + 1)
    curve: Reals = _share(free[2]) * _share(free[0] + speed * time)
    return curve


def _share(logit: Reals) -> Reals:
    away = np.clip(logit, -30.0, 30.0)
    return np.asarray(1.0 / (1.0 + np.exp(-away)), np.float64)  # noqa: TID251  only measures


FAMILIES = MappingProxyType(
    {
        "bass": Family(_bass, (-3.5, -1.0, 1.0), (1.5, 0.7, 1.5)),
        "logistic": Family(_logistic, (-3.0, -1.0, 1.0), (1.5, 0.7, 1.5)),
    }
)


def of_family(train: Sequence[Village], name: str, *, random_seed: int = 1) -> CurveSet:
    """Fit a family of curves with partial pooling, and draw curves of a village not seen.

    Each village's parameters are those that are most likely, with weak knowledge of any village
    beforehand (`Family.centre` and `spread`), so that one with few adopters is drawn towards it.
    A new village is drawn from the normal distribution with their mean and covariance.

    Raises
    ------
    InputError
        If there are fewer than three villages.
    """
    if name not in FAMILIES:
        raise InputError(Problem("model", "", one_of(tuple(FAMILIES), name), name))
    if len(train) < 3:
        expected = "at least three other villages, to see how they differ"
        raise InputError(Problem("villages", "", expected, f"{len(train):,}"))
    family = FAMILIES[name]
    n_periods = train[0].n_periods
    own = np.array([_fitted(name, _counts(one)) for one in train])
    covariance = np.cov(own.T) + 1e-4 * np.eye(3)
    draws = uniforms(random_seed, _PARAMETERS, (N_CURVES, 3)).ravel()
    normal = normal_quantile(np.clip(draws, 1e-12, 1 - 1e-12)).reshape(N_CURVES, 3)
    free = own.mean(axis=0) + normal @ np.linalg.cholesky(covariance).T
    return CurveSet(np.stack([family.curve(one, n_periods) for one in free]))


def _counts(village: Village) -> tuple[int, ...]:
    """Count new adopters by period, and who never adopted."""
    counts = np.bincount(village.toa[village.toa >= 0], minlength=village.n_periods)
    return (*counts.tolist(), int((village.toa < 0).sum()))


@lru_cache(maxsize=4_096)
def _fitted(name: str, counts: tuple[int, ...]) -> tuple[float, ...]:
    """Find the most likely parameters of one village."""
    from scipy.optimize import minimize

    family, new = FAMILIES[name], np.array(counts, np.float64)
    centre, spread = np.array(family.centre), np.array(family.spread)

    def unlikely(free: Reals) -> float:
        curve = np.clip(family.curve(free, len(new) - 1), 0.0, 1 - 1e-9)
        steps = np.append(np.diff(curve, prepend=0.0), 1 - curve[-1])
        fits = float(new @ np.log(np.maximum(steps, 1e-12)))  # noqa: TID251  only measures
        return 0.5 * float((((free - centre) / spread) ** 2).sum()) - fits

    found = minimize(unlikely, centre, method="Nelder-Mead", options={"maxiter": 600})
    return tuple(float(value) for value in found.x)
