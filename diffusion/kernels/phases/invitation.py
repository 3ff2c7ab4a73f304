"""Whom an activity invites: a rule orders the artisans, the first so many get a place."""

import math

import numpy as np

from diffusion.kernels import draws, laws
from diffusion.kernels.jit import compiled, inner
from diffusion.kernels.plan import Plan
from diffusion.kernels.site import Site
from diffusion.kernels.state import CONFIRMED, NEVER, PERSUADED, TRIAL, Month, State, Ties

# Rules, by the position of their names in `scenario.programme.TARGET_RULES`; then the list.
(
    NONE,
    ALL,
    RANDOM,
    VOLUNTEERS,
    POOREST,
    HIGHEST_DEGREE,
    HIGHEST_EIGENVECTOR,
    FRIEND_CLUSTER,
    MEMBERS,
    MEMBERS_OR_ALL,
    OFFICERS,
    TRAINED,
    ADOPTERS,
    JOINERS,
    LISTED,
) = range(15)

_EIGENVECTOR_ROUNDS = 200

_NOT_POOR = 1e12
"""More than any household earns beside pottery: who is not poor comes after all who are."""


@compiled
def invite(
    state: State,
    month: Month,
    sites: Site,
    site: int,
    ties: Ties,
    plan: Plan,
    activity: int,
    key: np.uint64,
) -> int:
    """Write the rows of those invited to `month.order`; return how many they are (ODD 7.13).

    `key` is the stream of this activity's lots (purpose 7). Artisans of the hamlet come in
    ascending score, equals in the order of their lots.
    """
    rule = plan.activities.rule[activity]
    places = plan.activities.places[activity]
    # Signed, because a row is counted up from below.
    first: int = np.int64(sites.first[site])  # type: ignore[assignment]
    end: int = np.int64(sites.end[site])  # type: ignore[assignment]
    n_eligible = 0
    if rule == LISTED:
        start = plan.activities.first_listed[activity]
        for position in range(start, start + plan.activities.n_listed[activity]):
            ego = plan.listed[position]
            if first <= ego < end and n_eligible < places:
                month.order[n_eligible] = ego
                n_eligible += 1
        return n_eligible
    if rule == MEMBERS_OR_ALL:
        rule = ALL if sites.formed[site] == NEVER else MEMBERS
    for ego in range(first, end):
        if _is_eligible(rule, state, ego):
            month.order[n_eligible] = ego
            n_eligible += 1
    # Whoever is invited with everybody else needs no order: only who comes matters.
    if places >= n_eligible:
        return n_eligible
    for ego in range(first, end):
        month.lot[ego] = draws.draw(key, state.identity[ego])
    if rule == FRIEND_CLUSTER:
        _score_by_friends(month, ties, first, end, places)
    else:
        if rule == HIGHEST_EIGENVECTOR:
            _eigenvector(month, ties, first, end)
        for ego in range(first, end):
            month.score[ego] = _score(rule, state, month, ties, ego)
    bring_to_front(month, places, n_eligible)
    return places


@inner
def _is_eligible(rule: int, state: State, ego: int) -> bool:
    if rule == NONE:
        return False
    if rule == MEMBERS:
        return state.is_member[ego]
    if rule == OFFICERS:
        return state.office[ego] > 0
    if rule == TRAINED:
        return state.trained[ego]
    if rule == ADOPTERS:
        return TRIAL <= state.stage[ego] <= CONFIRMED
    if rule == JOINERS:
        return state.trained[ego] or PERSUADED <= state.stage[ego] <= CONFIRMED
    return True


@inner
def _score(rule: int, state: State, month: Month, ties: Ties, ego: int) -> float:
    """Return what the rule sorts by, the first invited the lowest."""
    if rule == VOLUNTEERS:
        return -float(state.self_efficacy[ego])
    if rule == POOREST:
        return float(state.other_income[ego]) + (0.0 if state.is_poor[ego] else _NOT_POOR)
    if rule == HIGHEST_DEGREE:
        return -float(_n_looking_at(ties, ego))
    if rule == HIGHEST_EIGENVECTOR:
        return -float(math.floor(month.score[ego] * 1e9 + 0.5))
    if rule == JOINERS:
        return 0.0 if state.trained[ego] else 1.0
    return 0.0


