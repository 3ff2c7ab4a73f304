#!/usr/bin/env bash
# igraph 1.0.0 (Python), Graph.Read_GraphML.
# Input: a GraphML file with an attribute of attr.type="int", as networkx writes it.
# Expected: whole numbers, as the file declares.
# Seen: decimals (40.0), and attr.type="double" when the network is written again: codes of people
# such as 40 have become 40.0 after a way through igraph.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet igraph==1.0.0
cd "$folder"
env/bin/python - <<'PYTHON'
import sys
from pathlib import Path

import igraph

Path("in.graphml").write_text("""<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="d0" for="node" attr.name="household" attr.type="int"/>
  <graph edgedefault="undirected">
    <node id="a"><data key="d0">40</data></node>
  </graph>
</graphml>""")
graph = igraph.Graph.Read_GraphML("in.graphml")
seen = graph.vs["household"][0]
graph.write_graphml("out.graphml")
is_double = 'attr.name="household" attr.type="double"' in Path("out.graphml").read_text()
print("expected: household 40, a whole number")
print("seen:", repr(seen), "written again as double:", is_double)
sys.exit(0 if isinstance(seen, float) and is_double else 1)
PYTHON
