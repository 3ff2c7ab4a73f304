"""Who adopted before, with or after those they look at; and how both moved on in each period."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diffusion.data.adoption_data import NEVER
from diffusion.errors import check_range
from diffusion.measures.given import given
from diffusion.measures.result import Result

if TYPE_CHECKING:
    from scipy.sparse import csr_array

type Counts = NDArray[np.int64]

TIES = ("added", "dropped", "unchanged")
"""What became of a tie from one period to the next."""

PLACES = np.array([[1, 2, 9, 10], [3, 4, 11, 12], [5, 6, 13, 14], [7, 8, 15, 16]])
"""netdiffuseR's numbers: row of ego, column of alter, by (had it before, has it now)."""


@dataclass(frozen=True, repr=False, eq=False)
class EgoAlter(Result):
    """Ties of those who adopted in each period, by when those adopted at whom they look.

    Attributes
    ----------
    period : tuple
        Names of the T periods.
    n_adopters : int64 [T]
        Who adopted in the period.
    n_ties : int64 [T]
        Ties from them to others, of that period.
    before, same, after, never, not_known : int64 [T]
        Of these ties, those to people who adopted earlier, in the same period, later, not by the
        last one, and of whom that is not known.
    value : float64 [T]
        Share of ties to earlier adopters among those to people of whom it is known.
    """

    period: tuple[Any, ...]
    n_adopters: Counts
    n_ties: Counts
    before: Counts
    same: Counts
    after: Counts
    never: Counts
    not_known: Counts
    value: NDArray[np.float64]


@dataclass(frozen=True, repr=False, eq=False)
class AdoptChanges(Result):
    """Ties by what ego and alter did between two periods.

    Attributes
    ----------
    period : tuple
        Names of the second of each two periods, T - 1.
    count : int64 [3, T - 1, 16]
        Of the ties that were added, dropped and unchanged (`TIES`), those of each of the 16
        combinations, by `PLACES`.
    by_person : int64 [3, N, 16] or None
        The same for each person's ties in the one period that was asked for.
    """

    period: tuple[Any, ...]
    count: Counts
    by_person: Counts | None

    def columns(self, say: Any = None) -> dict[str, Any]:
        """Give a row for each period and each fate of ties."""
        del say
        shown: dict[str, Any] = {
            "period": [name for _ in TIES for name in self.period],
            "ties": [fate for fate in TIES for _ in self.period],
        }
        return shown | {
            f"n_{place + 1:02d}": self.count[:, :, place].ravel() for place in range(16)
        }

    def table(self, period: int, *, ties: str = "unchanged") -> Counts:
        """Put the ties of a period, from 1, into rows of ego and columns of alter [4, 4].

        Rows and columns stand for (before, now): no no, no yes, yes no, yes yes.
        """
        total: Counts = self.count[TIES.index(ties), period - 1]
        return np.asarray(total[PLACES - 1])


def ego_alter_table(
    data: Any,
    toa: ArrayLike | None = None,
    *,
    kinds: Iterable[str] = (),
    innovation: str | None = None,
    run: int = 0,
) -> EgoAlter:
    """Count, for the adopters of each period, whether those they look at adopted earlier or later.

    Parameters
    ----------
    data, toa, innovation, run
        As `diffusion.measures.given.given` takes them.
    kinds
        Of ties; all without any.

    Raises
    ------
    InputError
        If they are none of that.
    """
    it = given(data, toa, innovation=innovation, run=run)
    time, n_periods = it.time, it.n_periods
    ego, alter, _ = it.ties_of_adopters(*kinds)
    when, theirs = time[ego].astype(np.int64), time[alter]
    fate = 1 + np.sign(theirs - when)
    fate[theirs == NEVER], fate[theirs < NEVER] = 3, 4
    counted = np.bincount(fate * n_periods + when, minlength=5 * n_periods).reshape(5, n_periods)
    known = counted[:4].sum(axis=0)
    share = np.full(n_periods, np.nan)
    np.divide(counted[0], known, out=share, where=known > 0)
    new = np.bincount(time[time >= 0], minlength=n_periods)
    before, same, after, never, not_known = counted
    return EgoAlter(
        it.data.periods, new, counted.sum(axis=0), before, same, after, never, not_known, share
    )


def adopt_changes(
    data: Any,
    toa: ArrayLike | None = None,
    *,
    kinds: Iterable[str] = (),
    period: int | None = None,
    innovation: str | None = None,
    run: int = 0,
) -> AdoptChanges:
    """Count ties by whether ego and alter had the innovation before and have it now.

    These are the 16 combinations of Valente et al. (2015), for ties that were added, dropped, and
    unchanged between each two periods. Who has given up again does not have it; ties to and from
    people of whom it is not known in one of the two periods are left out.

    Parameters
    ----------
    data, toa, innovation, run
        As `diffusion.measures.given.given` takes them.
    kinds
        Of ties; all without any.
    period
        Count each person's ties too, in this period, from 1.

    Raises
    ------
    InputError
        If they are none of that.
    """
    it = given(data, toa, innovation=innovation, run=run)
    if period is not None:
        check_range("period", period, 1, it.n_periods - 1)
    count = np.zeros((len(TIES), max(0, it.n_periods - 1), 16), np.int64)
    by_person = None if period is None else np.zeros((len(TIES), it.n_people, 16), np.int64)
    before = None
    for now, whole in enumerate(it.matrices(*kinds, valued=False)):
        if before is not None:
            (had, was_seen), (has, is_seen) = it.state(now - 1), it.state(now)
            moved = np.where(was_seen & is_seen, 2 * had.astype(np.int64) + has, -1)
            for fate, ties in enumerate(_fates(before, whole)):
                ego, place = _placed(ties, moved)
                count[fate, now - 1] = np.bincount(place, minlength=16)
                if by_person is not None and now == period:
                    counted = np.bincount(ego * 16 + place, minlength=it.n_people * 16)
                    by_person[fate] = counted.reshape(it.n_people, 16)
        before = whole
    return AdoptChanges(it.data.periods[1:], count, by_person)


select_egoalter = adopt_changes
"""The same, as netdiffuseR also calls it."""


def _fates(before: "csr_array", now: "csr_array") -> "tuple[csr_array, csr_array, csr_array]":
    """Part ties into those that were added, dropped and unchanged."""
    if before is now:
        nothing = now[:0]
        return nothing, nothing, now
    both = before.multiply(now).tocsr()
    return (now - both).tocsr(), (before - both).tocsr(), both


def _placed(ties: "csr_array", moved: NDArray[np.int64]) -> tuple[Counts, Counts]:
    """Find ego and combination, from 0, of each tie."""
    listed = ties.tocoo()
    ego, alter = (end.astype(np.int64) for end in listed.coords)
    there = (listed.data != 0) & (moved[ego] >= 0) & (moved[alter] >= 0)
    ego, alter = ego[there], alter[there]
    return ego, PLACES[moved[ego], moved[alter]] - 1
