"""Takes what was observed apart by village: who adopted when, who looks at whom, who they are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diffusion.data.adoption_data import NEVER, AdoptionData
from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.fitting.columns import filled, influences_of, numbers_of, standardised
from diffusion.measures.given import cleared, given, turned
from diffusion.util.arrays import read_only
from diffusion.util.display import Shown

if TYPE_CHECKING:
    from scipy.sparse import csr_array

type Reals = NDArray[np.float64]

BY = "hamlet"
"""Column by which people are divided where nothing else is said."""

WAYS = ("outgoing", "incoming", "undirected", "equivalent")
"""Whom a person looks at: along ties, against them, both ways; who has the same ties."""


@dataclass(frozen=True, eq=False, repr=False)
class Village(Shown):
    """One innovation in one village. Of whom it is not known when they adopted is left out.

    Attributes
    ----------
    name : str
        Of the village, and of the innovation where there are several.
    group : str
        Of the village alone.
    data : AdoptionData
        Of its people.
    innovation : str
    toa : int64 [n]
        Period of adoption from 0, or `NEVER`.
    last : int64 [n]
        Last period in which each was observed.
    covariate : float64 [n, p]
        Standardised over all villages; 0 where nothing is known.
    covariates : tuple of str
        Their names.
    eligible : float64 [n] or None
        Period from which each could adopt, from 0; what is not known is far before it.
    influence : float64 [q, T]
        What came from outside in each period, standardised over all villages: a row for each name.
    influences : tuple of str
    n_left_out : int
        People of the village of whom nothing is known.
    """

    name: str
    group: str
    data: AdoptionData
    innovation: str
    toa: NDArray[np.int64]
    last: NDArray[np.int64]
    covariate: Reals
    covariates: tuple[str, ...] = ()
    eligible: Reals | None = None
    influence: Reals = field(default_factory=lambda: np.zeros((0, 0)))
    influences: tuple[str, ...] = ()
    n_left_out: int = 0

    @property
    def n_people(self) -> int:
        """Number of people, n."""
        return len(self.toa)

    @property
    def n_periods(self) -> int:
        """Number of periods, T."""
        return self.data.n_periods

    @cached_property
    def cumulative(self) -> Reals:
        """Share that had adopted by the end of each period [T]."""
        by_then = (self.toa[:, None] >= 0) & (self.toa[:, None] <= np.arange(self.n_periods))
        return read_only(by_then.sum(axis=0) / max(1, self.n_people))

    def adopted_before(self, period: int) -> NDArray[np.bool_]:
        """Who had adopted before a period, from 0 [n]."""
        before: NDArray[np.bool_] = (self.toa >= 0) & (self.toa < period)
        return before

    def at_risk(self, period: int) -> NDArray[np.bool_]:
        """Who had not adopted before a period and was observed in it [n]."""
        at_risk: NDArray[np.bool_] = ~self.adopted_before(period) & (self.last >= period)
        return at_risk

    def looks(self, way: str, period: int) -> "csr_array":
        """Who looks at whom in a period, each row divided by its sum [n, n].

        Parameters
        ----------
        way
            One of `WAYS`.
        period
            From 0.
        """
        return self._looks[way][period]

    @cached_property
    def _looks(self) -> Mapping[str, tuple["csr_array", ...]]:
        it = given(self.data, innovation=self.innovation)
        found: dict[str, list[csr_array]] = {way: [] for way in WAYS}
        for first, end, whole in it.stretches(valued=False):
            plain = cleared(whole, valued=False)
            looks = {way: turned(plain, way) for way in WAYS[:3]}
            looks["equivalent"] = _alike(looks["undirected"])
            for way, one in looks.items():
                found[way] += [_shared(one)] * (end - first)
        return {way: tuple(each) for way, each in found.items()}

    def shown_as(self) -> tuple[str, Mapping[str, str]]:
        """Title, and what is said of it."""
        n_adopted = int((self.toa >= 0).sum())
        title = f"Village {self.name}: {self.n_people:,} people, {self.n_periods:,} periods"
        return title, {
            "adopted": f"{n_adopted:,}",
            "covariates": ", ".join(self.covariates) or "none",
        }


def _shared(matrix: "csr_array") -> "csr_array":
    """Divide each row by its sum; a row of nothing stays so."""
    from scipy.sparse import csr_array, diags_array

    total = np.asarray(matrix.sum(axis=1)).ravel()
    scale = np.divide(1.0, total, out=np.zeros(len(total)), where=total > 0)
    return csr_array(diags_array(scale) @ matrix)


def _alike(undirected: "csr_array") -> "csr_array":
    """Square of the cosine between the ties of two people; nobody is like himself."""
    from scipy.sparse import csr_array

    there = undirected.toarray() > 0
    n_ties = np.maximum(there.sum(axis=1), 1)
    common = there.astype(np.float64) @ there.T
    alike = common**2 / (n_ties[:, None] * n_ties[None, :])
    np.fill_diagonal(alike, 0.0)
    return csr_array(alike)


def villages_of(
    data: AdoptionData,
    by: str | ArrayLike = BY,
    *,
    innovations: str | Iterable[str] | None = None,
    covariates: "Iterable[str] | Mapping[str, ArrayLike]" = (),
    eligible: str | ArrayLike | None = None,
    influence: "Mapping[str, ArrayLike | Mapping[str, ArrayLike]] | None" = None,
) -> tuple[Village, ...]:
    """Take data of an adoption apart by village.

    Parameters
    ----------
    data
    by
        Column that names the village of each of N people, or the names themselves [N].
    innovations
        One, or several: then a village stands once for each. All without any.
    covariates
        Names of columns of numbers, or numbers [N] by name. Each is standardised over all people
        and ends three standard deviations from the mean; what is missing becomes 0, the mean. One
        that is the same for all is left out.
    eligible
        Column, or numbers [N], that tell from which period, from 0, each could adopt.
    influence
        What came from outside, by name: numbers [T], the same for all, or by village {name: [T]}.

    Raises
    ------
    InputError
        If there is no such column or innovation, or a covariate has no numbers.
    """
    names = _groups(data, by)
    chosen = _innovations(data, innovations)
    table, covariate_names = standardised(data, covariates)
    since = None if eligible is None else numbers_of(data, "eligible", eligible)
    found = tuple(dict.fromkeys(names.tolist()))
    series = influences_of(influence or {}, found, data.n_periods)
    villages = []
    for group in found:
        here = names == group
        for innovation in chosen:
            adoption = data.of_innovation(innovation)
            is_known = (adoption.time >= 0) | (adoption.time == NEVER)
            rows = np.flatnonzero(here & is_known)
            villages.append(
                Village(
                    name=group if len(chosen) == 1 else f"{group} {innovation}",
                    group=group,
                    data=data.select(rows),
                    innovation=innovation,
                    toa=read_only(adoption.time[rows].astype(np.int64)),
                    last=read_only(adoption.last[rows].astype(np.int64)),
                    covariate=read_only(table[rows]),
                    covariates=covariate_names,
                    eligible=None if since is None else filled(since[rows]),
                    influence=series[group],
                    influences=tuple(influence or ()),
                    n_left_out=int((here & ~is_known).sum()),
                )
            )
    return tuple(one for one in villages if one.n_people)


def _groups(data: AdoptionData, by: str | ArrayLike) -> NDArray[np.str_]:
    if isinstance(by, str):
        if by not in data.columns:
            raise InputError(Problem("by", "", one_of(tuple(data.columns), by), as_written(by)))
        by = data.columns[by]
    names = np.asarray(by).astype(str)
    if names.shape != (data.n_people,):
        expected = f"a village for each of {data.n_people:,} people"
        raise InputError(Problem("by", "", expected, f"shape {names.shape}"))
    return names


def _innovations(data: AdoptionData, asked: str | Iterable[str] | None) -> tuple[str, ...]:
    known = tuple(data.adoption)
    chosen = known if asked is None else (asked,) if isinstance(asked, str) else tuple(asked)
    wrong = [name for name in chosen if name not in known]
    if wrong or not chosen:
        found = as_written(wrong[0]) if wrong else "none"
        raise InputError(Problem("innovations", "", one_of(known, found), found))
    return chosen
