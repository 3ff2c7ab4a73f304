"""Finds the name in a list that was probably meant by a name that is not in it."""

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import cached_property
from unicodedata import normalize

from diffusion.errors import NEAR, VERY_NEAR, Problem, without_digits

MOST_COMPARED = 300_000
"""Pairs of names that are compared letter by letter, so that a long list is answered soon."""

MOST_SHOWN = 6
"""Names that a message lists; of more it shows the first three and the last."""

CLEARLY = 0.1
"""By how much the best of several names like it must be more like a name than the others."""


class Stranger(Problem):
    """A name in a table of ties that is not in the roster."""


class Names:
    """A list of names, in which names that are written a little differently are found.

    Parameters
    ----------
    names
        Those that there are.
    n_sought
        How many will be sought.
    """

    def __init__(self, names: Sequence[str], *, n_sought: int = 1) -> None:
        self.names = names
        self._are_compared = len(names) * n_sought <= MOST_COMPARED

    @cached_property
    def _folded(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name in self.names:
            found.setdefault(_fold(name), []).append(name)
        return found

    def likely(self, name: str) -> tuple[str, ...]:
        """Find who may be meant: nobody, one, or several that are about as likely.

        Names that differ in their digits only, such as A3 and A13, are different names.
        """
        return tuple(self._near(name))

    def surely(self, name: str) -> str | None:
        """Find the one who is meant, if the names are very like and nobody else comes near."""
        near = self._near(name)
        ((only, likeness),) = near.items() if len(near) == 1 else (("", 0.0),)
        return only if likeness >= VERY_NEAR else None

    def _near(self, name: str) -> dict[str, float]:
        """Names that may be meant, and how like each is, from 0 to 1."""
        sought = _fold(name)
        if sought in self._folded:
            return dict.fromkeys(self._folded[sought], 1.0)
        if not self._are_compared or sought.isdigit():
            return {}
        matcher = SequenceMatcher(b=sought)
        likeness: dict[str, float] = {}
        for known in self._folded:
            matcher.set_seq1(known)
            if min(matcher.real_quick_ratio(), matcher.quick_ratio()) >= NEAR:
                likeness[known] = matcher.ratio()
        least = max(NEAR, max(likeness.values(), default=0.0) - CLEARLY)
        return {
            name: how
            for known, how in likeness.items()
            if how >= least and without_digits(known) != without_digits(sought)
            for name in self._folded[known]
        }

    def expected(self, name: str) -> str:
        """Say which names there are, and who may be meant by this one."""
        likely = self.likely(name) if name else ()
        meant = f" (did you mean {_either(likely)}?)" if likely else ""
        few = len(self.names) <= MOST_SHOWN
        shown = self.names if few else [*self.names[:3], "...", self.names[-1]]
        return f"an artisan, one of {', '.join(shown)}{meant}"


def _fold(name: str) -> str:
    return " ".join(normalize("NFKC", name).casefold().split())


def _either(names: Iterable[str]) -> str:
    return " or ".join(sorted(names)[:3])
