"""Reads the files of a model folder; reports every mistake in them, not only the first."""

import csv
import hashlib
import io
import math
import tomllib
from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from diffusion.community import CommunityFile, Roster, TieList
from diffusion.declaration import Declaration
from diffusion.errors import InputError, Problem, one_of
from diffusion.parameters import ParameterSet
from diffusion.programme import Programme

BASED_ON = "based_on"
"""Key by which a parameter file names the set whose numbers it keeps where it gives none."""

ROSTER_SHARES = ("self_efficacy", "value_fit", "skill")
ROSTER_MONEY = ("cash", "other_income", "need")
ROSTER_REALS = ("x_km", "y_km", "threshold")
ROSTER_COLUMNS = ("artisan", *ROSTER_SHARES, *ROSTER_MONEY, *ROSTER_REALS)
TIE_COLUMNS = ("ego", "alter", "strength")


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
            self.complain(name, "", "a file of this name", "none")
            return None
        except OSError as error:
            self.complain(name, "", "a file that can be read", (error.strerror or "none").lower())
            return None
        self.hashes[name] = hashlib.sha256(content).hexdigest()
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            self.complain(name, f"line {line}", "text in UTF-8", "other bytes")
            return None

    def toml(self, name: str) -> dict[str, Any] | None:
        """Content of one TOML file; None, with the mistake noted, if it is not TOML."""
        text = self.text(name)
        if text is None:
            return None
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            self.complain(name, "", "a TOML file", str(error))
            return None

    def declared[D: Declaration](self, kind: type[D], name: str, data: object) -> D | None:
        """Check `data`, read from file `name`, as a declaration; None if it is not one."""
        try:
            return kind.model_validate(data)
        except ValidationError as error:
            self.problems.extend(_problem(kind, name, detail) for detail in error.errors())
            return None

    def community_file(self) -> CommunityFile | None:
        """Read community.toml."""
        data = self.toml("community.toml")
        return None if data is None else self.declared(CommunityFile, "community.toml", data)

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
            self.complain(name, "name", "no name: a programme is called by its file", "name")
        return self.declared(Programme, name, data | {"name": Path(name).stem})

    def parameter_sets(self) -> dict[str, ParameterSet]:
        """Read every file of parameters/, completed from the set each is based on."""
        raw = {
            path.stem: data
            for path in self._files("parameters")
            if (data := self.toml(f"parameters/{path.name}")) is not None
        }
        sets: dict[str, ParameterSet] = {}
        for stem in raw:
            name = f"parameters/{stem}.toml"
            data = self._completed(stem, raw)
            if data is not None:
                declared = self.declared(ParameterSet, name, data)
                if declared is not None:
                    sets[stem] = declared
        if not raw:
            self.complain("parameters", "", "at least one file of parameters", "none")
        return sets

    def roster(self, name: str) -> Roster | None:
        """Read the artisans' table."""
        table = self._table(name, ROSTER_COLUMNS, needed=("artisan",))
        if table is None:
            return None
        header, rows = table
        n_problems = len(self.problems)
        labels = [row[header.index("artisan")] for row in rows]
        for number, label in enumerate(labels):
            if not label:
                self.complain(name, f"line {number + 2}, artisan", "a name or number", "nothing")
            elif label in labels[:number]:
                self.complain(
                    name, f"line {number + 2}, artisan", "each artisan once", f"{label!r} again"
                )
        columns = {
            column: tuple(
                self._cell(name, number + 2, column, row[position])
                for number, row in enumerate(rows)
            )
            for position, column in enumerate(header)
            if column != "artisan"
        }
        if not rows:
            self.complain(name, "", "at least one artisan", "none")
        if len(self.problems) > n_problems:
            return None
        return Roster(tuple(labels), columns)

    def tie_list(self, name: str, ego_of: Mapping[Hashable, int]) -> TieList | None:
        """Read the table of ties between the artisans that `ego_of` names.

        Ties have no direction: of rows that name the same pair, in whichever order, the
        strongest counts. Ties to oneself are left out. Both are counted.
        """
        table = self._table(name, TIE_COLUMNS, needed=("ego", "alter"))
        if table is None:
            return None
        header, rows = table
        n_problems = len(self.problems)
        strongest: dict[tuple[int, int], float] = {}
        n_self = n_merged = 0
        for line, row in enumerate(rows, start=2):
            ends = []
            for column in ("ego", "alter"):
                label = row[header.index(column)]
                if label in ego_of:
                    ends.append(ego_of[label])
                else:
                    expected = f"an artisan of the roster, {one_of(tuple(map(str, ego_of)), label)}"
                    if len(ego_of) > 12:
                        expected = "an artisan of the roster"
                    self.complain(name, f"line {line}, {column}", expected, repr(label))
            strength = 0.0
            if "strength" in header:
                strength = self._cell(name, line, "strength", row[header.index("strength")])
            if len(ends) < 2:
                continue
            pair = (min(ends), max(ends))
            if pair[0] == pair[1]:
                n_self += 1
            elif pair in strongest:
                n_merged += 1
                strongest[pair] = max(strongest[pair], strength)
            else:
                strongest[pair] = strength
        if len(self.problems) > n_problems:
            return None
        pairs = tuple(sorted(strongest))
        strengths = tuple(strongest[pair] for pair in pairs) if "strength" in header else None
        return TieList(pairs, strengths, n_self=n_self, n_merged=n_merged)

    def _files(self, folder: str) -> list[Path]:
        return sorted((self.path / folder).glob("*.toml"))

    def _completed(self, stem: str, raw: Mapping[str, dict[str, Any]]) -> dict[str, Any] | None:
        """Merge one parameter file into the chain of sets it is based on."""
        place = f"parameters/{stem}.toml"
        layers: list[dict[str, Any]] = []
        seen: list[str] = []
        while True:
            seen.append(stem)
            data = dict(raw[stem])
            base = data.pop(BASED_ON, None)
            layers.insert(0, data)
            if base is None:
                return _merged(layers)
            if base not in raw:
                self.complain(place, BASED_ON, one_of(sorted(raw), str(base)), repr(base))
                return None
            if base in seen:
                self.complain(place, BASED_ON, "a set that is not based on this one", repr(base))
                return None
            stem = base

    def _table(
        self, name: str, allowed: tuple[str, ...], needed: tuple[str, ...]
    ) -> tuple[list[str], list[list[str]]] | None:
        """Header and rows of a CSV file; None, with the mistakes noted, if it is not a table."""
        text = self.text(name)
        if text is None:
            return None
        n_problems = len(self.problems)
        lines = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text)) if row]
        header, rows = (lines[0], lines[1:]) if lines else ([], [])
        for column in header:
            if column not in allowed:
                self.complain(name, "header", one_of(allowed, column), repr(column))
            elif header.count(column) > 1:
                self.complain(name, "header", f"column {column} once", "it twice")
        for column in needed:
            if column not in header:
                self.complain(name, "header", f"a column {column}", ", ".join(header) or "nothing")
        for line, row in enumerate(rows, start=2):
            if len(row) != len(header):
                self.complain(name, f"line {line}", f"{len(header)} cells", str(len(row)))
        return None if len(self.problems) > n_problems else (header, rows)

    def _cell(self, name: str, line: int, column: str, text: str) -> float:
        """Check one number of a table: its value, or 0 with the mistake noted."""
        expected, low, high = "a number", -1e6, 1e6
        if column in ROSTER_MONEY:
            expected, low, high = "whole rupiah, 0 or more", 0.0, 1e12
        elif column in ROSTER_SHARES:
            expected, low, high = "a number from 0 to 1", 0.0, 1.0
        elif column == "strength":
            expected, low, high = "a number above 0, at most 1", math.ulp(0.0), 1.0
        try:
            value = int(text) if column in ROSTER_MONEY else float(text)
        except ValueError:
            value = math.nan
        if not low <= value <= high:
            found = repr(text) if text else "nothing"
            self.complain(name, f"line {line}, {column}", expected, found)
            return 0
        return value


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


