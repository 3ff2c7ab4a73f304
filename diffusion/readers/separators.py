"""Finds what separates the cells of a table: commas or semicolons."""

import re
from collections import Counter
from collections.abc import Sequence

from diffusion.errors import InputError, Problem
from diffusion.readers.texts import AS_CSV

SEPARATORS = {",": "commas", ";": "semicolons"}
"""What may stand between the cells of a table. Where it is a semicolon, a number may have a
decimal comma, as spreadsheets of many countries write it."""

QUOTED = re.compile(r'"[^"]*"')
SAYS_SEPARATOR = re.compile(r'\s*"?sep=(.)"?[,;\s]*', re.IGNORECASE)
"""The line that Excel puts above a table, or wants there, to know what separates the cells."""


def separated_by(name: str, text: str) -> tuple[str, str]:
    """Find what separates a table's cells: in a line above it that says so, or in its header.

    Returns
    -------
    separator, text
        The text has an empty line in place of that line.

    Raises
    ------
    InputError
        If it could be either, or is a tab.
    """
    lines = text.split("\n")
    first = next((place for place, line in enumerate(lines) if line.strip()), 0)
    said = SAYS_SEPARATOR.fullmatch(lines[first])
    if said is not None:
        text = "\n".join([*lines[:first], "", *lines[first + 1 :]])
    filled = [QUOTED.sub("", line) for line in text.split("\n") if line.strip()]
    header = next(iter(filled), "")
    found = _below_title(header, filled[1:]) or [mark for mark in SEPARATORS if mark in header]
    if not found:  # a table of one column, or a title above a short one
        found = [mark for mark in SEPARATORS if mark in next(iter(filled[1:]), "")][:1]
    if said is not None and said[1] in SEPARATORS:
        return said[1], text
    if len(found) > 1 or (not found and "\t" in header.strip()):
        expected = f"cells separated by {' or by '.join(SEPARATORS.values())}"
        what = "both" if found else f"tabs ({AS_CSV})"
        raise InputError(Problem(name, "header", expected, what))
    return found[0] if found else ",", text


def _below_title(first: str, others: Sequence[str]) -> list[str]:
    """Find what separates most lines, where the first is a title: one cell, or a sentence.

    A header, also one that is separated otherwise than its rows, has as many marks as these.
    """
    usual = {
        mark: Counter(line.count(mark) for line in others).most_common(1)[0][0] if others else 0
        for mark in SEPARATORS
    }
    for mark in SEPARATORS:
        title = first.rstrip(mark)
        if mark not in title and usual[mark] and len(others) > 1:
            beside = [other for other in SEPARATORS if other in title]
            is_header = any(usual[one] or title.count(one) == usual[mark] for one in beside)
            return [] if is_header else [mark]
    return []
