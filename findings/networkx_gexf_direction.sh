#!/usr/bin/env bash
# networkx 3.7, read_gexf.
# Input: a GEXF file whose default is directed, with one tie of type="undirected". GEXF has a default
# type of edges and a type of each edge so that both may stand in one file; Gephi writes such files.
# Expected: the tie in both directions, or a mixed network of some kind.
# Seen: NetworkXError "Undirected edge found in directed graph."; nothing of the file can be read.
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

GEXF = b"""<gexf xmlns="http://gexf.net/1.3" version="1.3">
  <graph defaultedgetype="directed">
    <nodes><node id="a" label="Ani"/><node id="b" label="Budi"/></nodes>
    <edges>
      <edge id="0" source="a" target="b"/>
      <edge id="1" source="a" target="b" type="undirected"/>
    </edges>
  </graph>
</gexf>"""
print("expected: a network of two people, one arc and one tie without direction")
try:
    print("seen:", nx.read_gexf(io.BytesIO(GEXF)).edges)
except nx.NetworkXError as error:
    print("seen:", type(error).__name__, error)
    sys.exit(0 if "Undirected edge" in str(error) else 1)
sys.exit(1)
PYTHON
