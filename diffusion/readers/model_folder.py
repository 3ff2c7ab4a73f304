"""Reads the files of a model folder; reports every mistake in them, not only the first."""

import csv
import hashlib
import io
import math
import re
import tomllib
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from diffusion.errors import InputError, Problem, as_written, nearest, one_of
from diffusion.scenario.artisans import MOST_ARTISANS, Roster
from diffusion.scenario.base import FILE_NAME, MOST_HOUSEHOLD_RUPIAH, Declaration
from diffusion.scenario.calendar import YEAR_AND_MONTH
from diffusion.scenario.community import CommunityFile
from diffusion.scenario.parameters import ParameterSet
from diffusion.scenario.programme import Programme
from diffusion.scenario.ties import TieList

BASED_ON = "based_on"
"""Key by which a parameter file names the set whose numbers it keeps where it gives none."""


@dataclass(frozen=True, slots=True)
class Column:
    """What the cells of one column of numbers may hold: from `low` to `high`, in plain words."""

    expected: str
    low: float
    high: float
    is_whole: bool = False


_SHARE = Column("a number from 0 to 1", 0, 1)
_MONEY = Column("whole rupiah, 0 or more", 0, MOST_HOUSEHOLD_RUPIAH, is_whole=True)
_PLACE = Column("a number of km from -1,000 to 1,000", -1e3, 1e3)

ROSTER_COLUMNS = {
    "hamlet": Column("the number of a hamlet, 1 or more", 1, MOST_ARTISANS, is_whole=True),
    "self_efficacy": _SHARE,
    "value_fit": _SHARE,
    "skill": _SHARE,
    "cash": _MONEY,
    "other_income": _MONEY,
    "need": _MONEY,
    "x_km": _PLACE,
    "y_km": _PLACE,
    "threshold": Column("a number from 0 to 1,000,000", 0, 1e6),
}
"""Columns that a roster may have beside the artisan's name."""

TIE_COLUMNS = {"strength": Column("a number above 0, at most 1", math.ulp(0.0), 1)}
"""Columns that a table of ties may have beside the two names."""

SEPARATORS = {",": "commas", ";": "semicolons"}
"""What may stand between the cells of a table. Where it is a semicolon, a number may have a
decimal comma, as spreadsheets of many countries write it."""

QUOTED = re.compile(r'"[^"]*"')
IN_THOUSANDS = re.compile(r"([+-]?[1-9]\d{0,2}(?:([., \u00a0\u202f'])\d{3})(?:\2\d{3})*)([.,]\d+)?")
PLAIN = re.compile(r"[+-]?\d+(?:[.,]\d+)?")

