"""Groups of artisans: who shares a word in a column of the roster, such as gender or hamlet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.i18n.words import meant
from diffusion.util.arrays import read_only

NOT_KNOWN = "not known"
"""What an empty cell of a group's column is called."""

MOST_GROUPS = 20
"""Most groups of a column by which results are divided: more are names, or numbers of one's own."""

_WITHOUT_GROUPS = " (add such a column to the roster, or leave this out)"

HAMLET = "hamlet"
"""The column that says where an artisan lives."""


@dataclass(frozen=True, eq=False)
class Grouping:
    """The groups that one column of a roster makes of the artisans.

    Attributes
    ----------
    name : str
        Heading of the column.
    values : tuple of str
        The groups: numbers ascending, or words in the order of the alphabet; `NOT_KNOWN` last,
        where a cell is empty.
    member : int64 [N]
        Place in `values` of each artisan's group, in the order of the roster.
    """

    name: str
    values: tuple[str, ...]
    member: NDArray[np.int64]

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """Group of each artisan, in words."""
        return tuple(self.values[value] for value in self.member.tolist())

    @property
    def sizes(self) -> Mapping[str, int]:
        """Artisans of each group."""
        n_of = np.bincount(self.member, minlength=len(self.values)).tolist()
        return dict(zip(self.values, n_of, strict=True))

    def is_in(self, value: str) -> NDArray[np.bool_]:
        """Whether each artisan is in one of the groups, bool [N].

        Raises
        ------
        InputError
            If there is no such group.
        """
        if value not in self.values:
            raise InputError(Problem(self.name, "", one_of(self.values, value), as_written(value)))
        is_in: NDArray[np.bool_] = self.member == self.values.index(value)
        return is_in


def grouped(name: str, cells: Sequence[str]) -> Grouping:
    """Group the artisans by the words of a column; an empty cell is `NOT_KNOWN`."""
    known = set(cells) - {""}
    are_numbers = all(cell.isascii() and cell.isdecimal() for cell in known)
    values = sorted(known, key=lambda word: (int(word) if are_numbers else 0, word.casefold()))
    if "" in cells:
        values.append(NOT_KNOWN)
    place_of = {value: place for place, value in enumerate(values)}
    member = np.array([place_of[cell or NOT_KNOWN] for cell in cells], np.int64)
    return Grouping(name, tuple(values), read_only(member))


def without_poor(names: Sequence[str]) -> list[str]:
    """Leave out the poor, who are always shown, so that to name them adds nothing."""
    return [name for name in names if name.strip().casefold() != "poor"]


def chosen(
    groups: Mapping[str, Grouping], names: Sequence[str], *, place: str, key: str = ""
) -> tuple[Grouping, ...]:
    """Find groupings by the headings of their columns, each once; capitals do not matter.

    The column of hamlets may be called as it is printed in either language; so may that of the
    poor, who are always shown, so that they are no grouping here.

    Parameters
    ----------
    groups
        Those there are, by name.
    names
        Those that are wanted.
    place, key
        What an error names as the place of the names.

    Raises
    ------
    InputError
        With every name that is none.
    """
    named = {name.casefold(): grouping for name, grouping in groups.items()}
    found: dict[str, Grouping | None] = {}
    for name in names:
        called = name.strip().casefold()
        trait = None if called in named else meant("roster_column", (HAMLET, "poor"), name)
        if trait != "poor":
            found[name] = named.get(called if trait is None else trait)
    expected = f"a column of the roster{', ' if groups else ' beyond its traits'}"
    problems = [
        Problem(
            place,
            key,
            f"{expected}{one_of((*groups, 'poor'), name) if groups else ''}",
            as_written(name) + ("" if groups else _WITHOUT_GROUPS),
        )
        for name, grouping in found.items()
        if grouping is None
    ]
    problems += [
        Problem(place, key, f"a column with at most {MOST_GROUPS} groups", _counted(name, one))
        for name, one in found.items()
        if one is not None and one.name != HAMLET and len(one.values) > MOST_GROUPS
    ]
    if problems:
        raise InputError(problems)
    return tuple(dict.fromkeys(one for one in found.values() if one is not None))


def _counted(name: str, grouping: Grouping) -> str:
    return f"{as_written(name)} with {len(grouping.values)}"
