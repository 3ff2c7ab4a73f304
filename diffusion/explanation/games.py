"""What parts bring alone, what is lost without each, and how they share what all bring."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diffusion.explanation.coalitions import OUTCOMES, Plans
from diffusion.explanation.shapley import (
    MOST_EXACT,
    by_orders,
    coalitions_along,
    drawn_orders,
    exact,
)
from diffusion.kernels.plan import Plan

type Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Effects:
    """What each part of a programme brings, run by run under the same luck.

    Attributes
    ----------
    alone : float64 [R, n, OUTCOMES]
        With this part and no other, less with none.
    left_out : float64 [R, n, OUTCOMES]
        With all, less with all but this part.
    share : float64 [R, n, OUTCOMES]
        Shapley values.
    error : float64 [n, OUTCOMES]
        Standard error of the mean share that comes from the drawn orders; 0 where the shares are
        exact.
    """

    alone: Reals
    left_out: Reals
    share: Reals
    error: Reals


@dataclass(slots=True)
class Game:
    """Parts of a programme, each of which is there or not.

    Attributes
    ----------
    level : str
        "pathway", "family", "tactic" or "activity".
    names : tuple of str
        All parts.
    acting : tuple of int
        Places of those that do anything; of the others nothing is run, and their effect is 0.
    plan_of : callable
        Takes the places of the parts that are there, and gives a plan.
    """

    level: str
    names: tuple[str, ...]
    acting: tuple[int, ...]
    plan_of: Callable[[Sequence[int]], Plan]
    orders: NDArray[np.int64] | None = None
    _numbers: dict[int, int] = field(default_factory=dict)

    @property
    def is_exact(self) -> bool:
        """Whether the shares are of all coalitions, not of orders that are drawn."""
        return len(self.acting) <= MOST_EXACT

    def ask(
        self, plans: Plans, *, n_pairs: int, random_seed: int, first_replicate: int, n_runs: int
    ) -> tuple[set[int], list[set[int]]]:
        """Say which plans are to be run, by number: in all runs, and in each run of its own.

        Parameters
        ----------
        plans
            Is added to.
        n_pairs
            Pairs of orders for each run, where not all coalitions are looked at.
        random_seed, first_replicate, n_runs
            Of the runs.
        """
        n_players = len(self.acting)
        everybody = (1 << n_players) - 1
        alone = {1 << player for player in range(n_players)}
        in_all: Iterable[int] = {0, everybody} | alone | {everybody ^ one for one in alone}
        in_run: list[set[int]] = [set()] * n_runs
        if self.is_exact:
            in_all = range(everybody + 1)
        else:
            self.orders = drawn_orders(
                n_players, n_pairs=n_pairs, random_seed=random_seed,
                first_replicate=first_replicate, n_runs=n_runs,
            )  # fmt: skip
            along = coalitions_along(self.orders).reshape(n_runs, -1)
            in_run = [{self._number(plans, one) for one in set(row)} for row in along.tolist()]
        return {self._number(plans, one) for one in in_all}, in_run

    def _number(self, plans: Plans, coalition: int) -> int:
        if coalition not in self._numbers:
            there = [place for bit, place in enumerate(self.acting) if coalition >> bit & 1]
            self._numbers[coalition] = plans.number(self.plan_of(there))
        return self._numbers[coalition]

    def reached(self, values: Reals, coalition: int = -1) -> Reals:
        """Take what a coalition reaches [R, OUTCOMES]: all, unless another is named."""
        everybody = (1 << len(self.acting)) - 1
        found: Reals = values[self._numbers[everybody if coalition < 0 else coalition]]
        return found

    def coalitions(self, values: Reals) -> list[dict[str, Any]]:
        """List all coalitions, where each was run: who is there, and the mean outcomes."""
        rows = []
        for coalition in range(1 << len(self.acting)):
            row: dict[str, Any] = dict.fromkeys(self.names, False)
            for bit, place in enumerate(self.acting):
                row[self.names[place]] = bool(coalition >> bit & 1)
            means = self.reached(values, coalition).mean(axis=0).tolist()
            rows.append(row | dict(zip(OUTCOMES, means, strict=True)))
        return rows

    def effects(self, values: Reals) -> Effects:
        """Work out what each part brings.

        Parameters
        ----------
        values : float64 [plans, R, OUTCOMES]
            What each of the plans reaches.
        """
        n_players, n_runs = len(self.acting), values.shape[1]
        everybody = (1 << n_players) - 1
        bits = [1 << player for player in range(n_players)]
        none, whole = self.reached(values, 0), self.reached(values)
        found = np.zeros((3, n_runs, len(self.names), len(OUTCOMES)))
        error = np.zeros((len(self.names), len(OUTCOMES)))
        acting = [*self.acting]
        for bit, place in zip(bits, acting, strict=True):
            found[0, :, place] = self.reached(values, bit) - none
            found[1, :, place] = whole - self.reached(values, everybody ^ bit)
        if self.orders is None:
            numbers = [self._numbers[one] for one in range(everybody + 1)]
            found[2][:, acting] = exact(values[numbers]).swapaxes(0, 1)
        else:
            along = coalitions_along(self.orders)
            numbers_along = np.vectorize(self._numbers.__getitem__)(along)
            run = np.arange(n_runs)[:, None, None]
            found[2][:, acting], error[acting] = by_orders(self.orders, values[numbers_along, run])
        return Effects(found[0], found[1], found[2], error)
