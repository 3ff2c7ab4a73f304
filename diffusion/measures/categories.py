"""Who adopted early and who late: Rogers' five categories, and the four of Valente."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diffusion.data.adoption import NEVER
from diffusion.measures.given import given, option
from diffusion.measures.result import ENGLISH, Reasons, Result, Why
from diffusion.measures.thresholds import threshold

type Reals = NDArray[np.float64]
type Places = NDArray[np.int8]

Scheme = Literal["valente", "rogers"]

NON_ADOPTER = "non_adopter"

CATEGORIES = {
    "valente": ("early_adopter", "early_majority", "late_majority", "laggard"),
    "rogers": ("innovator", "early_adopter", "early_majority", "late_majority", "laggard"),
}
"""Names of the categories by time, from early to late; in words in i18n/measures.toml."""

_ENDS = {"valente": (-1.0, 0.0, 1.0), "rogers": (-2.0, -1.0, 0.0, 1.0)}
"""Upper ends of all categories but the last, in standard deviations from the mean."""

THRESHOLDS = ("very_low", "low", "high", "very_high")


@dataclass(frozen=True, repr=False, eq=False)
class Categories(Result):
    """Category of each person, by time of adoption and by threshold.

    Attributes
    ----------
    person : tuple
        Names of the N people.
    category : tuple [N]
        Name by time of adoption; "non_adopter"; None where it is not known.
    threshold : tuple [N]
        One of `THRESHOLDS`; None where the threshold is not defined.
    why : int8 [N]
        Why there is no category of an adopter.
    names : tuple
        The categories in order.
    mean, deviation : float
        Of the times of adoption, from period 0; divided by the number of adopters less 1.
    """

    person: tuple[Any, ...]
    category: tuple[str | None, ...]
    threshold: tuple[str | None, ...]
    why: Reasons
    names: tuple[str, ...]
    mean: float
    deviation: float

    def counts(self) -> dict[str, int]:
        """Count people by category, non-adopters last."""
        return {name: self.category.count(name) for name in (*self.names, NON_ADOPTER)}

    def table(self) -> NDArray[np.int64]:
        """Count adopters by time and threshold [categories, 4]."""
        counted = np.zeros((len(self.names), len(THRESHOLDS)), np.int64)
        for category, level in zip(self.category, self.threshold, strict=True):
            if category in self.names and level is not None:
                counted[self.names.index(category), THRESHOLDS.index(level)] += 1
        return counted

    def columns(self, say: Any = ENGLISH) -> dict[str, Any]:
        """Give the columns of the table by name; not the names of the categories."""
        shown = super().columns(say)
        del shown["names"]
        return shown


def classify_adopters(
    data: Any,
    toa: ArrayLike | None = None,
    *,
    scheme: Scheme = "valente",
    innovation: str | None = None,
    run: int = 0,
    **options: Any,
) -> Categories:
    """Divide adopters by mean and standard deviation of their times, and of their thresholds.

    "valente", netdiffuseR's four: up to a deviation before the mean, up to the mean, up to a
    deviation after it, and later. "rogers" takes those of more than two deviations before the
    mean out of the first, as innovators. An adopter who stands on a border belongs to the
    earlier category. Thresholds are divided as "valente" divides times.

    Parameters
    ----------
    data, toa, innovation, run
        As `diffusion.measures.given.given` takes them.
    scheme
        "valente" or "rogers".
    options
        Of `threshold`.

    Raises
    ------
    InputError
        If they are none of that.
    """
    it = given(data, toa, innovation=innovation, run=run)
    option("scheme", tuple(CATEGORIES), scheme)
    names = CATEGORIES[scheme]
    times = np.where(it.time >= 0, it.time.astype(np.float64), np.nan)
    place, why, mean, deviation = _divided(times, _ENDS[scheme], it.why_undated())
    levels = threshold(it.data, innovation=innovation, run=run, **options)
    level, *_ = _divided(levels.value, _ENDS["valente"], levels.why)
    why[it.time == NEVER] = Why.DEFINED
    place[it.time == NEVER] = len(names)
    named, high = (*names, NON_ADOPTER, None), (*THRESHOLDS, None)
    return Categories(
        it.data.labels,
        tuple(named[one] for one in place.tolist()),
        tuple(high[one] for one in level.tolist()),
        why, names, mean, deviation,
    )  # fmt: skip


def _divided(
    values: Reals, ends: tuple[float, ...], why: Reasons
) -> tuple[Places, Reasons, float, float]:
    """Find the category of each value, -1 where there is none, and mean and deviation."""
    known = values[~np.isnan(values)]
    place, why = np.full(len(values), -1, np.int8), why.copy()
    if len(known) < 2:
        why[~np.isnan(values)] = Why.TOO_FEW
        return place, why, float(known.mean()) if len(known) else np.nan, np.nan
    mean, deviation = float(known.mean()), float(known.std(ddof=1))
    borders = [mean + end * deviation for end in ends]
    there = ~np.isnan(values)
    place[there] = np.searchsorted(borders, values[there], side="left")
    return place, why, mean, deviation
