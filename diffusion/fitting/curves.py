"""Forecasts a village by a set of curves: those that fit its beginning count most."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diffusion.fitting.forecast import Forecast
from diffusion.fitting.keyed import chosen, uniform_draws
from diffusion.fitting.villages import Village
from diffusion.kernels.draws import CURVES

type Reals = NDArray[np.float64]

_LEAST = 1e-9
_WHICH, _BINOMIAL = 0, 1
"""What draws are for: which curve a history follows; from here on, how many adopt in a period."""


def uniforms(random_seed: int, extra: int, shape: tuple[int, int]) -> Reals:
    """Draw numbers from 0 up to 1 for [history, person] of a forecast; `extra` tells what for."""
    n_runs, n = shape
    return uniform_draws(n_runs, n, purpose=CURVES, random_seed=random_seed, extra=extra)


@dataclass(frozen=True, eq=False, repr=False)
class CurveSet:
    """Curves that a village may follow, each as likely as the next before anything is known of it.

    Attributes
    ----------
    curve : float64 [R, T]
        Cumulative share at the end of each period.
    trust : float
        Power to which the likelihood of the first periods weighs the curves: 0 not at all, 1 as
        the curves say. Below 1 where there are too few curves to take each at its word.
    has_luck : bool
        Whether a curve already has in it that people are few: it is that of a history of as many
        people. Else how many adopt in each period is drawn.
    """

    curve: Reals
    trust: float = 1.0
    has_luck: bool = False

    def weights(self, new: NDArray[np.int64], n_people: int) -> Reals:
        """Weigh the curves by the adopters of the first periods [R]; together they are 1.

        The first period counts nothing by itself: it has in it all who adopted before it.

        Parameters
        ----------
        new : int64 [k]
            New adopters in each of the first k periods.
        n_people
        """
        likelihood = np.zeros(len(self.curve))
        if len(new) > 1 and self.trust > 0:
            left = np.maximum(1 - self.curve[:, 0], _LEAST)
            steps = np.maximum(np.diff(self.curve[:, : len(new)], axis=1), _LEAST)
            rest = np.maximum(1 - self.curve[:, len(new) - 1], _LEAST)
            shares = np.column_stack([steps, rest]) / left[:, None]
            counts = np.append(new[1:], n_people - new.sum())
            likelihood = np.log(shares) @ counts  # noqa: TID251  only measures
        weight = np.exp(self.trust * (likelihood - likelihood.max()))  # noqa: TID251  only measures
        return np.asarray(weight / weight.sum(), np.float64)

    def go_on(
        self, new: NDArray[np.int64], n_people: int, *, n_runs: int, random_seed: int
    ) -> tuple[Reals, Reals]:
        """Go on from the first periods of a village.

        Parameters
        ----------
        new : int64 [k]
            New adopters in each of them.
        n_people
        n_runs
            M.
        random_seed

        Returns
        -------
        tuple of float64 [M, P] and float64 [P + 1]
            Cumulative shares in the periods after, and of one who has not adopted the chance of
            each period, and of never.
        """
        k, n_before = len(new), int(new.sum())
        draws = uniforms(random_seed, _WHICH, (n_runs, 1))[:, 0]
        curve = self.curve[chosen(self.weights(new, n_people), draws)]
        left = np.maximum(1 - curve[:, [k - 1]], 1e-6)
        after = np.clip((curve[:, k:] - curve[:, [k - 1]]) / left, 0.0, 1.0)
        steps = np.diff(np.column_stack([np.zeros(n_runs), after]), axis=1).clip(0.0)
        chance = np.append(steps.mean(axis=0), np.maximum(1 - after[:, -1], 0.0).mean())
        n_left = n_people - n_before
        adopt = after * n_left if self.has_luck else _drawn(steps, n_left, random_seed)
        return (n_before + adopt) / n_people, chance / chance.sum()

    def forecast(
        self, village: Village, *, known_to: int, n_runs: int = 500, random_seed: int = 1
    ) -> Forecast:
        """Forecast the rest of a village of which the first periods are known."""
        new = np.bincount(village.toa[village.toa >= 0], minlength=village.n_periods)[:known_to]
        curves, chance = self.go_on(new, village.n_people, n_runs=n_runs, random_seed=random_seed)
        waits = ~village.adopted_before(known_to)
        return Forecast(village.name, known_to, curves, waits[:, None] * chance)


def _drawn(steps: Reals, n_left: int, random_seed: int) -> Reals:
    """Let each person adopt in the period that a draw falls on; count up to each [M, P]."""
    up_to = np.cumsum(steps, axis=1)
    draws = uniforms(random_seed, _BINOMIAL, (len(steps), n_left))
    return np.stack([(draws < up_to[:, [t]]).sum(axis=1) for t in range(steps.shape[1])], axis=1)


def pooled(villages: Iterable[Village]) -> Reals:
    """Give the curve of all people of some villages [T]."""
    listed = list(villages)
    sizes = np.array([one.n_people for one in listed], np.float64)
    together: Reals = sizes @ np.stack([one.cumulative for one in listed]) / sizes.sum()
    return together
