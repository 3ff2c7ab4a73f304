"""The command `diffusion`: what a person types, and what is answered."""

import sys
import warnings
from typing import Any

from diffusion.cli.command import app
from diffusion.errors import InputError, RenamedWarning
from diffusion.reporting.terminal import StoppedError, note

__all__ = ["app", "main"]

INTERRUPTED = 130
"""Exit status after Ctrl-C, as a shell knows it."""


def main() -> None:
    """Run the command; wrong input is answered in plain words, with exit status 1."""
    with warnings.catch_warnings():
        warnings.simplefilter("always", RenamedWarning)
        warnings.showwarning = _Shown(warnings.showwarning)
        _run()


class _Shown:
    """Shows that an old name was read in one line, once; other warnings as Python does."""

    def __init__(self, others: Any) -> None:
        self._others = others
        self._told: set[str] = set()

    def __call__(self, message: Any, category: type[Warning], *where: Any, **options: Any) -> None:
        if not issubclass(category, RenamedWarning):
            self._others(message, category, *where, **options)
        elif str(message) not in self._told:
            self._told.add(str(message))
            note(f"note: {message}")


def _run() -> None:
    try:
        app()
    except StoppedError as stopped:
        sys.stderr.write(f"{stopped}\n")
        sys.exit(INTERRUPTED)
    except InputError as error:
        n_problems = len(error.problems)
        if n_problems > 1:
            sys.stderr.write(f"{n_problems} problems:\n")
        sys.stderr.write(f"{error}\n")
        sys.exit(1)
    except SystemExit as stop:
        if stop.code == INTERRUPTED:
            sys.stderr.write("stopped; nothing was written\n")
        raise
