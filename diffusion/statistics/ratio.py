"""What one of something costs: a ratio of means, with its interval."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diffusion.statistics.bootstrap import resampled
from diffusion.statistics.intervals import FEWEST_DRAWN, LEVEL


@dataclass(frozen=True, slots=True)
class Ratio:
    """Cost for each of something, with its interval.

    The cost is None where there is none of it; an end where there may be none of it, and both
    ends where there are fewer than `FEWEST_DRAWN` runs or all agree.
    """

    value: float | None
    low: float | None
    high: float | None


def cost_per(cost: int, counts: NDArray[np.int32], *, random_seed: int) -> Ratio:
    """Divide a cost by a mean count: a ratio of means, with a bootstrap interval.

    Parameters
    ----------
    cost : int
        Rupiah of one programme.
    counts : int32 [R]
        What was reached in each run.
    random_seed : int
        Of the bootstrap samples.
    """
    return costs_per([cost], counts[:, None], random_seed=random_seed)[0]


def costs_per(costs: Sequence[int], counts: NDArray[np.int32], *, random_seed: int) -> list[Ratio]:
    """Divide several costs by mean counts of the same runs, each as `cost_per` would.

    Parameters
    ----------
    costs : sequence of int
        Rupiah of S programmes.
    counts : int32 [R, S]
    random_seed : int
        Of the bootstrap samples.
    """
    tail = (1 - LEVEL) / 2
    samples = resampled(counts.astype(np.float64), random_seed)
    ratios = []
    for column, cost in enumerate(costs):
        mean = float(counts[:, column].mean())
        if mean == 0:
            ratios.append(Ratio(None, None, None))
            continue
        if len(counts) < FEWEST_DRAWN or np.ptp(counts[:, column]) == 0:
            ratios.append(Ratio(cost / mean, None, None))
            continue
        few, many = np.quantile(samples[:, column], [tail, 1 - tail])
        low, high = cost / float(many), cost / float(few) if few > 0 else None
        ratios.append(Ratio(cost / mean, low, high))
    return ratios
