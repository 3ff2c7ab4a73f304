"""What changes in a hamlet as a whole: the facilitator's effort, and what the month leaves."""

import numpy as np

from diffusion.kernels import draws, laws
from diffusion.kernels.arrays import Ints
from diffusion.kernels.jit import compiled, inner
from diffusion.kernels.networks import add_up
from diffusion.kernels.parameters import Parameters
from diffusion.kernels.phases.offices import (
    competence_in,
    dealings,
    open_channel,
    open_new_channels,
    oversight,
    share_filled,
)
from diffusion.kernels.plan import Plan
from diffusion.kernels.records import UNACCOUNTED
from diffusion.kernels.site import BOOKS, FUNCTIONS, MARKETS, TIERS, VILLAGE, Site
from diffusion.kernels.state import NEVER, Ties


@compiled
def set_facilitation(sites: Site, plan: Plan, parameters: Parameters, t: int) -> None:
    """Set the facilitator's effort, and the level at which each function is filled (ODD 7.10)."""
    for site in range(sites.first.size):
        village = sites.commitment[site, VILLAGE]
        sites.effort[site] = _effort(plan.withdrawal_month, plan, parameters, village, t)
        for function in range(len(FUNCTIONS)):
            effort = _effort(plan.handover[function], plan, parameters, village, t)
            sites.effort_in[site, function] = effort
            sites.presence[site, function] = laws.presence(
                laws.self_reliance_used(
                    sites.self_reliance[site, function],
                    parameters.office_weight,
                    share_filled(sites, site, function),
                ),
                effort,
            )
        sites.has_reported[site] = False


@inner
def _effort(handover: int, plan: Plan, parameters: Parameters, village: float, t: int) -> float:
    """Effort in month `t` of a facilitator who begins to withdraw in month `handover`."""
    if not parameters.has_withdrawal:
        return 1.0
    return laws.effort_kept(
        laws.effort(t, handover, plan.taper), parameters.village_promise, village
    )


@compiled
def end_month(
    sites: Site,
    ledger: Ints,
    parameters: Parameters,
    run_key: np.uint64,
    t: int,
) -> None:
    """Move cohesion, administration, self-reliance and channels at the month's end (step 7)."""
    for site in range(sites.first.size):
        _hold_together(sites, site, parameters)
        has_association = sites.formed[site] != NEVER
        if has_association:
            sites.administration[site] = laws.administration_after(
                sites.administration[site],
                parameters.administration_rate,
                sites.presence[site, BOOKS],
                laws.weighted(
                    parameters.office_weight,
                    competence_in(sites, site, BOOKS) if sites.is_meeting_held[site] else 0.0,
                ),
            )
        participation = sites.participation[site]
        if sites.is_meeting_held[site]:
            participation = max(participation, parameters.meeting_participation)
        for function in range(len(FUNCTIONS)):
            sites.self_reliance[site, function] = laws.self_reliance_after(
                sites.self_reliance[site, function],
                parameters.self_reliance_rate,
                participation,
                parameters.unsupported_share,
                sites.effort_in[site, function],
                laws.weighted(parameters.office_weight, competence_in(sites, site, function)),
            )
        if not sites.has_reported[site]:
            for tier in range(len(TIERS)):
                sites.commitment[site, tier] = laws.commitment_unreported(
                    sites.commitment[site, tier],
                    parameters.first_commitment[tier],
                    parameters.fading,
                )
        open_new_channels(sites, site, parameters, run_key, t)
        _open_and_close(sites, site, parameters, run_key, t)
        if parameters.leakage_rate > 0.0 and has_association:
            lost = laws.leakage(
                parameters.leakage_rate
                * laws.unchecked(parameters.oversight, oversight(sites, site)),
                sites.administration[site],
                sites.fund[site],
            )
            sites.fund[site] -= lost
            sites.unaccounted[site] += lost
            ledger[UNACCOUNTED] += lost


@compiled
def let_ties_grow(ties: Ties, parameters: Parameters) -> None:
    """Let ties have the strength that this month's meetings gave them, from now on (ODD 8)."""
    if parameters.tie_growth > 0.0:
        for tie in range(ties.start[0], ties.start[ties.start.size - 1]):
            ties.strength[tie] = ties.growing[tie]
            if ties.shown_growing.size > 0:
                ties.shown[tie] = ties.shown_growing[tie]
        add_up(ties.start, ties.strength, ties.total)


@inner
def _hold_together(sites: Site, site: int, parameters: Parameters) -> None:
    """Raise cohesion by a meeting; lower it by one not held, and by each loss (ODD 7.8)."""
    cohesion = sites.cohesion[site]
    if sites.is_meeting_held[site]:
        cohesion = laws.cohesion_after_meeting(
            cohesion, parameters.cohesion_gain, sites.attendance[site]
        )
    elif sites.is_meeting_due[site]:
        cohesion = laws.cohesion_after_loss(cohesion, parameters.cohesion_loss)
    for _ in range(sites.n_losses[site]):
        cohesion = laws.cohesion_after_loss(cohesion, parameters.default_cohesion_loss)
    sites.cohesion[site] = cohesion


@inner
def _open_and_close(
    sites: Site, site: int, parameters: Parameters, run_key: np.uint64, t: int
) -> None:
    """Close channels that nobody looks after; reopen some by the association (ODD 7.11)."""
    _keep_promises(sites, site, parameters, run_key, t)
    closing = laws.closing_rate(parameters.closing_rate, sites.presence[site, MARKETS])
    self_reliance = laws.self_reliance_used(
        sites.self_reliance[site, MARKETS],
        parameters.office_weight,
        share_filled(sites, site, MARKETS),
    )
    reopening = laws.reopening_rate(parameters.reopening_rate, self_reliance)
    for channel in range(parameters.n_channels):
        if sites.was_open[site, channel] == 0:
            continue
        draw = draws.site_draw(run_key, draws.CHANNEL, t, channel, sites.number[site])
        if sites.is_open[site, channel] == 1:
            if laws.happens(draw, closing):
                sites.is_open[site, channel] = 0
        elif sites.formed[site] != NEVER and laws.happens(draw, reopening):
            sites.is_open[site, channel] = 1


@inner
def _keep_promises(
    sites: Site, site: int, parameters: Parameters, run_key: np.uint64, t: int
) -> None:
    """Open channels that a tier of government has promised, by its commitment (ODD 7.12)."""
    for channel in range(parameters.n_channels):
        if sites.is_promised[site, channel] == 0:
            continue
        tier = parameters.promised_by[channel]
        rate = parameters.promise_rate * sites.commitment[site, tier]
        rate *= dealings(sites, site, parameters)
        if laws.happens(
            draws.site_draw(run_key, draws.PROMISE, t, channel, sites.number[site]), rate
        ):
            sites.is_promised[site, channel] = 0
            open_channel(sites, site, channel)
