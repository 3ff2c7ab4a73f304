#!/usr/bin/env bash
# networkx 3.7, read_pajek.
# Input: a Pajek file with two relations, "*Arcs :1" and "*Arcs :2", as Pajek writes several relations
# between the same people. The same happens to the partitions of a project.
# Expected: three people, or an error that says what is not read.
# Seen: five people: the second heading is read as a tie between two new ones, "*Arcs" and ":2".
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
3 "Tin"
*Arcs :1 "asks advice"
1 2 1
*Arcs :2 "is kin of"
2 3 1
"""
seen = [*nx.read_pajek(io.BytesIO(PAJEK))]
print("expected: ['Sari', 'Budi', 'Tin']")
print("seen:", seen)
sys.exit(0 if seen == ["Sari", "Budi", "Tin", "*Arcs", ":2"] else 1)
PYTHON
