"""Does a number hang on who is tied to whom? A test by rewiring that leaves degrees as they are."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.measures.given import Given, given
from diffusion.measures.result import Result, Why
from diffusion.measures.rewirings import N_SWEEPS, rewired

if TYPE_CHECKING:
    from scipy.sparse import csr_array

N_REWIRED = 199
"""Rewired networks of one test."""

type Statistic = Callable[["csr_array", NDArray[np.int32]], float]
"""From ties [N, N] and periods of adoption [N] to a number; NaN where it is not defined."""


@dataclass(frozen=True, repr=False, eq=False)
class StructureTest(Result):
    """Whether a statistic depends on the structure of the network.

    Attributes
    ----------
    value : float
        The statistic in the network as it is.
    expected : float
        Its mean in rewired networks.
    sd : float
        Its standard deviation there.
    p_value : float
        Twice the smaller share of networks, the one as it is among them, in which the statistic
        is at most, or at least, as large.
    n_rewired : int
        Rewired networks in which the statistic was defined.
    n_people, n_ties : int
    share_changed : float
        Ties of the last rewired network that are none of the network as it is.
    rewired : float64 [R, 1]
        The statistic in each rewired network.
    why : Why
        Why there is no `p_value`.
    """

    value: float
    expected: float
    sd: float
    p_value: float
    n_rewired: int
    n_people: int
    n_ties: int
    share_changed: float
    rewired: NDArray[np.float64]
    why: Why = Why.DEFINED


def mean_threshold(ties: "csr_array", time: NDArray[np.int32]) -> float:
    """Mean share of an adopter's alters who had adopted by the period of his own adoption.

    By strength. Who has no alters counts as 0, and those of the first period count as all others:
    so the mean of `threshold` in netdiffuseR's examples of this test. Where ties go both ways and
    all have equally many, one of two who are tied has always adopted before the other, and the
    mean tells next to nothing of structure; then take `mean_time_difference`.

    Parameters
    ----------
    ties : csr_array [N, N]
        In row i the strength with which i looks at each j.
    time : int32 [N]
        Period of adoption; below 0 where there is none.
    """
    ego = np.repeat(np.arange(len(time)), np.diff(ties.indptr))
    when = time[ties.indices]
    has = (when >= 0) & (when <= time[ego])
    total = np.bincount(ego, ties.data, len(time))
    part = np.bincount(ego[has], ties.data[has], len(time))
    share = np.divide(part, total, out=np.zeros(len(time)), where=total > 0)
    adopted = time >= 0
    return float(share[adopted].mean()) if adopted.any() else math.nan


def mean_time_difference(ties: "csr_array", time: NDArray[np.int32]) -> float:
    """Mean number of periods between the adoptions of two who are tied and have both adopted.

    Parameters
    ----------
    ties : csr_array [N, N]
        By their strength.
    time : int32 [N]
        Period of adoption; below 0 where there is none.
    """
    ego = np.repeat(np.arange(len(time)), np.diff(ties.indptr))
    both = (time[ego] >= 0) & (time[ties.indices] >= 0)
    weight = ties.data[both]
    if not weight.sum() > 0:
        return math.nan
    apart = np.abs(time[ego[both]].astype(np.int64) - time[ties.indices[both]])
    return float(weight @ apart / weight.sum())


def struct_test(
    data: Any,
    toa: ArrayLike | None = None,
    *,
    statistic: Statistic = mean_threshold,
    n_rewired: int = N_REWIRED,
    n_sweeps: int = N_SWEEPS,
    random_seed: int = 1,
    within: str | ArrayLike | None = None,
    valued: bool = True,
    kinds: Sequence[str] = (),
    innovation: str | None = None,
    run: int = 0,
) -> StructureTest:
    """Test whether a statistic depends on who is tied to whom.

    Everybody keeps as many ties as ego and as alter; whose they are is drawn anew. A chain of
    rewirings runs through the network as it is, a drawn number of steps before it and the rest
    after it. If nothing but the degrees mattered, the network as it is would be any of the chain
    alike: so the p-value is right however slowly the chain mixes (Besag and Clifford 1989,
    Biometrika 76, 633).

    Where all ties have a counterpart of the same strength, they are rewired as pairs. A tie keeps
    its ego and its strength.

    Parameters
    ----------
    data, toa, innovation, run
        As `diffusion.measures.given.given` takes them. Ties that begin and end are refused.
    statistic
        A function of the ties (a sparse matrix) and the periods of adoption.
    n_rewired
        Rewired networks, R.
    n_sweeps
        Times that each tie tries to change its alter, from one network to the next.
    random_seed
        Of the rewirings.
    within
        Name of a column of `AdoptionData`, or a group for each person [N], such as the village:
        ties within a group stay within it, and those between two groups between them. Without
        it, that people of one village are alike counts as structure too.
    valued
        Whether strengths count; without it each tie counts 1.
    kinds
        Kinds of ties; all without any.

    Raises
    ------
    InputError
        If data are none of that.
    """
    it = given(data, toa, innovation=innovation, run=run)
    if it.has_changing_ties:
        expected = (
            "ties that are the same in all periods (take those of one: data.matrix(period=3))"
        )
        raise InputError(Problem("data", "", expected, "ties that begin or end"))
    whole = it.matrix(*kinds, valued=valued)
    whole.sort_indices()
    observed = float(statistic(whole, it.time))
    found, network = [], whole
    if whole.nnz and not math.isnan(observed):
        networks = rewired(
            whole, n_rewired, n_sweeps=n_sweeps, random_seed=random_seed,
            within=None if within is None else groups_of(it, "within", within),
        )  # fmt: skip
        for network in networks:
            found.append(float(statistic(network, it.time)))
    values = np.array(found, np.float64)
    known = values[~np.isnan(values)]
    why = _why_undefined(observed, whole, known)
    nan = math.nan
    return StructureTest(
        observed,
        float(known.mean()) if known.size else nan,
        float(known.std(ddof=1)) if len(known) > 1 else nan,
        nan if why else two_sided(observed, known),
        len(known),
        it.n_people,
        whole.nnz,
        _n_changed(whole, network) / whole.nnz if found else nan,
        values[:, None],
        why,
    )


def steady_ties(it: Given, kinds: Sequence[str], *, valued: bool) -> "csr_array":
    """Take ties that are the same in all periods, each ego's in the order of the alters.

    Raises
    ------
    InputError
        If any tie begins or ends.
    """
    if it.has_changing_ties:
        expected = "ties that are the same in all periods (those of one: data.matrix(period=3))"
        raise InputError(Problem("data", "", expected, "ties that begin or end"))
    whole = it.matrix(*kinds, valued=valued)
    whole.sort_indices()
    return whole


def groups_of(it: Given, name: str, by: str | ArrayLike) -> NDArray[np.int64]:
    """Count off the groups of people, by the name of a column or as they are given.

    Raises
    ------
    InputError
        If there is no such column, or there are not as many as people.
    """
    if isinstance(by, str):
        columns = it.data.columns
        if by not in columns:
            raise InputError(Problem(name, "", one_of(tuple(columns), by), as_written(by)))
        by = columns[by]
    names = np.asarray(by)
    if names.shape != (it.n_people,):
        expected = f"a group for each of {it.n_people:,} people"
        raise InputError(Problem(name, "", expected, f"shape {names.shape}"))
    return np.unique(names, return_inverse=True)[1].astype(np.int64)


def _n_changed(ties: "csr_array", network: "csr_array") -> int:
    """Count the ties that lead to somebody to whom ego was not tied."""
    n_people = ties.shape[0]
    ego = np.repeat(np.arange(n_people, dtype=np.int64), np.diff(ties.indptr))
    before, after = (np.sort(ego * n_people + one.indices) for one in (ties, network))
    at = np.minimum(np.searchsorted(before, after), len(before) - 1)
    return int((before[at] != after).sum())


def _why_undefined(observed: float, ties: "csr_array", known: NDArray[np.float64]) -> Why:
    if not ties.nnz:
        return Why.NO_TIES
    if math.isnan(observed) or not known.size:
        return Why.NO_ADOPTERS
    return Why.NO_VARIANCE if np.ptp(known) == 0 and known[0] == observed else Why.DEFINED


def two_sided(observed: float, known: NDArray[np.float64]) -> float:
    """Twice the smaller share that is at most or at least as large, the observed one included."""
    near = 1e-12 * max(1.0, abs(observed))
    n_low, n_high = int((known <= observed + near).sum()), int((known >= observed - near).sum())
    return min(1.0, 2 * (1 + min(n_low, n_high)) / (1 + len(known)))
