"""Reads and checks a calibration before anything is run, and says what it will take."""

from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import Any

from diffusion.calibration.histories import histories_of, programmes_of
from diffusion.calibration.job import Job
from diffusion.calibration.patterns import PatternFile, read_patterns
from diffusion.calibration.sample import hypercube
from diffusion.calibration.space import space_of
from diffusion.catalogue.arguments import CommunityLike, community_of
from diffusion.catalogue.load import library_root, parameters_of, programme_of
from diffusion.catalogue.overrides import Inputs, declared
from diffusion.ensembles.options import check_months
from diffusion.ensembles.partition import n_processors
from diffusion.errors import InputError, told_of
from diffusion.scenario.community import Community
from diffusion.util.provenance import versions

PATTERNS = "patterns.toml"
"""Name of the file of patterns that may stand in a model folder."""

_TRIED = 12
"""Points by which the time is estimated."""


@dataclass(frozen=True)
class Plan:
    """A calibration that has been read and checked, and not begun.

    Attributes
    ----------
    job : Job
    origin : dict
        What it is made from: patterns, files by hash, versions.
    """

    job: Job
    origin: dict[str, Any]

    @property
    def n_points(self) -> int:
        """Points that are tried at most."""
        effort = self.job.file.effort
        return 1 + effort.points + effort.waves * effort.wave_points

    @property
    def n_points_of_search(self) -> int:
        """Points that come to them where a small region is sought."""
        effort = self.job.file.effort
        return effort.levels * effort.level_points


@dataclass(frozen=True)
class Estimate:
    """What a calibration will take, from a short trial on one processor.

    Attributes
    ----------
    seconds, seconds_of_search : float
        For the sample and the waves; and at most for the search of small regions.
    n_processors : int
    """

    seconds: float
    seconds_of_search: float
    n_processors: int


def plan_calibration(
    community: CommunityLike,
    patterns: str | Path,
    *,
    points: int | None = None,
    runs: int | None = None,
    random_seed: int | None = None,
) -> Plan:
    """Read a file of patterns and check it with the community.

    Parameters
    ----------
    community
        A community, its name, or the path of its folder.
    patterns
        Path of a file, or its name in the community's folder.
    points, runs, random_seed
        In place of what the file says; None leaves it.

    Raises
    ------
    InputError
        With the mistakes in the files.
    """
    known = community_of(community)
    path = found_at(community, patterns)
    file, digest = read_patterns(path)
    file = _with(file, points=points, runs=runs, random_seed=random_seed)
    folder = path.resolve().parent
    with told_of(path.name):
        programmes = tuple(
            programme_of(known, folder / name if name.endswith(".toml") else name)
            for name in file.programmes
        )
        inputs = Inputs(known, parameters_of(known, file.parameters), programmes)
        histories = histories_of(file, known)
        for one in histories.all:
            check_months(known, one.n_months)
        cut = replace(inputs, programmes=programmes_of(file, inputs, histories))
    space = space_of(file, cut, place=path.name)
    origin = {
        "patterns": file.model_dump(mode="json", by_alias=True),
        "patterns_file": digest,
        "files": dict(known.hashes),
        "inputs": declared(inputs),
        "space": [[axis.path, axis.low, axis.high, axis.is_log] for axis in space.axes],
        "versions": versions(),
    }
    return Plan(Job(file, cut, space, histories), origin)


def found_at(community: CommunityLike, patterns: str | Path) -> Path:
    """Find a file of patterns as a path, or by its name in the folder of the community."""
    path = Path(patterns)
    if path.is_file() or isinstance(community, Community):
        return path
    for folder in (Path(community), library_root() / str(community)):
        if (folder / path).is_file():
            return folder / path
    return path


def _with(
    file: PatternFile, *, points: int | None, runs: int | None, random_seed: int | None
) -> PatternFile:
    """Put what was asked for in place of what the file says."""
    update: dict[str, Any] = {}
    if points is not None:
        effort = file.effort
        part = {
            "points": points,
            "wave_points": min(effort.wave_points, max(10, points // 4)),
            "level_points": min(effort.level_points, max(10, points // 5)),
        }
        update["effort"] = effort.model_copy(update=part)
    if runs is not None:
        update["runs"] = runs
    if random_seed is not None:
        update["random_seed"] = random_seed
    try:
        return file.model_copy(update=update)
    except InputError as error:
        raise InputError(
            replace(one, place={"effort.points": "points"}.get(one.key, one.key), key="")
            for one in error.problems
        ) from None


def try_out(plan: Plan) -> Estimate:
    """Simulate a little of a calibration, and say what the whole will take on this machine."""
    job = plan.job
    points = hypercube(2 * _TRIED, len(job.space), seed=job.file.random_seed)
    job.simulate(points[:2], first_replicate=0, n_runs=job.file.runs)  # compiles
    began = perf_counter()
    job.simulate(points[_TRIED:], first_replicate=0, n_runs=job.file.runs)
    each = (perf_counter() - began) / _TRIED / n_processors()
    again = 2 * job.file.effort.wanted * job.file.effort.again / job.file.runs
    return Estimate(
        each * plan.n_points, each * (2 * plan.n_points_of_search + again), n_processors()
    )
