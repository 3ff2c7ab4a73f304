"""Moves from stage to stage, at most one a month for each artisan (ODD 3, step 6).

Each phase goes through the artisans who were in a stage at the start of the month, and writes
`next_stage`; `enter_stages` then moves all of them at once. A phase does so for the sites that it
is given: one, or all.

Who was in which stage stands in `month.by_stage`, sorted by stage: those of a site in stage s have
the places from `stage_first[s]` up to `stage_first[s + 1]`.
"""

import numpy as np

from diffusion.kernels import draws, laws
from diffusion.kernels import events as told
from diffusion.kernels.arrays import Ints
from diffusion.kernels.events import NOBODY, Events, tell
from diffusion.kernels.jit import compiled, inner
from diffusion.kernels.parameters import Parameters
from diffusion.kernels.phases.influence import (
    tell_who_moved,
    tell_who_persuaded,
    tell_who_was_heard,
)
from diffusion.kernels.phases.rates import (
    alpha_in,
    awareness_rate_of,
    decision_rate_of,
    discontinuance_rate_of,
    entry_cost_of,
    persuasion_rate_of,
    ungated_rate_of,
)
from diffusion.kernels.records import ENTRY_COST
from diffusion.kernels.site import Site
from diffusion.kernels.state import (
    CONFIRMED,
    DECIDED,
    DISCONTINUED,
    KNOWS,
    NEVER,
    PERSUADED,
    TRIAL,
    UNAWARE,
    Month,
    State,
    Ties,
)


@compiled
def be_told(month: Month, sites: Site) -> None:
    """Let the unaware who were told at an activity know of the innovation (ODD 7.2)."""
    for site in range(sites.first.size):
        places = sites.stage_first[site]
        for place in range(places[UNAWARE], places[KNOWS]):
            ego = month.by_stage[place]
            if month.heard[ego]:
                month.next_stage[ego] = KNOWS


@compiled
def hear(
    state: State,
    month: Month,
    sites: Site,
    ties: Ties,
    parameters: Parameters,
    run_key: np.uint64,
    t: int,
    events: Events | None = None,
) -> None:
    """Let the unaware hear of the innovation from others, or from afar (ODD 7.2)."""
    key = draws.subkey(run_key, draws.AWARENESS, t, 0)
    for site in range(sites.first.size):
        places = sites.stage_first[site]
        for place in range(places[UNAWARE], places[KNOWS]):
            ego = month.by_stage[place]
            if month.next_stage[ego] != UNAWARE:
                continue
            rate = parameters.broadcast
            if sites.is_told[site]:
                rate = awareness_rate_of(state, month, ties, parameters, ego)
            if laws.happens(draws.draw(key, state.identity[ego]), rate):
                month.next_stage[ego] = KNOWS
                tell_who_was_heard(events, state, month, ties, parameters, ego, rate)


@compiled
def persuade(
    state: State,
    month: Month,
    sites: Site,
    ties: Ties,
    parameters: Parameters,
    run_key: np.uint64,
    t: int,
    events: Events | None = None,
) -> None:
    """Let those who know come to favour it (ODD 7.3)."""
    key = draws.subkey(run_key, draws.PERSUASION, t, 0)
    for site in range(sites.first.size):
        places = sites.stage_first[site]
        for place in range(places[KNOWS], places[PERSUADED]):
            ego = month.by_stage[place]
            is_bound = (
                sites.has_voted[site]
                and state.is_member[ego]
                and laws.is_tolerable(state.value_fit[ego], parameters.misfit_tolerance)
            )
            if is_bound or laws.happens(
                draws.draw(key, state.identity[ego]),
                persuasion_rate_of(state, month, parameters, ego),
            ):
                month.next_stage[ego] = PERSUADED
                tell_who_persuaded(
                    events, state, month, sites, site, ties, parameters, ego, is_bound
                )


@compiled
def decide(
    state: State,
    month: Month,
    sites: Site,
    ties: Ties,
    parameters: Parameters,
    run_key: np.uint64,
    t: int,
    events: Events | None = None,
) -> None:
    """Let those who favour it, or have given it up, decide to begin (ODD 7.4 and 7.5)."""
    first = draws.subkey(run_key, draws.DECISION, t, 0)
    again = draws.subkey(run_key, draws.READOPTION, t, 0)
    alpha = alpha_in(parameters, t)
    for site in range(sites.first.size):
        places = sites.stage_first[site]
        for place in range(places[PERSUADED], places[DECIDED]):
            ego = month.by_stage[place]
            draw = draws.draw(first, state.identity[ego])
            # Gates only lower the rate. Most draws are above the ungated one, and need no gates.
            ungated = ungated_rate_of(state, month, parameters, alpha, ego)
            if draw < state.propensity[ego] * ungated and laws.happens(
                draw, decision_rate_of(state, month, sites, parameters, alpha, ego)
            ):
                month.next_stage[ego] = DECIDED
                tell_who_moved(events, state, month, sites, site, ties, parameters, alpha, ego)
        for place in range(places[DISCONTINUED], places[DISCONTINUED + 1]):
            ego = month.by_stage[place]
            draw = draws.draw(again, state.identity[ego])
            factor = parameters.readoption_factor
            ungated = ungated_rate_of(state, month, parameters, alpha, ego)
            if draw < factor * (state.propensity[ego] * ungated) and laws.happens(
                draw,
                laws.readoption_rate(
                    factor, decision_rate_of(state, month, sites, parameters, alpha, ego)
                ),
            ):
                month.next_stage[ego] = DECIDED
                tell_who_moved(events, state, month, sites, site, ties, parameters, alpha, ego)


