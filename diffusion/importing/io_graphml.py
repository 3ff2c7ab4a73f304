"""Reads GraphML, as networkx, igraph, visone, yEd and Gephi write it."""

from collections.abc import Iterator
from os import PathLike

from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.importing.graphs import Attribute, Graph, Type
from diffusion.importing.network import Network
from diffusion.importing.notes import Note
from diffusion.importing.roles import Roles, name_of, once_each
from diffusion.importing.source import bytes_of
from diffusion.importing.tables import Cell
from diffusion.importing.xml import Element, read_xml

FORMAT = "GraphML"
SUFFIXES = (".graphml", ".xml")

TYPES: dict[str, Type] = {
    "boolean": "yes_no", "int": "whole", "long": "whole", "integer": "whole", "float": "number",
    "double": "number", "string": "text",
}  # fmt: skip
"""What `attr.type` may be."""

_UNREAD = {"port": "graph.ports", "locator": "graph.elsewhere"}


def read(
    path: str | PathLike[str], *, weight: str | None = None, kind: str | None = None
) -> Network:
    """Read a file of GraphML: ids of nodes are who people are, labels what they are called.

    Parameters
    ----------
    path
    weight, kind
        Attribute of edges that is the strength of a tie, or its kind; "" for none. Without it one
        called `weight` or `strength`, and `kind`, `relation` or `type`.

    Raises
    ------
    InputError
        If it is no GraphML, with the line.
    """
    place, content = bytes_of(path)
    root = read_xml(place, content, "graphml")
    graph = Graph(place, FORMAT)
    declared = {
        what: _declared(graph, [key for key in root.all("key") if _is_for(key, what)])
        for what in ("node", "edge")
    }
    drawn = {key.attributes.get("id") for key in root.all("key") if _is_of_a_drawing(key)}
    named = {
        what: [*dict.fromkeys(one.name for id_, one in attributes.items() if id_ not in drawn)]
        for what, attributes in declared.items()
    }
    roles = Roles(place, named["edge"], weight=weight, kind=kind)
    graph.notes.extend(roles.notes())
    whole = _only_graph(place, root)
    _refuse_lost(graph, root)
    _take_all(graph, whole, declared, roles)
    for tag, note in _UNREAD.items():
        if n := sum(1 for _ in root.below(tag)):
            graph.notes.append(Note(note, {"n": n}, is_odd=True))
    columns = named["node"]
    if any("parent" in values for values in graph.values):
        columns.append("parent")
    return graph.network([one for one in columns if one != name_of(columns)])


def _is_for(key: Element, what: str) -> bool:
    return key.attributes.get("for", "all") in (what, "all")


def _is_of_a_drawing(key: Element) -> bool:
    """Whether a key is one of yEd's for shapes and colours."""
    return any(word.startswith("yfiles") for word in key.attributes)


def _declared(graph: Graph, keys: list[Element]) -> dict[str, Attribute]:
    """Read what is declared of nodes, or of edges, by its id."""
    ids = [key.attributes.get("id", "") for key in keys]
    names = [key.attributes.get("attr.name", "") for key in keys]
    found: dict[str, Attribute] = {}
    types = [key.attributes.get("attr.type", "string") for key in keys]
    told = once_each(zip(ids, names, strict=True), types)
    for key, id_, name, type_ in zip(keys, ids, told, types, strict=True):
        if not id_ or id_ in found:
            text = "none" if not id_ else f"{as_written(id_)} again"
            raise graph.wrong_at(key.line, "a key with an id of its own", text)
        if type_ not in TYPES:
            raise graph.wrong_at(key.line, one_of([*TYPES], type_), as_written(type_))
        default = key.first("default")
        value = graph.cell(default.text, TYPES[type_], default.line) if default else None
        found[id_] = Attribute(name, TYPES[type_], value)
    return found


