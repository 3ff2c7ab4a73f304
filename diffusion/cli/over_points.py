"""What commands do with --ensemble: the same at each point that shows the patterns."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from diffusion.errors import InputError, Problem
from diffusion.reporting.terminal import Waiting, note, print_json

if TYPE_CHECKING:
    from diffusion.calibration.ensemble import Points
    from diffusion.i18n.words import Words
    from diffusion.scenario.community import Community

ENSEMBLE_OPTION = "--ensemble"

EnsembleOf = Annotated[
    Path | None,
    typer.Option(
        ENSEMBLE_OPTION,
        metavar="DIR",
        help="At each point of an ensemble: the folder of a calibration, or a file of it, also by "
        "its name in the model's folder (senik has ensemble.parquet).",
    ),
]


def points_asked(model: str, ensemble: Path | None, beside: Sequence[str] = ()) -> "Points | None":
    """Read the ensemble that is asked for; None if none is.

    Raises
    ------
    InputError
        If it cannot be read, or an option stands beside it that it does not go with.
    """
    if ensemble is None:
        return None
    if beside:
        expected = (
            "none of --precision, --at-month, --by, --ledger, --events, nor several budgets beside "
            "it"
        )
        raise InputError(Problem(ENSEMBLE_OPTION, "", expected, ", ".join(beside)))
    from diffusion.calibration.ensemble import read_ensemble

    return read_ensemble(model, ensemble)


def compare_over_points(
    community: "Community",
    programmes: Sequence[str],
    points: "Points",
    say: "Words",
    *,
    output: Path | None,
    replace: bool,
    column: str,
    as_json: bool,
    **options: Any,
) -> None:
    """Compare programmes at each point; print it, and write it if asked for."""
    from diffusion.calibration.over_points import compare_over
    from diffusion.reporting.points import print_points, save_points, tell_points

    with Waiting(say) as waiting:
        found = compare_over(community, programmes, points, progress=waiting.show, **options)
    if as_json:
        print_json(tell_points(found, say))
    else:
        print_points(found, say)
    if output is not None:
        save_points(found, output, say, replace=replace, column=column)
        note(say("told.written", place=output))


def run_over_points(
    community: "Community",
    programmes: Sequence[str],
    points: "Points",
    say: "Words",
    *,
    output: Path | None,
    replace: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Simulate programmes at each point; print months, and write them if asked for."""
    from diffusion.calibration.runs_over import run_over
    from diffusion.reporting.points import print_curves, save_curves, tell_curves

    with Waiting(say) as waiting:
        found = run_over(community, programmes, points, progress=waiting.show, **options)
    if as_json:
        print_json(tell_curves(found))
    else:
        print_curves(found, say)
    if output is not None:
        save_curves(found, output, replace=replace)
        note(say("told.written", place=output))
