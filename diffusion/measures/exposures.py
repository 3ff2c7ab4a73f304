"""What share of those whom a person looks at has the innovation, period by period."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.i18n.words import Words
from diffusion.measures.given import USERS, Given, cleared, given, option, turned
from diffusion.measures.result import ENGLISH, Reasons, Result, Why

if TYPE_CHECKING:
    from scipy.sparse import csr_array

type Reals = NDArray[np.float64]

Direction = Literal["outgoing", "incoming", "undirected"]
Users = Literal["current", "ever"]
Unknown = Literal["left_out", "as_not"]


@dataclass(frozen=True, repr=False, eq=False)
class Exposure(Result):
    """Exposure of each person in each period.

    Attributes
    ----------
    person : tuple
        Names of the N people.
    period : tuple
        Names of the T periods.
    value : float64 [N, T]
        A share from 0 to 1, or what adopters add up to where it is not normalized.
    why : int8 [N, T]
        Why `value` is not defined.
    """

    person: tuple[Any, ...]
    period: tuple[Any, ...]
    value: Reals
    why: Reasons

    def columns(self, say: Words = ENGLISH) -> dict[str, Any]:
        """Give a column for each period; what is not defined is NaN."""
        del say
        shown: dict[str, Any] = {"person": self.person}
        return shown | {str(name): self.value[:, t] for t, name in enumerate(self.period)}


def exposure(
    data: Any,
    toa: ArrayLike | None = None,
    *,
    direction: Direction = "outgoing",
    kinds: Iterable[str] = (),
    valued: bool = False,
    attrs: "str | ArrayLike | None" = None,
    alt_graph: Any = None,
    normalized: bool = True,
    lags: int = 0,
    users: Users = "current",
    unknown: Unknown = "left_out",
    innovation: str | None = None,
    run: int = 0,
) -> Exposure:
    """Weigh who of those tied to a person has the innovation.

    With S the ties of period t, x an attribute of people (1 without one) and A who has the
    innovation in that period, exposure is E = S (x A) / (S x): of Valente (1995), with the weights
    of Burt (1987) where S is structural equivalence.

    Parameters
    ----------
    data, toa, innovation, run
        As `diffusion.measures.given.given` takes them.
    direction
        "outgoing" looks along ties; "incoming" at those who look at the person; "undirected" both.
    kinds
        Of ties, put together; all without any.
    valued
        Count ties by their strength; else each alike.
    attrs
        Weight of each alter: the name of a column of numbers, or numbers [N] or [N, T].
    alt_graph
        Weights in place of the ties: what `struct_equiv` gives, whose `similarity` is taken; a
        matrix [N, N]; or one for each period. They count by their value.
    normalized
        Divide by what all alters add up to; else leave the sum.
    lags
        Look at ties and adopters so many periods earlier.
    users
        "current" leaves out alters who have given up again; "ever" does not.
    unknown
        Alters of whom it is not known whether they have it: "left_out" of both sums, or counted
        "as_not" having it.

    Raises
    ------
    InputError
        If they are none of that.
    """
    it = given(data, toa, innovation=innovation, run=run)
    option("users", USERS, users)
    option("unknown", ("left_out", "as_not"), unknown)
    if not lags >= 0:
        raise InputError(Problem("lags", "", "a number of periods from 0", str(lags)))
    weight = _attribute(it, attrs)
    shape = it.n_people, it.n_periods
    value, why = np.full(shape, np.nan), np.full(shape, Why.NO_EARLIER_PERIOD, np.int8)
    each = _matrices(it, alt_graph, tuple(kinds), valued=valued)
    before, looks = None, None
    for period, whole in zip(range(it.n_periods - lags), each, strict=False):
        if whole is not before:
            before, looks = whole, turned(whole, direction)
        assert looks is not None
        has, counts = it.state(period, users=users)
        if unknown == "as_not":
            counts = np.ones(it.n_people, bool)
        of_all = looks @ (weight[:, period] * counts)
        of_users = looks @ (weight[:, period] * has)
        at = period + lags
        value[:, at], why[:, at] = of_users, Why.DEFINED
        if normalized:
            is_defined = of_all > 0
            value[:, at] = np.nan
            np.divide(of_users, of_all, out=value[:, at], where=is_defined)
            why[~is_defined, at] = Why.NO_TIES
    return Exposure(it.data.labels, it.data.periods, value, why)


def _matrices(
    it: Given, alt_graph: Any, kinds: tuple[str, ...], *, valued: bool
) -> "Iterator[csr_array]":
    """Give the weights of each period, those of ties or those in their place."""
    if alt_graph is None:
        yield from it.matrices(*kinds, valued=valued)
        return
    alt_graph = getattr(alt_graph, "similarity", alt_graph)
    if isinstance(alt_graph, Sequence) and len(np.shape(alt_graph[0])) == 2:
        for one in alt_graph:
            yield _checked(one, it.n_people)
        return
    whole = _checked(alt_graph, it.n_people)
    for _ in range(it.n_periods):
        yield whole


def _checked(weights: Any, n_people: int) -> "csr_array":
    from scipy.sparse import csr_array, issparse

    dense: Any = weights if issparse(weights) else np.asarray(weights, np.float64)
    whole = csr_array(dense)
    if whole.shape != (n_people, n_people):
        expected = f"weights of {n_people} by {n_people}"
        raise InputError(Problem("alt_graph", "", expected, f"an array of shape {whole.shape}"))
    return cleared(whole, valued=True)


def _attribute(it: Given, attrs: "str | ArrayLike | None") -> Reals:
    """Take the weight of each alter in each period [N, T]."""
    shape = it.n_people, it.n_periods
    if attrs is None:
        return np.broadcast_to(1.0, shape)
    if isinstance(attrs, str):
        if attrs not in it.data.columns:
            known = tuple(it.data.columns)
            raise InputError(Problem("attrs", "", one_of(known, attrs), as_written(attrs)))
        attrs = it.data.columns[attrs]
    try:
        numbers = np.asarray(attrs, np.float64)
    except (TypeError, ValueError):
        expected = "a column of numbers, as weights of people"
        raise InputError(Problem("attrs", "", expected, as_written(str(attrs)))) from None
    if numbers.shape not in ((it.n_people,), shape):
        expected = f"numbers of shape ({it.n_people},) or {shape}"
        raise InputError(Problem("attrs", "", expected, f"an array of shape {numbers.shape}"))
    if not (numbers >= 0).all():
        expected = "weights of 0 or more for all people"
        raise InputError(Problem("attrs", "", expected, "one below 0, or missing"))
    return np.broadcast_to(numbers if numbers.ndim == 2 else numbers[:, None], shape)
