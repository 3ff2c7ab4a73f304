"""Whether a programme is behind: what was expected by now, what was seen, what may come."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from diffusion.fitting.scores import BAND, band_of
from diffusion.util.display import Shown

if TYPE_CHECKING:
    import pandas as pd

type Reals = NDArray[np.float64]

RARE, UNUSUAL = 0.05, 0.25
"""Share of histories with no more adopters below which it is behind, and perhaps behind."""


class Standing(Enum):
    """How far along it is; words in i18n/measures.toml, section monitor."""

    BEHIND = "behind"
    PERHAPS_BEHIND = "perhaps_behind"
    ON_COURSE = "on_course"
    PERHAPS_AHEAD = "perhaps_ahead"
    AHEAD = "ahead"


def standing_of(rank: float) -> Standing:
    """Put a share of histories with no more adopters into a word."""
    if rank < RARE:
        return Standing.BEHIND
    if rank < UNUSUAL:
        return Standing.PERHAPS_BEHIND
    if rank <= 1 - UNUSUAL:
        return Standing.ON_COURSE
    return Standing.PERHAPS_AHEAD if rank <= 1 - RARE else Standing.AHEAD


def rank_of(histories: Reals, observed: float) -> float:
    """Share of histories below what was observed; those that are equal count one half."""
    alike = np.abs(histories - observed) < 1e-9
    return float((histories < observed - 1e-9).mean() + 0.5 * alike.mean())


@dataclass(frozen=True)
class LookedUp:
    """How one village went on that was followed as if nobody knew.

    Attributes
    ----------
    village, innovation : str
    known_to : int
        Periods known.
    rank : float
        Share of histories expected at first with no more adopters by then; ties half.
    coverage : float
        Share of its later periods inside the band of the updated forecast.
    """

    village: str
    innovation: str
    known_to: int
    rank: float
    coverage: float

    @property
    def standing(self) -> Standing:
        """What would have been said of it."""
        return standing_of(self.rank)


@dataclass(frozen=True)
class Tried:
    """How the same was right where it could be looked up.

    Attributes
    ----------
    on : str
        "villages" that were left out, or "histories" of the model, each left out in turn.
    n : int
        How many of them.
    coverage : float
        Share of their later periods inside the band of the updated forecast.
    said_behind : float
        Share of them that would have been called behind at the same period.
    """

    on: str
    n: int
    coverage: float
    said_behind: float


@dataclass(frozen=True, eq=False, repr=False)
class Monitored(Shown):
    """What was observed so far, beside what was expected and what is expected now.

    Attributes
    ----------
    place : str
        Village or community.
    expected_from : str
        Name of a programme, or of a model fitted to other villages.
    n_people : int
        Of whom it is known whether they adopted.
    n_left_out : int
        Others.
    periods : tuple of hashable
        Names of all T periods, also of those to come.
    observed : int64 [k]
        People who had adopted by the end of each period known.
    expected : float64 [M, T - first]
        Cumulative shares before anything but the first periods was known.
    first : int
        Periods that `expected` does not have: they were known to it.
    updated : float64 [M, T - k]
        Cumulative shares after the periods known, given all of them.
    tried : Tried or None
        None where there are too few villages to try it.
    width : float
        By which the band of `updated` was made wider, as learnt in other villages; 1: it was not.
    """

    place: str
    expected_from: str
    n_people: int
    n_left_out: int
    periods: tuple[Hashable, ...]
    observed: NDArray[np.int64]
    expected: Reals
    first: int
    updated: Reals
    tried: Tried | None
    width: float = 1.0

    @property
    def known_to(self) -> int:
        """Periods known, k."""
        return len(self.observed)

    @property
    def rank(self) -> float:
        """Share of expected histories with no more adopters by now than observed (ties half)."""
        now = self.expected[:, self.known_to - 1 - self.first]
        return rank_of(now, self.observed[-1] / self.n_people)

    @property
    def standing(self) -> Standing:
        """How far along it is by now."""
        return standing_of(self.rank)

    @property
    def chance_below(self) -> float:
        """Chance that fewer will have adopted in the end than was expected at first (median)."""
        middle = float(np.median(self.expected[:, -1]))
        return float((self.updated[:, -1] < middle - 1e-9).mean())

    def band(self, which: str) -> tuple[Reals, Reals, Reals]:
        """Give low, median and high of people by period: "expected" or "updated"."""
        curves = self.expected if which == "expected" else self.updated
        low, high = band_of(curves, BAND)
        middle: Reals = np.median(curves, axis=0)
        return low * self.n_people, middle * self.n_people, high * self.n_people

    def to_frame(self) -> "pd.DataFrame":
        """Show it by period: observed, expected and updated, each with the ends of its band."""
        import pandas as pd

        n_periods = len(self.periods)
        columns: dict[str, Reals] = {}
        for which, begins in (("expected", self.first), ("updated", self.known_to)):
            for end, values in zip(("low", "", "high"), self.band(which), strict=True):
                column = np.full(n_periods, np.nan)
                column[begins:] = values
                columns["_".join(filter(None, (which, end)))] = column
        seen = np.full(n_periods, np.nan)
        seen[: self.known_to] = self.observed
        return pd.DataFrame({"period": list(self.periods), "observed": seen, **columns})

    def shown_as(self) -> tuple[str, Mapping[str, str]]:
        """Title, and what is said of it."""
        title = f"{self.place}, {self.known_to:,} of {len(self.periods):,} periods known"
        low, middle, high = (end[-1] for end in self.band("updated"))
        return title, {
            "now": f"{self.observed[-1]:,} of {self.n_people:,}; {self.standing.value} "
            f"(no more in {self.rank:.0%} of histories)",
            "in the end": f"{middle:.0f} ({low:.0f} to {high:.0f} in 90 % of histories)",
        }
