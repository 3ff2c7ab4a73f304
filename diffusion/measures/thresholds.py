"""How large a person's exposure was when the person adopted."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diffusion.data.adoption import NEVER
from diffusion.measures.exposures import exposure
from diffusion.measures.given import given, option
from diffusion.measures.result import Reasons, Result, Why

Convention = Literal["same_period", "lagged"]
Never = Literal["left_out", "lower_bound"]
First = Literal["as_exposed", "left_out"]


@dataclass(frozen=True, repr=False, eq=False)
class Thresholds(Result):
    """Threshold of each person.

    Attributes
    ----------
    person : tuple
        Names of the N people.
    time : int32 [N]
        Period of adoption from 0, or a code of `AdoptionData`.
    value : float64 [N]
        Exposure at adoption.
    is_censored : bool [N]
        `value` is the exposure at which the person had still not adopted: the threshold is above.
    why : int8 [N]
        Why `value` is not defined.
    """

    person: tuple[Any, ...]
    time: NDArray[np.int32]
    value: NDArray[np.float64]
    is_censored: NDArray[np.bool_]
    why: Reasons


def threshold(
    data: Any,
    toa: ArrayLike | None = None,
    *,
    convention: Convention = "same_period",
    never: Never = "left_out",
    first: First = "as_exposed",
    innovation: str | None = None,
    run: int = 0,
    **options: Any,
) -> Thresholds:
    """Take each adopter's exposure in the period of adoption, or in the one before.

    Parameters
    ----------
    data, toa, innovation, run
        As `diffusion.measures.given.given` takes them.
    convention
        "same_period", as netdiffuseR does without lags: who adopts in the same period counts among
        the adopters. "lagged": the period before, for which that of the first adopters is not
        defined.
    never
        Who had not adopted by the last period: "left_out", or a "lower_bound", the exposure in
        the last period in which the person was observed.
    first
        Who adopted in the first period: "as_exposed", or "left_out", for what came before was not
        observed.
    options
        Of `exposure`, all but `lags`.

    Raises
    ------
    InputError
        If they are none of that.
    """
    it = given(data, toa, innovation=innovation, run=run)
    option("convention", ("same_period", "lagged"), convention)
    option("never", ("left_out", "lower_bound"), never)
    option("first", ("as_exposed", "left_out"), first)
    lags = int(convention == "lagged")
    exposed = exposure(it.data, lags=lags, innovation=innovation, run=run, **options)
    value, why = np.full(it.n_people, np.nan), it.why_undated()
    adopted = np.flatnonzero(it.time >= 0)
    value[adopted] = exposed.value[adopted, it.time[adopted]]
    why[adopted] = exposed.why[adopted, it.time[adopted]]
    begun = it.time == 0
    if convention == "lagged" or first == "left_out":
        value[begun], why[begun] = np.nan, Why.FIRST_PERIOD
    is_censored = np.zeros(it.n_people, bool)
    if never == "lower_bound":
        still = np.flatnonzero((it.time == NEVER) & (it.adoption.last >= 0))
        last = it.adoption.last[still]
        value[still], why[still] = exposed.value[still, last], exposed.why[still, last]
        is_censored[still] = ~np.isnan(value[still])
    return Thresholds(it.data.labels, it.time, value, is_censored, why)
