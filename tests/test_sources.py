"""Every number in models/ has its source: one row of sources.csv, and no row without a number."""

import csv
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

MODELS = Path(__file__).resolve().parents[1] / "models"
COLUMNS = ["parameter", "value", "unit", "range", "source", "flag"]
FLAGS = {"field", "found", "computed", "assumed"}
NAMES = {"first_adopters", "target"}  # lists of artisans, whose names may look like numbers

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
    """Give every number of a TOML table with its dotted path; an activity
    goes by its tactic, a channel by its name."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{path}{key}.")
        elif key == "activity":
            for activity in value:
                yield from leaves(activity, f"{path}{activity['tactic']}.")
        elif key == "channel" and isinstance(value, list):
            for channel in value:
                yield from leaves(channel, f"{path}channel.{channel['name']}.")
        elif key not in NAMES and is_number_or_list(value):
            yield path + key, value


def numbers_of(files: Mapping[str, Mapping[str, Any]]) -> list[Number]:
    """List the numbers of TOML files, which are given by name without ending."""
    numbers = []
    for file, content in files.items():
        for path, value in leaves(content):
            rows = [f"{file}: {path}"]
            if file.startswith("programmes/"):
                rows.append(f"programmes: {path}")
            numbers.append(Number(tuple(rows), value))
    return numbers


def files_of(folder: Path) -> dict[str, dict[str, Any]]:
    return {
        path.relative_to(folder).with_suffix("").as_posix(): tomllib.loads(path.read_text("utf-8"))
        for path in sorted(folder.rglob("*.toml"))
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
    """List the rows that numbers lack, by the most particular name each could have."""
    return [number.rows[0] for number in numbers if number.row(table) is None]


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
        if None in row or not all(row[column] for column in COLUMNS if column != "range")
    ]
    assert not incomplete, "\n".join(incomplete)
    flags = [f"{row['parameter']}: {row['flag']}" for row in table if row["flag"] not in FLAGS]
    assert not flags, "\n".join(flags)


def test_values_lie_in_their_ranges(folder):
    outside = []
    for row in table_of(folder):
        if row["range"]:
            low, high = (float(end) for end in row["range"].split(" to "))
            items = [float(item) for item in row["value"].split()]
            if not all(low <= item <= high for item in items):
                outside.append(f"{row['parameter']}: {row['value']} is not in {row['range']}")
    assert not outside, "\n".join(outside)


# The checks themselves, on files small enough to see through.
SMALL = {
    "community": {"title": "Ten", "artisans": {"number": 10}, "modules": {"association": False}},
    "programmes/calm": {
        "taper": 4,
        "activity": [{"tactic": "film", "months": [1, 2], "target": [7], "doses": {"aware": 0.5}}],
    },
    "programmes/loud": {
        "taper": 4,
        "activity": [{"tactic": "film", "months": [3], "doses": {"aware": 0.9}}],
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
    own = "programmes/loud: film.doses.aware"
    rows = {name: value for name, value in ROWS.items() if name != own}
    (found,) = wrong(numbers_of(SMALL), rows)
    assert found == f"programmes: film.doses.aware is 0.9 in {own}, and 0.5 in its row"


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
