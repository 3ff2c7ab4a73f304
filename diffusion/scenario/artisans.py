"""The artisans of a community: how many, what traits they have, or the roster that lists them."""

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator

from diffusion.scenario.base import Declaration, FileName, HouseholdRupiah, Rupiah, Share, mistake
from diffusion.util.arrays import read_only
from diffusion.util.identity import text_of

MOST_ARTISANS = 10_000_000
"""Largest community that is read. The whole model is meant for 10 to 5,000 artisans; the larger
ones are for the two-state chain. How many months they may live, `simulation` says."""


def label_text(label: object) -> object:
    """Write a label as the text by which an artisan is known; leave what is none as it is."""
    if isinstance(label, list | tuple):
        return text_of(_as_tuple(label))
    is_whole = isinstance(label, int | np.integer) and not isinstance(label, bool)
    return str(label) if is_whole else label


def _as_tuple(label: list[Any] | tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(_as_tuple(part) if isinstance(part, list | tuple) else part for part in label)


Label = Annotated[
    str, BeforeValidator(label_text), WithJsonSchema({"type": ["string", "integer", "array"]})
]
"""The name of an artisan, as the roster or the graph has it: a whole number may be written without
quotes, and a tuple as a list."""


class LeftOut(NamedTuple):
    """A line of a table that is no artisan and no tie, and was left out.

    Attributes
    ----------
    line : int
    text : str
        The first of its cells in which something stands.
    what : str
        title, headings, total or note.
    """

    line: int
    text: str
    what: str


class BetaTrait(Declaration):
    """A trait between 0 and 1, drawn from a beta distribution."""

    mean: Annotated[float, Field(gt=0, lt=1)]
    concentration: Annotated[float, Field(gt=0, le=10_000)]


class UniformTrait(Declaration):
    """A trait drawn evenly from `low` to `low + width`."""

    low: Share
    width: Share

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.low + self.width > 1:
            raise mistake(expected="low + width at most 1", found=f"{self.low} + {self.width}")
        return self


class LognormalMoney(Declaration):
    """Money drawn from a log-normal distribution, rounded down to whole thousands."""

    median: HouseholdRupiah = Field(description="rupiah")
    spread: Annotated[float, Field(ge=0, le=5)] = Field(description="standard deviation of the log")


def _goes_up(scale: tuple[float, float]) -> tuple[float, float]:
    if scale[0] >= scale[1]:
        raise mistake(expected="the lowest and the highest value of a scale", found=str([*scale]))
    return scale


Scale = Annotated[tuple[float, float], Field(strict=False), AfterValidator(_goes_up)]
"""Lowest and highest value of a column that stands on a scale of its own."""


class Scales(Declaration):
    """On which scale numbers of the roster stand, where it is not 0 to 1."""

    self_efficacy: Scale | None = Field(default=None, description="lowest and highest, as [0, 10]")
    value_fit: Scale | None = Field(default=None, description="lowest and highest, as [0, 10]")
    skill: Scale | None = Field(default=None, description="lowest and highest, as [0, 10]")

    @property
    def given(self) -> dict[str, tuple[float, float]]:
        """Those that are given, by column."""
        return {name: scale for name, scale in self.model_dump().items() if scale is not None}


class Artisans(Declaration):
    """How many artisans there are, and how what the roster leaves out is drawn (ODD 5)."""

    number: Annotated[int, Field(ge=1, le=MOST_ARTISANS)] | None = Field(
        default=None, description="number of artisans; left out when a roster is named"
    )
    roster: FileName | None = Field(default=None, description="file in the same folder")
    groups: tuple[str, ...] = Field(
        default=(), strict=False, description="columns of the roster by which results are divided"
    )
    scale: Scales = Scales()
    hamlets: Annotated[int, Field(ge=1, le=MOST_ARTISANS)] = Field(
        default=1, description="hamlets of equal size; a roster may say more with a column"
    )
    first_adopters: tuple[Label, ...] = Field(
        default=(), strict=False, description="who tries the innovation already in month 0"
    )
    first_adopters_drawn: Annotated[int, Field(ge=0, le=MOST_ARTISANS)] | None = Field(
        default=None, description="how many are drawn for it in each run, in place of a list"
    )
    first_adopters_share: Share | None = Field(
        default=None, description="the same, as a share of all artisans"
    )
    household_size: Annotated[float, Field(gt=0, le=100)] = Field(description="persons")
    poverty_line: Rupiah = Field(description="rupiah for each person and month")
    self_efficacy: BetaTrait
    value_fit: BetaTrait
    skill: UniformTrait
    cash: LognormalMoney
    other_income: LognormalMoney
    need_share: Share = Field(description="habitual consumption, share of income at the start")
    extent_km: Annotated[float, Field(gt=0, le=1_000)] = Field(description="side of the hamlet, km")

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.number is None) == (self.roster is None):
            found = "neither" if self.number is None else "both"
            raise mistake(expected="either a number of artisans or a roster", found=found)
        ways = ("first_adopters", "first_adopters_drawn", "first_adopters_share")
        taken = [way for way in ways if getattr(self, way) not in ((), None)]
        if len(taken) > 1:
            raise mistake(expected=f"one of {', '.join(ways)}", found=" and ".join(taken))
        if self.number is not None and (self.first_adopters_drawn or 0) > self.number:
            found = f"first_adopters_drawn {self.first_adopters_drawn}"
            raise mistake(expected=f"at most {self.number} artisans, who are all", found=found)
        if self.number is not None and self.hamlets > self.number:
            raise mistake(
                expected=f"at most {self.number} hamlets, one artisan in each",
                found=str(self.hamlets),
            )
        return self


