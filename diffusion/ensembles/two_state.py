"""Runs the two-state chain, in which one uses the innovation or not, through its own kernel."""

from diffusion.kernels.contagion.engine import new_workspace, run_contagion
from diffusion.kernels.contagion.recorder import record_what_stays
from diffusion.kernels.inequality import new_ranking
from diffusion.kernels.parameters import Parameters
from diffusion.kernels.records import Records, new_ledger
from diffusion.translate.chain import ChainStart, chain_start_of
from diffusion.translate.initial_state import InitialState


def run_two_state(
    initial: InitialState | ChainStart,
    parameters: Parameters,
    *,
    random_seed: int,
    records: Records,
) -> None:
    """Run the chain from an initial state, and write `records`; a programme changes nothing in it.

    Parameters
    ----------
    initial
        Of R runs, or one for all of them: one row of artisans and one of ties. From a whole
        initial state all records are written, from what the chain asks for the stages alone.
    parameters
        With `is_two_state`.
    random_seed
        Run r is replicate `initial.first_replicate + r` of this random seed.
    records
        Of R runs, empty; written as `run_histories` would.
    """
    if isinstance(initial, InitialState):
        ranking = new_ranking(initial.start.shape[-1])  # a record array
        record_what_stays(
            initial.start, initial.hamlets, new_ledger(), ranking, parameters, records
        )
        initial = chain_start_of(initial, parameters)
    start, ties = initial.start, initial.ties
    n_rows = max(len(ties.start), *(len(rows) for rows in start[1:]))
    is_kept = n_rows == 1 and len(records.stages) > 1
    n_ends = len(ties.alter) if is_kept else 0
    run_contagion(
        start,
        ties,
        parameters,
        random_seed,
        initial.first_replicate,
        new_workspace(start, parameters, n_ends=n_ends),
        records,
        is_kept,
    )
