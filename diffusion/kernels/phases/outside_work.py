"""Work with systems outside the community: offices, grants, buyers, petitions (ODD 7.11 on)."""

import numpy as np

from diffusion.kernels import draws, laws
from diffusion.kernels.arrays import Ints
from diffusion.kernels.events import Events
from diffusion.kernels.jit import inner
from diffusion.kernels.laws import towards_one
from diffusion.kernels.parameters import Parameters
from diffusion.kernels.phases.grants import pay_in
from diffusion.kernels.phases.offices import dealings, open_channel
from diffusion.kernels.plan import Activities
from diffusion.kernels.site import REGENCY, SUB_DISTRICT, TIERS, Site
from diffusion.kernels.state import NEVER, Month, State


@inner
def lobby(sites: Site, site: int, doses: Activities, activity: int, parameters: Parameters) -> None:
    """Raise the commitment of the tiers that are lobbied, and the facilitator's credibility."""
    for tier in range(len(TIERS)):
        if doses.is_lobbied[activity, tier] == 1:
            sites.commitment[site, tier] = towards_one(
                sites.commitment[site, tier], doses.lobby[activity]
            )
    sites.credibility[site] = laws.credibility_after(
        sites.credibility[site], parameters.credibility_gain
    )


@inner
def propose(
    sites: Site,
    site: int,
    ledger: Ints,
    doses: Activities,
    activity: int,
    parameters: Parameters,
    run_key: np.uint64,
    t: int,
    events: Events | None,
) -> None:
    """Ask the regency for a grant; part of it enters the fund, the rest pays for work."""
    if not parameters.has_finance:
        return
    number = doses.id[activity]
    chance = laws.grant_chance(
        parameters.grant_floor,
        parameters.grant_commitment,
        sites.commitment[site, REGENCY],
        parameters.grant_recommendation
        if _is_recommended(sites, site, doses, activity, run_key, t)
        else 0.0,
    ) * laws.weighted(
        parameters.proposal_quality_weight,
        laws.proposal_quality(doses.participation[activity], sites.administration[site]),
    )
    if sites.formed[site] != NEVER:
        chance *= dealings(sites, site, parameters)
    if draws.site_draw(run_key, draws.GRANT, t, number, sites.number[site]) < chance:
        amount = laws.grant_to_fund(parameters.grant_share, doses.grant[activity])
        sites.grant_for_work[site] += doses.grant[activity] - amount
        if not pay_in(sites, site, ledger, parameters, amount, t, events):
            sites.promised_grant[site] += amount if parameters.grant_waits else 0


@inner
def _is_recommended(
    sites: Site, site: int, doses: Activities, activity: int, run_key: np.uint64, t: int
) -> bool:
    """Tell whether the sub-district recommends a proposal, given or asked for (ODD 7.12)."""
    if doses.is_recommended[activity] or not doses.asks_recommendation[activity]:
        return bool(doses.is_recommended[activity])
    draw = draws.site_draw(run_key, draws.RECOMMENDATION, t, doses.id[activity], sites.number[site])
    return draw < sites.commitment[site, SUB_DISTRICT]


@inner
def seek_buyer(
    state: State,
    sites: Site,
    site: int,
    doses: Activities,
    activity: int,
    parameters: Parameters,
    run_key: np.uint64,
    t: int,
) -> None:
    """Seek the buyer of a channel, who opens it, or a tier of government, which promises it."""
    channel = doses.channel[activity]
    if sites.is_open[site, channel] == 1:
        return
    chance = parameters.channel_chance[channel]
    if parameters.is_trainers[channel] == 1:
        chance *= laws.weighted(
            parameters.meeting_weight, _share_met(state, sites, site, parameters)
        )
    if draws.site_draw(run_key, draws.LINK, t, doses.id[activity], sites.number[site]) < chance:
        if parameters.promised_by[channel] >= 0:
            sites.is_promised[site, channel] = 1
        else:
            open_channel(sites, site, channel)


@inner
def _share_met(state: State, sites: Site, site: int, parameters: Parameters) -> float:
    """Artisans who have met the trainer, of those that an association needs; at most 1."""
    n_met = 0
    for ego in range(sites.first[site], sites.end[site]):
        n_met += state.has_met_trainer[ego]
    return min(1.0, n_met / parameters.minimum_members)


@inner
def petition(
    month: Month,
    sites: Site,
    site: int,
    ledger: Ints,
    doses: Activities,
    activity: int,
    parameters: Parameters,
    run_key: np.uint64,
    t: int,
    n_present: int,
    events: Events | None,
) -> None:
    """Win a concession or suffer a refusal; either way commitment falls (ODD 7.12)."""
    number = doses.id[activity]
    if draws.site_draw(run_key, draws.CONCESSION, t, number, sites.number[site]) < (
        parameters.concession_chance
    ):
        is_paid = pay_in(sites, site, ledger, parameters, parameters.concession, t, events)
        if not is_paid and parameters.stall >= 0:
            open_channel(sites, site, parameters.stall)
    else:
        stress = laws.chance(parameters.affect_weight * parameters.refusal_stress)
        for position in range(n_present):
            ego = month.order[position]
            month.stress[ego] = laws.either(month.stress[ego], stress)
    for tier in range(len(TIERS)):
        sites.commitment[site, tier] = laws.commitment_after_petition(
            sites.commitment[site, tier], parameters.commitment_left
        )
