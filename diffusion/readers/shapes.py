"""Recognises tables of ties that are laid out in another way than one row for each tie."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from diffusion.errors import Problem
from diffusion.readers.headings import OtherHeading, as_meant
from diffusion.readers.tables import Row, Table

EGO, ALTER = "ego", "alter"

NUMBERED = re.compile(r"(.*[^0-9\s_.-])[\s_.-]*[0-9]+")
"""A heading with a number behind it, such as advice_1."""

_YES_OR_NO = re.compile(r"[0-9.,xXvV✓✔-]*|ya|tidak|yes|no", re.IGNORECASE)

_ONE_ROW = f"one row for each tie, with the columns {EGO} and {ALTER}"


@dataclass(frozen=True, slots=True)
class _TwoNames(OtherHeading):
    """The headings of two columns of names, the first of which is taken for the one who names."""

    below: ClassVar[str] = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """A table of ties with one row for each tie, and how it was laid out before.

    Attributes
    ----------
    table : Table
    named_in : tuple of str
        Headings of the columns in which others were named, one row for each who names.
    names : str
        Heading of the column of those who name them.
    unread : tuple of str
        Headings of columns that were left out.
    problems : tuple of Problem
        What is wrong with the headings, where it is clear what they mean.
    """

    table: Table
    named_in: tuple[str, ...] = (ALTER,)
    names: str = EGO
    unread: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    def heading(self, column: str) -> str:
        """Say under which headings of the file the names of a column stand."""
        first, last = self.named_in[0], self.named_in[-1]
        alters = first if first == last else f"{first} ... {last}"
        return {EGO: self.names, ALTER: alters}[column]


def laid_out(table: Table, people: Mapping[str, object] | None) -> Layout | Problem:
    """Give a table of ties one row for each tie; say what it is where that cannot be done.

    Parameters
    ----------
    table
        With its known headings written as they are called.
    people
        Names of the artisans; None where they are not known.
    """
    header = table.header
    meant = as_meant(table, (EGO, ALTER)).header
    if {EGO, ALTER} <= {*meant} or not table.rows:
        names = [header[meant.index(column)] for column in (EGO, ALTER) if column in meant]
        return Layout(table, named_in=(*names[1:], ALTER)[:1], names=(*names, EGO)[0])
    rows = table.with_even_rows().rows
    first = {row[0] for _, row in rows}
    others = [heading for heading in header[1:] if heading]
    n_people = sum(heading in first or heading in (people or ()) for heading in others)
    if len(others) > 1 and 2 * n_people > len(others):
        found = (
            "a square table with an artisan over each column (write a row with both names for "
            "each cell that is not 0 or empty)"
        )
        return Problem(table.name, "header", _ONE_ROW, found)
    if numbered := _numbered(header):
        return _long(table, rows, numbered, people)
    if len(others) > 1 and all(_YES_OR_NO.fullmatch(cell) for _, row in rows for cell in row[1:]):
        found = (
            f"a table of people and what they belong to ({', '.join(others[:3])}, ...) (write a "
            "row for each two artisans who are tied by it)"
        )
        return Problem(table.name, "header", _ONE_ROW, found)
    columns = [place for place in range(len(header)) if _are_people(rows, place, people)]
    if len(columns) == 2:
        named = " and ".join(header[place] for place in columns)
        found = f"names of artisans below {named} (call these two columns {EGO} and {ALTER})"
        new = dict(zip(columns, (EGO, ALTER), strict=True))
        called = [new.get(place, heading) for place, heading in enumerate(header)]
        ego, alter = (header[place] for place in columns)
        expected, both = f"the columns {EGO} and {ALTER}", (f"{ego}, {alter}", f"{EGO}, {ALTER}")
        problem = _TwoNames(table.name, "header", expected, found, *both)
        return Layout(replace(table, header=called), (alter,), ego, problems=(problem,))
    if len(columns) > 2:
        return _long(table, rows, {"": columns[1:]}, people)
    return Layout(table)


def _numbered(header: Sequence[str]) -> dict[str, list[int]]:
    """Columns whose headings differ in the number behind them, by what stands before it."""
    found: dict[str, list[int]] = {}
    for place, heading in enumerate(header):
        if name := NUMBERED.fullmatch(heading):
            found.setdefault(name[1].casefold(), []).append(place)
    return {name: places for name, places in found.items() if len(places) > 1}


def _long(
    table: Table, rows: Sequence[Row], named: Mapping[str, list[int]], people: object
) -> Layout | Problem:
    """Write a row for each who is named in a table with one row for each who names."""
    header = table.header
    groups = [*named.values()]
    with_people = [places for places in groups if _are_people(rows, places[0], people)]
    groups = with_people or groups
    if len(groups) > 1:
        ranges = [f"{header[places[0]]} to {header[places[-1]]}" for places in groups]
        found = f"{' and '.join(ranges)} (keep those of one, or write {_ONE_ROW})"
        return Problem(table.name, "header", "one kind of ties", found)
    places = groups[0]
    rest = [place for place in range(len(header)) if place not in places]
    names = [place for place in rest if header[place] == EGO]
    names += [place for place in rest if _are_people(rows, place, people)]
    ego = (names or rest or [0])[0]
    uneven = [row for row in table.rows if len(row[1]) != len(header)]
    long = [(line, [row[ego], row[place]]) for line, row in rows for place in places if row[place]]
    # Uneven rows stay as they are, so that they are told.
    turned = replace(table, header=[EGO, ALTER], rows=[*long, *uneven])
    return Layout(
        turned,
        named_in=tuple(header[place] for place in places),
        names=header[ego],
        unread=tuple(header[place] for place in rest if place != ego and header[place]),
    )


def _are_people(rows: Sequence[Row], place: int, people: object) -> bool:
    """Whether most cells of a column name artisans."""
    cells = [row[place] for _, row in rows if row[place]]
    known = people if isinstance(people, Mapping) else ()
    return 2 * sum(cell in known for cell in cells) > len(cells)
