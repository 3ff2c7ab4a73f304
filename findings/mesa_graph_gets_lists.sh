#!/usr/bin/env bash
# Mesa 3.5.1, space.NetworkGrid, with networkx 3.7, write_graphml.
# Input: a graph of three people that somebody has read in, given to NetworkGrid; no agent is placed.
# Expected: the graph that was given stays as it was, and can be written to a file as before.
# Seen: each node of it has got an attribute "agent" with an empty list, and write_graphml refuses
# the graph because of the lists. (discrete_space.Network of the same version leaves it alone.)
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet mesa==3.5.1 networkx==3.7
cd "$folder"
env/bin/python -W ignore - <<'PYTHON'
import io
import sys

import networkx as nx
from mesa.space import NetworkGrid

ties = nx.Graph([("Sari", "Budi"), ("Budi", "Tono")])
nx.write_graphml(ties, io.BytesIO())
NetworkGrid(ties)
print("expected: no attributes, and a file as before")
print("seen:", dict(ties.nodes(data=True)))
try:
    nx.write_graphml(ties, io.BytesIO())
    refused = False
except nx.NetworkXError as error:
    refused = True
    print("seen:", error)
sys.exit(0 if refused and all(data == {"agent": []} for _, data in ties.nodes(data=True)) else 1)
PYTHON
