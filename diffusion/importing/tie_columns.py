"""Makes a network of long columns of ties, as arrays and not cell by cell."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diffusion.errors import InputError, Problem, as_written
from diffusion.importing.cells import with_numbers
from diffusion.importing.grids import trimmed
from diffusion.importing.long_ids import Ids, Long, coded, numbered
from diffusion.importing.network import UNNAMED, Network, Relation
from diffusion.importing.tables import Column

HEADINGS = {
    "ego": ("ego", "source", "from"),
    "alter": ("alter", "target", "to"),
    "kind": ("kind", "relation"),
    "weight": ("weight", "strength"),
}
"""What the columns of a long list of ties may be called, by what they hold."""

PEOPLE = ("artisan", "id", "person_id", "person", "name", "label")
"""What the column may be called that says who a row of people is."""


def columns_meant(names: Sequence[str]) -> dict[str, str]:
    """Find what each heading means; only some if others are not those of a list of ties."""
    plain = {name.strip().casefold(): name for name in names}
    found = {
        what: [plain[word] for word in words if word in plain] for what, words in HEADINGS.items()
    }
    return {what: names[0] for what, names in found.items() if names}


def column_of_people(names: Sequence[str]) -> str | None:
    """Find the heading of the column that says who each row of people is; None without one."""
    plain = {name.strip().casefold(): name for name in names}
    return next((plain[word] for word in PEOPLE if word in plain), None)


def network_of(ties: Long, people: Long | None = None) -> Network:
    """Read ties, and those whom they tie: of a table of people first, then of the ties.

    Raises
    ------
    InputError
        If there are no columns of ego and alter, a cell of theirs is empty, somebody stands twice
        among the people, or a weight is no number.
    """
    meant = columns_meant(ties.names)
    if not {"ego", "alter"} <= meant.keys():
        expected = "columns ego and alter, and perhaps kind and strength"
        raise InputError(
            Problem(ties.place, "columns", expected, as_written(", ".join(ties.names)))
        )
    sides = [Ids.of(ties, meant[what]) for what in ("ego", "alter")]
    known, columns = (None, {}) if people is None else _people(people)
    _give_back()
    ids, ego, alter = numbered(known, *sides)
    del sides
    n_known = 0 if known is None else len(known.code)
    full = {
        name: Column(name=name, cells=cells + (None,) * (len(ids) - n_known))
        for name, cells in columns.items()
    }
    return Network(
        ties.place,
        ties.format,
        tuple(ids),
        ("",) * len(ids),
        full,
        tuple(_relations(ties, meant, ego, alter)),
        surveyed=None if people is None else np.arange(len(ids)) < n_known,
    )


def _give_back() -> None:
    """Let the system have the memory that columns took which are no longer held."""
    import pyarrow as pa

    pa.default_memory_pool().release_unused()


def _people(people: Long) -> tuple[Ids, dict[str, tuple[Any, ...]]]:
    """Read who there is, and what else is said of each.

    Raises
    ------
    InputError
        If there is no column of ids, or somebody stands twice.
    """
    name = column_of_people(people.names)
    if name is None:
        expected = f"a column {' or '.join(PEOPLE[:3])}"
        found = as_written(", ".join(people.names))
        raise InputError(Problem(people.place, "columns", expected, found))
    ids = Ids.of(people, name)
    order = np.argsort(ids.code, kind="stable")
    again = order[1:][ids.code[order][1:] == ids.code[order][:-1]]
    if len(again):
        row = int(again.min())
        found = f"{as_written(ids.label(ids.code[row : row + 1])[0])} again"
        key = f"line {row + people.first_line}"
        raise InputError(Problem(people.place, key, "each person once", found))
    return ids, {one: _cells(people, one) for one in people.names if one != name}


def _cells(people: Long, name: str) -> tuple[Any, ...]:
    """Read what is said of each person; a word that many share is kept once."""
    import pyarrow as pa

    column = people.column(name)
    words, codes = coded(column)
    if pa.types.is_integer(column.type):
        return tuple(map((*map(int, words.to_pylist()), None).__getitem__, codes.tolist()))
    written = [trimmed(word) for word in words.to_pylist()]
    meant = with_numbers({name: written}, sheet="")[0][name]
    return tuple(map((*meant, None).__getitem__, codes.tolist()))


def _relations(
    ties: Long,
    meant: Mapping[str, str],
    ego: NDArray[np.int64],
    alter: NDArray[np.int64],
) -> list[Relation]:
    """Part ties by kind, with the weight and the row of each."""
    weight = _numbers(ties, meant["weight"]) if "weight" in meant else None
    rows = np.arange(len(ego)) + ties.first_line if ties.has_lines else None
    if "kind" not in meant:
        return [Relation(UNNAMED, ego, alter, weight=weight, rows=rows)]
    named = Ids.of(ties, meant["kind"]).as_words()
    kinds, of = named.label(np.arange(len(named.words or ()))), named.code
    return [
        Relation(
            kind,
            ego[of == at],
            alter[of == at],
            weight=None if weight is None else weight[of == at],
            rows=None if rows is None else rows[of == at],
        )
        for at, kind in enumerate(kinds)
    ]


def _numbers(ties: Long, name: str) -> NDArray[np.float64]:
    """Read a column of weights; NaN where none is written.

    Raises
    ------
    InputError
        If a cell is no number.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    cells = ties.column(name)
    if pa.types.is_dictionary(cells.type):
        cells = cells.cast(pa.string())
    if pa.types.is_string(cells.type):
        cells = pc.if_else(pc.equal(cells, ""), pa.scalar(None, pa.string()), cells)
    try:
        numbers = pc.cast(cells, pa.float64())
    except pa.ArrowInvalid:
        found = next(
            word for word in cells.to_pylist() if word is not None and not _is_number(word)
        )
        row = cells.index(found).as_py() + ties.first_line
        key = f"line {row}, {name}"
        raise InputError(Problem(ties.place, key, "a number", as_written(found))) from None
    values: NDArray[np.float64] = numbers.to_numpy()
    if np.isinf(values).any():
        key = f"line {int(np.isinf(values).argmax()) + ties.first_line}, {name}"
        raise InputError(Problem(ties.place, key, "a number", "one without end"))
    return values


def _is_number(word: Any) -> bool:
    try:
        float(word)
    except (TypeError, ValueError):
        return False
    return True
