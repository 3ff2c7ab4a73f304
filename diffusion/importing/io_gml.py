"""Reads GML, as networkx, igraph and Gephi write it."""

import re
from collections.abc import Iterator
from html import unescape
from os import PathLike
from typing import NamedTuple

from diffusion.errors import InputError, Problem, as_written
from diffusion.importing.graphs import Graph
from diffusion.importing.network import Network
from diffusion.importing.notes import Note
from diffusion.importing.roles import Roles, name_of
from diffusion.importing.source import bytes_of, text_of
from diffusion.importing.tables import Cell

FORMAT = "GML"
SUFFIXES = (".gml",)

_TOKEN = re.compile(
    r"(?P<blank>\s+|\#[^\n]*)|(?P<key>[A-Za-z_][\w.]*)|(?P<text>\"[^\"]*\")"
    r"|(?P<number>[+-]?(?:\d[\d.]*(?:[eE][+-]?\d+)?|\.\d+|INF\b|inf\b|nan\b|NAN\b))"
    r"|(?P<open>\[)|(?P<close>\])",
    re.ASCII,
)
_WHOLE = re.compile(r"[+-]?\d{1,300}", re.ASCII)


class _Entry(NamedTuple):
    """A key, what stands behind it, and where."""

    key: str
    value: "Cell | list[_Entry]"
    line: int


def read(
    path: str | PathLike[str], *, weight: str | None = None, kind: str | None = None
) -> Network:
    """Read a file of GML: ids of nodes are who people are, labels what they are called.

    Parameters
    ----------
    path
    weight, kind
        Attribute of edges that is the strength of a tie, or its kind; "" for none. Without it one
        called `weight` or `strength`, and `kind`, `relation` or `type`.

    Raises
    ------
    InputError
        If it is no GML, with the line.
    """
    place, content = bytes_of(path)
    text, notes = text_of(place, content)
    graph = Graph(place, FORMAT, notes=[*notes])
    entries = _entries(graph, text)
    graphs = [one for one in entries if one.key == "graph"]
    if len(graphs) != 1 or not isinstance(graphs[0].value, list):
        expected = "one graph [ ... ] (save each in a file of its own)"
        raise InputError(Problem(place, "", expected, str(len(graphs) or "none")))
    _refuse_lost(graph, entries)
    return _network(graph, graphs[0].value, weight=weight, kind=kind)


def _network(
    graph: Graph, entries: list[_Entry], *, weight: str | None, kind: str | None
) -> Network:
    left_out: dict[str, None] = {}
    columns: dict[str, None] = {}
    nodes = [*_all(graph, entries, "node", left_out)]
    name = name_of(dict.fromkeys(key for values, _ in nodes for key in values))
    for values, line in nodes:
        id_, called = values.pop("id", None), values.pop(name or "", None)
        columns.update(dict.fromkeys(values))
        graph.add_node(_text(id_), _text(called), values, line)
    edges = [*_all(graph, entries, "edge", left_out)]
    names = dict.fromkeys(name for values, _ in edges for name in values)
    attributes = [one for one in names if one not in ("source", "target", "directed")]
    roles = Roles(graph.place, attributes, weight=weight, kind=kind)
    graph.notes.extend(roles.notes())
    directed = next((one.value for one in entries if one.key == "directed"), 0)
    for values, line in edges:
        ends = (_text(values.get("source")), _text(values.get("target")))
        said = values.get("directed", directed if not isinstance(directed, list) else None)
        if said not in (0, 1):
            raise graph.wrong_at(line, "directed 0 or 1", as_written(said))
        graph.edges.append(roles.edge(graph, ends, values, is_directed=said == 1, line=line))
    if left_out:
        graph.notes.append(Note("graph.lists", {"names": [*left_out]}))
    return graph.network([*columns])


def _all(
    graph: Graph, entries: list[_Entry], key: str, left_out: dict[str, None]
) -> Iterator[tuple[dict[str, Cell], int]]:
    """Nodes, or edges, with what is said of each; lists within them are left out, by name."""
    for one in entries:
        if one.key != key:
            continue
        if not isinstance(one.value, list):
            raise graph.wrong_at(one.line, f"{key} [ ... ]", as_written(one.value))
        values: dict[str, Cell] = {}
        for entry in one.value:
            if isinstance(entry.value, list):
                _refuse_lost(graph, one.value)
                left_out[entry.key] = None
            elif entry.key in values:
                raise graph.wrong_at(entry.line, "each key once", f"{entry.key} again")
            else:
                values[entry.key] = entry.value
        yield values, one.line


def _refuse_lost(graph: Graph, entries: list[_Entry]) -> None:
    """Refuse nodes and edges that a bracket too many or too few has put in another place.

    Raises
    ------
    InputError
        At the first.
    """
    for one in entries:
        if one.key in ("node", "edge") and isinstance(one.value, list):
            expected = "nodes and edges within graph [ ... ], not within each other"
            raise graph.wrong_at(one.line, expected, f"{one.key} elsewhere")


def _entries(graph: Graph, text: str) -> list[_Entry]:
    """Read all keys with their values.

    Raises
    ------
    InputError
        At the first that is none.
    """
    stack: list[list[_Entry]] = [[]]
    key: str | None = None
    line_of_key = 0
    for kind, token, line in _tokens(graph, text):
        value: Cell | list[_Entry]
        if kind == "close" and key is None and len(stack) > 1:
            stack.pop()
            continue
        if kind == "key" and key is None:
            key, line_of_key = token, line
            continue
        if key is None or kind in ("close", "end") or (kind == "key" and line > line_of_key):
            expected = "a key" if key is None else f"a value of {key}"
            found = "the end of the file" if kind == "end" else as_written(token)
            if kind == "end" and key is None:
                if len(stack) == 1:
                    return stack[0]
                expected = "] for each [ before"
            raise graph.wrong_at(line, expected, found)
        value = [] if kind == "open" else _value(graph, kind, token, line)
        stack[-1].append(_Entry(key, value, line))
        if isinstance(value, list):
            stack.append(value)
        key = None
    return stack[0]


def _text(value: Cell) -> str:
    return "" if value is None else str(value)


def _value(graph: Graph, kind: str, token: str, line: int) -> Cell:
    if kind == "key" and token.lower() not in ("nan", "inf"):
        return token
    if kind == "text":
        return unescape(token[1:-1]) or None
    return graph.cell(token, "whole" if _WHOLE.fullmatch(token) else "number", line)


def _tokens(graph: Graph, text: str) -> Iterator[tuple[str, str, int]]:
    at, line = 0, 1
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise graph.wrong_at(line, "keys and values", as_written(text[at : at + 20]))
        token = found[0]
        kind = str(found.lastgroup)
        if kind != "blank":
            yield kind, token, line
        line += token.count("\n")
        at = found.end()
    yield "end", "", line
