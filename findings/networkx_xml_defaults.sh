#!/usr/bin/env bash
# networkx 3.7, read_graphml and read_gexf.
# Input: a GraphML and a GEXF file that declare a default value of an attribute, and a node that
# leaves it out. Both formats say that the default holds for such nodes; a writer may leave out
# what equals it.
# Expected: the node has the default.
# Seen: the node has no such attribute, in both formats. (GraphML's default is kept apart, in
# graph.graph["node_default"]; GEXF's is lost.)
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

GRAPHML = b"""<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="d0" for="node" attr.name="hamlet" attr.type="string"><default>Kidul</default></key>
  <graph edgedefault="undirected"><node id="a"/></graph>
</graphml>"""
GEXF = b"""<gexf xmlns="http://gexf.net/1.3" version="1.3">
  <graph defaultedgetype="undirected">
    <attributes class="node">
      <attribute id="0" title="hamlet" type="string"><default>Kidul</default></attribute>
    </attributes>
    <nodes><node id="a" label="Ani"/></nodes>
  </graph>
</gexf>"""
print("expected: hamlet Kidul, twice")
seen = [
    nx.read_graphml(io.BytesIO(GRAPHML)).nodes["a"].get("hamlet"),
    nx.read_gexf(io.BytesIO(GEXF)).nodes["a"].get("hamlet"),
]
print("seen:", *seen)
sys.exit(0 if seen == [None, None] else 1)
PYTHON
