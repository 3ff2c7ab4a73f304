"""Many runs of one programme, one after the other; what is kept of each."""

from diffusion.kernels.draws import luck_of
from diffusion.kernels.flags import compiled
from diffusion.kernels.household import traditional_profit
from diffusion.kernels.month import live_month
from diffusion.kernels.state import (
    LASTING_MONTHS,
    NEVER,
    TRIAL,
    Ints,
    Month,
    Parameters,
    Plan,
    Records,
    Start,
    State,
    Ties,
)


@compiled
def run_ensemble(
    start: Start,
    ties: Ties,
    plan: Plan,
    parameters: Parameters,
    random_seed: int,
    first_replicate: int,
    state: State,
    month: Month,
    ledger: Ints,
    records: Records,
) -> None:
    """Run one programme on every community of `start`, and write `records`.

    Parameters
    ----------
    start : Start
        First moments of R runs.
    ties : Ties
        As for one run, but `start` is [R, N + 1]: one row a run into the same alters.
    plan, parameters : Plan, Parameters
    random_seed, first_replicate : int
        Run r has the luck of replicate `first_replicate + r`.
    state, month, ledger : State, Month, int64 [6]
        Room for one community; holds the end of the last run afterwards.
    records : Records
        Written.
    """
    n_months = records.cash.shape[1] - 1
    for run in range(start.stage.shape[0]):
        begin(state, ledger, start, run, parameters)
        run_ties = Ties(ties.start[run], ties.alter, ties.strength)
        luck = luck_of(random_seed, first_replicate + run)
        observe(records, run, 0, state, ledger)
        for t in range(n_months):
            live_month(state, month, ledger, run_ties, plan, parameters, luck, t)
            observe(records, run, t + 1, state, ledger)
        for ego in range(state.stage.size):
            if state.months_adopted[ego] >= LASTING_MONTHS:
                records.lasting[run] += 1
            if state.toa[ego] != NEVER:
                records.tried[run] += 1
        if records.toa.shape[0] > 0:
            for ego in range(state.stage.size):
                records.toa[run, ego] = state.toa[ego]


@compiled
def begin(state: State, ledger: Ints, start: Start, run: int, parameters: Parameters) -> None:
    """Put a community at its first moment (ODD 2.1 and 5)."""
    traditional = traditional_profit(parameters, False)
    for flow in range(ledger.size):
        ledger[flow] = 0
    for ego in range(state.stage.size):
        is_adopter = start.stage[run, ego] == TRIAL
        state.stage[ego] = start.stage[run, ego]
        state.months_in_stage[ego] = 0
        state.self_efficacy[ego] = start.self_efficacy[run, ego]
        state.efficacy_base[ego] = start.self_efficacy[run, ego]
        state.value_fit[ego] = start.value_fit[run, ego]
        state.skill[ego] = start.skill[run, ego]
        state.cash[ego] = start.cash[run, ego]
        state.income[ego] = start.other_income[run, ego] + traditional
        state.advantage[ego] = 0.0
        state.subsidy[ego] = 0
        state.trained[ego] = False
        state.toa[ego] = 0 if is_adopter else NEVER
        state.months_adopted[ego] = 1 if is_adopter else 0
        state.other_income[ego] = start.other_income[run, ego]
        state.need[ego] = start.need[run, ego]
        state.threshold[ego] = start.threshold[run, ego]
        state.alpha_factor[ego] = start.alpha_factor[run, ego]
        state.x_km[ego] = start.x_km[run, ego]
        state.y_km[ego] = start.y_km[run, ego]


@compiled
def observe(records: Records, run: int, record: int, state: State, ledger: Ints) -> None:
    """Write one record of one run."""
    cash = 0
    efficacy = fit = skill = 0.0
    for ego in range(state.stage.size):
        records.stages[run, record, state.stage[ego]] += 1
        cash += state.cash[ego]
        efficacy += state.self_efficacy[ego]
        fit += state.value_fit[ego]
        skill += state.skill[ego]
    records.cash[run, record] = cash
    records.self_efficacy[run, record] = efficacy / state.stage.size
    records.value_fit[run, record] = fit / state.stage.size
    records.skill[run, record] = skill / state.stage.size
    for flow in range(ledger.size):
        records.ledger[run, record, flow] = ledger[flow]
