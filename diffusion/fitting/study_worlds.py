"""Simulated villages of a study, and what is observed of each: shares of adopters, likeness."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diffusion.ensembles.simulate import simulate
from diffusion.kernels import draws
from diffusion.kernels.state import Ties
from diffusion.results.outcome import Outcome
from diffusion.scenario.community import Community
from diffusion.scenario.programme import Programme
from diffusion.translate.initial_state import draw_initial_state

type Reals = NDArray[np.float64]

_TOGETHER = 2_000
"""Villages that are simulated at once, so that memory does not grow with the study."""


@dataclass(frozen=True)
class Observed:
    """What is observed in each village, and made one number of.

    Attributes
    ----------
    n_waves : int
        Visits, evenly apart, the last at the end.
    names : int
        At most so many names that each person gives of those tied to; 0: no ties are asked for,
        and the number is the mean over the waves of the share who are adopters. Else it is the
        mean over the waves of Moran's I of having adopted.
    """

    n_waves: int
    names: int = 0

    def months(self, n_months: int) -> list[int]:
        """List the records at which the villages are visited."""
        return [round(n_months * (wave + 1) / self.n_waves) for wave in range(self.n_waves)]


@dataclass(frozen=True)
class Arm:
    """What is done, and by which law, in the villages of one side of a study.

    Attributes
    ----------
    name : str
    community : Community
    programme : Programme
    parameters : str
        Name of the community's parameter set.
    """

    name: str
    community: Community
    programme: Programme
    parameters: str

    def observe(
        self,
        plans: Sequence[Observed],
        *,
        n_villages: int,
        n_months: int,
        first_replicate: int,
        random_seed: int,
        n_threads: int | None,
    ) -> Reals:
        """Simulate villages, each a history of its own, and observe them in each way [P, V]."""
        found = np.empty((len(plans), n_villages))
        has_ties = any(plan.names for plan in plans)
        for begin in range(0, n_villages, _TOGETHER):
            n_runs = min(_TOGETHER, n_villages - begin)
            outcome = simulate(
                self.community, self.programme, keep=("toa",) if has_ties else (),
                parameters=self.parameters, n_runs=n_runs, n_months=n_months,
                random_seed=random_seed, first_replicate=first_replicate + begin,
                n_threads=n_threads,
            )  # fmt: skip
            part = slice(begin, begin + n_runs)
            for place, plan in enumerate(plans):
                at = plan.months(n_months)
                if plan.names:
                    found[place, part] = self._likeness(outcome, at, plan.names)
                else:
                    found[place, part] = outcome.adopters[:, at].mean(axis=1) / outcome.n_artisans
        return found

    def _likeness(self, outcome: Outcome, months: list[int], names: int) -> Reals:
        """Take the mean over the waves of Moran's I of having adopted, in each run [R]."""
        toa, community = outcome.toa, self.community
        assert toa is not None
        if community.order is not None:
            toa = toa[:, community.order]
        random_seed = outcome.provenance["random_seed"]
        first = outcome.provenance["first_replicate"]
        initial = draw_initial_state(
            community,
            community.parameter_sets[self.parameters],
            random_seed=random_seed,
            first_replicate=first,
            n_runs=outcome.n_runs,
        )
        likeness = np.empty(outcome.n_runs)
        for run in range(outcome.n_runs):
            ego, alter = named(
                initial.ties_of(run), names, random_seed=random_seed, replicate=first + run
            )
            has = (toa[run] >= 0) & (toa[run] <= np.array(months)[:, None])
            likeness[run] = np.mean([morans_i(one, ego, alter) for one in has.astype(np.float64)])
        return likeness


def named(
    ties: Ties, names: int, *, random_seed: int, replicate: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Draw whom each person names of those tied to, at most so many: egos and alters."""
    start = ties.start.astype(np.int64)
    ego = np.repeat(np.arange(len(start) - 1), np.diff(start))
    own = slice(start[0], start[-1])  # of a run: all runs stand in one array
    alter = ties.alter[own].astype(np.int64)
    lot = np.empty((1, len(alter)))
    draws.fill_draws(random_seed, replicate, draws.STUDIES, 0, np.arange(len(alter)), lot)
    is_looked_at = ties.strength[own] > 0
    ego, alter, lot = ego[is_looked_at], alter[is_looked_at], lot[0][is_looked_at]
    order = np.lexsort((lot, ego))
    ego, alter = ego[order], alter[order]
    first = np.searchsorted(ego, ego)
    is_named = np.arange(len(ego)) - first < names
    return ego[is_named], alter[is_named]


def morans_i(value: Reals, ego: NDArray[np.int64], alter: NDArray[np.int64]) -> float:
    """Take Moran's I of a number among who names whom; 0 where all are alike."""
    apart = value - value.mean()
    spread = float(apart @ apart)
    if not len(ego) or not spread:
        return 0.0
    return float(len(value) / len(ego) * (apart[ego] @ apart[alter]) / spread)
