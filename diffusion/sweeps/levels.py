"""Checks the levels of a design at points that have them, before anything is run."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from diffusion.catalogue.overrides import Inputs, set_at
from diffusion.errors import InputError, Problem
from diffusion.sweeps.design import Design, Factor
from diffusion.sweeps.jobs import Job
from diffusion.sweeps.points import scattered

_MOST_TRIED = 64
"""Points at which a level is tried that does not fit what the files say."""


def with_whole_numbers(design: Design, inputs: Inputs) -> Design:
    """Let those ranges be of whole numbers whose settings take nothing else."""
    factors = tuple(
        one.model_copy(update={"whole": True}) if _takes_whole_numbers(one, inputs) else one
        for one in design.factor
    )
    return design.model_copy(update={"factor": factors})


def _takes_whole_numbers(factor: Factor, inputs: Inputs) -> bool:
    low, high = factor.low, factor.high
    if low is None or high is None or factor.whole or low % 1 or high % 1:
        return False
    as_number, as_whole = (_own_problems(factor, kind(low), inputs) for kind in (float, int))
    return bool(as_number) and not as_whole


def _own_problems(factor: Factor, value: Any, inputs: Inputs) -> list[Problem]:
    """Find what is wrong with a value by itself: problems at its own path or below."""
    try:
        set_at(inputs, {factor.path: value}, place="")
    except InputError as error:
        return [problem for problem in error.problems if problem.key.startswith(factor.path)]
    return []


def check_levels(job: Job, place: str) -> Iterator[str]:
    """Refuse a level that no point can have; name the levels that come to the same.

    A level that does not fit what the files say may fit the other levels of its point. Where it
    does not, this one point fails, when its turn comes.

    Raises
    ------
    InputError
        With each level that is wrong by itself, or if no point of those tried can be run.
    """
    problems: list[Problem] = []
    for number, factor in enumerate(job.design.factor, start=1):
        seen: dict[str, Any] = {}
        for level, value in enumerate(_values(factor)):
            try:
                changed = set_at(job.inputs, {factor.path: value}, place=place)
            except InputError as error:
                own = [one for one in error.problems if one.key.startswith(factor.path)]
                if own and not _runs_somewhere(job, factor, level):
                    named = [replace(one, key=f"factor[{number}], {one.key}") for one in own]
                    problems.extend(replace(one, place=place) for one in named)
                continue
            parts = (changed.community.file, changed.parameters, *changed.programmes)
            what = "\n".join(part.model_dump_json() for part in parts)
            if what in seen:
                yield (
                    f"{place}: factor[{number}], {factor.path}: levels {seen[what]} and {value} "
                    "come to the same"
                )
            seen.setdefault(what, value)
    if problems:
        raise InputError(dict.fromkeys(problems))
    _check_that_one_runs(job, place)


def _values(factor: Factor) -> list[Any]:
    if factor.levels is not None:
        return list(factor.levels)
    ends = [end for end in (factor.low, factor.high) if end is not None]
    return [round(end) for end in ends] if factor.whole else list(ends)


def _runs_somewhere(job: Job, factor: Factor, level: int) -> bool:
    """Tell whether a level can be run at some point; an end of a range stands for itself."""
    if factor.levels is None:
        return False
    place = job.points.gridded.index(factor)
    tried = job.points.with_level(place, level, most=_MOST_TRIED)
    return any(_problem_at(job, point) is None for point in tried)


def _check_that_one_runs(job: Job, place: str) -> None:
    """Refuse a design of which no point can be run."""
    first: Problem | None = None
    for point in scattered(job.n_points, _MOST_TRIED):
        problem = _problem_at(job, point)
        if problem is None:
            return
        first = first or problem
    expected = "at least one point that can be run"
    raise InputError(Problem(place, "", expected, f"none ({first})"))


def _problem_at(job: Job, point: int) -> Problem | None:
    try:
        inputs = job.inputs_at(point)
        for programme in inputs.programmes:
            for budget in job.design.budgets:
                job.arm(inputs.community, programme, budget)
    except InputError as error:
        return error.problems[0]
    return None
