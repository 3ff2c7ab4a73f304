"""The words and the texts of the files to start from, which lie beside this file."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from diffusion.scenario.base import Declaration

_FOLDER = files("diffusion.catalogue.scaffold")


def template(name: str) -> str:
    """Text of one of the templates, as it lies there."""
    return (_FOLDER / "templates" / name).read_text(encoding="utf-8")


def filled(name: str, **values: Any) -> str:
    """Text of one of the templates, with values put in."""
    from jinja2 import Environment, StrictUndefined

    texts = Environment(
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
        autoescape=False,
    )
    return texts.from_string(template(name)).render(values)


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
