"""Tests whether tied people are more alike than a permutation of the people would be."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from diffusion.kernels.permuting import permuted_histories, permuted_products
from diffusion.measures.given import Given
from diffusion.measures.result import Result, Why
from diffusion.measures.tie_lists import TieList

if TYPE_CHECKING:
    from scipy.sparse import csr_array

_FEWEST = 4
"""People from which the variance of Moran's I is defined."""

_ALIKE = 1e-9
"""Two values of Moran's I that differ by less, as part of their spread, are the same sum."""


@dataclass(frozen=True, repr=False, eq=False)
class Moran(Result):
    """How alike tied people are.

    Attributes
    ----------
    value : float
        Moran's I: near 1 where tied people are alike, near `expected` where ties tell nothing.
    expected : float
        Its mean over all permutations of the people, -1 / (N - 1).
    sd : float
        Its standard deviation over them, by the formula.
    p_value : float
        Chance of such a value or a more distant one, as if it were normal.
    permutation_p : float
        The same from permutations: (1 + those as distant) / (1 + all).
    n_permutations, n_people : int
    why : Why
        Why `value` is not defined.
    """

    value: float
    expected: float
    sd: float
    p_value: float
    permutation_p: float
    n_permutations: int
    n_people: int
    why: Why = Why.DEFINED


@dataclass(frozen=True, eq=False)
class Weights:
    """Weights of ties, and the sums of them that the formula of the variance has."""

    ties: TieList
    s0: float
    s1: float
    s2: float
    strength: NDArray[np.float64]

    @classmethod
    def of(cls, matrix: "csr_array", normalize: bool) -> "Weights":
        """Take them from a matrix, those of each ego divided by their sum where asked."""
        ties = TieList.of(matrix)
        if normalize:
            sums = np.bincount(ties.ego, ties.weight, ties.n_people)
            ties = TieList(ties.first, ties.alter, ties.weight / sums[ties.ego])
        whole = ties.matrix()
        both = whole + whole.T
        strength = np.asarray(both.sum(axis=0))
        s1, s2 = float((both.data**2).sum()) / 2, float((strength**2).sum())
        return cls(ties, float(ties.weight.sum()), s1, s2, strength)

    def products(self, value: NDArray[np.float64]) -> float:
        """Sum of weight times the values of ego and alter, over all ties."""
        ties = self.ties
        of_ego = np.bincount(ties.ego, ties.weight * value[ties.alter], ties.n_people)
        return float(value @ of_ego)

    def sd(self, centred: NDArray[np.float64]) -> float:
        """Give the standard deviation over all permutations (Cliff and Ord 1981, p. 21)."""
        n, s0, s1, s2 = len(centred), self.s0, self.s1, self.s2
        square = centred**2
        kurtosis = float((square**2).mean() / square.mean() ** 2)
        first = n * ((n * n - 3 * n + 3) * s1 - n * s2 + 3 * s0 * s0)
        second = kurtosis * (n * (n - 1) * s1 - 2 * n * s2 + 6 * s0 * s0)
        mean_of_squares = (first - second) / ((n - 1) * (n - 2) * (n - 3) * s0 * s0)
        return math.sqrt(max(0.0, mean_of_squares - 1.0 / (n - 1) ** 2))


@dataclass(frozen=True)
class Test:
    """How a value is tested."""

    normalize: bool
    alternative: str
    n_permutations: int
    random_seed: int

    def of(self, value: NDArray[np.float64], weights: Weights) -> Moran:
        """Measure values [N], with permutations of their own."""
        found = self.against(value, weights, None)
        if found.why or not self.n_permutations:
            return found
        products = np.empty(self.n_permutations)
        ties = weights.ties
        permuted_products(
            value - value.mean(), ties.first, ties.alter, ties.weight, self.random_seed, products
        )
        return self.against(value, weights, products)

    def against(
        self,
        value: NDArray[np.float64],
        weights: Weights,
        permuted: NDArray[np.float64] | None,
    ) -> Moran:
        """Measure values [N], and compare with sums of products of permuted ones."""
        why, nan, n_people = _why_undefined(value, weights.s0), math.nan, len(value)
        if why:
            return Moran(nan, nan, nan, nan, nan, self.n_permutations, n_people, why)
        centred = value - value.mean()
        per_product = n_people / weights.s0 / float(centred @ centred)
        observed = weights.products(centred) * per_product
        expected, sd = -1.0 / (n_people - 1), weights.sd(centred)
        normal = _normal_p((observed - expected) / sd, self.alternative) if sd > 0 else nan
        by_lot = nan
        if permuted is not None and len(permuted):
            far = permuted * per_product - expected
            by_lot = _permutation_p(far, observed - expected, sd, self.alternative)
        return Moran(observed, expected, sd, normal, by_lot, self.n_permutations, n_people)


def all_periods(it: Given, known: NDArray[np.bool_], weights: Weights, test: Test) -> list[Moran]:
    """Measure all periods with the same permutations, all periods of one in one pass."""
    n_periods, n_permutations = it.n_periods, test.n_permutations
    begin, end = it.time[known].copy(), it.adoption.given_up[known].copy()
    begin[begin < 0] = n_periods
    end[end < 0] = n_periods
    together = np.zeros((n_permutations, n_periods + 1))
    alone = np.zeros_like(together)
    ties = weights.ties
    permuted_histories(
        begin, end, ties.first, ties.alter, ties.weight, weights.strength,
        test.random_seed, together, alone,
    )  # fmt: skip
    found = []
    for period in range(n_periods):
        has = it.has_it(period)[known].astype(np.float64)
        mean = float(has.mean()) if len(has) else 0.0
        products = together[:, period] - mean * alone[:, period] + mean * mean * weights.s0
        found.append(test.against(has, weights, products))
    return found


def _why_undefined(value: NDArray[np.float64], sum_of_weights: float) -> Why:
    if len(value) < _FEWEST:
        return Why.TOO_FEW_PEOPLE
    if np.ptp(value) == 0:
        return Why.NO_VARIANCE
    return Why.DEFINED if sum_of_weights > 0 else Why.NO_TIES


def _normal_p(z: float, alternative: str) -> float:
    above = math.erfc(z / math.sqrt(2.0)) / 2
    if alternative == "greater":
        return above
    return 1.0 - above if alternative == "less" else min(1.0, 2 * min(above, 1.0 - above))


def _permutation_p(far: NDArray[np.float64], bound: float, sd: float, alternative: str) -> float:
    """Share of permutations at least as far, the observed order counted as one of them."""
    if alternative == "two.sided":
        far, bound = np.abs(far), abs(bound)
    elif alternative == "less":
        far, bound = -far, -bound
    n_as_far = int((far >= bound - _ALIKE * sd).sum())
    return (1 + n_as_far) / (1 + len(far))
