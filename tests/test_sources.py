"""Every number in models/ has its source: one row of sources.csv, and no row without a number."""

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import diffusion

MODELS = Path(__file__).resolve().parents[1] / "models"
COLUMNS = ["parameter", "value", "unit", "low", "high", "source", "flag"]
ENDS = ("low", "high")
FLAGS = {"field", "found", "computed", "assumed"}
NAMES = {"first_adopters", "target", "id", "hold", "drop"}  # names that may look like numbers

FOLDERS = sorted(path.parent for path in MODELS.glob("*/community.toml"))


class Number(NamedTuple):
    """A number, or a list of numbers, in a file, and the rows that may speak for it."""

    rows: tuple[str, ...]  # the nearest first: that of its own programme, then that of all
    value: object

    def row(self, table: Mapping[str, object]) -> str | None:
        """Return the row that applies, if there is one."""
        return next((name for name in self.rows if name in table), None)


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_number_or_list(value: object) -> bool:
    items = value if isinstance(value, list) else [value]
    return bool(items) and all(is_number(item) for item in items)


def leaves(table: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, object]]:
    """Give every number of a TOML table with its dotted path; an activity goes by its tactic and
    id, a channel by its name, a session or a rule by its place."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{path}{key}.")
        elif key == "activity":
            for activity in value:
                name = f"{activity['tactic']} {activity['id']}"
                yield from leaves(activity, f"{path}{name}.")
        elif key == "channel" and isinstance(value, list):
            for channel in value:
                yield from leaves(channel, f"{path}channel.{channel['name']}.")
        elif key in ("session", "rule"):
            for place, one in enumerate(value, 1):
                yield from leaves(one, f"{path}{key}.{place}.")
        elif key not in NAMES and is_number_or_list(value):
            yield path + key, value


def numbers_of(files: Mapping[str, Mapping[str, Any]]) -> list[Number]:
    """List the numbers of TOML files, which are given by name without ending."""
    numbers = []
    for file, content in files.items():
        for path, value in leaves(content):
            # One activity, in its programme or in all; then all activities of its tactic.
            paths = dict.fromkeys((path, re.sub(r"^(\w+) \d+\.", r"\1.", path)))
            files_named = (file, "programmes") if file.startswith("programmes/") else (file,)
            rows = [f"{name}: {one}" for one in paths for name in files_named]
            numbers.append(Number(tuple(rows), value))
    return numbers


def files_of(folder: Path) -> dict[str, dict[str, Any]]:
    return {
        path.relative_to(folder).with_suffix("").as_posix(): tomllib.loads(path.read_text("utf-8"))
        for path in sorted(folder.rglob("*.toml"))
        if path.name not in ("patterns.toml", "claims.toml")  # no numbers of the model
    }


def table_of(folder: Path) -> list[dict[str, str]]:
    with (folder / "sources.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def parsed(cell: str) -> object:
    """Read a cell: a number, or a list of them separated by blanks."""
    items = [float(item) if {".", "e"} & set(item) else int(item) for item in cell.split()]
    return items[0] if len(items) == 1 else items


def same(cell: str, value: object) -> bool:
    """Whether a cell says exactly this number or list; a list of one is written as a number."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return parsed(cell) == value


def missing(numbers: list[Number], table: Mapping[str, object]) -> list[str]:
    """List the rows that numbers lack, by the most general name each could have."""
    return [number.rows[-1] for number in numbers if number.row(table) is None]


def unused(numbers: list[Number], table: Mapping[str, object]) -> list[str]:
    """List the rows that speak for no number."""
    return sorted(set(table) - {number.row(table) for number in numbers})


def wrong(numbers: list[Number], table: Mapping[str, str]) -> list[str]:
    """List the numbers whose row gives another value."""
    return [
        f"{name} is {number.value} in {number.rows[0]}, and {table[name]} in its row"
        for number in numbers
        if (name := number.row(table)) is not None and not same(table[name], number.value)
    ]


@pytest.fixture(params=FOLDERS, ids=lambda folder: folder.name)
def folder(request: pytest.FixtureRequest) -> Path:
    return request.param


def test_each_number_has_one_row_and_each_row_a_number(folder):
    table = table_of(folder)
    names = [row["parameter"] for row in table]
    values = {row["parameter"]: row["value"] for row in table}
    numbers = numbers_of(files_of(folder))
    problems = [f"more than one row: {name}" for name in values if names.count(name) > 1]
    problems += [f"no row: {name}" for name in missing(numbers, values)]
    problems += [f"no number: {name}" for name in unused(numbers, values)]
    problems += [f"another value: {what}" for what in wrong(numbers, values)]
    assert not problems, "\n".join(problems)


