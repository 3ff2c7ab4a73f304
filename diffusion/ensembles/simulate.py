"""Runs programmes on a community, many times each, under the same random numbers for all."""

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from typing import Unpack, overload

import numpy as np
from numpy.typing import NDArray

from diffusion.catalogue.arguments import (
    CommunityLike,
    ProgrammeLike,
    as_many,
    community_of,
    is_one,
    programmes_of,
)
from diffusion.ensembles.ensemble import Ensemble, n_kept, prepare, run_part
from diffusion.ensembles.finish import finish_runs
from diffusion.ensembles.options import RunKeywords, RunOptions
from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.kernels.jit import are_plain
from diffusion.kernels.parameters import Parameters
from diffusion.kernels.plan import Plan
from diffusion.kernels.records import Records, new_records
from diffusion.results.outcome import Artisans, Outcome
from diffusion.scenario.community import Community
from diffusion.scenario.programme import Programme
from diffusion.translate.initial_state import InitialState
from diffusion.util.money import Sum

KEEPABLE = ("toa", "spells", "artisans", "earned", "traits")
"""What can be kept besides counts, on request."""


@overload
def simulate(  # type: ignore[overload-overlap]  # a word is a sequence of words; this comes first
    community: CommunityLike,
    programme: ProgrammeLike,
    *,
    budget: Sum | None = None,
    with_facilitator: bool = True,
    budget_of: str | None = None,
    keep: Collection[str] = (),
    **options: Unpack[RunKeywords],
) -> Outcome: ...


@overload
def simulate(
    community: CommunityLike,
    programme: Sequence[ProgrammeLike],
    *,
    budget: Sum | None = None,
    with_facilitator: bool = True,
    budget_of: str | None = None,
    keep: Collection[str] = (),
    **options: Unpack[RunKeywords],
) -> list[Outcome]: ...


def simulate(
    community: CommunityLike,
    programme: ProgrammeLike | Sequence[ProgrammeLike],
    *,
    budget: Sum | None = None,
    with_facilitator: bool = True,
    budget_of: str | None = None,
    keep: Collection[str] = (),
    **options: Unpack[RunKeywords],
) -> Outcome | list[Outcome]:
    """Simulate a programme, or several under the same random numbers.

    Parameters
    ----------
    community
        A community, its name, or the path of its folder.
    programme
        A programme, its name in the community's folder, or the path of its file; or a list of
        these, each of which starts from the same initial states.
    budget : int or str, optional
        Rupiah to which each programme is scaled (see `diffusion.scale_to_budget`); as written
        if left out.
    with_facilitator : bool
        Whether the budget pays for the organisation's person-days too.
    budget_of : str, optional
        The one kind of work or family that it pays for; see `diffusion.scale_to_budget`.
    keep
        What to keep of every artisan: "toa", the state index of the first trial; "spells", the
        first in each stage and the number of those in which it had been given up; "artisans",
        who they are and what became of each; "earned", what each has earned by pottery; "traits",
        what no month of a two-state chain changes, such as money: by itself such a chain counts
        the artisans in each stage, and draws only the traits that its rule asks for.
    **options
        parameters, n_runs, n_months, random_seed, first_replicate, n_threads and progress: see
        `diffusion.ensembles.options.RunOptions`.

    Returns
    -------
    Outcome or list of Outcome
        One for one programme; a list, in the order asked for, for a list.

    Raises
    ------
    InputError
        If a name is unknown, a number out of range, an activity dated after the last month, or
        the budget too small for a programme.
    """
    for name in keep:
        if name not in KEEPABLE:
            raise InputError(Problem("keep", "", one_of(KEEPABLE, name), as_written(name)))
    known = community_of(community)
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
        keep=keep,
    )
    outcomes = run_all(ensemble)
    return outcomes[0] if is_one(programme) else outcomes


