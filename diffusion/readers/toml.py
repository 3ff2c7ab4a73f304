"""Reads TOML, and says where it goes wrong."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

from diffusion.errors import InputError, Problem, as_written
from diffusion.util.digits import way_out_of

_DECIMAL_COMMA = re.compile(r"\s*[+-]?\d+,\d+\s*(#.*)?", re.ASCII)
_BARE_TEXT = re.compile(r"\s*(?!(?:true|false|inf|nan)\b)[^\W\d][^\"'\[\]{}]*")

REASONS = {
    "Cannot declare": "this section stands above already: put its keys together",
    "Cannot mutate": "this section stands above already: put its keys together",
    "Cannot overwrite": "this key stands above already: delete one of the two lines",
    "Duplicate inline": "this key stands twice: delete one",
    "Expected newline": "one key on a line; behind a mark # stands a comment",
    "Expected '='": "write = between the key and its value",
    "Expected ']": "close the bracket of the section",
    "Expected": "close the quotes",
    "Illegal character '\\n'": "close the quotes",
    "Illegal character": "a hidden character: write the line anew",
    "Invalid date": "write a date as 2010-01-31",
    "Invalid initial": "a key has letters, digits and _ only",
    "Invalid statement": "a line begins with a key, a section in brackets, or the mark #",
    "Invalid value": "behind = stands a number, true, false, text in quotes or a list in brackets",
    "Unclosed array": "close the bracket of the list",
    "Unclosed inline": "close the brace",
    "Unescaped": "write / in place of \\",
    "Unterminated string": "close the quotes",
}
"""What to do about what is no TOML, by how `tomllib` begins to say it; the first that fits."""


def read_toml(name: str, text: str) -> dict[str, Any]:
    """Read the text of a TOML file that is called `name`.

    Raises
    ------
    InputError
        Where it is not TOML.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(Problem(name, *_bad_toml(text, str(error)))) from None
    except RecursionError:
        expected = "fewer brackets inside each other"
        raise InputError(Problem(name, "", expected, "too many to read")) from None
    except ValueError:
        expected = "numbers that are shorter"
        raise InputError(Problem(name, "", expected, "thousands of digits")) from None


def merged(layers: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Put tables over each other; a later one's keys count, also in the tables inside."""
    whole: dict[str, Any] = {}
    for layer in layers:
        for key, value in layer.items():
            if isinstance(value, dict) and isinstance(whole.get(key), dict):
                whole[key] = whole[key] | value
            else:
                whole[key] = value
    return whole


def _bad_toml(text: str, message: str) -> tuple[str, str, str]:
    """Where a TOML file goes wrong, what was expected there, and what was found."""
    reason, _, where = message.rstrip(")").partition(" (at ")
    place = re.fullmatch(r"line ([0-9]+), column [0-9]+", where)
    lines = text.rstrip().split("\n")
    number = len(lines) if place is None else int(place[1])
    line = lines[number - 1].strip()
    told = (REASONS[begin] for begin in REASONS if reason.startswith(begin))
    meant = _way_out(line) or next(told, reason[:1].lower() + reason[1:])
    return where if place else f"line {number}", "correct TOML", f"{as_written(line)} ({meant})"


def _way_out(line: str) -> str | None:
    """Say what a person should write who meant a number or a text; None if that is not known."""
    _, _, value = line.partition("=")
    if _DECIMAL_COMMA.fullmatch(value):
        return f"write {value.split('#')[0].strip().replace(',', '.')}"
    if _BARE_TEXT.fullmatch(value):
        return "text needs quotes"
    return (way_out_of(value.split("#")[0].strip()) or None) if '"' not in value else None
