"""The points of a design, made one by one when they are wanted."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diffusion.errors import MOST_SHOWN, InputError, Problem, as_written, one_of
from diffusion.readers.model_folder import Folder
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
        Values of the sampled factors: a row for each point of the sample.
    """

    gridded: tuple[Factor, ...]
    sampled: tuple[Factor, ...]
    rows: Sequence[Sequence[Any]]

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
        """Values of one point by column, as a table shows them."""
        return {factor.column: shown for factor, _, shown in self._of(point)}

    def _of(self, point: int) -> list[tuple[Factor, Any, Any]]:
        rest, row = divmod(point, len(self.rows))
        found: list[tuple[Factor, Any, Any]] = []
        for factor in reversed(self.gridded):
            levels = factor.levels or ()
            rest, place = divmod(rest, len(levels))
            shown = levels[place] if factor.labels is None else factor.labels[place]
            found.append((factor, levels[place], _plain(shown)))
        found.reverse()
        for factor, value in zip(self.sampled, self.rows[row], strict=True):
            found.append((factor, value, value))
        return found


def points_of(design: Design, folder: Path, place: str) -> Points:
    """Make the points of a design; a table is read from `folder`.

    Raises
    ------
    InputError
        If a table does not fit the design, or a sample wants a library that is not installed.
    """
    sample = design.sample
    if sample is None:
        return Points(design.factor, (), [()])
    if sample.method == "table":
        return _from_table(design, sample, folder)
    sampled = tuple(factor for factor in design.factor if factor.levels is None)
    gridded = tuple(factor for factor in design.factor if factor.levels is not None)
    return Points(gridded, sampled, _Scaled(sampled, _unit_sample(sample, sampled, place)))


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
    low, high = factor.low or 0.0, factor.high or 0.0
    value = low + share * (high - low)
    if factor.scale == "log":
        value = low * (high / low) ** share
    return round(value) if factor.whole else min(high, max(low, value))


def _unit_sample(sample: Sample, factors: tuple[Factor, ...], place: str) -> Reals:
    """Draw points between 0 and 1 by SALib, which keeps its own random numbers."""
    try:
        from SALib.sample import latin, morris, sobol
    except ImportError:
        expected = "the package SALib: pip install 'artisan-diffusion[sweeps]'"
        raise InputError(Problem(place, "sample.method", expected, "none")) from None
    problem = {
        "num_vars": len(factors),
        "names": [factor.column for factor in factors],
        "bounds": [[0.0, 1.0]] * len(factors),
    }
    n_points, seed = sample.points or 1, sample.random_seed
    match sample.method:
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
    problems = [*table.uneven_rows()]
    for line, cells in table.rows:
        for column, cell in zip(header, cells, strict=False):
            if cell.lower() in ("", "nan", "inf", "-inf"):
                found = as_written(cell) if cell else "nothing"
                problems.append(Problem(name, f"line {line}, {column}", "a value", found))
    if problems:
        raise InputError(problems[:MOST_SHOWN])
    places = [header.index(column) for column in columns]
    values = [_values([table.plain(cells[place]) for _, cells in table.rows]) for place in places]
    return Points((), design.factor, list(zip(*values, strict=True)))


def _values(cells: list[str]) -> list[Any]:
    """Take a column as numbers if all of it are, as true or false if all of it is, or as words."""
    for kind in (int, float):
        try:
            return [kind(cell) for cell in cells]
        except ValueError:
            continue
    truths = {"true": True, "false": False}
    if all(cell.lower() in truths for cell in cells):
        return [truths[cell.lower()] for cell in cells]
    return list(cells)


def _plain(value: Any) -> Any:
    """Show a level in a cell: tables and lists as JSON."""
    return json.dumps(value, sort_keys=True) if isinstance(value, Mapping | list) else value
