"""Calibrates a community to patterns: finds the numbers with which it shows them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from diffusion.calibration import judge
from diffusion.calibration.calibrated import Calibration
from diffusion.calibration.job import Found, Job, default_point
from diffusion.calibration.plan import Plan, plan_calibration
from diffusion.calibration.result import Summary, summarised, written
from diffusion.calibration.sample import hypercube
from diffusion.calibration.subset import Region, region_of
from diffusion.calibration.tries import CalibrationStore, Tries, schema_of
from diffusion.calibration.waves import Waves, next_wave, surfaces
from diffusion.catalogue.arguments import CommunityLike
from diffusion.ensembles.options import MOST_THREADS, Progress
from diffusion.ensembles.partition import n_processors
from diffusion.errors import check_range

type Reals = NDArray[np.float64]

_MOST_SETS = 6
"""Sets of patterns to drop that are tried, if the points of the first are all luck."""

_FEWEST = 2
"""Points of which a wave is made."""


def calibrate(
    community: CommunityLike,
    patterns: str | Path,
    folder: str | Path,
    *,
    points: int | None = None,
    runs: int | None = None,
    random_seed: int | None = None,
    workers: int | None = None,
    tell: Callable[[str], None] | None = None,
    progress: Progress | None = None,
) -> Calibration:
    """Find the points of a space of numbers at which a community shows patterns.

    An even sample is tried; then waves where nothing found so far rules a pattern out; and where
    too few points show the patterns, subset simulation. Points that show them are tried again
    with other luck, and only those that do so again are the ensemble.

    Parameters
    ----------
    community
        A community, its name, or the path of its folder.
    patterns
        Path of a file of patterns, or its name in the community's folder.
    folder
        New, empty, or of this same calibration, which then goes on.
    points, runs, random_seed
        Points of the first sample, runs of each point and the number that starts the draws, in
        place of what the file says.
    workers
        Threads; None: as many as this machine has processors. Results do not depend on it.
    tell
        Called with each file that was damaged.
    progress
        Called with the number of points tried and of all that may be.

    Returns
    -------
    Calibration

    Raises
    ------
    InputError
        With the mistakes in the files; if the folder is another's, cannot be written or is in use.
    """
    plan = plan_calibration(community, patterns, points=points, runs=runs, random_seed=random_seed)
    return run_plan(plan, Path(folder), workers=workers, tell=tell, progress=progress)


def run_plan(
    plan: Plan,
    folder: Path,
    *,
    workers: int | None = None,
    tell: Callable[[str], None] | None = None,
    progress: Progress | None = None,
) -> Calibration:
    """Run a calibration that is planned, or go on with it; see `calibrate`."""
    if workers is not None:
        check_range("workers", workers, 1, MOST_THREADS)
    job, store = plan.job, CalibrationStore(folder)
    with store.opened(plan.origin):
        for name in store.set_aside_damaged(schema_of(job)):
            if tell is not None:
                tell(f"{store.folder / name} was damaged: it is set aside, and made again")
        if not store.is_complete or Calibration.lacks_something(folder):
            # What depends on the tries is made anew of them, so that it belongs together.
            store.reopen(schema_of(job))
            tries = Tries(
                job, store, workers or n_processors(), plan.n_points + plan.n_points_of_search,
                progress,
            )  # fmt: skip
            if progress is not None:
                progress(0, tries.n_expected)
            written(folder, _search(job, tries))
            store.finish(tries.n_parts, schema_of(job))
    return Calibration(folder)


@dataclass(frozen=True, slots=True, eq=False)
class _Shown:
    """Points that show patterns, again with other luck.

    Attributes
    ----------
    target : tuple of int
        Places of the patterns that are asked for.
    points : float64 [points, axes]
    again : Found
        With other luck, of all points that were tried again.
    passed : bool [points]
    weight : float64 [points]
    region : Region or None
        Of subset simulation, where it was needed.
    """

    target: tuple[int, ...]
    points: Reals
    again: Found
    passed: NDArray[np.bool_]
    weight: Reals
    region: Region | None


def _search(job: Job, tries: Tries) -> Summary:
    """Sample, narrow down, walk into small regions, and try again what was found."""
    file = job.file
    default = tries(default_point(job.space), "default", n_runs=max(file.runs, file.effort.again))
    first = hypercube(file.effort.points, len(job.space), seed=file.random_seed)
    found = tries(first, "sample")
    waves = _waves(job, tries, first, found)
    every = tuple(range(len(file.pattern)))
    # Where emulators rule a pattern out everywhere, walks towards it lead nowhere.
    can_be = not waves.ruled_out or bool(len(_showing(job, tries, every)))
    shown = _shown(job, tries, every, first, found, is_walked=can_be)
    dropped: tuple[int, ...] = ()
    asked: set[tuple[int, ...]] = {()}
    while len(asked) <= _MOST_SETS:
        # A walk may find points that show more than was asked of it: then fewer need be dropped.
        fewer_than = len(dropped) if shown.passed.any() else len(every)
        _, passes, is_even = _passes(job, tries)
        sets = judge.sets_to_drop(passes, is_even, most=1, without=asked)
        candidate = next((one for one, _ in sets), None)
        if candidate is None or len(candidate) >= fewer_than:
            break
        asked.add(candidate)
        target = tuple(place for place in every if place not in candidate)
        kept = _shown(job, tries, target, first, found)
        if kept.passed.any():
            shown, dropped = kept, candidate
    points, passes, is_even = _passes(job, tries)
    return summarised(
        job, default=default, first=first, found=found, waves=waves,
        passes=passes, n_tried=len(points), dropped=dropped, ensemble=shown.points[shown.passed],
        again=shown.again.at(shown.passed), weight=shown.weight[shown.passed],
        n_again=len(shown.points), region=shown.region, target=shown.target,
        sets=judge.sets_to_drop(passes, is_even), luck=asked - {dropped},
    )  # fmt: skip


def _waves(job: Job, tries: Tries, points: Reals, found: Found) -> Waves:
    """Try points that no emulator rules out, wave after wave."""
    left: list[float] = []
    ruled_out: tuple[str, ...] = ()
    by = surfaces(points, found, job.file)
    for number in range(1, job.file.effort.waves + 1):
        wave = next_wave(by, job.file, n_axes=len(job.space), number=number)
        left.append(wave.share)
        ruled_out = wave.ruled_out
        if len(wave.points) < _FEWEST:
            break
        points = np.concatenate([points, wave.points])
        found = Found.joined([found, tries(wave.points, f"wave {number}")])
        by = surfaces(points, found, job.file)
    return Waves(by, tuple(left), ruled_out)


def _passes(job: Job, tries: Tries) -> tuple[Reals, NDArray[np.bool_], NDArray[np.bool_]]:
    """All points that were tried in the first luck and could be run.

    Returns
    -------
    points : float64 [points, axes]
    passes : bool [points, patterns]
    is_even : bool [points]
        Whether each is one of the even sample.
    """
    stages = [one for one in tries.stages if one[0] not in ("default", "again")]
    points = np.concatenate([p for _, p, _ in stages])
    found = Found.joined([f for _, _, f in stages])
    is_even = np.concatenate([np.full(len(p), name == "sample") for name, p, _ in stages])
    run = found.is_run
    return points[run], judge.verdicts(found.at(run), job.file) == 0, is_even[run]


def _shown(
    job: Job,
    tries: Tries,
    target: Sequence[int],
    first: Reals,
    found: Found,
    *,
    is_walked: bool = True,
) -> _Shown:
    """Find points that show some of the patterns; where they are few, by subset simulation."""
    wanted, region = job.file.effort.wanted, None
    points = _showing(job, tries, target)
    if is_walked and len(points) < wanted and job.file.effort.levels:
        off = partial(_off, job, target)
        run = found.is_run
        region = region_of(
            first[run], off(found.at(run)), attempt=lambda p, stage: tries(p, stage), off=off,
            seed=job.file.random_seed, level_points=job.file.effort.level_points,
            levels=job.file.effort.levels, wanted=wanted,
        )  # fmt: skip
        points = np.concatenate([points, region.points])
    if not len(points):
        nothing = Found.nothing(len(job.file.pattern))
        return _Shown(tuple(target), points, nothing, np.zeros(0, np.bool_), np.zeros(0), region)
    points, weight = _weighed(points)
    places = np.linspace(0, len(points) - 1, min(len(points), 2 * wanted)).round().astype(int)
    points, weight = points[places], weight[places]
    again = tries(points, "again", first_replicate=job.file.runs, n_runs=job.file.effort.again)
    passed = (judge.verdicts(again, job.file)[:, list(target)] == 0).all(axis=1) & again.is_run
    return _Shown(tuple(target), points, again, passed, weight, region)


def _showing(job: Job, tries: Tries, target: Sequence[int]) -> Reals:
    """Points of the even sample and the waves that show some of the patterns."""
    stages = [(p, f) for name, p, f in tries.stages if name.split()[0] in ("sample", "wave")]
    points = np.concatenate([p for p, _ in stages])
    passes = judge.verdicts(Found.joined([f for _, f in stages]), job.file)[:, list(target)] == 0
    showing: Reals = points[passes.all(axis=1)]
    return showing


def _weighed(points: Reals) -> tuple[Reals, Reals]:
    """Keep each point once, in its order; chains that stayed at it give it more weight."""
    _, first, counts = np.unique(points, axis=0, return_index=True, return_counts=True)
    order = np.argsort(first, kind="stable")
    return points[first[order]], counts[order].astype(np.float64)


def _off(job: Job, target: Sequence[int], found: Found) -> Reals:
    """Add up how far off the patterns are that are asked for."""
    off: Reals = judge.distances(found, job.file)[:, list(target)].sum(axis=1)
    return off
