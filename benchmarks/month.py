"""What a month costs, phase by phase, and what a cold and a warm start cost.

Prints nanoseconds of one artisan-month on one processor for each phase of the month and for the
whole, in one programme and in each of the others; how many histories of months alone that is a
second, the same number of each programme; microseconds for the first moment of a run, and
processor seconds of whole commands.
"""

import argparse

import numpy as np
import start
from measure import best_of

import diffusion
from diffusion.kernels import draws
from diffusion.kernels.arrays import allocate
from diffusion.kernels.bare import bare
from diffusion.kernels.histories import begin_run, run_histories, ties_of_run
from diffusion.kernels.inequality import new_ranking
from diffusion.kernels.jit import compiled, inner
from diffusion.kernels.month import step
from diffusion.kernels.phases.activities import hold_activities
from diffusion.kernels.phases.household import draw_shocks, earn_and_spend, pay_shocks
from diffusion.kernels.phases.learning import learn
from diffusion.kernels.phases.meeting import meet
from diffusion.kernels.phases.observe_others import gather_exposure, index_by_stage, reset_month
from diffusion.kernels.phases.production import make_and_sell
from diffusion.kernels.phases.settlement import end_month, set_facilitation
from diffusion.kernels.phases.shown import forget_shown, scatter_exposure
from diffusion.kernels.phases.transitions import (
    confirm_or_discontinue,
    decide,
    hear,
    persuade,
    start_trials,
)
from diffusion.kernels.plan import Plan
from diffusion.kernels.recorder import observe
from diffusion.kernels.records import new_ledger, new_records
from diffusion.kernels.site import Site
from diffusion.kernels.state import Month, State
from diffusion.translate.initial_state import draw_initial_state
from diffusion.translate.parameters import parameters_for
from diffusion.translate.programme import plan_of

PROGRAMME = "campaign_then_collaboration"
N_MONTHS = 36


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=500, help="runs of the whole month")
    parser.add_argument("--no-start", action="store_true", help="leave out the start of commands")
    arguments = parser.parse_args()
    print(f"{PROGRAMME}, {N_MONTHS} months, one processor")
    for name, figure in figures(arguments.runs).items():
        print(f"{name:44}{figure:10.1f}")
    if not arguments.no_start:
        for name, seconds in start.commands().items():
            print(f"{name:34}{seconds:6.2f} s of processor time")


def figures(n_runs: int) -> dict[str, float]:
    """Measure the first moment of a run in microseconds, and months in ns per artisan-month."""
    community = diffusion.load("senik")
    parameters = community.parameter_sets["default"]
    flat = parameters_for(community, parameters)
    plan = plan_of(community, community.programmes[PROGRAMME], parameters, n_months=N_MONTHS)
    n = community.n_artisans
    state, month, ledger = allocate(State, n), allocate(Month, n), new_ledger()
    hamlets = allocate(Site, community.n_hamlets)
    ranking = new_ranking(n)
    n_channels = len(community.file.market.channel)

    def first_moments() -> None:
        draw_initial_state(community, parameters, random_seed=1, first_replicate=0, n_runs=200)

    found = {"first moment of a run, us": best_of(3, first_moments) / 200 * 1e6}
    beginning = draw_initial_state(
        community, parameters, random_seed=1, first_replicate=0, n_runs=n_runs
    )

    def whole() -> None:
        records = new_records(n_runs, N_MONTHS, n, n_channels=n_channels)
        run_histories(
            beginning.start, beginning.hamlets, beginning.ties, plan, flat, 1, 0,
            state, month, hamlets, ledger, ranking, records,
        )  # fmt: skip

    def months(plan: Plan) -> None:
        _live(
            beginning.start, beginning.hamlets, beginning.ties, plan, flat, 1, N_MONTHS,
            state, month, hamlets, ledger,
        )  # fmt: skip

    n_artisan_months = n_runs * N_MONTHS * n
    seconds = {PROGRAMME: best_of(30, lambda: months(plan))}
    found["month, ns"] = seconds[PROGRAMME] / n_artisan_months * 1e9
    found["month and its record, ns"] = best_of(30, whole) / n_artisan_months * 1e9
    for name in sorted(set(community.programmes) - {PROGRAMME}):
        other = plan_of(community, community.programmes[name], parameters, n_months=N_MONTHS)
        seconds[name] = best_of(10, lambda other=other: months(other))
        found[f"month of {name}, ns"] = seconds[name] / n_artisan_months * 1e9
    n_histories = n_runs * len(seconds)
    found["histories a second, all of these"] = n_histories / sum(seconds.values())

    ties = beginning.ties_of(0)
    luck = np.uint64(draws.make_key(1, 0))
    begin_run(state, hamlets, ledger, beginning.start, beginning.hamlets, 0)
    for t in range(24):
        step(state, month, hamlets, ledger, ties, plan, flat, luck, t)
    for name, repeated in {
        "look around": _look_around,
        "activities (training month)": _hold_activities,
        "meeting": _meet,
        "work and sale": _work,
        "household": _keep_house,
        "learning": _learn,
        "stages": _move_stages,
        "hamlet": _settle,
    }.items():
        seconds = best_of(
            15, lambda f=repeated: f(1000, state, month, hamlets, ledger, ties, plan, flat, luck)
        )
        found[f"  {name}"] = seconds / 1000 / n * 1e9
    records = new_records(1, 1, n, n_channels=n_channels)
    seconds = best_of(5, lambda: _observe(1000, state, hamlets, ledger, ranking, records, flat))
    found["  keeping the record"] = seconds / 1000 / n * 1e9
    return found


