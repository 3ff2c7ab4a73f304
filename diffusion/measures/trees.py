"""From whom each adopter may have taken the innovation: those tied who adopted last before."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diffusion.errors import check_range
from diffusion.measures.given import given, option
from diffusion.measures.result import Reasons, Result, Why


@dataclass(frozen=True, repr=False, eq=False)
class InfluenceTree(Result):
    """Candidates of each adopter: a forest whose roots have none.

    Nobody knows from whom a person took an innovation. A candidate is tied to the adopter, had
    the innovation when the adopter took it, and adopted last among those of whom this is so.

    Attributes
    ----------
    target, source : int64 [M]
        Rows of an adopter and of a candidate.
    date, source_date : int32 [M]
        Periods of their adoptions, from 0.
    value : float64 [M]
        Weight of the candidate; those of one adopter add up to 1.
    person : tuple
        Names of the N people.
    generation : float64 [N]
        Mean number of steps back to a root; 0 of a root, NaN of who did not adopt.
    n_influenced : float64 [N]
        Weights of those of whom the person is a candidate.
    why : int8 [N]
        Why a person has no candidate.
    """

    target: NDArray[np.int64]
    source: NDArray[np.int64]
    date: NDArray[np.int32]
    source_date: NDArray[np.int32]
    value: NDArray[np.float64]
    person: tuple[Any, ...]
    generation: NDArray[np.float64]
    n_influenced: NDArray[np.float64]
    why: Reasons

    @property
    def roots(self) -> NDArray[np.int64]:
        """Rows of adopters without a candidate."""
        return np.flatnonzero(self.generation == 0)

    def columns(self, say: Any = None) -> dict[str, Any]:
        """Give a row for each candidate of an adopter, by name."""
        del say
        return {
            "target": [self.person[row] for row in self.target.tolist()],
            "source": [self.person[row] for row in self.source.tolist()],
            "date": self.date,
            "source_date": self.source_date,
            "weight": self.value,
        }


def influence_tree(
    data: Any,
    toa: ArrayLike | None = None,
    *,
    kinds: Iterable[str] = (),
    valued: bool = False,
    within: int | None = None,
    users: str = "current",
    innovation: str | None = None,
    run: int = 0,
) -> InfluenceTree:
    """Name, for each adopter, those tied who had adopted most recently.

    Ties are those of the period of adoption. Candidates share the weight of 1 alike, or by the
    strength of their ties where these are `valued`.

    Parameters
    ----------
    data, toa, innovation, run
        As `diffusion.measures.given.given` takes them.
    kinds
        Of ties; all without any.
    valued
        Weigh candidates by the strength of their ties.
    within
        Candidates adopted at most so many periods earlier; any number without it.
    users
        "current" leaves out who is not known to have had it in the period before; "ever" does not.

    Raises
    ------
    InputError
        If they are none of that.
    """
    it = given(data, toa, innovation=innovation, run=run)
    option("users", ("current", "ever"), users)
    if within is not None:
        check_range("within", within, 1, 1_000_000)
    time = it.time
    why, generation = it.why_undated(), np.where(time >= 0, 0.0, np.nan)
    why[time >= 0] = Why.NO_ALTER_BEFORE
    parts = []
    for period, whole in enumerate(it.matrices(*kinds, valued=valued)):
        new = np.flatnonzero(time == period)
        rows = whole[new]
        ego = np.repeat(np.arange(len(new)), np.diff(rows.indptr))
        alter = rows.indices.astype(np.int64)
        is_one = it.state(period - 1, users=users)[0][alter]
        if within is not None:
            is_one &= period - time[alter] <= within
        ego, alter, strength = ego[is_one], alter[is_one], rows.data[is_one]
        latest = np.full(len(new), -1, np.int64)
        np.maximum.at(latest, ego, time[alter])
        is_last = time[alter] == latest[ego]
        ego, alter, strength = ego[is_last], alter[is_last], strength[is_last]
        weight = strength / np.bincount(ego, strength, len(new))[ego]
        steps = np.bincount(ego, weight * (generation[alter] + 1), len(new))
        generation[new] = steps
        why[new[np.unique(ego)]] = Why.DEFINED
        parts.append((new[ego], alter, weight))
    target, source, weight = (np.concatenate(part) for part in zip(*parts, strict=True))
    influenced = np.bincount(source, weight, it.n_people)
    return InfluenceTree(
        target, source, time[target], time[source], weight, it.data.labels, generation,
        influenced, why,
    )  # fmt: skip