type Row = tuple[int, list[str]]
"""A row of a CSV file: the line it stands in, and its cells."""


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of a CSV file.

    Attributes
    ----------
    header : list of str
    rows : list of (int, list of str)
        Line and cells of each row, as many as in the header.
    decimal_comma : bool
        Whether a number may have a comma where others have a point.
    """

    header: list[str]
    rows: list[Row]
    decimal_comma: bool


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
            self.complain(name, *_bad_toml(text, str(error)))
            return None

    def declared[D: Declaration](
        self, kind: type[D], name: str, data: object, *, written: Mapping[str, Any] | None = None
    ) -> D | None:
        """Check `data`, read from file `name`, as a declaration; None if it is not one.

        Of data that another file completed, `written` is what this file says itself: the other
        answers for the rest.
        """
        try:
            return kind.model_validate(data)
        except ValidationError as error:
            details = error.errors()
            if written is not None:
                details = [detail for detail in details if _holds(written, detail["loc"])]
            self.problems.extend(_problems(kind, name, details))
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
            expected = "no such key, because a programme is called by its file's name"
            self.complain(name, "name", expected, as_written(data["name"]))
        return self.declared(Programme, name, data | {"name": Path(name).stem})

    def parameter_sets(self) -> dict[str, ParameterSet]:
        """Read every file of parameters/, completed from the set each is based on."""
        raw = {
            path.stem: self.toml(f"parameters/{path.name}") for path in self._files("parameters")
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
            self.complain("parameters", "", "at least one file of parameters", "none")
        return sets

    def roster(self, name: str) -> Roster | None:
        """Read the artisans' table."""
        table = self._table(name, ("artisan",), ROSTER_COLUMNS)
        if table is None:
            return None
        header, rows = table.header, table.rows
        n_problems = len(self.problems)
        labels: dict[str, int] = {}
        for line, row in rows:
            label = row[header.index("artisan")]
            key = f"line {line}, artisan"
            if not label:
                self.complain(name, key, "a name or number", "nothing")
            elif label in labels:
                found = f"{as_written(label)} in line {labels[label]} too"
                self.complain(name, key, "each artisan once", found)
            else:
                labels[label] = line
        columns = {
            column: tuple(
                self._number(
                    (name, line, column),
                    row[position],
                    ROSTER_COLUMNS[column],
                    decimal_comma=table.decimal_comma,
                )
                for line, row in rows
            )
            for position, column in enumerate(header)
            if column in ROSTER_COLUMNS
        }
        if not rows:
            self.complain(name, "", "at least one artisan", "none")
        before = 0
        if len(self.problems) > n_problems:
            return None
        for (line, _), hamlet in zip(rows, columns.get("hamlet", ()), strict=False):
            if hamlet not in (before, before + 1) or hamlet == 0:
                next_ones = f"{before} or {before + 1}" if before else "1"
                expected = f"hamlet {next_ones}: hamlets in order, from 1 on"
                self.complain(name, f"line {line}, hamlet", expected, str(int(hamlet)))
                break
            before = int(hamlet)
        if len(self.problems) > n_problems:
            return None
        return Roster(tuple(labels), columns)

    def tie_list(self, name: str, ego_of: Mapping[Hashable, int]) -> TieList | None:
        """Read the table of ties between the artisans that `ego_of` names.

        Ties have no direction: of rows that name the same pair, in whichever order, the
        strongest counts. Ties to oneself are left out. Both are counted.
        """
        table = self._table(name, ("ego", "alter"), TIE_COLUMNS)
        if table is None:
            return None
        header, rows = table.header, table.rows
        n_problems = len(self.problems)
        labels = tuple(map(str, ego_of))
        strongest: dict[tuple[int, int], float] = {}
        n_self = n_merged = 0
        for line, row in rows:
            ends = []
            for column in ("ego", "alter"):
                label = row[header.index(column)]
                if label in ego_of:
                    ends.append(ego_of[label])
                else:
                    expected = f"an artisan, {one_of(labels, label)}"
                    found = as_written(label) if label else "nothing"
                    self.complain(name, f"line {line}, {column}", expected, found)
            strength = 0.0
            if "strength" in header:
                cell = row[header.index("strength")]
                strength = self._number(
                    (name, line, "strength"),
                    cell,
                    TIE_COLUMNS["strength"],
                    decimal_comma=table.decimal_comma,
                )
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
                return _merged(layers)
            if not isinstance(base, str) or base not in raw:
                others = sorted(set(raw) - {seen[-1]})
                self.complain(place, BASED_ON, one_of(others, str(base)), as_written(base))
                return None
            if base in seen:
                expected = "a set that is not based on this one"
                self.complain(place, BASED_ON, expected, as_written(base))
                return None
            stem = base

    def _table(
        self, name: str, needed: tuple[str, ...], numbers: Mapping[str, Column]
    ) -> Table | None:
        """Cells of a CSV file; None, with the mistakes noted, if it is not a table."""
        text = self.text(name)
        if text is None:
            return None
        n_problems = len(self.problems)
        # With newline=None a line may end in any way that a spreadsheet ends it.
        text = io.StringIO(text, newline=None).read()
        separator = self._separator(name, text)
        lines = None if separator is None else self._lines(name, text, separator)
        if lines is None or len(self.problems) > n_problems:
            return None
        header, rows = _without_empty_columns(lines)
        allowed = (*needed, *numbers)
        for column in dict.fromkeys(header):
            if column not in allowed:
                self.complain(name, "header", one_of(allowed, column), as_written(column))
            elif header.count(column) > 1:
                self.complain(name, "header", f"one column {column}", str(header.count(column)))
        misspelt = {nearest(allowed, column) for column in header if column not in allowed}
        for column in needed:
            if column not in header and column not in misspelt:
                self.complain(name, "header", f"a column {column}", ", ".join(header) or "nothing")
        for line, row in rows:
            if len(row) == len(header):
                continue
            n_cells = "1 cell" if len(header) == 1 else f"{len(header)} cells"
            expected, found = f"{n_cells}, as many as in the header", str(len(row))
            if separator == "," and len(row) > len(header):
                found += " (text that has a comma needs quotes, and a number a decimal point)"
            elif separator == ";" and len(row) == 1 and "," in row[0]:
                expected, found = "cells separated by semicolons, as in the header", "commas"
            self.complain(name, f"line {line}", expected, found)
        if len(self.problems) > n_problems:
            return None
        return Table(header, rows, decimal_comma=separator == ";")

    def _separator(self, name: str, text: str) -> str | None:
        """Find in its header what separates a table's cells; None, with the mistake noted."""
        header = QUOTED.sub("", next((line for line in text.split("\n") if line.strip()), ""))
        found = [mark for mark in SEPARATORS if mark in header]
        if len(found) > 1 or (not found and "\t" in header.strip()):
            expected = f"cells separated by {' or by '.join(SEPARATORS.values())}"
            self.complain(name, "header", expected, "both" if found else "tabs")
            return None
        return found[0] if found else ","

    def _lines(self, name: str, text: str, separator: str) -> list[Row] | None:
        """Cut a table into cells; None, with the mistake noted, if it cannot be cut.

        A semicolon in a table with commas is noted too: it may be a line cut in the other way.
        """
        unquoted = QUOTED.sub(lambda part: "\n" * part[0].count("\n"), text).split("\n")
        reader = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
        lines: list[Row] = []
        before = 0
        try:
            for row in reader:
                cells = [cell.strip() for cell in row]
                if separator == "," and ";" in "".join(unquoted[before : reader.line_num]):
                    expected = "cells separated by commas, as in the header"
                    if lines and len(lines[0][1]) == 1:
                        expected = "one cell, as in the header"
                    found = "a semicolon (text that has one needs quotes)"
                    self.complain(name, f"line {reader.line_num}", expected, found)
                if any(cells):  # a spreadsheet writes separators alone for an empty row
                    lines.append((reader.line_num, cells))
                before = reader.line_num
        except csv.Error as error:
            expected = f"cells separated by {SEPARATORS[separator]}"
            self.complain(name, f"line {reader.line_num}", expected, str(error))
            return None
        return lines

    def _number(
        self, cell: tuple[str, int, str], text: str, kind: Column, *, decimal_comma: bool
    ) -> float:
        """Check one number of a table: its value, or 0 with the mistake noted.

        `cell` says where it stands: file, line and column.
        """
        plain = text
        if decimal_comma and "." not in text and text.count(",") == 1:
            plain = text.replace(",", ".")
        try:
            value = int(plain) if kind.is_whole else float(plain)
        except ValueError:
            value = math.nan
        meant = _readings(text, kind)
        # In a table with decimal commas, a point may stand between thousands.
        is_unsure = decimal_comma and "." in text and len(meant) > 1
        if kind.low <= value <= kind.high and not is_unsure:
            return value
        found = as_written(text) if text else "nothing"
        if meant:
            written = [f"{number:.12g}" for number in meant]
            if decimal_comma:
                written = [number.replace(".", ",") for number in written]
            found += f" (write {' or '.join(written)}"
            if len(meant) > 1:
                found += ", whichever it is"
            elif IN_THOUSANDS.fullmatch(_amount(text)):
                found += ", with nothing between thousands"
            found += ")"
        name, line, column = cell
        self.complain(name, f"line {line}, {column}", kind.expected, found)
        return 0


