"""Puts names of people and periods in place of rows and numbers, and takes them back."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from diffusion.data import checks
from diffusion.data.adoption import NEVER, NOT_KNOWN, UNDATED, Adoption, State
from diffusion.errors import as_written, one_of

FIRST, LAST = "begins", "ends"
"""What is said of a tie: the first and the last period in which there is one."""


def column_of(values: Sequence[Any]) -> NDArray[Any]:
    """Make an array of values of one kind, or of anything, such as tuples and None."""
    kinds = {type(value) for value in values}
    if kinds <= {bool, np.bool_} or kinds <= {int, float, np.float64, np.int64}:
        return np.asarray(values)
    array = np.empty(len(values), object)
    array[:] = values
    return array


def is_nothing(value: object) -> bool:
    """Whether a value says that nothing is known: None, NaN, NA, NaT, an empty text."""
    if value is None or (isinstance(value, str) and not value):
        return True
    return type(value).__name__ in ("NAType", "NaTType") or bool(value != value)


class Names:
    """Finds the row of a name, and says where there is none.

    Parameters
    ----------
    names
        Names of people, or of periods, each once.
    place, expected
        How a mistake is told.
    """

    def __init__(self, names: Sequence[Hashable], *, place: str, expected: str) -> None:
        self.names = tuple(names)
        self.place, self.expected = place, expected
        self._row_of = {name: row for row, name in enumerate(self.names)}

    def rows(self, named: Iterable[Any], *, name: str, nothing: int | None = None) -> list[int]:
        """Find the row of each; `nothing` is that of what is not known, if it may be so.

        Raises
        ------
        InputError
            Naming the first that is none of the names.
        """
        rows = []
        for place, one in enumerate(named):
            row = nothing if is_nothing(one) else self._row_of.get(one)
            if row is None:
                allowed = one_of(tuple(map(str, self.names)), str(one))
                checks.refuse(self.place, f"{name}[{place:,}]", f"{self.expected}, {allowed}", one)
            rows.append(row)
        return rows

    def name(self, row: int) -> Hashable:
        """Name of a row; None for a number below 0."""
        return self.names[row] if row >= 0 else None


def period_names(*named: Iterable[Any]) -> tuple[Hashable, ...]:
    """Name all periods from the first that is named to the last: whole numbers, or as sorted."""
    found = {one for values in named for one in values if not is_nothing(one)}
    if not found or not all(map(_is_whole, found)):
        return tuple(sorted(found))
    return tuple(range(int(min(found)), int(max(found)) + 1))


def _is_whole(value: object) -> bool:
    """Whether a value is a whole number, written as 7 or 7.0."""
    if isinstance(value, float | np.floating):
        return float(value).is_integer()
    return isinstance(value, int | np.integer)


def said_of(adopted: Adoption, periods: Sequence[Hashable]) -> dict[str, list[Any]]:
    """Say of each person time, given_up and last by names of periods, and the state in a word."""
    names = Names(periods, place="adoption", expected="a period")
    said: dict[str, list[Any]] = {
        what: [names.name(row) for row in getattr(adopted, what).tolist()]
        for what in ("time", "given_up", "last")
    }
    return {**said, "state": list(adopted.state)}


def adoption_of(
    said: Mapping[str, Sequence[Any]], periods: Sequence[Hashable], *, place: str
) -> Adoption:
    """Take what is said of each person.

    Parameters
    ----------
    said
        `time`, and if known `given_up`, `last` and `state`, each by person. Without a state, who
        has no time never adopted.
    periods
        Their names.

    Raises
    ------
    InputError
        If a period or a state is none, or a state and a time do not go together.
    """
    names = Names(periods, place=place, expected="the name of a period")
    time = names.rows(said["time"], name="time", nothing=NEVER)
    n_people = len(time)
    given_up = names.rows(said.get("given_up", [None] * n_people), name="given_up", nothing=NEVER)
    last = [len(periods) - 1] * n_people
    if "last" in said:
        last = names.rows(said["last"], name="last", nothing=-1)
    for row, state in enumerate(said.get("state", ())):
        time[row], given_up[row] = _of_state(state, time[row], given_up[row], place, row)
    return Adoption.of(time, given_up, last, n_periods=len(periods), place=place)


def _of_state(state: Any, time: int, given_up: int, place: str, row: int) -> tuple[int, int]:
    """Read a word together with the periods beside it."""
    key = f"state[{row:,}]"
    if state not in get_args(State):
        checks.refuse(place, key, one_of(get_args(State), str(state)), as_written(state))
    if state == "given_up":
        return (UNDATED if time == NEVER else time), (UNDATED if given_up == NEVER else given_up)
    if given_up != NEVER:
        checks.refuse(place, key, "given_up, as there is a period of giving up", as_written(state))
    if state == "adopted" and time == NEVER:
        checks.refuse(place, key, "undated, as there is no time", as_written(state))
    if state != "adopted" and time != NEVER:
        expected = "adopted or given_up, as there is a time"
        checks.refuse(place, key, expected, as_written(state))
    words = {"never": NEVER, "not_known": NOT_KNOWN, "undated": UNDATED}
    return words.get(state, time), NEVER
