"""How likely those who have not adopted are to adopt, period by period."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diffusion.data.adoption import NEVER
from diffusion.measures.given import given
from diffusion.measures.result import Reasons, Result, Why


@dataclass(frozen=True, repr=False, eq=False)
class Hazard(Result):
    """Hazard of adoption by period.

    Attributes
    ----------
    period : tuple
        Names of the T periods.
    n_at_risk : int64 [T]
        Who was observed in the period and had not adopted before it.
    n_new : int64 [T]
        Of these, who adopted in it.
    n_censored : int64 [T]
        Of these, who did not, and was not observed any longer after it.
    value : float64 [T]
        `n_new` of `n_at_risk`.
    survival : float64 [T]
        Share that had not adopted by the end of the period, of Kaplan and Meier (1958).
    why : int8 [T]
        Why `value` is not defined.
    """

    period: tuple[Any, ...]
    n_at_risk: NDArray[np.int64]
    n_new: NDArray[np.int64]
    n_censored: NDArray[np.int64]
    value: NDArray[np.float64]
    survival: NDArray[np.float64]
    why: Reasons


def hazard_rate(
    data: Any, toa: ArrayLike | None = None, *, innovation: str | None = None, run: int = 0
) -> Hazard:
    """Divide who adopts in a period by who was at risk of it.

    With q(t) who had adopted by period t of n people, the hazard is
    (q(t) - q(t - 1)) / (n - q(t - 1)) of Allison (1984); who is no longer observed is no longer at
    risk. In the first period it is not defined, because who adopts there may have done so before;
    the numbers are given, and the survival counts them.

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
    n_periods, time, last = it.n_periods, it.time, it.adoption.last
    new = np.bincount(time[time >= 0], minlength=n_periods)
    lost = np.bincount(np.maximum(last[time == NEVER], -1) + 1, minlength=n_periods + 1)
    n_people = int(it.is_known.sum())
    gone = np.cumsum(new) - new + np.cumsum(lost)[:n_periods]
    at_risk = n_people - gone
    share = np.full(n_periods, np.nan)
    np.divide(new, at_risk, out=share, where=at_risk > 0)
    survival = np.cumprod(1 - np.nan_to_num(share)) if n_people else share.copy()
    why = np.where(at_risk > 0, Why.DEFINED, Why.NOBODY_AT_RISK).astype(np.int8)
    why[:1] = Why.FIRST_PERIOD
    value = np.where(why == Why.DEFINED, share, np.nan)
    return Hazard(it.data.periods, at_risk, new, lost[1:], value, survival, why)
