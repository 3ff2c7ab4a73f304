"""The points of a design, made one by one when they are wanted."""

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diffusion.errors import MOST_SHOWN, InputError, Problem, as_written, one_of
from diffusion.readers.model_folder import Folder
from diffusion.readers.tables import FILL_IN
from diffusion.sweeps.design import Design, Factor, Sample

type Reals = NDArray[np.float64]


@dataclass(frozen=True)
class Points:
    """The points of a sweep: every combination of levels, times every row of the sample.

    Attributes
    ----------
    gridded : tuple of Factor
        With levels; the first changes slowest.
    sampled : tuple of Factor
        Those of a sample or a table; they change fastest.
    rows : sequence of sequences
        Values of the sampled factors: a row for each point of the sample. In place of a row of a
        table that has too few or too many cells: what is wrong with it, by `Problem`'s words.
    """

    gridded: tuple[Factor, ...]
    sampled: tuple[Factor, ...]
    rows: Sequence[Sequence[Any] | Mapping[str, str]]

    def __len__(self) -> int:
        return self.n_points

    @property
    def n_points(self) -> int:
        """Number of the points, also where it is larger than the length of a list may be."""
        return len(self.rows) * math.prod(len(factor.levels or ()) for factor in self.gridded)

    def settings(self, point: int) -> dict[str, Any]:
        """Values of one point by path."""
        return {factor.path: value for factor, value, _ in self._of(point)}

    def columns(self, point: int) -> dict[str, Any]:
        """Values of one point by column, as a table shows them; none for a word among numbers."""
        return {
            factor.column: None if type(shown) is str and factor.column in self._numbers else shown
            for factor, _, shown in self._of(point)
        }

    def missing(self, point: int) -> list[Problem]:
        """Say what is wrong with the row of a table: its number of cells, or cells of nothing."""
        row = self.rows[point % len(self.rows)]
        if isinstance(row, Mapping):
            return [Problem(f"point {point}", **row)]
        return [
            Problem(
                f"point {point}",
                factor.path,
                "a value",
                f"an empty cell ({FILL_IN})",
            )
            for factor, value, _ in self._of(point)
            if value == "" and factor.levels is None
        ]

    def with_level(self, place: int, level: int, *, most: int) -> list[int]:
        """List points at which a factor of `gridded` has one level: all, or some of many."""
        n_levels = len(self.gridded[place].levels or ())
        stride = len(self.rows) * math.prod(
            len(factor.levels or ()) for factor in self.gridded[place + 1 :]
        )
        return [
            (k // stride) * stride * n_levels + level * stride + k % stride
            for k in scattered(self.n_points // n_levels, most)
        ]

    @property
    def unit(self) -> Reals:
        """The sample between 0 and 1 [rows, sampled factors]."""
        assert isinstance(self.rows, _Scaled)
        return self.rows.unit

    def values_of(self, place: int) -> list[Any]:
        """List the values of a factor of `sampled` in all rows that are whole."""
        return [row[place] for row in self.rows if not isinstance(row, Mapping)]

    @cached_property
    def _numbers(self) -> frozenset[str]:
        """Columns of a table that hold numbers."""
        return frozenset(
            factor.column
            for place, factor in enumerate(self.sampled)
            if factor.low is None and any(type(v) in (int, float) for v in self.values_of(place))
        )

    def _of(self, point: int) -> list[tuple[Factor, Any, Any]]:
        rest, row = divmod(point, len(self.rows))
        found: list[tuple[Factor, Any, Any]] = []
        for factor in reversed(self.gridded):
            levels = factor.levels or ()
            rest, place = divmod(rest, len(levels))
            shown = levels[place] if factor.labels is None else factor.labels[place]
            found.append((factor, levels[place], _plain(shown)))
        found.reverse()
        cells = self.rows[row]
        values = [None] * len(self.sampled) if isinstance(cells, Mapping) else cells
        for factor, value in zip(self.sampled, values, strict=True):
            found.append((factor, value, value))
        return found


def scattered(n: int, most: int) -> list[int]:
    """List 0 to n - 1, or so many of them if they are more, in no step that levels may have."""
    if n <= most:
        return list(range(n))
    return [int(n * (k * (math.sqrt(5) - 1) / 2 % 1)) for k in range(most)]


def points_of(design: Design, folder: Path) -> Points:
    """Make the points of a design; a table is read from `folder`.

    Raises
    ------
    InputError
        If a table does not fit the design.
    """
    sample = design.sample
    if sample is None:
        return Points(design.factor, (), [()])
    if sample.method == "table":
        return _from_table(design, sample, folder)
    sampled = tuple(factor for factor in design.factor if factor.levels is None)
    gridded = tuple(factor for factor in design.factor if factor.levels is not None)
    names = [factor.column for factor in sampled]
    unit = unit_sample(sample.method, names, sample.points or 1, seed=sample.random_seed)
    return Points(gridded, sampled, _Scaled(sampled, unit))


class _Scaled(Sequence[Sequence[Any]]):
    """Rows of numbers between 0 and 1, given in the units of their factors."""

    def __init__(self, factors: tuple[Factor, ...], unit: Reals) -> None:
        self.factors, self.unit = factors, unit

    def __len__(self) -> int:
        return len(self.unit)

    def __getitem__(self, row: Any) -> Sequence[Any]:
        shares = self.unit[row].tolist()
        return [_scaled(f, share) for f, share in zip(self.factors, shares, strict=True)]


def _scaled(factor: Factor, share: float) -> float | int:
    """Bring a share of a factor's range to its unit.

    Whole numbers have equal shares of the range: each stands for itself up to the next, and the
    last has as much beyond it.
    """
    low, high = factor.low or 0.0, factor.high or 0.0
    if factor.whole:
        low, high = math.ceil(low), math.floor(high)
    width = high + factor.whole
    value = low + share * (width - low)
    if factor.scale == "log":
        value = low * (width / low) ** share
    within = min(high, max(low, value))
    return math.floor(within) if factor.whole else within


def unit_sample(method: str, names: Sequence[str], n_points: int, *, seed: int) -> Reals:
    """Draw points between 0 and 1 by SALib, which keeps its own random numbers [points, names]."""
    from SALib.sample import latin, morris, sobol  # loaded late: it takes a second

    problem = {
        "num_vars": len(names),
        "names": list(names),
        "bounds": [[0.0, 1.0]] * len(names),
    }
    match method:
        case "latin_hypercube":
            drawn = latin.sample(problem, n_points, seed=seed)
        case "sobol":
            drawn = sobol.sample(problem, n_points, calc_second_order=False, seed=seed)
        case _:
            drawn = morris.sample(problem, n_points, num_levels=4, seed=seed)
    return np.asarray(drawn, np.float64)


def _from_table(design: Design, sample: Sample, folder: Path) -> Points:
    """Read the points from a CSV file with a column for each factor."""
    name = sample.file or ""
    files = Folder(folder)
    table = files.table(name)
    if table is None:
        raise InputError(files.problems)
    header = table.header
    columns = [factor.column for factor in design.factor]
    for column in header:
        if column not in columns:
            raise InputError(Problem(name, "header", one_of(columns, column), as_written(column)))
    for column in columns:
        if header.count(column) != 1:
            found = ", ".join(header) or "nothing"
            raise InputError(Problem(name, "header", f"one column {column}", found))
    if not table.rows:
        raise InputError(Problem(name, "", "at least one row below the header", "none"))
    wrong = {one.key: one for one in table.uneven_rows()}
    whole = [cells for line, cells in table.rows if f"line {line}" not in wrong]
    if not whole:
        raise InputError([*wrong.values()][:MOST_SHOWN])
    places = [header.index(column) for column in columns]
    values = [_values([table.plain(cells[place]) for cells in whole]) for place in places]
    rows = (list(row) for row in zip(*values, strict=True))
    bad = [wrong.get(f"line {line}") for line, _ in table.rows]
    return Points((), design.factor, [next(rows) if one is None else _said(one) for one in bad])


def _said(problem: Problem) -> dict[str, str]:
    """Keep what is wrong with a row of a table in the place of its values."""
    return {"key": problem.key, "expected": problem.expected, "found": problem.found}


def _values(cells: list[str]) -> list[Any]:
    """Take the cells of a column as numbers, as true or false, or as words.

    A word among numbers stays a word: its point fails, and no other.
    """
    numbers = [_number(cell) for cell in cells]
    if any(number is not None for number in numbers):
        is_whole = all(isinstance(number, int | None) for number in numbers)
        kind = int if is_whole else float
        return [
            cell if number is None else kind(number)
            for cell, number in zip(cells, numbers, strict=True)
        ]
    truths = {"true": True, "false": False}
    if all(cell.lower() in truths for cell in cells):
        return [truths[cell.lower()] for cell in cells]
    return list(cells)


_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def _number(cell: str) -> int | float | None:
    """Read a cell as a number of plain digits; None if it is none, or has no end."""
    if not _NUMBER.fullmatch(cell):
        return None
    try:
        return int(cell)
    except ValueError:
        return value if math.isfinite(value := float(cell)) else None


def _plain(value: Any) -> Any:
    """Show a level in a cell: tables and lists as JSON."""
    return json.dumps(value, sort_keys=True) if isinstance(value, Mapping | list) else value
