"""Reads the two tables of a community: its artisans, and the ties between them."""

import math
import re
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import replace

from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.readers.tables import Column, Table
from diffusion.scenario.artisans import MOST_ARTISANS, Roster
from diffusion.scenario.base import MOST_HOUSEHOLD_RUPIAH
from diffusion.scenario.ties import TieList

_SHARE = Column("a number from 0 to 1", 0, 1)
_MONEY = Column("whole rupiah, 0 or more", 0, MOST_HOUSEHOLD_RUPIAH, is_whole=True)
_PLACE = Column("a number of km from -1,000 to 1,000", -1e3, 1e3)

ROSTER_COLUMNS = {
    "hamlet": Column("the number of a hamlet, 1 or more", 1, MOST_ARTISANS, is_whole=True),
    "self_efficacy": _SHARE,
    "value_fit": _SHARE,
    "skill": _SHARE,
    "cash": _MONEY,
    "other_income": _MONEY,
    "need": _MONEY,
    "x_km": _PLACE,
    "y_km": _PLACE,
    "threshold": Column("a number from 0 to 1,000,000", 0, 1e6),
}
"""Columns that a roster may have beside the artisan's name."""

TIE_COLUMNS = {"strength": Column("a number above 0, at most 1", math.ulp(0.0), 1)}
"""Columns that a table of ties may have beside the two names."""


YES = ("true", "yes", "ya", "1")
NO = ("false", "no", "tidak", "0")

_KNOWN = ("artisan", *ROSTER_COLUMNS, "poor")


def roster_of(table: Table) -> Roster:
    """Read the artisans' table.

    Raises
    ------
    InputError
        With every mistake in it.
    """
    table = replace(table, header=[*map(_trait_meant, table.header)])
    table.check_columns(("artisan",), _KNOWN, has_others=True)
    labels, problems = _labels(table)
    columns: dict[str, tuple[float, ...]] = {}
    groups: dict[str, tuple[str, ...]] = {}
    for place, column in enumerate(table.header):
        cells = [(line, row[place]) for line, row in table.rows]
        if column == "poor" or column in ROSTER_COLUMNS:
            numbers = [
                _yes_or_no(table, line, cell)
                if column == "poor"
                else table.number(line, column, cell, ROSTER_COLUMNS[column])
                for line, cell in cells
            ]
            problems += [one for one in numbers if isinstance(one, Problem)]
            columns[column] = tuple(one for one in numbers if not isinstance(one, Problem))
        elif column != "artisan":
            groups[column] = one_spelling(tuple(cell for _, cell in cells))
    if not table.rows:
        problems.append(Problem(table.name, "", "at least one artisan", "none"))
    if not problems:
        problems += _hamlet_out_of_order(table, columns.get("hamlet", ()))
    if problems:
        raise InputError(problems)
    return Roster(labels, columns, groups)


def _trait_meant(heading: str) -> str:
    """Give the name of the trait that a heading means, whatever its capitals; or the heading."""
    name = re.sub(r"[\s_-]+", "_", heading.strip().casefold())
    return name if name in _KNOWN else heading


def _yes_or_no(table: Table, line: int, cell: str) -> float | Problem:
    """Read one cell as yes, 1, or no, 0."""
    word = cell.casefold()
    if word in (*YES, *NO):
        return float(word in YES)
    expected = f"yes or no ({', '.join(YES)}, or {', '.join(NO)})"
    return Problem(
        table.name, f"line {line}, poor", expected, as_written(cell) if cell else "nothing"
    )


def one_spelling(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Write words that differ only in capitals as most of them are written."""
    spellings: dict[str, Counter[str]] = {}
    for cell in cells:
        spellings.setdefault(cell.casefold(), Counter())[cell] += 1
    usual = {
        word: min(counted, key=lambda one: (-counted[one], one))
        for word, counted in spellings.items()
    }
    return tuple(usual[cell.casefold()] for cell in cells)


def _labels(table: Table) -> tuple[tuple[str, ...], list[Problem]]:
    """Names of the artisans, each once, and what is wrong with them."""
    place = table.header.index("artisan")
    labels: dict[str, int] = {}
    problems: list[Problem] = []
    for line, row in table.rows:
        label, key = row[place], f"line {line}, artisan"
        if not label:
            problems.append(Problem(table.name, key, "a name or number", "nothing"))
        elif label in labels:
            found = f"{as_written(label)} in line {labels[label]} too"
            problems.append(Problem(table.name, key, "each artisan once", found))
        else:
            labels[label] = line
    return tuple(labels), problems


def _hamlet_out_of_order(table: Table, hamlets: tuple[float, ...]) -> Iterator[Problem]:
    """Find the first row whose hamlet is neither that of the row before nor the next one."""
    before = 0
    for (line, _), hamlet in zip(table.rows, hamlets, strict=False):
        if hamlet not in (before, before + 1) or hamlet == 0:
            next_ones = f"{before} or {before + 1}" if before else "1"
            expected = f"hamlet {next_ones}: hamlets in order, from 1 on"
            yield Problem(table.name, f"line {line}, hamlet", expected, str(int(hamlet)))
            return
        before = int(hamlet)


def tie_list_of(table: Table, ego_of: Mapping[Hashable, int]) -> TieList:
    """Read the table of ties between the artisans that `ego_of` names.

    Ties have no direction: of rows that name the same pair, in whichever order, the strongest
    counts. Ties to oneself are left out. Both are counted.

    Raises
    ------
    InputError
        With every mistake in it.
    """
    table.check_columns(("ego", "alter"), ("ego", "alter", *TIE_COLUMNS))
    has_strength = "strength" in table.header
    labels = tuple(map(str, ego_of))
    strongest: dict[tuple[int, int], float] = {}
    problems: list[Problem] = []
    n_self = n_merged = 0
    for line, row in table.rows:
        ends = [_end(table, line, row, column, ego_of, labels) for column in ("ego", "alter")]
        strength: float | Problem = 0.0
        if has_strength:
            cell = row[table.header.index("strength")]
            strength = table.number(line, "strength", cell, TIE_COLUMNS["strength"])
        wrong = [one for one in (*ends, strength) if isinstance(one, Problem)]
        if wrong:
            problems += wrong
            continue
        first, second = sorted(int(end) for end in ends if not isinstance(end, Problem))
        pair, value = (first, second), 0.0 if isinstance(strength, Problem) else strength
        if first == second:
            n_self += 1
        elif pair in strongest:
            n_merged += 1
            strongest[pair] = max(strongest[pair], value)
        else:
            strongest[pair] = value
    if problems:
        raise InputError(problems)
    pairs = tuple(sorted(strongest))
    strengths = tuple(strongest[pair] for pair in pairs) if has_strength else None
    return TieList(pairs, strengths, n_self=n_self, n_merged=n_merged)


def _end(
    table: Table,
    line: int,
    row: list[str],
    column: str,
    ego_of: Mapping[Hashable, int],
    labels: tuple[str, ...],
) -> int | Problem:
    """Row of the artisan at one end of a tie, or what is wrong with the name."""
    label = row[table.header.index(column)]
    if label in ego_of:
        return ego_of[label]
    expected = f"an artisan, {one_of(labels, label)}"
    found = as_written(label) if label else "nothing"
    return Problem(table.name, f"line {line}, {column}", expected, found)
