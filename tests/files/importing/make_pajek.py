"""Makes the files of Pajek that networkx 3.7 and igraph 1.0 write; run by hand where both are."""

from pathlib import Path

import igraph
import networkx as nx

FOLDER = Path(__file__).parent / "pajek"

named = nx.Graph()
named.add_edge("Ibu Sari", "Pak Budi", weight=0.5)
named.add_edge("Pak Budi", "Tin", weight=2.0)
nx.write_pajek(named, FOLDER / "networkx_graph.net")

several = nx.MultiDiGraph()
several.add_edges_from([("a", "b"), ("a", "b"), ("b", "c"), ("c", "c")])
nx.write_pajek(several, FOLDER / "networkx_multidigraph.net")

directed = igraph.Graph([(0, 1), (1, 2)], n=4, directed=True)
directed.vs["name"] = ["Ibu Sari", "Pak Budi", "Tin", "alone"]
directed.es["weight"] = [0.5, 2]
directed.write_pajek(str(FOLDER / "igraph_directed.net"))

two_mode = igraph.Graph.Bipartite([0, 0, 1], [(0, 2), (1, 2)])
two_mode.write_pajek(str(FOLDER / "igraph_two_mode.net"))
