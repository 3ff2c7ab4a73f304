"""The command `diffusion robust`: does a ranking of two programmes survive."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from diffusion.cli.mistakes import Mistakes
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
    Language,
    Model,
    Months,
    ParameterSet,
    Runs,
    Seed,
    WithoutFacilitator,
    whole_number,
)
from diffusion.cli.own_process import load_numba
from diffusion.errors import InputError, Problem, check_range
from diffusion.reporting.terminal import StoppedError, Waiting, note, print_json

if TYPE_CHECKING:
    from diffusion.i18n.words import Words
    from diffusion.robustness.result import Robustness
    from diffusion.robustness.robust import Plan

POINTS = 256
"""As in `diffusion.robustness.robust`, which is too heavy to import for it; a test compares."""

Workers = Annotated[
    int | None,
    typer.Option(
        "--workers",
        metavar="N",
        parser=whole_number("--workers", stand_in=1),
        help="Without it: as many as processors.",
    ),
]


def robust(
    context: typer.Context,
    model: Model,
    programme: Annotated[
        list[str] | None,
        typer.Option("-p", "--programme", metavar="PROGRAMME", help="A name or file; give two."),
    ] = None,
    budget: Budget = None,
    budget_without_facilitator: WithoutFacilitator = False,
    points: Annotated[
        int,
        typer.Option(
            "--points",
            metavar="N",
            parser=whole_number("--points", stand_in=POINTS),
            help="Points that are spread over the ranges.",
        ),
    ] = POINTS,
    ensemble: Annotated[
        Path | None,
        typer.Option(
            "--ensemble", metavar="DIR", help="Points of a calibration in place of the ranges."
        ),
    ] = None,
    space: Annotated[
        Path | None,
        typer.Option(
            "--space",
            metavar="FILE",
            help="A file with a section [space], as a file of patterns has it, in place of the "
            "ranges of sources.csv.",
        ),
    ] = None,
    measure: Annotated[
        str, typer.Option("--measure", metavar="NAME", help="Of which more is better.")
    ] = "adopters",
    indices: Annotated[
        str,
        typer.Option(
            "--indices", metavar="morris|sobol|none", help="Of the eight strongest numbers."
        ),
    ] = "morris",
    parameters: ParameterSet = PARAMETERS,
    runs: Runs = RUNS,
    months: Months = MONTHS,
    random_seed: Seed = SEED,
    workers: Workers = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="DIR",
            help="New folder for all trials and the report, or the one of this check to go on in.",
        ),
    ] = None,
    column: Columns = COLUMN,
    lang: Language = LANGUAGE,
    json: AsJson = False,
) -> None:
    """Check whether the first programme beats the second whatever the assumed numbers.

    Over their ranges or an ensemble, on other networks, with other answers to exposure and by
    rival theories; and which change of the numbers turns the ranking. With -o it can be stopped at
    any time, and goes on.
    """
    load_numba()
    from diffusion.i18n.words import words_of
    from diffusion.reporting.console.robust import print_robust
    from diffusion.reporting.robust import tell, write_report

    say = words_of(lang, place=LANG)
    mistakes = Mistakes(context)
    asked = mistakes.of(lambda: two_of(programme))
    with Waiting(say) as waiting:
        from diffusion.ensembles.options import MOST_THREADS
        from diffusion.plotting.column import width_of
        from diffusion.robustness.robust import plan_robust
        from diffusion.util.money import rupiah_of

        mistakes.of(lambda: width_of(column, place=COLUMN_OPTION))
        if workers is not None:
            mistakes.of(lambda: check_range("workers", workers, 1, MOST_THREADS))
        whole = mistakes.of(lambda: None if budget is None else rupiah_of(budget, place="--budget"))
        plan = asked and mistakes.of(
            lambda: plan_robust(
                model, *asked, budget=whole, with_facilitator=not budget_without_facilitator,
                points=points, ensemble=ensemble, space=space, parameters=parameters,
                measure=measure, method=indices, n_runs=runs, n_months=months,
                random_seed=random_seed,
            )
        )  # fmt: skip
        mistakes.refuse()
        assert plan
        found = _found(plan, output, say, workers=workers, waiting=waiting)
    if json:
        print_json(tell(found, say))
    else:
        print_robust(found, say)
    if output is not None:
        note(say("told.written", place=write_report(found, output, say, column=column)))


def two_of(programmes: list[str] | None) -> tuple[str, str]:
    """Take the two programmes that are compared.

    Raises
    ------
    InputError
        If there are more or fewer.
    """
    given = programmes or []
    if len(given) != 2:
        expected = "two programmes: the one that should be better first"
        raise InputError(Problem("-p", "", expected, ", ".join(given) or "none"))
    return given[0], given[1]


def _found(
    plan: "Plan", output: Path | None, say: "Words", *, workers: int | None, waiting: Waiting
) -> "Robustness":
    """Run a check; say how much is kept when a person stops it."""
    from diffusion.i18n.messages import message_in
    from diffusion.robustness.attempts import RobustStore
    from diffusion.robustness.robust import run_plan

    def tell_of(warning: str) -> None:
        note(say("told.warning", said=message_in(say.language, warning)))

    try:
        return run_plan(plan, output, workers=workers, tell=tell_of, progress=waiting.show)
    except KeyboardInterrupt:
        if output is None:
            raise
        kept = len(RobustStore(output).files())
        done = f"{kept} finished parts are" if kept != 1 else "one finished part is"
        text = f"stopped; {done} kept in {output}, and the same command goes on"
        raise StoppedError(text) from None
