"""Stata, SPSS and R: a missing value keeps its reason, codes their labels, whole numbers whole."""

import sys
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from importing_corpus import FILES, broken

from diffusion.errors import InputError
from diffusion.i18n.words import Words
from diffusion.importing.formats import read
from diffusion.importing.tables import Cell, Missing, Tables

LIBRARIES = {"stata": "pandas", "spss": "pyreadstat", "r": "rdata"}
SUFFIXES = {"stata": (".dta",), "spss": (".sav", ".zsav"), "r": (".rds", ".rda", ".RData")}


def readings(format_: str) -> dict[str, Any]:
    return tomllib.loads((FILES / format_ / "readings.toml").read_text(encoding="utf-8"))


def told(tables: Tables) -> dict[str, object]:
    """Say tables in a few words: cells of each column, labels and meanings where there are any."""
    said: dict[str, object] = {"notes": [note.name for note in tables.notes]}
    for sheet in tables.sheets:
        assert sheet.rows == tuple(range(1, len(sheet.rows) + 1))
        said[sheet.name] = {
            name: [
                [*map(cell, column.cells)],
                *([column.label] if column.label or column.meanings else []),
                *(f"{code} = {text}" for code, text in column.meanings.items()),
            ]
            for name, column in sheet.columns.items()
        }
    return said


def cell(value: Cell) -> object:
    return (
        f"missing {value.reason}" if isinstance(value, Missing) else "" if value is None else value
    )


VALID = [(one, name) for one in LIBRARIES for name in readings(one)]
BROKEN = [(one, name, lines) for one in LIBRARIES for name, lines in broken(one)]


@pytest.mark.parametrize(("format_", "name"), VALID)
def test_a_file_is_read_as_it_is_meant(format_: str, name: str) -> None:
    pytest.importorskip(LIBRARIES[format_])
    tables = read(FILES / format_ / name)
    assert isinstance(tables, Tables)
    assert told(tables) == readings(format_)[name]
    for note in tables.notes:
        for language in ("id", "en"):
            assert "{" not in Words(language)(note.name, **note.filled_in)


def test_every_type_of_a_cell_is_one_of_python() -> None:
    pytest.importorskip("rdata")
    cells = [*cells_of("r", "frame.rds"), *cells_of("stata", "pandas_118.dta")]
    assert {type(one).__module__ for one in cells} <= {"builtins", "datetime", Missing.__module__}


def cells_of(format_: str, name: str) -> Iterator[Cell]:
    tables = read(FILES / format_ / name)
    assert isinstance(tables, Tables)
    for column in tables.sheets[0].columns.values():
        yield from column.cells


@pytest.mark.parametrize(("format_", "name", "lines"), BROKEN)
def test_a_broken_file_is_told(format_: str, name: str, lines: list[str]) -> None:
    pytest.importorskip(LIBRARIES[format_])
    with pytest.raises(InputError) as caught:
        read(FILES / format_ / "broken" / name)
    assert str(caught.value).split("\n") == lines


@pytest.mark.parametrize("format_", LIBRARIES)
def test_every_file_has_its_reading(format_: str) -> None:
    files = {one.name for one in (FILES / format_).iterdir() if one.suffix in SUFFIXES[format_]}
    assert files == {*readings(format_)}
    told_of = {name for name, _ in broken(format_)} | {"messages.toml"}
    assert {one.name for one in (FILES / format_ / "broken").iterdir()} == told_of


def test_what_brings_a_missing_library_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for library in ("pyreadstat", "rdata"):
        monkeypatch.setitem(sys.modules, library, None)
    for format_, name in (("spss", "haven.sav"), ("r", "frame.rds")):
        with pytest.raises(InputError, match=r'pip install "artisan-diffusion\[survey\]"'):
            read(FILES / format_ / name)
