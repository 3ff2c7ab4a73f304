"""The package itself as its users call it: `diffusion.simulate`, with the two-state chain.

All knowledge of how such a community is declared is here.
"""

import warnings
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from jobs import COST_EXPONENT, ENTRY_COST, PASSED_ON, THRESHOLD, Job
from numpy.typing import NDArray
from pydantic import ValidationError

import diffusion
from diffusion.errors import OddWarning
from diffusion.scenario.artisans import Roster
from diffusion.scenario.community import Community, CommunityFile
from diffusion.scenario.parameters import ParameterSet
from peers import CannotRunError, released

CERTAIN = 100.0
"""As a rate it is certainty: 1 - exp(-100) is 1.0."""

PROGRAMME = "none"

_OPEN = {
    "efficacy_exponent": 0.0,
    "value_exponent": 0.0,
    "misfit_tolerance": 1.0,
    "cost_exponent": 0.0,
}

NUMBERS: Mapping[str, Mapping[str, Mapping[str, Any]]] = {
    "village": {
        "exposure": {"normalisation": "fraction", "memory": "stock", "response": "linear"},
        "decision": {
            "efficacy_exponent": 1.0,
            "value_exponent": 1.0,
            "misfit_tolerance": 1.0,
            "cost_exponent": COST_EXPONENT,
            "entry_cost": ENTRY_COST,
            # Neither income saved nor work lost: the burden is the entry cost over the cash.
            "planning_months": 0.0,
            "learning_months": 0.0,
        },
    },
    "cascade": {
        "exposure": {"normalisation": "sum", "memory": "flow", "response": "linear"},
        "decision": {"alpha": 0.0, "beta": float(-np.log1p(-PASSED_ON)), **_OPEN},  # noqa: TID251
    },
    "threshold": {
        "exposure": {
            "normalisation": "fraction",
            "memory": "stock",
            "response": "threshold",
            "threshold": THRESHOLD,
        },
        "decision": {"alpha": 0.0, "beta": CERTAIN, **_OPEN},
    },
}
"""What the numbers of Senik's default set are changed to, section by section."""


def prepare(job: Job) -> Callable[[int, int], NDArray[np.int64]]:
    """Make the community; each call of the result simulates it, on one thread."""
    return reader(job)()


def reader(job: Job) -> Callable[[], Callable[[int, int], NDArray[np.int64]]]:
    """Read the model and the numbers; a call of the result reads the ties, as `prepare` does."""
    known, numbers = declaration(job)

    def read() -> Callable[[int, int], NDArray[np.int64]]:
        community = with_ties(known, job)

        def run(n_runs: int, random_seed: int) -> NDArray[np.int64]:
            outcome = diffusion.simulate(
                community,
                PROGRAMME,
                parameters=numbers,
                n_runs=n_runs,
                n_months=job.n_months,
                random_seed=random_seed,
                n_threads=1,
            )
            return outcome.adopters

        return run

    return read


def declared(job: Job) -> tuple[Community, ParameterSet]:
    """Declare a job as a community and its numbers; raises what `declaration` does."""
    known, numbers = declaration(job)
    return with_ties(known, job), numbers


def declaration(job: Job) -> tuple[Community, ParameterSet]:
    """Declare the artisans of a job, who are not tied yet, and its numbers.

    Raises
    ------
    CannotRunError
        If this package refuses the community, as one that is too large.
    """
    senik = diffusion.load("senik")
    said = senik.file.model_dump()
    said["artisans"] |= {
        "number": job.n_artisans,
        "roster": None,
        "first_adopters": tuple(str(ego + 1) for ego in job.first_adopters),
    }
    try:
        file = CommunityFile.model_validate(said)
    except ValidationError as error:
        found = error.errors()[0]
        raise CannotRunError(f"{'.'.join(map(str, found['loc']))}: {found['msg']}") from error
    numbers = senik.parameter_sets["default"].model_dump()
    numbers["chain"]["form"] = "two_state"
    for section, changes in NUMBERS[job.kind].items():
        numbers[section] |= changes
    if job.kind == "village":
        numbers["decision"] |= {"alpha": job.alpha, "beta": job.beta}
    return replace(senik, file=file), ParameterSet.model_validate(numbers)


def with_ties(known: Community, job: Job) -> Community:
    """Tie the artisans, from arrays; give those of a village their traits."""
    with warnings.catch_warnings(action="ignore", category=OddWarning):
        community = diffusion.with_graph(known, rows=(job.first, job.alter))
    return _with_people(community, job) if job.kind == "village" else community


def _with_people(community: Community, job: Job) -> Community:
    """Give the artisans of a village their traits."""
    n_artisans = job.n_artisans
    columns = {name: getattr(job, name) for name in ("self_efficacy", "value_fit", "cash")}
    # The job knows no more of anybody. Said here, so that no trait is drawn for each run.
    columns |= {name: np.zeros(n_artisans) for name in ("skill", "x_km", "y_km")}
    columns |= {name: np.zeros(n_artisans, np.int64) for name in ("other_income", "need")}
    labels = tuple(str(ego + 1) for ego in range(n_artisans))
    roster = Roster(labels, {name: tuple(column.tolist()) for name, column in columns.items()})
    artisans = community.file.artisans.model_copy(update={"number": None, "roster": "roster.csv"})
    file = community.file.model_copy(update={"artisans": artisans})
    return replace(community, file=file, roster=roster)


def version() -> str:
    """Name and version."""
    return released("artisan-diffusion")
