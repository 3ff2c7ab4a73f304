"""Follows villages of which it is known how they went on, each beside what the others show."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

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
    """A village that was left out, with what was expected of it by its k-th period, and then."""

    village: Village
    known_to: int
    first: Forecast
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
                by_now = replace(first, curves=first.curves[:, : k - FIRST])
                found.append(Followed(one, k, by_now, updated))
        if progress is not None:
            progress(done / len(groups))
    return found


def widths_in(found: Sequence[Followed], learn_widths: str) -> tuple[float, float]:
    """Learn by what the expectation and the updated forecast should have been wider."""
    if learn_widths == "no" or not found:
        return 1.0, 1.0
    firsts = learnt_width((one.first, one.village) for one in found)
    return firsts, learnt_width((one.updated, one.village) for one in found)


def looked_up(found: Sequence[Followed], learn_widths: str) -> tuple[LookedUp, ...]:
    """Look up how villages went on, each with widths learnt in the others."""
    told = []
    for one in found:
        others = [
            other for other in found
            if other.village.group != one.village.group and other.known_to == one.known_to
        ]  # fmt: skip
        own, k = one.village, one.known_to
        of_first, of_updated = widths_in(others, learn_widths)
        first = widened(one.first, of_first, own).curves
        updated = widened(one.updated, of_updated, own).curves
        rank = rank_of(first[:, -1], float(own.cumulative[k - 1]))
        covered = coverage(updated, own.cumulative[k:], n_people=own.n_people)
        told.append(LookedUp(own.group, own.innovation, k, rank, covered))
    return tuple(told)
