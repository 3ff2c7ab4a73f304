"""How alike the places of two people in the network are: structural equivalence."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diffusion.errors import InputError, Problem
from diffusion.kernels.walking import UNREACHED, steps_from
from diffusion.measures.given import option
from diffusion.measures.result import Result
from diffusion.measures.tie_lists import TieList, ties_of

if TYPE_CHECKING:
    import pandas as pd
    from scipy.sparse import csr_array

type Reals = NDArray[np.float64]

MOST_PAIRS = 30_000_000
"""Pairs of people that are compared at most, over all groups: about 1.5 GB while they are."""


@dataclass(frozen=True, repr=False, eq=False)
class StructuralEquivalence(Result):
    """How alike the places of people are, within each group.

    Attributes
    ----------
    similarity : csr_array [N, N]
        In row i the part that each j has in those whose places are like that of i; each row sums
        to 1, but for rows of people from whom all others are equally far.
    distance : csr_array [N, N]
        Euclidean distance between the places of i and j.
    n_groups : int
    n_people : int
    """

    similarity: "csr_array"
    distance: "csr_array"
    n_groups: int
    n_people: int

    def to_frame(self) -> "pd.DataFrame":
        """Show it as a table: a row for each pair of a group."""
        import pandas as pd

        pairs = self.distance.tocoo()
        ego, alter = pairs.coords
        similarity = np.asarray(self.similarity.tocsr()[ego, alter]).ravel()
        columns = {"ego": ego, "alter": alter, "distance": pairs.data, "similarity": similarity}
        return pd.DataFrame(columns)


def struct_equiv(
    data: Any,
    *,
    groups: ArrayLike | None = None,
    power: float = 1.0,
    unreachable: str = "zero",
    run: int = 0,
) -> StructuralEquivalence:
    """Compare the places of people in the network (Burt 1987, Valente 1995).

    With z_ij the steps from i to j along ties, divided by the most steps in the group,
    d_ij^2 = (z_ij - z_ji)^2 + sum_k (z_ik - z_jk)^2 + sum_k (z_ki - z_kj)^2 over all k but i and
    j, and similarity_ij = (d_i - d_ij)^power / sum_k (d_i - d_ik)^power, where d_i is the largest
    d_ik. All pairs of a group are compared: memory and time grow with the square and the cube of
    its size, so that one of 3,000 people takes seconds, and of more than about 5,400 none is
    taken.

    Parameters
    ----------
    data, run
        Ties, as `ties_of` takes them. Strengths do not matter.
    groups
        A group for each person [N], such as the village: only people of one group are compared,
        by the ties within it. Without it all are one group.
    power
        The higher, the more those count whose places are most alike.
    unreachable
        Steps to whom there is no path. "zero": as few as to oneself, as netdiffuseR has it unless
        told otherwise; "farthest": one more than the most in the group.

    Raises
    ------
    InputError
        If data are none of that, or groups are too large.
    """
    option("unreachable", ("zero", "farthest"), unreachable)
    whole = ties_of(data, run=run)
    n_people = whole.shape[0]
    members = _members(groups, n_people)
    _check_size(members)
    similar, far = [], []
    for rows in members:
        steps = _steps(TieList.of(whole[rows][:, rows]), unreachable)
        distance = _distances(steps)
        far.append(distance)
        similar.append(_similarities(distance, power))
    return StructuralEquivalence(
        _together(similar, members, n_people), _together(far, members, n_people),
        len(members), n_people,
    )  # fmt: skip


def _members(groups: ArrayLike | None, n_people: int) -> list[NDArray[np.int64]]:
    if groups is None:
        return [np.arange(n_people)]
    names = np.asarray(groups)
    if names.shape != (n_people,):
        expected = f"a group for each of {n_people:,} people"
        raise InputError(Problem("groups", "", expected, f"shape {names.shape}"))
    _, group = np.unique(names, return_inverse=True)
    order = np.argsort(group, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(group[order])) + 1)


def _check_size(members: list[NDArray[np.int64]]) -> None:
    n_pairs = sum(len(rows) ** 2 for rows in members)
    if n_pairs > MOST_PAIRS:
        most = math.isqrt(MOST_PAIRS)
        expected = (
            f"groups whose squared sizes sum up to at most {MOST_PAIRS:,}, as one of {most:,} "
            "people has (compare within hamlets or villages: groups=)"
        )
        largest = max(len(rows) for rows in members)
        found = f"{n_pairs:,}, with a largest group of {largest:,} people"
        raise InputError(Problem("groups", "", expected, found))


def _steps(ties: TieList, unreachable: str) -> Reals:
    n_people = ties.n_people
    steps = np.empty((n_people, n_people), np.int32)
    everybody = np.arange(n_people, dtype=np.int32)
    steps_from(everybody, ties.first, ties.alter, steps, np.empty(n_people, np.int32))
    none = steps == UNREACHED
    steps[none] = 0 if unreachable == "zero" else steps.max(initial=0) + 1
    return steps.astype(np.float64)


def _distances(steps: Reals) -> Reals:
    """Measure all distances by sums over whole numbers, which are exact; divided at the end.

    The sums run over all people; what k = i and k = j add is z_ij^2 + z_ji^2 in each of the two.
    """
    most = float(steps.max(initial=0.0))
    squares = np.zeros_like(steps)
    for rows in (steps, np.ascontiguousarray(steps.T)):
        own = (rows * rows).sum(axis=1)
        squares += own[:, None] + own[None, :] - 2.0 * (rows @ rows.T)
    squares += (steps - steps.T) ** 2 - 2.0 * (steps**2 + steps.T**2)
    np.fill_diagonal(squares, 0.0)
    return np.asarray(np.sqrt(squares) / (most or 1.0))


def _similarities(distance: Reals, power: float) -> Reals:
    n_people = len(distance)
    if n_people < 2:
        return np.zeros_like(distance)
    nearer = (distance.max(axis=1)[:, None] - distance) ** power
    np.fill_diagonal(nearer, 0.0)
    total = nearer.sum(axis=1, keepdims=True)
    return np.divide(nearer, total, out=np.zeros_like(nearer), where=total > 0)


def _together(blocks: list[Reals], members: list[NDArray[np.int64]], n_people: int) -> "csr_array":
    """Put the blocks of groups into one matrix."""
    from scipy.sparse import coo_array

    ego, alter, found = [], [], []
    for block, rows in zip(blocks, members, strict=True):
        at, other = np.nonzero(block)
        ego.append(rows[at])
        alter.append(rows[other])
        found.append(block[at, other])
    where = (np.concatenate(ego), np.concatenate(alter))
    return coo_array((np.concatenate(found), where), shape=(n_people, n_people)).tocsr()
