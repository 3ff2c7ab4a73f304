"""Cuts a file of Pajek into its sections, and each line into what stands in it."""

import html
import math
import re
from collections.abc import Iterator
from typing import NamedTuple

from diffusion.errors import InputError, Problem, as_written, one_of

OBJECTS = ("network", "partition", "vector", "permutation", "cluster", "hierarchy")
"""What a project file keeps, each begun by a line of its own."""

LINES = ("arcs", "edges", "arcslist", "edgeslist", "matrix")
"""Sections that hold ties."""

HEADINGS = (*OBJECTS, "vertices", *LINES)
_OLD_FORMS = {"vertex": "vertices", "arclist": "arcslist", "edgelist": "edgeslist"}

_TOKEN = re.compile(r'"[^"]*"|\'[^\']*\'(?!\S)|\[[^\]]*\]|[^\s"]+')
_BOUND = r"[+-]?\d+(?:\.\d+)?"
_PERIOD = re.compile(rf"\s*({_BOUND}|\*)(?:\s*-\s*({_BOUND}|\*))?\s*", re.ASCII)

TIMES = "times in brackets, such as [1-3,5] or [2-*]"

SHAPES = ("ellipse", "box", "diamond", "triangle", "cross", "empty", "house", "man", "woman")
_DRAWING = ("ic", "bc", "bw", "lc", "la", "lr", "lphi", "fos", "font", "phi", "x_fact", "y_fact")
WORDS_OF_PICTURES = frozenset((*SHAPES, *_DRAWING, "r", "q", "s_size", "hooks", "url"))
"""Words that say how a vertex is drawn, in small letters."""


class Section(NamedTuple):
    """A heading such as `*Arcs :1 "friend"`, and the lines below it.

    `line` is where the heading stands; `rest` what follows its word; rows are lines with their
    places, without empty ones and remarks.
    """

    word: str
    rest: str
    line: int
    rows: list[tuple[int, str]]


class Period(NamedTuple):
    """From when to when, both included; NaN where it is open."""

    begins: float
    ends: float


ALWAYS: tuple[Period, ...] = (Period(math.nan, math.nan),)


def sections_of(place: str, text: str) -> list[Section]:
    """Cut a text at its headings, the lines that begin with a star.

    Raises
    ------
    InputError
        If something stands before the first, or a heading is unknown.
    """
    found: list[Section] = []
    problems: list[Problem] = []
    for line, written in enumerate(text.split("\n"), start=1):
        row = written.strip()
        if not row or row.startswith("%"):
            continue
        if row.startswith("*"):
            word, rest = _heading(row)
            if word not in HEADINGS:
                problems.append(_unknown_heading(place, line, word))
            found.append(Section(word, rest, line, []))
        elif found:
            found[-1].rows.append((line, row))
        else:
            expected = "a line *Vertices with their number, before all others"
            raise InputError(Problem(place, f"line {line}", expected, as_written(row)))
    if problems:
        raise InputError(problems)
    return found


def is_heading(row: str) -> bool:
    """Whether a line that begins with a star is a heading of Pajek."""
    return _heading(row)[0] in (*HEADINGS, "events")


def _heading(row: str) -> tuple[str, str]:
    """Cut a heading into its word, in small letters, and the rest."""
    word, *rest = row[1:].split(maxsplit=1) or [""]
    return _OLD_FORMS.get(word.lower(), word.lower()), "".join(rest).strip()


def _unknown_heading(place: str, line: int, word: str) -> Problem:
    if word == "events":
        expected = "vertices and ties with times in brackets, such as [1-3,5]"
        found = "*Events (in Pajek save the network with time intervals)"
        return Problem(place, f"line {line}", expected, found)
    return Problem(place, f"line {line}", one_of(HEADINGS, word), as_written(f"*{word}"))


def tokens_of(row: str) -> list[str]:
    """Cut a line at its blanks, but not within quotation marks and brackets."""
    return _TOKEN.findall(row)


def has_open_quote(row: str) -> bool:
    """Whether a quotation mark is not closed."""
    return row.count('"') % 2 == 1


def unquoted(token: str) -> str:
    """Take a label out of its quotation marks, with its letters as they are meant."""
    inside = (
        token[1:-1] if len(token) > 1 and token[0] == token[-1] and token[0] in "\"'" else token
    )
    return html.unescape(inside).strip() if "&#" in inside else inside.strip()


def is_period(token: str) -> bool:
    """Whether it is a time in brackets."""
    return token.startswith("[")


def periods_of(token: str) -> tuple[Period, ...] | None:
    """Read times in brackets, such as [1-3,5] or [2-*]; None if they cannot be read."""
    if not token.endswith("]"):
        return None
    found = [*_periods(token[1:-1])]
    return None if None in found else tuple(one for one in found if one is not None)


def _periods(inside: str) -> Iterator[Period | None]:
    for part in inside.split(","):
        period = _PERIOD.fullmatch(part)
        if period is None:
            yield None
            continue
        first, last = period.groups()
        begins, ends = _bound(first), _bound(first if last is None else last)
        yield None if ends < begins else Period(begins, ends)


def _bound(written: str) -> float:
    return math.nan if written == "*" else float(written)