@dataclass(frozen=True, slots=True)
class Alike:
    """A rare word of a column that may be a slip of a more usual one, and how many have each."""

    word: str
    n: int
    usual: str
    n_usual: int


@dataclass(frozen=True)
class Roster:
    """The artisans of a roster file, one row each.

    Attributes
    ----------
    labels : tuple of hashable
        Name of each artisan, text where a file gives it; artisan `ego` is `labels[ego]`.
    columns : mapping of str to tuple
        Traits that the file gives, each of one value an artisan; the others are drawn. `hamlet`
        counts from 1, `poor` is 1 or 0.
    groups : mapping of str to tuple of str
        Words of every other column, by its heading, one for each artisan; empty for not known.
    hamlet_names : tuple of str
        Names of the hamlets, where the file has others than the numbers from 1 on.
    respelt : mapping of str to mapping of str to str
        By column, words that were read as another one, from which only their capitals differ.
    sums : mapping of str to tuple of (str, int)
        By column, sums of money as the file writes them, such as "Rp 150.000", and in rupiah;
        cells of digits alone are left out.
    alike : mapping of str to sequence of Alike
        By column, rare words that may be slips of a more usual one.
    headings : mapping of str to str
        Headings in other words, and the columns that they mean.
    left_out : tuple of LeftOut
        Lines of the file that are no artisans.
    """

    labels: tuple[Hashable, ...]
    columns: Mapping[str, tuple[float, ...]]
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hamlet_names: tuple[str, ...] = ()
    respelt: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    sums: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    alike: Mapping[str, Sequence["Alike"]] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()

    @cached_property
    def traits(self) -> Mapping[str, NDArray[Any]]:
        """The columns as arrays [N], made once and only read."""
        return {name: read_only(np.array(column)) for name, column in self.columns.items()}


class Numbered(Mapping[Hashable, int]):
    """Rows of artisans who are called "1" to "N", with no list of them, which may be long."""

    _WHOLE = re.compile("[1-9][0-9]{0,8}")

    def __init__(self, n_artisans: int) -> None:
        self._n_artisans = n_artisans

    def __getitem__(self, label: Hashable) -> int:
        text = text_of(label)
        if self._WHOLE.fullmatch(text) and int(text) <= self._n_artisans:
            return int(text) - 1
        raise KeyError(label)

    def __iter__(self) -> Iterator[Hashable]:
        return map(str, range(1, self._n_artisans + 1))

    def __len__(self) -> int:
        return self._n_artisans


class Named(Mapping[Hashable, int]):
    """Places of artisans in a list, by their labels, or by the text of these."""

    def __init__(self, labels: tuple[Hashable, ...]) -> None:
        self._labels = labels
        self._places = {text_of(label): place for place, label in enumerate(labels)}

    def __getitem__(self, label: Hashable) -> int:
        return self._places[text_of(label)]

    def __iter__(self) -> Iterator[Hashable]:
        return iter(self._labels)

    def __len__(self) -> int:
        return len(self._labels)