@compiled
def _live(
    start, first_hamlets, ties, plan, parameters, random_seed, n_months, state, month, hamlets,
    ledger,
):  # fmt: skip
    start, first_hamlets, ties, plan = bare(start), bare(first_hamlets), bare(ties), bare(plan)
    state, month, hamlets, ledger = bare(state), bare(month), bare(hamlets), bare(ledger)
    for run in range(start.stage.shape[0]):
        begin_run(state, hamlets, ledger, start, first_hamlets, run)
        forget_shown(month)
        run_ties = ties_of_run(ties, run)
        luck = draws.make_key(random_seed, run)
        for t in range(n_months):
            step(state, month, hamlets, ledger, run_ties, plan, parameters, luck, t)


def _repeated(phase):
    """Compile a function that repeats a phase, and hand it arrays as bare as in a run."""
    body = inner(phase)

    @inner
    def repeated(n, state, month, hamlets, ledger, ties, plan, parameters, luck):
        body(
            n, bare(state), bare(month), bare(hamlets), bare(ledger), bare(ties), bare(plan),
            parameters, luck,
        )  # fmt: skip

    return repeated


@_repeated
def _look_around(n, state, month, hamlets, ledger, ties, plan, parameters, luck):
    for _ in range(n):
        index_by_stage(state, month, hamlets)
        scatter_exposure(state, month, hamlets, ties, parameters)  # nobody has moved
        gather_exposure(state, month, hamlets, ties, parameters)


@_repeated
def _hold_activities(n, state, month, hamlets, ledger, ties, plan, parameters, luck):
    for _ in range(n):
        reset_month(month, hamlets)  # what it does is added up, here and in the next
        hold_activities(state, month, hamlets, ledger, ties, plan, parameters, luck, 3)


@_repeated
def _meet(n, state, month, hamlets, ledger, ties, plan, parameters, luck):
    for _ in range(n):
        meet(state, month, hamlets, ties, parameters, luck, 24)


@_repeated
def _work(n, state, month, hamlets, ledger, ties, plan, parameters, luck):
    for _ in range(n):
        reset_month(month, hamlets)
        make_and_sell(state, month, hamlets, ledger, parameters, luck, 24)


@_repeated
def _keep_house(n, state, month, hamlets, ledger, ties, plan, parameters, luck):
    for _ in range(n):
        draw_shocks(state, month, hamlets, parameters, luck, 24)
        pay_shocks(state, month, hamlets, ledger, parameters)
        earn_and_spend(state, month, hamlets, ledger, parameters, 24)


@_repeated
def _learn(n, state, month, hamlets, ledger, ties, plan, parameters, luck):
    for _ in range(n):
        learn(state, month, hamlets, parameters, 24)


@_repeated
def _move_stages(n, state, month, hamlets, ledger, ties, plan, parameters, luck):
    for _ in range(n):
        hear(state, month, hamlets, ties, parameters, luck, 24)
        persuade(state, month, hamlets, ties, parameters, luck, 24)
        decide(state, month, hamlets, ties, parameters, luck, 24)
        start_trials(state, month, hamlets, ledger, parameters)
        confirm_or_discontinue(state, month, hamlets, parameters, luck, 24)


@_repeated
def _settle(n, state, month, hamlets, ledger, ties, plan, parameters, luck):
    for _ in range(n):
        set_facilitation(hamlets, plan, parameters, 24)
        end_month(hamlets, ledger, parameters, luck, 24)


@compiled
def _observe(n, state, hamlets, ledger, ranking, records, parameters):
    state, hamlets, ledger = bare(state), bare(hamlets), bare(ledger)
    ranking, records = bare(ranking), bare(records)
    for _ in range(n):
        observe(records, 0, 0, state, hamlets, ledger, ranking, parameters)


if __name__ == "__main__":
    main()