def _merged(layers: list[dict[str, Any]]) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for layer in layers:
        for key, value in layer.items():
            if isinstance(value, dict) and isinstance(merged.get(key), dict):
                merged[key] = merged[key] | value
            else:
                merged[key] = value
    return merged


def _problem(kind: type[BaseModel], place: str, detail: ErrorDetails) -> Problem:
    """Say one of pydantic's findings in this package's words."""
    location = detail["loc"]
    shown, allowed = _walk(kind, location)
    found = _short(detail["input"])
    context = detail.get("ctx", {})
    match detail["type"]:
        case "extra_forbidden":
            expected, found = one_of(allowed, str(location[-1])), "an unknown key"
        case "missing":
            expected, found = "a value", "nothing"
        case "mistake":
            expected, found = str(context["expected"]), str(context["found"])
        case "literal_error":
            words = [word.strip("'\" ") for word in str(context["expected"]).split(",")]
            words = [word for part in words for word in part.split("' or '")]
            expected = one_of(words, str(detail["input"]))
        case "union_tag_invalid":
            words = [word.strip("' ") for word in str(context["expected_tags"]).split(",")]
            expected, found = one_of(words, str(context["tag"])), repr(context["tag"])
            shown += ".generator"
        case "union_tag_not_found":
            expected, found = "a value", "nothing"
            shown += ".generator"
        case "finite_number":
            expected = "a finite number"
        case "string_pattern_mismatch":
            expected = "a month as YYYY-MM"
        case _:
            expected = detail["msg"].removeprefix("Input should be ").removeprefix("Input should ")
    return Problem(place, shown, expected, found)


def _walk(kind: type[BaseModel], location: tuple[int | str, ...]) -> tuple[str, tuple[str, ...]]:
    """Follow a location through the declarations: as a person writes it, and the keys allowed."""
    shown = ""
    here: list[type[BaseModel]] = [kind]
    allowed: tuple[str, ...] = ()
    for step in location:
        if isinstance(step, int):
            shown += f"[{step + 1}]"
            continue
        tagged = [k for k in here if step in get_args(_annotation(k, "generator"))]
        if tagged:
            here = tagged
            continue
        allowed = tuple(name for k in here for name in k.model_fields if name != "name")
        annotation = next((_annotation(k, step) for k in here if step in k.model_fields), None)
        if (annotation is None and shown and allowed == ()) or "[" in step or "-" in step:
            continue
        shown += f".{step}" if shown else step
        here = _declarations(annotation)
    return shown, allowed


def _annotation(kind: type[BaseModel], field: str) -> Any:
    return kind.model_fields[field].annotation if field in kind.model_fields else None


def _declarations(annotation: Any) -> list[type[BaseModel]]:
    """List the declarations that may stand where `annotation` stands."""
    if hasattr(annotation, "__value__"):
        annotation = annotation.__value__
    if isinstance(annotation, type) and get_origin(annotation) is None:
        return [annotation] if issubclass(annotation, BaseModel) else []
    return [kind for part in get_args(annotation) for kind in _declarations(part)]


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
