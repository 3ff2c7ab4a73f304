"""What adopters make, to order, and where they sell it, hamlet by hamlet (step 4)."""

import numpy as np

from diffusion.kernels import draws, laws
from diffusion.kernels import events as told
from diffusion.kernels.arrays import Ints
from diffusion.kernels.events import NOBODY, Events, tell
from diffusion.kernels.jit import compiled, inner
from diffusion.kernels.parameters import Parameters
from diffusion.kernels.phases.offices import dealings
from diffusion.kernels.records import MOULDS
from diffusion.kernels.site import REGENCY, Site
from diffusion.kernels.state import CONFIRMED, DISCONTINUED, NEVER, TRIAL, Month, State


@compiled
def make_and_sell(
    state: State,
    month: Month,
    sites: Site,
    ledger: Ints,
    parameters: Parameters,
    run_key: np.uint64,
    t: int,
    events: Events | None = None,
) -> None:
    """Take orders, make, fire, and sell to the channels and then locally (ODD 7.7 and 7.11)."""
    for site in range(sites.first.size):
        _take_orders(sites, site, parameters, run_key, t)
        n_makers = _make(state, month, sites, site, ledger, parameters, run_key, t)
        for channel in range(parameters.n_channels + 1):
            sites.sold[site, channel] = 0
        sites.sold_locally[site] = 0
        if n_makers > 0:
            _sell_to_channels(month, sites, site, parameters)
            _sell_locally(month, sites, site, parameters)
            _tell_work(events, month, sites, site)


@inner
def _take_orders(
    sites: Site, site: int, parameters: Parameters, run_key: np.uint64, t: int
) -> None:
    """Write what each channel would take this month, the exhibition last."""
    for channel in range(parameters.n_channels):
        is_open = sites.is_open[site, channel] == 1
        sites.quota[site, channel] = parameters.channel_quota[channel] if is_open else 0
    sites.quota[site, parameters.n_channels] = 0
    if (
        laws.is_exhibition(t, parameters.exhibition_at)
        and sites.formed[site] != NEVER
        and draws.site_draw(run_key, draws.EXHIBITION, t, 0, sites.number[site])
        < sites.commitment[site, REGENCY] * dealings(sites, site, parameters)
    ):
        sites.quota[site, parameters.n_channels] = parameters.exhibition_quota


@inner
def _ordered(sites: Site, site: int, parameters: Parameters) -> int:
    total = 0
    for channel in range(parameters.n_channels + 1):
        total += sites.quota[site, channel]
    return total


@inner
def _make(
    state: State,
    month: Month,
    sites: Site,
    site: int,
    ledger: Ints,
    parameters: Parameters,
    run_key: np.uint64,
    t: int,
) -> int:
    """Write pieces made, good and accepted of each artisan; return how many make any."""
    is_rainy = parameters.rainy[t % 12] == 1
    first_maker, end_maker = _makers(sites, site)
    n_makers = all_capacity = 0
    for place in range(first_maker, end_maker):
        ego = month.by_stage[place]
        month.planned[ego] = _capacity(state.stage[ego], parameters, is_rainy)
        all_capacity += month.planned[ego]
        n_makers += 1
    planned = good = accepted = 0
    if all_capacity > 0:
        ordered = _ordered(sites, site, parameters)
        local_share = parameters.local_limit // n_makers
        firing = draws.subkey(run_key, draws.BAD_FIRING, t, 0)
        rounding = draws.subkey(run_key, draws.ACCEPTANCE, t, 0)
        felt = laws.chance(parameters.mastery_weight * parameters.work_mastery)
        for place in range(first_maker, end_maker):
            ego = month.by_stage[place]
            pieces = laws.pieces_to_make(month.planned[ego], all_capacity, ordered, local_share)
            month.planned[ego] = pieces
            if pieces == 0:
                continue
            is_bad = draws.draw(firing, state.identity[ego]) < parameters.bad_firing_chance
            share = laws.acceptance(
                laws.workmanship(
                    state.skill[ego],
                    parameters.taste_weight,
                    state.taste[ego],
                    parameters.finishing_weight,
                    state.finishing[ego],
                ),
                parameters.quality_standard,
                parameters.quality_spread,
            )
            if _casts(state, ledger, parameters, ego, pieces):
                share = 0.0
            if laws.is_mastery(share, is_bad):
                month.mastery[ego] = laws.either(month.mastery[ego], felt)
            else:
                month.setback[ego] = laws.either(month.setback[ego], felt)
            month.good[ego] = month.unsold[ego] = laws.good_pieces(pieces, is_bad)
            month.accepted[ego] = laws.accepted_pieces(
                month.good[ego], share, draws.draw(rounding, state.identity[ego])
            )
            planned += pieces
            good += month.good[ego]
            accepted += month.accepted[ego]
    sites.planned[site] = planned
    sites.good[site] = good
    sites.accepted[site] = accepted
    return n_makers


