"""Reads the table of artisans: who they are, their traits, their hamlets and their groups."""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median_low

from diffusion.errors import InputError, Problem, as_written
from diffusion.readers.headings import as_meant, understood, wrong_headings
from diffusion.readers.leftovers import below_titles, without_leftovers
from diffusion.readers.names import slips
from diffusion.readers.numbers import Column
from diffusion.readers.scales import scale_meant, scaled
from diffusion.readers.tables import FILL_IN, Table, folded
from diffusion.scenario.artisans import Roster, Scale
from diffusion.scenario.base import MOST_HOUSEHOLD_RUPIAH
from diffusion.scenario.groups import HAMLET
from diffusion.util.digits import with_way_out
from diffusion.util.identity import look_alikes

SHARE = Column("a number from 0 to 1", 0, 1)
_ANY_SCALE = Column("a number on the scale of the column", -math.inf, math.inf)
_MONEY = Column("whole rupiah, 0 or more", 0, MOST_HOUSEHOLD_RUPIAH, is_whole=True, is_money=True)
_PLACE = Column("a number of km from -1,000 to 1,000", -1e3, 1e3)

NUMBERS = {
    "self_efficacy": SHARE,
    "value_fit": SHARE,
    "skill": SHARE,
    "cash": _MONEY,
    "other_income": _MONEY,
    "need": _MONEY,
    "x_km": _PLACE,
    "y_km": _PLACE,
    "threshold": Column("a number from 0 to 1,000,000", 0, 1e6),
}
"""Columns of numbers that a roster may have."""

YES, NO = ("yes", "ya", "true", "1"), ("no", "tidak", "false", "0")
_SHORT = {"y": True, "iya": True, "n": False, "tdk": False, "tak": False}
"""What people write in short for yes and no."""

ARTISAN, POOR, TRAINED = "artisan", "poor", "trained_before"

_WITHOUT_HAMLET = "fill it in, or delete the column: then all live in one hamlet"

_MOST_LINES = 10
"""Lines with an empty cell that are named."""

_NOT_KNOWN_OF_ALL = (
    "if it is not known of everybody, give the column quite another heading, and it is a group"
)

ROSTER_COLUMNS = {
    HAMLET: "the name or the number of a hamlet",
    POOR: f"yes or no ({', '.join(YES)}, or {', '.join(NO)})",
    TRAINED: f"yes or no ({', '.join(YES)}, or {', '.join(NO)})",
} | {name: column.expected for name, column in NUMBERS.items()}
"""What stands in the columns that a roster may have beside the artisan's name."""


