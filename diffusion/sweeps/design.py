"""The design of a sweep as a person writes it: factors, levels, samples, outcomes."""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from diffusion.errors import InputError, as_written
from diffusion.readers.model_folder import Folder
from diffusion.scenario.base import Declaration, mistake
from diffusion.scenario.patterns import FILE_NAME
from diffusion.scenario.renamed import new_path

AS_WRITTEN: Literal["as_written"] = "as_written"
"""Budget of a programme that is taken as its file says."""

KEYS = ("point", "strategy", "budget", "price", "random_seed", "replicate", "error")
"""Columns that every sweep has, beside its factors and its outcomes."""

OF_MEANS = ("n_runs", "n_without", "mean", "low", "high", "verdict")
"""Columns of the tables of means and differences, beside the factors."""

_MOST_RUPIAH = 1_000_000_000_000


def _budget(value: Any) -> Any:
    """Check a budget as one thing, so that a wrong one is one mistake."""
    if value != AS_WRITTEN and not (type(value) is int and 0 <= value <= _MOST_RUPIAH):
        expected = f'whole rupiah from 0 to {_MOST_RUPIAH:,}, or "{AS_WRITTEN}"'
        raise mistake(expected=expected, found=as_written(value))
    return value


Level = Any
"""What may stand at a path is known to the declaration that the path leads into."""

Budget = Annotated[int | str, BeforeValidator(_budget)]


class Factor(Declaration):
    """One thing that differs between the points: levels as listed, or a range to sample from."""

    path: str = Field(description="dotted, from parameters, community or programme on")
    name: str | None = Field(default=None, description="column; left out: the path's last word")
    levels: tuple[Level, ...] | None = Field(default=None, strict=False, min_length=1)
    labels: tuple[str, ...] | None = Field(
        default=None, strict=False, description="one for each level, for the column"
    )
    low: float | None = None
    high: float | None = None
    scale: Literal["linear", "log"] = "linear"
    whole: bool = Field(
        default=False, description="sample whole numbers; taken where the setting is one"
    )

    @model_validator(mode="after")
    def _check(self) -> Self:
        given = [name for name in ("levels", "low", "high") if getattr(self, name) is not None]
        if given not in ([], ["levels"], ["low", "high"]):
            found = " and ".join(given) if len(given) > 1 else f"{given[0]} only"
            raise mistake(expected="either levels, or both low and high", found=found)
        if self.low is not None and self.high is not None:
            if not self.low < self.high:
                raise mistake(expected="low below high", found=f"{self.low:g} and {self.high:g}")
            if self.scale == "log" and self.low <= 0:
                raise mistake(expected="low above 0 on a log scale", found=f"{self.low:g}")
            if self.whole and math.ceil(self.low) >= math.floor(self.high):
                expected = "two whole numbers or more from low to high"
                raise mistake(expected=expected, found=f"{self.low:g} to {self.high:g}")
        elif self.whole or self.scale == "log":
            key = "whole" if self.whole else "scale"
            raise mistake(expected=f"{key} only beside low and high", found=key)
        if self.labels is not None and len(self.labels) != len(self.levels or ()):
            raise mistake(expected="one label for each level", found=str(len(self.labels)))
        return self

    @property
    def column(self) -> str:
        """Name of the factor's column."""
        return self.name or self.path.rsplit(".", maxsplit=1)[-1]


class Sample(Declaration):
    """How the factors with a range are sampled, all together."""

    method: Literal["latin_hypercube", "sobol", "morris", "table"]
    points: Annotated[int, Field(ge=1, le=10_000_000)] | None = Field(
        default=None, description="points; sobol: base points; morris: trajectories"
    )
    random_seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 1
    file: Annotated[str, Field(pattern=FILE_NAME)] | None = Field(
        default=None, description="table: a CSV file beside this one, a column for each factor"
    )

    @model_validator(mode="after")
    def _check(self) -> Self:
        wanted, other = ("file", "points") if self.method == "table" else ("points", "file")
        if getattr(self, wanted) is None:
            raise mistake(expected=f"a key {wanted} with method {self.method}", found="none")
        if (found := getattr(self, other)) is not None:
            raise mistake(expected=f"no key {other} with method {self.method}", found=str(found))
        # The points of Sobol are even only in such numbers; any other number is a slip.
        if self.method == "sobol" and self.points and self.points.bit_count() != 1:
            expected = "a power of 2 as points with method sobol, such as 64, 128 or 256"
            raise mistake(expected=expected, found=str(self.points))
        return self


class Quick(Declaration):
    """A smaller form of the same design, to see that it works."""

    replicates: Annotated[int, Field(ge=1)] = 2
    points: Annotated[int, Field(ge=1)] = 4


