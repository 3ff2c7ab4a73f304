"""Who adopted right before those who look at them, and who right after those they look at."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diffusion.errors import check_range
from diffusion.measures.given import Given, given
from diffusion.measures.result import Reasons, Result, Why


@dataclass(frozen=True, repr=False, eq=False)
class Infectiousness(Result):
    """Infectiousness or susceptibility of each adopter.

    Attributes
    ----------
    person : tuple
        Names of the N people.
    value : float64 [N]
    why : int8 [N]
        Why `value` is not defined.
    """

    person: tuple[Any, ...]
    value: NDArray[np.float64]
    why: Reasons


def infection(
    data: Any,
    toa: ArrayLike | None = None,
    *,
    normalize: bool = True,
    K: int = 1,  # noqa: N803 - as netdiffuseR has it
    r: float = 0.5,
    expdiscount: bool = False,
    valued: bool = False,
    outgoing: bool = True,
    kinds: tuple[str, ...] = (),
    innovation: str | None = None,
    run: int = 0,
) -> Infectiousness:
    """Tell how many of those who look at an adopter and adopted later did so soon after.

    Of person i, who adopted in t, over the K periods after it and those j who look at i:

        sum(k, j; x(j, i, t + k - 1) z(j, t + k) / w(k))
        / sum(k, j; x(j, i, t + k - 1) z(j, t + k or later) / w(k))

    with x the tie in a period, z whether j adopted then, and w(k) = k, or (1 + r)^(k - 1) with
    `expdiscount`. With `normalize` it is divided by all who adopted in these K periods, each
    divided by w(k). Myers (2000), Valente et al. (2015).

    Parameters
    ----------
    data, toa, innovation, run
        As `diffusion.measures.given.given` takes them.
    normalize
        Divide by how many adopted in those periods.
    K
        Periods to look at, from 1.
    r
        Discount for each further period, with `expdiscount`.
    expdiscount
        Discount by powers, not by the number of periods.
    valued
        Count ties by their strength; else each alike.
    outgoing
        Whether j looks at i; else i at j.
    kinds
        Of ties; all without any.

    Raises
    ------
    InputError
        If they are none of that.
    """
    it = given(data, toa, innovation=innovation, run=run)
    weights = _weights(K, r, expdiscount=expdiscount)
    sums = _Sums(it, sign=1)
    # Of ego, who adopted in t, the tie counts that stands in period t + k - 1.
    for stretch in _ties(it, kinds, valued=valued, is_turned=outgoing):
        sums.add(*stretch, weights)
    return sums.result(weights, normalize=normalize)


def susceptibility(
    data: Any,
    toa: ArrayLike | None = None,
    *,
    normalize: bool = True,
    K: int = 1,  # noqa: N803 - as netdiffuseR has it
    r: float = 0.5,
    expdiscount: bool = False,
    valued: bool = False,
    outgoing: bool = True,
    kinds: tuple[str, ...] = (),
    innovation: str | None = None,
    run: int = 0,
) -> Infectiousness:
    """Tell how many of those an adopter looks at and who adopted earlier did so shortly before.

    Of person i, who adopted in t, over the K periods before it and those j at whom i looks:

        sum(k, j; x(i, j, t - k + 1) z(j, t - k) / w(k))
        / sum(k, j; x(i, j, t - k + 1) z(j, t - k or earlier) / w(k))

    The rest is as of `infection`.

    Parameters
    ----------
    data, toa, normalize, K, r, expdiscount, valued, kinds, innovation, run
        As of `infection`.
    outgoing
        Whether i looks at j; else j at i.

    Raises
    ------
    InputError
        If they are none of that.
    """
    it = given(data, toa, innovation=innovation, run=run)
    weights = _weights(K, r, expdiscount=expdiscount)
    sums = _Sums(it, sign=-1)
    # Of ego, who adopted in t, the tie counts that stands in period t - k + 1.
    for stretch in _ties(it, kinds, valued=valued, is_turned=not outgoing):
        sums.add(*stretch, weights)
    return sums.result(weights, normalize=normalize)


class _Sums:
    """Numerators and denominators of all people, as ties are added.

    Parameters
    ----------
    it
    sign
        1 for those who adopted after ego, -1 for those who adopted before.
    """

    def __init__(self, it: Given, *, sign: int) -> None:
        self.it, self.sign = it, sign
        self.soon, self.all = np.zeros(it.n_people), np.zeros(it.n_people)

    def add(
        self,
        first: int,
        end: int,
        ego: NDArray[np.int32],
        alter: NDArray[np.int32],
        strength: NDArray[np.float64],
        weights: list[float],
    ) -> None:
        """Add ties between adopters, which stand from a first period up to an end."""
        time, n_people = self.it.time, self.it.n_people
        apart = self.sign * (time[alter] - time[ego])
        for k, weight in enumerate(weights, start=1):
            stands = time[ego] + self.sign * (k - 1)
            counts = (apart >= k) & (stands >= first) & (stands < end)
            self.all += np.bincount(ego[counts], strength[counts] / weight, n_people)
            counts &= apart == k
            self.soon += np.bincount(ego[counts], strength[counts] / weight, n_people)

    def result(self, weights: list[float], *, normalize: bool) -> Infectiousness:
        """Divide, and tell why where that is not defined."""
        it, sign = self.it, self.sign
        value, why = np.full(it.n_people, np.nan), it.why_undated()
        is_adopter, has_any = it.time >= 0, self.all > 0
        none = Why.NO_ALTER_AFTER if sign > 0 else Why.NO_ALTER_BEFORE
        why[is_adopter & ~has_any] = none
        np.divide(self.soon, self.all, out=value, where=is_adopter & has_any)
        if normalize:
            divisor = self._adopters(weights)
            is_empty = is_adopter & has_any & (divisor == 0)
            why[is_empty] = Why.NOBODY_ADOPTED_THEN
            value[is_empty] = np.nan
            np.divide(value, divisor, out=value, where=divisor > 0)
        return Infectiousness(it.data.labels, value, why)

    def _adopters(self, weights: list[float]) -> NDArray[np.float64]:
        """Count who adopted in the periods that are looked at, each divided by its weight [N]."""
        it = self.it
        new = np.bincount(it.time[it.time >= 0], minlength=it.n_periods)
        by_period = np.zeros(it.n_periods)
        for k, weight in enumerate(weights, start=1):
            there = new[k:] if self.sign > 0 else new[:-k]
            if there.size:
                at = slice(0, it.n_periods - k) if self.sign > 0 else slice(k, it.n_periods)
                by_period[at] += there / weight
        return np.where(it.time >= 0, by_period[np.maximum(it.time, 0)], 0.0)


def _weights(n_periods: int, r: float, *, expdiscount: bool) -> list[float]:
    check_range("K", n_periods, 1, 10_000)
    if expdiscount:
        return [(1 + r) ** (k - 1) for k in range(1, n_periods + 1)]
    return [float(k) for k in range(1, n_periods + 1)]


def _ties(
    it: Given, kinds: tuple[str, ...], *, valued: bool, is_turned: bool
) -> Iterator[tuple[int, int, NDArray[np.int32], NDArray[np.int32], NDArray[np.float64]]]:
    """List ties between adopters, stretch by stretch; of each ego and alter, or turned round."""
    for first, end, whole in it.stretches(*kinds, valued=valued):
        listed = whole.tocoo()
        ego, alter = listed.coords
        between = (it.time[ego] >= 0) & (it.time[alter] >= 0)
        ego, alter, strength = ego[between], alter[between], listed.data[between]
        ends = (alter, ego) if is_turned else (ego, alter)
        yield first, end, *ends, strength
