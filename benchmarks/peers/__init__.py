"""One module for each thing that is measured.

Each has `prepare(job)`, which does all that is done once for a community, and returns a function
``run(n_runs, random_seed)`` that returns the number of adopters at each record of each run,
[n_runs, n_months + 1]; and `version()`, where there is one to tell. Where fewer runs cost as much
as many, `RUNS_TOGETHER` says how many. It raises `CannotRunError`
where a job is not for it. `contestants.py` beside this folder tells what each really runs.
"""

from importlib.metadata import version

import numpy as np
from numpy.typing import ArrayLike, NDArray


class CannotRunError(Exception):
    """A peer does not take a job, and says why."""


def filled(curve: ArrayLike, n_months: int) -> NDArray[np.int64]:
    """Continue a run that came to rest early, or was stopped late, to `n_months + 1` records."""
    known = np.asarray(curve)[: n_months + 1].astype(np.int64)
    return np.concatenate([known, np.full(n_months + 1 - len(known), known[-1])])


def released(package: str) -> str:
    """Name and version of an installed package."""
    return f"{package} {version(package)}"
