"""The common shape of what a measure finds: arrays with names, and why a number is missing."""

from collections.abc import Mapping
from dataclasses import fields
from enum import IntEnum
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from diffusion.i18n.words import Words
from diffusion.util.display import Shown

if TYPE_CHECKING:
    import pandas as pd

ENGLISH = Words("en")

type Reasons = NDArray[np.int8]
"""For each number a `Why`."""


class Why(IntEnum):
    """Why a number is not defined; in words in i18n/measures.toml, section why."""

    DEFINED = 0
    NO_TIES = 1
    NEVER = 2
    NOT_KNOWN = 3
    UNDATED = 4
    FIRST_PERIOD = 5
    NOBODY_AT_RISK = 6
    NO_ADOPTERS_BEFORE = 7
    NO_ALTER_BEFORE = 8
    NO_ALTER_AFTER = 9
    NOBODY_ADOPTED_THEN = 10
    NO_EARLIER_PERIOD = 11
    NOT_OBSERVED = 12
    NOT_REACHED = 13
    TOO_FEW = 14
    NO_VARIANCE = 15
    NO_ADOPTERS = 16
    TOO_FEW_PEOPLE = 30
    TOO_FEW_PERIODS = 31
    ONE_PERIOD = 32
    NOT_CONVERGED = 33
    NO_IMITATION = 34
    NO_LEVEL = 35
    TOO_FEW_GROUPS = 36

    def said(self, say: Words = ENGLISH) -> str:
        """Say it in a language; nothing where the number is defined."""
        return say(f"why.{self.name.lower()}") if self else ""


class Result(Shown):
    """What a measure found: a frozen dataclass of arrays and numbers.

    Arrays of one dimension stand in the order of the first field, which names people or periods.
    Where a number is not defined it is NaN, and the field `why` has its `Why`: an array beside
    an array `value`, one `Why` beside a single number.
    """

    __slots__ = ()

    def columns(self, say: Words = ENGLISH) -> dict[str, Any]:
        """Give the columns of the table by name, `why` in words; of single numbers a row."""
        found = {one.name: getattr(self, one.name) for one in fields(self)}  # type: ignore[arg-type]
        lists = {name: of for name, of in found.items() if _is_list(of)}
        shown = lists or {name: [of] for name, of in found.items()}
        if "why" in shown:
            texts = {code: Why(code).said(say) for code in np.unique(shown["why"]).tolist()}
            shown["why"] = [texts[code] for code in np.asarray(shown["why"]).tolist()]
        return shown

    def to_frame(self) -> "pd.DataFrame":
        """Show it as a table: a row for each person, period or tie; of single numbers one row."""
        import pandas as pd

        return pd.DataFrame(self.columns())

    def shown_as(self) -> tuple[str, Mapping[str, str]]:
        """Title, and what is said of the result: its numbers, and how many are not defined."""
        first = getattr(self, fields(self)[0].name)  # type: ignore[arg-type]
        n_rows = f": {len(first):,} rows" if _is_list(first) else ""
        return type(self).__name__ + n_rows, _facts_of(self)


def undefined(why: NDArray[Any], say: Words = ENGLISH) -> str:
    """Count the numbers that are not defined by their reason, the most first."""
    codes, counts = np.unique(why[why != Why.DEFINED], return_counts=True)
    order = np.argsort(-counts, kind="stable")
    return "; ".join(f"{counts[at]:,} {Why(int(codes[at])).said(say)}" for at in order)


def _is_list(found: Any) -> bool:
    return isinstance(found, tuple) or (isinstance(found, np.ndarray) and found.ndim == 1)


def _facts_of(result: Result) -> dict[str, str]:
    """Say below the title: of an array its mean and ends, of single numbers each."""
    value, why = getattr(result, "value", None), getattr(result, "why", None)
    facts: dict[str, str] = {}
    if isinstance(value, np.ndarray):
        known = value[~np.isnan(value)]
        if known.size:
            facts["value"] = (
                f"mean {known.mean():.3g} of {known.size:,}, {known.min():.3g} to {known.max():.3g}"
            )
        if isinstance(why, np.ndarray) and why.any():
            facts["not defined"] = undefined(why)
        return facts
    numbers = [
        f"{one.name} {getattr(result, one.name):.4g}"
        for one in fields(result)  # type: ignore[arg-type]
        if isinstance(getattr(result, one.name), float | int) and one.name != "why"
    ]
    if numbers:
        facts["found"] = ", ".join(numbers)
    if isinstance(why, Why) and why:
        facts["not defined"] = why.said()
    return facts
