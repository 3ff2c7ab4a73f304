"""The command `diffusion validate`: each village left out, forecast from its beginning, scored."""

from typing import Annotated

import typer

from diffusion.cli.mistakes import Mistakes
from diffusion.cli.options import (
    COLUMN,
    COLUMN_OPTION,
    LANG,
    LANGUAGE,
    SEED,
    AsJson,
    Columns,
    Covariates,
    Folder,
    Folders,
    Language,
    Replace,
    Seed,
    whole_number,
)
from diffusion.errors import check_ranges
from diffusion.reporting.terminal import Waiting, note, print_json

RUNS = 500
"""The same as in `diffusion.fitting.validation`, which is too heavy to import for it."""


def validate(
    context: typer.Context,
    folders: Folders,
    known_to: Annotated[
        list[int],
        typer.Option(
            "--known-to",
            metavar="K",
            parser=whole_number("--known-to", stand_in=1),
            help="Periods known of the village that is left out; may be repeated.",
        ),
    ],
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            metavar="COLUMN",
            help="Column that names the village: hamlet, or the folder of several.",
        ),
    ] = None,
    innovation: Annotated[
        list[str] | None,
        typer.Option(
            "--innovation",
            metavar="NAME",
            help="Only this one; may be repeated. Without it: all, each a curve of its village.",
        ),
    ] = None,
    covariate: Covariates = None,
    model: Annotated[
        list[str] | None,
        typer.Option(
            "--model",
            metavar="NAME",
            help="Only this one, as climatology, bass, logit or gates; may be repeated.",
        ),
    ] = None,
    learn_weights: Annotated[
        bool,
        typer.Option(
            "--learn-weights",
            help="Also a mixture with weights learnt among the other villages; takes six times "
            "as long.",
        ),
    ] = False,
    learn_widths: Annotated[
        bool,
        typer.Option(
            "--learn-widths",
            help="Make each band as wide as it should have been in the other villages; takes six "
            "times as long, with --learn-weights no longer.",
        ),
    ] = False,
    runs: Annotated[
        int,
        typer.Option(
            "--runs",
            metavar="N",
            parser=whole_number("--runs", stand_in=RUNS),
            help="Histories of each forecast.",
        ),
    ] = RUNS,
    random_seed: Seed = SEED,
    output: Folder = None,
    replace: Replace = False,
    column: Columns = COLUMN,
    lang: Language = LANGUAGE,
    json: AsJson = False,
) -> None:
    """Leave out each village, forecast it from its first periods, and score the forecasts.

    Every model is scored on the same villages, with standard errors over villages, beside
    climatology, Bass and logistic curves, and the logit. fit.toml may name composites, and
    people.csv more columns, as for `diffusion fit`.
    """
    from diffusion.cli.surveyed import surveyed
    from diffusion.fitting.validation import validate as validated
    from diffusion.fitting.villages import villages_of
    from diffusion.i18n.words import words_of
    from diffusion.plotting.column import width_of
    from diffusion.reporting.console.validated import print_validation
    from diffusion.reporting.validated import save_validation, tell_validation
    from diffusion.util.atomic import check_folder

    say = words_of(lang, place=LANG)
    mistakes = Mistakes(context)
    if output is not None:
        mistakes.of(lambda: check_folder(output, replace=replace))
    mistakes.of(lambda: width_of(column, place=COLUMN_OPTION))
    mistakes.of(lambda: check_ranges(("--runs", runs, 20, 100_000)))
    read = mistakes.of(
        lambda: surveyed(folders, by=by, innovation=innovation or (), covariates=covariate or ())
    )
    mistakes.refuse()
    assert read is not None
    villages = villages_of(
        read.data, read.by, innovations=read.innovations, covariates=read.covariates,
        eligible=read.eligible,
    )  # fmt: skip
    with Waiting(say, "forecasting") as waiting:
        found = validated(
            villages, known_to, composites=read.composites, models=model,
            learn_weights="inner" if learn_weights else "no",
            learn_widths="inner" if learn_widths else "no", n_runs=runs, random_seed=random_seed,
            progress=lambda share: waiting.show(round(100 * share), 100),
        )  # fmt: skip
    if json:
        print_json(tell_validation(found, read.origin))
    else:
        print_validation(found, say)
    if output is not None:
        save_validation(found, output, read.origin, replace=replace, language=lang, column=column)
        note(say("told.written", place=output))
