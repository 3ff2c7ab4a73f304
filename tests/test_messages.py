"""Every message has an Indonesian form, and what a person wrote stays in it as it was written."""

from pathlib import Path

import pytest
from phrases import Phrase, phrases

import diffusion
from diffusion.errors import InputError, Problem
from diffusion.i18n.messages import indonesian, message_in, problem_in
from diffusion.scenario.diagnostics import BOUNDS, KINDS
from diffusion.scenario.patterns import PATTERNS

ROOT = Path(diffusion.__file__).parent
SAID = phrases(ROOT)
HOW = "has no Indonesian form: add it to diffusion/i18n/messages.toml, its holes in braces"


def without_form(said: list[Phrase]) -> list[str]:
    return [f'{p.file}:{p.line}: "{p.text}" {HOW}' for p in said if indonesian(p.text) is None]


def test_every_phrase_of_the_code_has_an_indonesian_form() -> None:
    missing = without_form(SAID)
    assert not missing, "\n".join(missing)
    assert len(SAID) > 150


def test_every_phrase_for_what_a_file_may_hold_has_one() -> None:
    said = [*KINDS.values(), *PATTERNS.values(), *(f"{bound} 7" for bound in BOUNDS.values())]
    assert [text for text in said if indonesian(text) is None] == []
