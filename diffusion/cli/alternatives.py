"""What `compare` does with several parameter sets, or several values for one setting."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from diffusion.errors import InputError, Problem
from diffusion.reporting.terminal import Waiting, note, print_json

if TYPE_CHECKING:
    from diffusion.comparison.alternatives import Alternative
    from diffusion.i18n.words import Words
    from diffusion.scenario.community import Community

ParameterSets = Annotated[
    list[str] | None,
    typer.Option(
        "--parameters",
        metavar="SET",
        help="Which set of the model's numbers; several are alternatives. Without it: default.",
    ),
]
AlternativeSettings = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="PATH=VALUE",
        help="Put a value at a path, as parameters.decision.alpha=0.03; may be repeated. Several "
        "values for one path are alternatives.",
    ),
]


def check_alone(beside: Sequence[str]) -> None:
    """Refuse options that do not go with several alternatives.

    Raises
    ------
    InputError
        If there is any.
    """
    if beside:
        expected = "one parameter set and one value for each path beside it"
        raise InputError(Problem(", ".join(beside), "", expected, "several"))


def compare_all(
    community: "Community",
    programmes: Sequence[str],
    alternatives: "Sequence[Alternative]",
    say: "Words",
    *,
    output: Path | None,
    replace: bool,
    column: str,
    as_json: bool,
    **options: Any,
) -> None:
    """Compare programmes in each alternative; print it, and write it if asked for."""
    from diffusion.comparison.alternatives import compare_alternatives
    from diffusion.reporting.alternatives import print_alternatives, save_alternatives, tell

    with Waiting(say) as waiting:
        found = compare_alternatives(
            community, programmes, alternatives, progress=waiting.show, **options
        )
    if as_json:
        print_json(tell(found, say))
    else:
        print_alternatives(found, say)
    if output is not None:
        save_alternatives(found, output, say, replace=replace, column=column)
        note(say("told.written", place=output))
