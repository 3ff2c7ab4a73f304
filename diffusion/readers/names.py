"""Finds the name in a list that was probably meant by a name that is not in it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from unicodedata import normalize

from diffusion.errors import NEAR, VERY_NEAR, Problem, without_digits
from diffusion.scenario.artisans import Alike

MOST_COMPARED = 5_000_000
"""Pairs of names that are compared letter by letter, so that a long list is answered soon."""

MOST_SHOWN = 6
"""Names that a message lists; of more it shows the first three and the last."""

CLEARLY = 0.1
"""By how much the best of several names like it must be more like a name than the others."""


NEAR_ALONE = 0.7
"""How alike two names behind a title must be, from 0 to 1, for a suggestion."""

UNSURE = 0.75
"""How alike two names are taken to be at most, if their titles differ."""

TITLES = {
    "pak": ("pak", "bapak", "bpk", "mr"),
    "bu": ("bu", "ibu", "mrs", "ms"),
    "mas": ("mas",),
    "mbak": ("mbak", "mba"),
    "mbah": ("mbah", "simbah"),
    "kang": ("kang",),
    "yu": ("yu",),
    "haji": ("haji", "h"),
    "hajah": ("hajah", "hj"),
}
"""Titles before a name, each in the ways in which it is written."""

_TITLE = {written: title for title, ways in TITLES.items() for written in ways}


@dataclass(frozen=True, slots=True)
class Stranger(Problem):
    """A name in a table of ties that is not in the roster.

    Attributes
    ----------
    name : str
        As it is written in the table; empty where nothing is.
    likely : tuple of str
        Artisans who may be meant.
    is_sure : bool
        Whether it is surely one of them.
    """

    name: str
    likely: tuple[str, ...]
    is_sure: bool


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

    @cached_property
    def _parts(self) -> list[tuple[str, str, str]]:
        """Each name, its title, and the rest."""
        return [(known, *_parted(known)) for known in self._folded]

    def likely(self, name: str) -> tuple[str, ...]:
        """Find who may be meant: nobody, one, or several that are about as likely.

        Names that differ in their digits only, such as A3 and A13, are different names. A title
        such as Pak or Bu before a name makes it no more like another.
        """
        return tuple(self._near(name))

    def surely(self, name: str) -> str | None:
        """Find the one who is meant, if the names are very like and nobody else comes near.

        Under another title it is never sure: Bu Darmo may be the wife of Pak Darmo.
        """
        near = self._near(name)
        ((only, likeness),) = near.items() if len(near) == 1 else (("", 0.0),)
        return only if likeness >= VERY_NEAR else None

    def _near(self, name: str) -> dict[str, float]:
        """Names that may be meant, and how like each is, from 0 to 1."""
        from rapidfuzz import process  # most lists have no name to look for
        from rapidfuzz.distance import Indel

        sought = _fold(name)
        if sought in self._folded:
            return dict.fromkeys(self._folded[sought], 1.0)
        if not self._are_compared or sought.isdigit():
            return {}
        title, alone = _parted(sought)
        near = NEAR_ALONE if title else NEAR
        words = [word for _, _, word in self._parts]
        likeness: dict[str, float] = {}
        for _, how, place in process.extract_iter(
            alone, words, scorer=Indel.normalized_similarity, score_cutoff=near
        ):
            known, known_title, _ = self._parts[place]
            likeness[known] = min(1.0 if title == known_title else UNSURE, how)
        least = max(near, max(likeness.values(), default=0.0) - CLEARLY)
        return {
            name: how
            for known, how in likeness.items()
            if how >= least and without_digits(known) != without_digits(sought)
            for name in self._folded[known]
        }

    def expected(self, name: str) -> str:
        """Say which names there are, and who may be meant by this one."""
        likely = self.likely(name) if name else ()
        meant = f" (did you mean {either(likely)}?)" if likely else ""
        few = len(self.names) <= MOST_SHOWN
        shown = self.names if few else [*self.names[:3], "...", self.names[-1]]
        return f"an artisan, one of {', '.join(shown)}{meant}"


def same_name(name: str, other: str) -> bool:
    """Whether two names differ in nothing but capitals, blanks and how a letter is made."""
    return _fold(name) == _fold(other)


def _fold(name: str) -> str:
    return " ".join(normalize("NFKC", name).casefold().split())


def _parted(name: str) -> tuple[str, str]:
    """Part the title of a folded name from the rest; without a title it is empty."""
    first, _, rest = name.replace(".", " ").partition(" ")
    return (_TITLE[first], rest.strip()) if first in _TITLE and rest.strip() else ("", name)


FEWEST_LETTERS = 5
"""Letters that a word has at least, to be taken for a slip of another: male is none of female."""

MARKS = 3
"""Letters, at most, of a word that tells two names apart, such as I and II, or Lor and Kid."""


def slips(words: Sequence[str]) -> list[Alike]:
    """Find the rare words of a column that are probably a more usual one, misspelt.

    Rare is a word that half as many people have as the other, or fewer.
    """
    counted = Counter(word for word in words if word)
    long = [word for word in counted if len(word) >= FEWEST_LETTERS]
    usual_by_count = {
        n: Names([word for word in long if counted[word] >= 2 * n], n_sought=len(long))
        for n in {*counted.values()}
    }
    found = []
    for word in long:
        usual = usual_by_count[counted[word]].surely(word)
        if usual is not None and not _are_marked(word, usual):
            found.append(Alike(word, counted[word], usual, counted[usual]))
    return found


def _are_marked(word: str, other: str) -> bool:
    """Whether two names differ only in short words or digits, as Krajan I and Krajan II."""
    parts, others = _fold(word).split(), _fold(other).split()
    pairs = [(a, b) for a, b in zip(parts, others, strict=False) if a != b]
    longest = max((len(part) for pair in pairs for part in pair), default=0)
    return len(parts) == len(others) and longest <= MARKS


def either(names: Iterable[str]) -> str:
    """Say that one of a few names is meant, of three at most."""
    *others, last = sorted(names)[:3]
    return f"{', '.join(others)} or {last}" if others else last
