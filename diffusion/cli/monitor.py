"""The command `diffusion monitor`: what was observed so far, beside what was to be expected."""

from typing import TYPE_CHECKING, Annotated

import typer

from diffusion.cli.mistakes import Mistakes
from diffusion.cli.options import (
    COLUMN,
    COLUMN_OPTION,
    LANG,
    LANGUAGE,
    PARAMETERS,
    SEED,
    AsJson,
    Columns,
    Folder,
    Folders,
    Innovation,
    Language,
    ParameterSet,
    Replace,
    Seed,
    whole_number,
)
from diffusion.errors import InputError, Problem, check_ranges
from diffusion.reporting.terminal import Waiting, note, print_json

if TYPE_CHECKING:
    from diffusion.fitting.monitoring import Monitored

RUNS = 500
"""The same as in `diffusion.fitting.validation`, which is too heavy to import for it."""


def monitor(
    context: typer.Context,
    folders: Folders,
    programme: Annotated[
        str | None,
        typer.Option(
            "-p",
            "--programme",
            metavar="PROGRAMME",
            help="Beside simulated histories of this programme.",
        ),
    ] = None,
    village: Annotated[
        str | None,
        typer.Option(
            "--village",
            metavar="NAME",
            help="This village, beside what models fitted to the others let expect.",
        ),
    ] = None,
    known_to: Annotated[
        int | None,
        typer.Option(
            "--known-to",
            metavar="K",
            parser=whole_number("--known-to", stand_in=2),
            help="Periods looked at; without it all that were observed.",
        ),
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="COLUMN", help="Column that names the village.")
    ] = None,
    innovation: Innovation = None,
    parameters: ParameterSet = PARAMETERS,
    months: Annotated[
        int | None,
        typer.Option(
            "--months",
            metavar="T",
            parser=whole_number("--months", stand_in=36),
            help="Months of each simulated history; without it to the last month observed, or 36.",
        ),
    ] = None,
    runs: Annotated[
        int,
        typer.Option(
            "--runs",
            metavar="N",
            parser=whole_number("--runs", stand_in=RUNS),
            help="Histories.",
        ),
    ] = RUNS,
    random_seed: Seed = SEED,
    output: Folder = None,
    replace: Replace = False,
    column: Columns = COLUMN,
    lang: Language = LANGUAGE,
    json: AsJson = False,
) -> None:
    """Tell whether a programme, or a village, is behind, and what may come of it.

    With -p what was observed in a folder stands beside simulated histories of a programme; with
    --village one village of a folder, or of several, beside a forecast from the others.
    """
    from diffusion.cli.surveyed import surveyed
    from diffusion.i18n.words import words_of
    from diffusion.plotting.column import width_of
    from diffusion.reporting.console.validated import print_monitored
    from diffusion.reporting.validated import save_monitored, tell_monitored
    from diffusion.util.atomic import check_folder

    say = words_of(lang, place=LANG)
    mistakes = Mistakes(context)
    if output is not None:
        mistakes.of(lambda: check_folder(output, replace=replace))
    mistakes.of(lambda: width_of(column, place=COLUMN_OPTION))
    mistakes.of(lambda: check_ranges(("--runs", runs, 20, 100_000)))
    if known_to is not None:
        mistakes.of(lambda: check_ranges(("--known-to", known_to, 1, 1_200)))
    if months is not None:
        mistakes.of(lambda: check_ranges(("--months", months, 2, 1_200)))
    mistakes.of(lambda: _one_way(programme, village, folders))
    asked = () if innovation is None else (innovation,)
    read = mistakes.of(lambda: surveyed(folders, by=by, innovation=asked))
    mistakes.refuse()
    assert read is not None
    found: Monitored
    with Waiting(say, "forecasting") as waiting:
        if programme is not None:
            from diffusion.catalogue.load import load
            from diffusion.fitting.monitor import monitor_programme

            found = monitor_programme(
                load(folders[0]), programme, known_to=known_to, parameters=parameters,
                n_runs=runs, n_months=months, random_seed=random_seed, innovation=innovation,
            )  # fmt: skip
        else:
            from diffusion.fitting.monitor import monitor as monitored

            assert village is not None
            found = monitored(
                read.data, village, known_to=known_to, by=read.by, innovation=innovation,
                covariates=read.covariates, eligible=read.eligible, composites=read.composites,
                n_runs=runs, random_seed=random_seed,
                progress=lambda share: waiting.show(round(100 * share), 100),
            )  # fmt: skip
    if json:
        print_json(tell_monitored(found, read.origin))
    else:
        print_monitored(found, say)
    if output is not None:
        save_monitored(found, output, read.origin, replace=replace, language=lang, column=column)
        note(say("told.written", place=output))


def _one_way(programme: str | None, village: str | None, folders: list[str]) -> None:
    """Refuse what leaves open beside what the observed is to stand.

    Raises
    ------
    InputError
        If neither or both of a programme and a village are asked for, or a programme of several
        folders.
    """
    if (programme is None) == (village is None):
        found = "neither" if programme is None else "both"
        raise InputError(Problem("-p", "", "-p PROGRAMME, or --village NAME", found))
    if programme is not None and len(folders) > 1:
        raise InputError(Problem("FOLDER", "", "one folder with -p", f"{len(folders):,}"))
