"""The command `diffusion animate`: one history as a film."""

from pathlib import Path
from typing import Annotated

import typer

from diffusion.cli.gathering import gathered
from diffusion.cli.options import (
    MONTHS,
    PARAMETERS,
    RUNS,
    SEED,
    Chosen,
    Model,
    Months,
    PageBudget,
    ParameterSet,
    ReplaceFile,
    Runs,
    Seed,
)
from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.reporting.terminal import note
from diffusion.util.atomic import check_file, whole_file


def animate(
    model: Model,
    output: Annotated[
        Path,
        typer.Option("-o", "--output", metavar="FILE", help="A file ending in .gif or .mp4."),
    ],
    programme: Chosen = None,
    budget: PageBudget = None,
    parameters: ParameterSet = PARAMETERS,
    runs: Runs = RUNS,
    months: Months = MONTHS,
    random_seed: Seed = SEED,
    language: Annotated[
        str, typer.Option("--lang", metavar="id|en", help="Indonesian or English.")
    ] = "id",
    replace: ReplaceFile = False,
) -> None:
    """Draw one history as a film: the networks side by side, and the growing curve.

    A .gif can always be made; an .mp4, which is smaller, where ffmpeg is installed.
    """
    from diffusion.i18n.words import LANGUAGES

    if language not in LANGUAGES:
        expected = one_of(LANGUAGES, language)
        raise InputError(Problem("--lang", "", expected, as_written(language)))
    from diffusion.plotting.film import check_film, film

    check_film(output)
    check_file(output, replace=replace)
    data = gathered(
        model, programme, budget, False, parameters=parameters, n_runs=runs, n_months=months,
        random_seed=random_seed, with_what_if=False,
    )  # fmt: skip
    with whole_file(output, replace=replace) as draft:
        film(data, draft, language=language)
    note(f"written to {output}")
