"""Runs programmes on a community, many times each, with the same luck for all of them."""

import os
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import numpy as np

from diffusion.community import Community
from diffusion.errors import InputError, Problem, as_written, check_range, one_of
from diffusion.initialise import (
    Beginning,
    beginning_of,
    check_luck,
    parameters_for,
    plan_of,
    ties_that_grow,
)
from diffusion.kernels.ensemble import run_ensemble
from diffusion.kernels.state import (
    Hamlet,
    Month,
    Parameters,
    Plan,
    Records,
    State,
    new_ledger,
    new_records,
    room_for,
)
from diffusion.library import DEFAULT_PARAMETERS, DEFAULT_RANDOM_SEED, parameters_of, programme_of
from diffusion.outcome import Artisans, Outcome
from diffusion.parameters import ParameterSet
from diffusion.programme import Programme
from diffusion.provenance import versions
from diffusion.two_state import run_two_state

DEFAULT_RUNS = 200
DEFAULT_MONTHS = 36

MOST_RUNS = 10_000_000
MOST_MONTHS = 1_200
MOST_ARTISAN_MONTHS = 120_000_000
"""Most artisans times months, so that sums of rupiah stay inside an int64 (`community`)."""
MOST_THREADS = 1_000

KEEPABLE = ("toa", "spells", "artisans")
"""What can be kept of every single artisan, on request."""

_ARTISANS_AT_ONCE = 3_000
"""Runs are handed to a thread in parts of about so many artisans."""

type Progress = Callable[[int, int], None]
"""Called with the number of runs done and the number of all."""


