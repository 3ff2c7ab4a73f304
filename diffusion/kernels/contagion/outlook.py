"""How each artisan of the two-state chain answers what it sees, and who can move at first.

In the chain nobody earns, spends, learns or joins (ODD 8). Traits, cash and income stay as they
were, there is no association and no advantage, so every gate of a decision stays too: of the
laws of a month only the exposure is left to change.
"""

import math
from typing import NamedTuple

import numpy as np

from diffusion.kernels import draws, laws
from diffusion.kernels.contagion.fetching import AHEAD
from diffusion.kernels.jit import compiled
from diffusion.kernels.phases.transitions import cost_burden
from diffusion.kernels.state import (
    NEVER,
    TRIAL,
    Bools,
    Counts,
    Hamlet,
    Ints,
    Parameters,
    Reals,
    State,
    Ties,
    Words,
    allocate,
)

ADOPTING = -(2**30)
"""Added to what an artisan sees while it adopts itself: whoever sees less than none adopts."""

NOBODY_SEES = 2**30
"""Alters enough for any threshold: more than there are, and no number that `ADOPTING` makes."""

SUMMED, COUNTED, LISTED, ALIKE = range(4)
"""Ways to find a bound: from strengths added up; from a count of alters, where every strength is
1; from a list by artisan and count; from a list by count, where all artisans answer alike."""

N_WAITING, N_USERS, N_NOTED, N_SHOWN, N_POOR, N_RESTLESS = range(6)
"""Places in `Room.size`. The restless would begin at times without seeing anybody."""


class Outlook:
    """What an artisan answers exposure with; a row for each artisan.

    Attributes
    ----------
    gates : float64 [N]
        Share of the decision rate that gets through, 0 to 1.
    alpha : float64 [N]
        Rate without exposure, before the gates.
    whole : float64 [N]
        What strengths of alters are divided by: strength of all ties, or 1.
    threshold : float64 [N]
        Exposure needed; 0 where the response knows no threshold.
    """

    gates: Reals
    alpha: Reals
    whole: Reals
    threshold: Reals


class Waiting(NamedTuple):
    """Those who may begin, in any order; the rows from 0 up to `N_WAITING`.

    Attributes
    ----------
    salt, bound : uint64 [N]
        The artisan begins where its whole draw is below the bound (`draws`).
    excess : uint64 [N]
        Scratch: by how much the draw is above the bound.
    ego : int32 [N]
    """

    salt: Words
    bound: Words
    excess: Words
    ego: Counts


class Past:
    """What happened to each artisan, by records; a row for each.

    Attributes
    ----------
    toa, since, left : int32 [N]
        First trial; since when it has used the innovation in every record; last exit. `NEVER`.
    is_poor : bool [N]
        It does not change.
    """

    toa: Counts
    since: Counts
    left: Counts
    is_poor: Bools


class Lists(NamedTuple):
    """Rows of artisans, with room behind them for looking ahead.

    Attributes
    ----------
    user : int32 [N + 16]
        Those who may leave; none where nobody ever does.
    noted, shown : int32 [N + 16]
        Whose exposure has to be looked at anew; who counts among what alters see, in the
        memory "flow".
    came, went : int32 [N + 16]
        Who begins and who stops now.
    """

    user: Counts
    noted: Counts
    shown: Counts
    came: Counts
    went: Counts


class Room(NamedTuple):
    """One moment of the chain.

    Attributes
    ----------
    seen : int32 [N]
        Alters that each artisan sees use the innovation, in the chosen memory; and `ADOPTING`
        more while it does so itself.
    place : int32 [N]
        Its row in `waiting`, or its place in `lists.user`; `NEVER` in neither.
    need : int32 [N]
        Fewest alters to see before the artisan may begin, or less: with fewer its bound is 0.
        Where `is_step`, alters to see for the greater of the two bounds that there are.
    waiting, past, lists : Waiting, Past, Lists
    is_shown : bool [N]
        Who counts among what alters see, in the chosen memory.
    is_noted : bool [N]
        Who stands in `Lists.noted` already; unused in the memory "flow".
    size : int64 [6]
        How many there are: `N_WAITING` and so on.
    """

    seen: Counts
    place: Counts
    need: Counts
    waiting: Waiting
    past: Past
    lists: Lists
    is_shown: Bools
    is_noted: Bools
    size: Ints


