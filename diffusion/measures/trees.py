"""From whom each adopter may have taken the innovation: those tied who adopted last before."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diffusion.errors import check_range
from diffusion.measures.given import USERS, given, option
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
    option("users", USERS, users)
    if within is not None:
        check_range("within", within, 1, 1_000_000)
    time = it.time
    why, generation = it.why_undated(), np.where(time >= 0, 0.0, np.nan)
    why[time >= 0] = Why.NO_ALTER_BEFORE
    ego, alter, strength = it.ties_of_adopters(*kinds, valued=valued)
    when = time[ego]
    is_one = it.state(when - 1, users=users, who=alter)[0]
    if within is not None:
        is_one &= when - time[alter] <= within
    ego, alter, strength = ego[is_one], alter[is_one], strength[is_one]
    latest = np.full(it.n_people, -1, np.int32)
    np.maximum.at(latest, ego, time[alter])
    is_last = time[alter] == latest[ego]
    target, source = (rows[is_last].astype(np.int64) for rows in (ego, alter))
    order = np.lexsort((source, target, time[target]))
    target, source, strength = target[order], source[order], strength[is_last][order]
    weight = strength / np.bincount(target, strength, it.n_people)[target]
    why[target] = Why.DEFINED
    # A candidate adopted before the adopter, so that the candidate's generation is known by then.
    ends = np.flatnonzero(np.diff(time[target])) + 1
    for part in np.split(np.arange(len(target)), ends):
        steps = weight[part] * (generation[source[part]] + 1)
        np.add.at(generation, target[part], steps)
    influenced = np.bincount(source, weight, it.n_people)
    return InfluenceTree(
        target, source, time[target], time[source], weight, it.data.labels, generation,
        influenced, why,
    )  # fmt: skip
