"""Puts a value at a dotted path into what files have declared."""

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from diffusion.catalogue.load import misfits, parameters_of
from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.readers.model_folder import Folder
from diffusion.scenario.artisans import Roster
from diffusion.scenario.base import Declaration
from diffusion.scenario.budget import scale_for
from diffusion.scenario.community import Community, CommunityFile
from diffusion.scenario.parameters import ParameterSet
from diffusion.scenario.programme import Programme
from diffusion.scenario.ties import TieList

ROOTS = ("parameters", "community", "programme")
"""Where a path may begin: the numbers of the laws, the community, each programme."""

EVERY = "*"
"""Step of a path that stands for every entry of a list."""


@dataclass(frozen=True)
class Inputs:
    """Everything a simulation is made from.

    Attributes
    ----------
    community : Community
    parameters : ParameterSet
    programmes : tuple of Programme
    """

    community: Community
    parameters: ParameterSet
    programmes: tuple[Programme, ...]


def declared(inputs: Inputs) -> dict[str, Any]:
    """Write everything down that simulations are made from, as plain values."""
    community = inputs.community
    sets = {name: one.model_dump(mode="json") for name, one in community.parameter_sets.items()}
    return {
        "model": community.name,
        "community": community.file.model_dump(mode="json"),
        "roster": None if community.roster is None else asdict(community.roster),
        "ties": None if community.tie_list is None else asdict(community.tie_list),
        "parameter_sets": sets,
        "parameters": inputs.parameters.model_dump(mode="json"),
        "programmes": [one.model_dump(mode="json") for one in inputs.programmes],
    }


def inputs_from(written: Mapping[str, Any]) -> Inputs:
    """Make inputs anew of what `declared` has written, read from JSON."""
    roster, ties = written["roster"], written["ties"]
    programmes = tuple(_read(Programme, one) for one in written["programmes"])
    community = Community(
        written["model"],
        _read(CommunityFile, written["community"]),
        {programme.name: programme for programme in programmes},
        {name: _read(ParameterSet, one) for name, one in written["parameter_sets"].items()},
        None if roster is None else _roster(roster),
        None if ties is None else _tie_list(ties),
    )
    return Inputs(community, _read(ParameterSet, written["parameters"]), programmes)


def _read[D: Declaration](kind: type[D], written: Any) -> D:
    return kind.model_validate_json(json.dumps(written))


def _roster(written: Mapping[str, Any]) -> Roster:
    columns = {name: tuple(values) for name, values in written["columns"].items()}
    return Roster(tuple(written["labels"]), columns)


def _tie_list(written: Mapping[str, Any]) -> TieList:
    strengths = written["strengths"]
    return TieList(
        tuple((first, second) for first, second in written["pairs"]),
        None if strengths is None else tuple(strengths),
        n_self=written["n_self"],
        n_merged=written["n_merged"],
    )


def set_at(inputs: Inputs, settings: Mapping[str, Any], *, place: str) -> Inputs:
    """Put values at their paths, all at once.

    Parameters
    ----------
    inputs
    settings
        Values by dotted path: `parameters.decision.alpha`, `community.artisans.number`,
        `programme.withdrawal_month`, `programme.activity.training.places` (an activity by its
        tactic or id, a channel by its name, `*` for all). The path `parameters` alone chooses a
        set by its name. A path into programmes changes each one that has such a place.
    place
        What an error names as the place of the settings.

    Raises
    ------
    InputError
        If there is nothing at a path, or a value is not one that may stand there.
    """
    problems: list[Problem] = []
    by_root: dict[str, dict[str, Any]] = {root: {} for root in ROOTS}
    parameters = inputs.parameters
    for path, value in settings.items():
        root, _, rest = path.partition(".")
        if root not in ROOTS or (not rest and root != "parameters"):
            problems.append(Problem(place, path, _path_expected(root), as_written(path)))
        elif not rest:
            names = tuple(inputs.community.parameter_sets)
            if not isinstance(value, str) or value not in names:
                expected = one_of(names, value if isinstance(value, str) else "")
                problems.append(Problem(place, path, expected, as_written(value)))
                continue
            parameters = parameters_of(inputs.community, value)
        else:
            by_root[root][rest] = value
    if problems:
        raise InputError(problems)
    file = _changed(inputs.community.file, by_root["community"], "community", place)
    parameters = _changed(parameters, by_root["parameters"], "parameters", place)
    programmes = _changed_programmes(inputs.programmes, by_root["programme"], place)
    community = replace(inputs.community, file=file)
    if by_root["community"] and (problems := list(misfits(community))):
        raise InputError(problems)
    return Inputs(community, parameters, programmes)


def _path_expected(root: str) -> str:
    return f"a path that begins with {one_of(ROOTS, root)} and a dot"


