"""The compiled kernel of this package alone: artisans and ties are drawn before the clock starts.

Which kernel a two-state community is given to is known only here.
"""

from collections.abc import Callable

import numpy as np
from jobs import Job
from numpy.typing import NDArray

from diffusion.ensembles.two_state import run_two_state
from diffusion.kernels.records import new_records
from diffusion.kernels.state import CONFIRMED, TRIAL
from diffusion.translate.chain import ChainStart, draw_chain_start
from diffusion.translate.parameters import parameters_for
from peers.this_package import declared, version

__all__ = ["prepare", "version"]


def prepare(job: Job) -> Callable[[int, int], NDArray[np.int64]]:
    """Draw the first moments when a number of runs is first wanted; `measure` calls it untimed.

    The first call for a number of runs draws, so it is dear; the fastest of several is counted.
    """
    community, numbers = declared(job)
    flat = parameters_for(community, numbers)
    n_channels = len(community.file.market.channel)
    begun: dict[int, ChainStart] = {}

    def run(n_runs: int, random_seed: int) -> NDArray[np.int64]:
        if n_runs not in begun:
            begun.clear()
            begun[n_runs] = draw_chain_start(
                community, numbers, random_seed=1, first_replicate=0, n_runs=n_runs
            )
        records = new_records(n_runs, job.n_months, job.n_artisans, n_channels=n_channels, n_kept=0)
        run_two_state(begun[n_runs], flat, random_seed=random_seed, records=records)
        adopters: NDArray[np.int64] = records.stages[:, :, TRIAL : CONFIRMED + 1].sum(axis=2)
        return adopters

    return run
