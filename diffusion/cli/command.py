"""The command's parts put together. Heavy libraries are imported where they are needed."""

from collections.abc import Callable
from typing import Annotated

import typer

from diffusion.cli.animate import animate
from diffusion.cli.calibrate import calibrate
from diffusion.cli.check import check
from diffusion.cli.claims import claims
from diffusion.cli.compare import compare
from diffusion.cli.design import design
from diffusion.cli.fit import fit
from diffusion.cli.import_ import import_
from diffusion.cli.measure import measure
from diffusion.cli.models import models
from diffusion.cli.monitor import monitor
from diffusion.cli.new import new
from diffusion.cli.options import LanguageBefore, speak
from diffusion.cli.page import page
from diffusion.cli.robust import robust
from diffusion.cli.run import run
from diffusion.cli.schema import schema
from diffusion.cli.search import search
from diffusion.cli.sweep import sweep
from diffusion.cli.validate import validate
from diffusion.cli.warmup import warmup
from diffusion.cli.why import why
from diffusion.reporting.terminal import out

app = typer.Typer(
    name="diffusion",
    help="Simulate how artisans take up, keep or drop an innovation, and compare programmes.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _print_version(is_asked: bool) -> None:
    if is_asked:
        from diffusion import __version__

        out.print(f"artisan-diffusion {__version__}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and stop."
        ),
    ] = False,
    lang: LanguageBefore = None,
) -> None:
    """Simulate how artisans take up, keep or drop an innovation, and compare programmes."""
    del version  # answered by its callback
    speak(context, lang)


_COMMANDS: tuple[Callable[..., None], ...] = (
    models, check, schema, run, compare, why, robust, claims, search, sweep, calibrate, measure,
    fit, validate, monitor, design, warmup, page, animate,
)  # fmt: skip

for _command in _COMMANDS:
    app.command()(_command)
app.command("import")(import_)
app.add_typer(new)
