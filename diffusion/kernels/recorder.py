"""What is kept of a run: one record of each month, and its end."""

from diffusion.kernels import laws
from diffusion.kernels.arrays import Ints, Reals
from diffusion.kernels.inequality import Ranking, gini
from diffusion.kernels.jit import compiled, inner
from diffusion.kernels.parameters import Parameters
from diffusion.kernels.records import Records
from diffusion.kernels.site import (
    AGENCIES,
    BOOKS,
    MARKETS,
    MEETINGS,
    MOST_DECIDED,
    REGENCY,
    SUB_DISTRICT,
    VILLAGE,
    Site,
)
from diffusion.kernels.state import (
    CONFIRMED,
    DISCONTINUED,
    KNOWS,
    LASTING_MONTHS,
    NEVER,
    TRIAL,
    State,
)


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
    """Write one record of one run."""
    _observe_artisans(records, run, record, state, parameters)
    records.levels.gini[run, record] = _gini_of(state, ranking, is_first=record == 0)
    _observe_sites(records, run, record, sites)
    for flow in range(ledger.size):
        records.ledger[run, record, flow] = ledger[flow]
    if records.first.shape[0] > 0:
        for ego in range(state.stage.size):
            stage = state.stage[ego]
            if records.first[run, ego, stage] == NEVER:
                records.first[run, ego, stage] = record
            if stage == DISCONTINUED:
                records.gave_up[run, ego] += 1
    if records.earned.shape[0] > 0 and record > 0:
        for ego in range(state.stage.size):
            records.earned[run, ego] += state.income[ego] - state.other_income[ego]


@inner
def _observe_artisans(
    records: Records, run: int, record: int, state: State, parameters: Parameters
) -> None:
    """Write sums, means and counts of the artisans."""
    n_artisans = state.stage.size
    stages = records.stages[run, record]
    cash = income = savings = loans = 0
    n_trained = n_borrowers = n_late = n_barred = n_poor = 0
    efficacy = fit = skill = 0.0
    for ego in range(n_artisans):
        stage = state.stage[ego]
        stages[stage] += 1
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
        is_tolerable = laws.is_tolerable(state.value_fit[ego], parameters.misfit_tolerance)
        n_barred += (stage == KNOWS) & (not is_tolerable)
        n_poor += (stage >= TRIAL) & (stage <= CONFIRMED) & state.is_poor[ego]
    money, levels = records.money[run, record], records.levels[run, record]
    money.cash, money.income = cash, income
    money.savings, money.loans = savings, loans
    levels.self_efficacy = efficacy / n_artisans
    levels.value_fit = fit / n_artisans
    levels.skill = skill / n_artisans
    counts = records.counts[run, record]
    counts.trained, counts.borrowers, counts.in_arrears = n_trained, n_borrowers, n_late
    counts.barred_by_values, counts.poor_adopters = n_barred, n_poor


@inner
def _gini_of(state: State, ranking: Ranking, is_first: bool) -> float:
    """Gini coefficient of this month's incomes; most artisans keep their rank from the last."""
    if is_first:
        for ego in range(state.stage.size):
            ranking.ego[ego] = ego
    for rank in range(state.stage.size):
        ranking.income[rank] = max(0, state.income[ranking.ego[rank]])
    return gini(ranking)


@inner
def _observe_sites(records: Records, run: int, record: int, sites: Site) -> None:
    """Write sums, means and counts of the sites."""
    n_sites, n_channels = sites.first.size, records.is_open.shape[2]
    money, levels = records.money[run, record], records.levels[run, record]
    counts, pieces = records.counts[run, record], records.pieces[run, record]
    is_open, sold = records.is_open[run, record], records.sold[run, record]
    ordered = records.ordered[run, record]
    for site in range(n_sites):
        money.fund += sites.fund[site]
        money.surplus += sites.surplus[site]
        money.equity += sites.equity[site]
        money.written_off += sites.written_off[site]
        money.lent += sites.lent[site]
        money.repaid += sites.repaid[site]
        money.recovered += sites.recovered[site]
        money.equipment += sites.equipment[site]
        money.reimbursed += sites.reimbursed[site]
        money.spent += sites.spent[site]
        levels.cohesion += sites.cohesion[site]
        levels.administration += sites.administration[site]
        levels.self_reliance += _mean_of_functions(sites.self_reliance[site])
        levels.commitment += _mean_of_tiers(sites.commitment[site])
        levels.credibility += sites.credibility[site]
        levels.effort += sites.effort[site]
        levels.presence += _mean_of_functions(sites.presence[site])
        levels.self_reliance_meetings += sites.self_reliance[site, MEETINGS]
        levels.self_reliance_books += sites.self_reliance[site, BOOKS]
        levels.self_reliance_agencies += sites.self_reliance[site, AGENCIES]
        levels.self_reliance_markets += sites.self_reliance[site, MARKETS]
        levels.commitment_village += sites.commitment[site, VILLAGE]
        levels.commitment_sub_district += sites.commitment[site, SUB_DISTRICT]
        levels.commitment_regency += sites.commitment[site, REGENCY]
        levels.readiness += sites.readiness[site]
        counts.associations += sites.formed[site] != NEVER
        counts.members += sites.n_members[site]
        counts.meetings += sites.n_meetings[site]
        pieces.planned += sites.planned[site]
        pieces.good += sites.good[site]
        pieces.accepted += sites.accepted[site]
        pieces.local += sites.sold_locally[site]
        for channel in range(n_channels):
            is_open[channel] += sites.is_open[site, channel]
        for channel in range(n_channels + 1):
            sold[channel] += sites.sold[site, channel]
            ordered[channel] += sites.quota[site, channel]
    levels.cohesion /= n_sites
    levels.administration /= n_sites
    levels.self_reliance /= n_sites
    levels.commitment /= n_sites
    levels.credibility /= n_sites
    levels.effort /= n_sites
    levels.presence /= n_sites
    levels.self_reliance_meetings /= n_sites
    levels.self_reliance_books /= n_sites
    levels.self_reliance_agencies /= n_sites
    levels.self_reliance_markets /= n_sites
    levels.commitment_village /= n_sites
    levels.commitment_sub_district /= n_sites
    levels.commitment_regency /= n_sites
    levels.readiness /= n_sites


@inner
def _mean_of_functions(levels: Reals) -> float:
    return ((levels[0] + levels[1]) + (levels[2] + levels[3])) / 4.0


@inner
def _mean_of_tiers(commitment: Reals) -> float:
    """Mean of the tiers of government; of equal ones it is that number to the bit."""
    village = commitment[VILLAGE]
    return village + ((commitment[SUB_DISTRICT] - village) + (commitment[REGENCY] - village)) / 3.0


@compiled
def count_held(records: Records, run: int, sites: Site) -> None:
    """Write how often each activity was held about which reviews decide."""
    for site in range(sites.first.size):
        for about in range(MOST_DECIDED):
            records.held[run, about] += sites.n_held[site, about]


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
            records.last_trained[run, ego] = state.trained[ego]
