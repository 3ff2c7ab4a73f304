"""Compiles the kernels for this machine ahead of their first use, in two processes."""

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from multiprocessing import get_context

import numpy as np

from diffusion.catalogue.load import load, parameters_of
from diffusion.ensembles.options import Progress
from diffusion.ensembles.simulate import Prepared, simulate, simulate_together
from diffusion.kernels.arrays import allocate
from diffusion.kernels.state import State, Ties
from diffusion.statistics.bootstrap import resampled
from diffusion.translate.initial_state import (
    InitialState,
    draw_initial_state,
    hamlets_of,
)
from diffusion.translate.near import nobody_near
from diffusion.translate.parameters import parameters_for
from diffusion.translate.programme import plan_of
from diffusion.translate.tie_arrays import ties_of_ends

_COMMUNITY, _PROGRAMME = "senik", "none"

_N_MONTHS = 36

_EVERY = 0.5
"""Seconds after which the progress is told again."""


def compile_initial_state() -> None:
    """Compile what draws the artisans and their ties, and the bootstrap samples."""
    community = load(_COMMUNITY)
    parameters = parameters_of(community, "default")
    draw_initial_state(community, parameters, random_seed=1, first_replicate=0, n_runs=1)
    resampled(np.zeros((1, 1)), 1)


def compile_month() -> None:
    """Compile the month of the full model: for artisans who are not drawn and know nobody."""
    community = load(_COMMUNITY)
    one, none = (1, community.n_artisans), np.zeros(0, np.int32)
    ties = Ties(
        np.zeros((1, community.n_artisans + 1), np.uint32), np.zeros(0, np.uint32), none, none,
        np.zeros(one, np.int64), none, none, nobody_near(community.n_artisans),
    )  # fmt: skip
    sites = hamlets_of(community)
    initial = InitialState(allocate(State, *one), sites, ties, first_replicate=0, n_runs=1)
    declared = parameters_of(community, "default")
    flat = parameters_for(community, declared)
    for programme in community.programmes.values():
        plan = plan_of(community, programme, declared, n_months=_N_MONTHS)
        prepared = Prepared(community, initial, plan, flat, community.price_range(programme))
        simulate_together(programme, [prepared], n_months=_N_MONTHS, random_seed=1)


def compile_chain() -> None:
    """Compile the chain of two states, and what lists ties that are given as arrays."""
    chain = load(_COMMUNITY).with_settings({"parameters.chain.form": "two_state"})
    simulate(chain, _PROGRAMME, n_runs=2, n_months=1, n_threads=1, keep=("traits",))
    ties_of_ends([0], [1], direction="both")


SIDE_BY_SIDE: tuple[tuple[Callable[[], None], ...], ...] = (
    (compile_month,),
    (compile_initial_state, compile_chain),
)
"""What is compiled at the same time; in a row one after the other, as each needs the one before."""


def compile_kernels(progress: Progress) -> None:
    """Compile all kernels that are not in the cache yet; each process fills the same cache.

    Parameters
    ----------
    progress
        Called with the number of parts done and of all, and again now and then.
    """
    n_done, n_all = 0, sum(map(len, SIDE_BY_SIDE))
    progress(n_done, n_all)
    with ProcessPoolExecutor(len(SIDE_BY_SIDE), mp_context=get_context("spawn")) as pool:
        to_do = {pool.submit(row[0]): row[1:] for row in SIDE_BY_SIDE}
        while to_do:
            for part in wait(to_do, _EVERY, return_when=FIRST_COMPLETED).done:
                part.result()
                n_done += 1
                if rest := to_do.pop(part):
                    to_do[pool.submit(rest[0])] = rest[1:]
            progress(n_done, n_all)
