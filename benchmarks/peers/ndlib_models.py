"""NDlib: its independent cascades and thresholds, and for the village its profile thresholds."""

from collections.abc import Callable

import networkx as nx
import numpy as np
from jobs import PASSED_ON, THRESHOLD, Job
from ndlib.models.epidemics import (
    IndependentCascadesModel,
    ProfileThresholdModel,
    ThresholdModel,
)
from ndlib.models.ModelConfig import Configuration
from numpy.typing import NDArray

from peers import filled, released

INFECTED, REMOVED = 1, 2

VILLAGE_THRESHOLD = 0.05
MEAN_GATE_LEFT = 0.9
"""NDlib's profile is the chance to refuse; around this value half the village adopts in time."""


def prepare(job: Job) -> Callable[[int, int], NDArray[np.int64]]:
    """Make the networkx graph and NDlib's configuration of every person or tie."""
    graph = nx.Graph()
    graph.add_nodes_from(range(job.n_artisans))
    graph.add_edges_from(job.pairs.tolist())
    configuration = Configuration()
    if job.kind == "village":
        model = ProfileThresholdModel(graph)
        configuration.add_model_parameter("blocked", 0)
        configuration.add_model_parameter("adopter_rate", 0)
        refusal = np.clip(MEAN_GATE_LEFT + 0.2 * (job.gate.mean() - job.gate), 0, 1)
        for person in graph:
            configuration.add_node_configuration("threshold", person, VILLAGE_THRESHOLD)
            configuration.add_node_configuration("profile", person, float(refusal[person]))
    elif job.kind == "threshold":
        model = ThresholdModel(graph)
        for person in graph:
            configuration.add_node_configuration("threshold", person, THRESHOLD)
    else:
        model = IndependentCascadesModel(graph)
        for tie in graph.edges:
            configuration.add_edge_configuration("threshold", tie, PASSED_ON)
    beginning = job.first_adopters.tolist()
    configuration.add_model_initial_configuration("Infected", beginning)
    model.set_initial_status(configuration)

    def run_once() -> NDArray[np.int64]:
        model.reset(beginning)
        curve: list[int] = []
        for _ in range(job.n_months + 1):
            count = model.iteration(node_status=False)["node_count"]
            curve.append(count.get(INFECTED, 0) + count.get(REMOVED, 0))
            # Profile thresholds may go on after a month without anybody new.
            if job.kind != "village" and len(curve) > 1 and curve[-1] == curve[-2]:
                break
        return filled(curve, job.n_months)

    def run(n_runs: int, random_seed: int) -> NDArray[np.int64]:
        return np.stack([run_once() for _ in range(n_runs)])

    return run


def version() -> str:
    """Name and version."""
    return released("ndlib")
