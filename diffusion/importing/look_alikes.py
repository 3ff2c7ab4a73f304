"""Finds who is meant by a name in a survey, and who may be meant by one that is misspelt."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from diffusion.importing.units import folded
from diffusion.readers.names import Names


def part_of(cell: object) -> str:
    """Write one part of an id as text."""
    return " ".join(str(cell).split())


def label_of(parts: Sequence[str]) -> str:
    """Write an id of several parts as one word that no other id can be.

    A stroke stands between parts, and a backslash before a stroke within one: "1/11" is never
    "11/1".
    """
    if len(parts) == 1:
        return parts[0]
    return "/".join(part.replace("\\", "\\\\").replace("/", "\\/") for part in parts)


@dataclass
class Roll:
    """People of a survey, by id and by name.

    Attributes
    ----------
    keys : list of tuple of str
        Parts of the id of each.
    names : list of str
        What each is called; empty if it is not known.
    """

    keys: Sequence[tuple[str, ...]]
    names: Sequence[str]
    _exact: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    _folded: dict[str, dict[str, list[int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._of = {key: place for place, key in enumerate(self.keys)}
        said = {"id": [key[-1] for key in self.keys], "name": self.names}
        said["label"] = [label_of(key) for key in self.keys]
        for by, words in said.items():
            exact: dict[str, list[int]] = {}
            alike: dict[str, list[int]] = {}
            for place, word in enumerate(words):
                if word:
                    exact.setdefault(word, []).append(place)
                    alike.setdefault(_plain(word), []).append(place)
            self._exact[by], self._folded[by] = exact, alike

    def find(self, word: str, by: str, ego: int | None = None) -> list[int]:
        """Find everybody who may be meant by a word, exactly or but for capitals, blanks, zeros.

        Of several with one id, where ids begin anew by village, who lives where `ego` does.
        """
        found = self._exact[by].get(word) or self._folded[by].get(_plain(word)) or []
        if by == "id" and not found:
            found = self._exact["label"].get(word, [])
        if len(found) > 1 and by == "id" and ego is not None:
            near = [one for one in found if self.keys[one][:-1] == self.keys[ego][:-1]]
            return near or list(found)
        return list(found)

    def is_exact(self, word: str, by: str) -> bool:
        """Tell whether somebody is written just so."""
        return word in self._exact[by] or word in self._exact["label"]

    def knows(self, word: str, by: str) -> bool:
        """Tell whether anybody may be meant."""
        return bool(self.find(word, by))


def _plain(word: str) -> str:
    text = folded(word)
    return text.lstrip("0") or "0" if text.isdigit() else text


@dataclass(frozen=True)
class LookAlike:
    """A name that is probably another, misspelt.

    Attributes
    ----------
    written : str
        As it stands in the file.
    n : int
        How often.
    likely : tuple of str
        Who may be meant.
    meant : str or None
        Who is surely meant.
    """

    written: str
    n: int
    likely: tuple[str, ...]
    meant: str | None


def look_alikes(unknown: Mapping[str, int], known: Sequence[str]) -> list[LookAlike]:
    """Find for names of nobody surveyed who may be meant.

    Parameters
    ----------
    unknown
        How often each stands in the file.
    known
        Names of those who were surveyed.

    Returns
    -------
    list of LookAlike
        Only names that are like one; those that are like none of the known, but like a more usual
        one of the unknown, come after.
    """
    names = Names([*dict.fromkeys(known)], n_sought=len(unknown))
    found = []
    alone = Counter[str]()
    for word, n in unknown.items():
        likely = names.likely(word)
        if likely:
            found.append(LookAlike(word, n, likely, names.surely(word)))
        else:
            alone[word] = n
    for word, n in alone.items():
        usual = Names([one for one in alone if alone[one] > n], n_sought=len(alone))
        if meant := usual.surely(word):
            found.append(LookAlike(word, n, (meant,), meant))
    return found