def _changed[D: Declaration](declared: D, settings: Mapping[str, Any], root: str, place: str) -> D:
    """Put values into one declaration and check the whole again."""
    if not settings:
        return declared
    data = declared.model_dump()
    for path, value in settings.items():
        missing = _put(data, path.split("."), value)
        if missing is not None:
            raise InputError(missing.problem(place, f"{root}.{path}"))
    return _checked(type(declared), data, settings, root, place)


def _changed_programmes(
    programmes: Sequence[Programme], settings: Mapping[str, Any], place: str
) -> tuple[Programme, ...]:
    """Put values into each programme that has their places; one of them must."""
    if not settings:
        return tuple(programmes)
    dumps = [programme.model_dump() for programme in programmes]
    for path, value in settings.items():
        tried = [_put(data, path.split("."), value) for data in dumps]
        if tried and None not in tried:
            misses = [miss for miss in tried if miss is not None]
            depth = max(miss.depth for miss in misses)
            furthest = [miss for miss in misses if miss.depth == depth]
            allowed = dict.fromkeys(name for miss in furthest for name in miss.allowed)
            all_of_them = replace(furthest[0], allowed=tuple(allowed))
            raise InputError(all_of_them.problem(place, f"programme.{path}"))
    return tuple(_checked(Programme, data, settings, "programme", place) for data in dumps)


def _checked[D: Declaration](
    kind: type[D], data: dict[str, Any], settings: Mapping[str, Any], root: str, place: str
) -> D:
    folder = Folder(Path())
    declared = folder.declared(kind, place, data)
    if declared is None:
        raise InputError(
            Problem(
                place,
                f"{root}.{problem.key}" if problem.key else root,
                problem.expected,
                problem.found if problem.found else as_written([*settings.values()]),
            )
            for problem in folder.problems
        )
    return declared


@dataclass(frozen=True, slots=True)
class _Missing:
    """There is nothing at a path: how many steps it goes, and what could come next."""

    depth: int
    step: str
    allowed: tuple[str, ...]

    def problem(self, place: str, path: str) -> Problem:
        expected = one_of(self.allowed, self.step) if self.allowed else "the path to end before it"
        found = as_written(self.step) if self.step else "nothing after it"
        return Problem(place, path, expected, found)


def _put(data: Any, steps: Sequence[str], value: Any, depth: int = 0) -> _Missing | None:
    """Put a value into plain tables and lists; tell where the path ends if it does not lead on."""
    step, rest = steps[0], steps[1:]
    if isinstance(data, dict):
        if step not in data:
            return _Missing(depth, step, tuple(map(str, data)))
        if not rest:
            data[step] = value
            return None
        if isinstance(data[step], tuple):
            data[step] = list(data[step])
        return _put(data[step], rest, value, depth + 1)
    if isinstance(data, list):
        entries = [entry for entry in data if step == EVERY or step in _names_of(entry)]
        if not entries:
            return _Missing(depth, step, tuple(name for e in data for name in _names_of(e)))
        if not rest:
            return _Missing(depth + 1, "", tuple(map(str, entries[0])))
        missed = [_put(entry, rest, value, depth + 1) for entry in entries]
        return next((miss for miss in missed if miss is not None), None)
    return _Missing(depth, step, ())


def _names_of(entry: Any) -> tuple[str, ...]:
    """Names by which a path calls an entry of a list."""
    if not isinstance(entry, dict):
        return ()
    return tuple(str(entry[key]) for key in ("name", "tactic", "id") if key in entry)


def read_settings(written: Sequence[str]) -> dict[str, Any]:
    """Read settings as a person types them: PATH=VALUE, the value as in a TOML file.

    Words need no quotes.

    Raises
    ------
    InputError
        If there is no equals sign.
    """
    settings: dict[str, Any] = {}
    for one in written:
        path, equals, value = one.partition("=")
        if not equals:
            raise InputError(Problem("--set", "", "PATH=VALUE", as_written(one)))
        try:
            settings[path.strip()] = tomllib.loads(f"value = {value}")["value"]
        except tomllib.TOMLDecodeError:
            settings[path.strip()] = value.strip()
    return settings


def at_budget(inputs: Inputs, budget: int, *, with_facilitator: bool) -> Inputs:
    """Scale each programme to a budget, without what it does before there is a permit.

    Raises
    ------
    InputError
        If not even the smallest form of one can be paid for.
    """
    community = inputs.community
    scaled = [
        scale_for(
            community, community.permitted(programme), budget, with_facilitator=with_facilitator
        )
        for programme in inputs.programmes
    ]
    for one in scaled:
        if not one.is_possible:
            expected = f"at least {one.cost:,} rupiah for {one.programme.name}"
            raise InputError(Problem("--budget", "", expected, f"{budget:,}"))
    return replace(inputs, programmes=tuple(one.programme for one in scaled))
