"""The village as plain Mesa agents, as a Mesa user would write it."""

import math
from collections.abc import Callable

import mesa
import numpy as np
from jobs import COST_EXPONENT, Job
from numpy.typing import NDArray

from peers import CannotRunError, released


class Artisan(mesa.Agent):
    """Looks at the alters, then decides."""

    def __init__(
        self, model: "Village", self_efficacy: float, value_fit: float, cost_burden: float
    ) -> None:
        super().__init__(model)
        self.gate = self_efficacy * value_fit * math.exp(-COST_EXPONENT * cost_burden)  # noqa: TID251
        self.alters: list[Artisan] = []
        self.adopted = False
        self.exposure = 0.0

    def look(self) -> None:
        """Remember how many of the alters have adopted."""
        if not self.adopted and self.alters:
            self.exposure = sum(alter.adopted for alter in self.alters) / len(self.alters)

    def decide(self) -> None:
        """Adopt, or not, this month."""
        if not self.adopted:
            rate = self.gate * (self.model.alpha + self.model.beta * self.exposure)
            self.adopted = self.random.random() < 1 - math.exp(-rate)  # noqa: TID251


class Village(mesa.Model):
    """Artisans on a network; a data collector keeps the number of adopters."""

    def __init__(self, job: Job, random_seed: int) -> None:
        super().__init__(rng=random_seed)
        self.alpha, self.beta = job.alpha, job.beta
        artisans = [
            Artisan(self, *traits)
            for traits in zip(
                job.self_efficacy.tolist(),
                job.value_fit.tolist(),
                job.cost_burden.tolist(),
                strict=True,
            )
        ]
        for ego, alter in job.pairs.tolist():
            artisans[ego].alters.append(artisans[alter])
            artisans[alter].alters.append(artisans[ego])
        for ego in job.first_adopters.tolist():
            artisans[ego].adopted = True
        self.datacollector = mesa.DataCollector(
            model_reporters={"adopters": lambda model: sum(a.adopted for a in model.agents)}
        )
        self.datacollector.collect(self)

    def step(self) -> None:
        """Live a month: all look before anybody decides."""
        self.agents.do("look")
        self.agents.do("decide")
        self.datacollector.collect(self)


def prepare(job: Job) -> Callable[[int, int], NDArray[np.int64]]:
    """Prepare nothing: a Mesa model is made anew for each run."""
    if job.kind != "village":
        raise CannotRunError("only the village was written in Mesa")

    def run_once(random_seed: int) -> list[int]:
        village = Village(job, random_seed)
        for _ in range(job.n_months):
            village.step()
        return village.datacollector.model_vars["adopters"]

    def run(n_runs: int, random_seed: int) -> NDArray[np.int64]:
        return np.array([run_once(1_000_000 * random_seed + number) for number in range(n_runs)])

    return run


def version() -> str:
    """Name and version."""
    return released("mesa")
