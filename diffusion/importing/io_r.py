"""Reads data frames of R (.rds, .rda, .RData), alone or in lists."""

import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from os import PathLike
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from diffusion.errors import InputError, Problem
from diffusion.importing.coded import BROKEN, cell_of, cells_of, missing
from diffusion.importing.notes import Note
from diffusion.importing.source import bytes_of
from diffusion.importing.tables import Cell, Column, Missing, Sheet, Tables

FORMAT = "R"
SUFFIXES = (".rds", ".rda", ".rdata")

_ROW_NAMES = "row.names"
"""Column of the names of rows, where a data frame has them."""

EXPORTS = {
    "network": 'write.csv(as.data.frame(x, unit = "edges"), "ties.csv")',
    "igraph": 'igraph::write_graph(x, "x.graphml", "graphml")',
    "diffnet": 'write.csv(as.data.frame(x), "people.csv")',
    "dgCMatrix": 'write.csv(as.matrix(x), "matrix.csv")',
}
"""Classes of networks, and the call of R that writes one so that it can be read here."""

VECTORS = ("factor", "ordered", "Date", "POSIXct", "haven_labelled", "labelled")
"""Classes of columns whose values say more than they show."""

_NA = 1954
"""What R writes in the lower half of a number that is NA, and haven with a letter above it."""


class _Vector(NamedTuple):
    """Values with what R says of them."""

    values: Any
    said: Mapping[str, Any]
    class_: str


class _Frame(NamedTuple):
    """A data frame: its columns, and the names of its rows."""

    columns: Any
    said: Mapping[str, Any]


class _Network(NamedTuple):
    """An object of a package for networks."""

    class_: str


def read(path: str | PathLike[str]) -> Tables:
    """Read data frames and matrices of a file of R; in a list each is a sheet of its own.

    Raises
    ------
    InputError
        If it is none, or holds none of them; for a network the call of R that writes it is told.
    ModuleNotFoundError
        Without rdata, which the extra `survey` brings.
    """
    place, content = bytes_of(path)
    stem = Path(place).stem
    frames: dict[str, Any] = {}
    others: list[str] = []
    for name, value in _objects(place, stem, content).items():
        _sort(place, name, value, frames, others)
    try:
        sheets = tuple(_sheet(place, name, value) for name, value in frames.items())
    except BROKEN as error:
        found = "an object that is not read here"
        raise InputError(Problem(place, "", "data frames of R (.rds, .rda)", found)) from error
    if not sheets:
        expected = "a data frame or a matrix"
        what = f"none (only {', '.join(others)})" if others else "none"
        raise InputError(Problem(place, "", expected, what))
    notes = (Note("coded.other_objects", {"names": others}),) if others else ()
    return Tables(place, FORMAT, sheets, notes)


def _objects(place: str, stem: str, content: bytes) -> dict[str, Any]:
    """Read all objects by their names; the one of an .rds is called like the file."""
    import rdata

    makers: dict[str | bytes, Any] = {name: _refused(name) for name in EXPORTS}
    makers.update({name: _vector(name) for name in VECTORS})
    makers["data.frame"] = _Frame
    found = "a file cut off, or no file of R"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            parsed = rdata.parser.parse_data(content, expand_altrep=True)
            found = "an object that is not read here"
            _name_all(parsed.object)
            value = rdata.conversion.SimpleConverter(makers).convert(parsed)
    except BROKEN as error:
        raise InputError(Problem(place, "", "data frames of R (.rds, .rda)", found)) from error
    is_workspace = isinstance(value, dict) and parsed.object.info.type.name == "LIST"
    return value if is_workspace else {stem: value}


def _name_all(whole: Any) -> None:
    """Give elements of lists names of their own; of some called alike rdata keeps the last."""
    waiting = [whole]
    while waiting:
        one = waiting.pop()
        if isinstance(one.value, list | tuple):
            waiting.extend(each for each in one.value if hasattr(each, "attributes"))
        pair = one.attributes
        while pair is not None and isinstance(pair.value, tuple):
            named, after = pair.value
            if _is_names(pair.tag) and one.info.type.name == "VEC":
                _tell_apart(named.value)
            pair = after


def _is_names(tag: Any) -> bool:
    symbol = getattr(tag, "referenced_object", None) or tag
    return getattr(symbol.value, "value", None) == b"names"


def _tell_apart(names: list[Any]) -> None:
    taken: set[bytes] = set()
    for n, one in enumerate(names, 1):
        if not one.value or one.value in taken:
            new = (one.value or b"") + f"{'_' if one.value else ''}{n}".encode()
            names[n - 1] = replace(one, value=new)
        taken.add(names[n - 1].value)


def _vector(class_: str) -> Any:
    return lambda values, said: _Vector(values, said, class_)


def _refused(class_: str) -> Any:
    return lambda _, __: _Network(class_)


