"""How sure a number is that was found in a network: its spread when people are drawn anew."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diffusion.kernels.resampling import resample_groups, tie_copies
from diffusion.measures.given import given
from diffusion.measures.result import Result, Why
from diffusion.measures.structure_test import Statistic, groups_of, steady_ties
from diffusion.measures.tie_lists import TieList
from diffusion.statistics.intervals import LEVEL

N_RESAMPLES = 499
"""Samples of one bootstrap."""

_FEWEST_GROUPS = 5
"""Groups, or people, from which an interval is made."""


@dataclass(frozen=True, repr=False, eq=False)
class Bootstrap(Result):
    """The spread of a statistic over samples of the people.

    Attributes
    ----------
    value : float
        The statistic of the people as they are.
    mean : float
        Its mean over the samples.
    bias : float
        `mean` less `value`.
    sd : float
        Its standard deviation over the samples: the standard error of `value`.
    low, high : float
        Between which 95 % of the samples lie.
    n_resamples : int
        Samples in which the statistic was defined.
    n_groups : int
        What was drawn: people, or groups of them.
    samples : float64 [B, 1]
        The statistic in each sample.
    why : Why
        Why there is no interval.
    """

    value: float
    mean: float
    bias: float
    sd: float
    low: float
    high: float
    n_resamples: int
    n_groups: int
    samples: NDArray[np.float64]
    why: Why = Why.DEFINED


def bootnet(
    data: Any,
    toa: ArrayLike | None = None,
    *,
    statistic: Statistic,
    by: str | ArrayLike | None = None,
    n_resamples: int = N_RESAMPLES,
    random_seed: int = 1,
    valued: bool = True,
    kinds: Sequence[str] = (),
    innovation: str | None = None,
    run: int = 0,
) -> Bootstrap:
    """Draw people, or whole groups of them, anew and see how a statistic varies.

    A sample has as many people as there are, drawn with replacement; two of them are tied as
    those are of whom they are copies. Two copies of the same person are tied by lot, as often as
    any two people are (Snijders and Borgatti 1999, Connections 22(2), 61). With `by`, whole
    groups are drawn, such as villages; copies of the same group are not tied to each other. This
    is the better choice where there are groups, because people of one village are alike.

    Statistics that count triangles or paths are biased in such samples: look at `bias`.

    Parameters
    ----------
    data, toa, innovation, run
        As `diffusion.measures.given.given` takes them. Ties that begin and end are refused.
    statistic
        A function of the ties (a sparse matrix) and the periods of adoption.
    by
        Name of a column of `AdoptionData`, or a group for each person [N].
    n_resamples
        Samples, B.
    random_seed
        Of the samples.
    valued
        Whether strengths count; without it each tie counts 1.
    kinds
        Kinds of ties; all without any.

    Raises
    ------
    InputError
        If data are none of that, or there is no such column.
    """
    it = given(data, toa, innovation=innovation, run=run)
    whole = steady_ties(it, kinds, valued=valued)
    group = np.arange(it.n_people) if by is None else groups_of(it, "by", by)
    value, nan = float(statistic(whole, it.time)), math.nan
    sampler = _Sampler(TieList.of(whole), group, by is None, abs(whole - whole.T).nnz > 0)
    found = [
        float(statistic(matrix, it.time[original]))
        for matrix, original in sampler.samples(n_resamples, random_seed)
    ]
    samples = np.array(found, np.float64)
    known = samples[~np.isnan(samples)]
    why = Why.DEFINED
    if len(sampler.size) < _FEWEST_GROUPS:
        why = Why.TOO_FEW_PEOPLE if by is None else Why.TOO_FEW_GROUPS
    elif math.isnan(value) or len(known) < 2:
        why = Why.NO_ADOPTERS
    low, high = (nan, nan) if why else np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    mean = float(known.mean()) if len(known) else nan
    sd = float(known.std(ddof=1)) if len(known) > 1 else nan
    return Bootstrap(
        value, mean, mean - value, sd, float(low), float(high), len(known),
        len(sampler.size), samples[:, None], why,
    )  # fmt: skip


class _Sampler:
    """Draws samples of people who are tied."""

    def __init__(
        self, ties: TieList, group: NDArray[np.int64], are_people: bool, is_directed: bool
    ) -> None:
        n_people = ties.n_people
        self.ties, self.group, self.is_directed = ties, group, is_directed
        self.member = np.argsort(group, kind="stable")
        self.size = np.bincount(group)
        self.begin = np.cumsum(self.size) - self.size
        n_pairs = n_people * (n_people - 1)
        self.chance = len(ties.alter) / n_pairs if are_people and n_pairs else 0.0

    def samples(self, n: int, random_seed: int) -> Iterator[tuple[Any, NDArray[np.int64]]]:
        """Give the ties of each sample, and of whom each of its people is a copy."""
        taken = np.zeros(len(self.size), np.int64)
        for sample in range(n):
            resample_groups(random_seed, sample, taken)
            size = self.size[taken]
            copy = np.repeat(np.arange(len(taken)), size)
            within = np.arange(len(copy)) - np.repeat(np.cumsum(size) - size, size)
            original = self.member[np.repeat(self.begin[taken], size) + within]
            yield self._tied(random_seed, sample, original, copy).matrix(), original

    def _tied(
        self, random_seed: int, sample: int, original: NDArray[np.int64], copy: NDArray[np.int64]
    ) -> TieList:
        ties = self.ties
        copies = np.argsort(original, kind="stable").astype(np.int32)
        n_copies = np.bincount(original, minlength=ties.n_people)
        begin_of = np.concatenate([[0], np.cumsum(n_copies)])
        begin = np.zeros(len(original) + 1, np.int64)
        room = len(ties.alter) + 16
        while True:
            alter, weight = np.empty(room, np.int32), np.empty(room)
            n_ties = tie_copies(
                random_seed, sample, self.chance, self.is_directed, original, copy, self.group,
                ties.first, ties.alter, ties.weight, begin_of, copies, begin, alter, weight,
            )  # fmt: skip
            if n_ties <= room:
                return TieList(begin, alter[:n_ties], weight[:n_ties])
            room = n_ties
