"""Where in the ranges one programme wins: boxes found by peeling, tested against chance.

PRIM, the patient rule induction method (Friedman and Fisher 1999): from the whole space a thin
slice is cut off at one end of one number, whichever leaves the most wins, again and again. So much
freedom finds a box in noise too; therefore the same is done with the wins dealt out anew among the
points, and what is found counts only if it is better than nearly all that is found so.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from diffusion.kernels.draws import PEELING, fill_draws

type Reals = NDArray[np.float64]
type Bools = NDArray[np.bool_]

PEEL = 0.07
"""Share of the points that is cut off at once."""

SMALLEST = 0.1
"""Share of all points that a box holds at least."""

CANDIDATES = 6
"""Numbers at whose ends is cut: those that go most with the wins, chosen anew in each dealing."""

MOST_NUMBERS = 3
"""Numbers that limit a box, at most: more is no sentence."""

WORTH = 0.5
"""Standard errors that a limit must add to the wins above the usual: else it is left out."""

N_DEALT = 99
"""How often the wins are dealt out anew."""

CHANCE = 0.05
"""A box that is beaten by a larger share of those is no box."""

N_HALVES = 20
"""How often half of the points find a box, and the others tell how good it is."""

MOST_BOXES = 3


@dataclass(frozen=True, eq=False)
class Box:
    """A part of the space in which one programme wins more often.

    Attributes
    ----------
    low, high : float64 [axes]
        Its ends in the ranges, from 0 to 1; 0 and 1 where a number does not limit it.
    density : float
        Share of its points that are wins.
    coverage : float
        Share of all wins that lie in it.
    mass : float
        Share of all points that lie in it.
    score : float
        Wins above what is usual, in standard errors.
    chance : float
        Share of the dealings in which as good a box was found, this one counted too.
    aside : float
        Density in points that were kept aside when boxes were sought; NaN if not known.
    """

    low: Reals
    high: Reals
    density: float
    coverage: float
    mass: float
    score: float
    chance: float = np.nan
    aside: float = np.nan

    @property
    def limited(self) -> list[int]:
        """Numbers that limit it."""
        return np.flatnonzero((self.low > 0) | (self.high < 1)).tolist()

    def holds(self, unit: Reals) -> Bools:
        """Tell which points lie in it [points]."""
        inside: Bools = ((unit >= self.low) & (unit <= self.high)).all(axis=1)
        return inside


@dataclass(frozen=True, eq=False)
class _Wins:
    """Points with their wins.

    Attributes
    ----------
    unit : float64 [points, axes]
    weight : float64 [points]
    won : bool [points]
    order : int64 [points, axes]
        Points along each axis.
    """

    unit: Reals
    weight: Reals
    won: Bools
    order: NDArray[np.int64]

    @classmethod
    def of(cls, unit: Reals, weight: Reals, won: Bools) -> "_Wins":
        return cls(unit, weight, won, np.argsort(unit, axis=0, kind="stable"))

    @cached_property
    def candidates(self) -> NDArray[np.int64]:
        """Numbers that go most with the wins."""
        won = self.won - np.average(self.won, weights=self.weight)
        off = self.unit - np.average(self.unit, axis=0, weights=self.weight)
        spread = np.sqrt(self.weight @ off**2)
        together = np.abs((self.weight * won) @ off) / np.maximum(spread, 1e-300)
        return np.argsort(-together, kind="stable")[:CANDIDATES]

    def box(self, low: Reals, high: Reals) -> Box:
        """Say how good a box is."""
        inside = Box(low, high, 0, 0, 0, 0).holds(self.unit)
        wins = self.weight * self.won
        mass, all_wins = self.weight[inside].sum(), wins.sum()
        usual = all_wins / self.weight.sum()
        density = wins[inside].sum() / mass if mass > 0 else 0.0
        n_equal = mass**2 / (self.weight[inside] ** 2).sum() if mass > 0 else 0.0
        spread = np.sqrt(max(usual * (1 - usual), 1e-12))
        score = (density - usual) * np.sqrt(n_equal) / spread
        coverage = wins[inside].sum() / all_wins if all_wins > 0 else 0.0
        share = mass / self.weight.sum()
        return Box(low, high, *(float(one) for one in (density, coverage, share, score)))

    def at(self, rows: Bools) -> "_Wins":
        return _Wins.of(self.unit[rows], self.weight[rows], self.won[rows])


def find_boxes(unit: Reals, weight: Reals, won: Bools, *, random_seed: int) -> list[Box]:
    """Find boxes in which wins are more frequent, one after the other, until chance finds as good.

    Parameters
    ----------
    unit : float64 [points, axes]
        Place of each point in the ranges, from 0 to 1.
    weight : float64 [points]
    won : bool [points]
    random_seed
        Of the dealings and the halves.
    """
    wins, found = _Wins.of(unit, weight, won), list[Box]()
    left = wins
    while len(found) < MOST_BOXES and _is_enough(left):
        box = _best(left)
        if not box.limited:
            break
        dealt = [_best(replace(left, won=won)) for won in _dealt(left, random_seed)]
        chance = (1 + sum(one.score >= box.score for one in dealt)) / (1 + len(dealt))
        if chance > CHANCE:
            break
        aside = _aside(left, random_seed)
        found.append(replace(wins.box(box.low, box.high), chance=chance, aside=aside))
        left = left.at(~box.holds(left.unit))
    return found


def _is_enough(wins: _Wins) -> bool:
    """Tell whether there are points of both kinds to tell apart."""
    return min(int(wins.won.sum()), int((~wins.won).sum())) >= 10


def _best(wins: _Wins) -> Box:
    """Peel, take the box whose wins are furthest above the usual, and free what it can spare."""
    low, high = np.zeros(wins.unit.shape[1]), np.ones(wins.unit.shape[1])
    best = wins.box(low, high)
    for low, high in _peeled(wins):  # the last of them does not matter
        box = wins.box(low, high)
        if box.score > best.score:
            best = box
    while limited := best.limited:
        freed = [_freed(wins, best, place) for place in limited]
        kept = max(freed, key=lambda one: one.score)
        if len(limited) <= MOST_NUMBERS and kept.score < best.score - WORTH:
            break
        best = kept
    return best


def _freed(wins: _Wins, box: Box, place: int) -> Box:
    low, high = box.low.copy(), box.high.copy()
    low[place], high[place] = 0.0, 1.0
    return wins.box(low, high)


def _peeled(wins: _Wins) -> list[tuple[Reals, Reals]]:
    """Cut slice after slice; give the ends of each box."""
    n_points, n_axes = wins.unit.shape
    low, high = np.zeros(n_axes), np.ones(n_axes)
    active = np.ones(n_points, np.bool_)
    tried = wins.candidates
    order = wins.order[:, tried]
    weighed, counted = (wins.weight * wins.won)[order], wins.weight[order]
    boxes = []
    while active.sum() * (1 - PEEL) >= max(SMALLEST * n_points, 2):
        n_cut = max(1, int(PEEL * active.sum()))
        there = active[order]
        place = np.cumsum(there, axis=0)
        cuts = np.stack([there & (place <= n_cut), there & (place > active.sum() - n_cut)])
        won = (active * wins.weight * wins.won).sum() - (cuts * weighed).sum(axis=1)
        whole = (active * wins.weight).sum() - (cuts * counted).sum(axis=1)
        density = won / np.maximum(whole, 1e-300)
        end, column = np.unravel_index(int(density.argmax()), density.shape)
        rows, axis = order[cuts[end, :, column], column], tried[column]
        active[rows] = False
        edge = wins.unit[active, axis]
        cut = wins.unit[rows, axis]
        if end == 0:
            low[axis] = (cut.max() + edge.min()) / 2
        else:
            high[axis] = (cut.min() + edge.max()) / 2
        active &= (wins.unit[:, axis] >= low[axis]) & (wins.unit[:, axis] <= high[axis])
        boxes.append((low.copy(), high.copy()))
    return boxes


def _dealt(wins: _Wins, random_seed: int) -> list[Bools]:
    """Deal the wins out anew among the points, N_DEALT times."""
    return [wins.won[np.argsort(row, kind="stable")] for row in _draws(wins, random_seed, 0)]


def _aside(wins: _Wins, random_seed: int) -> float:
    """Let half of the points find a box, and say how many of the others in it are wins."""
    found = []
    for row in _draws(wins, random_seed, 1)[:N_HALVES]:
        is_in = row < np.median(row)
        box = _best(wins.at(is_in))
        others = wins.at(~is_in)
        inside = box.holds(others.unit)
        if inside.any():
            found.append(float(np.average(others.won[inside], weights=others.weight[inside])))
    return float(np.mean(found)) if found else np.nan


def _draws(wins: _Wins, random_seed: int, extra: int) -> Reals:
    table = np.empty((N_DEALT, len(wins.won)))
    points = np.arange(len(wins.won), dtype=np.int64)
    fill_draws(random_seed, 0, PEELING, extra, points, table)
    return table