class Design(Declaration):
    """What a sweep.toml says."""

    title: str = Field(description="one line for people")
    model: str = Field(description="a name that `diffusion models` lists, or a folder beside it")
    parameters: str = Field(default="default", description="parameter set to begin from")
    programmes: tuple[str, ...] = Field(strict=False, min_length=1, description="names or files")
    budgets: tuple[Budget, ...] = Field(
        default=(AS_WRITTEN,), strict=False, min_length=1, description="rupiah, or as_written"
    )
    budget_pays_facilitator: bool = True
    replicates: Annotated[int, Field(ge=1, le=1_000_000)]
    first_replicate: Annotated[int, Field(ge=0, le=2**62)] = 0
    random_seed: Annotated[int, Field(ge=0, le=2**63 - 1)] = 1
    months: Annotated[int, Field(ge=1, le=1_200)] = 36
    outcomes: tuple[str, ...] = Field(strict=False, min_length=1)
    at_months: tuple[Annotated[int, Field(ge=0)], ...] = Field(
        default=(), strict=False, description="records of the monthly outcomes; left out: the last"
    )
    factor: tuple[Factor, ...] = Field(default=(), strict=False)
    sample: Sample | None = None
    quick: Quick = Quick()

    @model_validator(mode="after")
    def _check(self) -> Self:
        method = None if self.sample is None else self.sample.method
        has_range = any(factor.low is not None for factor in self.factor)
        for factor in self.factor:
            is_bare = factor.levels is None and factor.low is None
            if is_bare != (method == "table"):
                expected = "levels, or low and high" if is_bare else "no values beside the table's"
                raise mistake(
                    expected=f"{expected}, for {factor.path}", found="none" if is_bare else "some"
                )
        if method == "table" and not self.factor:
            raise mistake(expected="a factor for each column of the table", found="none")
        if has_range and self.sample is None:
            raise mistake(expected="[sample], with a method for low and high", found="none")
        if method not in (None, "table") and not has_range:
            raise mistake(expected="a factor with low and high to sample", found="levels only")
        columns = [factor.column for factor in self.factor]
        if kept := next((one for one in self.factor if one.column in KEYS), None):
            expected = f"a name for {kept.path} other than {', '.join(KEYS)}"
            raise mistake(expected=expected, found=as_written(kept.column))
        for key, listed in (("programme", self.programmes), ("budget", self.budgets)):
            if again := next((one for one in listed if listed.count(one) > 1), None):
                found = f"{as_written(again)} twice"
                raise mistake(expected=f"each {key} once", found=found)
        if twice := next((name for name in columns if columns.count(name) > 1), None):
            raise mistake(expected="a name of its own for each factor", found=f"{twice} twice")
        if late := next((month for month in self.at_months if month > self.months), None):
            raise mistake(expected=f"at_months up to {self.months}", found=str(late))
        return self

    @property
    def records(self) -> tuple[int, ...]:
        """Records at which monthly outcomes are taken."""
        return self.at_months or (self.months,)


def with_new_names(data: Mapping[str, Any], *, place: str) -> dict[str, Any]:
    """Give the content of a design file the new names of paths and outcomes.

    The column of a factor keeps the name that the old path gave it.
    """
    whole = dict(data)
    factors, outcomes = whole.get("factor"), whole.get("outcomes")
    if isinstance(factors, list):
        whole["factor"] = [_with_new_path(one, place) for one in factors]
    if isinstance(outcomes, list):
        whole["outcomes"] = [
            new_path(one, place=place, root="outcomes.") if isinstance(one, str) else one
            for one in outcomes
        ]
    return whole


def _with_new_path(factor: Any, place: str) -> Any:
    old = factor.get("path") if isinstance(factor, dict) else None
    if not isinstance(old, str) or (path := new_path(old, place=place)) == old:
        return factor
    name = factor.get("name") or old.rsplit(".", maxsplit=1)[-1]
    return factor | {"path": path, "name": name}


def _with_longer_name(factor: Any) -> Any:
    """Name a factor by two words of its path where one is a column of means, as low and high."""
    path = factor.get("path") if isinstance(factor, dict) else None
    words = path.split(".") if isinstance(path, str) else []
    if len(words) < 2 or words[-1] not in OF_MEANS or factor.get("name"):
        return factor
    return factor | {"name": "_".join(words[-2:])}


def read_design(path: Path) -> tuple[Design, str]:
    """Read a design file: the design, and the SHA-256 of the file.

    Raises
    ------
    InputError
        With every mistake in the file.
    """
    folder = Folder(path.parent)
    data = folder.toml(path.name)
    if data is not None:
        data = with_new_names(data, place=path.name)
        if isinstance(factors := data.get("factor"), list):
            data["factor"] = [_with_longer_name(one) for one in factors]
    design = None if data is None else folder.declared(Design, path.name, data)
    if design is None or folder.problems:
        raise InputError(folder.problems)
    return design, folder.hashes[path.name]


MOST_ARTISAN_MONTHS = 10_000_000
"""Artisan-months of one part of a sweep: a second or two of work, and what an interruption
may lose."""

MOST_REPLICATES_AT_ONCE = 25
"""Replicates that a part holds: a sweep that is stopped has all points equally often."""
