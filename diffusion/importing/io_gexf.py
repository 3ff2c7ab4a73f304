"""Reads GEXF 1.1, 1.2 and 1.3, as Gephi and networkx write it."""

import math
from collections.abc import Iterator
from os import PathLike

from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.importing.graphs import Attribute, Graph, Spell, Type
from diffusion.importing.network import Network
from diffusion.importing.notes import Note
from diffusion.importing.roles import Roles, once_each
from diffusion.importing.source import bytes_of
from diffusion.importing.tables import Cell
from diffusion.importing.xml import Element, is_xml_of, read_xml

FORMAT = "GEXF"
SUFFIXES = (".gexf", ".xml")

TYPES: dict[str, Type] = {
    "boolean": "yes_no", "byte": "whole", "short": "whole", "integer": "whole", "long": "whole",
    "bigint": "whole", "biginteger": "whole", "float": "number", "double": "number",
    "bigdecimal": "number", "string": "text", "char": "text", "character": "text",
    "anyuri": "text", "date": "text", "datetime": "text", "liststring": "text",
}  # fmt: skip
"""What `type` of an attribute may be, in small letters; any other list stays text."""

_BEGIN = ("start", "startopen", "timestamp")
_END = ("end", "endopen", "timestamp")
_EDGE_WORDS = ("weight", "kind")
"""What stands in <edge> itself and is an attribute of it too."""


def recognises(path: str | PathLike[str]) -> bool:
    """Tell whether a file begins like GEXF."""
    return is_xml_of(bytes_of(path)[1], "gexf")


def read(
    path: str | PathLike[str], *, weight: str | None = None, kind: str | None = None
) -> Network:
    """Read a file of GEXF: ids of nodes are who people are, labels what they are called.

    A tie that has several spells is a row for each of them.

    Parameters
    ----------
    path
    weight, kind
        Attribute of edges that is the strength of a tie, or its kind; "" for none. Without it
        `weight`, and `kind`, `relation` or `type`.

    Raises
    ------
    InputError
        If it is no GEXF, with the line.
    """
    place, content = bytes_of(path)
    root = read_xml(place, content, "gexf")
    whole = root.first("graph")
    if whole is None:
        raise InputError(Problem(place, "", "<graph> in <gexf>", "none"))
    graph = Graph(place, FORMAT)
    reading = _Reading(graph, whole)
    for one in root.below("graph"):
        if one is not whole:
            expected = "one <graph> (save each in a file of its own)"
            raise graph.wrong_at(one.line, expected, "another")
    for tag in ("node", "edge"):
        within = {id(one) for one in whole.below(tag)}
        for one in root.below(tag):
            if id(one) not in within:
                raise graph.wrong_at(one.line, f"<{tag}> within <graph>", "one elsewhere")
    return reading.network(weight=weight, kind=kind)


