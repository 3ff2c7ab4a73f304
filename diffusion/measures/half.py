"""How long it took until half had adopted, and what share adopted in the end."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.measures.given import Given, given, option
from diffusion.measures.result import Reasons, Result, Why

Of = Literal["people", "adopters"]


@dataclass(frozen=True, repr=False, eq=False)
class Half(Result):
    """Time to half of each group, or of all.

    Attributes
    ----------
    group : tuple
        Names of G groups; "all" alone where people are not divided.
    n_people, n_adopters : int64 [G]
        Of whom it is known when they adopted, or that they did not; who did.
    saturation : float64 [G]
        Share that had adopted by the last period.
    value : float64 [G]
        Periods from the begin of the first to the end of that in which half had adopted: 1 if that
        is the first.
    name : tuple [G]
        Name of that period; None where there is none.
    why : int8 [G]
        Why `value` is not defined.
    """

    group: tuple[Any, ...]
    n_people: NDArray[np.int64]
    n_adopters: NDArray[np.int64]
    saturation: NDArray[np.float64]
    value: NDArray[np.float64]
    name: tuple[Any, ...]
    why: Reasons


def time_to_half(
    data: Any,
    toa: ArrayLike | None = None,
    *,
    of: Of = "people",
    by: str | None = None,
    innovation: str | None = None,
    run: int = 0,
) -> Half:
    """Find the first period by whose end at least half had adopted, and the share in the end.

    Parameters
    ----------
    data, toa, innovation, run
        As `diffusion.measures.given.given` takes them.
    of
        Half of all "people", or of the "adopters", who adopted by the last period.
    by
        Name of a column by whose values people are divided.

    Raises
    ------
    InputError
        If they are none of that.
    """
    it = given(data, toa, innovation=innovation, run=run)
    option("of", ("adopters", "people"), of)
    if by is None:
        groups, which = np.array(["all"]), np.zeros(it.n_people, np.int64)
    elif by in it.data.columns:
        groups, which = np.unique(it.data.columns[by], return_inverse=True)
    else:
        raise InputError(Problem("by", "", one_of(tuple(it.data.columns), by), as_written(by)))
    rows = [_half_of(it, which == group, of) for group in range(len(groups))]
    n_people, n_adopters, at = np.array(rows, np.int64).reshape(-1, 3).T
    saturation = np.full(len(rows), np.nan)
    np.divide(n_adopters, n_people, out=saturation, where=n_people > 0)
    why = np.where(at >= 0, Why.DEFINED, Why.NOT_REACHED).astype(np.int8)
    why[n_adopters == 0] = Why.NO_ADOPTERS
    names = tuple(it.data.periods[one] if one >= 0 else None for one in at)
    value = np.where(at >= 0, at + 1.0, np.nan)
    return Half(tuple(groups.tolist()), n_people, n_adopters, saturation, value, names, why)


def _half_of(it: Given, is_in: NDArray[np.bool_], of: str) -> tuple[int, int, int]:
    """Count people and adopters of a group; find the period of half, -1 for none."""
    time = it.time[is_in]
    n_people = int(it.is_known[is_in].sum())
    ever = np.cumsum(np.bincount(time[time >= 0], minlength=it.n_periods))
    n_adopters = int(ever[-1]) if len(ever) else 0
    enough = 2 * ever >= (n_adopters if of == "adopters" else n_people)
    at = int(enough.argmax()) if n_adopters and enough.any() else -1
    return n_people, n_adopters, at
