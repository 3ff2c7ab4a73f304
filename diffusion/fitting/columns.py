"""Takes numbers about people and about periods, and puts them on a common scale."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diffusion.data.adoption_data import AdoptionData
from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.util.arrays import read_only

type Reals = NDArray[np.float64]

MOST_APART = 3.0
"""Standard deviations from the mean beyond which a covariate counts no further."""


def numbers_of(data: AdoptionData, name: str, asked: str | ArrayLike) -> Reals:
    """Take a column of numbers [N]; what is empty is NaN.

    Raises
    ------
    InputError
        If there is no such column, or it holds something else.
    """
    if isinstance(asked, str):
        if asked not in data.columns:
            allowed = one_of(tuple(data.columns), asked)
            raise InputError(Problem(name, "", allowed, as_written(asked)))
        asked = data.columns[asked]
    cells: Any = np.asarray(asked)
    if cells.dtype.kind in "OUS":
        cells = np.where(np.isin(cells.astype(str), ["", "None", "nan"]), "nan", cells.astype(str))
    try:
        numbers = cells.astype(np.float64)
    except ValueError as error:
        written = str(error).rpartition(": ")[2].strip("'")
        expected = "a column of numbers (make a column of 0 and 1 for each kind)"
        raise InputError(Problem(name, "", expected, as_written(written))) from None
    if numbers.shape != (data.n_people,):
        expected = f"a number for each of {data.n_people:,} people"
        raise InputError(Problem(name, "", expected, f"shape {numbers.shape}"))
    taken: Reals = numbers
    return taken


def standardised(
    data: AdoptionData, asked: "Iterable[str] | Mapping[str, ArrayLike]"
) -> tuple[Reals, tuple[str, ...]]:
    """Standardise each [N, p]; those that are the same for all are left out."""
    columns, names = [], []
    for name in dict.fromkeys(asked):
        numbers = numbers_of(data, name, asked[name] if isinstance(asked, Mapping) else name)
        known = np.isfinite(numbers)
        spread = numbers[known].std(ddof=1) if known.sum() > 1 else 0.0
        if not spread > 0:
            continue
        apart = np.where(known, (numbers - numbers[known].mean()) / spread, 0.0)
        columns.append(np.clip(apart, -MOST_APART, MOST_APART))
        names.append(name)
    table = np.column_stack(columns) if columns else np.zeros((data.n_people, 0))
    return table, tuple(names)


_LONG_BEFORE = -12.0


def filled(since: Reals) -> Reals:
    """Put a period long before the first where none is known [n]."""
    return read_only(np.where(np.isfinite(since), since, _LONG_BEFORE))


def influences_of(
    asked: Mapping[str, Any], groups: tuple[str, ...], n_periods: int
) -> dict[str, Reals]:
    """Take the series of each village [q, T], standardised over all villages and periods."""
    found = {group: np.zeros((len(asked), n_periods)) for group in groups}
    for row, (name, amounts) in enumerate(asked.items()):
        for group in groups:
            of = (
                amounts.get(group, np.zeros(n_periods)) if isinstance(amounts, Mapping) else amounts
            )
            series = np.asarray(of, np.float64)
            if series.shape != (n_periods,) or not np.isfinite(series).all():
                expected = f"an amount for each of {n_periods:,} periods"
                raise InputError(Problem("influence", name, expected, f"shape {series.shape}"))
            found[group][row] = series
        everywhere = np.array([one[row] for one in found.values()])
        spread = everywhere.std()
        for one in found.values():
            one[row] = (one[row] - everywhere.mean()) / (spread if spread > 0 else 1.0)
    return {group: read_only(one) for group, one in found.items()}
