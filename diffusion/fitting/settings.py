"""Reads how a community is to be fitted: fit.toml, people.csv and influence.csv beside it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import AfterValidator, Field

from diffusion.data.adoption_data import AdoptionData
from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.fitting.law import TIMES
from diffusion.readers.model_folder import Folder
from diffusion.readers.tables import Table
from diffusion.scenario.base import Declaration, mistake

FIT, PEOPLE, INFLUENCE = "fit.toml", "people.csv", "influence.csv"
ARTISAN, PERIOD, VILLAGE, NAME, AMOUNT = "artisan", "period", "village", "name", "amount"

type Reals = NDArray[np.float64]
type Influence = dict[str, dict[str, Reals]]


SERIES = ".csv"
"""Ending of a file that says how time counts."""


def _is_time(said: str) -> str:
    if said not in TIMES and not said.endswith(SERIES):
        raise mistake(expected=f"one of {', '.join(TIMES)}, or a file {SERIES}", found=said)
    return said


class FitSettings(Declaration):
    """What is fitted, and by which columns; every key may be left out."""

    by: str = Field(default="hamlet", description="column that names the village of each")
    law: Literal["gates", "logit", "cloglog", "composites"] = Field(
        default="gates", description="the product's own form, or one of statistics"
    )
    exposure: str | None = Field(default=None, description="what a person sees of adopters")
    time: Annotated[str, AfterValidator(_is_time)] = Field(
        default="periods",
        description="a number for each period, a line in its logarithm, one, or a file of a series",
    )
    covariates: tuple[str, ...] | None = Field(
        default=None, strict=False, description="columns of people; all others than the village"
    )
    eligible: str | None = Field(
        default=None, description="column: period from which each could adopt, 0 the first"
    )
    composites: dict[str, dict[str, Annotated[int, Field(ge=-1, le=1)]]] = Field(
        default_factory=dict, description="by name, covariates with sign 1 or -1, fixed beforehand"
    )


def read_settings(folder: Path) -> FitSettings:
    """Read fit.toml of a folder; what it leaves out, or all without it, is the default.

    Raises
    ------
    InputError
        If it is not right.
    """
    if not (folder / FIT).is_file():
        return FitSettings()
    files = Folder(folder)
    data = files.toml(FIT)
    settings = None if data is None else files.declared(FitSettings, FIT, data)
    if settings is None:
        raise InputError(files.problems)
    return settings


def _columns_of(folder: Path, name: str, needed: tuple[str, ...]) -> Table | None:
    """Read a table with columns that it must have; None where there is no such file.

    Raises
    ------
    InputError
        If it is no table, or lacks a column.
    """
    if not (folder / name).is_file():
        return None
    files = Folder(folder)
    table = files.table(name)
    if table is None or files.problems:
        raise InputError(files.problems)
    table = table.with_headings(needed)
    if missing := [one for one in needed if one not in table.header]:
        expected = f"a column {missing[0]}"
        raise InputError(Problem(name, "", expected, ", ".join(table.header)))
    return table.with_even_rows()


def with_people(data: AdoptionData, folder: Path) -> AdoptionData:
    """Add the columns of people.csv: a row for each artisan, in any order.

    Raises
    ------
    InputError
        If it names somebody who is not in the roster, or twice.
    """
    table = _columns_of(folder, PEOPLE, (ARTISAN,))
    if table is None:
        return data
    row_of = {str(label): row for row, label in enumerate(data.labels)}
    at = table.header.index(ARTISAN)
    names = [name for name in table.header if name != ARTISAN]
    columns = {name: np.full(data.n_people, "", dtype=object) for name in names}
    seen: set[str] = set()
    for line, cells in table.rows:
        who = cells[at].strip()
        if who not in row_of or who in seen:
            expected = "each artisan of the roster once" if who in seen else one_of([*row_of], who)
            raise InputError(Problem(PEOPLE, f"line {line}", expected, as_written(who)))
        seen.add(who)
        for name, cell in zip(table.header, cells, strict=True):
            if name != ARTISAN:
                columns[name][row_of[who]] = table.plain(cell.strip())
    return AdoptionData(
        data.labels, data.periods, data.adoption, data.ties, {**data.columns, **columns}
    )


def read_influence(
    data: AdoptionData, folder: Path, by: str, *, time: str | None = None
) -> Influence:
    """Read influence.csv: what came from outside, such as advertising or visits.

    With `time`, the name of a file of the same form, also that series: how strongly time itself
    is thought to count in each period. It is called as the file is.

    Columns are period and amount, and perhaps village (empty: all) and name. A period that is not
    named had nothing.

    Raises
    ------
    InputError
        If a period or a village is unknown, or an amount is no number.
    """
    found = _series(data, folder, by, INFLUENCE, "influence")
    if time is None:
        return found
    if not (folder / time).is_file():
        expected = f"one of {', '.join(TIMES)}, or a file of the folder with period and amount"
        raise InputError(Problem("time", "", expected, as_written(time)))
    return found | _series(data, folder, by, time, time.removesuffix(SERIES))


def _series(data: AdoptionData, folder: Path, by: str, file: str, usual: str) -> Influence:
    table = _columns_of(folder, file, (PERIOD, AMOUNT))
    if table is None:
        return {}
    known = table.with_headings((PERIOD, AMOUNT, VILLAGE, NAME))
    periods = {str(name): at for at, name in enumerate(data.periods)}
    villages = [*dict.fromkeys(map(str, data.columns[by]))]
    found: Influence = {}
    for line, row in known.rows:
        cells = dict(zip(known.header, map(str.strip, row), strict=True))
        village, name = cells.get(VILLAGE, ""), cells.get(NAME, "") or usual
        place = f"line {line}"
        for what, allowed in ((cells[PERIOD], [*periods]), (village, ["", *villages])):
            if what not in allowed:
                raise InputError(Problem(file, place, one_of(allowed, what), as_written(what)))
        amount = _amount(known.plain(cells[AMOUNT]), file, place)
        of = found.setdefault(name, {one: np.zeros(len(periods)) for one in villages})
        for one in [village] if village else villages:
            of[one][periods[cells[PERIOD]]] += amount
    return found


def _amount(cell: str, file: str, place: str) -> float:
    try:
        return float(cell)
    except ValueError:
        problem = Problem(file, f"{place}, {AMOUNT}", "a number", as_written(cell))
        raise InputError(problem) from None


def covariates_of(data: AdoptionData, settings: FitSettings) -> Mapping[str, Any]:
    """Take the covariates that are asked for: numbers, and of words one column for each kind.

    Raises
    ------
    InputError
        If there is no such column.
    """
    apart = {settings.by, settings.eligible}
    asked = settings.covariates
    if asked is None:
        asked = tuple(name for name in data.columns if name not in apart)
    found: dict[str, Any] = {}
    for name in asked:
        if name not in data.columns:
            allowed = one_of([*data.columns], name)
            raise InputError(Problem("covariates", "", allowed, as_written(name)))
        column = np.asarray(data.columns[name])
        if column.dtype.kind in "biuf" or _are_numbers(column):
            found[name] = column
            continue
        words = column.astype(str)
        kinds = [kind for kind in dict.fromkeys(words.tolist()) if kind not in _EMPTY]
        if len(kinds) > MOST_KINDS:
            if settings.covariates is None:
                continue
            expected = f"numbers, or at most {MOST_KINDS} kinds"
            raise InputError(Problem("covariates", name, expected, f"{len(kinds)} kinds"))
        for kind in sorted(kinds)[1:]:
            found[f"{name} {kind}"] = np.where(np.isin(words, _EMPTY), np.nan, words == kind)
    return found


MOST_KINDS = 12
"""Of a column of words that becomes covariates."""

_EMPTY = ["", "None", "nan"]


def _are_numbers(column: NDArray[Any]) -> bool:
    words = column.astype(str)
    try:
        words[~np.isin(words, _EMPTY)].astype(np.float64)
    except ValueError:
        return False
    return True
