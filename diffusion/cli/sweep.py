"""The command `diffusion sweep`: a design of many points."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from diffusion.cli.mistakes import Mistakes
from diffusion.cli.options import (
    COLUMN,
    COLUMN_OPTION,
    LANG,
    LANGUAGE,
    POINTS_FAILED,
    AsJson,
    Columns,
    Language,
    whole_number,
)
from diffusion.cli.over_points import EnsembleOf, points_asked
from diffusion.errors import InputError, Problem, check_range
from diffusion.reporting.terminal import StoppedError, Waiting, note

if TYPE_CHECKING:
    from diffusion.i18n.words import Words
    from diffusion.sweeps.over import Ensemble
    from diffusion.sweeps.plan import Plan
    from diffusion.sweeps.read import Sweep

OUTCOME = "--outcome"


def sweep(
    context: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="A design: sweep.toml.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="DIR",
            help="New folder, or the one of this sweep to go on in.",
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what it would take, and run nothing.")
    ] = False,
    quick: Annotated[
        bool, typer.Option("--quick", help="The smaller form that the design names.")
    ] = False,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit",
            metavar="N",
            parser=whole_number("--limit", stand_in=1),
            help="Only the first N points.",
        ),
    ] = None,
    ensemble: EnsembleOf = None,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers",
            metavar="N",
            parser=whole_number("--workers", stand_in=1),
            help="Without it: as many as processors.",
        ),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option("--scheduler", metavar="ADDRESS", help="A Dask scheduler, tcp://host:port."),
    ] = None,
    report: Annotated[
        bool,
        typer.Option("--report", help="Also write figures and tables, to the folder's report/."),
    ] = False,
    outcome: Annotated[
        list[str] | None,
        typer.Option(
            OUTCOME,
            metavar="NAME",
            help="Outcome of the figures and indices, as adopters or adopters_36; may be "
            "repeated. Without it: the adopters at the end, or else the design's first.",
        ),
    ] = None,
    column: Columns = COLUMN,
    verify: Annotated[
        Path | None,
        typer.Option("--verify", metavar="DIR", help="Run a sample of a sweep again and compare."),
    ] = None,
    lang: Language = LANGUAGE,
    json: AsJson = False,
) -> None:
    """Run a design of many points; stop it at any time, and the same command goes on.

    Exit status 3 when points could not be run: their messages stand in the table.
    """
    from diffusion.i18n.words import words_of
    from diffusion.reporting.console.sweep import print_agreement, print_plan, print_sweep

    say = words_of(lang, place=LANG)
    mistakes = Mistakes(context)
    mistakes.of(lambda: _check_asked(file, output, verify, dry_run=dry_run))
    with Waiting(say) as waiting:
        from diffusion.ensembles.options import MOST_THREADS
        from diffusion.plotting.column import width_of
        from diffusion.sweeps.run import try_out
        from diffusion.sweeps.verify import verify_sweep

        mistakes.of(lambda: width_of(column, place=COLUMN_OPTION))
        if workers is not None:
            mistakes.of(lambda: check_range("workers", workers, 1, MOST_THREADS))
        plan = over = None
        if file is not None and verify is None:
            over = mistakes.of(lambda: _over(file, ensemble))
            plan = _planned(mistakes, file, outcome or (), quick=quick, limit=limit, ensemble=over)
        mistakes.refuse()
        if verify is not None:
            agreement = verify_sweep(verify, progress=waiting.show)
        elif dry_run:
            assert plan is not None
            waiting.begin()
            estimate = try_out(plan)
        else:
            assert file is not None
            assert output is not None
            results = _results(
                file, output, say, workers=workers, scheduler=scheduler, quick=quick, limit=limit,
                ensemble=over, progress=waiting.show,
            )  # fmt: skip
    if verify is not None:
        print_agreement(agreement, say, as_json=json)
        if not agreement.agrees:
            raise typer.Exit(1)
    elif dry_run:
        assert plan is not None
        print_plan(plan, estimate, say, as_json=json)
    else:
        n_failed = print_sweep(results, say, outcome or (), as_json=json)
        note(say("told.written", place=output))
        if report:
            from diffusion.reporting.sweep import write_report

            place = write_report(results, say, outcome or (), column=column)
            note(say("told.written", place=place))
        if n_failed:
            raise typer.Exit(POINTS_FAILED)


def _planned(
    mistakes: Mistakes, file: Path, outcomes: Sequence[str], **options: Any
) -> "Plan | None":
    """Plan a sweep whose figures and indices are of these outcomes; None by a mistake."""
    from diffusion.sweeps.outcomes import outcomes_shown
    from diffusion.sweeps.plan import plan_sweep

    plan = mistakes.of(lambda: plan_sweep(file, **options))
    if outcomes and plan is not None:
        job = plan.job
        mistakes.of(lambda: outcomes_shown(job.design, [*job.indicators], outcomes, place=OUTCOME))
    return plan


def _over(file: Path, ensemble: Path | None) -> "Ensemble | None":
    """Read the ensemble over which a design is run, also by its name in the model's folder."""
    if ensemble is None:
        return None
    from diffusion.sweeps.design import read_design
    from diffusion.sweeps.over import Ensemble

    model = read_design(file)[0].model
    beside = file.parent / model
    points = points_asked(str(beside) if (beside / "community.toml").is_file() else model, ensemble)
    assert points is not None
    return Ensemble(
        points.settings, points.weight.tolist(), len(points.patterns), points.n_patterns
    )


def _results(file: Path, output: Path, say: "Words", **options: Any) -> "Sweep":
    """Run a sweep; say its warnings, and how much is kept when a person stops it."""
    from diffusion.i18n.messages import message_in
    from diffusion.sweeps.run import run_sweep

    def tell(warning: str) -> None:
        note(say("told.warning", said=message_in(say.language, warning)))

    try:
        return run_sweep(file, output, tell=tell, **options)
    except KeyboardInterrupt:
        raise _stopped(output) from None


def _stopped(output: Path) -> StoppedError:
    """Say how much of a sweep was finished before it was stopped."""
    from diffusion.sweeps.store import Store

    kept = len(Store(output).files())
    done = f"{kept} finished parts are" if kept != 1 else "one finished part is"
    return StoppedError(f"stopped; {done} kept in {output}, and the same command goes on")


def _check_asked(
    file: Path | None, output: Path | None, verify: Path | None, *, dry_run: bool
) -> None:
    """Refuse a sweep of which it is not said what to run, or where the results go.

    Raises
    ------
    InputError
        Saying what is wanting.
    """
    if (file is None) == (verify is None):
        found = "neither" if file is None else "both"
        raise InputError(Problem("sweep", "", "a design file, or --verify with a folder", found))
    if file is not None and output is None and not dry_run:
        raise InputError(Problem("-o", "", "a folder for the results", "none"))
