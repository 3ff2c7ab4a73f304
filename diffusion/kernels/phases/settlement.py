"""What changes in a hamlet as a whole: the facilitator's effort, and what the month leaves."""

import numpy as np

from diffusion.kernels import draws, laws
from diffusion.kernels.jit import compiled
from diffusion.kernels.networks import add_up
from diffusion.kernels.state import (
    NEVER,
    UNACCOUNTED,
    Hamlet,
    Ints,
    Parameters,
    Plan,
    Ties,
)


@compiled
def set_facilitation(hamlets: Hamlet, plan: Plan, parameters: Parameters, t: int) -> None:
    """Set the facilitator's effort, and the level at which each hamlet functions (ODD 7.10)."""
    for hamlet in range(hamlets.first.size):
        effort = 1.0
        if parameters.has_withdrawal:
            effort = max(
                laws.effort(t, plan.withdrawal_month, plan.taper),
                parameters.village_promise * hamlets.commitment[hamlet],
            )
        hamlets.effort[hamlet] = effort
        hamlets.presence[hamlet] = laws.presence(hamlets.self_reliance[hamlet], effort)


@compiled
def end_month(
    hamlets: Hamlet,
    ledger: Ints,
    parameters: Parameters,
    run_key: np.uint64,
    t: int,
) -> None:
    """Move cohesion, administration, self-reliance and channels at the month's end (step 7)."""
    for hamlet in range(hamlets.first.size):
        _hold_together(hamlets, hamlet, parameters)
        has_association = hamlets.formed[hamlet] != NEVER
        if has_association:
            hamlets.administration[hamlet] = laws.administration_after(
                hamlets.administration[hamlet],
                parameters.administration_rate,
                hamlets.presence[hamlet],
            )
        participation = hamlets.participation[hamlet]
        if hamlets.is_meeting_held[hamlet]:
            participation = max(participation, parameters.meeting_participation)
        hamlets.self_reliance[hamlet] = laws.self_reliance_after(
            hamlets.self_reliance[hamlet],
            parameters.self_reliance_rate,
            participation,
            parameters.unsupported_share,
            hamlets.effort[hamlet],
        )
        _open_and_close(hamlets, hamlet, parameters, run_key, t)
        if parameters.leakage_rate > 0.0 and has_association:
            lost = laws.leakage(
                parameters.leakage_rate, hamlets.administration[hamlet], hamlets.fund[hamlet]
            )
            hamlets.fund[hamlet] -= lost
            hamlets.unaccounted[hamlet] += lost
            ledger[UNACCOUNTED] += lost


@compiled
def let_ties_grow(ties: Ties, parameters: Parameters) -> None:
    """Let ties have the strength that this month's meetings gave them, from now on (ODD 8)."""
    if parameters.tie_growth > 0.0:
        for tie in range(ties.start[0], ties.start[ties.start.size - 1]):
            ties.strength[tie] = ties.growing[tie]
        add_up(ties.start, ties.strength, ties.total)


@compiled
def _hold_together(hamlets: Hamlet, hamlet: int, parameters: Parameters) -> None:
    """Raise cohesion by a meeting; lower it by one not held, and by each loss (ODD 7.8)."""
    cohesion = hamlets.cohesion[hamlet]
    if hamlets.is_meeting_held[hamlet]:
        cohesion = laws.cohesion_after_meeting(
            cohesion, parameters.cohesion_gain, hamlets.attendance[hamlet]
        )
    elif hamlets.is_meeting_due[hamlet]:
        cohesion = laws.cohesion_after_loss(cohesion, parameters.cohesion_loss)
    for _ in range(hamlets.n_losses[hamlet]):
        cohesion = laws.cohesion_after_loss(cohesion, parameters.default_cohesion_loss)
    hamlets.cohesion[hamlet] = cohesion


@compiled
def _open_and_close(
    hamlets: Hamlet, hamlet: int, parameters: Parameters, run_key: np.uint64, t: int
) -> None:
    """Close channels that nobody looks after; reopen some by the association (ODD 7.11)."""
    closing = laws.chance(laws.closing_rate(parameters.closing_rate, hamlets.presence[hamlet]))
    reopening = laws.chance(
        laws.reopening_rate(parameters.reopening_rate, hamlets.self_reliance[hamlet])
    )
    for channel in range(parameters.n_channels):
        if hamlets.was_open[hamlet, channel] == 0:
            continue
        draw = draws.site_draw(run_key, draws.CHANNEL, t, channel, hamlets.number[hamlet])
        if hamlets.is_open[hamlet, channel] == 1:
            if draw < closing:
                hamlets.is_open[hamlet, channel] = 0
        elif hamlets.formed[hamlet] != NEVER and draw < reopening:
            hamlets.is_open[hamlet, channel] = 1