@dataclass(slots=True)
class _Read:
    """What has been read of a roster so far, and what is wrong with it."""

    columns: dict[str, tuple[float, ...]] = field(default_factory=dict)
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)
    hamlet_names: tuple[str, ...] = ()
    respelt: dict[str, Mapping[str, str]] = field(default_factory=dict)
    sums: dict[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    words: dict[str, Sequence[str]] = field(default_factory=dict)

    def spelling(self, name: str, cells: Sequence[str]) -> tuple[str, ...]:
        """Write words that differ only in capitals as most of them are written, and note it."""
        spellings: dict[str, Counter[str]] = {}
        for cell in cells:
            spellings.setdefault(cell.casefold(), Counter())[cell] += 1
        usual = {
            word: min(counted, key=lambda one: (-counted[one], one))
            for word, counted in spellings.items()
        }
        changed = {cell: usual[cell.casefold()] for cell in cells if usual[cell.casefold()] != cell}
        if changed:
            self.respelt[name] = changed
        self.words[name] = tuple(usual[cell.casefold()] for cell in cells)
        return tuple(self.words[name])


def roster_of(table: Table, scales: Mapping[str, Scale] | None = None) -> Roster:
    """Read the artisans' table.

    Parameters
    ----------
    table
    scales
        By column, the scale on which its numbers stand, where that is not 0 to 1.

    Raises
    ------
    InputError
        With every mistake in it.
    """
    table, problems = _people_rows(table)
    labels, of_labels = _labels(table)
    read = _Read(problems=problems + of_labels)
    for place, column in enumerate(table.header):
        cells = [(line, row[place]) for line, row in table.rows]
        if column in NUMBERS:
            _read_numbers(read, table, column, cells, (scales or {}).get(column))
        elif column in (POOR, TRAINED):
            _read_yes_or_no(read, table, column, cells)
        elif column == HAMLET:
            _read_hamlets(read, table, cells)
        elif column != ARTISAN and column:
            read.groups[column] = read.spelling(column, [cell for _, cell in cells])
    if not table.rows and not read.problems:
        read.problems.append(Problem(table.name, "", "at least one artisan", "none"))
    if read.problems:
        raise InputError(folded(read.problems))
    return Roster(
        labels,
        read.columns,
        read.groups,
        read.hamlet_names,
        read.respelt,
        read.sums,
        alike={name: pairs for name, words in read.words.items() if (pairs := slips(words))},
        headings=table.headings,
        left_out=table.left_out,
    )


def labels_of(table: Table) -> tuple[str, ...]:
    """Names of the artisans, as far as they can be read in a table with mistakes."""
    table, _ = _people_rows(table)
    place = table.header.index(ARTISAN) if ARTISAN in table.header else None
    if place is None:
        return ()
    cells = [row[place] for _, row in table.rows if place < len(row)]
    return tuple(dict.fromkeys(cell for cell in cells if cell))


def _people_rows(table: Table) -> tuple[Table, list[Problem]]:
    """Give a roster its known headings, and leave out the rows that are no people."""
    known = (ARTISAN, *ROSTER_COLUMNS)
    table = below_titles(table, (ARTISAN,), known)
    named = understood(table, known)
    meant = as_meant(named, known)
    label = meant.header.index(ARTISAN) if ARTISAN in meant.header else 0
    # A row that is the headings again says them as the file does.
    rows, strays = without_leftovers(table, label, expected="an artisan")
    meant = replace(meant, rows=rows.rows, left_out=rows.left_out)
    problems = [*wrong_headings(named, (ARTISAN,), known), *strays, *meant.uneven_rows()]
    return meant.with_even_rows(), problems


def _labels(table: Table) -> tuple[tuple[str, ...], list[Problem]]:
    """Names of the artisans, each once, and what is wrong with them."""
    if ARTISAN not in table.header:
        return (), []
    place = table.header.index(ARTISAN)
    labels: dict[str, int] = {}
    problems: list[Problem] = []
    for line, row in table.rows:
        label, key = row[place], f"line {line}, {ARTISAN}"
        if not label:
            problems.append(Problem(table.name, key, "a name or number", f"nothing ({FILL_IN})"))
        elif label in labels:
            found = (
                f"{as_written(label)} in line {labels[label]} too (delete one of the two lines, "
                "or give two people two names)"
            )
            problems.append(Problem(table.name, key, "each artisan once", found))
        else:
            labels[label] = line
    return tuple(labels), [*problems, *look_alikes([*labels], place=table.name)]


def _read_numbers(
    read: _Read, table: Table, column: str, cells: Sequence[tuple[int, str]], scale: Scale | None
) -> None:
    """Read a column of numbers; one on another scale is one mistake and not many.

    Sums of money that are not only digits are noted as they were read.
    """
    kind = NUMBERS[column]
    way_out = f"{column} = [{{low}}, {{high}}] below [artisans.scale] in community.toml"
    if scale is None and (wrong := scale_meant(table, column, cells, kind, way_out=way_out)):
        read.problems.append(wrong)
        read.problems += _unreadable(table, column, cells)
        return
    numbers = [scaled(table, line, column, cell, kind=kind, scale=scale) for line, cell in cells]
    known = tuple(one for one in numbers if not isinstance(one, Problem))
    read.columns[column] = known
    unread = {
        line: one for one, (line, _) in zip(numbers, cells, strict=True) if isinstance(one, Problem)
    }
    empty = [(line, cell) for line, cell in cells if line in unread and _is_unknown(cell)]
    if known and empty:
        first, *others = (line for line, _ in empty)
        read.problems.append(_unknown(unread[first], empty[0][1], others, known))
        unread = {line: one for line, one in unread.items() if line not in (first, *others)}
    read.problems += unread.values()
    if kind.is_money and len(known) == len(cells):
        told = zip((cell for _, cell in cells), known, strict=True)
        if sums := tuple((cell, int(one)) for cell, one in told if not cell.isdecimal()):
            read.sums[column] = sums


def _unreadable(table: Table, column: str, cells: Sequence[tuple[int, str]]) -> Iterator[Problem]:
    """Find the cells that are no numbers on any scale."""
    for line, cell in cells:
        found = table.number(line, column, cell, _ANY_SCALE)
        if isinstance(found, Problem):
            yield found


def _is_unknown(cell: str) -> bool:
    """Whether a cell holds nothing, or a dash alone."""
    return not cell.strip("-\u2013\u2014")


def _unknown(problem: Problem, cell: str, others: Sequence[int], known: Sequence[float]) -> Problem:
    """Say once what to do about the empty cells of a column, where it has numbers too.

    `problem` is what is wrong with the first, and `others` are the lines of the others.
    """
    middle = f"{median_low(known):.12g}"
    written = as_written(cell) if cell else "nothing"
    if others:
        lines = ", ".join(map(str, others[:_MOST_LINES]))
        more = "" if len(others) <= _MOST_LINES else f" and {len(others) - _MOST_LINES:,} more"
        written += f", as in line{'s' if len(others) > 1 else ''} {lines}{more}"
    found = (
        f"{written} (fill it in; if nobody knows it, write the median of the others, {middle}, and "
        "say so where you publish, or delete the whole column: then it is drawn)"
    )
    return replace(problem, found=found)


def _read_yes_or_no(
    read: _Read, table: Table, column: str, cells: Iterable[tuple[int, str]]
) -> None:
    """Read who is poor, or was trained before: 1 for yes, 0 for no."""
    words = [(line, cell, cell.casefold().rstrip(".")) for line, cell in cells]
    means = _yes_or_no({word for _, _, word in words})
    read.columns[column] = tuple(float(means.get(word, False)) for _, _, word in words)
    for line, cell, word in words:
        if word not in means:
            found = f"nothing ({_NOT_KNOWN_OF_ALL})"
            if word == "t":
                found = f"{as_written(cell)} (write tidak, or true, whichever it is)"
            elif cell:
                found = with_way_out(as_written(cell), cell)
            key = f"line {line}, {column}"
            read.problems.append(Problem(table.name, key, ROSTER_COLUMNS[column], found))


def _yes_or_no(words: Collection[str]) -> dict[str, bool]:
    """Say what each word means, yes or no; T is no beside Y or ya, and yes beside F or false."""
    means = dict.fromkeys(YES, True) | dict.fromkeys(NO, False) | _SHORT
    is_beside_ya = not {"y", "ya", "iya", "yes"}.isdisjoint(words)
    is_beside_false = not {"f", "false"}.isdisjoint(words)
    if is_beside_ya != is_beside_false:
        means["t"] = is_beside_false
    if not is_beside_ya and not {"t", "true"}.isdisjoint(words):
        means["f"] = False
    return means


def _read_hamlets(read: _Read, table: Table, cells: Sequence[tuple[int, str]]) -> None:
    """Give the hamlets numbers from 1 on, in the order of their own numbers or of their names."""
    for line, cell in cells:
        if not cell:
            key = f"line {line}, {HAMLET}"
            read.problems.append(
                Problem(table.name, key, ROSTER_COLUMNS[HAMLET], f"nothing ({_WITHOUT_HAMLET})")
            )
    words = read.spelling(HAMLET, [cell for _, cell in cells])
    are_numbers = all(re.fullmatch(r"\d{1,9}", word, re.ASCII) for word in words)
    names = sorted({*words}, key=lambda word: (int(word) if are_numbers else 0, word.casefold()))
    if are_numbers:
        words = tuple(str(int(word)) for word in words)
        names = [str(number) for number in dict.fromkeys(map(int, names))]
    number_of = {name: number for number, name in enumerate(names, start=1)}
    read.columns[HAMLET] = tuple(float(number_of[word]) for word in words)
    if not are_numbers:
        read.hamlet_names = tuple(names)
    elif names != [str(number) for number in range(1, len(names) + 1)]:
        read.hamlet_names = tuple(f"{HAMLET} {name}" for name in names)
