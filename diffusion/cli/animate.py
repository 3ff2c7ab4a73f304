"""The command `diffusion animate`: one history as a film."""

from pathlib import Path
from typing import Annotated

import typer

from diffusion.cli.gathering import gathered
from diffusion.cli.mistakes import Mistakes
from diffusion.cli.options import (
    LANG,
    LANGUAGE,
    MONTHS,
    PARAMETERS,
    RUNS,
    SEED,
    Chosen,
    Language,
    Model,
    Months,
    PageBudget,
    ParameterSet,
    ReplaceFile,
    Runs,
    Seed,
    Settings,
)
from diffusion.reporting.terminal import Waiting, note
from diffusion.util.atomic import check_file, whole_file


def animate(
    context: typer.Context,
    model: Model,
    output: Annotated[
        Path,
        typer.Option("-o", "--output", metavar="FILE", help="A file ending in .gif or .mp4."),
    ],
    programme: Chosen = None,
    budget: PageBudget = None,
    parameters: ParameterSet = PARAMETERS,
    settings: Settings = None,
    runs: Runs = RUNS,
    months: Months = MONTHS,
    random_seed: Seed = SEED,
    replace: ReplaceFile = False,
    lang: Language = LANGUAGE,
) -> None:
    """Draw one history as a film: the networks side by side, and the growing curve.

    A .gif can always be made; an .mp4, which is smaller, where ffmpeg is installed.
    """
    from diffusion.i18n.words import words_of

    say = words_of(lang, place=LANG)
    from diffusion.plotting.film import check_film, film

    mistakes = Mistakes(context)
    mistakes.of(lambda: check_film(output))
    mistakes.of(lambda: check_file(output, replace=replace))
    data = gathered(
        mistakes, model, programme, budget=budget, names=False, say=say, settings=settings,
        parameters=parameters, n_runs=runs, n_months=months, random_seed=random_seed,
        with_what_if=False,
    )  # fmt: skip
    with whole_file(output, replace=replace) as draft, Waiting(say, "drawing") as waiting:
        film(data, draft, language=lang, progress=waiting.show)
    note(say("told.written", place=output))
