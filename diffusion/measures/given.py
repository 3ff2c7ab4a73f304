"""Takes what a measure is given: data of an adoption, an outcome, or arrays."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diffusion.data.adoption_data import NEVER, NOT_KNOWN, UNDATED, Adoption, AdoptionData
from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.measures.result import Reasons, Why

if TYPE_CHECKING:
    from scipy.sparse import csr_array

DIRECTIONS = ("outgoing", "incoming", "undirected")
"""Along ties, to those whom a person looks at; against them; both ways."""

USERS = ("current", "ever")
"""Who is known to have the innovation in a period; who had adopted by then."""

_LARGEST_FIRST = 200
"""A first adoption later than this is taken for a year that was not made a period."""

_CODES = {NEVER: Why.NEVER, NOT_KNOWN: Why.NOT_KNOWN, UNDATED: Why.UNDATED}


@dataclass(frozen=True, eq=False)
class Given:
    """One innovation among people with ties.

    Attributes
    ----------
    data : AdoptionData
    adoption : Adoption
    """

    data: AdoptionData
    adoption: Adoption

    @property
    def time(self) -> NDArray[np.int32]:
        """Period of adoption, or a code [N]."""
        return self.adoption.time

    @property
    def n_people(self) -> int:
        """Number of people, N."""
        return self.data.n_people

    @property
    def n_periods(self) -> int:
        """Number of periods, T."""
        return self.data.n_periods

    @property
    def is_known(self) -> NDArray[np.bool_]:
        """Of whom it is known when they adopted, or that they did not [N]."""
        known: NDArray[np.bool_] = (self.time >= 0) | (self.time == NEVER)
        return known

    def why_undated(self) -> Reasons:
        """Why a person has no period of adoption [N]."""
        why = np.zeros(self.n_people, np.int8)
        for code, reason in _CODES.items():
            why[self.time == code] = reason
        return why

    def state(
        self, period: "int | NDArray[np.int32]", *, users: str = "current", who: Any = slice(None)
    ) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Tell who is known to have the innovation in a period, and of whom that is known.

        Parameters
        ----------
        period
            From 0, one of all or of each; before it nobody has it.
        users
            "current": who has not given up again. "ever": who had adopted by then.
        who
            Rows of people; all of them without it.
        """
        adoption = self.adoption
        time, again, last = adoption.time[who], adoption.given_up[who], adoption.last[who]
        is_known, is_observed = self.is_known[who], last >= period
        has = (time >= 0) & (time <= period)
        if users == "ever":
            return has, is_known & (is_observed | has)
        is_unsure = (again == UNDATED) & (time < period)
        seen = is_known & is_observed & ~is_unsure
        return has & seen & ~((again >= 0) & (again <= period)), seen

    def has_it(self, period: int) -> NDArray[np.bool_]:
        """Tell who is known to have the innovation in a period [N], as `state` does."""
        return self.state(period)[0]

    def is_seen(self, period: int) -> NDArray[np.bool_]:
        """Tell of whom it is known whether they have it in a period [N], as `state` does."""
        return self.state(period)[1]

    def matrix(self, *kinds: str, period: int | None = None, valued: bool = True) -> "csr_array":
        """Put ties together [N, N]: in row i the strength with which i looks at each j.

        Without `valued` each tie counts 1.
        """
        whole = self.data.matrix(*self.kinds(kinds), period=period)
        if not valued:
            whole.data[:] = 1.0
        return whole

    def stretches(self, *kinds: str, valued: bool = True) -> "Iterator[tuple[int, int, csr_array]]":
        """Give first period, end and matrix of each stretch of periods in which no tie changes."""
        there = [tuple(self._changes(period)) for period in range(self.n_periods)]
        begins = [t for t in range(self.n_periods) if t == 0 or there[t] != there[t - 1]]
        for first, end in zip(begins, [*begins[1:], self.n_periods], strict=True):
            yield first, end, self.matrix(*kinds, period=first, valued=valued)

    def matrices(self, *kinds: str, valued: bool = True) -> "Iterator[csr_array]":
        """Give the matrix of each period; it is the same object as long as no tie changes."""
        for first, end, whole in self.stretches(*kinds, valued=valued):
            for _ in range(first, end):
                yield whole

    def ties_of_adopters(
        self, *kinds: str, valued: bool = True
    ) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64]]:
        """List the ties that each adopter had in the period of adoption: ego, alter, strength."""
        parts = []
        for first, end, whole in self.stretches(*kinds, valued=valued):
            listed = whole.tocoo()
            ego, alter = listed.coords
            then = (self.time[ego] >= first) & (self.time[ego] < end)
            parts.append((ego[then], alter[then], listed.data[then]))
        if not parts:
            return np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0)
        ego, alter, strength = (np.concatenate(part) for part in zip(*parts, strict=True))
        return ego, alter, strength

    @property
    def has_changing_ties(self) -> bool:
        """Whether any tie begins or ends while people were observed."""
        return len({tuple(self._changes(period)) for period in range(self.n_periods)}) > 1

    def _changes(self, period: int) -> "Iterator[int]":
        """Count of each kind the ties that have begun by a period, and those that have ended."""
        for one in self.data.ties.values():
            for ends, at in ((one.begins, period), (one.ends, period - 1)):
                if ends is not None:
                    yield int((ends <= at).sum())

    def kinds(self, kinds: tuple[str, ...]) -> tuple[str, ...]:
        """Check kinds of ties by name.

        Raises
        ------
        InputError
            If there is none of a name.
        """
        known = tuple(self.data.ties)
        wrong = [kind for kind in kinds if kind not in known]
        if wrong:
            raise InputError(
                Problem("kinds", "", one_of(known, kind), as_written(kind)) for kind in wrong
            )
        return kinds


