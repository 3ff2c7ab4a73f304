"""How many ties each person has, out, in, or both, in each period."""

from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diffusion.measures.given import Given, given, option, turned

Mode = Literal["indegree", "outdegree", "degree"]
_TURNED = {"outdegree": "outgoing", "indegree": "incoming", "degree": "outgoing"}


def dgr(
    data: Any,
    toa: ArrayLike | None = None,
    *,
    cmode: Mode = "degree",
    kinds: tuple[str, ...] = (),
    valued: bool = False,
    innovation: str | None = None,
    run: int = 0,
) -> NDArray[np.float64]:
    """Count the ties of each person in each period, or add up their strength.

    Parameters
    ----------
    data, toa, innovation, run
        As `diffusion.measures.given.given` takes them.
    cmode
        "outdegree", those whom a person looks at; "indegree", who looks at a person; "degree",
        the sum of both.
    kinds
        Of ties; all without any.
    valued
        Add up strengths.

    Returns
    -------
    float64 [N, T]

    Raises
    ------
    InputError
        If they are none of that.
    """
    it = given(data, toa, innovation=innovation, run=run)
    return degrees(it, cmode=cmode, kinds=kinds, valued=valued)


def degrees(
    it: Given, *, cmode: str, kinds: tuple[str, ...] = (), valued: bool = False
) -> NDArray[np.float64]:
    """Count ties as `dgr` does [N, T]."""
    option("cmode", tuple(_TURNED), cmode)
    found = np.empty((it.n_people, it.n_periods))
    before = None
    for period, whole in enumerate(it.matrices(*kinds, valued=valued)):
        if whole is before:
            found[:, period] = found[:, period - 1]
            continue
        found[:, period] = turned(whole, _TURNED[cmode]).sum(axis=1)
        if cmode == "degree":
            found[:, period] += turned(whole, "incoming").sum(axis=1)
        before = whole
    return found
