"""The command `diffusion claims`: does what a file says of programmes hold."""

from pathlib import Path
from typing import Annotated

import typer

from diffusion.cli.mistakes import Mistakes
from diffusion.cli.options import (
    LANG,
    LANGUAGE,
    AsJson,
    Folder,
    Language,
    Model,
    Replace,
    whole_number,
)
from diffusion.cli.own_process import load_numba
from diffusion.cli.robust import Workers
from diffusion.errors import check_range
from diffusion.reporting.terminal import Waiting, note, print_json

NOT_ALL_HOLD = 1
"""Exit status where a claim is fragile or wrong."""


def claims(
    context: typer.Context,
    model: Model,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="CLAIMS", help="A file of claims, or its name in the model's folder."
        ),
    ] = Path("claims.toml"),
    runs: Annotated[
        int | None,
        typer.Option(
            "--runs",
            metavar="N",
            parser=whole_number("--runs", stand_in=2),
            help="Histories of each programme, in place of the file's.",
        ),
    ] = None,
    workers: Workers = None,
    output: Folder = None,
    replace: Replace = False,
    lang: Language = LANGUAGE,
    json: AsJson = False,
) -> None:
    """Check each claim of a file: with parameter sets, over an ensemble or over ranges.

    Exit status 1 when a claim is fragile or wrong.
    """
    load_numba()
    from diffusion.i18n.words import words_of
    from diffusion.reporting.claims import print_claims, save_claims, tell
    from diffusion.robustness.claims import check_claims
    from diffusion.util.atomic import check_folder

    say = words_of(lang, place=LANG)
    mistakes = Mistakes(context)
    if output is not None:
        mistakes.of(lambda: check_folder(output, replace=replace))
    for name, number, most in (("runs", runs, 100_000), ("workers", workers, 1_000)):
        if number is not None:
            least = 2 if name == "runs" else 1
            mistakes.of(lambda: check_range(name, number, least, most))  # noqa: B023  # at once
    with Waiting(say) as waiting:
        found = mistakes.of(
            lambda: check_claims(model, file, runs=runs, workers=workers, progress=waiting.show)
        )
        mistakes.refuse()
    assert found is not None
    if json:
        print_json(tell(found, say))
    else:
        print_claims(found, say)
    if output is not None:
        save_claims(found, output, say, replace=replace)
        note(say("told.written", place=output))
    if not found.all_hold:
        raise typer.Exit(NOT_ALL_HOLD)
