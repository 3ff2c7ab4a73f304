#!/usr/bin/env bash
# networkx 3.7, read_pajek.
# Input: a Pajek file with *Arcslist: each line is a person and all those that he or she names.
# Expected: Sari names Budi and Tin: two ties.
# Seen: one tie, from Sari to Budi, of weight 3: the number of the third person is taken for a weight.
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
*Arcslist
1 2 3
"""
seen = [*nx.read_pajek(io.BytesIO(PAJEK)).edges(data="weight")]
print("expected: Sari to Budi and Sari to Tin")
print("seen:", seen)
sys.exit(0 if seen == [("Sari", "Budi", 3.0)] else 1)
PYTHON
