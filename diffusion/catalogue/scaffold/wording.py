"""The words and the texts of the files to start from, in each language."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from diffusion.i18n.words import written_in
from diffusion.scenario.base import Declaration

_FOLDER = files("diffusion.catalogue.scaffold")

_WORDS = "files.toml"
"""What the files to start from say of themselves and of their keys, among the words of `i18n`."""


def example(name: str) -> str:
    """Text of one of the example tables, as it lies there."""
    return (_FOLDER / "templates" / name).read_text(encoding="utf-8")


def in_language(language: str, text: str) -> str:
    """Say what is said of a key in a language; it stays in English where no other form is known."""
    if language == "en":
        return text
    said: dict[str, str] = written_in(_WORDS)["comment"]
    return said.get(text, text)


def head(name: str, language: str, **values: Any) -> str:
    """Text above all else in a file, with values put in."""
    from jinja2 import Environment, StrictUndefined

    texts = Environment(
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
        autoescape=False,
    )
    return texts.from_string(written_in(_WORDS)["head"][name][language]).render(values)


@cache
def words() -> dict[str, Any]:
    """Read words.toml: the tables `keys`, by declaration, and `targets`."""
    return tomllib.loads((_FOLDER / "words.toml").read_text(encoding="utf-8"))


def words_for(kind: type[Declaration], name: str) -> str:
    """Find the words for a key of a declaration, or of what it is a kind of; empty if none."""
    keys = words()["keys"]
    return next(
        (keys[k.__name__][name] for k in kind.__mro__ if name in keys.get(k.__name__, {})), ""
    )


def targets() -> dict[str, str]:
    """Whom each rule invites, and who gets a place when there are fewer places."""
    found: dict[str, str] = words()["targets"]
    return found
