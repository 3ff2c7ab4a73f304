"""Whose part a move from stage to stage was, written where events are recorded (ODD 7.2 to 7.4).

A rate is a sum; each part of it, divided by the sum, is the share of whom it comes from, in
billionths. Gates are factors of the whole rate and have no share.
"""

from diffusion.kernels import events as told
from diffusion.kernels import laws
from diffusion.kernels.events import NOBODY, Events, tell
from diffusion.kernels.jit import inner
from diffusion.kernels.parameters import Parameters
from diffusion.kernels.phases.knowledge import strength_of
from diffusion.kernels.phases.rates import (
    cost_burden,
    gain_gate_of,
    initiative_of,
    response_of,
    value_gate_of,
)
from diffusion.kernels.phases.shown import (
    BEGAN,
    FAILS,
    FAVOURS,
    USES,
    is_favourable,
    weight_of,
)
from diffusion.kernels.site import Site
from diffusion.kernels.state import Month, State, Ties


@inner
def tell_who_was_heard(
    events: Events | None,
    state: State,
    month: Month,
    ties: Ties,
    parameters: Parameters,
    ego: int,
    rate: float,
) -> None:
    """Write the share of each tie, of who lives near and of the broadcast in hearing of it."""
    if events is None:
        return
    _share(events, told.HEARD_AFAR, ego, NOBODY, parameters.broadcast / rate)
    for tie in range(ties.start[ego], ties.start[ego + 1]):
        alter = ties.alter[tie]
        if month.adopting[alter]:
            contact = max(month.contact[alter], laws.weight_shown(state.voice[alter]))
            strength = laws.multiplied(ties.strength[tie], contact)
            part = laws.contact_rate(strength, parameters.adopter_contact)
            _share(events, told.HEARD_FROM, ego, alter, part / rate)
        elif month.knowing[alter]:
            voice = laws.weight_shown(state.voice[alter])
            strength = laws.multiplied(ties.strength[tie], voice)
            part = laws.contact_rate(strength, parameters.aware_contact)
            _share(events, told.HEARD_FROM, ego, alter, part / rate)
    if parameters.proximity_contact > 0.0:
        for place in range(ties.near.start[ego], ties.near.start[ego + 1]):
            if month.adopting[ties.near.alter[place]]:
                part = laws.contact_rate(ties.near.nearness[place], parameters.proximity_contact)
                _share(events, told.HEARD_NEAR, ego, ties.near.alter[place], part / rate)


@inner
def tell_who_persuaded(
    events: Events | None,
    state: State,
    month: Month,
    sites: Site,
    site: int,
    ties: Ties,
    parameters: Parameters,
    ego: int,
    is_bound: bool,
) -> None:
    """Write the share of ties, group, words and of nobody in being persuaded; and the gate."""
    if events is None:
        return
    if is_bound:  # the vote of the association alone
        _share(events, told.PERSUADED_GROUP, ego, NOBODY, 1.0)
        return
    social = parameters.social * month.favourable[ego]
    words = parameters.verbal * month.persuasion[ego]
    rate = parameters.spontaneous + social + words
    _share(events, told.PERSUADED_ALONE, ego, NOBODY, parameters.spontaneous / rate)
    _share(events, told.PERSUADED_WORDS, ego, NOBODY, words / rate)
    weight = (
        weight_of(state, month, ego) if is_favourable(state.stage[ego], state.voice[ego]) else 0
    )
    group = _of_group(month, sites, site, ego, sites.favourable[site] - weight)
    _share_out(
        events, told.PERSUADED_BY, told.PERSUADED_NEAR, told.PERSUADED_GROUP, month, ties,
        parameters, ego, FAVOURS, group, float(month.seen_favourable[ego]), social / rate,
    )  # fmt: skip
    _share(events, told.GATE_VALUES, ego, NOBODY, value_gate_of(state, parameters, ego))


