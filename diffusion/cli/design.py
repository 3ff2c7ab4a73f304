"""The command `diffusion design`: how large a study must be to tell two programmes apart."""

from typing import TYPE_CHECKING, Annotated

import typer

from diffusion.cli.mistakes import Mistakes, community_asked
from diffusion.cli.options import (
    COLUMN,
    COLUMN_OPTION,
    LANG,
    LANGUAGE,
    MONTHS,
    PARAMETERS,
    SEED,
    AsJson,
    Budget,
    Columns,
    Folder,
    Language,
    Model,
    Months,
    ParameterSet,
    Replace,
    Seed,
    Settings,
    number,
    whole_number,
)
from diffusion.cli.own_process import load_numba
from diffusion.reporting.terminal import Waiting, note, print_json

if TYPE_CHECKING:
    from diffusion.scenario.community import Community
    from diffusion.scenario.programme import Programme

# The same numbers as in `diffusion.design_study`, which is too heavy to import for them; a test
# compares them.
POWER, LEVEL, MOST_VILLAGES = 0.8, 0.05, 100


def design(
    context: typer.Context,
    model: Model,
    programme: Annotated[
        list[str] | None,
        typer.Option(
            "-p",
            "--programme",
            metavar="PROGRAMME",
            help="A programme's name or file: two, or one with --other.",
        ),
    ] = None,
    other: Annotated[
        list[str] | None,
        typer.Option(
            "--other",
            metavar="PATH=VALUE",
            help="Compare one programme under two laws: as it is, and with this value at a path; "
            "may be repeated.",
        ),
    ] = None,
    power: Annotated[
        float,
        typer.Option(
            "--power",
            metavar="SHARE",
            parser=number("--power", stand_in=1),
            help="How often the study must tell them apart.",
        ),
    ] = POWER,
    level: Annotated[
        float,
        typer.Option(
            "--level",
            metavar="SHARE",
            parser=number("--level", stand_in=1),
            help="How often it may where they are equal.",
        ),
    ] = LEVEL,
    waves: Annotated[
        list[int] | None,
        typer.Option(
            "--waves",
            metavar="N",
            parser=whole_number("--waves", stand_in=1),
            help="Visits to each village, the last at the end; may be repeated. Without it: 1, 3.",
        ),
    ] = None,
    names: Annotated[
        list[int] | None,
        typer.Option(
            "--names",
            metavar="K",
            parser=whole_number("--names", stand_in=1),
            help="Ask each person for up to so many names too; may be repeated.",
        ),
    ] = None,
    paired: Annotated[
        bool, typer.Option("--paired", help="Villages in pairs that share luck: the best matching.")
    ] = False,
    most_villages: Annotated[
        int,
        typer.Option(
            "--most-villages",
            metavar="N",
            parser=whole_number("--most-villages", stand_in=MOST_VILLAGES),
            help="Villages in each arm, at most.",
        ),
    ] = MOST_VILLAGES,
    budget: Budget = None,
    parameters: ParameterSet = PARAMETERS,
    settings: Settings = None,
    months: Months = MONTHS,
    random_seed: Seed = SEED,
    output: Folder = None,
    replace: Replace = False,
    column: Columns = COLUMN,
    lang: Language = LANGUAGE,
    json: AsJson = False,
) -> None:
    """Find how many villages a study needs to tell two programmes, or two laws, apart.

    From simulated villages, each counted once; confirmed by studies simulated anew.
    """
    load_numba()  # before anything asks for a kernel
    from diffusion.catalogue.overrides import community_with, read_settings
    from diffusion.fitting.study_design import WAVES, design_study
    from diffusion.i18n.words import words_of
    from diffusion.plotting.column import width_of
    from diffusion.reporting.console.layout import say_budgets
    from diffusion.reporting.study_design import print_design, save_design, tell_design
    from diffusion.util.atomic import check_folder
    from diffusion.util.money import sum_asked

    say = words_of(lang, place=LANG)
    mistakes = Mistakes(context)
    if output is not None:
        mistakes.of(lambda: check_folder(output, replace=replace))
    mistakes.of(lambda: width_of(column, place=COLUMN_OPTION))
    asked_budget = mistakes.of(lambda: sum_asked(budget, place="--budget"))
    values = mistakes.of(lambda: read_settings(settings or ())) or {}
    others = mistakes.of(lambda: read_settings(other or (), place="--other")) or {}

    def changed(known: "Community") -> "tuple[Community, tuple[Programme, ...], str]":
        return community_with(known, programme or (), parameters, values, place="--set")

    community = community_asked(
        mistakes, model, programmes=programme, parameters=parameters, months=months,
        random_seed=random_seed, also=changed,
    )  # fmt: skip
    say_budgets(() if asked_budget is None else (asked_budget,), say)
    community, made, parameters = changed(community)
    with Waiting(say) as waiting:
        found = design_study(
            community, made if programme else (), other=others, power=power, level=level,
            waves=waves or WAVES, names=names or (), paired=paired, most_villages=most_villages,
            budget=asked_budget, parameters=parameters, n_months=months, random_seed=random_seed,
            progress=waiting.show,
        )  # fmt: skip
    if json:
        print_json(tell_design(found))
    else:
        print_design(found, say)
    if output is not None:
        save_design(found, output, replace=replace, language=lang, column=column)
        note(say("told.written", place=output))
