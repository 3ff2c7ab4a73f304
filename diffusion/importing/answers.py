"""Writes choices with the answers that are suggested, for a person to change what is wrong."""

import tomllib
from collections.abc import Sequence
from typing import Any

from diffusion.importing.choices import CHOICES, Choices, choices_of, written
from diffusion.importing.undecided import Undecided


def answered(choices: Choices, undecided: Sequence[Undecided]) -> Choices:
    """Put the answers that are suggested among the choices."""
    said = choices.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    for one in undecided:
        if one.line:
            _answer(said, one)
    return choices_of(said, place=CHOICES)


def _answer(said: dict[str, Any], one: Undecided) -> None:
    answer = tomllib.loads(one.line)
    if one.section.startswith("["):
        tables = said.get(one.section.strip("[]"), [])
        for table in tables:
            if len(tables) == 1 or one.key in (*map(str, table.values()), f"ties {table['kind']}"
                                               if "kind" in table else ""):  # fmt: skip
                _put(table, answer)
    elif one.section:
        _put(said.setdefault(one.section, {}), answer)
    else:
        _put(said, answer)


def _put(table: dict[str, Any], answer: dict[str, Any]) -> None:
    """Put keys into a table; of a list what is new is added."""
    for key, value in answer.items():
        before = table.get(key)
        if isinstance(value, list) and isinstance(before, list):
            table[key] = [*before, *(one for one in value if one not in before)]
        else:
            table[key] = value


def draft(choices: Choices, undecided: Sequence[Undecided]) -> str:
    """Write choices as TOML, with every question above and the answers that are suggested."""
    asked = [f"# {one}" for one in undecided]
    return "\n".join([*asked, written(answered(choices, undecided))])
