"""How many ties each person has, out, in, or both, in each period."""

from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diffusion.measures.given import Given, given, option

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Mode = Literal["indegree", "outdegree", "degree"]


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
    option("cmode", get_args(Mode), cmode)
    found = np.empty((it.n_people, it.n_periods))
    for first, end, whole in it.stretches(*kinds, valued=valued):
        found[:, first:end] = degree_of(whole, cmode)[:, None]
    return found


def degree_of(whole: "csr_array", cmode: str) -> NDArray[np.float64]:
    """Add up the ties of each person in a matrix of them [N]."""
    counted = np.zeros(whole.shape[0])
    if cmode != "indegree":
        counted += whole.sum(axis=1)
    if cmode != "outdegree":
        counted += whole.sum(axis=0)
    return counted
