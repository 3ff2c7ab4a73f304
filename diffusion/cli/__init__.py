"""The command `diffusion`: what a person types, and what is answered."""

import sys

from diffusion.cli.commands import app
from diffusion.cli.creating import new
from diffusion.cli.paging import animate, page
from diffusion.errors import InputError
from diffusion.reporting.terminal import StoppedError

__all__ = ["app", "main"]

app.add_typer(new)
app.command()(page)
app.command()(animate)

INTERRUPTED = 130
"""Exit status after Ctrl-C, as a shell knows it."""


def main() -> None:
    """Run the command; wrong input is answered in plain words, with exit status 1."""
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
