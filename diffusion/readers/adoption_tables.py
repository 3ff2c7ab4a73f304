"""Reads the table of adoption: who adopted which innovation when, and who gave it up."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import get_args

import numpy as np

from diffusion.data.adoption import NEVER, NOT_KNOWN, UNDATED, Adoption, State
from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.readers.headings import as_meant, understood, wrong_headings
from diffusion.readers.leftovers import below_titles, without_leftovers
from diffusion.readers.names import Names
from diffusion.readers.rosters import ARTISAN
from diffusion.readers.tables import FILL_IN, Table, folded
from diffusion.scenario.observed import Observed

INNOVATION, TIME, GIVEN_UP, LAST, STATE = "innovation", "time", "given_up", "last", "state"
COLUMNS = (ARTISAN, INNOVATION, TIME, GIVEN_UP, LAST, STATE)
"""What a table of adoption may have; artisan, time and state it must have."""

type Line = tuple[int, dict[str, str]]
"""A line of the file, and its cells by column."""


def adoption_of(
    table: Table, ego_of: Mapping[Hashable, int], observed: Observed
) -> dict[str, Adoption]:
    """Read who adopted when, by innovation.

    Of who has no row nothing is known. A state is "adopted", "given_up" (with the first period
    without it, if that is known), "never" by the last period observed, "not_known", or "undated":
    adopted, nobody knows when. `last` is the last period in which a person was observed, the last
    of all where it is empty.

    Parameters
    ----------
    table
    ego_of
        Place of each artisan.
    observed
        What community.toml says of it.

    Raises
    ------
    InputError
        With every mistake in the table.
    """
    table, problems = _rows(table)
    if missing := [name for name in (ARTISAN, TIME, STATE) if name not in table.header]:
        assert problems, missing
        raise InputError(problems)
    reading = _Reading(table.name, ego_of, observed)
    for line, row in table.rows:
        cells = dict(zip(table.header, row, strict=True))
        problems += reading.take(line, {name: cells.get(name, "") for name in COLUMNS})
    named = observed.innovation
    if not problems and named is not None and named not in reading.found:
        expected = f"an innovation in {table.name}, {one_of([*reading.found], named)}"
        problems.append(
            Problem("community.toml", "observed.innovation", expected, as_written(named))
        )
    if problems:
        raise InputError(folded(problems))
    return reading.adoption()


def _rows(table: Table) -> tuple[Table, list[Problem]]:
    """Give the table its known headings, and leave out the rows that are no people."""
    table = below_titles(table, (ARTISAN,), COLUMNS)
    named = understood(table, COLUMNS)
    meant = as_meant(named, COLUMNS)
    label = meant.header.index(ARTISAN) if ARTISAN in meant.header else 0
    meant, strays = without_leftovers(meant, label, expected="an artisan")
    wrong = wrong_headings(named, (ARTISAN, TIME, STATE), COLUMNS)
    return meant.with_even_rows(), [*wrong, *strays, *meant.uneven_rows()]


@dataclass(slots=True)
class _Reading:
    """What has been read of each innovation so far."""

    name: str
    ego_of: Mapping[Hashable, int]
    observed: Observed
    found: dict[str, dict[int, tuple[int, int, int]]] = field(default_factory=dict)
    lines: dict[tuple[str, int], int] = field(default_factory=dict)

    def take(self, line: int, cells: Mapping[str, str]) -> Iterator[Problem]:
        """Read a row, or say what is wrong in it."""

        def told(column: str, expected: str, found: str) -> Problem:
            return Problem(self.name, f"line {line}, {column}", expected, found)

        label, state = cells[ARTISAN], cells[STATE]
        if label not in self.ego_of:
            names = Names(tuple(map(str, self.ego_of)), n_sought=1)
            found = as_written(label) if label else f"nothing ({FILL_IN})"
            yield told(ARTISAN, names.expected(label), found)
            return
        periods, wrong = self.observed.periods, False
        places = {}
        for column in (TIME, GIVEN_UP, LAST):
            place = periods.index(cells[column]) if cells[column] in periods else NEVER
            places[column] = place
            if cells[column] and place == NEVER:
                expected = f"a period of [observed], {one_of(periods, cells[column])}"
                yield told(column, expected, as_written(cells[column]))
                wrong = True
        if state not in get_args(State):
            found = as_written(state) if state else "nothing"
            yield told(STATE, one_of(get_args(State), state), found)
            return
        if wrong:
            return
        time, given_up = places[TIME], places[GIVEN_UP]
        last = places[LAST] if cells[LAST] else len(periods) - 1
        for column, expected in _contradictions(state, time, given_up, last, cells):
            yield told(column, expected, as_written(cells[column]) if cells[column] else "nothing")
            return
        ego = self.ego_of[label]
        innovation = cells[INNOVATION] or self.observed.innovation or INNOVATION
        if before := self.lines.get((innovation, ego)):
            found = f"{as_written(label)} in line {before} too (delete one of the two lines)"
            yield told(ARTISAN, "each artisan once for an innovation", found)
            return
        self.lines[innovation, ego] = line
        if state in ("never", "not_known"):
            time = NEVER if state == "never" else NOT_KNOWN
        elif time == NEVER:
            time = UNDATED
        if state == "given_up" and given_up == NEVER:
            given_up = UNDATED
        if state == "not_known" and not cells[LAST]:
            last = -1
        self.found.setdefault(innovation, {})[ego] = time, given_up, last

    def adoption(self) -> dict[str, Adoption]:
        """Give each innovation a row for every artisan."""
        n_periods, found = len(self.observed.periods), {}
        for innovation, rows in self.found.items():
            table = np.tile(np.array([NOT_KNOWN, NEVER, -1], np.int32), (len(self.ego_of), 1))
            table[[*rows]] = [*rows.values()]
            found[innovation] = Adoption.of(*table.T, n_periods=n_periods)
        return found


def _contradictions(
    state: str, time: int, given_up: int, last: int, cells: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Say which cell of a row does not go with its state, and what was expected in it."""
    if state == "adopted" and time == NEVER:
        yield TIME, "a period, or the state undated"
    if state not in ("adopted", "given_up") and time != NEVER:
        yield TIME, f"nothing, because the state is {state}"
    if state != "given_up" and given_up != NEVER:
        yield GIVEN_UP, f"nothing, because the state is {state}"
    if NEVER < given_up <= time:
        yield GIVEN_UP, f"a period after {cells[TIME]}, in which it was adopted"
    if last < max(time, given_up):
        yield LAST, f"a period not before {cells[GIVEN_UP] or cells[TIME]}, when it was observed"
