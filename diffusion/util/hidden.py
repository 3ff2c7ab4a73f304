"""Names the letters that nobody sees, so that a person can find and delete them."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

_CALLED = {
    "\x00": "null character",
    "\t": "tab",
    "\n": "line break",
    "\x1a": "control character that ends old files",
    "\ufeff": "byte-order mark",
}

_BLANK_LETTERS = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
"""Letters and marks, as Unicode has it, that leave a place empty."""

_SUSPECT = re.compile(f"[^\\x20-\\x7e\u00a1-\u00ac\u00ae-\u033f]|[{_BLANK_LETTERS}]")
"""All that may be hidden; most text is passed over at once."""

_HIDDEN = ("Cc", "Cf", "Zl", "Zp", "Zs")
"""Classes of Unicode: controls, formatting, and what parts lines, paragraphs and words."""


def hidden_in(text: str) -> Iterator[str]:
    """Find the characters in a text that nobody sees, or that look like a blank and are none."""
    for found in _SUSPECT.finditer(text):
        if _is_hidden(found[0]):
            yield found[0]


def without_hidden(text: str) -> str:
    """Leave out the characters that nobody sees."""
    return "".join(letter for letter in text if not _is_hidden(letter))


def as_seen(text: str) -> str:
    """Write a text as it looks: a plain blank for each mark like one, and nothing hidden."""
    blanks = ("\t", "\n")
    return "".join(
        " " if letter in blanks or unicodedata.category(letter) == "Zs" else letter
        for letter in text
        if letter in blanks or unicodedata.category(letter) == "Zs" or not _is_hidden(letter)
    )


@cache
def name_of(character: str) -> str:
    """Name a character as Unicode does: "U+FEFF byte-order mark"."""
    called = _CALLED.get(character)
    if called is None:
        called = unicodedata.name(character, "control character").lower()
    return f"U+{ord(character):04X} {called}"


@cache
def _is_hidden(letter: str) -> bool:
    if letter == " ":
        return False
    return letter in _BLANK_LETTERS or unicodedata.category(letter) in _HIDDEN
