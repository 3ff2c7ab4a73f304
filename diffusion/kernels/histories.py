"""Many runs of one programme, one after the other."""

from diffusion.kernels.arrays import Ints
from diffusion.kernels.bare import bare
from diffusion.kernels.draws import make_key
from diffusion.kernels.events import Events, begin_month
from diffusion.kernels.inequality import Ranking
from diffusion.kernels.jit import compiled, inner
from diffusion.kernels.month import step
from diffusion.kernels.parameters import Parameters
from diffusion.kernels.phases.shown import forget_shown
from diffusion.kernels.plan import Plan
from diffusion.kernels.recorder import count_held, finish_run, observe
from diffusion.kernels.records import Records
from diffusion.kernels.site import Site
from diffusion.kernels.state import Month, Near, State, Ties


@compiled
def run_histories(
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
    events: Events | None = None,
) -> None:
    """Run one programme once for each run in `start`, and write `records`.

    Parameters
    ----------
    start : State [R, N], or [1, N] for all runs
        The N artisans at the first moment of each of the R runs.
    first_sites : Site [H]
        The H hamlets at the first moment.
    ties : Ties
        Of all runs: `ties.start` is [R, N + 1] and `ties.total` [R, N], or one row for all runs;
        so are those of `ties.near`.
    plan, parameters : Plan, Parameters
    random_seed, first_replicate : int
        Run r has the luck of replicate `first_replicate + r`.
    state, month, sites, ledger, ranking : State, Month, Site, int64 [10], Ranking
        Room for one community; holds the end of the last run afterwards.
    records : Records
        Written.
    events : Events or None
        Written, where somebody asks for what happened; runs count from 0.
    """
    # From here on numba does not count who uses an array, which would take time.
    start, first_sites, ties, plan = bare(start), bare(first_sites), bare(ties), bare(plan)
    state, month, sites, ledger = bare(state), bare(month), bare(sites), bare(ledger)
    ranking, records, happened = bare(ranking), bare(records), bare(events)
    n_runs, n_records = records.stages.shape[0], records.stages.shape[1]
    for run in range(n_runs):
        begin_run(state, sites, ledger, start, first_sites, run if start.stage.shape[0] > 1 else 0)
        forget_shown(month)
        run_ties = ties_of_run(ties, run)
        run_key = make_key(random_seed, first_replicate + run)
        for record in range(n_records):
            if record > 0:  # record 0 is the first moment
                t = record - 1
                begin_month(happened, run, record)
                step(state, month, sites, ledger, run_ties, plan, parameters, run_key, t, happened)
            observe(records, run, record, state, sites, ledger, ranking, parameters)
        finish_run(records, run, state)
        count_held(records, run, sites)


@inner
def ties_of_run(ties: Ties, run: int) -> Ties:
    """Ties of one run; and those of all, where they have one row."""
    row = run if ties.start.shape[0] > 1 else 0
    near = ties.near
    near_row = run if near.start.shape[0] > 1 else 0
    return Ties(
        ties.start[row], ties.alter, ties.strength, ties.growing, ties.total[row],
        ties.shown, ties.shown_growing,
        Near(near.start[near_row], near.alter, near.nearness, near.total[near_row]),
    )  # fmt: skip


@compiled
def begin_run(
    state: State, sites: Site, ledger: Ints, start: State, first_sites: Site, run: int
) -> None:
    """Put a community at the first moment of a run; nothing has flowed yet (ODD 2.1 and 5)."""
    for flow in range(ledger.size):
        ledger[flow] = 0
    for ego in range(state.stage.size):
        state[ego] = start[run, ego]  # all columns of the artisan
    for site in range(sites.first.size):
        sites[site] = first_sites[site]