def new_room(n_artisans: int) -> Room:
    """Make room for one moment of a chain."""
    return Room(
        np.zeros(n_artisans, np.int32),
        np.zeros(n_artisans, np.int32),
        np.zeros(n_artisans, np.int32),
        Waiting(
            np.zeros(n_artisans, np.uint64),
            np.zeros(n_artisans, np.uint64),
            np.zeros(n_artisans, np.uint64),
            np.zeros(n_artisans, np.int32),
        ),
        allocate(Past, n_artisans),
        Lists(*(np.zeros(n_artisans + 2 * AHEAD, np.int32) for _ in Lists._fields)),
        np.zeros(n_artisans, np.bool_),
        np.zeros(n_artisans, np.bool_),
        np.zeros(6, np.int64),
    )


@compiled
def look_out(
    start: State,
    hamlets: Hamlet,
    ties: Ties,
    parameters: Parameters,
    outlook: Outlook,
    bounds: Words,
    is_kept: bool,
    first: Room,
) -> int:
    """Work out what stays the same in all months, and write the first moment.

    Parameters
    ----------
    start, hamlets, ties : State [N], Hamlet [H], Ties
        First moment of a run. Everybody is unaware or at trial, and no association is there.
    parameters : Parameters
    outlook : Outlook [N]
        Written.
    bounds : uint64 [at least N and one for each end of a tie]
        Written where bounds can be listed.
    is_kept : bool
        Whether more than one run will use what is written here.
    first : Room
        Written.

    Returns
    -------
    int
        Where the bounds are found: `SUMMED` and so on.
    """
    waiting, past, lists = first.waiting, first.past, first.lists
    for ego in range(start.stage.size):
        is_user = start.stage[ego] == TRIAL
        _answer(start, hamlets, ties, parameters, outlook, ego)
        first.seen[ego] = ADOPTING if is_user else 0
        first.place[ego] = NEVER
        first.is_noted[ego] = False
        first.is_shown[ego] = is_user and (
            start.months_in_stage[ego] == 0 or not parameters.is_flow
        )
        past.toa[ego] = start.toa[ego]
        past.since[ego] = 1 - start.months_adopted[ego] if is_user else NEVER
        past.left[ego] = NEVER
        past.is_poor[ego] = start.is_poor[ego]
    form = _list_bounds(ties, parameters, outlook, bounds, is_kept)
    for name in range(first.size.size):
        first.size[name] = 0
    size = first.size
    for ego in range(start.stage.size):
        first.need[ego] = _need(parameters, outlook, form, ego)
        if first.is_shown[ego] and parameters.is_flow:
            lists.shown[size[N_SHOWN]] = ego
            size[N_SHOWN] += 1
        if first.seen[ego] < 0:
            size[N_POOR] += past.is_poor[ego]
            if parameters.exit_hazard > 0.0:
                first.place[ego] = size[N_USERS]
                lists.user[size[N_USERS]] = ego
                size[N_USERS] += 1
            continue
        for tie in range(ties.start[ego], ties.start[ego + 1]):
            first.seen[ego] += first.is_shown[ties.alter[tie]]
        if first.seen[ego] > 0 and parameters.is_flow:
            lists.noted[size[N_NOTED]] = ego
            size[N_NOTED] += 1
        size[N_RESTLESS] += bound_at(outlook, parameters, ego, 0.0) > 0
        bound = bound_now(first, ties, parameters, outlook, bounds, form, ego)
        if bound > 0:
            first.place[ego] = size[N_WAITING]
            waiting.ego[size[N_WAITING]] = ego
            waiting.salt[size[N_WAITING]] = draws.salt(ego)
            waiting.bound[size[N_WAITING]] = bound
            size[N_WAITING] += 1
    return form


@compiled
def _answer(
    start: State, hamlets: Hamlet, ties: Ties, parameters: Parameters, outlook: Outlook, ego: int
) -> None:
    """Write one artisan's outlook: the parts of `transitions.decision_rate` that stay."""
    gate = laws.value_gate(
        start.value_fit[ego], parameters.misfit_tolerance, parameters.value_exponent
    )
    gates = 0.0
    if gate > 0.0:
        gates = laws.decision_gates(
            start.self_efficacy[ego],
            parameters.efficacy_exponent,
            gate,
            cost_burden(start, hamlets, parameters, ego),
            parameters.cost_exponent,
            1.0,
        )
    whole = 0.0
    for tie in range(ties.start[ego], ties.start[ego + 1]):
        whole += ties.strength[tie]
    outlook.gates[ego] = gates
    outlook.alpha[ego] = parameters.alpha * start.alpha_factor[ego]
    outlook.whole[ego] = 1.0 if parameters.is_sum or whole == 0.0 else whole
    has_threshold = parameters.response == laws.THRESHOLD
    outlook.threshold[ego] = start.threshold[ego] if has_threshold else 0.0


