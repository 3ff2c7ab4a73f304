"""Many runs of one programme, one after the other; what is kept of each."""

from diffusion.kernels import laws
from diffusion.kernels.draws import make_key
from diffusion.kernels.inequality import Ranking, gini
from diffusion.kernels.jit import compiled
from diffusion.kernels.month import step
from diffusion.kernels.state import (
    CONFIRMED,
    DISCONTINUED,
    KNOWS,
    LASTING_MONTHS,
    NEVER,
    TRIAL,
    Hamlet,
    Ints,
    Month,
    Parameters,
    Plan,
    Records,
    State,
    Ties,
    are_packed,
)


@compiled
def run_ensemble(
    start: State,
    first_hamlets: Hamlet,
    ties: Ties,
    plan: Plan,
    parameters: Parameters,
    random_seed: int,
    first_replicate: int,
    state: State,
    month: Month,
    hamlets: Hamlet,
    ledger: Ints,
    ranking: Ranking,
    records: Records,
) -> None:
    """Run one programme on every community of `start`, and write `records`.

    Parameters
    ----------
    start, first_hamlets : State, Hamlet
        First moments of R runs: of the artisans [R, N], and of the hamlets, for all runs [H].
        One row of artisans [1, N] is the first moment of all runs.
    ties : Ties
        As for one run, but `start` is [R, N + 1] and `total` [R, N]: one row a run, into the
        same alters, or one row for all runs.
    plan, parameters : Plan, Parameters
    random_seed, first_replicate : int
        Run r has the luck of replicate `first_replicate + r`.
    state, month, hamlets, ledger, ranking : State, Month, Hamlet, int64 [8], Ranking
        Room for one community; holds the end of the last run afterwards.
    records : Records
        Written.
    """
    if not are_packed(state, month, hamlets):
        raise ValueError("rows that do not follow one another")
    n_runs, n_records = records.stages.shape[0], records.stages.shape[1]
    for run in range(n_runs):
        begin_run(
            state, hamlets, ledger, start, first_hamlets, run if start.stage.shape[0] > 1 else 0
        )
        row = run if ties.start.shape[0] > 1 else 0
        run_ties = Ties(ties.start[row], ties.alter, ties.strength, ties.growing, ties.total[row])
        run_key = make_key(random_seed, first_replicate + run)
        for record in range(n_records):  # one place in the code, where a record is written
            if record > 0:
                t = record - 1
                step(state, month, hamlets, ledger, run_ties, plan, parameters, run_key, t)
            observe(records, run, record, state, hamlets, ledger, ranking, parameters)
        finish_run(records, run, state)


@compiled
def begin_run(
    state: State, hamlets: Hamlet, ledger: Ints, start: State, first_hamlets: Hamlet, run: int
) -> None:
    """Put a community at its first moment (ODD 2.1 and 5)."""
    for flow in range(ledger.size):
        ledger[flow] = 0
    for ego in range(state.stage.size):
        state[ego] = start[run, ego]  # type: ignore[index]  # a record, copied whole
    for hamlet in range(hamlets.first.size):
        hamlets[hamlet] = first_hamlets[hamlet]  # type: ignore[index]