class _Reading:
    """A file while it is read."""

    def __init__(self, graph: Graph, whole: Element) -> None:
        self.graph = graph
        self.whole = whole
        self.changing: dict[str, None] = {}
        self.declared = {what: self._declared(what) for what in ("node", "edge")}

    def network(self, *, weight: str | None, kind: str | None) -> Network:
        graph = self.graph
        taken: set[int] = set()
        for node, parent in self._nodes():
            self._take_node(node, parent)
            taken.add(id(node))
        for node in self.whole.below("node"):
            if id(node) not in taken:
                raise graph.wrong_at(node.line, "a node within <nodes>", "one elsewhere")
        named = dict.fromkeys(one.name for one in self.declared["edge"].values())
        edges = [*self.whole.below("edge")]
        words = [word for word in _EDGE_WORDS if any(word in one.attributes for one in edges)]
        roles = Roles(graph.place, [*{**named, **dict.fromkeys(words)}], weight=weight, kind=kind)
        graph.notes.extend(roles.notes())
        n_mutual = sum(self._take_edge(edge, roles) for edge in edges)
        if n_mutual:
            graph.notes.append(Note("graph.mutual", {"n": n_mutual}))
        if n_labels := sum(bool(edge.attributes.get("label")) for edge in edges):
            graph.notes.append(Note("graph.edge_labels", {"n": n_labels}, is_odd=True))
        if self.changing:
            graph.notes.append(Note("graph.changing", {"names": [*self.changing]}, is_odd=True))
        extra = [
            name for name in ("parent", "begins", "ends")
            if any(name in values for values in graph.values)
        ]  # fmt: skip
        columns = [one.name for one in self.declared["node"].values()]
        return graph.network([*dict.fromkeys([*columns, *extra])])

    def _declared(self, what: str) -> dict[str, Attribute]:
        """Read what is declared of nodes, or of edges, by its id."""
        asked = [
            one
            for group in self.whole.all("attributes")
            if group.attributes.get("class") == what
            for one in group.all("attribute")
        ]
        ids = [one.attributes.get("id", "") for one in asked]
        titles = [one.attributes.get("title", "") for one in asked]
        names = once_each(zip(ids, titles, strict=True))
        found: dict[str, Attribute] = {}
        for one, id_, name in zip(asked, ids, names, strict=True):
            if not id_ or id_ in found:
                text = "none" if not id_ else f"{as_written(id_)} again"
                raise self.graph.wrong_at(one.line, "an attribute with an id of its own", text)
            written = one.attributes.get("type", "string")
            type_ = "liststring" if written.lower().startswith("list") else written.lower()
            if type_ not in TYPES:
                raise self.graph.wrong_at(one.line, one_of([*TYPES], type_), as_written(written))
            default = one.first("default")
            value = self.graph.cell(default.text, TYPES[type_], default.line) if default else None
            found[id_] = Attribute(name, TYPES[type_], value)
        return found

    def _nodes(self) -> Iterator[tuple[Element, str | None]]:
        """Nodes with the one they belong to, those within nodes too."""
        waiting = [(node, None) for group in self.whole.all("nodes") for node in group.all("node")]
        n_within = 0
        stack: list[tuple[Element, str | None]] = [*reversed(waiting)]
        while stack:
            node, parent = stack.pop()
            parent = parent or node.attributes.get("pid")
            n_within += parent is not None
            yield node, parent
            id_ = node.attributes.get("id")
            within = [one for group in node.all("nodes") for one in group.all("node")]
            stack.extend((one, id_) for one in reversed(within))
        if n_within:
            self.graph.notes.append(Note("graph.nested", {"n": n_within}, is_odd=True))

    def _take_node(self, node: Element, parent: str | None) -> None:
        values = self._values(node, self.declared["node"])
        if parent is not None:
            values["parent"] = parent
        spells = self._spells(node)
        for name, times in (
            ("begins", [one.begins for one in spells]),
            ("ends", [one.ends for one in spells]),
        ):
            found = (min if name == "begins" else max)(times)
            if not math.isnan(found):
                values[name] = int(found) if found == int(found) else found
        if len(spells) > 1:
            self.changing["spells"] = None
        attributes = node.attributes
        self.graph.add_node(attributes.get("id"), attributes.get("label", ""), values, node.line)

    def _take_edge(self, edge: Element, roles: Roles) -> bool:
        """Take an edge; tell whether it was one for both ways."""
        default = self.whole.attributes.get("defaultedgetype", "undirected")
        type_ = edge.attributes.get("type", default)
        types = ("directed", "undirected", "mutual")
        if type_ not in types:
            raise self.graph.wrong_at(edge.line, one_of(types, type_), as_written(type_))
        values = self._values(edge, self.declared["edge"])
        for word in _EDGE_WORDS:
            if word in edge.attributes:
                values[word] = edge.attributes[word] or None
        ends = (edge.attributes.get("source", ""), edge.attributes.get("target", ""))
        is_mutual = type_ == "mutual"
        made = roles.edge(
            self.graph, ends, values, is_directed=type_ != "undirected", line=edge.line
        )
        spells = self._spells(edge)
        for spell in [made.spell] if spells == [Spell()] else spells:
            one = made._replace(spell=spell)
            self.graph.edges.append(one)
            if is_mutual:
                self.graph.edges.append(one._replace(ego=one.alter, alter=one.ego))
        return is_mutual

    def _values(self, one: Element, declared: dict[str, Attribute]) -> dict[str, Cell]:
        """Read what is said of a node or an edge; of what changes, the last."""
        values: dict[str, Cell] = {}
        for group in one.all("attvalues"):
            for said in group.all("attvalue"):
                key = said.attributes.get("for", said.attributes.get("id", ""))
                if key not in declared:
                    raise self.graph.wrong_at(said.line, one_of([*declared], key), as_written(key))
                name, type_, _ = declared[key]
                if name in values:
                    self.changing[name] = None
                text = said.attributes.get("value", "")
                values[name] = self.graph.cell(text, type_, said.line)
        return self.graph.fill(values, declared.values())

    def _spells(self, one: Element) -> list[Spell]:
        """From when to when something is there; one that says nothing, if it is always."""
        written = [spell for group in one.all("spells") for spell in group.all("spell")] or [one]
        return [Spell(self._time(spell, _BEGIN), self._time(spell, _END)) for spell in written]

    def _time(self, one: Element, words: tuple[str, ...]) -> float:
        text = next((one.attributes[word] for word in words if one.attributes.get(word)), None)
        if text is None or text.lower().lstrip("+-") in ("inf", "infinity"):
            return math.nan
        return self.graph.times.read(text, one.line)
