"""Reviews: at the end of their month, rules decide what is held later (step 8 of the month)."""

from diffusion.kernels.jit import compiled, inner
from diffusion.kernels.plan import Activities, Plan
from diffusion.kernels.site import CALLED, DROPPED, MOST_CHANNELS, UNDECIDED, Site
from diffusion.kernels.state import CONFIRMED, DISCONTINUED, TRIAL, State

# Measures, by the position of their names in `scenario.review.MEASURES`: the stages come first.
(
    ADOPTERS,
    TRAINED,
    BORROWERS,
    IN_ARREARS,
    MEMBERS,
    MEETINGS,
    FUND,
    OPEN_CHANNELS,
) = range(DISCONTINUED + 1, DISCONTINUED + 9)


@compiled
def review(state: State, sites: Site, plan: Plan, t: int) -> None:
    """Let the rules of the reviews dated `t` decide, each hamlet for itself (ODD 7.16)."""
    if t >= plan.held.shape[1]:
        return
    for rule in range(plan.rules.measure.size):
        if not plan.due[rule, t]:
            continue
        measure, channel = plan.rules.measure[rule], plan.rules.channel[rule]
        for site in range(sites.first.size):
            is_reached = _counted(state, sites, site, measure, channel) >= plan.rules.number[rule]
            if is_reached == plan.rules.is_at_least[rule]:
                decision = CALLED if plan.rules.calls[rule] else DROPPED
                sites.decision[site, plan.rules.about[rule]] = decision


@compiled
def is_held(sites: Site, site: int, activities: Activities, activity: int) -> bool:
    """Whether a hamlet holds an activity on its date, as reviews have decided so far."""
    about = activities.about[activity]
    if about < 0:
        return True
    if activities.is_on_call[activity]:
        return sites.decision[site, about] == CALLED
    return sites.decision[site, about] != DROPPED


@compiled
def answer_calls(sites: Site, plan: Plan, t: int) -> None:
    """Count what was held this month of what reviews decide, and forget the calls it answered."""
    for activity in range(plan.activities.id.size):
        about = plan.activities.about[activity]
        if about < 0 or plan.activities.session[activity] > 0 or not plan.held[activity, t]:
            continue
        for site in range(sites.first.size):
            sites.n_held[site, about] += is_held(sites, site, plan.activities, activity)
            if plan.activities.is_on_call[activity]:
                sites.decision[site, about] = UNDECIDED


@inner
def _counted(state: State, sites: Site, site: int, measure: int, channel: int) -> int:
    """Count in one hamlet what a rule looks at, as the record of this month does."""
    if measure == MEMBERS:
        return sites.n_members[site]
    if measure == MEETINGS:
        return sites.n_meetings[site]
    if measure == FUND:
        return sites.fund[site]
    counted = 0
    if measure == OPEN_CHANNELS:
        for one in range(MOST_CHANNELS):
            counted += sites.is_open[site, one] * (channel < 0 or one == channel)
        return counted
    for ego in range(sites.first[site], sites.end[site]):
        counted += _is_counted(state, ego, measure)
    return counted


@inner
def _is_counted(state: State, ego: int, measure: int) -> bool:
    if measure == ADOPTERS:
        return TRIAL <= state.stage[ego] <= CONFIRMED
    if measure == TRAINED:
        return state.trained[ego]
    if measure == BORROWERS:
        return state.loan[ego] > 0
    if measure == IN_ARREARS:
        return state.arrears[ego] > 0
    return state.stage[ego] == measure
