"""Follows villages of which it is known how they went on, each beside what the others show."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from diffusion.fitting.forecast import Forecast
from diffusion.fitting.forecasters import MIX, Forecasters, models_asked
from diffusion.fitting.law import Composites
from diffusion.fitting.monitoring import LookedUp, rank_of
from diffusion.fitting.scores import coverage
from diffusion.fitting.validation import N_RUNS
from diffusion.fitting.villages import Village
from diffusion.fitting.widths import learnt_width, widened

FIRST = 1
"""Periods known to what was expected at first: who had begun before anything was watched."""


@dataclass(frozen=True, slots=True)
class Followed:
    """A village that was left out: how far along it was by its k-th period, and what came."""

    village: Village
    known_to: int
    rank: float
    updated: Forecast


def look_up(
    villages: Sequence[Village],
    known_to: Sequence[int],
    *,
    composites: Composites | None = None,
    models: Sequence[str] | None = None,
    learn_widths: str = "inner",
    n_runs: int = N_RUNS,
    random_seed: int = 1,
    progress: Callable[[float], None] | None = None,
) -> tuple[LookedUp, ...]:
    """Follow villages of which it is known how they went on, each beside the others.

    Parameters
    ----------
    villages
        Each is left out in turn, with all of its innovations. Widths for it are learnt in the
        others, each left out of the fits too; the village itself is in those fits.
    known_to
        Numbers of periods known, from 2 to T - 1.
    composites, models, learn_widths, n_runs, random_seed, progress
        As of `diffusion.fitting.monitor.monitor`.
    """
    found = followed(villages, known_to, composites, models, n_runs, random_seed, progress)
    return looked_up(found, learn_widths)


def followed(
    villages: Sequence[Village],
    known_to: Sequence[int],
    composites: Composites | None,
    models: Sequence[str] | None,
    n_runs: int,
    random_seed: int,
    progress: Callable[[float], None] | None,
) -> list[Followed]:
    """Follow villages beside the others, each left out of the fits in turn."""
    used = models_asked(models, composites)
    mixed = MIX if len(used) > 1 else used[0]
    groups = tuple(dict.fromkeys(one.group for one in villages))
    found = []
    for done, group in enumerate(groups, start=1):
        train = [one for one in villages if one.group != group]
        fitted = Forecasters(train, composites or {}, n_runs, random_seed)
        for one in villages:
            if one.group != group:
                continue
            first, *later = (
                fitted.all_of(used, one, known_to=at)[mixed] for at in (FIRST, *known_to)
            )
            for k, updated in zip(known_to, later, strict=True):
                rank = rank_of(first.curves[:, k - 1 - FIRST], float(one.cumulative[k - 1]))
                found.append(Followed(one, k, rank, updated))
        if progress is not None:
            progress(done / len(groups))
    return found


def width_in(found: Sequence[Followed], learn_widths: str) -> float:
    """Learn by what the updated forecasts should have been wider; 1 where nothing is learnt.

    What was expected is left as it is: whether somebody is behind is asked of one period and of
    5 % of the histories, of which a few villages show too little.
    """
    if learn_widths == "no" or not found:
        return 1.0
    return learnt_width((one.updated, one.village) for one in found)


def looked_up(found: Sequence[Followed], learn_widths: str) -> tuple[LookedUp, ...]:
    """Look up how villages went on, each with widths learnt in the others."""
    told = []
    for one in found:
        others = [
            other for other in found
            if other.village.group != one.village.group and other.known_to == one.known_to
        ]  # fmt: skip
        own, k = one.village, one.known_to
        updated = widened(one.updated, width_in(others, learn_widths), own).curves
        covered = coverage(updated, own.cumulative[k:], n_people=own.n_people)
        told.append(LookedUp(own.group, own.innovation, k, one.rank, covered))
    return tuple(told)
