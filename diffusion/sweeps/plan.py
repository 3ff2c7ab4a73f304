"""Reads and checks a design, before anything of it is run."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from diffusion.catalogue.load import load, parameters_of, programme_of
from diffusion.catalogue.overrides import Inputs, declared, inputs_from
from diffusion.errors import InputError, Problem, as_written, check_range, told_of
from diffusion.sweeps.design import OF_MEANS, Design, read_design, with_new_names
from diffusion.sweeps.jobs import Job
from diffusion.sweeps.levels import check_levels, with_whole_numbers
from diffusion.sweeps.over import OF_ENSEMBLE, Ensemble, over
from diffusion.sweeps.points import Points, points_of
from diffusion.util.atomic import SIGNATURE
from diffusion.util.provenance import versions


@dataclass(frozen=True)
class Plan:
    """A sweep that has been read and checked, and not begun.

    Attributes
    ----------
    job : Job
    origin : dict
        What it is made from: the design, the files by hash, versions.
    warnings : tuple of str
        Levels that come to the same, and outcomes that have no months.
    """

    job: Job
    origin: dict[str, Any]
    warnings: tuple[str, ...]


def plan_sweep(
    file: str | Path,
    *,
    quick: bool = False,
    limit: int | None = None,
    ensemble: Ensemble | None = None,
) -> Plan:
    """Read a design file and check it, before anything is run.

    Parameters
    ----------
    file
        Path of a sweep.toml.
    quick
        Whether to take the smaller form that the file names.
    limit
        Only so many points of the design, the first ones.
    ensemble
        Sets of numbers over each of which every point is run, beside the numbers of the files.

    Raises
    ------
    InputError
        With the mistakes in the design and in the files that it names.
    """
    path = Path(file)
    design, digest = read_design(path)
    folder = path.resolve().parent
    if quick:
        replicates = min(design.quick.replicates, design.replicates)
        design = design.model_copy(update={"replicates": replicates})
        limit = min(design.quick.points if limit is None else limit, design.quick.points)
    beside = folder / design.model
    with told_of(path.name):
        community = load(beside if (beside / "community.toml").is_file() else design.model)
        programmes = []
        for name in design.programmes:
            is_file = name.endswith(".toml")
            programmes.append(programme_of(community, folder / name if is_file else name))
        inputs = Inputs(community, parameters_of(community, design.parameters), tuple(programmes))
    names = [programme.name for programme in programmes]
    if again := next((name for name in names if names.count(name) > 1), None):
        found = f"{as_written(again)} twice"
        raise InputError(Problem(path.name, "programmes", "a name of its own for each", found))
    design = with_whole_numbers(design, inputs)
    if ensemble is not None:
        _check_over(design, path.name)
    points = over(points_of(design, folder), ensemble)
    if points.n_points > _MOST_POINTS:
        expected = f"at most {_MOST_POINTS:,} points"
        raise InputError(Problem(path.name, "", expected, f"{points.n_points:,}"))
    if limit is not None:
        check_range("limit", limit, 1, 2**62)
    times = 1 if ensemble is None else 1 + len(ensemble.settings)
    n_points = len(points) if limit is None else min(limit * times, len(points))
    job = Job(design, inputs, points, n_points)
    warnings = (*check_levels(job, path.name), *_of_the_end(job, path.name))
    with told_of(path.name):
        asked = job.indicators  # an unknown outcome is an error now
    for factor in design.factor:
        if factor.column in (*OF_MEANS, OF_ENSEMBLE):
            expected = f"a name for {factor.path} other than {', '.join((*OF_MEANS, OF_ENSEMBLE))}"
            raise InputError(Problem(path.name, "", expected, as_written(factor.column)))
        if factor.column in asked:
            expected = f"a name for {factor.path} that is no column of an outcome"
            raise InputError(Problem(path.name, "", expected, as_written(factor.column)))
    origin = {
        "design": design.model_dump(mode="json"),
        "design_file": digest,
        "n_points": job.n_points,
        "files": dict(community.hashes),
        "inputs": declared(inputs),
        "table": list(points.rows) if _has_table(design) else None,
        "whole_numbers": _EVEN if any(one.whole for one in design.factor) else None,
        "versions": versions(),
    }
    if ensemble is not None:
        origin["ensemble"] = ensemble.declared()
    return Plan(job, origin, warnings)


def plan_of_origin(origin: dict[str, Any]) -> Plan:
    """Make the plan of a sweep anew from what its folder says of it.

    Raises
    ------
    InputError
        If its points would not come out the same.
    """
    design = Design.model_validate_json(
        json.dumps(with_new_names(origin["design"], place=SIGNATURE))
    )
    if any(one.whole for one in design.factor) and origin.get("whole_numbers") != _EVEN:
        expected = "a sweep whose whole numbers were sampled as this version does"
        raise InputError(
            Problem(
                SIGNATURE,
                "whole_numbers",
                expected,
                "one of an earlier version (run its design again in a new folder)",
            )
        )
    inputs = inputs_from(origin["inputs"])
    if origin["table"] is None:
        points = points_of(design, Path())
    else:
        points = Points((), design.factor, origin["table"])
    points = over(points, ensemble_of(origin))
    return Plan(Job(design, inputs, points, origin["n_points"]), origin, ())


def ensemble_of(origin: dict[str, Any]) -> Ensemble | None:
    """Make the ensemble anew over which a sweep is run; None if it is over none."""
    found = origin.get("ensemble")
    return None if found is None else Ensemble(**found)


def _check_over(design: Design, place: str) -> None:
    """Refuse a sample of which indices are computed: those are of one set of numbers.

    Raises
    ------
    InputError
        If it has one.
    """
    if design.sample is not None and design.sample.method in ("sobol", "morris"):
        expected = "levels, latin_hypercube or table beside --ensemble"
        raise InputError(Problem(place, "sample.method", expected, design.sample.method))


_EVEN = "each as often as any other"
"""How whole numbers are sampled; before, the two ends came half as often."""

_MOST_POINTS = 1_000_000_000
"""Points of a sweep: of more it is safe to say that a number in the design is wrong."""


def _of_the_end(job: Job, place: str) -> Iterator[str]:
    """Say which outcomes have no value at the months that were asked for."""
    design = job.design
    for name in design.outcomes if design.at_months else ():
        if name in job.indicators and f"{name}_{design.at_months[0]}" not in job.indicators:
            yield (
                f"{place}: outcomes: {name} is known of the whole {design.months} months only: "
                "one column, none for each of at_months"
            )


def _has_table(design: Design) -> bool:
    return design.sample is not None and design.sample.method == "table"
