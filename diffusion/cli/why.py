"""The command `diffusion why`: through what a programme works, by which activities, for whom."""

from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from diffusion.cli.mistakes import Mistakes, community_asked
from diffusion.cli.one_artisan import tell_of_artisan
from diffusion.cli.options import (
    COLUMN,
    COLUMN_OPTION,
    LANG,
    LANGUAGE,
    MONTHS,
    PARAMETERS,
    RUNS,
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
    Runs,
    Seed,
    Settings,
    WithoutFacilitator,
    whole_number,
)
from diffusion.cli.own_process import load_numba
from diffusion.cli.patience import has_asked, tell_if_long
from diffusion.errors import InputError, Problem, as_written, check_ranges, one_of
from diffusion.reporting.terminal import Waiting, note, print_json

if TYPE_CHECKING:
    from diffusion.scenario.community import Community

OUTCOME = "adopters"

_PLANS = 300
"""About so many programmes are run: all combinations of eight pathways, and of activities some."""

ORDERS, MOST_ORDERS = 4, 1_000
"""The same as in `diffusion.explanation`, which is too heavy to import for them."""


def why(
    context: typer.Context,
    model: Model,
    programme: Annotated[
        str,
        typer.Option("-p", "--programme", metavar="PROGRAMME", help="A programme's name or file."),
    ],
    activity: Annotated[
        list[str] | None,
        typer.Option(
            "--activity",
            metavar="NAME",
            help="Tell apart this activity alone, by its id or tactic; may be repeated. All "
            "others are one part.",
        ),
    ] = None,
    outcome: Annotated[
        str,
        typer.Option(
            "--outcome",
            metavar="NAME",
            help="What is explained in sentences and figures: adopters, lasting_adopters, "
            "ever_adopted, adopter_months or mean_income. Tables in DIR have all.",
        ),
    ] = OUTCOME,
    at_month: Annotated[
        int | None,
        typer.Option(
            "--at-month",
            metavar="M",
            parser=whole_number("--at-month", stand_in=1),
            help="What has come of it by the end of this month; without it, at the end.",
        ),
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by",
            metavar="COLUMN",
            help="Divide people by a column of the roster, numbers into quarters; may be repeated.",
        ),
    ] = None,
    artisan: Annotated[
        str | None,
        typer.Option(
            "--artisan",
            metavar="NAME",
            help="Tell of one artisan in one history: month by month, whose part each move was, "
            "and what would have changed it. Nothing else is explained then.",
        ),
    ] = None,
    replicate: Annotated[
        int,
        typer.Option(
            "--replicate",
            metavar="R",
            parser=whole_number("--replicate", stand_in=0),
            help="Number of the history that is told with --artisan.",
        ),
    ] = 0,
    orders: Annotated[
        int,
        typer.Option(
            "--orders",
            metavar="N",
            parser=whole_number("--orders", stand_in=ORDERS),
            help="Orders of the activities drawn in each run, an even number; more make shares "
            "of activities more precise.",
        ),
    ] = ORDERS,
    budget: Budget = None,
    budget_without_facilitator: WithoutFacilitator = False,
    parameters: ParameterSet = PARAMETERS,
    settings: Settings = None,
    runs: Runs = RUNS,
    months: Months = MONTHS,
    random_seed: Seed = SEED,
    threads: Annotated[
        int | None,
        typer.Option(
            "--threads",
            metavar="N",
            parser=whole_number("--threads", stand_in=1),
            help="Processors to use; without it all. Results do not depend on it.",
        ),
    ] = None,
    output: Folder = None,
    replace: Replace = False,
    column: Columns = COLUMN,
    lang: Language = LANGUAGE,
    json: AsJson = False,
) -> None:
    """Explain what a programme brings: through what, by which activities, and for whom.

    Its parts are switched off, alone and together, under the same luck; their shares add up to
    what the programme brings against doing nothing.
    """
    load_numba()  # before anything asks for a kernel
    from diffusion.catalogue.overrides import community_with, read_settings
    from diffusion.explanation.artisan import row_of
    from diffusion.explanation.coalitions import OUTCOMES
    from diffusion.explanation.for_whom import columns_asked
    from diffusion.explanation.parts import named
    from diffusion.i18n.words import words_of
    from diffusion.plotting.column import width_of
    from diffusion.reporting.console.why import print_why
    from diffusion.reporting.why import save_why, tell_why
    from diffusion.util.atomic import check_folder

    say = words_of(lang, place=LANG)
    mistakes = Mistakes(context)
    if output is not None:
        mistakes.of(lambda: check_folder(output, replace=replace))
    mistakes.of(lambda: width_of(column, place=COLUMN_OPTION))
    mistakes.of(lambda: _check_outcome(OUTCOMES, outcome))
    mistakes.of(lambda: _check_orders(orders))
    limits = ("--at-month", at_month, max(1, months)), ("--threads", threads, 1_000)
    for name, number, most in limits:
        if number is not None:
            mistakes.of(partial(check_ranges, (name, number, 1, most)))
    values = mistakes.of(lambda: read_settings(settings or ())) or {}

    def changed(known: "Community") -> "Community":
        found, (one,), _ = community_with(known, [programme], parameters, values, place="--set")
        mistakes.of(lambda: columns_asked(found, by or (), place="--by"))
        mistakes.of(lambda: named(one, activity or (), place="--activity"))
        if artisan is not None:
            mistakes.of(lambda: row_of(found, artisan, place="--artisan"))
        return found

    community = community_asked(
        mistakes, model, programmes=[programme], parameters=parameters, runs=runs, months=months,
        random_seed=random_seed, also=changed,
    )  # fmt: skip
    community, asked, parameters = community_with(
        community, [programme], parameters, values, place="--set"
    )
    options: dict[str, Any] = {
        "budget": budget, "with_facilitator": not budget_without_facilitator,
        "parameters": parameters, "n_months": months, "random_seed": random_seed,
    }  # fmt: skip
    if artisan is not None:
        tell_of_artisan(
            community, asked[0], artisan, say, replicate=replicate, output=output,
            replace=replace, column=column, as_json=json, **options,
        )  # fmt: skip
        return
    tell_if_long(
        say, community.n_artisans, _PLANS, runs=runs, months=months,
        is_asked=has_asked(context, "runs"),
    )  # fmt: skip
    with Waiting(say) as waiting:
        from diffusion.explanation.why import why as explain

        found = explain(
            community, asked[0], by=by or (), activities=activity or (), at_month=at_month,
            n_orders=orders, n_runs=runs, n_threads=threads, progress=waiting.show, **options,
        )  # fmt: skip
    if json:
        print_json(tell_why(found))
    else:
        print_why(found, outcome, say)
    if output is not None:
        save_why(found, output, say, outcome=outcome, replace=replace, column=column)
        note(say("told.written", place=output))


def _check_outcome(known: tuple[str, ...], outcome: str) -> None:
    """Refuse what is not explained.

    Raises
    ------
    InputError
        Naming what is.
    """
    if outcome not in known:
        raise InputError(Problem("--outcome", "", one_of(known, outcome), as_written(outcome)))


def _check_orders(orders: int) -> None:
    """Refuse orders that do not come in pairs.

    Raises
    ------
    InputError
        If there are too few or too many, or an odd number.
    """
    check_ranges(("--orders", orders, 2, MOST_ORDERS))
    if orders % 2:
        raise InputError(Problem("--orders", "", "an even number", str(orders)))
