"""Which history a Mesa model lives, asked for in our words or in Mesa's."""

from types import EllipsisType

import numpy as np

from diffusion.catalogue.load import DEFAULT_RANDOM_SEED
from diffusion.errors import InputError, Problem
from diffusion.translate.initial_state import check_luck


def luck_of(
    random_seed: int | None, replicate: int | None, rng: int | EllipsisType | None
) -> tuple[int, int]:
    """Find random seed and replicate, in our words or in Mesa's.

    Raises
    ------
    InputError
        If one cannot be, or if Mesa asks for a new history and does not say which.
    """
    if rng is None and random_seed is None and replicate is None:
        expected = (
            "a number for each history (in mesa.batch_run the parameter "
            '"replicate": range(50), or rng=range(50) in place of iterations=50)'
        )
        raise InputError(Problem("replicate", "", expected, "rng=None alone, each time the same"))
    if rng is not None and rng is not ...:
        if not isinstance(rng, int | np.integer) or isinstance(rng, bool):
            raise InputError(Problem("rng", "", "a whole number", repr(rng)))
        random_seed = int(rng)
    chosen = DEFAULT_RANDOM_SEED if random_seed is None else random_seed, replicate or 0
    check_luck(*chosen)
    return chosen
