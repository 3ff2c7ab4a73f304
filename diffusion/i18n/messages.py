"""Says in Indonesian what went wrong: each phrase of a message is found by its English form."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from diffusion.errors import Problem

_FILE = "messages.toml"
_PROBLEM = "{said_where}: expected {phrase}; found {said}"
_HOLE = re.compile(r"\{(\w+)\}")
_FILLED = {
    "columns": r"[\w.]+(?:, [\w.]+)*",
    "mark": r"U\+.+?",
    "names": r"(?:(?!, or |\?\)).)+?",
    "number": r"[-+.,0-9]+",
    "phrase": r"(?:(?!\) \().)+?",
    "written": r'".*"|\S+',
}
"""What may stand in a hole of each kind; anything in any other."""

_IN_THOUSANDS = re.compile("(Rp )?-?[0-9]{1,3}(,[0-9]{3})+")


def message_in(language: str, text: str) -> str:
    """Say a whole message in a language; it stays as it is where no form of it is known."""
    return _leniently(text) if language == "id" else text


def problem_in(language: str, problem: Problem) -> str:
    """Say a mistake in a language, with what the person wrote as it was written."""
    if language != "id":
        return str(problem)
    place, key = _leniently(problem.place), _leniently(problem.key)
    return _forms()[_PROBLEM].format(
        said_where=f"{place}: {key}" if key else place,
        phrase=_leniently(problem.expected),
        said=_leniently(problem.found),
    )


def indonesian(text: str) -> str | None:
    """Say a phrase in Indonesian; None if its form does not stand in messages.toml.

    A form has holes. What stands in `{phrase}` is a phrase of its own and must be known; what
    stands in `{said}` is said in Indonesian if it can be; of an `{ordinal}` the number is kept;
    what stands in `{value}` is kept as it is; anything else too, but for the marks of a number in
    thousands.
    """
    forms = _forms()
    if text in forms:
        return forms[text]
    return next(_readings(text), None)


def _leniently(text: str) -> str:
    return indonesian(text) or _marked(text)


def _marked(text: str) -> str:
    """Put Indonesian marks into a number in thousands. What a person wrote stands in quotes."""
    return text.replace(",", ".") if _IN_THOUSANDS.fullmatch(text) else text


def _readings(text: str) -> Iterator[str]:
    """Every reading of a text by a form with holes, the closest form first."""
    for form in _with_holes():
        found = form.english.fullmatch(text)
        if found is None:
            continue
        parts = {hole: _filled(hole, part) for hole, part in found.groupdict().items()}
        said = {hole: part for hole, part in parts.items() if part is not None}
        if len(said) == len(parts):
            yield form.indonesian.format(**said)


def _filled(hole: str, part: str) -> str | None:
    """Say what stands in a hole; None if it is a phrase that nobody knows."""
    if hole.startswith("phrase"):
        return indonesian(part)
    if hole.startswith("said"):
        return _leniently(part)
    if hole == "ordinal":
        return part.rstrip("dhnrst")
    return part if hole.startswith("value") else _marked(part)


@dataclass(frozen=True, slots=True)
class _Form:
    """A form with holes: how to know it in English, and what it is in Indonesian."""

    english: re.Pattern[str]
    indonesian: str


@cache
def _forms() -> dict[str, str]:
    """Read every form: its Indonesian by its English."""
    text = files("diffusion.i18n").joinpath(_FILE).read_text(encoding="utf-8")
    return {
        english: said for forms in tomllib.loads(text).values() for english, said in forms.items()
    }


@cache
def _with_holes() -> tuple[_Form, ...]:
    """Forms with holes: those that end in brackets, then those with the most words of their own."""
    found = [english for english in _forms() if _HOLE.search(english)]
    found.sort(key=lambda english: len(_HOLE.sub("", english)), reverse=True)
    found.sort(key=lambda english: not english.endswith("({phrase})"))
    return tuple(_Form(_pattern(english), _forms()[english]) for english in found)


def _pattern(english: str) -> re.Pattern[str]:
    """Make the pattern of a form: its own words, and anything in each hole.

    Forms of few words of their own say of what kind their holes are (`_FILLED`): listed `{names}`
    end before the words that may follow them, a `{phrase}` before what stands in brackets.
    """
    pieces = _HOLE.split(english)
    for n in range(1, len(pieces), 2):
        pieces[n] = f"(?P<{pieces[n]}>{_FILLED.get(pieces[n].split('_')[0], '.+?')})"
    pieces[::2] = map(re.escape, pieces[::2])
    return re.compile("".join(pieces), re.DOTALL)
