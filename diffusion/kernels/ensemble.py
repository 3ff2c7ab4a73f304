"""Many runs of one programme, one after the other; what is kept of each."""

from diffusion.kernels import laws
from diffusion.kernels.arrays import Ints, fields_of
from diffusion.kernels.draws import make_key
from diffusion.kernels.inequality import Ranking, gini
from diffusion.kernels.jit import compiled
from diffusion.kernels.month import step
from diffusion.kernels.parameters import Parameters
from diffusion.kernels.plan import Plan
from diffusion.kernels.records import Records
from diffusion.kernels.site import Site
from diffusion.kernels.state import (
    CONFIRMED,
    DISCONTINUED,
    KNOWS,
    LASTING_MONTHS,
    NEVER,
    TRIAL,
    Month,
    State,
    Ties,
)


@compiled
def run_ensemble(
    start: State,
    first_sites: Site,
    ties: Ties,
    plan: Plan,
    parameters: Parameters,
    random_seed: int,
    first_replicate: int,
    state: State,
    month: Month,
    sites: Site,
    ledger: Ints,
    ranking: Ranking,
    records: Records,
) -> None:
    """Run one programme on every community of `start`, and write `records`.

    Parameters
    ----------
    start, first_sites : State, Site
        First moments of R runs: of the artisans [R, N], and of the sites, for all runs [H].
        One row of artisans [1, N] is the first moment of all runs.
    ties : Ties
        As for one run, but `start` is [R, N + 1] and `total` [R, N]: one row a run, into the
        same alters, or one row for all runs.
    plan, parameters : Plan, Parameters
    random_seed, first_replicate : int
        Run r has the luck of replicate `first_replicate + r`.
    state, month, sites, ledger, ranking : State, Month, Site, int64 [8], Ranking
        Room for one community; holds the end of the last run afterwards.
    records : Records
        Written.
    """
    if not are_packed(state, month, sites):
        raise ValueError("rows that do not follow one another")
    n_runs, n_records = records.stages.shape[0], records.stages.shape[1]
    for run in range(n_runs):
        begin_run(state, sites, ledger, start, first_sites, run if start.stage.shape[0] > 1 else 0)
        row = run if ties.start.shape[0] > 1 else 0
        run_ties = Ties(ties.start[row], ties.alter, ties.strength, ties.growing, ties.total[row])
        run_key = make_key(random_seed, first_replicate + run)
        for record in range(n_records):  # one place in the code, where a record is written
            if record > 0:
                t = record - 1
                step(state, month, sites, ledger, run_ties, plan, parameters, run_key, t)
            observe(records, run, record, state, sites, ledger, ranking, parameters)
        finish_run(records, run, state)


@compiled
def begin_run(
    state: State, sites: Site, ledger: Ints, start: State, first_sites: Site, run: int
) -> None:
    """Put a community at its first moment (ODD 2.1 and 5)."""
    for flow in range(ledger.size):
        ledger[flow] = 0
    for ego in range(state.stage.size):
        state[ego] = start[run, ego]  # type: ignore[index]  # a record, copied whole
    for site in range(sites.first.size):
        sites[site] = first_sites[site]  # type: ignore[index]


@compiled
def observe(
    records: Records,
    run: int,
    record: int,
    state: State,
    sites: Site,
    ledger: Ints,
    ranking: Ranking,
    parameters: Parameters,
) -> None:
    """Write one record of one run, in the order of `MONEY`, `LEVELS`, `COUNTS` and `PIECES`."""
    n_artisans, n_sites = state.stage.size, sites.first.size
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
    for site in range(n_sites):
        money[2] += sites.fund[site]
        money[5] += sites.surplus[site]
        money[6] += sites.equity[site]
        money[7] += sites.written_off[site]
        money[8] += sites.lent[site]
        money[9] += sites.repaid[site]
        levels[4] += sites.cohesion[site]
        levels[5] += sites.administration[site]
        levels[6] += sites.self_reliance[site]
        levels[7] += sites.commitment[site]
        levels[8] += sites.credibility[site]
        levels[9] += sites.effort[site]
        levels[10] += sites.presence[site]
        counts[0] += sites.formed[site] != NEVER
        counts[1] += sites.n_members[site]
        counts[3] += sites.n_meetings[site]
        pieces[0] += sites.planned[site]
        pieces[1] += sites.good[site]
        pieces[2] += sites.accepted[site]
        pieces[3] += sites.sold_locally[site]
        for channel in range(n_channels + 1):
            pieces[4 + channel] += sites.sold[site, channel]
            pieces[5 + n_channels + channel] += sites.quota[site, channel]
        for channel in range(n_channels):
            counts[8 + channel] += sites.is_open[site, channel]
    for level in range(4, levels.size):
        levels[level] /= n_sites
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


_ROW_BYTES = tuple(int(fields_of(kind).itemsize) for kind in (State, Month, Site))


@compiled
def are_packed(state: State, month: Month, sites: Site) -> bool:
    """Tell whether the rows of each follow one another, as `allocate` makes them.

    They always do. A kernel that goes no further where they do not has told the compiler how far
    one row is from the next, which else is read and multiplied with for every number.
    """
    return (
        state.strides[0] == _ROW_BYTES[0]  # type: ignore[attr-defined]  # a record array
        and month.strides[0] == _ROW_BYTES[1]  # type: ignore[attr-defined]
        and sites.strides[0] == _ROW_BYTES[2]  # type: ignore[attr-defined]
    )
