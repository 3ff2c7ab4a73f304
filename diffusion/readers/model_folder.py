"""Reads the files of a model folder; reports every mistake in them, not only the first."""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from diffusion.data.adoption import Adoption
from diffusion.errors import VERY_NEAR, InputError, Problem, as_written, nearest, one_of, reason_of
from diffusion.readers.adoption_tables import adoption_of
from diffusion.readers.people import People, read_people
from diffusion.readers.tables import Table, read_table
from diffusion.readers.texts import text_of
from diffusion.readers.toml import merged, read_toml
from diffusion.scenario.artisans import Numbered
from diffusion.scenario.base import Declaration
from diffusion.scenario.community import Community, CommunityFile
from diffusion.scenario.diagnostics import checked, checked_part
from diffusion.scenario.parameters import ParameterSet
from diffusion.scenario.programme import Programme
from diffusion.scenario.renamed import with_new_keys
from diffusion.scenario.ties import TieFile

BASED_ON = "based_on"
"""Key by which a parameter file names the set whose numbers it keeps where it gives none."""

_ALONE = "no such key, because there is no other set (delete this line)"


class Folder:
    """The files of one model folder, read once each, with their hashes and their mistakes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.hashes: dict[str, str] = {}
        self.problems: list[Problem] = []

    def complain(self, place: str, key: str, expected: str, found: str) -> None:
        """Note one mistake."""
        self.problems.append(Problem(place, key, expected, found))

    def text(self, name: str) -> str | None:
        """Text of one file; None, with the mistake noted, if it cannot be had."""
        try:
            content = (self.path / name).read_bytes()
        except FileNotFoundError:
            self.complain(name, "", "a file of this name", _beside(self.path / name))
            return None
        except OSError as error:
            self.complain(name, "", "a file that can be read", reason_of(error))
            return None
        self.hashes[name] = hashlib.sha256(content).hexdigest()
        return self._noted(lambda: text_of(name, content))

    def _noted[T](self, read: Callable[[], T]) -> T | None:
        """Give what is read; None, with the mistakes noted, if it has any."""
        try:
            return read()
        except InputError as error:
            self.problems.extend(error.problems)
            return None

    def toml(self, name: str) -> dict[str, Any] | None:
        """Content of one TOML file; None, with the mistake noted, if it is not TOML."""
        text = self.text(name)
        return None if text is None else self._noted(lambda: read_toml(name, text))

    def table(self, name: str, *, with_prose: bool = False) -> Table | None:
        """Cells of one CSV file; None, with the mistakes noted, if it is not a table."""
        text = self.text(name)
        if text is None:
            return None
        table = self._noted(lambda: read_table(name, text, with_prose=with_prose))
        self.problems.extend(() if table is None else table.problems)
        return table

    def declared[D: Declaration](
        self, kind: type[D], name: str, data: object, *, written: Mapping[str, Any] | None = None
    ) -> D | None:
        """Check `data`, read from file `name`, as a declaration; None if it is not one.

        Of data that another file completed, `written` is what this file says itself: the other
        answers for the rest.
        """
        if written is None:
            return self._noted(lambda: checked(kind, data, place=name))
        return self._noted(lambda: checked_part(kind, data, place=name, written=written))

    def community_file(self) -> CommunityFile | None:
        """Read community.toml."""
        data = self.toml("community.toml")
        if data is None:
            return None
        data = with_new_keys(data, root="community", place="community.toml")
        return self.declared(CommunityFile, "community.toml", data)

    def programmes(self) -> dict[str, Programme]:
        """Read every file of programmes/, in the order of their names."""
        found = (self.programme(f"programmes/{path.name}") for path in self._files("programmes"))
        return {programme.name: programme for programme in found if programme is not None}

    def programme(self, name: str) -> Programme | None:
        """Read one programme file."""
        data = self.toml(name)
        if data is None:
            return None
        if "name" in data:
            expected = "no such key, because a programme is called by its file's name"
            self.complain(name, "name", expected, as_written(data["name"]))
        return self.declared(Programme, name, data | {"name": Path(name).stem})

    def parameter_sets(self) -> dict[str, ParameterSet]:
        """Read every file of parameters/, completed from the set each is based on."""
        raw = {
            path.stem: self._numbers(f"parameters/{path.name}")
            for path in self._files("parameters")
        }
        sets: dict[str, ParameterSet] = {}
        for stem, said in raw.items():
            name = f"parameters/{stem}.toml"
            data = self._completed(stem, raw)
            if said is not None and data is not None:
                written = said if BASED_ON in said else None
                declared = self.declared(ParameterSet, name, data, written=written)
                if declared is not None:
                    sets[stem] = declared
        if not raw:
            expected = (
                "at least one file of parameters, such as default.toml (diffusion new community "
                "writes one)"
            )
            self.complain("parameters/", "", expected, "none")
        return sets

    def people(self, file: CommunityFile) -> People:
        """Read the tables of artisans, ties and adoption that community.toml names."""
        artisans, ties, observed = file.artisans, file.ties, file.observed
        listed = ties if isinstance(ties, TieFile) else None
        people = read_people(
            None if artisans.roster is None else self.table(artisans.roster),
            None if listed is None else self.table(listed.file),
            ego_of=None if artisans.number is None else Numbered(artisans.number),
            scales=artisans.scale.given,
            scale=None if listed is None else listed.scale,
            listed=listed,
            periods=() if observed is None else observed.periods,
        )
        self.problems.extend(people.problems)
        return people

    def adoption(self, community: Community) -> Mapping[str, Adoption]:
        """Read the table of adoption that community.toml names; nothing, if there is none."""
        observed = community.file.observed
        if observed is None or observed.file is None:
            return {}
        table, ego_of = self.table(observed.file), community.ego_of
        if table is None:
            return {}
        return self._noted(lambda: adoption_of(table, ego_of, observed)) or {}

    def _numbers(self, name: str) -> dict[str, Any] | None:
        data = self.toml(name)
        return None if data is None else with_new_keys(data, root="parameters", place=name)

    def _files(self, folder: str) -> list[Path]:
        return sorted((self.path / folder).glob("*.toml"))

    def _completed(
        self, stem: str, raw: Mapping[str, dict[str, Any] | None]
    ) -> dict[str, Any] | None:
        """Merge one parameter file into the chain of sets it is based on.

        None if there is no such chain; also if a file of it is no TOML, which is noted already.
        """
        place = f"parameters/{stem}.toml"
        layers: list[dict[str, Any]] = []
        seen: list[str] = []
        while True:
            seen.append(stem)
            said = raw[stem]
            if said is None:
                return None
            base = said.get(BASED_ON)
            layers.insert(0, {key: value for key, value in said.items() if key != BASED_ON})
            if base is None:
                return merged(layers)
            if not isinstance(base, str) or base not in raw:
                others = sorted(set(raw) - {seen[-1]})
                expected = one_of(others, str(base)) if others else _ALONE
                self.complain(place, BASED_ON, expected, as_written(base))
                return None
            if base in seen:
                expected = "a set that is not based on this one"
                self.complain(place, BASED_ON, expected, as_written(base))
                return None
            stem = base


def _beside(place: Path) -> str:
    """Say what to do about a file that is not there."""
    others = [one.name for one in sorted(place.parent.glob("*")) if one.is_file()]
    near = nearest(others, place.name, cutoff=VERY_NEAR)
    return f"none (did you mean {near}?)" if near else "none (put it there, or correct its name)"


def read_programme(path: Path) -> Programme:
    """Read a programme file that lies outside a model folder.

    Raises
    ------
    InputError
        With every mistake in the file.
    """
    folder = Folder(path.parent)
    programme = folder.programme(path.name)
    if programme is None or folder.problems:
        raise InputError(folder.problems)
    return programme


SCHEMAS: dict[str, type[Declaration]] = {
    "community": CommunityFile,
    "programme": Programme,
    "parameters": ParameterSet,
}
"""Kinds of files that have a JSON Schema."""


def schema_of(kind: str) -> dict[str, Any]:
    """Make the JSON Schema of one of `SCHEMAS`, as its files are written."""
    schema = SCHEMAS[kind].model_json_schema()
    if kind == "parameters":
        # A set that is based on another may leave out what it does not change.
        schema["properties"][BASED_ON] = {"type": "string", "description": "another set"}
        for part in (schema, *schema["$defs"].values()):
            part.pop("required", None)
    return schema
