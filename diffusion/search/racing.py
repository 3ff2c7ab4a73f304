"""Compares many candidates in the same luck, and stops those that are clearly behind."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from diffusion.statistics.intervals import simultaneous_intervals

LOOKS = (12, 24)
"""Runs after which the candidates of a round are compared."""

LAST_LOOKS = (48, 96, 192, 384, 768, 1536)
"""And after these what was nowhere clearly behind, when all rounds are over."""

type Reals = NDArray[np.float64]


class Luck(Protocol):
    """Knows what each candidate comes to in each replicate, from 0 on."""

    def first(self, candidates: Sequence[int], n_runs: int) -> Reals:
        """Values of candidates in their first replicates [runs, candidates]."""
        ...

    def n_known(self, candidate: int) -> int:
        """Count the replicates of a candidate that are known."""
        ...


@dataclass(eq=False)
class Race:
    """Candidates of which those stop that are clearly behind, and no other.

    Run r of every candidate is the same replicate, so that they are compared in pairs.

    Attributes
    ----------
    luck : Luck
    random_seed : int
        Of the bootstrap samples.
    stopped_at : dict of int to int
        By candidate, the runs after which it was clearly behind; 0: it never was.
    n_looked : int
        Runs after which candidates were compared last.
    """

    luck: Luck
    random_seed: int
    stopped_at: dict[int, int] = field(default_factory=dict)
    n_looked: int = 0

    @property
    def open(self) -> list[int]:
        """Candidates that are nowhere clearly behind."""
        return [one for one, stopped in self.stopped_at.items() if not stopped]

    def mean(self, candidate: int) -> float:
        """Mean of a candidate over all its runs that are known."""
        return float(self.luck.first([candidate], self.luck.n_known(candidate)).mean())

    def leader(self) -> int | None:
        """Find the best of those open ones with the most runs; None before any has run."""
        known = {one: self.luck.n_known(one) for one in self.open}
        most = max(known.values(), default=0)
        among = [one for one, n in known.items() if n == most and n]
        return max(among, key=self.mean, default=None)

    def run(
        self, candidates: Sequence[int], looks: Sequence[int], *, most_runs: int | None = None
    ) -> None:
        """Run candidates, and stop at each look those that are clearly behind.

        Parameters
        ----------
        candidates
            Those that take part; the leader of those that ran before takes part too.
        looks
            Numbers of runs, ascending, after which they are compared.
        most_runs
            A look that would take more runs than this is the end; None: no such cap.
        """
        leader = self.leader()
        self.stopped_at |= {one: 0 for one in candidates if one not in self.stopped_at}
        racing = [*dict.fromkeys([*([] if leader is None else [leader]), *candidates])]
        for look in looks:
            racing = [one for one in racing if not self.stopped_at[one]]
            lacking = sum(max(0, look - self.luck.n_known(one)) for one in racing)
            is_decided = len(racing) < 2 and look != looks[0]
            if is_decided or (most_runs is not None and lacking > most_runs):
                return
            self._stop_behind(racing, self.luck.first(racing, look))
            self.n_looked = max(self.n_looked, look)

    def _stop_behind(self, candidates: Sequence[int], table: Reals) -> None:
        """Stop those whose interval of the lag behind the best lies above 0, all at once.

        One with more runs than these is not judged by fewer than it has.
        """
        if len(candidates) < 2:
            return
        best = int(table.mean(axis=0).argmax())
        lags = table[:, [best]] - np.delete(table, best, axis=1)
        others = [one for place, one in enumerate(candidates) if place != best]
        low = simultaneous_intervals(lags, random_seed=self.random_seed).low
        # A lag that is the same in all runs is known without an interval.
        low = np.where(np.isnan(low), lags.mean(axis=0), low)
        for one, end in zip(others, low, strict=True):
            if end > 0 and self.luck.n_known(one) <= len(table):
                self.stopped_at[one] = len(table)
