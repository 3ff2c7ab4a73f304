"""Reads an export of Network Canvas, where interviews say of whom they speak by a common code."""

from collections.abc import Iterable, Mapping
from os import PathLike
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.importing.cells import with_numbers
from diffusion.importing.network import Network, Relation
from diffusion.importing.network_canvas_files import (
    EGO,
    SOURCE,
    TARGET,
    UUID,
    Interviews,
    Row,
    interviews,
    is_export,
)
from diffusion.importing.notes import Note
from diffusion.importing.tables import Cell, Column

FORMAT = "Network Canvas"
SUFFIXES = (".zip", ".csv", ".graphml")

NAMES = ("name", "label", "nama")
"""Columns that say what a person is called, in small letters, the likeliest first."""

_OF_THE_PROGRAM = (
    "nodeid", "edgeid", "from", "to", "sessionstart", "sessionfinish", "sessionexported",
    "app_version", "commit_hash",
)  # fmt: skip


def recognises(path: str | PathLike[str]) -> bool:
    """Tell whether a file or a folder is an export of Network Canvas."""
    return is_export(path)


def read(
    path: str | PathLike[str], *, match: str | None = None, weight: str | None = None
) -> Network:
    """Read interviews of one community.

    Each interview names people anew, with codes of its own. Who they are must stand in a column
    that is in ego.csv and in the attributeList alike, such as the number of the household.
    Whoever is asked has a tie to each that he or she names; it is not written in the file.

    Parameters
    ----------
    path
        The folder, the zip, one of its CSV files, or the GraphML.
    match
        The column that says who a person is; without it, the only one by which interviews meet.
    weight
        Column of the attributeList that is the strength of the tie to who is named.

    Raises
    ------
    InputError
        If a file is wrong, or several interviews have no such column.
    """
    place = Path(path).name
    asked = interviews(path)
    if match is not None:
        _check_column(place, "match", match, asked)
    by = match or _match(place, asked)
    people = _People(by)
    for row in asked.egos:
        people.ask(row)
    for rows in asked.alters.values():
        for row in rows:
            people.name(row)
    if weight is not None:
        _check_column(place, "weight", weight, asked)
    relations = [
        *(_named(people, kind, rows, weight) for kind, rows in asked.alters.items() if rows),
        *(_between(people, kind, rows) for kind, rows in asked.edges.items() if rows),
    ]
    ids = tuple(people.rows)
    columns, told = with_numbers(people.columns(), sheet="ego.csv")
    return Network(
        place,
        FORMAT,
        ids,
        tuple(people.names[one] for one in ids),
        {name: Column(name, cells) for name, cells in columns.items()},
        tuple(relations),
        np.array([one in people.asked for one in ids]),
        notes=(*_notes(asked, people, match, weight), *told),
    )


def _own(rows: Iterable[Row]) -> list[str]:
    """List columns that a study has put into its form."""
    names = dict.fromkeys(name for row in rows for name in row.said)
    return [
        name
        for name in names
        if name.lower() not in _OF_THE_PROGRAM and not name.startswith("networkCanvas")
    ]


def _of_alters(asked: Interviews) -> list[Row]:
    return [row for rows in asked.alters.values() for row in rows]


def _check_column(place: str, option: str, name: str, asked: Interviews) -> None:
    columns = _own(_of_alters(asked))
    if option == "match":
        columns = [one for one in columns if one in _own(asked.egos)]
    if name not in columns:
        raise InputError(Problem(place, option, one_of(columns, name), as_written(name)))


def _match(place: str, asked: Interviews) -> str | None:
    """Find the only column by which interviews meet; None where there is one interview alone.

    Raises
    ------
    InputError
        If there is none, or several.
    """
    if len(asked.egos) == 1:
        return None
    alters = _of_alters(asked)
    both = [name for name in _own(asked.egos) if name in _own(alters)]
    fitting = []
    for name in both:
        codes = [row.said.get(name, "") for row in asked.egos]
        named = {row.said.get(name, "") for row in alters}
        if "" not in codes and len({*codes}) == len(codes) and named & {*codes}:
            fitting.append(name)
    if len(fitting) == 1:
        return fitting[0]
    expected = (
        "a column that says in ego.csv and in the attributeList who a person is "
        "(match below [reader] in import.toml)"
    )
    found = f"{', '.join(fitting or both) or 'none'} in {len(asked.egos)} interviews"
    why = ", each with codes of its own for whom it names"
    raise InputError(Problem(place, "match", expected, found + why))