@inner
def _casts(state: State, ledger: Ints, parameters: Parameters, ego: int, pieces: int) -> bool:
    """Cast pieces; tell whether the moulds are worn and nobody can pay for new ones (ODD 7.7)."""
    if parameters.mould_life == 0:
        return False
    if state.pieces_cast[ego] >= parameters.mould_life:
        if state.cash[ego] < parameters.mould_price:
            return True
        state.cash[ego] -= parameters.mould_price
        ledger[MOULDS] += parameters.mould_price
        state.pieces_cast[ego] = 0
    state.pieces_cast[ego] += pieces
    return False


@inner
def _makers(sites: Site, site: int) -> tuple[int, int]:
    """Places of those who use the innovation, in `Month.by_stage`: the first, and past the last."""
    places = sites.stage_first[site]
    return places[TRIAL], places[DISCONTINUED]


@inner
def _capacity(stage: int, parameters: Parameters, is_rainy: bool) -> int:
    share = parameters.confirmed_share if stage == CONFIRMED else parameters.trial_share
    pieces = laws.planned_pieces(share, parameters.new_pieces)
    return laws.rained_on(pieces, parameters.rain_factor) if is_rainy else pieces


@inner
def _sell_to_channels(month: Month, sites: Site, site: int, parameters: Parameters) -> None:
    """Share each channel's orders out over the accepted pieces."""
    first_maker, end_maker = _makers(sites, site)
    offered = max(_ordered(sites, site, parameters), sites.accepted[site])
    for channel in range(parameters.n_channels + 1):
        quota = sites.quota[site, channel]
        if quota == 0:
            continue
        sold = 0
        for place in range(first_maker, end_maker):
            ego = month.by_stage[place]
            pieces = laws.share_of(month.accepted[ego], quota, offered)
            month.unsold[ego] -= pieces
            month.sales[ego] += pieces * parameters.channel_price[channel]
            sold += pieces
        sites.sold[site, channel] = sold


@inner
def _sell_locally(month: Month, sites: Site, site: int, parameters: Parameters) -> None:
    """Sell the rest in the village, accepted or not, as far as that market goes."""
    first_maker, end_maker = _makers(sites, site)
    offered = 0
    for place in range(first_maker, end_maker):
        offered += month.unsold[month.by_stage[place]]
    taken = min(offered, parameters.local_limit)
    sold = 0
    for place in range(first_maker, end_maker):
        ego = month.by_stage[place]
        pieces = laws.share_of(month.unsold[ego], taken, offered)
        # What met the standard and found no buyer is taken first.
        sold_to_buyers = month.good[ego] - month.unsold[ego]
        fine = min(pieces, month.accepted[ego] - sold_to_buyers)
        month.unsold[ego] -= pieces
        month.sales[ego] += laws.local_sales(
            pieces, fine, parameters.local_price, parameters.local_good_price
        )
        sold += pieces
    sites.sold_locally[site] = sold


@inner
def _tell_work(events: Events | None, month: Month, sites: Site, site: int) -> None:
    """Write how the firing went, what was sold, and what found no buyer."""
    if events is None:
        return
    first_maker, end_maker = _makers(sites, site)
    for place in range(first_maker, end_maker):
        ego = month.by_stage[place]
        lost, sold = month.planned[ego] - month.good[ego], month.good[ego] - month.unsold[ego]
        if lost > 0:
            tell(events, told.BAD_FIRING, ego, NOBODY, lost)
        if sold > 0:
            tell(events, told.SOLD, ego, sold, month.sales[ego])
        if month.unsold[ego] > 0:
            tell(events, told.UNSOLD, ego, NOBODY, month.unsold[ego])
