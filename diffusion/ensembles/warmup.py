"""Compiles the kernels for this machine ahead of their first use, in two processes."""

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from multiprocessing import get_context

import numpy as np

from diffusion.catalogue.load import load, parameters_of
from diffusion.ensembles.options import Progress
from diffusion.ensembles.simulate import simulate
from diffusion.statistics.bootstrap import resampled
from diffusion.translate.initial_state import draw_initial_state

_COMMUNITY, _PROGRAMME = "senik", "none"

_EVERY = 0.5
"""Seconds after which the progress is told again."""


def compile_initial_state() -> None:
    """Compile what draws the artisans and their ties, and the bootstrap samples."""
    community = load(_COMMUNITY)
    parameters = parameters_of(community, "default")
    draw_initial_state(community, parameters, random_seed=1, first_replicate=0, n_runs=1)
    resampled(np.zeros((1, 1)), 1)


def compile_month() -> None:
    """Compile the month of the full model."""
    simulate(_COMMUNITY, _PROGRAMME, n_runs=2, n_months=1, n_threads=1)


def compile_chain() -> None:
    """Compile the chain of two states."""
    chain = load(_COMMUNITY).with_settings({"parameters.chain.form": "two_state"})
    simulate(chain, _PROGRAMME, n_runs=2, n_months=1, n_threads=1)


STEPS: tuple[tuple[Callable[[], None], ...], ...] = (
    (compile_initial_state,),
    (compile_month, compile_chain),
)
"""What is compiled: one step after the other, the parts of a step side by side."""


def compile_kernels(progress: Progress) -> None:
    """Compile all kernels that are not in the cache yet; each process fills the same cache.

    Parameters
    ----------
    progress
        Called with the number of parts done and of all, and again now and then.
    """
    n_done, n_all = 0, sum(map(len, STEPS))
    progress(n_done, n_all)
    with ProcessPoolExecutor(max_workers=2, mp_context=get_context("spawn")) as pool:
        for step in STEPS:
            open_parts: set[Future[None]] = {pool.submit(part) for part in step}
            while open_parts:
                finished, open_parts = wait(open_parts, _EVERY, return_when=FIRST_COMPLETED)
                for part in finished:
                    part.result()
                n_done += len(finished)
                progress(n_done, n_all)