def run_all(ensemble: Ensemble) -> list[Outcome]:
    """Simulate all runs of an ensemble, and keep them: one outcome for each programme."""
    community, n_runs, keep = ensemble.community, ensemble.options.n_runs, ensemble.keep
    records = [ensemble.allocate_records(n_runs) for _ in ensemble.programmes]
    n_known = n_runs if "artisans" in keep else 0
    is_poor = np.zeros((n_known, community.n_artisans), np.bool_)
    n_ties = np.zeros((n_known, community.n_artisans), np.int64)

    def work(part: slice) -> int:
        initial = ensemble.simulate_part(part, [_rows(record, part) for record in records])
        if isinstance(initial, InitialState) and "artisans" in keep:
            is_poor[part] = initial.start.is_poor
            n_ties[part] = np.diff(initial.ties.start, axis=1)
        return len(records) * initial.n_runs

    n_done, n_all = 0, len(records) * n_runs
    ensemble.options.report(0, n_all)
    for n_more in ensemble.in_parts(work):
        n_done += n_more
        ensemble.options.report(n_done, n_all)
    return [
        ensemble.outcome(
            number,
            record,
            _listed(community, is_poor, n_ties, record) if "artisans" in keep else None,
        )
        for number, record in enumerate(records)
    ]


@dataclass(frozen=True, slots=True)
class Prepared:
    """Runs of one programme that are translated for the kernels, and begun.

    Attributes
    ----------
    community : Community
    initial : InitialState
    plan : Plan
    parameters : Parameters
    prices : tuple of int
        The least and the most rupiah that the programme may cost.
    """

    community: Community
    initial: InitialState
    plan: Plan
    parameters: Parameters
    prices: tuple[int, int]

    @property
    def shape(self) -> Hashable:
        """What all runs must have in common that are recorded together."""
        channels = self.community.file.market.channels
        return self.community.n_artisans, channels, n_kept(self.parameters)


def simulate_together(
    programme: Programme,
    prepared: Sequence[Prepared],
    *,
    n_months: int,
    random_seed: int,
    keep: Collection[str] = (),
) -> Outcome:
    """Simulate a programme in several settings of one shape, one after the other in one outcome.

    Its provenance names the programme alone. Of each artisan "toa", "earned" and "artisans" can be
    kept.
    """
    first, ends = prepared[0], np.cumsum([one.initial.n_runs for one in prepared]).tolist()
    channels = first.community.file.market.channels
    records = new_records(
        ends[-1],
        n_months,
        first.community.n_artisans,
        n_channels=len(channels),
        n_kept=n_kept(first.parameters),
        n_toa=ends[-1] if "toa" in keep else 0,
        n_last=ends[-1] if "artisans" in keep else 0,
        n_earned=ends[-1] if "earned" in keep else 0,
    )
    for one, end in zip(prepared, ends, strict=True):
        run_part(
            one.community,
            one.initial,
            one.plan,
            one.parameters,
            random_seed=random_seed,
            records=_rows(records, slice(end - one.initial.n_runs, end)),
        )
    n_runs = [one.initial.n_runs for one in prepared]
    least, most = np.repeat([one.prices for one in prepared], n_runs, axis=0).T
    made_from: dict[str, object] = {"programme": programme.model_dump(mode="json")}
    as_listed = first.community.as_listed
    return finish_runs(
        programme,
        channels,
        records._replace(toa=as_listed(records.toa), earned=as_listed(records.earned)),
        prices=(least, most),
        provenance=made_from,
        artisans=_artisans(prepared, records) if "artisans" in keep else None,
    )


def _artisans(prepared: Sequence[Prepared], records: Records) -> Artisans:
    """Say who the artisans of several settings are, and what became of each."""
    community = prepared[0].community
    rows = [(one.initial.n_runs, community.n_artisans) for one in prepared]
    is_poor, n_ties = (
        np.concatenate([np.broadcast_to(one, shape) for one, shape in zip(of, rows, strict=True)])
        for of in (
            [one.initial.start.is_poor for one in prepared],
            [np.diff(one.initial.ties.start, axis=1) for one in prepared],
        )
    )
    return _listed(community, is_poor, n_ties, records)


def _listed(
    community: Community, is_poor: NDArray[np.bool_], n_ties: NDArray[np.int64], records: Records
) -> Artisans:
    """Put what is known of the artisans in the order in which they are listed."""
    as_listed = community.as_listed
    return Artisans(
        as_listed(is_poor),
        as_listed(n_ties),
        community.hamlets,
        as_listed(records.last_stage),
        as_listed(records.last_member),
        as_listed(records.last_trained),
    )


def _rows(records: Records, part: slice) -> Records:
    if are_plain():
        return Records._make(array[part] for array in records)
    # As plain arrays, of the same records: those are cut, and handed to a kernel, much faster.
    return Records._make(np.asarray(array).view(np.ndarray)[part] for array in records)