def _without_empty_columns(lines: list[Row]) -> tuple[list[str], list[Row]]:
    """Header and rows, without the empty columns that a spreadsheet may write at the right."""
    if not lines:
        return [], []
    header = lines[0][1]
    width = max(place for place, column in enumerate(header, start=1) if column)
    rows = [
        (line, row if any(row[width:]) or len(row) > len(header) else row[:width])
        for line, row in lines[1:]
    ]
    return header[:width], rows


def _amount(text: str) -> str:
    """Leave out the sign of rupiah."""
    return re.sub(r"^Rp\.?\s*", "", text)


def _readings(text: str, kind: Column) -> list[float]:
    """List the numbers in range that a person may have meant by a cell."""
    text = _amount(text)
    found = []
    if in_thousands := IN_THOUSANDS.fullmatch(text):
        whole, mark, rest = in_thousands.groups()
        if not (rest or "").startswith(mark):
            found.append(float(whole.replace(mark, "") + (rest or "").replace(",", ".")))
    if PLAIN.fullmatch(text) and not (found and kind.is_whole):
        found.insert(0, float(text.replace(",", ".")))
    return [
        number
        for number in dict.fromkeys(found)
        if kind.low <= number <= kind.high and (number.is_integer() or not kind.is_whole)
    ]


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


