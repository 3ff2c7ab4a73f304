"""Bootstrap samples of whole runs."""

import numpy as np
from numpy.typing import NDArray

from diffusion.kernels.resampling import resample_means

N_RESAMPLES = 2_000
"""Bootstrap samples."""


def resampled(values: NDArray[np.float64], random_seed: int) -> NDArray[np.float64]:
    """Draw runs with replacement, as many as there are, and take their means.

    Parameters
    ----------
    values : float64 [R, S]
        S paired quantities of R runs; a sample takes whole runs.
    random_seed : int

    Returns
    -------
    float64 [N_RESAMPLES, S]
        A row for each sample; not filled where there is nothing to draw from.
    """
    means = np.empty((N_RESAMPLES, values.shape[1]))
    if values.size:
        resample_means(np.ascontiguousarray(values), random_seed, means)
    return means
