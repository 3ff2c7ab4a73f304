"""Runs programmes on a community, many times each, with the same luck for all of them."""

import os
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diffusion.catalogue.load import (
    DEFAULT_PARAMETERS,
    DEFAULT_RANDOM_SEED,
    parameters_of,
    programme_of,
)
from diffusion.ensembles.two_state import run_two_state
from diffusion.errors import InputError, Problem, as_written, check_range, one_of
from diffusion.kernels.ensemble import run_ensemble
from diffusion.kernels.inequality import new_ranking
from diffusion.kernels.state import (
    Hamlet,
    Month,
    Parameters,
    Plan,
    Records,
    State,
    allocate,
    new_ledger,
    new_records,
)
from diffusion.results.outcome import Artisans, Outcome
from diffusion.scenario.community import Community
from diffusion.scenario.parameters import ParameterSet
from diffusion.scenario.programme import Programme
from diffusion.translate.initial_state import (
    InitialState,
    check_luck,
    draw_initial_state,
    is_random,
    parameters_for,
    plan_of,
    ties_that_grow,
)
from diffusion.util.provenance import versions

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
_RECORDS_AT_ONCE = 4_000
"""Runs are handed to a thread in parts of at most so many artisans and records."""

_CHAINS_FOR_ONE = 10
"""So many times as many for two-state chains, which are lived faster and leave less."""

_ARTISANS_ALIKE = 10_000_000
"""Two-state chains that all begin alike share what takes longest, so that parts are larger."""

_PARTS_AHEAD = 2
"""So many parts for each thread are handed out before their results are taken."""

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
    for name in keep:
        if name not in KEEPABLE:
            raise InputError(Problem("keep", "", one_of(KEEPABLE, name), as_written(name)))
    ensemble = ensemble_of(
        community,
        programmes,
        parameters=parameters,
        n_runs=n_runs,
        n_months=n_months,
        random_seed=random_seed,
        first_replicate=first_replicate,
        n_threads=n_threads,
    )
    records = [ensemble.room(n_runs, keep) for _ in programmes]
    n_artisans = community.n_artisans
    n_known = n_runs if "artisans" in keep else 0
    is_poor = np.zeros((n_known, n_artisans), np.bool_)
    n_ties = np.zeros((n_known, n_artisans), np.int64)

    def work(part: slice) -> int:
        initial = ensemble.live(part, [_rows(record, part) for record in records])
        if "artisans" in keep:
            is_poor[part] = initial.start.is_poor
            n_ties[part] = np.diff(initial.ties.start, axis=1)
        return len(records) * initial.n_runs

    n_done = 0
    if progress is not None:
        progress(0, len(records) * n_runs)
    for n_lived in ensemble.in_parts(work):
        n_done += n_lived
        if progress is not None:
            progress(n_done, len(records) * n_runs)
    return [
        ensemble.outcome(
            number,
            record,
            Artisans(is_poor, n_ties, community.hamlets, record.last_stage, record.last_member)
            if "artisans" in keep
            else None,
        )
        for number, record in enumerate(records)
    ]


