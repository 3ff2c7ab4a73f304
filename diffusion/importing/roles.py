"""Knows by their names what attributes of nodes and edges mean."""

import math
from collections.abc import Iterable, Mapping, Sequence

from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.importing.graphs import KIND, Edge, Graph, Spell
from diffusion.importing.notes import Note
from diffusion.importing.tables import Cell

ROLES = {
    "weight": ("weight", "strength", "bobot", "value"),
    "kind": ("kind", "relation", "relationship", "relation_type", "layer", "type", "hubungan"),
    "begins": ("begins", "begin", "start", "since", "from"),
    "ends": ("ends", "end", "until", "to"),
}
"""Attributes of an edge that mean something for a tie, by what they mean, the likeliest first."""

NAMES = ("label", "name")
"""Attributes of a node that say what it is called, in small letters, the likeliest first."""

NUMBERS_OF_EDGES = ("key", "networkx_key", "id")
"""What networkx and Gephi write to tell ties of one pair apart; it says nothing of a tie."""


class Roles:
    """Which attribute of an edge is its weight, its kind, its begin and its end.

    Parameters
    ----------
    place
        The file.
    names
        All attributes that edges have.
    weight, kind
        As a person asks for; "" for none.

    Raises
    ------
    InputError
        If an attribute that is asked for is none of them.
    """

    def __init__(
        self, place: str, names: Sequence[str], *, weight: str | None, kind: str | None
    ) -> None:
        lower = {name.lower(): name for name in reversed(names)}
        self.of: dict[str, str | None] = {}
        for role, asked in {"weight": weight, "kind": kind, "begins": None, "ends": None}.items():
            if asked and asked not in names:
                raise InputError(Problem(place, role, one_of(names, asked), as_written(asked)))
            guessed = next((lower[word] for word in ROLES[role] if word in lower), None)
            self.of[role] = guessed if asked is None else asked or None
        meant = {*self.of.values(), *NUMBERS_OF_EDGES}
        self.left_out = [name for name in names if name not in meant]

    def notes(self) -> tuple[Note, ...]:
        """Tell which attributes of edges were taken for something, and which for nothing."""
        taken = [name for role, name in self.of.items() if name and name.lower() != role]
        told = [Note("graph.taken", {"names": taken})] if taken else []
        if self.left_out:
            told.append(Note("graph.left_out", {"names": self.left_out}, is_odd=True))
        return tuple(told)

    def edge(self, graph: Graph, ends: tuple[str, str], values: Mapping[str, Cell], *,
             is_directed: bool, line: int) -> Edge:  # fmt: skip
        """Make an edge of what is said of it.

        Raises
        ------
        InputError
            If its weight is no number, or a time is none.
        """
        of = {role: values.get(name) if name else None for role, name in self.of.items()}
        kind = KIND if of["kind"] is None else str(of["kind"])
        times = [
            math.nan if time is None else graph.times.read(str(time), line)
            for time in (of["begins"], of["ends"])
        ]
        return Edge(*ends, is_directed, line, kind, graph.weight(of["weight"], line), Spell(*times))


def name_of(columns: Iterable[str]) -> str | None:
    """Find the attribute of nodes that says what they are called."""
    lower = {name.lower(): name for name in reversed([*columns])}
    return next((lower[word] for word in NAMES if word in lower), None)


def once_each(declared: Iterable[tuple[str, str]], types: Sequence[str] | None = None) -> list[str]:
    """Say what attributes are called, of the id and the name of each: an id apart, if again so.

    With `types`, those of one name and different types are one attribute: networkx declares it in
    GraphML anew for whole numbers and for others.
    """
    told: list[str] = []
    taken: set[tuple[str, str]] = set()
    for number, (id_, name) in enumerate(declared):
        wanted = (name or id_, "" if types is None else types[number])
        told.append(f"{wanted[0]} ({id_})" if wanted in taken else wanted[0])
        taken.add(wanted)
    return told