def _only_graph(place: str, root: Element) -> Element:
    graphs = [*root.all("graph")]
    if len(graphs) != 1:
        expected = "one <graph> (save each in a file of its own)"
        raise InputError(Problem(place, "", expected, str(len(graphs) or "none")))
    return graphs[0]


def _refuse_lost(graph: Graph, root: Element) -> None:
    """Refuse people and ties that stand where none are read.

    Raises
    ------
    InputError
        At the first.
    """
    waiting = [root]
    while waiting:
        part = waiting.pop()
        places = {"node": "graph", "edge": "graph", "graph": "node"}
        for one in part.children:
            place = places.get(one.tag, part.tag)
            if part.tag != place and not (one.tag == "graph" and part is root):
                raise graph.wrong_at(one.line, f"<{one.tag}> within <{place}>", "one elsewhere")
        waiting.extend(part.children)


def _take_all(
    graph: Graph, whole: Element, declared: dict[str, dict[str, Attribute]], roles: Roles
) -> None:
    """Take nodes and edges, those of graphs within nodes too."""
    name = name_of([one.name for one in declared["node"].values()])
    n_nested = 0
    waiting: list[tuple[Element, str | None]] = [(whole, None)]
    while waiting:
        part, parent = waiting.pop()
        n_nested += parent is not None
        for one in part.children:
            if one.tag == "node":
                values = _values(graph, one, declared["node"])
                called = "" if name is None else values.pop(name, None)
                if parent is not None:
                    values["parent"] = parent
                id_ = one.attributes.get("id")
                graph.add_node(id_, _text(called) or _drawn_label(one), values, one.line)
                waiting.extend((within, id_) for within in one.all("graph"))
            elif one.tag == "edge":
                _take_edge(graph, one, part, declared["edge"], roles)
            elif one.tag == "hyperedge":
                expected = "edges between two nodes (make a hyperedge a node tied to its members)"
                raise graph.wrong_at(one.line, expected, "<hyperedge>")
    if n_nested:
        graph.notes.append(Note("graph.nested", {"n": n_nested}, is_odd=True))


def _take_edge(
    graph: Graph, edge: Element, part: Element, declared: dict[str, Attribute], roles: Roles
) -> None:
    said = edge.attributes.get("directed")
    if said is None:
        default = part.attributes.get("edgedefault", "")
        if default not in ("directed", "undirected"):
            expected = 'edgedefault="directed" or "undirected" in <graph>'
            raise graph.wrong_at(part.line, expected, as_written(default) if default else "none")
        is_directed = default == "directed"
    elif said in ("true", "false", "1", "0"):
        is_directed = said in ("true", "1")
    else:
        raise graph.wrong_at(edge.line, 'directed="true" or "false"', as_written(said))
    ends = (edge.attributes.get("source", ""), edge.attributes.get("target", ""))
    values = _values(graph, edge, declared)
    graph.edges.append(roles.edge(graph, ends, values, is_directed=is_directed, line=edge.line))


def _values(graph: Graph, one: Element, declared: dict[str, Attribute]) -> dict[str, Cell]:
    """Read the data of a node or an edge, and fill in what holds where nothing is said."""
    values: dict[str, Cell] = {}
    for data in one.all("data"):
        key = data.attributes.get("key", "")
        if key not in declared:
            raise graph.wrong_at(data.line, one_of([*declared], key), as_written(key))
        name = declared[key].name
        if name in values and values[name] is not None:
            raise graph.wrong_at(data.line, f"one value of {name}", "another")
        values[name] = graph.cell(data.text, declared[key].type, data.line)
    return graph.fill(values, declared.values())


def _drawn_label(node: Element) -> str:
    """Find the first text that yEd writes in the shape of a node."""
    labels: Iterator[Element] = (
        label for data in node.all("data") for label in data.below("NodeLabel") if label.text
    )
    label = next(labels, None)
    return "" if label is None else label.text


def _text(value: Cell) -> str:
    return "" if value is None else str(value)
