"""Runs a programme very many times, and keeps no run: memory does not grow with their number."""

from collections.abc import Sequence
from pathlib import Path

from diffusion.catalogue.load import DEFAULT_PARAMETERS, DEFAULT_RANDOM_SEED
from diffusion.ensembles.simulate import DEFAULT_MONTHS, Progress, ensemble_of
from diffusion.results.outcome import Outcome
from diffusion.results.summary import Summary, Tally
from diffusion.scenario.community import Community
from diffusion.scenario.parameters import ParameterSet
from diffusion.scenario.programme import Programme

DEFAULT_RUNS = 100_000


def summarise(
    community: Community,
    programme: str | Path | Programme,
    *,
    parameters: str | ParameterSet = DEFAULT_PARAMETERS,
    n_runs: int = DEFAULT_RUNS,
    n_months: int = DEFAULT_MONTHS,
    random_seed: int = DEFAULT_RANDOM_SEED,
    first_replicate: int = 0,
    n_threads: int | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Simulate one programme, and keep how often every count came up, means and their errors.

    The runs are those of `simulate`, and so are the numbers, but no run can be looked at
    afterwards. Memory does not grow with the number of runs.

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
    summaries = summarise_all(
        community,
        [programme],
        parameters=parameters,
        n_runs=n_runs,
        n_months=n_months,
        random_seed=random_seed,
        first_replicate=first_replicate,
        n_threads=n_threads,
        progress=progress,
    )
    return summaries[0]


def summarise_all(
    community: Community,
    programmes: Sequence[str | Path | Programme],
    *,
    parameters: str | ParameterSet = DEFAULT_PARAMETERS,
    n_runs: int = DEFAULT_RUNS,
    n_months: int = DEFAULT_MONTHS,
    random_seed: int = DEFAULT_RANDOM_SEED,
    first_replicate: int = 0,
    n_threads: int | None = None,
    progress: Progress | None = None,
) -> list[Summary]:
    """Summarise several programmes, each on the same beginnings and with the same luck.

    Parameters and errors are those of `summarise`; the summaries come in the order of
    `programmes`.
    """
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
    tallies = [Tally(community.n_artisans, n_months) for _ in programmes]

    def work(part: slice) -> list[Outcome]:
        records = [ensemble.room(part.stop - part.start) for _ in programmes]
        ensemble.live(part, records)
        return [ensemble.outcome(number, record) for number, record in enumerate(records)]

    n_done = 0
    if progress is not None:
        progress(0, len(tallies) * n_runs)
    for outcomes in ensemble.in_parts(work):
        for tally, outcome in zip(tallies, outcomes, strict=True):
            tally.add(outcome)
            n_done += outcome.n_runs
        if progress is not None:
            progress(n_done, len(tallies) * n_runs)
    return [tally.summary(ensemble.provenance_of(number)) for number, tally in enumerate(tallies)]
