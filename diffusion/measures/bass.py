"""The curve of Bass: how many adopt by themselves, and how many because others have adopted."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diffusion.errors import InputError, Problem
from diffusion.measures.adoption_counts import cumulative_adopt_count
from diffusion.measures.given import option
from diffusion.measures.result import Result, Why
from diffusion.statistics.intervals import LEVEL
from diffusion.statistics.quantiles import student_quantile

type Reals = NDArray[np.float64]

_P_START = (0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3)
_Q_START = (0.0, 0.05, 0.1, 0.2, 0.35, 0.6, 1.0, 2.0)
_MARKET_START = (1.0, 1.3, 2.0)
"""From these p, q and multiples of the adopters so far the search for the best curve begins."""

_N_STARTS = 4
"""Starting points, the best ones, from which it is followed to the end."""

_LEAST = 1e-5
"""A q below this is taken for 0, and a market so near to all people for all."""


@dataclass(frozen=True, repr=False, eq=False)
class BassFit(Result):
    """The curve of Bass that fits best.

    Attributes
    ----------
    p : float
        Innovation: chance to adopt in a unit of time without any adopter; NaN where `why` says
        that nothing could be fitted.
    p_low, p_high : float
        Ends of its 95 % interval; NaN where it is not known.
    q : float
        Imitation: what is added to that chance when all others have adopted.
    q_low, q_high : float
    market : float
        Share of the people who will ever adopt.
    market_low, market_high : float
        NaN where it was not estimated.
    p_se, q_se : float
        Standard errors.
    peak : float
        Time at which most adopt, log(q / p) / (p + q), in periods; 0 where q is not above p.
    squares : float
        Sum of squares of what the curve misses, in shares of the people.
    n_periods, n_people, n_adopters : int
    why : Why
        Why there is no fit, or no interval.
    """

    p: float
    p_low: float
    p_high: float
    q: float
    q_low: float
    q_high: float
    market: float
    market_low: float
    market_high: float
    p_se: float
    q_se: float
    peak: float
    squares: float
    n_periods: int
    n_people: int
    n_adopters: int
    why: Why = Why.DEFINED

    def cumulative(self, n_periods: int | None = None) -> Reals:
        """Tell how many adopters the curve has at the end of each period [T].

        Parameters
        ----------
        n_periods
            Also beyond those that were observed.
        """
        time = np.arange(1.0, (self.n_periods if n_periods is None else n_periods) + 1)
        return self.n_people * self.market * bass_share(time, self.p, self.q)


def bass_share(time: ArrayLike, p: float, q: float) -> Reals:
    """Give the share of those who will ever adopt that has adopted by a time.

    F(t) = (1 - exp(-(p + q) t)) / (1 + (q / p) exp(-(p + q) t)) (Bass 1969, Management Science
    15, 215).

    Parameters
    ----------
    time : float
        0 is the beginning of the first period.
    p
        Innovation, above 0.
    q
        Imitation.
    """
    rest = np.exp(-(p + q) * np.asarray(time, np.float64))  # noqa: TID251  only measures
    return np.asarray((1.0 - rest) / (1.0 + q / p * rest), np.float64)


def fitbass(
    data: Any,
    toa: ArrayLike | None = None,
    *,
    n_people: int | None = None,
    market: str = "all",
    on: str = "new",
    innovation: str | None = None,
    run: int = 0,
) -> BassFit:
    """Fit the curve of Bass to adopters by period, by least squares.

    What is to be small is the sum of squares of what the curve misses in the new adopters of each
    period (Srinivasan and Mason 1986, Marketing Science 5, 169). netdiffuseR fits cumulative
    shares; what a curve misses there goes on from period to period, so that its intervals are too
    narrow. Who had not adopted by the last period counts as just that. An interval is Student's,
    on the scale of logarithms.

    Parameters
    ----------
    data
        New adopters of each period [T], with `n_people`; or what
        `diffusion.measures.given.given` takes, with `toa`, `innovation` and `run`.
    n_people
        How many people might adopt, where counts are given.
    market
        "all": everybody adopts in the end. "estimated": so does a share of the people, which is
        estimated too.
    on
        "new", or "cumulative" as netdiffuseR.

    Raises
    ------
    InputError
        If data are none of that.
    """
    option("market", ("all", "estimated"), market)
    option("on", ("new", "cumulative"), on)
    if n_people is None:
        counts = cumulative_adopt_count(data, toa, innovation=innovation, run=run)
        new, n_people = counts.n_new, counts.n_people
    else:
        new = _counts_of(data, n_people)
    return _fit(new, n_people, market == "estimated", on == "cumulative")


def _counts_of(data: ArrayLike, n_people: int) -> NDArray[np.int64]:
    new = np.asarray(data, np.float64)
    if new.ndim != 1 or not (new >= 0).all() or (new != np.floor(new)).any():
        expected = "new adopters of each period: a list of whole numbers, none below 0"
        raise InputError(Problem("data", "", expected, f"{np.asarray(data)!r:.60}"))
    if new.sum() > n_people:
        expected = f"at most n_people = {n_people:,} adopters"
        raise InputError(Problem("data", "", expected, f"{int(new.sum()):,}"))
    return new.astype(np.int64)


def _fit(
    new: NDArray[np.int64], n_people: int, is_market_free: bool, is_cumulative: bool
) -> BassFit:
    n_adopters, n_free = int(new.sum()), 3 if is_market_free else 2
    n_spare = len(new) - n_free
    nothing = BassFit(
        math.nan, math.nan, math.nan, math.nan, math.nan, math.nan, math.nan, math.nan, math.nan,
        math.nan, math.nan, math.nan, math.nan, len(new), n_people, n_adopters,
    )  # fmt: skip
    why = _why_undefined(new, n_adopters, n_spare)
    if why:
        return replace(nothing, why=why)
    share = new / n_people
    missed = _misses(np.cumsum(share) if is_cumulative else share, is_cumulative)
    best = _search(missed, n_adopters / n_people, is_market_free)
    if best is None:
        return replace(nothing, why=Why.NOT_CONVERGED)
    p, q = float(best.x[0]), float(best.x[1])
    market = float(best.x[2]) if is_market_free else 1.0
    if is_market_free and market > 1.0 - _LEAST:
        return replace(_fit(new, n_people, False, is_cumulative), why=Why.NO_LEVEL)
    squares = 2.0 * float(best.cost)
    error = _errors(best.jac, squares / n_spare)
    if q < _LEAST:
        q, error, why = 0.0, np.full(3, math.nan), Why.NO_IMITATION
    reach = student_quantile(n_spare, LEVEL)
    (p_low, p_high), (q_low, q_high) = (_ends(*of, reach) for of in ((p, error[0]), (q, error[1])))
    market_low, market_high = _ends(market, error[2], reach)
    peak = math.log(q / p) / (p + q) if q > p else 0.0  # noqa: TID251  only measures
    return BassFit(
        p, p_low, p_high, q, q_low, q_high, market, market_low, min(market_high, 1.0),
        float(error[0]), float(error[1]), peak, squares, len(new), n_people, n_adopters, why,
    )  # fmt: skip


def _why_undefined(new: NDArray[np.int64], n_adopters: int, n_spare: int) -> Why:
    if not n_adopters:
        return Why.NO_ADOPTERS
    if n_spare < 2:
        return Why.TOO_FEW_PERIODS
    return Why.ONE_PERIOD if np.count_nonzero(new) == 1 else Why.DEFINED


def _misses(observed: Reals, is_cumulative: bool) -> Callable[[Reals], Reals]:
    """Make the function that tells what a curve misses in each period, in shares."""
    time = np.arange(0.0, len(observed) + 1)

    def missed(free: Reals) -> Reals:
        share = bass_share(time, max(float(free[0]), 1e-12), float(free[1]))
        share = share * (free[2] if len(free) > 2 else 1.0)
        return (share[1:] if is_cumulative else np.diff(share)) - observed

    return missed


def _search(missed: Callable[[Reals], Reals], adopted: float, is_market_free: bool) -> Any:
    """Find p and q, and the market if it is free, with the smallest sum of squares; or None."""
    from scipy.optimize import least_squares

    markets = [min(1.0, adopted * by) for by in _MARKET_START] if is_market_free else [None]
    starts = [
        np.array([p, q] if of is None else [p, q, of])
        for p in _P_START for q in _Q_START for of in markets
    ]  # fmt: skip
    starts.sort(key=lambda free: float((missed(free) ** 2).sum()))
    low, high = [1e-9, 0.0], [math.inf, math.inf]
    if is_market_free:
        low, high = [*low, 1e-9], [*high, 1.0]
    best = None
    for start in starts[:_N_STARTS]:
        inside = np.clip(start, np.array(low) + 1e-6, np.array(high) - 1e-6)
        found = least_squares(
            missed, inside, "3-point", (low, high), x_scale="jac",
            ftol=1e-14, xtol=1e-12, gtol=1e-14, max_nfev=2000,
        )  # fmt: skip
        if found.success and (best is None or found.cost < best.cost):
            best = found
    return best


def _errors(jacobian: Reals, variance: float) -> Reals:
    """Give the standard errors of p, q and the market; NaN for what was not estimated."""
    whole = np.linalg.pinv(jacobian.T @ jacobian) * variance
    error = np.full(3, math.nan)
    error[: jacobian.shape[1]] = np.sqrt(np.diag(whole))
    return error


def _ends(value: float, error: float, reach: float) -> tuple[float, float]:
    """Give the ends of an interval that is even on the scale of logarithms."""
    if math.isnan(error) or value <= 0.0:
        return math.nan, math.nan
    factor = math.exp(min(reach * error / value, 700.0))  # noqa: TID251  only measures
    return value / factor, value * factor
