"""What went wrong, said so that the person who wrote the file can mend it."""

import errno
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from difflib import get_close_matches
from typing import ClassVar

MOST_SHOWN = 22
"""Allowed words that a message lists; of more it shows the first three and the last."""

MOST_SEARCHED = 200
"""Allowed words among which the nearest is sought, so that a long file is answered soon."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in what a person wrote: where, what was expected, what was found.

    Attributes
    ----------
    place
        File, or command-line option, that holds the mistake.
    key
        Dotted path, or row and column, inside that place; empty when the whole place is meant.
    expected, found
        Plain words, without full stop.
    below
        What is to be said once below a list of such mistakes; empty if nothing is.
    """

    place: str
    key: str
    expected: str
    found: str
    below: ClassVar[str] = ""

    def __str__(self) -> str:
        where = f"{self.place}: {self.key}" if self.key else self.place
        return f"{where}: expected {self.expected}; found {self.found}"


class InputError(Exception):
    """The input is wrong. Carries every problem that was found, not only the first.

    What is to be said once below them are its notes.

    Attributes
    ----------
    problems : tuple of Problem
    """

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
        for text in dict.fromkeys(one.below for one in self.problems if one.below):
            self.add_note(text)


@contextmanager
def told_of(file: str) -> Iterator[None]:
    """Tell mistakes in what a file says, such as the name of a programme, as this file's.

    A mistake whose place is another file stays there.

    Raises
    ------
    InputError
        That which is raised within.
    """
    try:
        yield
    except InputError as error:
        raise InputError(
            problem
            if "." in problem.place or problem.key
            else Problem(file, problem.place, problem.expected, problem.found)
            for problem in error.problems
        ) from None


class RenamedWarning(UserWarning):
    """An old name was read; the message says where, and what it is called now."""


class OddWarning(UserWarning):
    """What was read is no mistake, and yet odd; the message says where, and what to do."""


def reason_of(error: OSError) -> str:
    """Say in plain words why the system refuses a file or a folder."""
    match error:
        case IsADirectoryError():
            return "a folder"
        case FileExistsError():
            return "a file of this name"
        case NotADirectoryError():
            return "a file where a folder was named"
        case FileNotFoundError():
            return "no such place"
        case PermissionError():
            return "a place closed to you"
        case OSError(errno=errno.ENOSPC):
            return "no room left"
        case OSError(errno=errno.EFBIG):
            return "file too large"
    return (error.strerror or str(error)).lower()


NEAR, VERY_NEAR = 0.65, 0.8
"""How alike two words must be, from 0 to 1: for a suggestion, and to be taken for one word."""


def nearest(allowed: Sequence[str], found: str, *, cutoff: float = NEAR) -> str | None:
    """Find the allowed word that was probably meant; None if none is near.

    Names that differ in their digits only, such as A3 and A13, are different names.
    """
    if found.isdigit() or len(allowed) > MOST_SEARCHED:
        return None
    near = get_close_matches(found, allowed, n=1, cutoff=cutoff)
    if not near or without_digits(near[0]) == without_digits(found):
        return None
    return near[0]


def without_digits(word: str) -> str:
    """Leave out the digits of a word."""
    return "".join(letter for letter in word if not letter.isdigit())


def one_of(allowed: Sequence[str], found: str) -> str:
    """Name the allowed words, and the one nearest to `found` if one is near."""
    shown = allowed
    if len(allowed) > MOST_SHOWN:
        shown = [*allowed[:3], "...", allowed[-1]]
    listed = f"one of {', '.join(shown)}" if allowed else "nothing"
    near = nearest(allowed, found)
    return f"{listed} (did you mean {near}?)" if near else listed


def as_written(value: object) -> str:
    """Show a value as a person writes it in a file, shortened if it is long."""
    match value:
        case bool():
            text = str(value).lower()
        case str():
            text = json.dumps(value, ensure_ascii=False)
        case list() | tuple():
            text = f"[{', '.join(map(as_written, value))}]"
        case dict():
            text = "a table of keys"
        case datetime() | date() | time():
            text = value.isoformat()
        case _:
            text = str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def check_range(what: str, value: int, low: int, high: int) -> None:
    """Refuse a whole number that is not from `low` to `high`.

    Raises
    ------
    InputError
        Naming `what`, the range and the value.
    """
    check_ranges((what, value, low, high))


def check_ranges(*asked: tuple[str, int, int, int]) -> None:
    """Refuse whole numbers out of range; of each its name, value, lowest and highest are given.

    Raises
    ------
    InputError
        Naming each, its range and its value.
    """
    problems = [
        Problem(what, "", f"a whole number from {low:,} to {high:,}", str(value))
        for what, value, low, high in asked
        if not low <= value <= high
    ]
    if problems:
        raise InputError(problems)
