"""What a search takes, and how many runs equal allocation needs for a choice as good.

    .venv/bin/python benchmarks/search.py [--quick]

One search for Rp 8 million in Senik proposes the candidates. All of them are then run equally
often. Of these runs the race is held again and again, each time with other runs, and so is equal
allocation: every candidate so many runs, the best mean wins. What a choice is worth is its mean in
further runs, in which nothing is chosen. Told is the smallest allocation whose choices are as good.
"""

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

import diffusion
from diffusion.ensembles.options import RunOptions
from diffusion.kernels.draws import SEARCH, draw, make_key, subkey
from diffusion.search.plan import Effort
from diffusion.search.racing import LAST_LOOKS, LOOKS, Race
from diffusion.search.search import MOST_LAST_RUNS, search_programmes

BUDGET = 8_000_000
PLACE = 7_000_000
"""First replicate of the runs of all candidates."""

EQUAL = (8, 11, 16, 23, 32, 45, 64, 90, 128, 181, 256, 362, 512, 724, 1024)
"""Runs of each candidate that equal allocation is tried with: each 1.4 times the one before."""


@dataclass
class Replayed:
    """Luck that is known: runs of a table, in an order of their own."""

    table: NDArray[np.float64]
    asked: dict[int, int] = field(default_factory=dict)

    def first(self, candidates: Sequence[int], n_runs: int) -> NDArray[np.float64]:
        """Take the first runs of some candidates [runs, candidates]."""
        for one in candidates:
            self.asked[one] = max(n_runs, self.n_known(one))
        return self.table[:n_runs, list(candidates)]

    def n_known(self, candidate: int) -> int:
        """Count the runs of a candidate that were asked for."""
        return self.asked.get(candidate, 0)


def raced(table: NDArray[np.float64], most: int) -> tuple[int, int]:
    """Hold the race over runs [runs, candidates]; the winner, and the runs it took."""
    luck = Replayed(table)
    race = Race(luck, 1)
    for first in range(0, table.shape[1], 40):
        race.run(range(first, min(first + 40, table.shape[1])), LOOKS)
    race.run(race.open, [n for n in LAST_LOOKS if n <= most], most_runs=MOST_LAST_RUNS)
    winner = race.leader()
    assert winner is not None
    return winner, sum(luck.asked.values())


def shuffled(n_runs: int, number: int) -> NDArray[np.int64]:
    """Draw an order of runs."""
    key = np.uint64(subkey(np.uint64(make_key(1, number)), SEARCH, 0, 7))
    return np.argsort([draw(key, one) for one in range(n_runs)], kind="stable")


def table_of(found: Any, numbers: Sequence[int], first: int, n_runs: int) -> NDArray[np.float64]:
    """Run candidates equally often [runs, candidates]."""
    parts = []
    for at in range(0, len(numbers), 50):
        asked = [found.candidates[one].programme for one in numbers[at : at + 50]]
        outcomes = diffusion.simulate("senik", asked, n_runs=n_runs, first_replicate=first)
        parts += [one.adopters[:, -1].astype(float) for one in outcomes]
    return np.stack(parts, axis=1)


def main() -> None:
    """Measure, and print what was found."""
    is_quick = "--quick" in sys.argv
    candidates, most, n_times = (80, 256, 5) if is_quick else (400, 1024, 20)
    diffusion.simulate("senik", "campaign_only", n_runs=2)  # compiles
    began, wall = time.process_time(), time.perf_counter()
    effort = Effort(candidates=candidates, searches=1 if is_quick else 2)
    found = search_programmes("senik", BUDGET, effort=effort, options=RunOptions())
    seconds = time.process_time() - began
    best = found.best_hand_made
    assert best is not None
    lead = found.lead_over(best)
    print(
        f"search: {seconds:.0f} processor seconds, {time.perf_counter() - wall:.0f} s on the wall,"
    )
    print(f"  {found.searched.n_runs:,} runs in the luck of the search, {len(found.tied)} tied")
    print(f"  lead over {found.candidates[best].name}: {lead['mean']:.1f} "
          f"({lead['low']:.1f} to {lead['high']:.1f})")  # fmt: skip
    tried = [one.number for one in found.candidates if one.search == 1]
    table = table_of(found, tried, PLACE, most)
    worth = table_of(found, tried, PLACE + most, most).mean(axis=0)
    orders = [shuffled(most, number) for number in range(n_times)]
    races = [raced(table[order], most) for order in orders]
    lost = float(np.mean([worth.max() - worth[winner] for winner, _ in races]))
    taken = float(np.mean([n for _, n in races]))
    print(f"race over {len(tried)} candidates: {taken:,.0f} runs, falls short by {lost:.3f}")
    needed = None
    for n in (one for one in EQUAL if one <= most):
        short = float(np.mean([worth.max() - worth[table[o][:n].mean(axis=0).argmax()]
                               for o in orders]))  # fmt: skip
        print(f"  {n:5} runs each, {n * len(tried):9,} in all: falls short by {short:.3f}")
        if needed is None and short <= lost:
            needed = n * len(tried)
    if needed is None:
        print(f"the race takes less than {taken / (most * len(tried)):.3f} of equal allocation")
    else:
        print(f"the race takes {taken / needed:.3f} of the runs of equal allocation")


if __name__ == "__main__":
    main()
