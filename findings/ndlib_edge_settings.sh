#!/usr/bin/env bash
# NDlib 6.0.1, IndependentCascadesModel (six is asked for too: ndlib imports it and does not require it).
# Input: a star of one person in the middle and four around; three of the four ties are given the
# chance 0.9, the fourth is left to the default, which the documentation allows.
# Expected: about 2.7 new adopters by the three ties, and as many by the fourth as its default gives
# (1 divided by the number of ties, 0.25), so about 2.95 after a step.
# Seen: about 1.0: as soon as one tie has no setting of its own, the settings of all are dropped.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet ndlib==6.0.1 six
cd "$folder"
env/bin/python - 2>/dev/null <<'PYTHON'
import sys

import networkx as nx
from ndlib.models.epidemics import IndependentCascadesModel
from ndlib.models.ModelConfig import Configuration

RUNS = 1000


def mean(n_set):
    total = 0
    for seed in range(RUNS):
        graph = nx.star_graph(4)
        model = IndependentCascadesModel(graph, seed=seed)
        said = Configuration()
        for tie in list(graph.edges)[:n_set]:
            said.add_edge_configuration("threshold", tie, 0.9)
        said.add_model_initial_configuration("Infected", [0])
        model.set_initial_status(said)
        total += model.iteration_bunch(2)[1]["node_count"][1]
    return total / RUNS


four, three = mean(4), mean(3)
print("expected: about 3.6 with all four set, about 2.95 with three set")
print("seen:", four, "with all four set,", three, "with three set")
sys.exit(0 if four > 3.4 and three < 1.3 else 1)
PYTHON
