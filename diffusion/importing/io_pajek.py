"""Reads networks of Pajek, alone (.net) or in a project (.paj) with partitions and vectors."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from os import PathLike

import numpy as np

from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.importing.network import Network
from diffusion.importing.notes import Note
from diffusion.importing.pajek_sections import (
    LINES,
    OBJECTS,
    Period,
    Section,
    is_heading,
    sections_of,
)
from diffusion.importing.pajek_ties import Ties
from diffusion.importing.pajek_vertices import Vertices, vertices_of
from diffusion.importing.plain_numbers import number, whole_number
from diffusion.importing.source import bytes_of, most_announced, text_of
from diffusion.importing.tables import Column, Missing
from diffusion.readers.tables import folded

FORMAT = "Pajek"
SUFFIXES = (".net", ".paj")

_COLUMNS = {".clu": "partition", ".vec": "vector"}
_MISSING = {"partition": "9999998", "vector": "999999998"}
"""What Pajek writes where a value is missing."""


@dataclass
class _Object:
    """One of the things that a project keeps: what it is, its name, and its sections."""

    place: str
    what: str
    name: str
    line: int
    sections: list[Section] = field(default_factory=list)

    @property
    def vertices(self) -> Section | None:
        """The section `*Vertices`, where there is one."""
        return next((one for one in self.sections if one.word == "vertices"), None)


def read(
    path: str | PathLike[str],
    *,
    network: str | None = None,
    beside: str | PathLike[str] | Sequence[str | PathLike[str]] = (),
) -> Network:
    """Read a network of Pajek: vertices by their numbers, ties by relation and direction.

    Labels are names only, and two vertices may have the same. A tie that is there in several
    periods stands in several rows. Partitions and vectors of as many numbers as there are vertices
    become columns. Colours, shapes and coordinates are left out.

    Parameters
    ----------
    path
        A file .net or .paj.
    network
        Name of the network in a project; the first without it.
    beside
        File .clu or .vec that belongs to the network, or several.

    Raises
    ------
    InputError
        With the line of each mistake.
    """
    place, content = bytes_of(path)
    text, notes = text_of(place, content)
    objects = _objects(place, text)
    for other in [beside] if isinstance(beside, str | PathLike) else beside:
        its_place, its_content = bytes_of(other)
        its_text, its_notes = text_of(its_place, its_content)
        objects += _objects(its_place, its_text)
        notes += its_notes
    chosen = _choose(place, objects, network)
    return _network(chosen, objects, most_announced(len(text)), notes)


def recognises(path: str | PathLike[str]) -> bool:
    """Tell whether the first line that is no remark is a heading of Pajek."""
    place, content = bytes_of(path)
    try:
        text, _ = text_of(place, content)
    except InputError:
        return False
    rows = (row.strip() for row in text.split("\n"))
    first = next((row for row in rows if row and not row.startswith("%")), "")
    return first.startswith("*") and is_heading(first)


def _objects(place: str, text: str) -> list[_Object]:
    """Put sections together to the objects of a project; the first may have no heading."""
    what = _COLUMNS.get(place[-4:].lower(), "network")
    objects: list[_Object] = []
    for section in sections_of(place, text):
        if section.word in OBJECTS:
            objects.append(_Object(place, section.word, section.rest, section.line))
            continue
        if not objects:
            objects.append(_Object(place, what, "", section.line))
        elif section.word in LINES and objects[-1].what != "network":
            expected = "a line *Network and *Vertices before ties"
            found = f"*{section.word} below *{objects[-1].what}"
            raise InputError(Problem(place, f"line {section.line}", expected, found))
        elif section.word == "vertices" and objects[-1].vertices is not None:
            expected = "*Vertices once, or a line *Network before each network of a project"
            found = f"*Vertices again, as in line {objects[-1].vertices.line}"
            raise InputError(Problem(place, f"line {section.line}", expected, found))
        objects[-1].sections.append(section)
    if what != "network" and objects and not objects[0].name:
        objects[0].name = place
    return objects


def _choose(place: str, objects: Sequence[_Object], name: str | None) -> _Object:
    networks = [one for one in objects if one.what == "network"]
    if not networks:
        expected = "a network: a line *Vertices with their number, then ties"
        found = "none (give the file .net or .paj that this belongs to)"
        raise InputError(Problem(place, "", expected, found))
    if name is None:
        return networks[0]
    for one in networks:
        if _plain(one.name).casefold() == _plain(name).casefold():
            return one
    names = [_plain(one.name) for one in networks]
    raise InputError(Problem(place, "network", one_of(names, name), as_written(name)))


def _plain(name: str) -> str:
    """Leave out the ending of the file that an object of a project came from."""
    for ending in (".net", ".clu", ".vec"):
        if name.lower().endswith(ending):
            return name[: -len(ending)]
    return name


def _network(
    chosen: _Object, objects: Sequence[_Object], most: int, notes: tuple[Note, ...]
) -> Network:
    heading = chosen.vertices
    if heading is None or chosen.sections[0] is not heading:
        line = chosen.sections[0].line if chosen.sections else chosen.line
        found = f"*{chosen.sections[0].word}" if chosen.sections else "nothing"
        expected = "a line *Vertices with their number, before the ties"
        raise InputError(Problem(chosen.place, f"line {line}", expected, found))
    vertices = vertices_of(chosen.place, heading, most)
    n_all = len(vertices.names)
    ties = Ties(chosen.place, n_all, vertices.n_first)
    for section in chosen.sections[1:]:
        ties.read(section)
    if ties.problems:
        raise InputError(folded(ties.problems))
    columns = _columns(objects, n_all)
    if vertices.periods:
        columns |= _present(vertices)
    is_two_mode = vertices.n_first < n_all
    others = [_plain(one.name) for one in objects if one.what == "network" and one is not chosen]
    return Network(
        chosen.place,
        FORMAT,
        ids=tuple(map(str, range(1, n_all + 1))),
        names=tuple(vertices.names),
        columns=columns,
        relations=tuple(ties.relations()),
        first_mode=np.arange(n_all) < vertices.n_first if is_two_mode else None,
        notes=(*notes, *_notes(vertices, ties), *_left_out(chosen, others, objects, n_all)),
    )


def _columns(objects: Sequence[_Object], n_all: int) -> dict[str, Column]:
    """Read partitions and vectors of as many numbers as there are vertices."""
    columns: dict[str, Column] = {}
    for one in objects:
        if one.what not in _MISSING or not _fits(one, n_all):
            continue
        base = _plain(one.name) or one.what
        names = (base, *(f"{base} ({n})" for n in range(2, len(columns) + 3)))
        name = next(each for each in names if each not in columns)
        columns[name] = Column(name, tuple(_values(one, n_all)))
    return columns


def _fits(one: _Object, n_all: int) -> bool:
    if one.vertices is None or not one.vertices.rest:
        return False
    return whole_number(one.vertices.rest.split()[0]) == n_all


def _values(one: _Object, n_all: int) -> list[int | float | Missing]:
    """Read the numbers of a partition or a vector, one in each line."""
    line_above, rows = (one.vertices.line, one.vertices.rows) if one.vertices else (one.line, [])
    problems: list[Problem] = []
    values: list[int | float | Missing] = []
    what = "a whole number" if one.what == "partition" else "a number"
    for line, row in rows:
        value = whole_number(row) if one.what == "partition" else number(row)
        if value is None:
            problems.append(Problem(one.place, f"line {line}", what, as_written(row)))
        elif row == _MISSING[one.what]:
            values.append(Missing(row))
        else:
            values.append(int(value) if value == int(value) else value)
    if len(rows) != n_all:
        expected = f"{n_all:,} numbers below it, one in each line"
        problems.append(Problem(one.place, f"line {line_above}", expected, f"{len(rows):,}"))
    if problems:
        raise InputError(folded(problems))
    return values


def _present(vertices: Vertices) -> dict[str, Column]:
    """Say in a column when each vertex is there, as the file writes it."""
    cells = tuple(
        ", ".join(map(_written, vertices.periods[n])) if n in vertices.periods else None
        for n in range(len(vertices.names))
    )
    return {"present": Column(name="present", cells=cells)}


def _written(period: Period) -> str:
    begins, ends = ("*" if math.isnan(one) else f"{one:.15g}" for one in period)
    return begins if begins == ends else f"{begins}-{ends}"


def _notes(vertices: Vertices, ties: Ties) -> list[Note]:
    counts = {
        "without_line": vertices.without_line,
        "joined": vertices.joined,
        "times_of_vertices": len(vertices.periods),
        "drawn_vertices": vertices.drawn,
        "drawn_ties": ties.drawn,
    }
    odd = ("without_line", "joined", "times_of_vertices")
    return [Note(f"pajek.{name}", {"n": n}, is_odd=name in odd) for name, n in counts.items() if n]


def _left_out(
    chosen: _Object, others: Sequence[str], objects: Sequence[_Object], n_all: int
) -> list[Note]:
    notes = []
    if others:
        filled_in = {"name": _plain(chosen.name), "others": list(others)}
        notes.append(Note("pajek.other_networks", filled_in, is_odd=True))
    unfit = [
        _plain(one.name) or one.what
        for one in objects
        if one.what != "network" and not (one.what in _MISSING and _fits(one, n_all))
    ]
    if unfit:
        notes.append(Note("pajek.left_out", {"names": unfit, "n": n_all}, is_odd=True))
    return notes