@dataclass(frozen=True, slots=True)
class Ensemble:
    """Runs that are about to be simulated: all is checked, and translated for the kernels.

    Attributes
    ----------
    community : Community
    programmes : tuple of Programme
    plans : tuple of Plan
        One for each programme.
    numbers, parameters : ParameterSet, Parameters
        As declared, and translated.
    random_seed, first_replicate, n_runs, n_months, n_threads : int
    initial : InitialState or None
        The first moment of all runs, where there are several and nothing of it is drawn.
    provenance : dict
    """

    community: Community
    programmes: tuple[Programme, ...]
    plans: tuple[Plan, ...]
    numbers: ParameterSet
    parameters: Parameters
    random_seed: int
    first_replicate: int
    n_runs: int
    n_months: int
    n_threads: int
    initial: InitialState | None
    provenance: dict[str, object]

    def room(self, n_runs: int, keep: Collection[str] = ()) -> Records:
        """Make room for the records of some runs of one programme."""
        return new_records(
            n_runs,
            self.n_months,
            self.community.n_artisans,
            n_channels=len(self.community.file.market.channel),
            n_toa=n_runs if "toa" in keep else 0,
            n_spells=n_runs if "spells" in keep else 0,
            n_last=n_runs if "artisans" in keep else 0,
            n_kept=_n_kept(self.parameters),
        )

    def live(self, part: slice, records: Sequence[Records]) -> InitialState:
        """Simulate some of the runs, and write their records: one for each programme.

        Returns the initial. A single run has been lived in its rows, to spare a copy: of its
        artisans only what never changes is left.
        """
        first, n_runs = self.first_replicate + part.start, part.stop - part.start
        if self.initial is not None:
            initial = replace(self.initial, first_replicate=first, n_runs=n_runs)
        else:
            initial = draw_initial_state(
                self.community,
                self.numbers,
                random_seed=self.random_seed,
                first_replicate=first,
                n_runs=n_runs,
            )
        for number, (plan, record) in enumerate(zip(self.plans, records, strict=True), start=1):
            state = None
            if self.n_runs == 1 and number == len(self.plans):  # the beginning is of this part
                state = initial.start[0]  # type: ignore[index]  # an array of records
            _run_part(
                self.community, initial, plan, self.parameters, self.random_seed, record, state
            )
        return initial

    def in_parts[T](self, work: Callable[[slice], T]) -> Iterator[T]:
        """Hand the runs to threads, part by part; give the results in the order of the runs.

        Parts run only a little ahead of what is taken, so that few results are held at once.
        """
        if self.n_threads == 1:
            yield from map(work, self._parts())
            return
        with ThreadPoolExecutor(self.n_threads) as pool:
            ahead: deque[Future[T]] = deque()
            try:
                for part in self._parts():
                    if len(ahead) == _PARTS_AHEAD * self.n_threads:
                        yield ahead.popleft().result()
                    ahead.append(pool.submit(work, part))
                while ahead:
                    yield ahead.popleft().result()
            finally:
                pool.shutdown(cancel_futures=True)

    def _parts(self) -> Iterator[slice]:
        times = _CHAINS_FOR_ONE if self.parameters.is_two_state else 1
        most_artisans = times * _ARTISANS_AT_ONCE
        if self.parameters.is_two_state and self.initial is not None:
            most_artisans = _ARTISANS_ALIKE
        size = min(
            -(-self.n_runs // (_PARTS_AHEAD * self.n_threads)),
            most_artisans // self.community.n_artisans,
            times * _RECORDS_AT_ONCE // (self.n_months + 1),
        )
        size = max(1, size)
        for first in range(0, self.n_runs, size):
            yield slice(first, min(first + size, self.n_runs))

    def outcome(self, number: int, records: Records, artisans: Artisans | None = None) -> Outcome:
        """Show the records of a programme, by its number here."""
        channels = self.community.file.market.channels
        return _outcome(
            self.programmes[number], channels, records, self.provenance_of(number), artisans
        )

    def provenance_of(self, number: int) -> dict[str, object]:
        """Tell what the runs of a programme, by its number here, are made from."""
        return self.provenance | {"programme": self.programmes[number].model_dump(mode="json")}


def ensemble_of(
    community: Community,
    programmes: Sequence[str | Path | Programme],
    *,
    parameters: str | ParameterSet,
    n_runs: int,
    n_months: int,
    random_seed: int,
    first_replicate: int,
    n_threads: int | None,
) -> Ensemble:
    """Check what is to be simulated, and translate it; parameters and errors as of `simulate`."""
    check_range("runs", n_runs, 1, MOST_RUNS)
    check_months(community, n_months)
    check_luck(random_seed, first_replicate)
    if n_threads is not None:
        check_range("threads", n_threads, 1, MOST_THREADS)
    numbers = parameters_of(community, parameters)
    chosen = tuple(programme_of(community, programme) for programme in programmes)
    initial = None
    if n_runs > 1 and not is_random(community, numbers):
        initial = draw_initial_state(
            community,
            numbers,
            random_seed=random_seed,
            first_replicate=first_replicate,
            n_runs=n_runs,
        )
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
    return Ensemble(
        community=community,
        programmes=chosen,
        plans=tuple(plan_of(community, one, numbers, n_months=n_months) for one in chosen),
        numbers=numbers,
        parameters=parameters_for(community, numbers),
        random_seed=random_seed,
        first_replicate=first_replicate,
        n_runs=n_runs,
        n_months=n_months,
        n_threads=min(n_threads or n_processors(), n_runs),
        initial=initial,
        provenance=provenance,
    )


def simulate_initial(
    community: Community,
    initial: InitialState,
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
    n_runs = initial.n_runs
    channels = community.file.market.channels
    flat = parameters_for(community, parameters)
    outcomes = []
    for programme in programmes:
        plan = plan_of(community, programme, parameters, n_months=n_months)
        records = new_records(
            n_runs,
            n_months,
            community.n_artisans,
            n_channels=len(channels),
            n_kept=_n_kept(flat),
        )
        _run_part(community, initial, plan, flat, random_seed, records)
        made_from: dict[str, object] = {"programme": programme.model_dump(mode="json")}
        outcomes.append(_outcome(programme, channels, records, made_from))
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
    initial: InitialState,
    plan: Plan,
    parameters: Parameters,
    random_seed: int,
    records: Records,
    state: State | None = None,
) -> None:
    """Simulate some runs; `state` is room for one community, where there is some already."""
    if parameters.is_two_state:
        run_two_state(initial, parameters, random_seed=random_seed, records=records)
        return
    n_artisans = community.n_artisans
    run_ensemble(
        initial.start,
        initial.hamlets,
        ties_that_grow(community, initial.ties, n_runs=initial.n_runs),
        plan,
        parameters,
        random_seed,
        initial.first_replicate,
        allocate(State, n_artisans) if state is None else state,
        allocate(Month, n_artisans),
        allocate(Hamlet, community.n_hamlets),
        new_ledger(),
        new_ranking(n_artisans),
        records,
    )


def _n_kept(parameters: Parameters) -> int | None:
    """Tell how many records are kept of what a two-state chain does not change; None: all."""
    return 1 if parameters.is_two_state else None


def _rows(records: Records, part: slice) -> Records:
    return Records._make(array[part] for array in records)


def _outcome(
    programme: Programme,
    channels: tuple[str, ...],
    records: Records,
    provenance: dict[str, object],
    artisans: Artisans | None = None,
) -> Outcome:
    n_records = records.stages.shape[1]
    outcome = Outcome(
        programme=programme.name,
        channels=channels,
        stages=records.stages,
        ledger=_at_all(records.ledger, n_records),
        money=_at_all(records.money, n_records),
        levels=_at_all(records.levels, n_records),
        counts=records.counts,
        pieces=_at_all(records.pieces, n_records),
        lasting=records.lasting,
        tried=records.tried,
        toa=records.toa if len(records.toa) else None,
        first=records.first if len(records.first) else None,
        discontinued_months=records.gave_up if len(records.gave_up) else None,
        artisans=artisans,
        provenance=provenance,
    )
    if not outcome.is_balanced():
        raise AssertionError(f"the ledger of {programme.name} does not balance")
    return outcome


def _at_all(kept: NDArray[Any], n_records: int) -> NDArray[Any]:
    """Show what is kept [R, 1 or T + 1, ...] at all records, without a copy."""
    n_runs, _, n_columns = kept.shape
    return np.broadcast_to(kept, (n_runs, n_records, n_columns)) if kept.shape[1] == 1 else kept


def n_processors() -> int:
    """Processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
