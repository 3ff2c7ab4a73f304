"""Reads what a file of Pajek says of its vertices."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from diffusion.errors import InputError, Problem, as_written
from diffusion.importing.pajek_sections import (
    TIMES,
    WORDS_OF_PICTURES,
    Period,
    Section,
    has_open_quote,
    is_period,
    periods_of,
    tokens_of,
    unquoted,
)
from diffusion.importing.plain_numbers import number, whole_number
from diffusion.readers.tables import folded


@dataclass
class Vertices:
    """What the file says of N vertices.

    Attributes
    ----------
    names : list of str
        Label of each; "" where it has none.
    n_first : int
        How many are of the first mode; N where there is one.
    periods : mapping of int to tuple of Period
        When each is there, where the file says it; vertices count from 0.
    drawn, without_line, joined : int
        How many have coordinates, shapes or colours; no line; a label of several words without
        quotation marks.
    """

    names: list[str]
    n_first: int
    periods: dict[int, tuple[Period, ...]] = field(default_factory=dict)
    drawn: int = 0
    without_line: int = 0
    joined: int = 0


def vertices_of(place: str, section: Section, most: int) -> Vertices:
    """Read `*Vertices N` or `*Vertices N N1`, and a line for each vertex.

    Raises
    ------
    InputError
        With every line that cannot be read; or if there are more than `most` vertices.
    """
    n_all, n_first = _numbers_of(place, section, most)
    vertices = Vertices([""] * n_all, n_first)
    problems: list[Problem] = []
    first_line: dict[int, int] = {}
    for line, row in section.rows:
        tokens = tokens_of(row)
        vertex = whole_number(tokens[0]) if tokens else None
        key = f"line {line}"
        if has_open_quote(row):
            found = as_written(row)
            problems.append(Problem(place, key, "a label between two quotation marks", found))
        elif vertex is None or not 1 <= vertex <= n_all:
            found = as_written(tokens[0] if tokens else row)
            problems.append(Problem(place, key, f"the number of a vertex, 1 to {n_all:,}", found))
        elif vertex in first_line:
            found = f"{vertex} again, as in line {first_line[vertex]}"
            problems.append(Problem(place, key, "each vertex once", found))
        else:
            first_line[vertex] = line
            if not _take(vertices, vertex - 1, tokens[1:]):
                written = next(one for one in tokens if is_period(one))
                problems.append(Problem(place, key, TIMES, as_written(written)))
    if problems:
        raise InputError(folded(problems))
    vertices.without_line = n_all - len(first_line)
    return vertices


def _numbers_of(place: str, section: Section, most: int) -> tuple[int, int]:
    """How many vertices there are, and how many of them are of the first mode."""
    key = f"line {section.line}"
    numbers = [whole_number(token) for token in section.rest.split()]
    n_all = numbers[0] if numbers else None
    if n_all is None or n_all < 1 or len(numbers) > 2:
        expected = "*Vertices with their number, in a two-mode network also that of the first mode"
        found = as_written(f"*Vertices {section.rest}".rstrip())
        raise InputError(Problem(place, key, expected, found))
    if n_all > most:
        expected = f"at most {most:,} vertices in a file of this length"
        raise InputError(Problem(place, key, expected, f"{n_all:,}"))
    n_first = numbers[-1]
    if n_first is None or not 1 <= n_first <= n_all:
        expected = f"a number of the first mode from 1 to {n_all:,}"
        raise InputError(Problem(place, key, expected, as_written(section.rest.split()[1])))
    return n_all, n_first


def _take(vertices: Vertices, vertex: int, tokens: Sequence[str]) -> bool:
    """Take the label and the times of a vertex; False if its times cannot be read.

    A label without quotation marks goes on until numbers, a time or a word for drawing begin.
    """
    times = next((n for n, token in enumerate(tokens) if is_period(token)), len(tokens))
    if times < len(tokens):
        periods = periods_of(tokens[times])
        if periods is None:
            return False
        vertices.periods[vertex] = periods
    label = _label(tokens[:times])
    vertices.names[vertex] = " ".join(map(unquoted, label))
    vertices.joined += len(label) > 1
    vertices.drawn += len(label) < times
    return True


def _label(tokens: Sequence[str]) -> Sequence[str]:
    if not tokens or tokens[0][0] in "\"'":
        return tokens[:1]
    n_words = 1
    while n_words < len(tokens) and not _is_drawing(tokens[n_words:]):
        n_words += 1
    return tokens[:n_words]


def _is_drawing(tokens: Sequence[str]) -> bool:
    """Whether coordinates begin here, which are two or three, or a word for drawing."""
    if number(tokens[0]) is not None:
        return len(tokens) > 1 and number(tokens[1]) is not None
    return tokens[0].lower() in WORDS_OF_PICTURES
