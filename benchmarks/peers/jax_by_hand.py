"""The village in JAX: all runs at once, the months by `scan`, compiled when first called."""

from collections.abc import Callable

import jax
import numpy as np
from jax import numpy as jnp
from jobs import Job
from numpy.typing import NDArray

from peers import CannotRunError, released

RUNS_TOGETHER = 1000
"""Always so many, for another number is compiled anew; those too many are thrown away."""


def prepare(job: Job) -> Callable[[int, int], NDArray[np.int64]]:
    """Lay out the arrays and make the function that is compiled."""
    if job.kind != "village":
        raise CannotRunError("only the village was written in JAX")
    n = job.n_artisans
    n_alters = np.diff(job.first)
    ego = np.repeat(np.arange(n), n_alters)
    share = jnp.zeros((n, n)).at[job.alter, ego].set(1 / n_alters[ego])
    gate = jnp.asarray(job.gate)
    beginning = jnp.zeros((RUNS_TOGETHER, n), bool).at[:, job.first_adopters].set(True)

    def step(adopted, key):
        chance = -jnp.expm1(-gate * (job.alpha + job.beta * (adopted.astype(jnp.float32) @ share)))
        adopted = adopted | (jax.random.uniform(key, adopted.shape) < chance)
        return adopted, adopted.sum(axis=1)

    @jax.jit
    def block(key):
        _, counts = jax.lax.scan(step, beginning, jax.random.split(key, job.n_months))
        return jnp.concatenate([beginning.sum(axis=1)[None], counts]).T

    def run(n_runs: int, random_seed: int) -> NDArray[np.int64]:
        n_blocks = -(-n_runs // RUNS_TOGETHER)
        keys = jax.random.split(jax.random.key(random_seed), n_blocks)
        return np.concatenate([np.asarray(block(key)) for key in keys])[:n_runs].astype(np.int64)

    return run


def version() -> str:
    """Name and version."""
    return released("jax")
