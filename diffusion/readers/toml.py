"""Reads TOML, and says where it goes wrong."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

from diffusion.errors import InputError, Problem, as_written


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
    reason = reason[:1].lower() + reason[1:]
    place = re.fullmatch(r"line (\d+), column \d+", where)
    if place is None:
        return where, "correct TOML", reason
    line = text.split("\n")[int(place[1]) - 1].strip()
    return where, "correct TOML", f"{as_written(line)} ({reason})"
