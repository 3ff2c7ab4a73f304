"""Makes people and ties of the tables of a survey: who was asked, whom they name, who is new."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from diffusion.errors import InputError, Problem, as_written
from diffusion.importing.choices import Choices
from diffusion.importing.gathered import Gathered
from diffusion.importing.look_alikes import LookAlike, Roll, label_of, look_alikes
from diffusion.importing.network import Network, Relation
from diffusion.importing.nomination_columns import ties_chosen
from diffusion.importing.nominations import Named, nominations_of
from diffusion.importing.other_columns import columns_chosen
from diffusion.importing.own_form import NOT_IN_LIST
from diffusion.importing.people import Asked, people_of
from diffusion.importing.tables import Tables
from diffusion.readers.names import either

MOST_LISTED = 10
"""Names and columns that a message lists."""


@dataclass(frozen=True, eq=False)
class Understood:
    """A survey as people and ties, with all that was chosen or guessed.

    Attributes
    ----------
    network : Network
        People in the order of the file, then those who are only named.
    choices : Choices
        With what was guessed filled in.
    n_rows, n_repeated : int
        Rows of people, and those of somebody who has another row that counts.
    n_half, n_blank : int
        Rows in which only one of two is named, and cells for a name in which nothing stands.
    pending : frozenset of str
        Names of which it must still be said whether somebody else is meant.
    """

    network: Network
    choices: Choices
    n_rows: int
    n_repeated: int = 0
    n_half: int = 0
    n_blank: int = 0
    pending: frozenset[str] = frozenset()


def understood(
    tables: Tables, choices: Choices, gathered: Gathered, *, accepts_suggestions: bool = False
) -> Understood:
    """Make people and ties of tables.

    Parameters
    ----------
    tables, choices
    gathered
        Gets what is noticed, and what must be decided.
    accepts_suggestions
        Whether a name that is surely another, misspelt, is taken for it.

    Raises
    ------
    InputError
        If a chosen column is not there, or nobody can be told apart.
    """
    if choices.unsurveyed is None and any(one.name == NOT_IN_LIST for one in tables.notes):
        choices = choices.model_copy(update={"unsurveyed": "keep"})
    asked, choices = people_of(tables, choices, gathered)
    choices = choices.model_copy(update={"ties": ties_chosen(tables, asked, choices, gathered)})
    if asked.sheet is None and not choices.ties:
        expected = "a sheet of people, or of ties with columns of ego and alter"
        names = ", ".join(one.name for one in tables.sheets) or "none"
        raise InputError(Problem(tables.place, "", expected, names))
    said = nominations_of(tables, asked, choices, gathered)
    linked = _Linked(asked.roll, choices, gathered, tables.place)
    choices = linked.settle_names(said.named, accepts_suggestions=accepts_suggestions)
    relations = linked.relations(said.named)
    network = _network(tables, asked, linked, relations)
    choices = columns_chosen(network, choices, gathered)
    if said.n_blank:
        gathered.note("import_ties.blank", n=said.n_blank)
    if said.n_half:
        gathered.note("import_ties.half", n=said.n_half, odd=True)
    return Understood(
        network,
        choices,
        asked.n_rows,
        asked.n_repeated,
        said.n_half,
        said.n_blank,
        frozenset(linked.pending),
    )


class _Linked:
    """Finds for every name who is meant; those who were not asked come after all others."""

    def __init__(self, roll: Roll, choices: Choices, gathered: Gathered, place: str) -> None:
        self._roll = roll
        self._choices = choices
        self._gathered = gathered
        self._place = place
        self._meant = dict(choices.names)
        self._new: dict[str, int] = {}
        self.new: list[str] = []
        self.pending: set[str] = set()

    def settle_names(self, named: Sequence[Named], *, accepts_suggestions: bool) -> Choices:
        """Look at names of nobody who was asked; accept what is surely meant, or ask."""
        unknown = Counter[str]()
        how: dict[str, str] = {}
        otherwise = Counter[str]()
        several: Counter[str] = Counter()
        for one in named:
            for word in self._words(one):
                ego = one.ego if isinstance(one.ego, int) else None
                found = self._roll.find(word, one.by, ego)
                if word in self._meant:
                    continue
                if not found:
                    unknown[word] += 1
                    how[word] = one.by
                elif len(found) > 1:
                    several[word] += 1
                elif not self._roll.is_exact(word, one.by):
                    otherwise[word] += 1
        if otherwise:
            self._gathered.note("import_people.otherwise", names=[*otherwise], n=len(otherwise))
        self._ask_of_several(several)
        if self._roll.keys:
            self._alike(unknown, how, accepts_suggestions=accepts_suggestions)
        return self._choices.model_copy(update={"names": self._meant})

    def _alike(
        self, unknown: Counter[str], how: dict[str, str], *, accepts_suggestions: bool
    ) -> None:
        accepted: dict[str, str] = {}
        names = [word for word in self._roll.names if word]
        labels = [label_of(key) for key in self._roll.keys]
        for by, known in (("name", names), ("id", labels)):
            of_kind = {word: n for word, n in unknown.items() if how[word] == by}
            for one in look_alikes(of_kind, known):
                if accepts_suggestions and one.meant is not None:
                    accepted[one.written] = one.meant
                else:
                    self._ask(one)
        self._meant |= accepted
        if accepted:
            pairs = [f"{as_written(word)} = {meant}" for word, meant in accepted.items()]
            self._gathered.note("import_people.accepted", names=pairs, n=len(pairs), odd=True)

    def _ask(self, one: LookAlike) -> None:
        self.pending.add(one.written)
        found = f"{as_written(one.written)} (rows: {one.n:,}), perhaps {either(one.likely)}"
        self._gathered.ask(
            self._place,
            "names",
            "each name as it is written among the people asked",
            found,
            section="names",
            line=f"{as_written(one.written)} = {as_written(one.meant or one.likely[0])}",
            option="--accept-suggestions" if one.meant is not None else "",
        )

    def _ask_of_several(self, several: Counter[str]) -> None:
        for word, n in several.items():
            places = self._roll.find(word, "name") or self._roll.find(word, "id")
            ids = [label_of(self._roll.keys[place]) for place in places]
            self._gathered.ask(
                self._place,
                "names",
                "a name that one person alone has",
                f"{as_written(word)} (rows: {n:,}), a name of {', '.join(ids[:MOST_LISTED])}",
                section="names",
                line=f"{as_written(word)} = {as_written(ids[0])}",
            )

    @staticmethod
    def _words(one: Named) -> list[str]:
        return [one.alter] if isinstance(one.ego, int) else [one.ego, one.alter]

    def place_of(self, word: str, by: str, ego: int | None) -> int:
        """Say who is meant; somebody new gets a place after all others."""
        found = self._roll.find(word, by, ego)
        if word in self._meant:
            meant = self._meant[word]
            found = self._roll.find(meant, by, ego) or self._roll.find(meant, "id", ego)
            found = found or self._roll.find(meant, "name", ego)
            word = word if found else meant
        if found:
            return found[0]
        key = " ".join(word.casefold().split())
        if key not in self._new:
            self._new[key] = len(self._roll.keys) + len(self.new)
            self.new.append(word)
        return self._new[key]

    def relations(self, named: Sequence[Named]) -> tuple[Relation, ...]:
        """Put the ties of each kind together; those that go both ways are a relation apart."""
        by_kind: dict[tuple[str, bool], list[tuple[int, int, Named]]] = {}
        spelled: dict[str, str] = {}
        for one in named:
            is_place = isinstance(one.ego, int)
            ego = one.ego if is_place else self.place_of(str(one.ego), one.by, None)
            assert isinstance(ego, int)
            alter = self.place_of(one.alter, one.by, ego if ego < len(self._roll.keys) else None)
            kind = spelled.setdefault(one.kind.casefold(), one.kind)
            by_kind.setdefault((kind, one.is_directed), []).append((ego, alter, one))
        return tuple(
            _relation(kind, rows, is_directed=is_directed)
            for (kind, is_directed), rows in by_kind.items()
        )


def _relation(kind: str, rows: Sequence[tuple[int, int, Named]], *, is_directed: bool) -> Relation:
    def numbers(name: str) -> np.ndarray | None:
        found = np.array([getattr(one, name) for _, _, one in rows], np.float64)
        return None if np.isnan(found).all() else found

    return Relation(
        kind,
        np.array([ego for ego, _, _ in rows], np.int64),
        np.array([alter for _, alter, _ in rows], np.int64),
        is_directed,
        weight=numbers("weight"),
        begins=numbers("begins"),
        ends=numbers("ends"),
        rows=np.array([one.row for _, _, one in rows], np.int64),
    )


def _network(
    tables: Tables, asked: Asked, linked: _Linked, relations: tuple[Relation, ...]
) -> Network:
    """Put people and ties together; those who are only named come last, with empty cells."""
    roll, n_new = asked.roll, len(linked.new)
    known = {label_of(key) for key in roll.keys}
    ids = [label_of(key) for key in roll.keys]
    for word in linked.new:
        while word in known:
            word += "'"
        known.add(word)
        ids.append(word)
    columns = {}
    for name, column in ({} if asked.sheet is None else asked.sheet.columns).items():
        cells = [column.cells[row] for row in asked.rows]
        columns[name] = replace(column, cells=(*cells, *[None] * n_new))
    surveyed = None if not roll.keys else np.arange(len(ids)) < len(roll.keys)
    return Network(
        tables.place,
        tables.format,
        tuple(ids),
        (*roll.names, *linked.new),
        columns,
        relations,
        surveyed,
        notes=tables.notes,
    )