class _People:
    """Who is asked and who is named, by who they are."""

    def __init__(self, match: str | None) -> None:
        self.match = match
        self.rows: dict[str, int] = {}
        self.names: dict[str, str] = {}
        self.asked: dict[str, Row] = {}
        self.of_ego: dict[str, str] = {}
        self.of_uuid: dict[str, str] = {}
        self.n_without = 0

    def ask(self, row: Row) -> None:
        """Take who was asked.

        Raises
        ------
        InputError
            If nothing says who, or it is somebody who was asked before.
        """
        id_ = row.said.get(self.match or EGO, "")
        if not id_:
            expected = f"who was asked, in {self.match or EGO}"
            raise InputError(Problem(row.file, f"line {row.line}", expected, "an empty cell"))
        if id_ in self.asked:
            before = self.asked[id_]
            found = f"{as_written(id_)} again (as in {before.file}, line {before.line})"
            raise InputError(Problem(row.file, f"line {row.line}", "each person asked once", found))
        self.asked[id_] = row
        self.of_ego[row.said.get(EGO, "")] = id_
        self._take(id_, row)

    def name(self, row: Row) -> None:
        """Take who was named; who has no code keeps that of the interview."""
        uuid = row.said.get(UUID, "")
        id_ = row.said.get(self.match, "") if self.match else ""
        self.n_without += bool(self.match) and not id_
        self.of_uuid[uuid] = id_ or uuid
        self._take(id_ or uuid, row)

    def _take(self, id_: str, row: Row) -> None:
        lower = {name.lower(): text for name, text in row.said.items()}
        called = next((lower[word] for word in NAMES if lower.get(word)), "")
        self.rows.setdefault(id_, len(self.rows))
        if not self.names.get(id_):
            self.names[id_] = called

    def ego(self, row: Row) -> int:
        """Row of who was asked in the interview of a row."""
        return self._find(self.of_ego, row, EGO)

    def alter(self, row: Row, key: str) -> int:
        """Row of who is meant by a code of an interview."""
        return self._find(self.of_uuid, row, key)

    def _find(self, known: Mapping[str, str], row: Row, key: str) -> int:
        code = row.said.get(key, "")
        if code not in known:
            expected = f"in {key} somebody of the same export"
            found = as_written(code) if code else "an empty cell"
            raise InputError(Problem(row.file, f"line {row.line}", expected, found))
        return self.rows[known[code]]

    def columns(self) -> dict[str, tuple[Cell, ...]]:
        """Give what those who were asked said of themselves, as it is written."""
        names = [one for one in _own(self.asked.values()) if one != self.match]
        names = [one for one in names if one.lower() not in NAMES]
        return {
            name: tuple(
                self.asked[id_].said.get(name) or None if id_ in self.asked else None
                for id_ in self.rows
            )
            for name in names
        }


def _named(people: _People, kind: str, rows: list[Row], weight: str | None) -> Relation:
    """Make the ties that are not written: from who was asked to each who was named."""
    return Relation(
        kind,
        np.array([people.ego(row) for row in rows], np.int64),
        np.array([people.alter(row, UUID) for row in rows], np.int64),
        weight=None if weight is None else _weights(rows, weight),
        rows=np.array([row.line for row in rows], np.int64),
    )


def _between(people: _People, kind: str, rows: list[Row]) -> Relation:
    return Relation(
        kind,
        np.array([people.alter(row, SOURCE) for row in rows], np.int64),
        np.array([people.alter(row, TARGET) for row in rows], np.int64),
        is_directed=False,
        rows=np.array([row.line for row in rows], np.int64),
    )


def _weights(rows: list[Row], weight: str) -> NDArray[np.float64]:
    found = []
    for row in rows:
        text = row.said.get(weight, "")
        (cell,) = with_numbers({weight: (text or None,)}, sheet=row.file)[0][weight]
        if isinstance(cell, str):
            place = f"line {row.line}, {weight}"
            raise InputError(Problem(row.file, place, "a number", as_written(text)))
        found.append(float(cell) if isinstance(cell, int | float) else np.nan)
    return np.array(found, np.float64)


def _notes(
    asked: Interviews, people: _People, match: str | None, weight: str | None
) -> Iterable[Note]:
    alters = _of_alters(asked)
    yield Note("network_canvas.implicit", {"n": len(alters)})
    if people.match is not None and match is None:
        yield Note("network_canvas.match", {"column": people.match}, is_odd=True)
    if people.n_without:
        filled_in = {"n": people.n_without, "column": people.match}
        yield Note("network_canvas.without_code", filled_in, is_odd=True)
    used = {people.match, weight, *(name for name in _own(alters) if name.lower() in NAMES)}
    left_out = [name for name in _own(alters) if name not in used]
    if left_out:
        yield Note("network_canvas.left_out", {"columns": left_out})
