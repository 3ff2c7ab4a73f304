"""The outcome of runs that have been simulated."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diffusion.kernels.records import Records, plain
from diffusion.results.outcome import Artisans, Outcome
from diffusion.scenario.groups import Grouping
from diffusion.scenario.programme import Programme
from diffusion.scenario.review import decided

type Prices = int | NDArray[np.int64]


def finish_runs(
    programme: Programme,
    channels: tuple[str, ...],
    records: Records,
    *,
    prices: tuple[Prices, Prices],
    provenance: dict[str, object],
    artisans: Artisans | None = None,
    groups: Mapping[str, Grouping] | None = None,
) -> Outcome:
    """Make the outcome of runs that have been simulated, and check that their ledgers close.

    `prices` are the least and the most rupiah that the programme may have cost, in all runs or in
    each [R].

    Raises
    ------
    AssertionError
        If a rupiah is unaccounted for, or a programme has cost what it cannot, which would be a
        fault of the model.
    """
    n_records = records.stages.shape[1]
    outcome = Outcome(
        programme=programme.name,
        channels=channels,
        stages=records.stages,
        ledger=_at_all(records.ledger, n_records),
        money=_at_all(plain(records.money), n_records),
        levels=_at_all(plain(records.levels), n_records),
        counts=plain(records.counts),
        is_open=records.is_open,
        pieces=_at_all(plain(records.pieces), n_records),
        sold=_at_all(records.sold, n_records),
        ordered=_at_all(records.ordered, n_records),
        lasting=records.lasting,
        tried=records.tried,
        held=records.held[:, : len(decided(programme.activity))],
        toa=records.toa if len(records.toa) else None,
        first=records.first if len(records.first) else None,
        discontinued_months=records.gave_up if len(records.gave_up) else None,
        earned=records.earned if len(records.earned) else None,
        artisans=artisans,
        provenance=provenance,
        groups=groups or {},
    )
    if not outcome.is_balanced():
        raise AssertionError(f"the ledger of {programme.name} does not balance")
    if outcome.holds_activities:
        spent, (least, most) = outcome.series("spent")[:, -1], prices
        if ((spent < least) | (spent > most)).any():
            raise AssertionError(f"{programme.name} has cost what it cannot")
    return outcome


def _at_all(kept: NDArray[Any], n_records: int) -> NDArray[Any]:
    """Show what is kept [R, 1 or T + 1, ...] at all records, without a copy."""
    n_runs, _, n_columns = kept.shape
    return np.broadcast_to(kept, (n_runs, n_records, n_columns)) if kept.shape[1] == 1 else kept
