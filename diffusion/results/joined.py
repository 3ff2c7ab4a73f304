"""Puts the runs of two outcomes of one programme together."""

from dataclasses import replace
from typing import Any

import numpy as np

from diffusion.results.outcome import Outcome
from diffusion.results.series import kept_records

_OF_RUNS = (
    "stages",
    "ledger",
    "money",
    "levels",
    "counts",
    "is_open",
    "pieces",
    "sold",
    "ordered",
    "lasting",
    "tried",
    "held",
    "toa",
    "first",
    "discontinued_months",
    "earned",
)
"""Arrays of an outcome with one row for each run."""


def joined(outcome: Outcome, later: Outcome) -> Outcome:
    """Put the runs of another outcome of the same programme behind those of an outcome.

    Parameters
    ----------
    outcome
    later
        Of the replicates that follow, all else being equal.
    """
    artisans = None
    if outcome.artisans is not None and later.artisans is not None:
        pairs = {
            name: np.concatenate([getattr(outcome.artisans, name), getattr(later.artisans, name)])
            for name in ("is_poor", "n_ties", "last_stage", "is_member", "is_trained")
        }
        artisans = replace(outcome.artisans, **pairs)
    arrays = {name: _joined(getattr(outcome, name), getattr(later, name)) for name in _OF_RUNS}
    n_runs = outcome.n_runs + later.n_runs
    provenance = {**outcome.provenance, "n_runs": n_runs}
    return replace(outcome, artisans=artisans, provenance=provenance, **arrays)


def _joined(ours: Any, theirs: Any) -> Any:
    """Put two arrays together, or None where nothing was kept."""
    if ours is None:
        return None
    kept = kept_records(ours), kept_records(theirs)
    if kept[0].shape[1:] != kept[1].shape[1:]:
        return np.concatenate([ours, theirs])
    both = np.concatenate(kept)
    return np.broadcast_to(both, (len(both), *ours.shape[1:]))
