"""Everything simulations are made from: changed by settings, and written down."""

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from diffusion.catalogue.load import parameters_of, programme_of
from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.scenario.artisans import Roster
from diffusion.scenario.base import Declaration
from diffusion.scenario.community import Community, CommunityFile
from diffusion.scenario.contradictions import refuse_new
from diffusion.scenario.misfits import misfits
from diffusion.scenario.overrides import by_root, changed, changed_file, changed_programmes
from diffusion.scenario.parameters import ParameterSet
from diffusion.scenario.programme import Programme
from diffusion.scenario.renamed import with_new_keys
from diffusion.scenario.tie_list import TieList
from diffusion.util.identity import text_of


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
        "roster": _written(community),
        "ties": None if community.tie_list is None else _listed(community.tie_list),
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
        _read(CommunityFile, written["community"], root="community"),
        {programme.name: programme for programme in programmes},
        {name: _numbers(one) for name, one in written["parameter_sets"].items()},
        None if roster is None else _roster(roster),
        None if ties is None else _tie_list(ties),
    )
    return Inputs(community, _numbers(written["parameters"]), programmes)


def _read[D: Declaration](kind: type[D], written: Any, *, root: str = "programme") -> D:
    return kind.model_validate_json(
        json.dumps(with_new_keys(written, root=root, place="what was written down"))
    )


def _numbers(written: Any) -> ParameterSet:
    return _read(ParameterSet, written, root="parameters")


def _written(community: Community) -> dict[str, Any] | None:
    """Write a roster down; of its groups only those that are declared, or are covariates.

    Others may be private.
    """
    if community.roster is None:
        return None
    shown = {grouping.name for grouping in community.shown_groups}
    for one in community.parameter_sets.values():
        shown |= {name.partition("=")[0] for name in one.decision.covariates}
    groups = {name: cells for name, cells in community.roster.groups.items() if name in shown}
    labels = tuple(text_of(label) for label in community.roster.labels)
    written = asdict(replace(community.roster, labels=labels, groups=groups))
    del written["sums"]  # how cells of the file look
    return written


def _roster(written: Mapping[str, Any]) -> Roster:
    columns = {name: tuple(values) for name, values in written["columns"].items()}
    groups = {name: tuple(cells) for name, cells in written.get("groups", {}).items()}
    names = tuple(written.get("hamlet_names", ()))
    return Roster(tuple(written["labels"]), columns, groups, names)


def _listed(ties: TieList) -> dict[str, Any]:
    """Write ties down, each once, by the places of both in the list of artisans."""
    strengths = ties.strengths
    return {
        "pairs": ties.pairs.tolist(),
        "strengths": None if strengths is None else strengths.tolist(),
        "n_self": ties.n_self,
        "n_merged": ties.n_merged,
        "named_in": ties.named_in,
        "unread": ties.unread,
        "is_directed": ties.is_directed,
        "headings": dict(ties.headings),
        "left_out": ties.left_out,
    }


def _tie_list(written: Mapping[str, Any]) -> TieList:
    return TieList.of_pairs(
        written["pairs"],
        written["strengths"],
        is_directed=written.get("is_directed", False),
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
        If there is nothing at a path, or a value is not one that may stand there, or does not go
        together with what is said elsewhere.
    """
    sorted_out = by_root(settings, place=place, alone=("parameters",))
    community, parameters = inputs.community, inputs.parameters
    if "parameters" in settings:
        chosen, names = settings["parameters"], tuple(community.parameter_sets)
        if not isinstance(chosen, str) or chosen not in names:
            expected = one_of(names, chosen if isinstance(chosen, str) else "")
            raise InputError(Problem(place, "parameters", expected, as_written(chosen)))
        parameters = parameters_of(community, chosen)
    file = changed_file(community.file, sorted_out["community"], place=place)
    parameters = changed(parameters, sorted_out["parameters"], root="parameters", place=place)
    programmes = changed_programmes(inputs.programmes, sorted_out["programme"], place=place)
    community = replace(community.with_file(file), settings={**community.settings, **settings})
    if sorted_out["community"] and (problems := list(misfits(community))):
        raise InputError(problems)
    if sorted_out["community"] or sorted_out["programme"]:
        refuse_new(_of(community, programmes), _of(inputs.community, inputs.programmes))
    return Inputs(community, parameters, programmes)


def _of(community: Community, programmes: Sequence[Programme]) -> Community:
    """Take a community with the programmes that are asked for, and no other."""
    return replace(community, programmes={one.name: one for one in programmes})


def community_with(
    community: Community,
    programmes: Sequence[str],
    parameters: str,
    settings: Mapping[str, Any],
    *,
    place: str,
) -> tuple[Community, tuple[Programme, ...], str]:
    """Put values into a community and the programmes that are asked for.

    Parameters
    ----------
    community
    programmes
        Names or files; none: all of the community.
    parameters
        Name of the parameter set.
    settings, place
        As in `set_at`.

    Returns
    -------
    community, programmes, parameters
        With the values in them, and the name of the parameter set.

    Raises
    ------
    InputError
        As `set_at`, and if there is no programme.
    """
    names = programmes or [*community.programmes]
    if not names:
        expected = "at least one programme, in the folder programmes or with -p"
        raise InputError(Problem("programmes", "", expected, "none"))
    asked = tuple(programme_of(community, name) for name in names)
    given = Inputs(community, parameters_of(community, parameters), asked)
    found, name = set_at(given, settings, place=place), settings.get("parameters", parameters)
    own = dict(zip(names, found.programmes, strict=True))
    other = replace(
        found.community,
        programmes={one: own.get(one, before) for one, before in community.programmes.items()},
        parameter_sets={**community.parameter_sets, name: found.parameters},
    )
    return other, found.programmes, name


def read_settings(written: Sequence[str], *, place: str = "--set") -> dict[str, Any]:
    """Read settings as a person types them: PATH=VALUE, the value as in a TOML file.

    Words need no quotes. `place` is the option with which they were typed.

    Raises
    ------
    InputError
        If there is no equals sign.
    """
    settings: dict[str, Any] = {}
    for one in written:
        path, equals, value = one.partition("=")
        if not equals:
            expected = "PATH=VALUE, as parameters.decision.alpha=0.03"
            raise InputError(Problem(place, "", expected, as_written(one)))
        try:
            settings[path.strip()] = tomllib.loads(f"value = {value}")["value"]
        except (ValueError, RecursionError):  # no value of a file, so words
            settings[path.strip()] = value.strip()
    return settings
