"""Runs a fitted law forward in one village, from those who are known to have adopted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diffusion.errors import check_ranges
from diffusion.fitting.fit import Fit
from diffusion.fitting.keyed import chosen, normal_draws, seed_of_period, uniform_draws
from diffusion.fitting.links import link_of, predictor_of
from diffusion.fitting.terms import rows_of
from diffusion.fitting.villages import Village
from diffusion.kernels import draws as purposes
from diffusion.util.display import Shown

type Reals = NDArray[np.float64]

_GRID = np.linspace(-4, 4, 81)
_APART = float(_GRID[1] - _GRID[0])


@dataclass(frozen=True, eq=False, repr=False)
class Forecast(Shown):
    """What may become of a village after the periods that are known.

    Attributes
    ----------
    village : str
    known_to : int
        Number of periods known, from the first on, k.
    curves : float64 [M, T - k]
        Share that had adopted by the end of each later period, in M histories.
    probabilities : float64 [n, T - k + 1]
        Of each person to adopt in each later period, and in the last column not at all. Of who
        had adopted before, 0 throughout.
    """

    village: str
    known_to: int
    curves: Reals
    probabilities: Reals

    def shown_as(self) -> tuple[str, Mapping[str, str]]:
        """Title, and what is said of it."""
        low, middle, high = np.quantile(self.curves[:, -1], [0.05, 0.5, 0.95])
        title = f"Forecast of {self.village}, {self.known_to} periods known"
        return title, {"at the end": f"{middle:.0%} ({low:.0%} to {high:.0%} in 90 % of histories)"}


def forecast(
    fitted: Fit, village: Village, *, known_to: int, n_runs: int = 500, seed: int = 1
) -> Forecast:
    """Let the people of a village decide on, period by period, by a fitted law.

    Each history has coefficients and a village effect of its own, drawn as likely as they are:
    the effect given the periods that are known. Whoever has adopted keeps it.

    Parameters
    ----------
    fitted
    village
        Its network and its people are known, and who had adopted by the end of `known_to`.
    known_to
        Number of periods known, from 1 to T - 1.
    n_runs
        Histories, M.
    seed
        Of all draws.

    Raises
    ------
    InputError
        If numbers are out of range.
    """
    check_ranges(("known_to", known_to, 1, village.n_periods - 1), ("n_runs", n_runs, 1, 1_000_000))
    effect = effects_given(fitted, village, known_to=known_to, n_runs=n_runs, seed=seed)
    effects = np.repeat(effect[:, None], village.n_periods - known_to, axis=1)
    return run_forward(fitted, village, effects, known_to=known_to, seed=seed)


def run_forward(
    fitted: Fit, village: Village, effects: Reals, *, known_to: int, seed: int = 1
) -> Forecast:
    """Let people decide on, with the effect of the village in each history and later period.

    Parameters
    ----------
    fitted, village, known_to, seed
        As of `forecast`.
    effects : float64 [M, T - k]
    """
    drawn = fitted.draws(len(effects), seed)
    n_later = village.n_periods - known_to
    curves = np.empty((len(effects), n_later))
    probabilities = np.zeros((village.n_people, n_later + 1))
    adopted = np.zeros((len(effects), village.n_people), bool)
    lives = lived(fitted, village, drawn, effects, known_to=known_to, seed=seed)
    for column, (chance, adopted) in enumerate(lives):
        probabilities[:, column] = chance.mean(axis=0)
        curves[:, column] = adopted.mean(axis=1)
    probabilities[:, -1] = (~adopted).mean(axis=0)
    total = probabilities.sum(axis=1, keepdims=True)
    np.divide(probabilities, total, out=probabilities, where=total > 0)
    return Forecast(village.name, known_to, curves, probabilities)


def lived(
    fitted: Fit, village: Village, coefficient: Reals, effects: Reals, *, known_to: int, seed: int
) -> Iterator[tuple[Reals, NDArray[np.bool_]]]:
    """Let people decide on, one period after the other, each by a draw of their own.

    A period is a month of the two-state chain with the numbers that the law has in it, and with
    the draws of that month (decision 47).

    Parameters
    ----------
    fitted, village, effects, known_to, seed
        As of `run_forward`.
    coefficient : float64 [M, p]

    Yields
    ------
    float64 [M, n], bool [M, n]
        Chance of each to adopt in the period, 0 for who had before; who has adopted at its end.
    """
    n_runs, n_people = len(effects), village.n_people
    adopted = np.tile(village.adopted_before(known_to), (n_runs, 1))
    before = np.tile(village.adopted_before(known_to - 1), (n_runs, 1))
    for column, period in enumerate(range(known_to, village.n_periods)):
        chance = fitted.hazard(village, period, adopted, before, coefficient, effects[:, column])
        chance = np.where(adopted, 0.0, chance)
        luck = uniform_draws(
            n_runs, n_people, purpose=purposes.DECISION, random_seed=seed_of_period(seed, period)
        )
        adopted, before = adopted | (luck < chance), adopted
        yield chance, adopted


def effects_given(fitted: Fit, village: Village, *, known_to: int, n_runs: int, seed: int) -> Reals:
    """Draw the effect of a village as likely as it is given its first periods [n_runs].

    The likelihood of who adopted in them, at the best coefficients, is worked out on a grid.
    """
    spread = fitted.spread
    rows = rows_of([village], fitted.law, known_to)
    if not rows.n_rows or not spread:
        normal = normal_draws(n_runs, 1, purpose=purposes.VILLAGE_EFFECT, random_seed=seed)
        return spread * normal[:, 0]
    own = predictor_of(fitted.law, fitted.found.estimate, rows.outside, rows.exposure, rows.person)
    link = link_of(fitted.law)
    agreement = np.array([link.agreement(own + at, rows.adopts).sum() for at in _GRID])
    logarithm = agreement - 0.5 * (_GRID / spread) ** 2
    weight = np.exp(logarithm - logarithm.max())  # noqa: TID251 - only fits
    luck = uniform_draws(n_runs, 2, purpose=purposes.VILLAGE_EFFECT, random_seed=seed)
    drawn: Reals = _GRID[chosen(weight, luck[:, 0])] + (luck[:, 1] - 0.5) * _APART
    return drawn
