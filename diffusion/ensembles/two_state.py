"""Runs the two-state chain, in which one uses the innovation or not, through its own kernel."""

import numpy as np

from diffusion.kernels.contagion.chain import run_chains
from diffusion.kernels.contagion.outlook import Outlook, new_room
from diffusion.kernels.inequality import new_ranking
from diffusion.kernels.state import Parameters, Records, new_ledger, room_for
from diffusion.translate.initial_state import Beginning


def run_two_state(
    beginning: Beginning, parameters: Parameters, *, random_seed: int, records: Records
) -> None:
    """Run the chain from a beginning, and write `records`; a programme changes nothing in it.

    Parameters
    ----------
    beginning
        Of R runs, or one for all of them: one row of artisans and one of ties.
    parameters
        With `is_two_state`.
    random_seed
        Run r is replicate `beginning.first_replicate + r` of this random seed.
    records
        Of R runs, empty; written as `run_ensemble` would.
    """
    n_artisans = beginning.start.shape[-1]  # type: ignore[attr-defined]  # a record array
    starts = beginning.ties.start
    most_ends = int((starts[:, -1] - starts[:, 0]).max())
    first = new_room(n_artisans)
    run_chains(
        beginning.start,
        beginning.hamlets,
        beginning.ties,
        parameters,
        random_seed,
        beginning.first_replicate,
        new_ledger(),
        new_ranking(n_artisans),
        room_for(Outlook, n_artisans),
        np.empty(n_artisans + most_ends, np.uint64),
        first,
        new_room(n_artisans) if len(records.stages) > 1 and beginning.has_one_row else first,
        records,
    )
