"""Puts values at dotted paths into what has been declared, and checks what they touch again.

What was declared has been checked. Therefore only the parts that a path leads through are taken
apart and checked anew, with all rules between them; every other part stays the very same object.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.scenario.base import Declaration
from diffusion.scenario.diagnostics import checked
from diffusion.scenario.programme import Programme
from diffusion.scenario.renamed import new_path

if TYPE_CHECKING:
    from diffusion.scenario.community import CommunityFile

ROOTS = ("parameters", "community", "programme")
"""Where a path may begin: the numbers of the laws, the community, each programme."""

EVERY = "*"
"""Step of a path that stands for every entry of a list."""


type Settings = Mapping[str, Any]
"""Values by dotted path."""


def by_root(settings: Settings, *, place: str, alone: Sequence[str] = ()) -> dict[str, Settings]:
    """Sort settings by where their paths begin; the paths go on from there.

    Parameters
    ----------
    settings
    place
        What an error names as the place of the settings.
    alone
        Roots that may be a whole path; their values are left to the caller.

    Raises
    ------
    InputError
        For each path that begins nowhere.
    """
    sorted_out: dict[str, dict[str, Any]] = {root: {} for root in ROOTS}
    problems: list[Problem] = []
    for written, value in settings.items():
        path = new_path(written, place=place)
        root, _, rest = path.partition(".")
        if rest and root in ROOTS:
            sorted_out[root][rest] = value
        elif path not in alone:
            expected = f"a path that begins with {one_of(ROOTS, root)} and a dot"
            problems.append(Problem(place, path, expected, as_written(path)))
    if problems:
        raise InputError(problems)
    return {**sorted_out}


def changed[D: Declaration](declared: D, settings: Settings, *, root: str, place: str) -> D:
    """Put values into one declaration and check again all that they touch.

    Raises
    ------
    InputError
        If there is nothing at a path, or a value is not one that may stand there.
    """
    if not settings:
        return declared
    data = _opened(declared)
    for path, value in settings.items():
        missing = _put(data, path.split("."), value)
        if missing is not None:
            raise InputError(missing.problem(place, f"{root}.{path}"))
    return _checked(type(declared), data, settings, root, place)


def changed_file(file: "CommunityFile", settings: Settings, *, place: str) -> "CommunityFile":
    """Put values into what community.toml says; its tables are those that were read with it.

    Raises
    ------
    InputError
        As `changed`; also if another table of artisans or ties is named.
    """
    other = changed(file, settings, root="community", place=place)
    for key, before, since in (
        ("artisans.roster", file.artisans.roster, other.artisans.roster),
        ("ties.file", getattr(file.ties, "file", None), getattr(other.ties, "file", None)),
    ):
        if since not in (before, None):
            expected = "no other table than the folder has (name it in community.toml)"
            raise InputError(Problem(place, f"community.{key}", expected, as_written(since)))
    return other


def changed_programmes(
    programmes: Sequence[Programme], settings: Settings, *, place: str
) -> tuple[Programme, ...]:
    """Put values into each programme that has their places; one of them must.

    Raises
    ------
    InputError
        If no programme has such a place, or a value is not one that may stand there.
    """
    if not settings:
        return tuple(programmes)
    parts = [_opened(programme) for programme in programmes]
    for path, value in settings.items():
        tried = [_put(data, path.split("."), value) for data in parts]
        if tried and None not in tried:
            misses = [miss for miss in tried if miss is not None]
            depth = max(miss.depth for miss in misses)
            furthest = [miss for miss in misses if miss.depth == depth]
            allowed = dict.fromkeys(name for miss in furthest for name in miss.allowed)
            all_of_them = replace(furthest[0], allowed=tuple(allowed))
            raise InputError(all_of_them.problem(place, f"programme.{path}"))
    return tuple(_checked(Programme, data, settings, "programme", place) for data in parts)


def _checked[D: Declaration](
    kind: type[D], data: dict[str, Any], settings: Settings, root: str, place: str
) -> D:
    try:
        return checked(kind, data, place=place)
    except InputError as error:
        raise InputError(
            Problem(
                place,
                f"{root}.{problem.key}" if problem.key else root,
                problem.expected,
                problem.found if problem.found else as_written([*settings.values()]),
            )
            for problem in error.problems
        ) from None


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
    """Put a value into opened tables and lists; tell where the path ends if it does not lead on."""
    step, rest = steps[0], steps[1:]
    if isinstance(data, dict):
        if step not in data:
            return _Missing(depth, step, tuple(map(str, data)))
        if not rest:
            data[step] = value
            return None
        data[step] = _opened(data[step])
        return _put(data[step], rest, value, depth + 1)
    if isinstance(data, list):
        names = [_names_of(entry, n) for n, entry in enumerate(data)]
        places = [n for n, own in enumerate(names) if step == EVERY or step in own]
        if not places:
            return _Missing(depth, step, tuple(name for own in names for name in own))
        for n in places:
            data[n] = _opened(data[n])
        entries = [data[n] for n in places]
        if not rest and not isinstance(entries[0], dict):
            for n in places:
                data[n] = value
            return None
        if not rest:
            return _Missing(depth + 1, "", tuple(map(str, entries[0])))
        missed = [_put(entry, rest, value, depth + 1) for entry in entries]
        return next((miss for miss in missed if miss is not None), None)
    return _Missing(depth, step, ())


def _opened(part: Any) -> Any:
    """Take one part apart, as a table or a list that may be written to; what is in it stays."""
    if isinstance(part, Declaration):
        return {name: getattr(part, name) for name in type(part).model_fields}
    if isinstance(part, dict):
        return dict(part)
    return list(part) if isinstance(part, tuple) else part


def _names_of(entry: Any, place: int) -> tuple[str, ...]:
    """Names by which a path calls an entry of a list; of one that is no table its place, from 0."""
    table = _opened(entry)
    if not isinstance(table, dict):
        return (str(place),)
    return tuple(str(table[key]) for key in ("name", "tactic", "id", "measure") if key in table)
