"""The command `diffusion search`: which programme does most for a budget."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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
    Columns,
    Language,
    Model,
    Months,
    ParameterSet,
    Seed,
    Settings,
    WithoutFacilitator,
    whole_number,
)
from diffusion.cli.over_points import EnsembleOf
from diffusion.cli.own_process import load_numba
from diffusion.errors import InputError, Problem, check_range
from diffusion.reporting.terminal import StoppedError, Waiting, note

if TYPE_CHECKING:
    from diffusion.calibration.ensemble import Points
    from diffusion.i18n.words import Words
    from diffusion.scenario.community import Community
    from diffusion.search.found import Found
    from diffusion.search.plan import SearchPlan

# The same numbers as in `diffusion.search.plan`, which is too heavy to import for them; a test
# compares them.
CANDIDATES, SEARCHES, FRESH_RUNS = 400, 2, 1_000
MEASURE, BREEDER = "adopters", "optuna"


def search(
    context: typer.Context,
    model: Model,
    budget: Annotated[
        str | None,
        typer.Option(
            "--budget", metavar="RP", help="What may be spent, as 8.000.000, 8 juta or 8e6."
        ),
    ] = None,
    space: Annotated[
        Path | None,
        typer.Option(
            "--space",
            metavar="FILE",
            help="Which activities may be held, how often, when, for whom; without it: those of "
            "the model's programmes, within wide bounds.",
        ),
    ] = None,
    write_space: Annotated[
        Path | None,
        typer.Option(
            "--write-space", metavar="FILE", help="Write the space to FILE, and search nothing."
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say how large the space is, and search nothing.")
    ] = False,
    measure: Annotated[
        str,
        typer.Option(
            "--measure",
            metavar="NAME",
            help="Of what there shall be most: adopters, lasting_adopters or adopter_months.",
        ),
    ] = MEASURE,
    candidates: Annotated[
        int,
        typer.Option(
            "--candidates",
            metavar="N",
            parser=whole_number("--candidates", stand_in=CANDIDATES),
            help="Programmes that each search tries at most.",
        ),
    ] = CANDIDATES,
    searches: Annotated[
        int,
        typer.Option(
            "--searches",
            metavar="N",
            parser=whole_number("--searches", stand_in=SEARCHES),
            help="Searches with draws of their own, to see how much what they find differs.",
        ),
    ] = SEARCHES,
    by: Annotated[
        str,
        typer.Option("--by", metavar="optuna|lot", help="Who proposes programmes."),
    ] = BREEDER,
    ensemble: EnsembleOf = None,
    budget_without_facilitator: WithoutFacilitator = False,
    parameters: ParameterSet = PARAMETERS,
    settings: Settings = None,
    runs: Annotated[
        int,
        typer.Option(
            "--runs",
            metavar="N",
            parser=whole_number("--runs", stand_in=FRESH_RUNS),
            help="Histories of fresh luck in which what was chosen is judged.",
        ),
    ] = FRESH_RUNS,
    months: Months = MONTHS,
    random_seed: Seed = SEED,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers",
            metavar="N",
            parser=whole_number("--workers", stand_in=1),
            help="Without it: as many as processors.",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="DIR",
            help="New folder for the found programme, tables and figures, or the one of this "
            "search to go on in.",
        ),
    ] = None,
    column: Columns = COLUMN,
    lang: Language = LANGUAGE,
    json: AsJson = False,
) -> None:
    """Search for the programme that does most for a budget, and judge it in fresh luck.

    With -o it can be stopped at any time, and the same command goes on.
    """
    load_numba()  # before anything asks for a kernel
    from diffusion.catalogue.overrides import read_settings
    from diffusion.ensembles.options import MOST_THREADS
    from diffusion.i18n.words import words_of
    from diffusion.plotting.column import width_of
    from diffusion.search.plan import Effort
    from diffusion.util.money import sum_asked

    say = words_of(lang, place=LANG)
    mistakes = Mistakes(context)
    mistakes.of(lambda: width_of(column, place=COLUMN_OPTION))
    effort = Effort(measure=measure, candidates=candidates, searches=searches, by=by, runs=runs)
    mistakes.of(effort.check)
    if workers is not None:
        mistakes.of(lambda: check_range("workers", workers, 1, MOST_THREADS))
    whole = mistakes.of(lambda: _budget_of(sum_asked(budget, place="--budget")))
    values = mistakes.of(lambda: read_settings(settings or ())) or {}
    points = mistakes.of(lambda: _points(model, ensemble))
    known = community_asked(
        mistakes, model, parameters=parameters, months=months, random_seed=random_seed
    )
    assert whole is not None
    plan = _planned(
        known, whole, effort, space=space, parameters=parameters, values=values, n_months=months,
        random_seed=random_seed, n_threads=workers,
        with_facilitator=not budget_without_facilitator,
    )  # fmt: skip
    if write_space is not None:
        from diffusion.search.written import write_space_file

        write_space_file(plan.space, plan.file, write_space)
        note(say("searched.wrote_space", place=write_space))
    elif dry_run:
        from diffusion.reporting.console.search import print_search_plan

        print_search_plan(plan, say, as_json=json)
    else:
        found = _found(plan, points, say, output=output)
        _tell(found, say, output=output, column=column, as_json=json)


def _budget_of(asked: int | None) -> int:
    """Refuse a search without a budget.

    Raises
    ------
    InputError
        Saying so.
    """
    if asked is None:
        raise InputError(Problem("--budget", "", "what may be spent, such as 8 juta", "none"))
    return asked


def _points(model: str, ensemble: Path | None) -> "Points | None":
    from diffusion.calibration.ensemble import read_ensemble

    return None if ensemble is None else read_ensemble(model, ensemble)


def _planned(
    community: "Community",
    budget: int,
    effort: Any,
    *,
    space: Path | None,
    parameters: str,
    values: dict[str, Any],
    n_months: int,
    random_seed: int,
    n_threads: int | None,
    with_facilitator: bool,
) -> "SearchPlan":
    """Put settings into the community, and plan the search."""
    from diffusion.catalogue.overrides import community_with
    from diffusion.ensembles.options import RunOptions
    from diffusion.search.plan import plan_search

    name = parameters
    if values:
        community, _, name = community_with(community, (), parameters, values, place="--set")
    options = RunOptions(
        parameters=name, n_months=n_months, random_seed=random_seed, n_threads=n_threads
    )
    return plan_search(
        community, budget, space=space, with_facilitator=with_facilitator, effort=effort,
        options=options,
    )  # fmt: skip


def _found(
    plan: "SearchPlan", points: "Points | None", say: "Words", *, output: Path | None
) -> "Found":
    """Run a search; say how much is kept when a person stops it."""
    from diffusion.i18n.messages import message_in
    from diffusion.search.luck import SearchStore
    from diffusion.search.search import run_search

    def tell(warning: str) -> None:
        note(say("told.warning", said=message_in(say.language, warning)))

    with Waiting(say) as waiting:
        try:
            return run_search(plan, points=points, folder=output, tell=tell, progress=waiting.show)
        except KeyboardInterrupt:
            if output is None:
                raise
            kept = len(SearchStore(output).files())
            done = f"{kept} finished parts are" if kept != 1 else "one finished part is"
            text = f"stopped; {done} kept in {output}, and the same command goes on"
            raise StoppedError(text) from None


def _tell(found: "Found", say: "Words", *, output: Path | None, column: str, as_json: bool) -> None:
    """Print what was found, and write it if asked for."""
    from diffusion.reporting.console.search import print_search
    from diffusion.reporting.search import write_report

    print_search(found, say, as_json=as_json)
    if output is not None:
        note(say("told.written", place=write_report(found, output, say, column=column)))
