"""Moran's I: how alike those are who are tied, in what they do or are."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diffusion.errors import InputError, Problem
from diffusion.measures.given import given, option
from diffusion.measures.moran_test import Moran, Test, Weights, all_periods
from diffusion.measures.result import Reasons, Result
from diffusion.measures.tie_lists import ties_of

N_PERMUTATIONS = 999
"""Permutations of one test."""

N_PERMUTATIONS_OF_A_PERIOD = 199
"""Permutations of each of many tests."""

ALTERNATIVES = ("two.sided", "greater", "less")


@dataclass(frozen=True, repr=False, eq=False)
class MoranByPeriod(Result):
    """How alike tied people are in having the innovation, period by period.

    Attributes
    ----------
    period : tuple
        Names of the T periods.
    value, expected, sd, p_value, permutation_p : float64 [T]
        As in `Moran`.
    n_people : int64 [T]
        Of whom it is known whether they had it.
    why : int8 [T]
        Why `value` is not defined.
    """

    period: tuple[Any, ...]
    value: NDArray[np.float64]
    expected: NDArray[np.float64]
    sd: NDArray[np.float64]
    p_value: NDArray[np.float64]
    permutation_p: NDArray[np.float64]
    n_people: NDArray[np.int64]
    why: Reasons


def moran(
    x: ArrayLike,
    w: Any,
    *,
    normalize: bool = True,
    alternative: str = "two.sided",
    n_permutations: int = N_PERMUTATIONS,
    random_seed: int = 1,
) -> Moran:
    """Measure how alike tied people are.

    I = (N / S) sum_ij w_ij (x_i - m)(x_j - m) / sum_i (x_i - m)^2, where m is the mean and S the
    sum of all w_ij (Moran 1950). Its standard deviation is that of Cliff and Ord (1981) over all
    permutations of the people. Whose x is not known is left out with his ties.

    Parameters
    ----------
    x : float [N]
        What is compared; NaN where it is not known.
    w
        Ties, as `ties_of` takes them, or other weights such as `inverse_distance` gives.
    normalize
        Whether the weights of each ego are divided by their sum, as netdiffuseR does.
    alternative
        "two.sided", "greater" (tied people are alike) or "less".
    n_permutations
        0 for none.
    random_seed
        Of the permutations.

    Raises
    ------
    InputError
        If `x` has not a value for each person, or a choice is none.
    """
    value = np.asarray(x, np.float64)
    weights = ties_of(w)
    option("alternative", ALTERNATIVES, alternative)
    if value.shape != (weights.shape[0],):
        expected = f"{weights.shape[0]} numbers, one for each person"
        raise InputError(Problem("x", "", expected, f"shape {value.shape}"))
    known = ~np.isnan(value)
    if not known.all():
        value, weights = value[known], weights[known][:, known]
    test = Test(normalize, alternative, n_permutations, random_seed)
    return test.of(value, Weights.of(weights, normalize))


def moran_by_period(
    data: Any,
    toa: ArrayLike | None = None,
    *,
    weights: Any = None,
    normalize: bool = True,
    alternative: str = "two.sided",
    n_permutations: int = N_PERMUTATIONS_OF_A_PERIOD,
    random_seed: int = 1,
    innovation: str | None = None,
    run: int = 0,
) -> MoranByPeriod:
    """Measure in each period how alike tied people are in having the innovation.

    Who has given it up has it no longer. Of whom it is not known whether he has it in a period is
    left out of that period.

    Parameters
    ----------
    data, toa, innovation, run
        As `diffusion.measures.given.given` takes them.
    weights
        Instead of the ties, the same in all periods.
    normalize, alternative, n_permutations, random_seed
        As in `moran`.

    Raises
    ------
    InputError
        If data are none of that, or a choice is none.
    """
    it = given(data, toa, innovation=innovation, run=run)
    option("alternative", ALTERNATIVES, alternative)
    test = Test(normalize, alternative, n_permutations, random_seed)
    fixed = ties_of(weights) if weights is not None else None
    known = it.is_known
    is_steady = bool((it.adoption.last[known] >= it.n_periods - 1).all())
    if is_steady and (fixed is not None or not it.has_changing_ties):
        part = (it.matrix() if fixed is None else fixed)[known][:, known]
        found = all_periods(it, known, Weights.of(part, normalize), test)
    else:
        found = []
        for period, whole in enumerate(it.matrices()):
            seen = it.is_seen(period)
            part = (whole if fixed is None else fixed)[seen][:, seen]
            has = it.has_it(period)[seen].astype(np.float64)
            found.append(test.of(has, Weights.of(part, normalize)))

    return MoranByPeriod(
        it.data.periods,
        np.array([one.value for one in found]),
        np.array([one.expected for one in found]),
        np.array([one.sd for one in found]),
        np.array([one.p_value for one in found]),
        np.array([one.permutation_p for one in found]),
        np.array([one.n_people for one in found], np.int64),
        np.array([one.why for one in found], np.int8),
    )
