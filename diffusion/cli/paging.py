"""The commands `diffusion page` and `diffusion animate`: what a workshop looks at."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from diffusion.cli.commands import (
    MONTHS,
    PARAMETERS,
    RUNS,
    SEED,
    Model,
    Months,
    ParameterSet,
    Runs,
    Seed,
)
from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.reporting.terminal import Waiting, note
from diffusion.util.atomic import check_file, whole_file

if TYPE_CHECKING:
    from diffusion.scenario.community import Community

STANDARD = ("campaign_only", "collaboration_only")
"""Strategies that are compared unless others are named."""

STANDARD_BUDGET = 8_000_000
"""Rupiah for which the standard strategies of Senik are compared unless another sum is named."""

Chosen = Annotated[
    list[str] | None,
    typer.Option(
        "-p",
        "--programme",
        metavar="PROGRAMME",
        help="A programme's name or file; two to four. Without it: campaign_only and "
        "collaboration_only, or else the first two of the model.",
    ),
]
PageBudget = Annotated[
    int | None,
    typer.Option(
        "--budget",
        metavar="RP",
        help="Scale each programme to so many rupiah. Without it: as written, but 8_000_000 for "
        "the two standard strategies of senik.",
    ),
]
Names = Annotated[
    bool, typer.Option("--names", help="Call the artisans by their names in the roster.")
]
ReplaceFile = Annotated[bool, typer.Option("--replace", help="Write over an earlier file.")]


def page(
    model: Model,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE.html", help="The file to write.")
    ],
    programme: Chosen = None,
    budget: PageBudget = None,
    parameters: ParameterSet = PARAMETERS,
    runs: Runs = RUNS,
    months: Months = MONTHS,
    random_seed: Seed = SEED,
    names: Names = False,
    replace: ReplaceFile = False,
) -> None:
    """Write a page for a workshop: one file that any browser opens, without a network."""
    if output.suffix.lower() not in (".html", ".htm"):
        raise InputError(Problem("-o", "", "a file that ends in .html", output.name))
    check_file(output, replace=replace)
    data = _gathered(
        model, programme, budget, names, parameters=parameters, n_runs=runs, n_months=months,
        random_seed=random_seed,
    )  # fmt: skip
    from diffusion.page.build import build_page

    with whole_file(output, replace=replace) as draft:
        draft.write_text(build_page(data), encoding="utf-8", newline="\n")
    note(f"written to {output}")


def animate(
    model: Model,
    output: Annotated[
        Path,
        typer.Option("-o", "--output", metavar="FILE", help="A file ending in .gif or .mp4."),
    ],
    programme: Chosen = None,
    budget: PageBudget = None,
    parameters: ParameterSet = PARAMETERS,
    runs: Runs = RUNS,
    months: Months = MONTHS,
    random_seed: Seed = SEED,
    language: Annotated[
        str, typer.Option("--lang", metavar="id|en", help="Indonesian or English.")
    ] = "id",
    replace: ReplaceFile = False,
) -> None:
    """Draw one history as a film: the networks side by side, and the growing curve.

    A .gif can always be made; an .mp4, which is smaller, where ffmpeg is installed.
    """
    from diffusion.i18n.words import LANGUAGES

    if language not in LANGUAGES:
        expected = one_of(LANGUAGES, language)
        raise InputError(Problem("--lang", "", expected, as_written(language)))
    from diffusion.plotting.film import check_film, film

    check_film(output)
    check_file(output, replace=replace)
    data = _gathered(
        model, programme, budget, False, parameters=parameters, n_runs=runs, n_months=months,
        random_seed=random_seed, with_what_if=False,
    )  # fmt: skip
    with whole_file(output, replace=replace) as draft:
        film(data, draft, language=language)
    note(f"written to {output}")


def _gathered(
    model: str, programmes: list[str] | None, budget: int | None, names: bool, **options: Any
) -> dict[str, Any]:
    from diffusion.catalogue.load import load, programme_of

    community = load(model)
    chosen = programmes or standard_strategies(community)
    for name in chosen:
        programme_of(community, name)
    if budget is None and community.name == "senik" and set(chosen) == set(STANDARD):
        budget = STANDARD_BUDGET
    if names and community.roster is None:
        note("There is no roster, so the artisans have no names; they are called by number.")
    elif names:
        note(
            "warning: the page will name real people and tell what a simulation made of them. "
            "That can shame a person in his own hamlet; ask each of them first, or leave --names "
            "out."
        )
    with Waiting() as waiting:
        from diffusion.page.data import page_data

        return page_data(
            community, chosen, budget=budget, with_names=names, progress=waiting.show, **options
        )


def standard_strategies(community: "Community") -> list[str]:
    """Choose the strategies of a page where nobody has named any."""
    names = list(community.programmes)
    return list(STANDARD) if set(STANDARD) <= set(names) else names[:2]
