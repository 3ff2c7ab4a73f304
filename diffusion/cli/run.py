"""The command `diffusion run`: programmes one by one, month by month."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from diffusion.cli.mistakes import Mistakes, community_asked
from diffusion.cli.options import (
    LANG,
    LANGUAGE,
    MONTHS,
    PARAMETERS,
    RUNS,
    SEED,
    AsJson,
    Budget,
    BudgetOf,
    By,
    Folder,
    Language,
    Model,
    Months,
    ParameterSet,
    Programmes,
    Replace,
    Runs,
    Seed,
    Settings,
    WithoutFacilitator,
    whole_number,
)
from diffusion.cli.over_points import EnsembleOf, points_asked, run_over_points
from diffusion.cli.own_process import load_numba
from diffusion.cli.patience import has_asked, tell_if_long
from diffusion.errors import InputError, Problem
from diffusion.reporting.terminal import Waiting, note, print_json

if TYPE_CHECKING:
    from diffusion.i18n.words import Words
    from diffusion.results.events import EventRecord
    from diffusion.results.outcome import Outcome
    from diffusion.scenario.community import Community
    from diffusion.scenario.programme import Programme

EVENTS = "--events"


def run(
    context: typer.Context,
    model: Model,
    programme: Programmes = None,
    parameters: ParameterSet = PARAMETERS,
    runs: Runs = RUNS,
    months: Months = MONTHS,
    random_seed: Seed = SEED,
    first_replicate: Annotated[
        int,
        typer.Option(
            "--first-replicate",
            metavar="R",
            parser=whole_number("--first-replicate", stand_in=0),
            help="Number of the first history.",
        ),
    ] = 0,
    settings: Settings = None,
    budget: Budget = None,
    budget_of: BudgetOf = None,
    budget_without_facilitator: WithoutFacilitator = False,
    by: By = None,
    ensemble: EnsembleOf = None,
    ledger: Annotated[
        bool,
        typer.Option("--ledger", help="Also the money of the first history, month by month."),
    ] = False,
    events: Annotated[
        bool,
        typer.Option(
            EVENTS, help="Also what happened to whom, event by event: events.parquet in DIR."
        ),
    ] = False,
    output: Folder = None,
    replace: Replace = False,
    lang: Language = LANGUAGE,
    json: AsJson = False,
) -> None:
    """Simulate programmes one by one, month by month."""
    load_numba()  # before anything asks for a kernel
    from diffusion.catalogue.arguments import programmes_of
    from diffusion.catalogue.overrides import community_with, read_settings
    from diffusion.i18n.words import words_of
    from diffusion.reporting.console.layout import say_budgets
    from diffusion.reporting.console.parts import say_prices
    from diffusion.util.atomic import check_folder
    from diffusion.util.money import sum_asked

    say = words_of(lang, place=LANG)
    mistakes = Mistakes(context)
    if output is not None:
        mistakes.of(lambda: check_folder(output, replace=replace))
    asked = mistakes.of(lambda: sum_asked(budget, place="--budget"))
    values = mistakes.of(lambda: read_settings(settings or ())) or {}
    if events and output is None:
        mistakes.of(_refuse_events_without_folder)
    asked_beside = (("--by", by), ("--ledger", ledger), (EVENTS, events))
    beside = [name for name, one in asked_beside if one]
    points = mistakes.of(lambda: points_asked(model, ensemble, beside))

    def changed(known: "Community") -> "tuple[Community, tuple[Programme, ...], str]":
        return community_with(known, programme or (), parameters, values, place="--set")

    community = community_asked(
        mistakes, model, programmes=programme, parameters=parameters, by=by, runs=runs,
        months=months, random_seed=random_seed, first_replicate=first_replicate, also=changed,
    )  # fmt: skip
    say_budgets(() if asked is None else (asked,), say)
    options: dict[str, Any] = {
        "n_runs": runs, "n_months": months, "random_seed": random_seed,
        "first_replicate": first_replicate,
    }  # fmt: skip
    if points is not None:
        run_over_points(
            community, programme or (), points, say,
            settings=values, parameters=parameters, budget=asked, budget_of=budget_of,
            with_facilitator=not budget_without_facilitator, output=output, replace=replace,
            as_json=json, **options,
        )  # fmt: skip
        return
    community, asked_for, parameters = changed(community)
    programmes = programmes_of(
        community, asked_for, budget=asked, with_facilitator=not budget_without_facilitator,
        budget_of=budget_of, place="--budget",
    )  # fmt: skip
    if budget_of is not None:
        say_prices(community, asked_for, programmes, budget_of, say)
    tell_if_long(
        say, community.n_artisans, len(programmes), runs=runs, months=months,
        is_asked=has_asked(context, "runs"),
    )  # fmt: skip
    options["parameters"] = parameters
    outcomes, groups = _simulated(community, programmes, say, **options)
    _tell(community, programmes, outcomes, groups, parameters, say, with_books=ledger, as_json=json)
    if output is not None:
        from diffusion.reporting.export import save_outcomes

        records = _recorded(community, programmes if events else (), say, **options)
        save_outcomes(outcomes, output, groups, replace=replace, with_books=ledger, records=records)
        note(say("told.written", place=output))


def _simulated(
    community: "Community", programmes: "tuple[Programme, ...]", say: "Words", **options: Any
) -> "tuple[list[Outcome], list[dict[str, Any]]]":
    """Simulate each programme, saying how far it is; give outcomes, and the rows of groups."""
    with Waiting(say) as waiting:
        from diffusion.comparison.equity import equity_rows
        from diffusion.ensembles.simulate import simulate

        keep = ("traits", "artisans") if community.shown_groups else ("traits",)
        outcomes = simulate(community, programmes, keep=keep, progress=waiting.show, **options)
    return outcomes, equity_rows(((one.programme, one) for one in outcomes), community)


def _recorded(
    community: "Community", programmes: "tuple[Programme, ...]", say: "Words", **options: Any
) -> "list[EventRecord]":
    """Record what happened in the runs of each programme, saying how far it is."""
    if not programmes:
        return []
    with Waiting(say) as waiting:
        from diffusion.ensembles.record_events import record_events

        return [
            record_events(community, one, progress=waiting.show, **options) for one in programmes
        ]


def _refuse_events_without_folder() -> None:
    """Refuse to record events that are written nowhere.

    Raises
    ------
    InputError
        Always; it says what to add.
    """
    expected = "-o DIR beside it, the folder into which they are written"
    raise InputError(Problem(EVENTS, "", expected, "no folder"))


def _tell(
    community: "Community",
    programmes: "tuple[Programme, ...]",
    outcomes: "list[Outcome]",
    groups: list[dict[str, Any]],
    parameters: str,
    say: "Words",
    *,
    with_books: bool,
    as_json: bool,
) -> None:
    """Print each outcome, with the money of its first history if asked for, and the groups."""
    if as_json:
        from diffusion.reporting.export import tell_outcomes

        print_json(tell_outcomes(outcomes, groups, with_books=with_books))
        return
    from diffusion.reporting.console.groups import print_groups
    from diffusion.reporting.console.outcome import print_books, print_outcome

    for programme, outcome in zip(programmes, outcomes, strict=True):
        print_outcome(community, programme, outcome, parameters, say)
        if with_books:
            print_books(community, outcome, say)
    print_groups(groups, say)
