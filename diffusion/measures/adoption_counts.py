"""How many have adopted by each period, how many still use it, and how fast that grows."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diffusion.measures.given import given
from diffusion.measures.result import Reasons, Result, Why


@dataclass(frozen=True, repr=False, eq=False)
class AdoptionCounts(Result):
    """Adopters by period.

    Attributes
    ----------
    period : tuple
        Names of the T periods.
    n_new : int64 [T]
        Who adopted in the period.
    n_ever : int64 [T]
        Who had adopted by its end.
    n_current : int64 [T]
        Of these, who is known to have it still.
    n_gave_up : int64 [T]
        Who was without it again from this period on.
    share : float64 [T]
        `n_ever` of `n_people`.
    value : float64 [T]
        Rate of adoption: new adopters for each who had adopted before.
    why : int8 [T]
        Why `value` is not defined.
    n_people : int
        Of whom it is known when they adopted, or that they did not.
    n_undated, n_not_known : int
        Left out: adopted, nobody knows when; nobody knows whether.
    """

    period: tuple[Any, ...]
    n_new: NDArray[np.int64]
    n_ever: NDArray[np.int64]
    n_current: NDArray[np.int64]
    n_gave_up: NDArray[np.int64]
    share: NDArray[np.float64]
    value: NDArray[np.float64]
    why: Reasons
    n_people: int
    n_undated: int
    n_not_known: int


def cumulative_adopt_count(
    data: Any, toa: ArrayLike | None = None, *, innovation: str | None = None, run: int = 0
) -> AdoptionCounts:
    """Count adopters by period, and the rate at which their number grows.

    With q(t) who had adopted by period t, the rate is (q(t) - q(t - 1)) / q(t - 1). In the first
    period it is not defined, for what came before was not observed.

    Parameters
    ----------
    data, toa, innovation, run
        As `diffusion.measures.given.given` takes them.

    Raises
    ------
    InputError
        If they are none of that.
    """
    it = given(data, toa, innovation=innovation, run=run)
    n_periods, time, again = it.n_periods, it.time, it.adoption.given_up
    new = np.bincount(time[time >= 0], minlength=n_periods)
    ended = (again >= 0) & (time >= 0)
    gave_up = np.bincount(again[ended], minlength=n_periods)[:n_periods]
    ever = np.cumsum(new)
    current = np.array([it.state(t)[0].sum() for t in range(n_periods)], np.int64)
    before = np.concatenate([[0], ever[:-1]])
    rate = np.full(n_periods, np.nan)
    np.divide(new, before, out=rate, where=before > 0)
    why = np.where(before > 0, Why.DEFINED, Why.NO_ADOPTERS_BEFORE).astype(np.int8)
    why[:1] = Why.FIRST_PERIOD
    n_people = int(it.is_known.sum())
    return AdoptionCounts(
        it.data.periods, new, ever, current, gave_up,
        ever / n_people if n_people else np.full(n_periods, np.nan), rate, why, n_people,
        int((it.why_undated() == Why.UNDATED).sum()),
        int((it.why_undated() == Why.NOT_KNOWN).sum()),
    )  # fmt: skip
