"""Who could teach whom: each person is given the nearest of those whom most name."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diffusion.errors import InputError, Problem
from diffusion.kernels import draws
from diffusion.kernels.matching import nearest_mentors
from diffusion.kernels.walking import UNREACHED, steps_from
from diffusion.measures.given import option
from diffusion.measures.result import Result
from diffusion.measures.tie_lists import TieList, ties_of

MOST_STEPS = 200_000_000
"""Mentors times people, at most: steps between them are kept, 4 bytes each."""

_AT_THE_CUT, _AMONG_EQUALS, _OF_A_FULL_MENTOR = 0, 1, 2
"""What draws are for, as their extra."""


@dataclass(frozen=True, repr=False, eq=False)
class Mentors(Result):
    """Whom each person is given as a mentor.

    Attributes
    ----------
    person : int64 [N]
    mentor : int64 [N]
        Row of the mentor; of a mentor himself.
    steps : int32 [N]
        Along ties from the person to the mentor; -1 where there is no path, so that lot decided.
    degree : float64 [N]
        By which mentors were chosen.
    is_mentor : bool [N]
    """

    person: NDArray[np.int64]
    mentor: NDArray[np.int64]
    steps: NDArray[np.int32]
    degree: NDArray[np.float64]
    is_mentor: NDArray[np.bool_]


def mentor_matching(
    data: Any,
    n: int,
    *,
    degree: str = "in",
    at_the_cut: str = "lot",
    capacity: int | None = None,
    random_seed: int = 1,
    run: int = 0,
) -> Mentors:
    """Choose the people whom most name as mentors, and give each other person the nearest.

    Of mentors who are equally near, a person gets the one to whom his alters have the fewest
    steps on average (no path counts as many steps as there are people), and of those who are
    alike in this too, one by lot (Valente and Davis 1999, Annals 566, 55). With a capacity, all
    choose at once, a full mentor keeps those who are nearest, and the others choose again among
    those with room.

    Parameters
    ----------
    data, run
        Ties, as `ties_of` takes them.
    n
        Mentors.
    degree
        By which they are chosen: "in" (who look at them), "out" or "all". Ties are counted,
        without strengths.
    at_the_cut
        Where the last of them have the same degree as others: "lot", so that there are n; or
        "all" of that degree, as in netdiffuseR, so that there may be more.
    capacity
        People whom a mentor takes at most, besides himself.
    random_seed
        Of the draws.

    Raises
    ------
    InputError
        If there are fewer people than mentors, or not room for all.
    """
    option("degree", ("in", "out", "all"), degree)
    option("at_the_cut", ("lot", "all"), at_the_cut)
    whole = ties_of(data, valued=False, run=run)
    n_people = whole.shape[0]
    if not 1 <= n <= n_people:
        expected = f"a number of mentors from 1 to {n_people:,}, the people"
        raise InputError(Problem("n", "", expected, str(n)))
    ties, seen = TieList.of(whole), TieList.of(whole.T.tocsr())
    ways = {"in": [seen], "out": [ties], "all": [seen, ties]}[degree]
    degrees = np.sum([np.diff(one.first) for one in ways], axis=0).astype(np.float64)
    mentors = _most(degrees, n, at_the_cut, random_seed)
    _check_room(len(mentors), n_people, capacity)
    steps = np.empty((len(mentors), n_people), np.int32)
    room = np.empty(n_people, np.int32)
    steps_from(mentors.astype(np.int32), seen.first, seen.alter, steps, room)
    chosen = np.full(n_people, -1, np.int32)
    chosen[mentors] = np.arange(len(mentors))
    _match(ties, steps, chosen, n_people if capacity is None else capacity, random_seed)
    is_mentor = np.zeros(n_people, np.bool_)
    is_mentor[mentors] = True
    everybody = np.arange(n_people)
    return Mentors(everybody, mentors[chosen], steps[chosen, everybody], degrees, is_mentor)


def _most(
    degree: NDArray[np.float64], n: int, at_the_cut: str, random_seed: int
) -> NDArray[np.int64]:
    """Find the n people with the highest degree; rows in ascending order."""
    if at_the_cut == "all":
        return np.flatnonzero(degree >= np.partition(degree, -n)[-n])
    key = _key(random_seed, _AT_THE_CUT)
    drawn = np.array([draws.draw(key, person) for person in range(len(degree))])
    return np.sort(np.lexsort((drawn, -degree))[:n])


def _key(random_seed: int, extra: int) -> np.uint64:
    run_key = np.uint64(draws.make_key(random_seed, 0))
    return np.uint64(draws.subkey(run_key, draws.MENTORS, 0, extra))


def _check_room(n_mentors: int, n_people: int, capacity: int | None) -> None:
    if n_mentors * n_people > MOST_STEPS:
        expected = f"at most {MOST_STEPS:,} pairs of a mentor and a person (fewer mentors)"
        raise InputError(Problem("n", "", expected, f"{n_mentors * n_people:,}"))
    if capacity is not None and n_mentors * capacity < n_people - n_mentors:
        least = -(-(n_people - n_mentors) // n_mentors)
        expected = f"room for all {n_people - n_mentors:,} others: at least {least:,}"
        raise InputError(Problem("capacity", "", expected, str(capacity)))


def _match(
    ties: TieList,
    steps: NDArray[np.int32],
    chosen: NDArray[np.int32],
    capacity: int,
    random_seed: int,
) -> None:
    """Let people choose, round by round, until all have a mentor."""
    key, turn = _key(random_seed, _AMONG_EQUALS), _key(random_seed, _OF_A_FULL_MENTOR)
    room = np.full(len(steps), capacity)
    waiting = np.flatnonzero(chosen < 0)
    while len(waiting):
        nearest_mentors(key, room > 0, waiting, ties.first, ties.alter, steps, chosen)
        of = chosen[waiting]
        n_of = np.bincount(of, minlength=len(room))
        if (n_of <= room).all():
            return
        taken = steps[of, waiting].astype(np.int64)
        taken[taken == UNREACHED] = np.iinfo(np.int64).max
        drawn = np.array([draws.draw(turn, person) for person in waiting.tolist()])
        order = np.lexsort((drawn, taken, of))
        begin = np.concatenate([[0], np.cumsum(n_of)[:-1]])
        place = np.arange(len(order)) - begin[of[order]]
        is_late = place >= room[of[order]]
        room = np.maximum(room - n_of, 0)
        waiting = np.sort(waiting[order[is_late]])
        chosen[waiting] = -1
