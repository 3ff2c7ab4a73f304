"""EoN: its discrete SIR with one month of infection, which is the independent cascade."""

from collections.abc import Callable

import EoN
import networkx as nx
import numpy as np
from jobs import PASSED_ON, Job, generator
from numpy.typing import NDArray

from peers import CannotRunError, filled, released

VILLAGE_PASSED_ON = 0.5


def prepare(job: Job) -> Callable[[int, int], NDArray[np.int64]]:
    """Make the networkx graph."""
    if job.kind == "threshold":
        raise CannotRunError("EoN has no relative threshold in discrete time")
    graph = nx.Graph()
    graph.add_nodes_from(range(job.n_artisans))
    graph.add_edges_from(job.pairs.tolist())
    beginning = job.first_adopters.tolist()
    passed_on = VILLAGE_PASSED_ON if job.kind == "village" else PASSED_ON

    def run(n_runs: int, random_seed: int) -> NDArray[np.int64]:
        luck = generator(random_seed)
        curves = []
        for _ in range(n_runs):
            _, _, infected, recovered = EoN.basic_discrete_SIR(
                graph, passed_on, initial_infecteds=beginning, rng=luck
            )
            curves.append(filled(infected + recovered, job.n_months))
        return np.stack(curves)

    return run


def version() -> str:
    """Name and version."""
    return released("EoN")
