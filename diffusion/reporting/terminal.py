"""Where the command writes: results to standard output, everything else to standard error."""

import os
import sys
import time
from collections.abc import Mapping
from functools import cache, cached_property
from textwrap import wrap
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Self

from diffusion.i18n.words import Words
from diffusion.util.formats import as_json

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID


def _console(*, stderr: bool) -> "Console":
    return _console_of(os.environ.get("COLUMNS"), stderr=stderr)


@cache
def _console_of(columns: str | None, *, stderr: bool) -> "Console":
    """Make a console for as many columns as a person says there are; rich reads it but once."""
    from rich.console import Console

    class LastingConsole(Console):
        """Says no more when nobody reads any more, but does not end the command."""

        def on_broken_pipe(self) -> None:
            self.quiet = True
            _read_no_more(self.file)

    del columns
    # What people name their files and communities is shown as it is: no markup, no emoji in it.
    return LastingConsole(stderr=stderr, highlight=False, markup=False, emoji=False)


def _read_no_more(file: IO[str]) -> None:
    """Let what is still printed go nowhere: results that are asked for are written all the same."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, file.fileno())
    os.close(nowhere)


class Out:
    """Standard output; what draws tables is loaded with the first line."""

    def print(self, *content: Any, **options: Any) -> None:
        """Print as rich's console does."""
        _console(stderr=False).print(*content, **options)

    def print_indented(self, line: str) -> None:
        """Print a line of text; where it goes on in others these are indented more than it."""
        told = line.lstrip()
        before = " " * (len(line) - len(told))
        console = _console(stderr=False)
        lines = wrap(
            told, console.width, initial_indent=before, subsequent_indent=before + "  ",
            break_long_words=False, break_on_hyphens=False,
        )  # fmt: skip
        console.print("\n".join(lines), soft_wrap=True)


out = Out()

_PATIENCE = 1.0
"""Seconds of work after which a progress bar appears."""


class StoppedError(Exception):
    """A person has stopped the work, and part of it is kept; the message says which."""


def note(text: str, *, soft_wrap: bool = False) -> None:
    """Say something that is no result; with `soft_wrap` a line is not cut."""
    _console(stderr=True).print(text, soft_wrap=soft_wrap)


def print_json(content: Mapping[str, Any]) -> None:
    """Print one JSON object on standard output."""
    try:
        sys.stdout.write(as_json(content) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        _read_no_more(sys.stdout)


class Waiting:
    """Tells a person why it takes a while: compiling at first, then the runs.

    Parameters
    ----------
    say
        Words of the language.
    work
        What is done: "simulating" or "compiling".
    """

    def __init__(self, say: Words, work: str = "simulating") -> None:
        self._say = say
        self._work = work
        self._began = time.monotonic()
        self._has_begun = False
        self._is_shown = False

    @cached_property
    def _bar(self) -> "tuple[Progress, TaskID]":
        """The bar, and what it counts."""
        from rich.progress import (
            BarColumn,
            Progress,
            TaskProgressColumn,
            TextColumn,
            TimeRemainingColumn,
        )

        bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=_console(stderr=True),
            transient=True,
        )
        return bar, bar.add_task(self._say(f"told.{self._work}"), total=None, rate="")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._is_shown:
            self._bar[0].stop()

    def begin(self) -> None:
        """Say, once, that the work begins with compiling, where it does."""
        from diffusion.kernels import are_compiled

        if not self._has_begun and not are_compiled():
            note(self._say("told.compiling_once"))
        self._has_begun = True

    def show(self, n_done: int, n_all: int) -> None:
        """Move the bar on; it appears only when the work is long."""
        if n_done == 0:
            self.begin()
        waited = time.monotonic() - self._began
        if not self._is_shown and not (waited > _PATIENCE and n_done < n_all):
            return
        bar, task = self._bar
        if not self._is_shown:
            bar.start()
            self._is_shown = True
        rate = n_done / max(_PATIENCE, waited)
        written = self._say("told.a_second", n=self._say.number(rate, 0)) if rate >= 1 else ""
        bar.update(task, completed=n_done, total=n_all, rate=written)
