"""Makes the graph files of the corpus by networkx 3.7, igraph 1.0 and pandas; run by hand."""

import sys
from pathlib import Path

import igraph
import networkx as nx

HERE = Path(__file__).parent


def of_networkx(directed: bool) -> nx.Graph:
    """Five people, one of them alone, a weight without a value, a tie with oneself."""
    graph = nx.MultiDiGraph() if directed else nx.Graph()
    graph.add_node("a1", label="Ani", age=40, income=1.5, member=True)
    graph.add_node("b2", label="Budi", age=35, income=2.0, member=False)
    graph.add_node("c3", label="Çi", age=61, income=0.25, member=True)
    graph.add_node("d4", label="Ani", age=18, income=3.0, member=False)
    graph.add_node("e5", label="Eko", age=50, income=4.0, member=False)
    graph.add_edge("a1", "b2", weight=0.5, relation="kin")
    graph.add_edge("b2", "c3", weight=1.0, relation="market")
    graph.add_edge("c3", "a1", weight=2.0, relation="kin")
    graph.add_edge("d4", "d4", weight=1.0, relation="kin")
    if directed:
        graph.add_edge("a1", "b2", weight=0.25, relation="market")
    return graph


def of_igraph(directed: bool) -> igraph.Graph:
    """Four people and a pair of ties between two of them."""
    graph = igraph.Graph(n=4, edges=[(0, 1), (0, 1), (1, 2), (3, 3)], directed=directed)
    graph.vs["name"] = ["Ani", "Budi", "Çi", "Dwi"]
    graph.vs["age"] = [40, 35, 61, 18]
    graph.es["weight"] = [1, 0.5, 2, 1]
    return graph


def main() -> None:
    for directed in (False, True):
        word = "directed" if directed else "undirected"
        graph = of_networkx(directed)
        nx.write_graphml_xml(graph, HERE / "graphml" / f"networkx_{word}.graphml")
        nx.write_gml(graph, HERE / "gml" / f"networkx_{word}.gml")
        for version in ("1.2draft", "1.3"):
            nx.write_gexf(graph, HERE / "gexf" / f"networkx_{word}_{version}.gexf", version=version)
        other = of_igraph(directed)
        other.write_graphml(str(HERE / "graphml" / f"igraph_{word}.graphml"))
        other.write_gml(str(HERE / "gml" / f"igraph_{word}.gml"), creator="igraph")


if __name__ == "__main__":
    sys.exit(main())