@compiled
def start_trials(
    state: State,
    month: Month,
    sites: Site,
    ledger: Ints,
    parameters: Parameters,
    events: Events | None = None,
) -> None:
    """Let those who have decided pay and begin, or lapse after too long a wait (ODD 7.5)."""
    for site in range(sites.first.size):
        places = sites.stage_first[site]
        for place in range(places[DECIDED], places[TRIAL]):
            ego = month.by_stage[place]
            cost = entry_cost_of(state, sites, site, parameters, ego)
            if laws.can_begin(state.cash[ego], cost, parameters.cash_buffer):
                state.cash[ego] -= cost
                ledger[ENTRY_COST] += cost
                month.next_stage[ego] = TRIAL
                tell(events, told.PAID, ego, NOBODY, cost)
            elif state.months_in_stage[ego] >= parameters.lapse_months:
                month.next_stage[ego] = PERSUADED
            elif state.months_in_stage[ego] == 0:
                lack = cost + parameters.cash_buffer - state.cash[ego]
                tell(events, told.WAITS, ego, NOBODY, lack)


@compiled
def confirm_or_discontinue(
    state: State, month: Month, sites: Site, parameters: Parameters, run_key: np.uint64, t: int
) -> None:
    """Let users give up, and those on trial confirm; giving up comes first (ODD 7.5)."""
    dropping = draws.subkey(run_key, draws.DISCONTINUANCE, t, 0)
    confirming = draws.subkey(run_key, draws.CONFIRMATION, t, 0)
    highest = max(1.0, parameters.trial_factor) * laws.highest_discontinuance_rate(
        parameters.discontinuance_rate,
        parameters.discontinuance_efficacy,
        parameters.discontinuance_advantage,
    )
    for site in range(sites.first.size):
        places = sites.stage_first[site]
        for place in range(places[TRIAL], places[DISCONTINUED]):
            ego = month.by_stage[place]
            draw = draws.draw(dropping, state.identity[ego])
            if draw < highest and laws.happens(
                draw, discontinuance_rate_of(state, month, parameters, ego)
            ):
                month.next_stage[ego] = DISCONTINUED
            elif (
                state.stage[ego] == TRIAL
                and state.months_in_stage[ego] >= parameters.confirmation_months
                and state.advantage[ego] > 0.0
                and laws.happens(
                    draws.draw(confirming, state.identity[ego]),
                    laws.confirmation_rate(parameters.confirmation_rate, state.self_efficacy[ego]),
                )
            ):
                month.next_stage[ego] = CONFIRMED


@compiled
def enter_stages(
    state: State,
    month: Month,
    sites: Site,
    parameters: Parameters,
    record: int,
    events: Events | None = None,
) -> None:
    """Put each artisan into the stage that is next; `record` is the one this month ends with."""
    for site in range(sites.first.size):
        for ego in range(sites.first[site], sites.end[site]):
            stage = month.next_stage[ego]
            if stage == state.stage[ego]:
                state.months_in_stage[ego] += 1
                continue
            _tell_move(events, state, parameters, ego, state.stage[ego], stage)
            state.stage[ego] = stage
            state.months_in_stage[ego] = 0
            if stage == TRIAL and state.toa[ego] == NEVER:
                state.toa[ego] = record


@compiled
def count_months(state: State, sites: Site) -> None:
    """Count for each artisan the records in a row as an adopter, at the end of a month."""
    for site in range(sites.first.size):
        for ego in range(sites.first[site], sites.end[site]):
            stage = state.stage[ego]
            is_adopting = (stage >= TRIAL) & (stage <= CONFIRMED)
            state.months_adopted[ego] = (state.months_adopted[ego] + 1) * is_adopting


@inner
def _tell_move(
    events: Events | None, state: State, parameters: Parameters, ego: int, was: int, now: int
) -> None:
    """Write the move of an artisan to another stage, and values that bear it no further."""
    if events is None:
        return
    kind = told.HEARD
    if now == PERSUADED:
        kind = told.LAPSED if was == DECIDED else told.PERSUADED
    elif now == DECIDED:
        kind = told.DECIDED
    elif now == TRIAL:
        kind = told.BEGAN
    elif now == CONFIRMED:
        kind = told.CONFIRMED
    elif now in (DISCONTINUED, UNAWARE):  # the latter in the two-state chain
        kind = told.GAVE_UP
    tell(events, kind, ego, was, 0)
    if now == KNOWS and not laws.is_tolerable(state.value_fit[ego], parameters.misfit_tolerance):
        tell(events, told.BARRED, ego, NOBODY, 0)
