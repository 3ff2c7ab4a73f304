"""Subset simulation: walks into a small region step by step, and measures its volume."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diffusion.calibration import sample
from diffusion.calibration.job import Found

type Reals = NDArray[np.float64]

_SHARE = 5
"""One in so many points of a level is where the next begins."""

_STUCK = 0.995
"""A level whose bound is not lower than this part of the one before leads nowhere."""

_MOST_STUCK = 2
_SPREAD = 6
"""Steps, at most, that are taken inside the region to have more points of it."""


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """Points of a region and the part of the space that it fills.

    Attributes
    ----------
    points : float64 [points, axes]
        Points inside, some of them more than once; none where the region was not reached.
    volume, error : float
        Part of the space that could be run, and its standard error, NaN where it was not reached.
        Levels are taken as wholly dependent on each other, so that the error is an upper bound.
    bounds : tuple of float
        Distance that all points of each level keep below.
    """

    points: Reals
    volume: float
    error: float
    bounds: tuple[float, ...]


@dataclass
class _Walk:
    """Chains that stay within a bound (Au and Beck 2001), in steps that keep the space even."""

    attempt: Callable[[Reals, str], Found]
    off: Callable[[Found], Reals]
    seed: int
    turn: int = 0
    reach: float = 0.4

    def step(
        self, points: Reals, distance: Reals, *, bound: float, others: Reals
    ) -> tuple[Reals, Reals]:
        """Move each chain once, where its next point stays within the bound."""
        from scipy.special import ndtr, ndtri

        n_chains, n_axes = points.shape
        self.turn += 1
        chance = sample.drawn(n_chains, 4, seed=self.seed, what=sample.PICK, number=self.turn)
        normal = ndtri(self._drawn(n_chains, n_axes, sample.NORMAL))
        here = ndtri(np.clip(points, 1e-12, 1 - 1e-12))
        # Every second chain keeps the normal prior; the others go along the way between two points.
        near = np.sqrt(1 - self.reach**2) * here + self.reach * normal
        of = ndtri(np.clip(others, 1e-12, 1 - 1e-12))
        one, two = ((chance[:, n] * len(of)).astype(int) for n in (0, 1))
        length = 2.38 / np.sqrt(2 * n_axes) * (0.3 + 0.7 * chance[:, 2:3])
        along = here + length * (of[one] - of[two]) + 1e-3 * normal
        goes_along = (np.arange(n_chains) + self.turn) % 2 == 0
        there = np.where(goes_along[:, None], along, near)
        # A step along is taken by the ratio of the priors (Metropolis).
        ratio = ((here**2).sum(axis=1) - (there**2).sum(axis=1)) / 2
        is_taken = ~goes_along | (_log(chance[:, 3]) < ratio)
        new = points.copy()
        off = distance.copy()
        if is_taken.any():
            tried = ndtr(there[is_taken])
            found = self.off(self.attempt(tried, f"step {self.turn}"))
            places = np.flatnonzero(is_taken)[found <= bound]
            new[places], off[places] = tried[found <= bound], found[found <= bound]
            accepted = (found <= bound).mean()
            self.reach = float(np.clip(self.reach * (1.2 if accepted > 0.35 else 0.85), 0.05, 0.9))
        return new, off

    def _drawn(self, n_points: int, n_axes: int, what: int) -> Reals:
        drawn = sample.drawn(n_points, n_axes, seed=self.seed, what=what, number=self.turn)
        return np.clip(drawn, 1e-15, 1 - 1e-15)


def region_of(
    points: Reals,
    distance: Reals,
    *,
    attempt: Callable[[Reals, str], Found],
    off: Callable[[Found], Reals],
    seed: int,
    level_points: int,
    levels: int,
    wanted: int,
) -> Region:
    """Walk from an even sample into the region of distance 0.

    Parameters
    ----------
    points, distance
        The sample [points, axes], and the distance of each [points].
    attempt, off
        Tries points; and tells their distance.
    seed
        For the draws.
    level_points, levels
        Points of each level, and how many levels at most.
    wanted
        Points inside that are enough.
    """
    walk = _Walk(attempt, off, seed)
    n_chains = max(2, min(level_points // _SHARE, len(points) // 2))
    volume, relative, n_stuck = 1.0, 0.0, 0
    bounds: list[float] = []
    correlation = 0.0
    for level in range(levels + 1):
        order = np.argsort(distance, kind="stable")
        bound = max(0.0, float(distance[order[n_chains - 1]]))
        share = float((distance <= bound).mean())
        relative += float(np.sqrt((1 - share) / (share * len(distance)) * (1 + correlation)))
        volume *= share
        n_stuck = n_stuck + 1 if bounds and bound > _STUCK * bounds[-1] else 0
        bounds.append(bound)
        kept = order[:n_chains]
        if bound == 0 or level == levels or n_stuck == _MOST_STUCK:
            break
        here, off_here, others = points[kept], distance[kept], points[kept]
        all_points, all_off = [], []
        for _ in range(_SHARE):
            here, off_here = walk.step(here, off_here, bound=bound, others=others)
            all_points.append(here)
            all_off.append(off_here)
        points, distance = np.concatenate(all_points), np.concatenate(all_off)
        correlation = _correlation(np.array(all_off), n_chains)
    inside = points[distance <= 0]
    if bounds[-1] > 0 or not len(inside):
        return Region(points[:0], np.nan, np.nan, tuple(bounds))
    here = inside[: max(n_chains, min(wanted, len(inside)))]
    zero = np.zeros(len(here))
    found = [inside]
    for _ in range(_SPREAD):
        if len(np.unique(np.concatenate(found), axis=0)) >= wanted:
            break
        here, zero = walk.step(here, zero, bound=0.0, others=here)
        found.append(here)
    return Region(np.concatenate(found), volume, volume * relative, tuple(bounds))


def _correlation(off: Reals, n_chains: int) -> float:
    """How much less the points of chains tell than points drawn apart (Au and Beck 2001, gamma)."""
    n_steps = len(off)
    bound = np.sort(off.ravel())[max(0, n_chains - 1)]
    inside = (off <= bound).astype(np.float64)
    share = inside.mean()
    if share in (0.0, 1.0):
        return 0.0
    total = 0.0
    for lag in range(1, n_steps):
        rho = ((inside[lag:] * inside[:-lag]).mean() - share**2) / (share * (1 - share))
        total += 2 * (1 - lag / n_steps) * max(0.0, float(rho))
    return total


def _log(shares: Reals) -> Reals:
    logs: Reals = np.log(np.maximum(shares, 1e-300))  # noqa: TID251  # only measures
    return logs