@inner
def _n_looking_at(ties: Ties, ego: int) -> int:
    """Count those who look at an artisan: of ties without a direction all."""
    first, end = ties.start[ego], ties.start[ego + 1]
    if ties.shown_growing.size == 0:
        return end - first
    n_looking = 0
    for tie in range(first, end):
        n_looking += ties.shown[tie] > 0
    return n_looking


@inner
def bring_to_front(month: Month, n_wanted: int, n_eligible: int) -> None:
    """Sort the first so many of `month.order` to its front: by score, then lot, then row."""
    if n_wanted == 0:
        return
    for position in range(n_eligible):
        ego = month.order[position]
        if position < n_wanted:
            place = position
        else:
            place = n_wanted - 1
            last = month.order[place]
            if not _is_before(month, ego, last):
                continue
            month.order[position] = last
        while place > 0 and _is_before(month, ego, month.order[place - 1]):
            month.order[place] = month.order[place - 1]
            place -= 1
        month.order[place] = ego


@inner
def _is_before(month: Month, one: int, other: int) -> bool:
    if month.score[one] != month.score[other]:
        return month.score[one] < month.score[other]
    if month.lot[one] != month.lot[other]:
        return month.lot[one] < month.lot[other]
    return one < other


@inner
def _eigenvector(month: Month, ties: Ties, first: int, end: int) -> None:
    """Write centrality to `month.score`: rounds of x <- (x + W x) / max from ones (ODD 7.13).

    Ties that leave the hamlet do not count.
    """
    earlier = np.empty(end - first)
    for ego in range(first, end):
        month.score[ego] = 1.0
    for _ in range(_EIGENVECTOR_ROUNDS):
        largest = 0.0
        for ego in range(first, end):
            earlier[ego - first] = month.score[ego]
        for ego in range(first, end):
            gained = 0.0
            for tie in range(ties.start[ego], ties.start[ego + 1]):
                alter = ties.alter[tie]
                if first <= alter < end:
                    gained += ties.shown[tie] / laws.WHOLE * earlier[alter - first]
            month.score[ego] += gained
            largest = max(largest, month.score[ego])
        for ego in range(first, end):
            month.score[ego] /= largest


@inner
def _score_by_friends(month: Month, ties: Ties, first: int, end: int, places: int) -> None:
    """Score by turn: an artisan of the lot, then his alters in lot order, then the next."""
    unnumbered = end - first
    for ego in range(first, end):
        month.score[ego] = unnumbered
    n_numbered = 0
    lot_of_head = -1.0
    while n_numbered < places:
        head = _next_by_lot(month, first, end, lot_of_head)
        if head < 0:  # two have drawn the same lot, and the second is never found
            return
        lot_of_head = month.lot[head]
        if month.score[head] == unnumbered:
            month.score[head] = n_numbered
            n_numbered += 1
        lot_of_friend = -1.0
        for _ in range(ties.start[head], ties.start[head + 1]):
            friend = -1
            for tie in range(ties.start[head], ties.start[head + 1]):
                alter = ties.alter[tie]
                if (
                    first <= alter < end
                    and month.lot[alter] > lot_of_friend
                    and (friend < 0 or month.lot[alter] < month.lot[friend])
                ):
                    friend = alter
            if friend < 0:
                break
            lot_of_friend = month.lot[friend]
            if month.score[friend] == unnumbered:
                month.score[friend] = n_numbered
                n_numbered += 1


@inner
def _next_by_lot(month: Month, first: int, end: int, after: float) -> int:
    """Find the artisan with the lowest lot above `after`."""
    found = -1
    for ego in range(first, end):
        if month.lot[ego] > after and (found < 0 or month.lot[ego] < month.lot[found]):
            found = ego
    return found
