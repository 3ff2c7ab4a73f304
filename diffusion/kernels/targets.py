"""Whom an activity invites: a rule orders the artisans, the first so many get a place."""

import math

import numpy as np

from diffusion.kernels import draws
from diffusion.kernels.flags import compiled
from diffusion.kernels.state import CONFIRMED, PERSUADED, TRIAL, Month, Plan, Reals, State, Ties

# Rules, by the position of their names in `diffusion.programme.TARGET_RULES`; then the list.
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


@compiled
def invite(
    state: State, month: Month, ties: Ties, plan: Plan, activity: int, key: np.uint64
) -> int:
    """Write the rows of those invited to `month.order`; return how many they are (ODD 7.13).

    `key` is the stream of this activity's lots (purpose 7). Artisans come in ascending score,
    equals in the order of their lots.
    """
    rule = plan.activities.rule[activity]
    places = plan.activities.places[activity]
    if rule == LISTED:
        first = plan.activities.first_listed[activity]
        n_invited = min(places, plan.activities.n_listed[activity])
        for position in range(n_invited):
            month.order[position] = plan.listed[first + position]
        return n_invited
    n_eligible = 0
    for ego in range(state.stage.size):
        if _is_eligible(rule, state, ego):
            month.order[n_eligible] = ego
            n_eligible += 1
    # Whoever is invited with everybody else needs no order: only who comes matters.
    if places >= n_eligible:
        return n_eligible
    for ego in range(state.stage.size):
        month.lot[ego] = draws.draw(key, ego)
    if rule == FRIEND_CLUSTER:
        _score_by_friends(month, ties, places)
    else:
        if rule == HIGHEST_EIGENVECTOR:
            _eigenvector(month.score, month.earlier, ties)
        for ego in range(state.stage.size):
            month.score[ego] = _score(rule, state, month, ties, ego)
    for position in range(places):
        _bring_next(month, position, n_eligible)
    return places


@compiled
def _is_eligible(rule: int, state: State, ego: int) -> bool:
    if rule in (NONE, MEMBERS, OFFICERS):
        return False  # there are no members while the association is not part of the model
    if rule == TRAINED:
        return state.trained[ego]
    if rule == ADOPTERS:
        return TRIAL <= state.stage[ego] <= CONFIRMED
    if rule == JOINERS:
        return state.trained[ego] or PERSUADED <= state.stage[ego] <= CONFIRMED
    return True


@compiled
def _score(rule: int, state: State, month: Month, ties: Ties, ego: int) -> float:
    """Return what the rule sorts by, the first invited the lowest."""
    if rule == VOLUNTEERS:
        return -float(state.self_efficacy[ego])
    if rule == POOREST:
        return float(state.other_income[ego])
    if rule == HIGHEST_DEGREE:
        return float(ties.start[ego] - ties.start[ego + 1])
    if rule == HIGHEST_EIGENVECTOR:
        return -float(math.floor(month.score[ego] * 1e9 + 0.5))
    if rule == JOINERS:
        return 0.0 if state.trained[ego] else 1.0
    return 0.0


@compiled
def _bring_next(month: Month, position: int, n_eligible: int) -> None:
    """Swap the lowest of the rest, by score, then lot, then row, to `position`."""
    best = position
    for candidate in range(position + 1, n_eligible):
        ego, other = month.order[candidate], month.order[best]
        if month.score[ego] != month.score[other]:
            is_before = month.score[ego] < month.score[other]
        elif month.lot[ego] != month.lot[other]:
            is_before = month.lot[ego] < month.lot[other]
        else:
            is_before = ego < other
        if is_before:
            best = candidate
    month.order[position], month.order[best] = month.order[best], month.order[position]


@compiled
def _eigenvector(centrality: Reals, before: Reals, ties: Ties) -> None:
    """Write centrality by rounds of x <- (x + W x) / max, from ones (ODD 7.13)."""
    for ego in range(centrality.size):
        centrality[ego] = 1.0
    for _ in range(_EIGENVECTOR_ROUNDS):
        largest = 0.0
        for ego in range(centrality.size):
            before[ego] = centrality[ego]
        for ego in range(centrality.size):
            for tie in range(ties.start[ego], ties.start[ego + 1]):
                centrality[ego] += ties.strength[tie] * before[ties.alter[tie]]
            largest = max(largest, centrality[ego])
        for ego in range(centrality.size):
            centrality[ego] /= largest


@compiled
def _score_by_friends(month: Month, ties: Ties, places: int) -> None:
    """Score by turn: an artisan of the lot, then his alters in lot order, then the next."""
    n_artisans = month.lot.size
    for ego in range(n_artisans):
        month.score[ego] = n_artisans
    n_numbered = 0
    lot_of_head = -1.0
    while n_numbered < places:
        head = _next_by_lot(month, lot_of_head)
        lot_of_head = month.lot[head]
        if month.score[head] == n_artisans:
            month.score[head] = n_numbered
            n_numbered += 1
        lot_of_friend = -1.0
        for _ in range(ties.start[head], ties.start[head + 1]):
            friend = -1
            for tie in range(ties.start[head], ties.start[head + 1]):
                alter = ties.alter[tie]
                if month.lot[alter] > lot_of_friend and (
                    friend < 0 or month.lot[alter] < month.lot[friend]
                ):
                    friend = alter
            lot_of_friend = month.lot[friend]
            if month.score[friend] == n_artisans:
                month.score[friend] = n_numbered
                n_numbered += 1


@compiled
def _next_by_lot(month: Month, after: float) -> int:
    """Find the artisan with the lowest lot above `after`."""
    found = -1
    for ego in range(month.lot.size):
        if month.lot[ego] > after and (found < 0 or month.lot[ego] < month.lot[found]):
            found = ego
    return found