def _bad_toml(text: str, message: str) -> tuple[str, str, str]:
    """Where a TOML file goes wrong, what was expected there, and what was found."""
    reason, _, where = message.rstrip(")").partition(" (at ")
    reason = reason[:1].lower() + reason[1:]
    place = re.fullmatch(r"line (\d+), column \d+", where)
    if place is None:
        return where, "correct TOML", reason
    line = text.split("\n")[int(place[1]) - 1].strip()
    return where, "correct TOML", f"{as_written(line)} ({reason})"


def _holds(data: Any, location: tuple[int | str, ...]) -> bool:
    """Tell whether there is anything at a location."""
    for step in location:
        if not isinstance(data, dict) or step not in data:
            return False
        data = data[step]
    return True


def _problems(kind: type[BaseModel], place: str, details: list[ErrorDetails]) -> list[Problem]:
    """Say pydantic's findings in this package's words.

    A misspelt key is not missing as well, and a list with a wrong entry is not empty as well.
    """
    misspelt = {
        (*detail["loc"][:-1], nearest(_walk(kind, detail["loc"])[1], str(detail["loc"][-1])))
        for detail in details
        if detail["type"] == "extra_forbidden"
    }
    return [
        _problem(kind, place, detail)
        for detail in details
        if not (detail["type"] == "missing" and detail["loc"] in misspelt)
        and not (detail["type"] == "too_short" and detail["input"])
    ]


KINDS = {
    "float_type": "a number",
    "finite_number": "a finite number",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "bool_type": "true or false",
    "string_type": "text in quotes",
    "tuple_type": "a list",
    "too_short": "a list that is not empty",
    "model_type": "a table of keys",
    "model_attributes_type": "a table of keys",
}
"""What was expected, by the kind of pydantic's finding."""

BOUNDS = {
    "greater_than": "a number above",
    "greater_than_equal": "a number of at least",
    "less_than": "a number below",
    "less_than_equal": "a number of at most",
    "multiple_of": "a multiple of",
}
"""The same for numbers out of range; the bound follows."""

PATTERNS = {
    YEAR_AND_MONTH: 'a month as "YYYY-MM"',
    FILE_NAME: "the name of a file in the same folder",
}
"""The same for text, by its pattern."""


def _problem(kind: type[BaseModel], place: str, detail: ErrorDetails) -> Problem:
    """Say one of pydantic's findings in this package's words."""
    location = detail["loc"]
    shown, allowed = _walk(kind, location)
    found = as_written(detail["input"])
    context = detail.get("ctx", {})
    match detail["type"]:
        case "extra_forbidden":
            expected, found = one_of(allowed, str(location[-1])), "an unknown key"
        case "missing":
            expected, found = "a value", "nothing"
        case "mistake":
            expected, found = str(context["expected"]), str(context["found"])
        case "literal_error":
            words = re.findall(r"'(\w+)'", str(context["expected"]))
            expected = one_of(words, str(detail["input"]))
        case "union_tag_invalid":
            shown += ".generator"
            words = re.findall(r"'(\w+)'", str(context["expected_tags"]))
            found = as_written(detail["input"]["generator"])
            expected = one_of(words, str(context["tag"]))
        case "union_tag_not_found":
            shown += ".generator"
            expected, found = "a value", "nothing"
        case "string_pattern_mismatch":
            expected = PATTERNS[str(context["pattern"])]
        case bound if bound in BOUNDS:
            expected = f"{BOUNDS[bound]} {next(iter(context.values())):,}"
        case other:
            expected = KINDS.get(other, detail["msg"])
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
        if tagged and len(here) > 1:
            here = tagged
            continue
        allowed = tuple(name for k in here for name in k.model_fields if name != "name")
        annotation = next((_annotation(k, step) for k in here if step in k.model_fields), None)
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
