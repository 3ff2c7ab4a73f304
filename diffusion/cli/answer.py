"""Runs the command; says what went wrong in plain words, in the language that was asked for."""

import io
import sys
import warnings
from collections.abc import Sequence
from dataclasses import replace
from typing import IO, Any, Protocol, runtime_checkable

from diffusion.cli import own_process
from diffusion.cli.command import app
from diffusion.cli.misuse import mend_suggestions, sum_in_quotes
from diffusion.cli.options import LANG, LANGUAGE
from diffusion.errors import InputError, OddWarning, Problem, RenamedWarning, reason_of
from diffusion.i18n.messages import message_in, problem_in
from diffusion.i18n.words import Words
from diffusion.reporting.terminal import StoppedError, note

_TOLD = (RenamedWarning, OddWarning)

_OPTION = {
    "budget": "--budget",
    "budgets": "--budget",
    "limit": "--limit",
    "model": "MODEL",
    "month": "--at-month",
    "months": "--months",
    "most runs": "--most-runs",
    "most villages": "--most-villages",
    "level": "--level",
    "names": "--names",
    "other": "--other",
    "power": "--power",
    "waves": "--waves",
    "parameters": "--parameters",
    "precision": "--precision",
    "programme": "-p",
    "programmes": "-p",
    "random seed": "--random-seed",
    "replicate": "--first-replicate",
    "runs": "--runs",
    "schema": "KIND",
    "strategies": "-p",
    "sweep": "FILE",
    "workers": "--workers",
}
"""What a person types for that which a function is given: of a place the option's name."""

INTERRUPTED = 130
"""Exit status after Ctrl-C, as a shell knows it."""


@runtime_checkable
class _WrongUse(Protocol):
    """What typer raises where the command is called wrongly: it can write itself into a file."""

    exit_code: int

    def show(self, file: IO[Any] | None = None) -> None: ...


def main() -> None:
    """Run the command; wrong input is answered in plain words, with exit status 1."""
    own_process.begin()
    language = language_asked(sys.argv[1:])
    with warnings.catch_warnings():
        for told in _TOLD:
            warnings.simplefilter("always", told)
        warnings.showwarning = _Shown(warnings.showwarning, Words(language))
        status = _run(language)
    own_process.end()
    sys.exit(status)


def language_asked(words: Sequence[str]) -> str:
    """Find the language in the words of a command, also of one that cannot be read otherwise."""
    asked = [LANGUAGE]
    for n, word in enumerate(words):
        if word == LANG:
            asked += words[n + 1 : n + 2]
        elif word.startswith(f"{LANG}="):
            asked.append(word.removeprefix(f"{LANG}="))
    last = asked[-1].casefold()
    # "in" and "ind" are other codes of Indonesian: refused, in Indonesian.
    return "id" if last.startswith(("id", "in")) else LANGUAGE


class _Shown:
    """Shows what a person should know of what was read, once; other warnings as Python does."""

    def __init__(self, others: Any, say: Words) -> None:
        self._others = others
        self._say = say
        self._told: set[str] = set()

    def __call__(self, message: Any, category: type[Warning], *where: Any, **options: Any) -> None:
        if not issubclass(category, _TOLD):
            self._others(message, category, *where, **options)
        elif str(message) not in self._told:
            self._told.add(str(message))
            said = message_in(self._say.language, str(message))
            note(self._say("told.note", said=said))


def _run(language: str) -> int:
    """Run the command; give its exit status."""
    try:
        status = app(standalone_mode=False)
    except StoppedError as stopped:
        _say(language, str(stopped))
        return INTERRUPTED
    except InputError as error:
        status = _refused(language, error.problems)
        for text in getattr(error, "__notes__", ()):
            _say(language, text)
        return status
    except OSError as error:
        place, expected = str(error.filename or "file"), "a place that can be used"
        return _refused(language, [Problem(place, "", expected, reason_of(error))])
    except MemoryError:
        expected = "a smaller community, fewer --runs or fewer --months"
        return _refused(language, [Problem("memory", "", expected, "too little for this")])
    except Exception as error:
        if not isinstance(error, _WrongUse):
            raise
        mend_suggestions(error)
        shown = io.StringIO()
        error.show(shown)
        for line in shown.getvalue().splitlines():
            _say(language, line)
        if quoted := sum_in_quotes(sys.argv[1:]):
            _say(language, f"A sum of two words stands in quotes: {quoted}")
        return error.exit_code
    if status == INTERRUPTED:
        _say(language, "stopped; nothing was written")
    return status or 0


def _refused(language: str, problems: Sequence[Problem]) -> int:
    """Say what is wrong; give the exit status for it."""
    if len(problems) > 1:
        _say(language, f"{len(problems)} problems:")
    for problem in problems:
        asked = _OPTION.get(problem.place, problem.place)
        sys.stderr.write(f"{problem_in(language, replace(problem, place=asked))}\n")
    return 1


def _say(language: str, text: str) -> None:
    sys.stderr.write(f"{message_in(language, text)}\n")