def simulate(
    community: Community,
    programme: str | Path | Programme,
    *,
    parameters: str | ParameterSet = DEFAULT_PARAMETERS,
    n_runs: int = DEFAULT_RUNS,
    n_months: int = DEFAULT_MONTHS,
    random_seed: int = DEFAULT_RANDOM_SEED,
    first_replicate: int = 0,
    keep: Collection[str] = (),
    n_threads: int | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Simulate one programme.

    Parameters
    ----------
    community
        What `diffusion.load` returns.
    programme
        Name of a programme of the community, path of a programme file, or a programme.
    parameters
        Name of a parameter set of the community, or a set.
    n_runs, n_months
        How many histories, each of how many months.
    random_seed, first_replicate
        Run r is replicate `first_replicate + r` of this random seed, whatever else is run.
    keep
        What to keep of every artisan: "toa", the record of the first trial; "spells", the first
        record in each stage and the number of records in which it had been given up.
    n_threads
        Threads that runs are spread over; all processors by default. Results do not depend on it.
    progress
        Called with the number of runs done and of all: once with 0, before the work begins, and
        then now and then.

    Raises
    ------
    InputError
        If a name is unknown, a number out of range, or an activity dated after the last month.
    """
    outcomes = simulate_all(
        community,
        [programme],
        parameters=parameters,
        n_runs=n_runs,
        n_months=n_months,
        random_seed=random_seed,
        first_replicate=first_replicate,
        keep=keep,
        n_threads=n_threads,
        progress=progress,
    )
    return outcomes[0]


def simulate_all(
    community: Community,
    programmes: Sequence[str | Path | Programme],
    *,
    parameters: str | ParameterSet = DEFAULT_PARAMETERS,
    n_runs: int = DEFAULT_RUNS,
    n_months: int = DEFAULT_MONTHS,
    random_seed: int = DEFAULT_RANDOM_SEED,
    first_replicate: int = 0,
    keep: Collection[str] = (),
    n_threads: int | None = None,
    progress: Progress | None = None,
) -> list[Outcome]:
    """Simulate several programmes, each on the same beginnings and with the same luck.

    Parameters and errors are those of `simulate`; the outcomes come in the order of `programmes`.
    """
    check_range("runs", n_runs, 1, MOST_RUNS)
    check_months(community, n_months)
    check_luck(random_seed, first_replicate)
    if n_threads is not None:
        check_range("threads", n_threads, 1, MOST_THREADS)
    for name in keep:
        if name not in KEEPABLE:
            raise InputError(Problem("keep", "", one_of(KEEPABLE, name), as_written(name)))
    numbers = parameters_of(community, parameters)
    chosen = [programme_of(community, programme) for programme in programmes]
    plans = [plan_of(community, one, numbers, n_months=n_months) for one in chosen]
    flat = parameters_for(community, numbers)
    n_toa = n_runs if "toa" in keep else 0
    n_artisans = community.n_artisans
    records = [
        new_records(
            n_runs,
            n_months,
            n_artisans,
            n_channels=len(community.file.market.channel),
            n_toa=n_toa,
            n_spells=n_runs if "spells" in keep else 0,
            n_last=n_runs if "artisans" in keep else 0,
        )
        for _ in chosen
    ]
    n_known = n_runs if "artisans" in keep else 0
    is_poor = np.zeros((n_known, n_artisans), np.bool_)
    n_ties = np.zeros((n_known, n_artisans), np.int64)
    size = max(1, min(100, _ARTISANS_AT_ONCE // n_artisans))
    parts = [slice(first, min(first + size, n_runs)) for first in range(0, n_runs, size)]

    def work(part: slice) -> int:
        beginning = beginning_of(
            community,
            numbers,
            random_seed=random_seed,
            first_replicate=first_replicate + part.start,
            n_runs=part.stop - part.start,
        )
        for plan, record in zip(plans, records, strict=True):
            _run_part(community, beginning, plan, flat, random_seed, _rows(record, part))
        if "artisans" in keep:
            is_poor[part] = beginning.start.is_poor
            n_ties[part] = np.diff(beginning.ties.start, axis=1)
        return len(plans) * int(part.stop - part.start)

    n_done = 0
    if progress is not None:
        progress(0, len(plans) * n_runs)
    with ThreadPoolExecutor(n_threads or n_processors()) as pool:
        futures = [pool.submit(work, part) for part in parts]
        try:
            for future in as_completed(futures):
                n_done += future.result()
                if progress is not None:
                    progress(n_done, len(plans) * n_runs)
        finally:
            pool.shutdown(cancel_futures=True)
    provenance = {
        "community": community.name,
        "files": dict(community.hashes),
        "declared": community.file.model_dump(mode="json"),
        "parameter_set": parameters if isinstance(parameters, str) else parameters.title,
        "modules_off": list(community.file.modules.off),
        "parameters": numbers.model_dump(mode="json"),
        "random_seed": random_seed,
        "first_replicate": first_replicate,
        "n_runs": n_runs,
        "n_months": n_months,
        "versions": versions(),
    }
    channels = community.file.market.channels
    hamlets = np.array(community.hamlets)
    return [
        _outcome(
            one,
            channels,
            record,
            provenance,
            Artisans(is_poor, n_ties, hamlets, record.last_stage, record.last_member)
            if "artisans" in keep
            else None,
        )
        for one, record in zip(chosen, records, strict=True)
    ]


def simulate_beginning(
    community: Community,
    beginning: Beginning,
    programmes: Sequence[Programme],
    parameters: ParameterSet,
    *,
    n_months: int,
    random_seed: int,
) -> list[Outcome]:
    """Simulate several programmes from a beginning that has been drawn, without provenance.

    Parameters and errors are those of `simulate`; the programmes fit the community.
    """
    check_months(community, n_months)
    n_runs = beginning.start.stage.shape[0]
    channels = community.file.market.channels
    flat = parameters_for(community, parameters)
    outcomes = []
    for programme in programmes:
        plan = plan_of(community, programme, parameters, n_months=n_months)
        records = new_records(n_runs, n_months, community.n_artisans, n_channels=len(channels))
        _run_part(community, beginning, plan, flat, random_seed, records)
        outcomes.append(_outcome(programme, channels, records, {}))
    return outcomes


def check_months(community: Community, n_months: int) -> None:
    """Refuse months that are none, or more than a community of this size may live.

    Raises
    ------
    InputError
        Naming how many there may be.
    """
    most = min(MOST_MONTHS, MOST_ARTISAN_MONTHS // community.n_artisans)
    check_range("months", n_months, 1, most)


def _run_part(
    community: Community,
    beginning: Beginning,
    plan: Plan,
    parameters: Parameters,
    random_seed: int,
    records: Records,
) -> None:
    if parameters.is_two_state:
        run_two_state(beginning, parameters, random_seed=random_seed, records=records)
        return
    n_artisans = community.n_artisans
    run_ensemble(
        beginning.start,
        beginning.hamlets,
        ties_that_grow(community, beginning.ties),
        plan,
        parameters,
        random_seed,
        beginning.first_replicate,
        room_for(State, n_artisans),
        room_for(Month, n_artisans),
        room_for(Hamlet, community.n_hamlets),
        new_ledger(),
        records,
    )


def _rows(records: Records, part: slice) -> Records:
    return Records._make(array[part] for array in records)


def _outcome(
    programme: Programme,
    channels: tuple[str, ...],
    records: Records,
    provenance: dict[str, object],
    artisans: Artisans | None = None,
) -> Outcome:
    outcome = Outcome(
        programme=programme.name,
        channels=channels,
        stages=records.stages,
        ledger=records.ledger,
        money=records.money,
        levels=records.levels,
        counts=records.counts,
        pieces=records.pieces,
        lasting=records.lasting,
        tried=records.tried,
        toa=records.toa if len(records.toa) else None,
        first=records.first if len(records.first) else None,
        discontinued_months=records.gave_up if len(records.gave_up) else None,
        artisans=artisans,
        provenance=provenance | {"programme": programme.model_dump(mode="json")},
    )
    if not outcome.is_balanced():
        raise AssertionError(f"the ledger of {programme.name} does not balance")
    return outcome


def n_processors() -> int:
    """Processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
