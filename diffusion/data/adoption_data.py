"""The container of what is known of an adoption: people, ties, periods, and who adopted when."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diffusion.data.ties import TiesOfKind
from diffusion.util.arrays import read_only

if TYPE_CHECKING:
    from scipy.sparse import csr_array

NEVER, NOT_KNOWN, UNDATED = -1, -2, -3
"""In place of a period: not by the last one observed; nobody knows; adopted, nobody knows when."""


@dataclass(frozen=True, eq=False)
class Adoption:
    """Who adopted an innovation, and when.

    Attributes
    ----------
    time : int32 [N]
        Period of adoption (toa), from 0; `NEVER`, `NOT_KNOWN` or `UNDATED`.
    given_up : int32 [N]
        First period without it again, from 0; `NEVER` for who still has it, or never had.
    last : int32 [N]
        Last period in which each was observed.
    """

    time: NDArray[np.int32]
    given_up: NDArray[np.int32]
    last: NDArray[np.int32]

    @property
    def is_dated(self) -> NDArray[np.bool_]:
        """Who adopted in a known period [N]."""
        return self.time >= 0


@dataclass(frozen=True, eq=False)
class AdoptionData:
    """People, their ties by kind, periods, and for each innovation who adopted when.

    Attributes
    ----------
    labels : tuple of hashable
        Name of each of N people.
    periods : tuple of hashable
        Name of each of T periods, in order, such as 1963 or "2010-11".
    adoption : mapping of str to Adoption
        By innovation.
    ties : mapping of str to TiesOfKind
        By kind of tie.
    columns : mapping of str to array [N]
        What else is known of people: gender, hamlet, income.
    """

    labels: tuple[Hashable, ...]
    periods: tuple[Hashable, ...] = ()
    adoption: Mapping[str, Adoption] = field(default_factory=dict)
    ties: Mapping[str, TiesOfKind] = field(default_factory=dict)
    columns: Mapping[str, NDArray[np.generic]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        ties: "ArrayLike | csr_array | Mapping[str, TiesOfKind]",
        time: ArrayLike,
        *,
        n_periods: int | None = None,
        given_up: ArrayLike | None = None,
        innovation: str = "innovation",
    ) -> Self:
        """Take arrays: a matrix of ties and times of adoption.

        Parameters
        ----------
        ties : array or sparse array [N, N], or mapping of str to TiesOfKind
            In row i the strength with which i looks at each j.
        time : int [N]
            Period of adoption from 0; `NEVER`, `NOT_KNOWN` or `UNDATED`.
        n_periods
            Periods observed; without it the last adoption was in the last.
        given_up : int [N]
            First period without it again, or `NEVER`.
        """
        when = np.asarray(time, np.int32)
        n_all = int(when.max(initial=-1)) + 1 if n_periods is None else n_periods
        again = np.full(len(when), NEVER) if given_up is None else np.asarray(given_up)
        adopted = Adoption(
            read_only(when),
            read_only(again.astype(np.int32)),
            read_only(np.full(len(when), n_all - 1, np.int32)),
        )
        kinds = ties if isinstance(ties, Mapping) else {"ties": _of_matrix(ties)}
        labels = tuple(range(1, len(when) + 1))
        return cls(labels, tuple(range(1, n_all + 1)), {innovation: adopted}, kinds)

    @property
    def n_people(self) -> int:
        """Number of people."""
        return len(self.labels)

    @property
    def n_periods(self) -> int:
        """Number of periods."""
        return len(self.periods)

    def matrix(self, *kinds: str, period: int | None = None) -> "csr_array":
        """Put ties together as a sparse matrix.

        Parameters
        ----------
        kinds
            Which; all without any, each counting as much as its `influence`.
        period
            Only the ties of this one, from 0.

        Returns
        -------
        csr_array [N, N]
            In row i the strength with which i looks at each j, and is influenced by j.
        """
        from scipy.sparse import csr_array

        n_people = self.n_people
        whole = csr_array((n_people, n_people))
        for kind in kinds or self.ties:
            ties = self.ties[kind]
            there = ties.in_period(period)
            ego, alter = ties.ego[there], ties.alter[there]
            weight = ties.weights[there] * ties.influence
            if ties.direction == "ego_to_alter":
                ego, alter = alter, ego
            elif ties.direction == "both":
                ego, alter = np.concatenate([ego, alter]), np.concatenate([alter, ego])
                weight = np.concatenate([weight, weight])
            whole = whole + csr_array((weight, (ego, alter)), shape=(n_people, n_people))
        return whole


def _of_matrix(ties: "ArrayLike | csr_array") -> TiesOfKind:
    from scipy.sparse import coo_array, issparse

    listed = coo_array(ties if issparse(ties) else np.asarray(ties, np.float64))
    ego, alter = listed.coords
    return TiesOfKind.of(ego, alter, listed.data)
