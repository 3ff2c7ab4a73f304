"""What the two-state chain costs: many runs of one village, and single runs of a million artisans.

Prints runs a second of the village on one processor, through the kernel alone and through
`diffusion.simulate`, and milliseconds of one run of three jobs on large graphs, steps alone.
"""

import argparse
import math
import time
import warnings
from dataclasses import replace

import numpy as np
from jobs import generator, newcomers, rewired_ring, rows_of
from measure import best_of, seconds_of

import diffusion
from diffusion.errors import OddWarning
from diffusion.kernels import draws
from diffusion.kernels.bare import bare
from diffusion.kernels.contagion.engine import begin_run, new_workspace, run_contagion, run_months
from diffusion.kernels.contagion.response import precompute
from diffusion.kernels.jit import inner
from diffusion.kernels.records import Records, new_records
from diffusion.kernels.state import TRIAL
from diffusion.scenario.artisans import Roster
from diffusion.scenario.community import Community, CommunityFile
from diffusion.scenario.parameters import ParameterSet
from diffusion.scenario.tie_list import TieList
from diffusion.translate.chain import draw_chain_start
from diffusion.translate.parameters import parameters_for

N_VILLAGE, VILLAGE_DEGREE, VILLAGE_MONTHS = 200, 6, 60
CHAIN = {
    "chain": {"form": "two_state"},
    "decision": {
        "alpha": 0.003,
        "beta": 0.3,
        "efficacy_exponent": 0.5,
        "value_exponent": 1.0,
        "misfit_tolerance": 1.0,
        "cost_exponent": 0.1,
    },
}
"""About 63 of the 200 use the innovation after 20 months, and 188 after 60."""

OPEN_GATES = {"efficacy_exponent": 0.0, "value_exponent": 0.0, "cost_exponent": 0.0}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=4000, help="runs of the village")
    parser.add_argument("--artisans", type=int, default=1_000_000, help="of the large graphs")
    arguments = parser.parse_args()
    village(arguments.runs)
    n = arguments.artisans
    luck = generator(1)
    hubs = newcomers(n, 5, luck)
    # Every tenth of a per cent begins; in clusters of ten on the ring, where a threshold asks
    # for more than one alter.
    large_run(
        "independent cascade, 0.1, hubs of degree 10",
        hubs,
        np.arange(0, n, 1000) + 500,
        {
            "exposure": {"normalisation": "sum", "memory": "flow", "response": "linear"},
            "decision": {"alpha": 0.0, "beta": -math.log(0.9)},  # noqa: TID251
        },
        n_months=60,
    )
    small_world = rewired_ring(n, 10, luck)
    clusters = (np.arange(0, n, 10_000)[:, None] + np.arange(10)).ravel()
    large_run(
        "threshold 0.18, small world of degree 10",
        small_world,
        clusters,
        {
            "exposure": {"response": "threshold", "threshold": 0.18},
            "decision": {"alpha": 0.0, "beta": 100.0},
        },
        n_months=200,
    )
    large_run(
        "covariates and exposure, small world, 60 months",
        small_world,
        clusters,
        {"decision": CHAIN["decision"] | {"value_exponent": 0.0, "cost_exponent": 0.0}},
        n_months=60,
    )


def numbers(**sections: dict[str, object]) -> ParameterSet:
    """Make numbers of the chain, but for what is said."""
    said = diffusion.load("senik").parameter_sets["default"].model_dump()
    for changes in (CHAIN, sections):
        for name, values in changes.items():
            said[name] |= values
    return ParameterSet.model_validate(said)


def drawn_village() -> Community:
    """Make a village whose traits and ties are given, so that all runs begin alike."""
    senik = diffusion.load("senik")
    said = senik.file.model_dump()
    said["artisans"] |= {
        "number": None,
        "roster": "roster.csv",
        "first_adopters": ("1", "41", "81", "121", "161"),
    }
    said["ties"] = {"generator": "file", "file": "ties.csv", "strength": said["ties"]["strength"]}
    table = np.empty((9, N_VILLAGE))
    draws.fill_draws(7, 0, draws.SELF_EFFICACY, 0, np.arange(N_VILLAGE), table)
    columns = {
        "self_efficacy": 0.1 + 0.8 * table[0],
        "value_fit": 0.3 + 0.7 * table[1],
        "skill": 0.1 + 0.15 * table[2],
        "cash": 1000 * np.floor(50 + 750 * table[3]),
        "other_income": 1000 * np.floor(200 + 700 * table[4]),
        "need": 1000 * np.floor(400 + 500 * table[5]),
        "threshold": table[6],
        "x_km": table[7],
        "y_km": table[8],
    }
    ends = rewired_ring(N_VILLAGE, VILLAGE_DEGREE, generator(7))
    ends = np.unique(np.sort(ends[ends[:, 0] != ends[:, 1]], axis=1), axis=0)
    return replace(
        senik,
        file=CommunityFile.model_validate(said),
        roster=Roster(
            tuple(str(ego + 1) for ego in range(N_VILLAGE)),
            {name: tuple(column.tolist()) for name, column in columns.items()},
        ),
        tie_list=TieList.of_pairs(ends, np.ones(len(ends))),
    )


