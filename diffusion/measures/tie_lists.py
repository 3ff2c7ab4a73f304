"""Ties as kernels take them: one list, ego after ego, with the place where each ego's begin."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from diffusion.data.adoption_data import AdoptionData
from diffusion.errors import InputError, Problem
from diffusion.measures.given import cleared

if TYPE_CHECKING:
    from scipy.sparse import csr_array


@dataclass(frozen=True, eq=False)
class TieList:
    """E ties of N people.

    Attributes
    ----------
    first : int64 [N + 1]
        Where the ties of each ego begin.
    alter : int32 [E]
    weight : float64 [E]
    """

    first: NDArray[np.int64]
    alter: NDArray[np.int32]
    weight: NDArray[np.float64]

    @classmethod
    def of(cls, ties: "csr_array") -> "TieList":
        """List a matrix, of which row i has the strength with which i looks at each j."""
        first, alter = ties.indptr.astype(np.int64), ties.indices.astype(np.int32)
        return cls(first, alter, ties.data.astype(np.float64))

    @property
    def n_people(self) -> int:
        """Number of people."""
        return len(self.first) - 1

    @property
    def ego(self) -> NDArray[np.int32]:
        """Whose each tie is [E]."""
        return np.repeat(np.arange(self.n_people, dtype=np.int32), np.diff(self.first))

    def matrix(self) -> "csr_array":
        """Put them together again as a matrix."""
        from scipy.sparse import csr_array

        n_people = self.n_people
        return csr_array((self.weight, self.alter, self.first), shape=(n_people, n_people))


def ties_of(data: Any, *kinds: str, valued: bool = True, run: int = 0) -> "csr_array":
    """Take ties as a measure is given them, without ties of people to themselves.

    Parameters
    ----------
    data
        `AdoptionData`; what has `to_adoption_data`, as an `Outcome`; or a matrix [N, N], dense or
        sparse.
    kinds
        Which kinds of ties of `AdoptionData`; all without any.
    valued
        Whether strengths count; without it each tie counts 1.
    run
        Of an outcome, from 0.

    Raises
    ------
    InputError
        If it is none of these, or a strength is not a number.
    """
    from scipy.sparse import csr_array, issparse

    if hasattr(data, "to_adoption_data"):
        data = data.to_adoption_data(run)
    if isinstance(data, AdoptionData):
        data = data.matrix(*kinds)
    whole: Any = data if issparse(data) else np.asarray(data)
    if whole.ndim != 2 or whole.shape[0] != whole.shape[1]:
        expected = "AdoptionData, an outcome, or ties as a matrix with a row for each person"
        raise InputError(Problem("ties", "", expected, f"shape {whole.shape}"))
    found = cleared(csr_array(whole, dtype=np.float64), valued=valued)
    if not np.isfinite(found.data).all():
        raise InputError(Problem("ties", "", "numbers", "a strength that is none"))
    return found