def _sort(place: str, name: str, value: Any, frames: dict[str, Any], others: list[str]) -> None:
    """Find frames and matrices, in lists too; tell the names of what is neither."""
    waiting = [(name, value)]
    while waiting:
        called, one = waiting.pop()
        if isinstance(one, _Network):
            expected = f"a data frame (in R: {EXPORTS[one.class_]})"
            raise InputError(Problem(place, called, expected, f"an object {one.class_}"))
        if isinstance(one, _Frame) or getattr(one, "ndim", 1) == 2:
            frames[called] = one
        elif isinstance(one, dict):
            waiting.extend((f"{called}.{key}", each) for key, each in reversed(one.items()))
        elif isinstance(one, list):
            numbered = [(f"{called}.{n}", each) for n, each in enumerate(one, 1)]
            waiting.extend(reversed(numbered))
        else:
            others.append(called)


def _sheet(place: str, name: str, value: Any) -> Sheet:
    columns = _of_frame(value) if isinstance(value, _Frame) else _of_matrix(value)
    lengths = {len(one.cells) for one in columns.values()}
    if len(lengths) != 1 or 0 in lengths:
        found = "none" if lengths <= {0} else "columns of several lengths"
        raise InputError(Problem(place, name, "at least one column and one row", found))
    return Sheet(name, columns, tuple(range(1, lengths.pop() + 1)))


def _of_frame(frame: _Frame) -> dict[str, Column]:
    names, columns = frame.said.get(_ROW_NAMES), frame.columns
    made: dict[str, Column] = {}
    if names is not None and isinstance(next(iter(names), None), str):
        made[_ROW_NAMES] = Column(name=_ROW_NAMES, cells=cells_of(names))
    if not isinstance(columns, dict):
        columns = {str(n): one for n, one in enumerate(columns, 1)}
    for name, values in columns.items():
        made[str(name)] = _column(str(name), values)
    return made


def _of_matrix(matrix: Any) -> dict[str, Column]:
    coordinates = getattr(matrix, "coords", {})
    rows, columns = (
        [str(one) for one in np.asarray(coordinates[axis])] if axis in coordinates else None
        for axis in getattr(matrix, "dims", ("", ""))
    )
    values = np.ma.asarray(getattr(matrix, "values", matrix))
    names = columns or [str(n) for n in range(1, values.shape[1] + 1)]
    made = {_ROW_NAMES: Column(name=_ROW_NAMES, cells=tuple(rows))} if rows else {}
    for n, name in enumerate(names):
        made[name] = Column(name, tuple(_numbers(values[:, n])))
    return made


def _column(name: str, values: Any) -> Column:
    said: Mapping[str, Any] = {}
    class_ = ""
    if isinstance(values, _Vector):
        values, said, class_ = values
    label = next(iter(np.atleast_1d(said.get("label", ""))), "")
    if class_ in ("factor", "ordered"):
        levels = [*said["levels"]]
        cells: Iterable[Cell] = (
            None if np.ma.is_masked(one) or one < 1 else cell_of(levels[int(one) - 1])
            for one in values
        )
    elif class_ in ("Date", "POSIXct"):
        cells = _times(values, class_)
    elif class_ in ("haven_labelled", "labelled"):
        return _labelled(name, values, str(label), said)
    else:
        cells = _numbers(values)
    return Column(name, tuple(cells), str(label))


def _numbers(values: Any, labels: Mapping[str, str] | None = None) -> Iterator[Cell]:
    """Make cells: NA is empty, a letter that haven put into NA is a reason, NaN is no number."""
    for one in values:
        if np.ma.is_masked(one):
            yield None
        elif isinstance(one, float) and one != one:
            bits = int(np.float64(one).view(np.uint64))
            letter = chr(bits >> 32 & 0xFF) if bits & 0xFFFFFFFF == _NA else "NaN"
            yield None if letter == "\0" else missing(_reason(letter), [(labels or {}).get(letter)])
        else:
            yield cell_of(one)


def _reason(letter: str) -> str:
    return letter if letter == "NaN" else f".{letter}"


def _times(values: Any, class_: str) -> Iterator[Cell]:
    for one in _numbers(values):
        if not isinstance(one, int | float):
            yield one
        elif class_ == "Date":
            yield date(1970, 1, 1) + timedelta(days=one)
        else:
            moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=one)
            yield moment.replace(tzinfo=None)


def _labelled(name: str, values: Any, label: str, said: Mapping[str, Any]) -> Column:
    """Read a column of haven: codes with labels, and codes that its user declared as missing."""
    labels = said.get("labels")
    codes = [] if labels is None else [*np.asarray(labels)]
    texts = [] if labels is None else [str(one) for one in labels.coords["dim_0"].values]
    letters = {
        one.reason.removeprefix("."): text
        for one, text in zip(_numbers(codes), texts, strict=True)
        if isinstance(one, Missing)
    }
    meanings: dict[Cell, str] = {
        code: text
        for code, text in zip(_numbers(codes), texts, strict=True)
        if not isinstance(code, Missing)
    }
    declared = {cell_of(one) for one in np.atleast_1d(said.get("na_values", []))}
    low, high = said.get("na_range", (1, 0))

    def is_declared(cell: Cell) -> bool:
        is_number = isinstance(cell, int | float)
        return cell in declared or (is_number and low <= cell <= high)

    cells = tuple(
        missing(cell, [meanings.get(cell)]) if is_declared(cell) else cell
        for cell in _numbers(values, letters)
    )
    return Column(name, cells, label, {c: t for c, t in meanings.items() if not is_declared(c)})
