"""Who is who: the number by which luck knows a person, whatever line of a list he stands in."""

import hashlib
import re
import unicodedata
from collections.abc import Hashable, Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from diffusion.errors import InputError, Problem, as_written
from diffusion.util.hidden import hidden_in, name_of, without_hidden

_WHOLE = re.compile("[1-9][0-9]{0,7}")
_NAMED = 1 << 62
"""Identities from here on are those of names; those below are of whole numbers."""


def text_of(label: Hashable) -> str:
    """Write a label as text: a whole number as its digits, a tuple as Python writes it.

    Numbers of numpy are written as plain ones.

    Raises
    ------
    InputError
        If it is an object that says nothing but where it lies in memory, which changes.
    """
    plain = _plain(label)
    text = plain if isinstance(plain, str) else repr(plain)
    if not isinstance(plain, str) and " at 0x" in text:
        expected = "a label of text, a number or a tuple of these (networkx.relabel_nodes makes it)"
        raise InputError(Problem("label", "", expected, text))
    return text


def _plain(label: object) -> object:
    if isinstance(label, np.generic):
        return label.item()
    return tuple(map(_plain, label)) if isinstance(label, tuple) else label


def identity_of(text: str) -> int:
    """Find the number by which draws know a person: 0 to 2^63 - 1, from the text of the label.

    A whole number from 1 to 99,999,999 is known by the number before it: "1" is 0, like the first
    of artisans who are drawn. Any other text is known by 62 bits of its BLAKE2b hash (RFC 7693,
    8 bytes, of the text in UTF-8), with 2^62 added.
    """
    if _WHOLE.fullmatch(text):
        return int(text) - 1
    hashed = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return _NAMED | int.from_bytes(hashed, "big") >> 2


def identities_of(labels: Sequence[Hashable], *, place: str) -> NDArray[np.int64]:
    """Find the identity of each label, int64 [N].

    Raises
    ------
    InputError
        If two labels are written alike, such as 3 and "3"; `place` is named.
    """
    texts = [text_of(label) for label in labels]
    found = np.fromiter(map(identity_of, texts), np.int64, len(texts))
    if len(np.unique(found)) < len(found):
        raise InputError(list(_alike(labels, found.tolist(), place)))
    return found


def _alike(labels: Sequence[Hashable], found: list[int], place: str) -> Iterable[Problem]:
    first: dict[int, Hashable] = {}
    for label, identity in zip(labels, found, strict=True):
        if identity in first:
            found_pair = f"{as_written(first[identity])}, then {as_written(label)}"
            yield Problem(
                place,
                "artisan",
                "labels that are not written alike (networkx.relabel_nodes gives others)",
                found_pair,
            )
        first.setdefault(identity, label)


def order_of(labels: Sequence[Hashable], hamlets: NDArray[np.int64]) -> NDArray[np.int64] | None:
    """Find an order of people that does not depend on the one they are listed in.

    By hamlet; in it whole numbers by their size, then all other labels letter by letter.

    Returns
    -------
    int64 [N] or None
        Places in the list; None where it is in this order.
    """
    texts = [text_of(label) for label in labels]
    keys = [
        (hamlet, 0, int(text), text) if _WHOLE.fullmatch(text) else (hamlet, 1, 0, text)
        for hamlet, text in zip(hamlets.tolist(), texts, strict=True)
    ]
    places = sorted(range(len(keys)), key=keys.__getitem__)
    return None if places == list(range(len(places))) else np.array(places)


def is_missing(label: object) -> bool:
    """Tell whether a label is a missing value: None, NaN, NaT or the NA of pandas."""
    if isinstance(label, tuple):
        return any(map(is_missing, label))
    try:
        return label is None or bool(label != label)  # NaN is not itself
    except TypeError:
        return True  # NA answers no question


def look_alikes(labels: Sequence[Hashable], *, place: str) -> Iterator[Problem]:
    """Find labels with letters that nobody sees, and those that look like another one.

    Composed and decomposed accents look alike, and so do blanks of any kind and number. Capitals
    can be seen: "Siti" and "siti" are two people.
    """
    seen: dict[str, str] = {}
    for text in (label for label in labels if isinstance(label, str)):
        if hidden := next(hidden_in(text), None):
            yield Problem(
                place,
                "artisan",
                "letters that can be seen (delete it, or type the name anew)",
                f"{name_of(hidden)}, hidden in {as_written(without_hidden(text))}",
            )
            continue
        looks = " ".join(unicodedata.normalize("NFC", text).split())
        if looks in seen and seen[looks] != text:
            expected = "names that can be told apart (write one person's name in one way)"
            found = f"{as_written(looks)} twice, once with {_difference(seen[looks], text)}"
            yield Problem(place, "artisan", expected, found)
        seen.setdefault(looks, text)


def _difference(one: str, other: str) -> str:
    """Name a letter that one of two texts has and the other has not: a mark, if there is one."""
    letters = {*one} ^ {*other}
    if letters <= {" "}:
        return "a blank more"
    return name_of(max(letters, key=lambda letter: (unicodedata.combining(letter), letter)))