@inner
def tell_who_moved(
    events: Events | None,
    state: State,
    month: Month,
    sites: Site,
    site: int,
    ties: Ties,
    parameters: Parameters,
    alpha: float,
    ego: int,
) -> None:
    """Write the share of own initiative, ties and group in a decision; and the gates.

    What trained alters add, whether they adopt or not, is divided among those of them who are
    trained by now, by the strength of the tie.
    """
    if events is None:
        return
    whole = initiative_of(state, month, parameters, alpha, ego)
    alone = laws.initiative(alpha, state.alpha_factor[ego], 0.0, 0.0)
    knowing = whole - alone
    social = parameters.beta * response_of(state, month, parameters, ego)
    group = _of_group(
        month, sites, site, ego, sites.recent[site] if parameters.is_flow else sites.adopting[site]
    )
    of_ties = month.seen_recent[ego] if parameters.is_flow else month.seen_adopting[ego]
    if of_ties + group <= 0.0:  # a threshold of 0 is reached by nobody's deeds
        alone, social = alone + social, 0.0
    rate = alone + knowing + social
    _share(events, told.DECIDED_ALONE, ego, NOBODY, alone / rate)
    if knowing > 0.0:
        _share_among_trained(events, state, ties, ego, knowing / rate)
    _share_out(
        events, told.DECIDED_BY, told.DECIDED_NEAR, told.DECIDED_GROUP, month, ties,
        parameters, ego, BEGAN if parameters.is_flow else USES, group, float(of_ties),
        social / rate,
    )  # fmt: skip
    efficacy = laws.power(state.self_efficacy[ego], parameters.efficacy_exponent)
    burden = cost_burden(state, sites, parameters, ego)
    cost = laws.decision_gates(1.0, 0.0, 1.0, burden, parameters.cost_exponent, 1.0)
    _share(events, told.GATE_EFFICACY, ego, NOBODY, efficacy)
    _share(events, told.GATE_VALUES, ego, NOBODY, value_gate_of(state, parameters, ego))
    _share(events, told.GATE_COST, ego, NOBODY, cost)
    _share(events, told.GATE_GAIN, ego, NOBODY, gain_gate_of(state, month, parameters, ego))
    if state.propensity[ego] != 1.0:
        _share(events, told.GATE_PROPENSITY, ego, NOBODY, state.propensity[ego])


@inner
def _share_among_trained(
    events: Events, state: State, ties: Ties, ego: int, knowing: float
) -> None:
    """Share `knowing` out among the trained alters, by the strength of the tie."""
    whole = 0
    for tie in range(ties.start[ego], ties.start[ego + 1]):
        if state.trained[ties.alter[tie]]:
            whole += strength_of(ties, tie)
    for tie in range(ties.start[ego], ties.start[ego + 1]):
        if state.trained[ties.alter[tie]]:
            share = knowing * float(strength_of(ties, tie)) / float(whole)
            _share(events, told.DECIDED_TRAINED, ego, ties.alter[tie], share)


@inner
def _of_group(month: Month, sites: Site, site: int, ego: int, shown: int) -> float:
    """Add up what the fellow members show, in billionths.

    After the shares of a month were made, `is_stale` says who had fellow members in them.
    """
    return sites.mate_strength[site] * shown if month.is_stale[ego] else 0.0


@inner
def _share_out(
    events: Events,
    kind: int,
    kind_near: int,
    kind_group: int,
    month: Month,
    ties: Ties,
    parameters: Parameters,
    ego: int,
    asked: int,
    group: float,
    of_ties: float,
    social: float,
) -> None:
    """Share `social` out among the group and those who show what is `asked`, as each is seen."""
    if social <= 0.0:
        return
    whole = of_ties + group
    for tie in range(ties.start[ego], ties.start[ego + 1]):
        alter = ties.alter[tie]
        if month.shown[alter] & asked and not month.shown[alter] & FAILS:
            strength = laws.multiplied(ties.strength[tie], month.weight_shown[alter])
            _share(events, kind, ego, alter, social * strength / whole)
    if parameters.proximity_weight > 0.0:
        for place in range(ties.near.start[ego], ties.near.start[ego + 1]):
            alter = ties.near.alter[place]
            if month.shown[alter] & asked and not month.shown[alter] & FAILS:
                strength = laws.multiplied(ties.near.nearness[place], parameters.proximity_weight)
                _share(events, kind_near, ego, alter, social * strength / whole)
    _share(events, kind_group, ego, NOBODY, social * group / whole)


@inner
def _share(events: Events, kind: int, ego: int, other: int, share: float) -> None:
    """Write a share or a factor above 0, in billionths."""
    if share > 0.0:
        tell(events, kind, ego, other, laws.in_billionths(share))