@compiled
def is_step(parameters: Parameters, form: int) -> bool:
    """Whether a bound only depends on whether one sees as many alters as one needs."""
    return (parameters.response == laws.THRESHOLD) & (form != SUMMED)


@compiled
def _need(parameters: Parameters, outlook: Outlook, form: int, ego: int) -> int:
    """Count how many alters an artisan has to see before it may begin; never too many."""
    if not is_step(parameters, form):
        return 0 if bound_at(outlook, parameters, ego, 0.0) > 0 else 1
    threshold, whole = outlook.threshold[ego], outlook.whole[ego]
    if threshold * whole >= NOBODY_SEES:
        return NOBODY_SEES
    # The product may be rounded; the quotient is what `bound_at` compares.
    need = max(1, math.ceil(threshold * whole))
    while need > 1 and (need - 1) / whole >= threshold:
        need -= 1
    while need / whole < threshold:
        need += 1
    return need


@compiled
def _list_bounds(
    ties: Ties, parameters: Parameters, outlook: Outlook, bounds: Words, is_kept: bool
) -> int:
    """List the bounds, if exposure can be counted and the list is worth its making."""
    n_artisans = outlook.gates.size
    most = 0
    are_alike = True
    for ego in range(n_artisans):
        for tie in range(ties.start[ego], ties.start[ego + 1]):
            if ties.strength[tie] != 1.0:
                return SUMMED
        most = max(most, ties.start[ego + 1] - ties.start[ego])
        are_alike &= (
            (outlook.gates[ego] == outlook.gates[0])
            & (outlook.alpha[ego] == outlook.alpha[0])
            & (outlook.whole[ego] == outlook.whole[0])
            & (outlook.threshold[ego] == outlook.threshold[0])
        )
    if are_alike:
        for seen in range(most + 1):
            bounds[seen] = bound_at(outlook, parameters, 0, float(seen))
        return ALIKE
    if not is_kept:
        return COUNTED
    for ego in range(n_artisans):
        first = ties.start[ego] - ties.start[0] + ego
        for seen in range(ties.start[ego + 1] - ties.start[ego] + 1):
            bounds[first + seen] = bound_at(outlook, parameters, ego, float(seen))
    return LISTED


@compiled
def listed_bound(ties: Ties, bounds: Words, form: int, ego: int, seen: int) -> np.uint64:
    """Bound of an artisan who sees so many, where bounds are listed."""
    if form == ALIKE:
        return bounds[seen]
    return bounds[ties.start[ego] - ties.start[0] + ego + seen]


@compiled
def bound_now(
    now: Room,
    ties: Ties,
    parameters: Parameters,
    outlook: Outlook,
    bounds: Words,
    form: int,
    ego: int,
) -> np.uint64:
    """Bound below which the whole draw of an unaware artisan has to be, so that it begins."""
    seen = now.seen[ego]
    if form >= LISTED:
        return listed_bound(ties, bounds, form, ego, seen)
    if form == COUNTED or seen == 0:
        return bound_at(outlook, parameters, ego, float(seen))
    # Added up in the order of the alters, as `snapshot.look_at_alters` does: the same bits. What
    # it adds for an alter who shows nothing is 0, and changes none.
    strength = 0.0
    for tie in range(ties.start[ego], ties.start[ego + 1]):
        if now.is_shown[ties.alter[tie]]:
            strength += ties.strength[tie]
    return bound_at(outlook, parameters, ego, strength)


@compiled
def bound_at(outlook: Outlook, parameters: Parameters, ego: int, strength: float) -> np.uint64:
    """Bound of an artisan tied with this strength to those who use the innovation (ODD 7.4).

    `laws.happens` asks for a draw below the rate and below its chance; so below the lesser.
    """
    exposure = strength / outlook.whole[ego]
    response = laws.response(
        exposure,
        parameters.response,
        parameters.hill_exponent,
        parameters.hill_midpoint,
        outlook.threshold[ego],
    )
    rate = (
        laws.gated_rate(outlook.gates[ego], outlook.alpha[ego], parameters.beta * response)
        / parameters.substeps
    )
    return draws.bound(min(rate, laws.chance(rate)))
