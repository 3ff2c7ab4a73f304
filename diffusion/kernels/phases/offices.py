"""What the offices of the association are worth this month, and what officers do (ODD 7.15)."""

import numpy as np

from diffusion.kernels import draws, laws
from diffusion.kernels.jit import compiled, inner
from diffusion.kernels.parameters import Parameters
from diffusion.kernels.site import (
    AGENCIES,
    BOOKS,
    BUSINESS,
    CHAIR,
    MARKETING,
    MEETINGS,
    OFFICES,
    SECRETARY,
    SUPERVISION,
    TREASURER,
    Site,
)
from diffusion.kernels.state import NEVER, Month, State


@compiled
def fill_offices(state: State, month: Month, sites: Site, parameters: Parameters, t: int) -> None:
    """Find who holds each office at the start of the month, and how competent they are."""
    for site in range(sites.first.size):
        for office in range(len(OFFICES)):
            sites.in_office[site, office] = sites.competence[site, office] = 0.0
        first = sites.first[site]
        for place in range(first, first + sites.n_members[site]):
            ego = month.roll[place]
            sites.in_office[site, state.office[ego]] += 1.0
            sites.competence[site, state.office[ego]] += state.competence[ego]
        for office in range(1, len(OFFICES)):
            if sites.in_office[site, office] > 0.0:
                sites.competence[site, office] /= sites.in_office[site, office]
        bought = parameters.mould_set_share if t < sites.moulds_last_until[site] else 0.0
        sites.shared_cost[site] = laws.either(
            laws.cost_shared(parameters.shared_moulds, sites.competence[site, BUSINESS]), bought
        )


@compiled
def competence_in(sites: Site, site: int, function: int) -> float:
    """Competence of those who see to a function: mean of its offices, 0 to 1."""
    first, second = _offices_of(function)
    return 0.5 * (sites.competence[site, first] + sites.competence[site, second])


@compiled
def share_filled(sites: Site, site: int, function: int) -> float:
    """Share of the offices of a function that somebody holds, 0 to 1."""
    first, second = _offices_of(function)
    # Two of NumPy's truths add up to one: they are counted one by one.
    n_held = 1 if sites.in_office[site, first] > 0.0 else 0
    n_held += 1 if sites.in_office[site, second] > 0.0 else 0
    return 0.5 * n_held


@compiled
def oversight(sites: Site, site: int) -> float:
    """Competence of those who hold the money together: treasurer and supervision, 0 to 1."""
    return 0.5 * (sites.competence[site, TREASURER] + sites.competence[site, SUPERVISION])


@compiled
def dealings(sites: Site, site: int, parameters: Parameters) -> float:
    """Factor by which agencies deal with the association of a site."""
    return laws.dealings(
        parameters.office_weight,
        sites.presence[site, AGENCIES],
        parameters.books_weight,
        sites.administration[site],
    )


@inner
def _offices_of(function: int) -> tuple[int, int]:
    """Offices that see to a function; one that does so alone stands twice."""
    if function == MEETINGS:
        return CHAIR, CHAIR
    if function == BOOKS:
        return SECRETARY, TREASURER
    if function == AGENCIES:
        return CHAIR, SECRETARY
    return MARKETING, MARKETING


@inner
def learn_office(
    state: State, month: Month, sites: Site, site: int, parameters: Parameters, n_present: int
) -> None:
    """Let officers at a meeting, in `month.order`, practise; the business section shows skill."""
    of_adopters = 0.0
    if sites.adopting[site] > 0:
        of_adopters = sites.skill[site] / sites.adopting[site]
    for position in range(n_present):
        ego = month.order[position]
        if state.office[ego] > 0:
            state.competence[ego] = laws.towards_one(
                state.competence[ego], parameters.office_practice
            )
        state.skill[ego] = laws.skill_shared(
            state.skill[ego],
            parameters.shared_skill,
            sites.competence[site, BUSINESS],
            of_adopters,
        )


@inner
def open_channel(sites: Site, site: int, channel: int) -> None:
    """Let a channel buy from now on."""
    sites.is_open[site, channel] = 1
    sites.was_open[site, channel] = 1


@inner
def open_new_channels(
    sites: Site, site: int, parameters: Parameters, run_key: np.uint64, t: int
) -> None:
    """Let the marketing section open channels that never bought and are not promised."""
    if parameters.opening_rate == 0.0 or sites.formed[site] == NEVER:
        return
    for channel in range(parameters.n_channels):
        if sites.was_open[site, channel] == 1 or parameters.promised_by[channel] >= 0:
            continue
        rate = laws.opening_rate(
            parameters.opening_rate,
            sites.competence[site, MARKETING],
            parameters.channel_chance[channel],
        )
        draw = draws.site_draw(run_key, draws.OPENING, t, channel, sites.number[site])
        if laws.happens(draw, rate):
            open_channel(sites, site, channel)
