"""Runs a programme very many times, and keeps no run: memory does not grow with their number."""

from collections.abc import Sequence
from typing import Unpack, overload

from diffusion.catalogue.arguments import (
    CommunityLike,
    ProgrammeLike,
    as_many,
    community_of,
    is_one,
    programmes_of,
)
from diffusion.ensembles.ensemble import Ensemble, prepare
from diffusion.ensembles.options import RunKeywords, RunOptions
from diffusion.results.outcome import Outcome
from diffusion.results.summary import EnsembleSummary
from diffusion.results.tally import Tally
from diffusion.util.money import Sum

DEFAULT_RUNS = 100_000


@overload
def summarise(  # type: ignore[overload-overlap]  # a word is a sequence of words; this comes first
    community: CommunityLike,
    programme: ProgrammeLike,
    *,
    budget: Sum | None = None,
    with_facilitator: bool = True,
    budget_of: str | None = None,
    **options: Unpack[RunKeywords],
) -> EnsembleSummary: ...


@overload
def summarise(
    community: CommunityLike,
    programme: Sequence[ProgrammeLike],
    *,
    budget: Sum | None = None,
    with_facilitator: bool = True,
    budget_of: str | None = None,
    **options: Unpack[RunKeywords],
) -> list[EnsembleSummary]: ...


def summarise(
    community: CommunityLike,
    programme: ProgrammeLike | Sequence[ProgrammeLike],
    *,
    budget: Sum | None = None,
    with_facilitator: bool = True,
    budget_of: str | None = None,
    **options: Unpack[RunKeywords],
) -> EnsembleSummary | list[EnsembleSummary]:
    """Simulate programmes, and keep how often every count came up, means and their errors.

    The runs are those of `simulate`, and so are the numbers, but no run can be looked at
    afterwards. Memory does not grow with the number of runs.

    Parameters
    ----------
    community, programme, budget, with_facilitator, budget_of
        As in `diffusion.simulate`.
    **options
        Those of `diffusion.simulate`; 100,000 runs if `n_runs` is left out.

    Returns
    -------
    EnsembleSummary or list of EnsembleSummary
        One for one programme; a list, in the order asked for, for a list.

    Raises
    ------
    InputError
        As in `diffusion.simulate`.
    """
    known = community_of(community)
    options.setdefault("n_runs", DEFAULT_RUNS)
    ensemble = prepare(
        known,
        programmes_of(
            known,
            as_many(programme),
            budget=budget,
            with_facilitator=with_facilitator,
            budget_of=budget_of,
        ),
        RunOptions(**options),
        keep=("traits",),
    )
    summaries = _tally(ensemble)
    return summaries[0] if is_one(programme) else summaries


def _tally(ensemble: Ensemble) -> list[EnsembleSummary]:
    """Simulate all runs of an ensemble, part by part, and forget each when it is counted."""
    options = ensemble.options
    tallies = [Tally(ensemble.community.n_artisans, options.n_months) for _ in ensemble.programmes]

    def work(part: slice) -> list[Outcome]:
        n_runs = part.stop - part.start
        records = [ensemble.allocate_records(n_runs) for _ in ensemble.programmes]
        ensemble.simulate_part(part, records)
        return [ensemble.outcome(number, record) for number, record in enumerate(records)]

    n_done, n_all = 0, len(tallies) * options.n_runs
    options.report(0, n_all)
    for outcomes in ensemble.in_parts(work):
        for tally, outcome in zip(tallies, outcomes, strict=True):
            tally.add(outcome)
            n_done += outcome.n_runs
        options.report(n_done, n_all)
    return [tally.summary(ensemble.provenance_of(number)) for number, tally in enumerate(tallies)]
