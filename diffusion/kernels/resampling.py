"""Bootstrap samples of the runs, drawn by keyed draws like everything else."""

import math

from diffusion.kernels import draws
from diffusion.kernels.arrays import Reals
from diffusion.kernels.jit import compiled


@compiled
def resample_means(values: Reals, random_seed: int, means: Reals) -> None:
    """Write means over runs that are drawn with replacement.

    Parameters
    ----------
    values : float64 [R, S]
        S paired quantities of R runs; a sample takes whole runs.
    random_seed : int
    means : float64 [B, S]
        Written: one row for each of B samples.
    """
    n_runs, n_values = values.shape
    for sample in range(means.shape[0]):
        key = draws.subkey(draws.make_key(random_seed, sample), draws.RESAMPLING, 0, 0)
        for column in range(n_values):
            means[sample, column] = 0.0
        for pick in range(n_runs):
            run = math.floor(n_runs * draws.draw(key, pick))
            for column in range(n_values):
                means[sample, column] += values[run, column]
        for column in range(n_values):
            means[sample, column] /= n_runs
