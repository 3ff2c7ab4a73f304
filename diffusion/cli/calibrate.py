"""The command `diffusion calibrate`: which numbers show the patterns."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from diffusion.cli.mistakes import Mistakes
from diffusion.cli.options import (
    COLUMN,
    COLUMN_OPTION,
    LANG,
    LANGUAGE,
    AsJson,
    Columns,
    Language,
    Model,
    whole_number,
)
from diffusion.errors import InputError, Problem, check_range
from diffusion.reporting.terminal import StoppedError, Waiting, note

if TYPE_CHECKING:
    from diffusion.calibration.calibrated import Calibration
    from diffusion.calibration.plan import Plan
    from diffusion.i18n.words import Words

NONE_SHOWS_ALL = 4
"""Exit status where no point shows all patterns."""

type _Whole = int | None


def calibrate(
    context: typer.Context,
    model: Model,
    patterns: Annotated[
        Path,
        typer.Argument(
            metavar="PATTERNS", help="A file of patterns, or its name in the model's folder."
        ),
    ] = Path("patterns.toml"),
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="DIR",
            help="New folder, or the one of this calibration to go on in.",
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what it would take, and run nothing.")
    ] = False,
    points: Annotated[
        _Whole,
        typer.Option(
            "--points",
            metavar="N",
            parser=whole_number("--points", stand_in=10),
            help="Points of the first sample, in place of the file's.",
        ),
    ] = None,
    runs: Annotated[
        _Whole,
        typer.Option(
            "--runs",
            metavar="N",
            parser=whole_number("--runs", stand_in=2),
            help="Histories of each point, in place of the file's.",
        ),
    ] = None,
    random_seed: Annotated[
        _Whole,
        typer.Option(
            "--random-seed",
            metavar="S",
            parser=whole_number("--random-seed", stand_in=1),
            help="The number that starts the draws, in place of the file's.",
        ),
    ] = None,
    workers: Annotated[
        _Whole,
        typer.Option(
            "--workers",
            metavar="N",
            parser=whole_number("--workers", stand_in=1),
            help="Without it: as many as processors.",
        ),
    ] = None,
    column: Columns = COLUMN,
    lang: Language = LANGUAGE,
    json: AsJson = False,
) -> None:
    """Find the numbers with which a community shows patterns; stop it at any time, and it goes on.

    Exit status 4 when no point shows all patterns: then the smallest set to drop is named.
    """
    from diffusion.i18n.words import words_of
    from diffusion.reporting.calibration import write_report
    from diffusion.reporting.console.calibration import print_calibration, print_calibration_plan

    say = words_of(lang, place=LANG)
    mistakes = Mistakes(context)
    mistakes.of(lambda: _check_asked(output, dry_run=dry_run))
    with Waiting(say) as waiting:
        from diffusion.calibration.plan import plan_calibration, try_out
        from diffusion.ensembles.options import MOST_THREADS
        from diffusion.plotting.column import width_of

        mistakes.of(lambda: width_of(column, place=COLUMN_OPTION))
        if workers is not None:
            mistakes.of(lambda: check_range("workers", workers, 1, MOST_THREADS))
        plan = mistakes.of(
            lambda: plan_calibration(
                model, patterns, points=points, runs=runs, random_seed=random_seed
            )
        )
        mistakes.refuse()
        assert plan is not None
        if dry_run:
            waiting.begin()
            estimate = try_out(plan)
        else:
            assert output is not None
            found = _found(plan, output, say, workers=workers, waiting=waiting)
    if dry_run:
        print_calibration_plan(plan, estimate, say, as_json=json)
        return
    print_calibration(found, say, as_json=json)
    note(say("told.written", place=write_report(found, say, column=column)))
    if not found.shows_all:
        raise typer.Exit(NONE_SHOWS_ALL)


def _found(
    plan: "Plan", output: Path, say: "Words", *, workers: int | None, waiting: Waiting
) -> "Calibration":
    """Run a calibration; say how much is kept when a person stops it."""
    from diffusion.calibration.calibrate import run_plan
    from diffusion.calibration.tries import CalibrationStore
    from diffusion.i18n.messages import message_in

    def tell(warning: str) -> None:
        note(say("told.warning", said=message_in(say.language, warning)))

    try:
        return run_plan(plan, output, workers=workers, tell=tell, progress=waiting.show)
    except KeyboardInterrupt:
        kept = len(CalibrationStore(output).files())
        done = f"{kept} finished parts are" if kept != 1 else "one finished part is"
        text = f"stopped; {done} kept in {output}, and the same command goes on"
        raise StoppedError(text) from None


def _check_asked(output: Path | None, *, dry_run: bool) -> None:
    """Refuse a calibration of which it is not said where the results go.

    Raises
    ------
    InputError
        Saying so.
    """
    if output is None and not dry_run:
        raise InputError(Problem("-o", "", "a folder for the results", "none"))
