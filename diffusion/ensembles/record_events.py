"""Records what happened in the runs of one programme, event by event."""

from dataclasses import replace
from typing import Unpack

from diffusion.catalogue.arguments import (
    CommunityLike,
    ProgrammeLike,
    community_of,
    programmes_of,
)
from diffusion.ensembles.ensemble import Ensemble, draw, prepare, run_part
from diffusion.ensembles.options import RunKeywords, RunOptions
from diffusion.errors import InputError, Problem
from diffusion.kernels.events import SO_FAR, Event, Events, new_events
from diffusion.results.events import EventRecord, in_order, written
from diffusion.translate.initial_state import InitialState
from diffusion.util.money import Sum

_MORE = 1.25
"""Room for each run is what the first one takes, times this; who needs more is run again."""


def record_events(
    community: CommunityLike,
    programme: ProgrammeLike,
    *,
    budget: Sum | None = None,
    with_facilitator: bool = True,
    budget_of: str | None = None,
    **options: Unpack[RunKeywords],
) -> EventRecord:
    """Record what happened in each run of a programme: the very runs of `diffusion.simulate`.

    Parameters
    ----------
    community, programme, budget, with_facilitator, budget_of, **options
        As `diffusion.simulate` takes them.

    Returns
    -------
    EventRecord
        `to_frame()` is the table: run, month, ego, kind, other, amount.

    Raises
    ------
    InputError
        As `diffusion.simulate`; and of a two-state chain, in which only moves happen.
    """
    known = community_of(community)
    programmes = programmes_of(
        known,
        [programme],
        budget=budget,
        with_facilitator=with_facilitator,
        budget_of=budget_of,
    )
    ensemble = prepare(known, programmes, RunOptions(**options))
    if ensemble.parameters.is_two_state:
        expected = "a model with all seven stages"
        raise InputError(Problem("events", "", expected, "a two-state chain, in which none happen"))
    return _record(ensemble)


def _record(ensemble: Ensemble) -> EventRecord:
    """Live all runs; how much room one takes is counted before."""
    options = ensemble.options
    options.report(0, options.n_runs)
    first = _draw(ensemble, slice(0, 1))
    room = int(_MORE * _live(ensemble, first, new_events(0)).now[SO_FAR]) + 1
    parts: list[Event] = []

    def work(part: slice) -> Event:
        initial, n_runs = _draw(ensemble, part), part.stop - part.start
        events = _live(ensemble, initial, new_events(room * n_runs))
        if events.now[SO_FAR] > len(events.rows):  # it has been counted all the same
            events = _live(ensemble, initial, new_events(int(events.now[SO_FAR])))
        rows = written(events)
        rows.run += part.start
        return rows

    n_done = 0
    for rows in ensemble.in_parts(work):
        parts.append(rows)
        n_done = int(rows.run[-1]) + 1 if len(rows) else n_done
        options.report(n_done, options.n_runs)
    options.report(options.n_runs, options.n_runs)
    return EventRecord(
        ensemble.community,
        ensemble.programmes[0],
        in_order(parts, first.hamlets),
        options.n_runs,
        options.first_replicate,
    )


def _draw(ensemble: Ensemble, part: slice) -> InitialState:
    """Draw who the artisans of some runs are."""
    first, n_runs = ensemble.options.first_replicate + part.start, part.stop - part.start
    if isinstance(ensemble.initial, InitialState):
        return replace(ensemble.initial, first_replicate=first, n_runs=n_runs)
    drawn = draw(
        ensemble.community,
        ensemble.parameter_set,
        ensemble.options,
        first_replicate=first,
        n_runs=n_runs,
        is_lean=False,
    )
    assert isinstance(drawn, InitialState)
    return drawn


def _live(ensemble: Ensemble, initial: InitialState, events: Events) -> Events:
    """Live some runs, and write what happens as far as there is room."""
    run_part(
        ensemble.community,
        initial,
        ensemble.plans[0],
        ensemble.parameters,
        random_seed=ensemble.options.random_seed,
        records=ensemble.allocate_records(initial.n_runs),
        events=events,
    )
    return events