def village(n_runs: int) -> None:
    """Time many runs of the village."""
    community, parameters = drawn_village(), numbers()
    initial = draw_chain_start(community, parameters, random_seed=1, first_replicate=0, n_runs=1)
    flat = parameters_for(community, parameters)
    work = new_workspace(initial.start, flat, n_ends=initial.ties.alter.size)

    def records() -> Records:
        made = new_records(n_runs, VILLAGE_MONTHS, N_VILLAGE, n_channels=flat.n_channels, n_kept=0)
        for array in made:
            array.fill(0)  # so that the system has given the memory before the clock runs
        return made

    def kernel(record: Records) -> None:
        run_contagion(initial.start, initial.ties, flat, 1, 0, work, record, True)

    times = []
    for _ in range(7):
        record = records()
        began = time.process_time()
        kernel(record)
        times.append(time.process_time() - began)
    seconds = min(times)
    adopters = record.stages[:, :, TRIAL].mean(axis=0)
    print(f"village of {N_VILLAGE}, {VILLAGE_MONTHS} months, {n_runs} runs, one processor")
    print(f"adopters on average {adopters[20]:8.1f} at month 20, {adopters[60]:.1f} at month 60")
    print(f"kernel              {n_runs / seconds:8.0f} runs a second", end="")
    print(f", {seconds / n_runs * 1e6:.1f} us a run")
    seconds = best_of(
        3,
        lambda: diffusion.simulate(
            community, "none", parameters=parameters, n_runs=n_runs, n_months=VILLAGE_MONTHS,
            n_threads=1,
        ),
    )  # fmt: skip
    print(f"diffusion.simulate  {n_runs / seconds:8.0f} runs a second", end="")
    print(f", {seconds / n_runs * 1e6:.1f} us a run")


@inner
def _months(start, ties, parameters, run_key, form, work, sizes, records):
    """Live the months of a run through bare arrays, as `run_contagion` does."""
    start, ties, work, records = bare(start), bare(ties), bare(work), bare(records)
    run_months(start, ties, parameters, run_key, form, work, sizes, records, 0)


def large_run(
    name: str,
    ends: np.ndarray,
    first_adopters: np.ndarray,
    sections: dict[str, dict[str, object]],
    *,
    n_months: int,
) -> None:
    """Time one run, from its first moment to its last record; the graph is made already."""
    n = int(ends.max()) + 1
    gates = {} if "efficacy_exponent" in sections["decision"] else OPEN_GATES
    said = numbers(**(sections | {"decision": gates | sections["decision"]}))
    with warnings.catch_warnings(action="ignore", category=OddWarning):
        community = diffusion.with_graph(diffusion.load("senik"), rows=rows_of(n, ends))
        names = (first_adopters + 1).tolist()
        community = community.with_settings({"community.artisans.first_adopters": names})
    initial = draw_chain_start(community, said, random_seed=1, first_replicate=0, n_runs=1)
    start, flat = initial.start, parameters_for(community, said)
    ties = initial.ties._replace(start=initial.ties.start[0], total=initial.ties.total[0])
    work = new_workspace(start, flat, n_ends=0)
    run_key = np.uint64(draws.make_key(1, 0))
    records = new_records(1, n_months, n, n_channels=flat.n_channels, n_kept=0)

    seconds = math.inf
    for _ in range(7):
        form = precompute(start, 0, ties, flat, work.response, work.counts.need, work.table, False)
        sizes = begin_run(start, ties, flat, form, work, records, 0)
        arguments = start.identity, ties, flat, run_key, form, work, sizes, records
        seconds = min(seconds, seconds_of(lambda given=arguments: _months(*given)))
    adopters = records.stages[0, :, TRIAL]
    n_steps = int(np.argmax(adopters == adopters[-1]))
    print(f"{name:50}{seconds * 1e3:8.1f} ms a run, ", end="")
    print(f"{adopters[-1] / n:.1%} of {n:,} in {n_steps} months")


if __name__ == "__main__":
    main()