def test_rows_are_complete_and_flagged(folder):
    table = table_of(folder)
    assert [*table[0]] == COLUMNS
    incomplete = [
        row["parameter"]
        for row in table
        if None in row or not all(row[column] for column in COLUMNS if column not in ENDS)
    ]
    assert not incomplete, "\n".join(incomplete)
    flags = [f"{row['parameter']}: {row['flag']}" for row in table if row["flag"] not in FLAGS]
    assert not flags, "\n".join(flags)


def test_every_assumed_number_has_a_range_and_lies_in_it(folder):
    table = table_of(folder)
    without = [
        row["parameter"]
        for row in table
        if (row["flag"] == "assumed" or row["low"] or row["high"])
        and not all(row[end] for end in ENDS)
    ]
    assert not without, "\n".join(without)
    outside = []
    for row in table:
        if row["low"]:
            low, high = (float(row[end]) for end in ENDS)
            if not all(low <= float(item) <= high for item in row["value"].split()):
                outside.append(f"{row['parameter']}: {row['value']} not from {low} to {high}")
    assert not outside, "\n".join(outside)


def test_the_range_of_a_number_in_one_set_holds_its_value_in_the_others(folder):
    rows = {row["parameter"]: row for row in table_of(folder)}
    outside = []
    for name, row in rows.items():
        if not name.startswith("parameters/"):
            continue
        usual = rows[re.sub(r"^parameters/\w+:", "parameters/default:", name)]
        if usual["low"] and not float(usual["low"]) <= float(row["value"]) <= float(usual["high"]):
            outside.append(name)
    assert not outside, "\n".join(outside)


@pytest.mark.slow
def test_both_ends_of_a_range_are_allowed(folder):
    community = diffusion.load(folder)
    n_tried = 0
    for row in table_of(folder):
        file, _, path = row["parameter"].partition(": ")
        if file == "parameters/default" and row["low"]:
            for end in ENDS:
                n_tried += 1
                community.with_settings({f"parameters.{path}": parsed(row[end])})
    assert n_tried > 150


# The checks themselves, on files small enough to see through.
SMALL = {
    "community": {"title": "Ten", "artisans": {"number": 10}, "modules": {"association": False}},
    "programmes/calm": {
        "taper": 4,
        "activity": [
            {"id": 2, "tactic": "film", "months": [1, 2], "target": [7], "doses": {"aware": 0.5}}
        ],
    },
    "programmes/loud": {
        "taper": 4,
        "activity": [{"id": 2, "tactic": "film", "months": [3], "doses": {"aware": 0.9}}],
    },
}
ROWS = {
    "community: artisans.number": "10",
    "programmes: taper": "4",
    "programmes: film.doses.aware": "0.5",
    "programmes/calm: film.months": "1 2",
    "programmes/loud: film.months": "3",
    "programmes/loud: film.doses.aware": "0.9",
}


def test_small_files_are_matched():
    numbers = numbers_of(SMALL)
    assert len(numbers) == 7
    assert missing(numbers, ROWS) == unused(numbers, ROWS) == wrong(numbers, ROWS) == []


@pytest.mark.parametrize("name", [name for name in ROWS if "loud: film.doses" not in name])
def test_a_row_taken_away_is_named(name):
    rows = {other: value for other, value in ROWS.items() if other != name}
    lacking = missing(numbers_of(SMALL), rows)
    assert lacking
    assert all(row.split(": ")[1] == name.split(": ")[1] for row in lacking)


def test_without_its_own_row_a_programme_must_agree_with_the_general_one():
    own, exact = "programmes/loud: film.doses.aware", "programmes/loud: film 2.doses.aware"
    rows = {name: value for name, value in ROWS.items() if name != own}
    (found,) = wrong(numbers_of(SMALL), rows)
    assert found == f"programmes: film.doses.aware is 0.9 in {exact}, and 0.5 in its row"


@pytest.mark.parametrize("name", ["community: modules.association", "programmes: film.places"])
def test_a_row_without_a_number_is_named(name):
    assert unused(numbers_of(SMALL), {**ROWS, name: "0"}) == [name]


def test_a_general_row_that_every_programme_overrides_is_unused():
    rows = {**ROWS, "programmes/calm: film.doses.aware": "0.5"}
    assert unused(numbers_of(SMALL), rows) == ["programmes: film.doses.aware"]


@pytest.mark.parametrize("cell", ["0.50000001", "1", "0.5 0.5"])
def test_another_value_is_found(cell):
    rows = {**ROWS, "programmes: film.doses.aware": cell}
    assert wrong(numbers_of(SMALL), rows)


def test_each_pattern_names_its_source():
    for path in sorted(path for folder in FOLDERS for path in folder.rglob("patterns.toml")):
        for pattern in tomllib.loads(path.read_text("utf-8"))["pattern"]:
            assert pattern["source"], pattern["name"]
