"""Reads a table as a matrix: who is tied to whom, or who takes part in what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from diffusion.errors import InputError, Problem, as_written
from diffusion.importing.cells import number_in
from diffusion.importing.grids import listed
from diffusion.importing.network import UNNAMED, Network, Relation
from diffusion.importing.notes import Note
from diffusion.importing.tables import Cell, Missing, Sheet, Tables
from diffusion.readers.tables import folded

FEWEST = 2
"""People of the smallest matrix that is recognised as one."""

_MARKS = {"x": 1.0, "-": 0.0, ".": 0.0}
"""What people write in a cell for a tie, and for none, in place of a number."""


@dataclass(slots=True)
class _Matrix:
    """Cells of a matrix: names of its rows and columns, and a weight for each; NaN is not known."""

    rows: list[str]
    columns: list[str]
    weight: NDArray[np.float64]
    is_blank: NDArray[np.bool_]
    lines: NDArray[np.int64]
    notes: list[Note] = field(default_factory=list)


def is_matrix(sheet: Sheet) -> bool:
    """Tell whether a sheet has the same names at its left and on its top, and weights within.

    The names may stand in any order on either side.
    """
    names, rows = _names(sheet)
    if len(names) < FEWEST or {*names} != {*rows} or len(rows) != len({*rows}):
        return False
    return all(_weight(cell) is not None for name in names for cell in {*sheet.columns[name].cells})


def network_of(sheet: Sheet, *, two_mode: bool = False, place: str, format: str) -> Network:  # noqa: A002
    """Read one sheet as a matrix; see `network_of_all`."""
    return network_of_all(Tables(place, format, (sheet,)), two_mode=two_mode)


def network_of_all(tables: Tables, *, two_mode: bool = False) -> Network:
    """Read each sheet as a matrix of ties of one kind, which is called as the sheet.

    A blank cell and a 0 are no tie, any other number is a weight, and x is 1. Where a matrix is the
    same on both sides of its diagonal, or has but one side filled in, ties have no direction; else
    a row names those in its columns. The diagonal holds ties of people to themselves.

    Parameters
    ----------
    tables
    two_mode
        Whether columns are events or groups, which are no people.

    Raises
    ------
    InputError
        If a cell is no number, a name is missing on one side or stands twice.
    """
    found = [_matrix(sheet, tables.place) for sheet in tables.sheets]
    if not two_mode:
        problems = [*_unlike(tables, found)]
        if problems:
            raise InputError(folded(problems))
    people = dict.fromkeys(name for one in found for name in one.rows)
    events = dict.fromkeys(name for one in found for name in one.columns) if two_mode else {}
    ids = [*people, *(f"{name} (event)" if name in people else name for name in events)]
    row_of = {name: at for at, name in enumerate(people)}
    column_of = {name: at for at, name in enumerate(events, start=len(people))} or row_of
    notes = [*tables.notes, *(note for one in found for note in one.notes)]
    relations = [
        _relation(_kind(tables, sheet), one, row_of, column_of, two_mode=two_mode)
        for sheet, one in zip(tables.sheets, found, strict=True)
    ]
    return Network(
        tables.place,
        f"{tables.format}, {'table of two modes' if two_mode else 'matrix'}",
        tuple(ids),
        ("",) * len(ids),
        relations=tuple(relation for relation, _ in relations),
        first_mode=np.arange(len(ids)) < len(people) if two_mode else None,
        notes=(*notes, *(note for _, of_relation in relations for note in of_relation)),
    )


def _kind(tables: Tables, sheet: Sheet) -> str:
    """Call ties as their sheet, where a file has several."""
    return sheet.name if len(tables.sheets) > 1 else UNNAMED


def _names(sheet: Sheet) -> tuple[list[str], list[str]]:
    """Names on the top, and names at the left: those of the first column."""
    first, *others = sheet.columns or ("",)
    column = sheet.columns.get(first)
    cells = () if column is None else column.cells
    return others, [str(cell) for cell in cells if cell is not None]


def _weight(cell: Cell) -> float | None:
    """Read a cell; NaN where its value is missing, None where it is no weight."""
    match cell:
        case None:
            return 0.0
        case Missing():
            return np.nan
        case bool() | int() | float():
            return float(cell) if isfinite(cell) else None
        case str():
            marked = _MARKS.get(cell.strip().lower())
            return number_in(cell) if marked is None else marked
    return None


def _matrix(sheet: Sheet, place: str) -> _Matrix:
    """Read the cells of one sheet.

    Raises
    ------
    InputError
        For each cell that is no weight, and each row without a name or with one that is taken.
    """
    columns, _ = _names(sheet)
    first = next(iter(sheet.columns.values()))
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for row, cell in enumerate(first.cells):
        key, name = sheet.where(row, first.name), str(cell)
        if cell is None:
            problems.append(Problem(place, key, "a name or number", "nothing"))
        elif name in seen:
            found = f"{as_written(name)} again, as in row {seen[name]}"
            problems.append(Problem(place, key, "each name once", found))
        seen.setdefault(name, sheet.rows[row])
    weight = np.zeros((len(sheet.rows), len(columns)))
    is_blank = np.zeros(weight.shape, bool)
    for at, name in enumerate(columns):
        for row, cell in enumerate(sheet.columns[name].cells):
            value = _weight(cell)
            is_blank[row, at] = cell is None
            if value is None:
                key = sheet.where(row, name)
                expected = "a number, x, or nothing"
                problems.append(Problem(place, key, expected, as_written(cell)))
            else:
                weight[row, at] = value
    if problems:
        raise InputError(folded(problems))
    notes = []
    if n := int(np.isnan(weight).sum()):
        notes.append(Note("matrices.missing", {"sheet": sheet.name, "n": n}, is_odd=True))
    rows = [str(cell) for cell in first.cells]
    return _Matrix(rows, columns, weight, is_blank, np.array(sheet.rows, np.int64), notes)


def _unlike(tables: Tables, found: Sequence[_Matrix]) -> Iterator[Problem]:
    """Find the names that stand on one side of a matrix only."""
    for sheet, one in zip(tables.sheets, found, strict=True):
        at_left = [name for name in one.rows if name not in one.columns]
        on_top = [name for name in one.columns if name not in one.rows]
        key = sheet.name if sheet.name != tables.place else "names"
        expected = "the same names at the left and on the top"
        if at_left:
            yield Problem(tables.place, key, expected, f"only at the left: {listed(at_left)}")
        if on_top:
            yield Problem(tables.place, key, expected, f"only on the top: {listed(on_top)}")


def _relation(
    kind: str,
    matrix: _Matrix,
    row_of: dict[str, int],
    column_of: dict[str, int],
    *,
    two_mode: bool,
) -> tuple[Relation, list[Note]]:
    """List the ties of a matrix; each pair once where they have no direction."""
    rows = np.array([row_of[name] for name in matrix.rows], np.int64)
    columns = np.array([column_of[name] for name in matrix.columns], np.int64)
    weight = np.where(np.isnan(matrix.weight), 0, matrix.weight)
    notes = []
    is_directed = not two_mode
    if not two_mode:
        order = [matrix.columns.index(name) for name in matrix.rows]
        columns, weight = columns[order], weight[:, order]
        lower, upper = np.tril(weight, -1), np.triu(weight, 1)
        is_blank = matrix.is_blank[:, order]
        below = np.tri(len(rows), k=-1, dtype=bool)
        if np.array_equal(lower, upper.T):
            is_directed, weight = False, np.triu(weight)
        elif is_blank[below].all() or is_blank.T[below].all():
            is_directed = False
            notes.append(Note("matrices.half", {"kind": kind}, is_odd=True))
    at, to = np.nonzero(weight)
    values = weight[at, to]
    relation = Relation(
        kind,
        rows[at],
        columns[to],
        is_directed,
        weight=None if (values == 1).all() else values,
        rows=matrix.lines[at],
    )
    return relation, notes
