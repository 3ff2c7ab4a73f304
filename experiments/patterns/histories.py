"""What is simulated to judge the patterns, and what is measured of it in each run."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

import diffusion
from diffusion.calibration.job import Job
from diffusion.calibration.measures import Measured

type Values = NDArray[np.float64]
"""One value for each run; NaN where the run has nothing to measure."""


def values_of(
    job: Job, community: diffusion.Community, parameters: str, *, n_runs: int
) -> dict[str, Values]:
    """Simulate whatever the patterns ask for, and measure each pattern in every run.

    Parameters
    ----------
    job
        Of the calibration that has these patterns: it knows the histories and their programmes.
    community
        With the programmes of Senik; its numbers may be those of a point.
    parameters
        Name of a parameter set.
    n_runs
        Histories of each programme.
    """
    options: dict[str, Any] = {"parameters": parameters, "n_runs": n_runs}
    outcomes = {
        history: diffusion.simulate(
            community,
            community.permitted(programme),
            n_months=history.n_months,
            keep=history.keep,
            **options,
        )
        for history, programme in zip(job.histories.all, job.inputs.programmes, strict=True)
    }
    return Measured(job.file, community, job.histories, outcomes).all()
