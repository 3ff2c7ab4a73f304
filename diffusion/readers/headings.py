"""Understands the headings of a table, and finds those that are probably slips."""

import re
from collections.abc import Iterator, Sequence

from diffusion.errors import VERY_NEAR, Problem, as_written, nearest
from diffusion.readers.tables import Table

IN_OTHER_WORDS = {
    "artisan": ("name", "nama", "pengrajin", "perajin", "respondent", "responden"),
    "hamlet": ("dusun", "pedukuhan", "padukuhan", "dukuh", "kampung"),
    "poor": ("miskin", "poverty", "kemiskinan"),
    "skill": ("keterampilan", "ketrampilan"),
    "cash": ("tunai", "kas"),
    "need": ("kebutuhan",),
    "threshold": ("ambang",),
    "strength": ("kekuatan", "weight"),
    "ego": ("from", "source"),
    "alter": ("to", "target"),
}
"""What people may call a column."""


def wrong_headings(table: Table, needed: Sequence[str], known: Sequence[str]) -> Iterator[Problem]:
    """Find headings that are missing, empty, twice there, or probably meant for a known one.

    Parameters
    ----------
    table
        With its known headings written as they are called.
    needed, known
        Columns that must be there, and all that mean something; any other may be there too.
    """
    name, header = table.name, table.header
    missing = [column for column in known if column not in header]
    meant = {heading: _meant(heading, missing) for heading in header if heading not in known}
    for heading in dict.fromkeys(header):
        same = [one for one in header if one.casefold() == heading.casefold()]
        if not heading:
            yield Problem(name, "header", "a heading over each column", "an empty cell")
        elif near := meant.get(heading):
            expected = f"{near}, or quite another heading if it is a group of your own"
            yield Problem(name, "header", expected, as_written(heading))
        elif len(same) > 1 and same[0] == heading:
            yield Problem(name, "header", f"one column {heading}", str(len(same)))
    for column in needed:
        if column in missing and column not in meant.values():
            yield Problem(name, "header", f"a column {column}", _found(table, needed))


def _meant(heading: str, missing: Sequence[str]) -> str | None:
    """Find the missing column that is probably meant by a heading; None if none is."""
    words = " ".join(re.findall(r"[^\W_]+", heading.casefold()))
    for column in missing:
        called = column.replace("_", " ")
        if words == called or words.startswith(f"{called} "):
            return column
        if words in IN_OTHER_WORDS.get(column, ()):
            return column
    return nearest(missing, heading.casefold(), cutoff=VERY_NEAR)


def _found(table: Table, needed: Sequence[str]) -> str:
    found = ", ".join(table.header) or "nothing"
    for line, row in table.rows[:10]:
        if {*needed} <= {cell.casefold() for cell in row}:
            return f"{found}; the headings stand in line {line} (delete the lines above it)"
    return found
