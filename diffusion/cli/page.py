"""The command `diffusion page`: what a workshop looks at in a browser."""

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
    By,
    Chosen,
    Language,
    Model,
    Months,
    Names,
    PageBudget,
    ParameterSet,
    ReplaceFile,
    Runs,
    Seed,
    Settings,
)
from diffusion.cli.over_points import EnsembleOf
from diffusion.errors import InputError, Problem
from diffusion.reporting.terminal import note
from diffusion.util.atomic import check_file, whole_file


def page(
    context: typer.Context,
    model: Model,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE.html", help="The file to write.")
    ],
    programme: Chosen = None,
    budget: PageBudget = None,
    ensemble: EnsembleOf = None,
    parameters: ParameterSet = PARAMETERS,
    settings: Settings = None,
    runs: Runs = RUNS,
    months: Months = MONTHS,
    random_seed: Seed = SEED,
    by: By = None,
    names: Names = False,
    replace: ReplaceFile = False,
    lang: Language = LANGUAGE,
) -> None:
    """Write a page for a workshop: one file that any browser opens, without a network.

    The page itself has both languages.
    """
    from diffusion.i18n.words import words_of

    say = words_of(lang, place=LANG)
    mistakes = Mistakes(context)
    mistakes.of(lambda: _check_page(output))
    mistakes.of(lambda: check_file(output, replace=replace))
    data = gathered(
        mistakes, model, programme, budget=budget, names=names, say=say, by=by,
        settings=settings, ensemble=ensemble, parameters=parameters,
        n_runs=runs, n_months=months, random_seed=random_seed,
    )  # fmt: skip
    from diffusion.page.build import build_page

    with whole_file(output, replace=replace) as draft:
        draft.write_text(build_page(data), encoding="utf-8", newline="\n")
    note(say("told.written", place=output))


def _check_page(output: Path) -> None:
    """Refuse a file that a browser would not open.

    Raises
    ------
    InputError
        If its ending is another.
    """
    if output.suffix.lower() not in (".html", ".htm"):
        raise InputError(Problem("-o", "", "a file that ends in .html", output.name or "nothing"))
