"""The whole model of this package, all stages and modules, on Senik with as many artisans."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from jobs import Job
from numpy.typing import NDArray
from pydantic import ValidationError

import diffusion
from diffusion.scenario.community import CommunityFile
from peers import CannotRunError
from peers.this_package import version

__all__ = ["prepare", "version"]

PROGRAMME = "campaign_then_collaboration"


def prepare(job: Job) -> Callable[[int, int], NDArray[np.int64]]:
    """Make the community; only the number of artisans and of months is taken from the job."""
    senik = diffusion.load("senik")
    said = senik.file.model_dump()
    said["artisans"]["number"] = job.n_artisans
    try:
        community = replace(senik, file=CommunityFile.model_validate(said))
    except ValidationError as error:
        raise CannotRunError(error.errors()[0]["msg"]) from error

    def run(n_runs: int, random_seed: int) -> NDArray[np.int64]:
        outcome = diffusion.simulate(
            community,
            PROGRAMME,
            n_runs=n_runs,
            n_months=job.n_months,
            random_seed=random_seed,
            n_threads=1,
        )
        return outcome.adopters

    return run