def given(
    data: Any, toa: ArrayLike | None = None, *, innovation: str | None = None, run: int = 0
) -> Given:
    """Take what a measure is given.

    Parameters
    ----------
    data
        `AdoptionData`; what has `to_adoption_data`, as an `Outcome`; or ties, as a matrix [N, N],
        dense or sparse, or as `TiesOfKind` by kind.
    toa : int [N]
        With ties: the period of each adoption from 0; NaN or a code of `AdoptionData` for others.
    innovation
        Which, where there are several.
    run
        Of an outcome, from 0.

    Raises
    ------
    InputError
        If that is none of these, or there is no such innovation.
    """
    if hasattr(data, "to_adoption_data"):
        data = data.to_adoption_data(run)
    if not isinstance(data, AdoptionData):
        times = _times_of(toa)
        data = AdoptionData.of(_ties_of(data, len(times)), times)
    elif toa is not None:
        expected = "nothing beside data that has times of adoption (leave it out)"
        raise InputError(Problem("toa", "", expected, "times of adoption"))
    known = tuple(data.adoption)
    if innovation is None and len(known) == 1:
        innovation = known[0]
    if innovation not in known:
        found = "none" if innovation is None else as_written(innovation)
        raise InputError(Problem("innovation", "", one_of(known, found), found))
    return Given(data, data.adoption[innovation])


def cleared(matrix: "csr_array", *, valued: bool = True) -> "csr_array":
    """Take out ties of people to themselves, and what is 0; without `valued` each counts 1."""
    from scipy.sparse import csr_array

    whole = csr_array(matrix).astype(np.float64, copy=True)
    egos = np.repeat(np.arange(whole.shape[0]), np.diff(whole.indptr))
    whole.data[whole.indices == egos] = 0.0
    whole.eliminate_zeros()
    if not valued:
        whole.data[:] = 1.0
    return whole


def turned(matrix: "csr_array", direction: str) -> "csr_array":
    """Look along ties ("outgoing"), against them ("incoming") or both ways ("undirected").

    Where two people look at each other, the stronger of both counts both ways.

    Raises
    ------
    InputError
        If the direction is none of these.
    """
    from scipy.sparse import csr_array

    option("direction", DIRECTIONS, direction)
    if direction == "outgoing":
        return matrix
    against = csr_array(matrix.T)
    return against if direction == "incoming" else csr_array(matrix.maximum(against))


def option(name: str, allowed: tuple[str, ...], chosen: str) -> str:
    """Check a choice that is made by a word.

    Raises
    ------
    InputError
        If it is none of the allowed ones.
    """
    if chosen not in allowed:
        raise InputError(Problem(name, "", one_of(allowed, chosen), as_written(chosen)))
    return chosen


def _times_of(toa: ArrayLike | None) -> NDArray[np.int32]:
    if toa is None:
        expected = "times of adoption, a period from 0 for each person"
        raise InputError(Problem("toa", "", expected, "nothing"))
    times = np.asarray(toa, np.float64)
    times = np.where(np.isnan(times), NEVER, times)
    first = int(times[times >= 0].min(initial=np.iinfo(np.int32).max))
    if (times >= 0).any() and first > _LARGEST_FIRST:
        expected = f"periods from 0 (take the first year away, as in toa - {first})"
        raise InputError(Problem("toa", "", expected, str(first)))
    wrong = times[(times != np.floor(times)) | (times < UNDATED)]
    if wrong.size:
        expected = "whole numbers from 0, or -1 never, -2 not known, -3 undated"
        raise InputError(Problem("toa", "", expected, as_written(float(wrong[0]))))
    return times.astype(np.int32)


def _ties_of(ties: Any, n_people: int) -> Any:
    from scipy.sparse import csr_array, issparse

    if isinstance(ties, Mapping):
        return ties
    shape = np.shape(ties) if not issparse(ties) else tuple(getattr(ties, "shape", ()))
    if shape != (n_people, n_people):
        expected = f"AdoptionData, an outcome, or ties as a matrix of {n_people} by {n_people}"
        raise InputError(Problem("data", "", expected, f"an array of shape {shape}"))
    whole: Any = ties if issparse(ties) else np.asarray(ties, np.float64)
    return cleared(csr_array(whole))
