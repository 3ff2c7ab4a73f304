"""What it costs to record what happens: processor seconds of runs without and with the record.

Both live the same runs through the same kernel by turns, into room that was made before; told are
the medians, their ratio, and beside them the record as `diffusion.record_events` makes it, with its
room counted and its table written.
"""

import argparse
import statistics
from time import process_time

import diffusion
from diffusion.ensembles.ensemble import Ensemble, prepare, run_part
from diffusion.ensembles.options import RunOptions
from diffusion.kernels.events import SO_FAR, Events, new_events
from diffusion.translate.initial_state import InitialState, draw_initial_state


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="senik", help="name or folder of a model")
    parser.add_argument("--programme", default="campaign_then_collaboration")
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--turns", type=int, default=9)
    arguments = parser.parse_args()
    community = diffusion.load(arguments.model)
    options = RunOptions(n_runs=arguments.runs, n_threads=1)
    programme = community.programmes[arguments.programme]
    ensemble = prepare(community, (programme,), options)
    initial = draw_initial_state(
        community, ensemble.parameter_set, random_seed=1, first_replicate=0, n_runs=arguments.runs
    )
    counted = new_events(0)
    seconds(ensemble, initial, counted)
    seconds(ensemble, initial, None)
    events = new_events(int(counted.now[SO_FAR]))
    turns = []
    for _ in range(arguments.turns):
        events.now[SO_FAR] = 0
        turns.append((seconds(ensemble, initial, None), seconds(ensemble, initial, events)))
    without, with_them = (statistics.median(one) for one in zip(*turns, strict=True))
    ratio = statistics.median(one[1] / one[0] for one in turns)
    began = process_time()
    record = diffusion.record_events(community, programme, n_runs=arguments.runs, n_threads=1)
    recorded = process_time() - began
    began = process_time()
    record.to_frame()
    print(f"{arguments.programme}, {arguments.runs} runs, {len(record):,} events")
    print(f"without the record   {without:8.4f} s")
    print(f"with the record      {with_them:8.4f} s   {ratio:.2f} times")
    print(f"record_events        {recorded:8.4f} s")
    print(f"its table            {process_time() - began:8.4f} s")


def seconds(ensemble: Ensemble, initial: InitialState, events: Events | None) -> float:
    """Live all runs once; give the processor seconds."""
    records = ensemble.allocate_records(initial.n_runs)
    began = process_time()
    run_part(
        ensemble.community,
        initial,
        ensemble.plans[0],
        ensemble.parameters,
        random_seed=1,
        records=records,
        events=events,
    )
    return process_time() - began


if __name__ == "__main__":
    main()
