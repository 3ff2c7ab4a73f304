"""What went wrong, said so that the person who wrote the file can mend it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches


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
    """

    place: str
    key: str
    expected: str
    found: str

    def __str__(self) -> str:
        where = f"{self.place}: {self.key}" if self.key else self.place
        return f"{where}: expected {self.expected}; found {self.found}"


class InputError(Exception):
    """The input is wrong. Carries every problem that was found, not only the first.

    Attributes
    ----------
    problems : tuple of Problem
    """

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def one_of(allowed: Sequence[str], found: str) -> str:
    """Name the allowed words, the nearest to `found` first if one is near."""
    listed = ", ".join(allowed) if allowed else "nothing"
    near = get_close_matches(found, allowed, n=1, cutoff=0.5)
    if near:
        return f"one of {listed} (did you mean {near[0]!r}?)"
    return f"one of {listed}"
