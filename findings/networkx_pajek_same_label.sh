#!/usr/bin/env bash
# networkx 3.7, read_pajek.
# Input: a Pajek file of three vertices, two of which have the same label. In Pajek a vertex is its
# number, and a label is only what is written beside it.
# Expected: three people, or an error.
# Seen: two people: the ties of both are given to one, and nothing is said.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet networkx==3.7
cd "$folder"
env/bin/python - <<'PYTHON'
import io
import sys

import networkx as nx

PAJEK = b"""*Vertices 3
1 "Sari"
2 "Budi"
3 "Sari"
*Arcs
1 2 1
3 2 1
"""
graph = nx.read_pajek(io.BytesIO(PAJEK))
print("expected: three people, Budi asked by two of them")
print("seen:", [*graph], [*graph.edges()])
sys.exit(0 if [*graph] == ["Sari", "Budi"] and graph.number_of_edges() == 2 else 1)
PYTHON
