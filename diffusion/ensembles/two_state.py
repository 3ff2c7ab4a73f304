"""Runs the two-state chain, in which one uses the innovation or not, through its own kernel."""

from diffusion.kernels.contagion.engine import new_workspace, run_contagion
from diffusion.kernels.inequality import new_ranking
from diffusion.kernels.parameters import Parameters
from diffusion.kernels.records import Records, new_ledger
from diffusion.translate.initial_state import InitialState


def run_two_state(
    initial: InitialState, parameters: Parameters, *, random_seed: int, records: Records
) -> None:
    """Run the chain from an initial state, and write `records`; a programme changes nothing in it.

    Parameters
    ----------
    initial
        Of R runs, or one for all of them: one row of artisans and one of ties.
    parameters
        With `is_two_state`.
    random_seed
        Run r is replicate `initial.first_replicate + r` of this random seed.
    records
        Of R runs, empty; written as `run_histories` would.
    """
    n_artisans = initial.start.shape[-1]  # a record array
    starts = initial.ties.start
    n_ends = int((starts[:, -1] - starts[:, 0]).max())
    run_contagion(
        initial.start,
        initial.hamlets,
        initial.ties,
        parameters,
        random_seed,
        initial.first_replicate,
        new_ledger(),
        new_ranking(n_artisans),
        new_workspace(n_artisans, n_ends),
        records,
    )
