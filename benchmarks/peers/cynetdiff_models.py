"""CyNetDiff: its independent cascade and its thresholds, from arrays, which is its fastest door."""

from collections.abc import Callable

import numpy as np
from cynetdiff.models import IndependentCascadeModel, LinearThresholdModel
from jobs import PASSED_ON, Job
from numpy.typing import NDArray

from peers import filled, released

VILLAGE_PASSED_ON = 0.5


def prepare(job: Job) -> Callable[[int, int], NDArray[np.int64]]:
    """Make the model.

    Its thresholds are drawn; that they be those of the job takes a method with an underscore.
    """
    starts, edges = job.first[:-1].astype(np.uint32), job.alter.astype(np.uint32)
    beginning = job.first_adopters.tolist()
    threshold = None
    if job.kind == "threshold":
        n_alters = np.maximum(1, np.diff(job.first))
        influence = (1 / n_alters[job.alter]).astype(np.float32)
        # Halfway below the share that is needed, so that no rounding of the sum decides.
        threshold = ((job.need - 0.5) / n_alters).clip(max=1).astype(np.float32)
        model = LinearThresholdModel(starts, edges, influence=influence)
    else:
        passed_on = VILLAGE_PASSED_ON if job.kind == "village" else PASSED_ON
        model = IndependentCascadeModel(starts, edges, activation_prob=passed_on)
    model.set_seeds(beginning)

    def run_once() -> NDArray[np.int64]:
        model.reset_model()
        if threshold is not None:
            model._assign_thresholds(threshold)
        curve = [len(beginning)]
        for _ in range(job.n_months):
            model.advance_model()
            curve.append(model.get_num_activated_nodes())
            if curve[-1] == curve[-2]:
                break
        return filled(curve, job.n_months)

    def run(n_runs: int, random_seed: int) -> NDArray[np.int64]:
        model.set_rng(random_seed)
        return np.stack([run_once() for _ in range(n_runs)])

    return run


def version() -> str:
    """Name and version."""
    return released("cynetdiff")
