"""Where the command writes: results to standard output, everything else to standard error."""

import sys
import time
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from diffusion.tables import as_json

# What people name their files and communities is shown as it is: no markup, no emoji in it.
out = Console(highlight=False, markup=False, emoji=False)
_aside = Console(stderr=True, highlight=False, markup=False, emoji=False)

_PATIENCE = 1.0
"""Seconds of work after which a progress bar appears."""


class StoppedError(Exception):
    """A person has stopped the work, and part of it is kept; the message says which."""


def note(text: str) -> None:
    """Say something that is no result."""
    _aside.print(text)


def print_json(content: Mapping[str, Any]) -> None:
    """Print one JSON object on standard output."""
    sys.stdout.write(as_json(content) + "\n")


class Waiting:
    """Tells a person why it takes a while: compiling at first, then the runs."""

    def __init__(self) -> None:
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=_aside,
            transient=True,
        )
        self._task = self._bar.add_task("simulating", total=None, rate="")
        self._began = time.monotonic()
        self._is_shown = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._is_shown:
            self._bar.stop()

    def begin(self) -> None:
        """Say that the work begins with compiling, where it does."""
        from diffusion.kernels import are_compiled

        if not are_compiled():
            note("Compiling the model for this machine. This happens once and may take a minute.")

    def show(self, n_done: int, n_all: int) -> None:
        """Move the bar on; it appears only when the work is long."""
        if n_done == 0:
            self.begin()
        if not self._is_shown and time.monotonic() - self._began > _PATIENCE and n_done < n_all:
            self._bar.start()
            self._is_shown = True
        rate = f"{n_done / max(_PATIENCE, time.monotonic() - self._began):,.0f} a second"
        self._bar.update(self._task, completed=n_done, total=n_all, rate=rate)