@compiled
def observe(
    records: Records,
    run: int,
    record: int,
    state: State,
    hamlets: Hamlet,
    ledger: Ints,
    ranking: Ranking,
    parameters: Parameters,
) -> None:
    """Write one record of one run, in the order of `MONEY`, `LEVELS`, `COUNTS` and `PIECES`."""
    n_artisans, n_hamlets = state.stage.size, hamlets.first.size
    n_channels = records.counts.shape[2] - 8
    money, levels = records.money[run, record], records.levels[run, record]
    counts, pieces = records.counts[run, record], records.pieces[run, record]
    cash = income = savings = loans = 0
    n_trained = n_borrowers = n_late = n_barred = n_poor = 0
    efficacy = fit = skill = 0.0
    for ego in range(n_artisans):
        records.stages[run, record, state.stage[ego]] += 1
        cash += state.cash[ego]
        income += state.income[ego]
        savings += state.savings[ego]
        loans += state.loan[ego]
        efficacy += state.self_efficacy[ego]
        fit += state.value_fit[ego]
        skill += state.skill[ego]
        n_trained += state.trained[ego]
        n_borrowers += state.loan[ego] > 0
        n_late += state.arrears[ego] > 0
        stage = state.stage[ego]
        is_tolerable = laws.is_tolerable(state.value_fit[ego], parameters.misfit_tolerance)
        n_barred += (stage == KNOWS) & (not is_tolerable)
        n_poor += (stage >= TRIAL) & (stage <= CONFIRMED) & state.is_poor[ego]
    money[0], money[1], money[3], money[4] = cash, income, savings, loans
    levels[0], levels[1], levels[2] = efficacy / n_artisans, fit / n_artisans, skill / n_artisans
    if record == 0:
        for ego in range(n_artisans):
            ranking.ego[ego] = ego
    for rank in range(n_artisans):
        ranking.income[rank] = max(0, state.income[ranking.ego[rank]])
    levels[3] = gini(ranking)
    counts[2], counts[4], counts[5] = n_trained, n_borrowers, n_late
    counts[6], counts[7] = n_barred, n_poor
    for hamlet in range(n_hamlets):
        money[2] += hamlets.fund[hamlet]
        money[5] += hamlets.surplus[hamlet]
        money[6] += hamlets.equity[hamlet]
        money[7] += hamlets.written_off[hamlet]
        money[8] += hamlets.lent[hamlet]
        money[9] += hamlets.repaid[hamlet]
        levels[4] += hamlets.cohesion[hamlet]
        levels[5] += hamlets.administration[hamlet]
        levels[6] += hamlets.self_reliance[hamlet]
        levels[7] += hamlets.commitment[hamlet]
        levels[8] += hamlets.credibility[hamlet]
        levels[9] += hamlets.effort[hamlet]
        levels[10] += hamlets.presence[hamlet]
        counts[0] += hamlets.formed[hamlet] != NEVER
        counts[1] += hamlets.n_members[hamlet]
        counts[3] += hamlets.n_meetings[hamlet]
        pieces[0] += hamlets.planned[hamlet]
        pieces[1] += hamlets.good[hamlet]
        pieces[2] += hamlets.accepted[hamlet]
        pieces[3] += hamlets.sold_locally[hamlet]
        for channel in range(n_channels + 1):
            pieces[4 + channel] += hamlets.sold[hamlet, channel]
            pieces[5 + n_channels + channel] += hamlets.quota[hamlet, channel]
        for channel in range(n_channels):
            counts[8 + channel] += hamlets.is_open[hamlet, channel]
    for level in range(4, levels.size):
        levels[level] /= n_hamlets
    for flow in range(ledger.size):
        records.ledger[run, record, flow] = ledger[flow]
    if records.first.shape[0] > 0:
        for ego in range(n_artisans):
            stage = state.stage[ego]
            if records.first[run, ego, stage] == NEVER:
                records.first[run, ego, stage] = record
            if stage == DISCONTINUED:
                records.gave_up[run, ego] += 1


@compiled
def finish_run(records: Records, run: int, state: State) -> None:
    """Write what is kept of the end of one run."""
    for ego in range(state.stage.size):
        if state.months_adopted[ego] >= LASTING_MONTHS:
            records.lasting[run] += 1
        if state.toa[ego] != NEVER:
            records.tried[run] += 1
    if records.toa.shape[0] > 0:
        for ego in range(state.stage.size):
            records.toa[run, ego] = state.toa[ego]
    if records.last_stage.shape[0] > 0:
        for ego in range(state.stage.size):
            records.last_stage[run, ego] = state.stage[ego]
            records.last_member[run, ego] = state.is_member[ego]
