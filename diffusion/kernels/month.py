"""One month of one community: the phases, in their order (ODD 3).

The order stands in `step` and nowhere else; the Mesa face walks through `ORDER`, which is read
from it.
"""

import numpy as np

from diffusion.kernels.arrays import Ints
from diffusion.kernels.events import Events
from diffusion.kernels.jit import inlined
from diffusion.kernels.parameters import Parameters
from diffusion.kernels.phases.activities import hold_activities
from diffusion.kernels.phases.household import draw_shocks, earn_and_spend, pay_shocks
from diffusion.kernels.phases.learning import learn
from diffusion.kernels.phases.meeting import meet
from diffusion.kernels.phases.observe_others import (
    gather_exposure,
    index_by_stage,
    reset_month,
)
from diffusion.kernels.phases.offices import fill_offices
from diffusion.kernels.phases.production import make_and_sell
from diffusion.kernels.phases.review import review
from diffusion.kernels.phases.settlement import end_month, let_ties_grow, set_facilitation
from diffusion.kernels.phases.shown import scatter_exposure
from diffusion.kernels.phases.transitions import (
    be_told,
    confirm_or_discontinue,
    count_months,
    decide,
    enter_stages,
    hear,
    persuade,
    start_trials,
)
from diffusion.kernels.plan import Plan
from diffusion.kernels.site import Site
from diffusion.kernels.state import Month, State, Ties


@inlined
def step(
    state: State,
    month: Month,
    sites: Site,
    ledger: Ints,
    ties: Ties,
    plan: Plan,
    parameters: Parameters,
    run_key: np.uint64,
    t: int,
    events: Events | None = None,
) -> None:
    """Move a community from record `t` to record `t + 1`.

    Writes `state`, `month`, `sites`, `ledger` (rupiah that came in and went out since the start,
    int64, one a flow) and, where ties grow, their strengths; and `events`, where they are recorded.
    """
    # Phases take one site at a time, so that its rows stay in the processor's cache. All have shown
    # what there is to see before anybody sees, and all activities are over before anybody hears.
    for site in range(sites.first.size):
        one: Site = sites[site : site + 1]
        index_by_stage(state, month, one)
    scatter_exposure(state, month, sites, ties, parameters)
    for site in range(sites.first.size):
        one = sites[site : site + 1]
        gather_exposure(state, month, one, ties, parameters)
        reset_month(month, one)
        fill_offices(state, month, one, parameters, t)
        set_facilitation(one, plan, parameters, t)
        hold_activities(state, month, one, ledger, ties, plan, parameters, run_key, t, events)
        draw_shocks(state, month, one, parameters, run_key, t, events)
        meet(state, month, one, ties, parameters, run_key, t, events)
        pay_shocks(state, month, one, ledger, parameters)
        make_and_sell(state, month, one, ledger, parameters, run_key, t, events)
        earn_and_spend(state, month, one, ledger, parameters, t)
        learn(state, month, one, parameters, t)
    for site in range(sites.first.size):
        one = sites[site : site + 1]
        be_told(month, one)
        hear(state, month, one, ties, parameters, run_key, t, events)
        persuade(state, month, one, ties, parameters, run_key, t, events)
        decide(state, month, one, ties, parameters, run_key, t, events)
        start_trials(state, month, one, ledger, parameters, events)
        confirm_or_discontinue(state, month, one, parameters, run_key, t)
        enter_stages(state, month, one, parameters, t + 1, events)
        count_months(state, one)
        end_month(one, ledger, parameters, run_key, t)
        review(state, one, plan, t)
    let_ties_grow(ties, parameters)


ORDER: tuple[str, ...] = tuple(
    name
    for name in getattr(step, "py_func", step).__code__.co_names
    if callable(globals().get(name))
)
"""Names of the phases, in the order in which `step` calls them, each once."""
