"""Programmes simulated over an ensemble of points: their adopters by month, with both bands."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from diffusion.calibration.at_points import at_points
from diffusion.calibration.ensemble import Points, ends_of
from diffusion.catalogue.load import DEFAULT_RANDOM_SEED
from diffusion.catalogue.overrides import community_with
from diffusion.ensembles.simulate import simulate
from diffusion.scenario.community import Community

if TYPE_CHECKING:
    import pandas as pd

type Reals = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Curves:
    """Adopters of one programme over the months, over points and luck.

    Attributes
    ----------
    programme : str
    default : float64 [T + 1]
        Mean with the numbers of the files.
    mean, points_low, points_high, histories_low, histories_high : float64 [T + 1]
        Mean over points and runs; 90 % of the means of points; 90 % of single histories.
    """

    programme: str
    default: Reals
    mean: Reals
    points_low: Reals
    points_high: Reals
    histories_low: Reals
    histories_high: Reals


def curves_of(programme: str, default: Reals, runs: Sequence[Reals], weight: Reals) -> Curves:
    """Take the adopters [R, T + 1] of each point together."""
    means = np.array([one.mean(axis=0) for one in runs])
    whole = np.concatenate(runs).astype(np.float64)
    each = np.repeat(weight / len(runs[0]), [len(one) for one in runs])
    low, high = ends_of(means, weight)
    runs_low, runs_high = ends_of(whole, each)
    return Curves(programme, default, weight @ means, low, high, runs_low, runs_high)


@dataclass(frozen=True, eq=False)
class RunsOver:
    """Adopters of some programmes over an ensemble of points."""

    points: Points
    curves: tuple[Curves, ...]
    n_artisans: int
    n_runs: int
    random_seed: int
    n_left_out: int

    def table(self) -> "pd.DataFrame":
        """Give each programme and month: programme, month, default, mean and both bands."""
        import pandas as pd

        frames = [
            pd.DataFrame(
                {"programme": one.programme, "month": np.arange(len(one.mean))}
                | {name: getattr(one, name) for name in _COLUMNS}
            )
            for one in self.curves
        ]
        return pd.concat(frames, ignore_index=True)


_COLUMNS = (
    "default", "mean", "points_low", "points_high", "histories_low", "histories_high",
)  # fmt: skip


def run_over(
    community: Community,
    programmes: Sequence[str],
    points: Points,
    *,
    parameters: str = "default",
    settings: dict[str, Any] | None = None,
    budget: int | None = None,
    with_facilitator: bool = True,
    budget_of: str | None = None,
    progress: Callable[[int, int], None] | None = None,
    **options: Any,
) -> RunsOver:
    """Simulate programmes with the numbers of the files, and at each point of an ensemble.

    Parameters
    ----------
    community, programmes, points, parameters, settings, progress
        As in `compare_over`.
    budget, with_facilitator, budget_of
        As in `diffusion.simulate`.
    **options
        n_runs, n_months, random_seed, first_replicate, n_threads.

    Raises
    ------
    InputError
        As in `diffusion.simulate`.
    """
    own = settings or {}

    def simulated(here: Community, asked: Any, name: str) -> list[tuple[str, Reals]]:
        outcomes = simulate(
            here, list(asked), budget=budget, with_facilitator=with_facilitator,
            budget_of=budget_of, parameters=name, **options,
        )  # fmt: skip
        return [(one.programme, one.adopters.astype(np.float64)) for one in outcomes]

    default = simulated(*community_with(community, programmes, parameters, own, place="--set"))
    found, places = at_points(
        community, programmes, parameters, points, settings=own, each=simulated, progress=progress
    )
    kept = points.at(places)
    curves = tuple(
        curves_of(name, adopters.mean(axis=0), [one[place][1] for one in found], kept.weight)
        for place, (name, adopters) in enumerate(default)
    )
    n_left_out = len(points) - len(places)
    random_seed = int(options.get("random_seed", DEFAULT_RANDOM_SEED))
    n_runs = len(default[0][1])
    return RunsOver(kept, curves, community.n_artisans, n_runs, random_seed, n_left_out)
