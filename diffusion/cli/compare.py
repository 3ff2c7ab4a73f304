"""The command `diffusion compare`: strategies side by side, at one budget or several."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from diffusion.cli.alternatives import (
    AlternativeSettings,
    ParameterSets,
    check_alone,
    compare_all,
)
from diffusion.cli.mistakes import Mistakes, community_asked
from diffusion.cli.options import (
    COLUMN,
    COLUMN_OPTION,
    LANG,
    LANGUAGE,
    MONTHS,
    MOST_RUNS,
    PARAMETERS,
    RUNS,
    SEED,
    AsJson,
    By,
    Columns,
    Folder,
    Language,
    Model,
    Months,
    Programmes,
    Replace,
    Runs,
    Seed,
    WithoutFacilitator,
    number,
    whole_number,
)
from diffusion.cli.over_points import EnsembleOf, compare_over_points, points_asked
from diffusion.cli.own_process import load_numba
from diffusion.cli.patience import has_asked, tell_if_long
from diffusion.reporting.terminal import Waiting, note, print_json

if TYPE_CHECKING:
    from diffusion.comparison.frontier import Frontier
    from diffusion.comparison.result import Comparison
    from diffusion.i18n.words import Words
    from diffusion.scenario.community import Community
    from diffusion.scenario.programme import Programme


def compare(
    context: typer.Context,
    model: Model,
    programme: Programmes = None,
    budget: Annotated[
        str | None,
        typer.Option(
            "--budget",
            metavar="RP",
            help="Scale each programme to so many rupiah, as 8.000.000, 8 juta or 8e6; "
            "LOW:HIGH:N for N budgets.",
        ),
    ] = None,
    budget_without_facilitator: WithoutFacilitator = False,
    at_month: Annotated[
        list[int] | None,
        typer.Option(
            "--at-month",
            metavar="M",
            parser=whole_number("--at-month", stand_in=0),
            help="Compare at this month too; repeatable.",
        ),
    ] = None,
    precision: Annotated[
        float | None,
        typer.Option(
            "--precision",
            metavar="HALF",
            parser=number("--precision", stand_in=1),
            help="Run until differences in adopters are known to plus or minus so many.",
        ),
    ] = None,
    most_runs: Annotated[
        int,
        typer.Option(
            "--most-runs",
            metavar="N",
            parser=whole_number("--most-runs", stand_in=MOST_RUNS),
            help="Cap of the runs for --precision.",
        ),
    ] = MOST_RUNS,
    by: By = None,
    ensemble: EnsembleOf = None,
    parameters: ParameterSets = None,
    settings: AlternativeSettings = None,
    runs: Runs = RUNS,
    months: Months = MONTHS,
    random_seed: Seed = SEED,
    output: Folder = None,
    replace: Replace = False,
    column: Columns = COLUMN,
    lang: Language = LANGUAGE,
    json: AsJson = False,
) -> None:
    """Compare programmes: the same community, the same luck and, with a budget, the same rupiah.

    The first -p is the one that the others are compared with; without -p that is
    campaign_then_collaboration. With several --parameters, or several values for one path of
    --set, all are compared with each of them, and it is told where their order differs.
    """
    load_numba()  # before anything asks for a kernel
    from diffusion.catalogue.overrides import community_with
    from diffusion.comparison.alternatives import Alternative, alternatives_of
    from diffusion.comparison.stopping import check_months_compared, check_precision
    from diffusion.i18n.words import words_of
    from diffusion.plotting.column import width_of
    from diffusion.reporting.console.layout import say_budgets
    from diffusion.util.atomic import check_folder
    from diffusion.util.money import budgets_of

    say = words_of(lang, place=LANG)
    mistakes = Mistakes(context)
    if output is not None:
        mistakes.of(lambda: check_folder(output, replace=replace))
    mistakes.of(lambda: width_of(column, place=COLUMN_OPTION))
    mistakes.of(lambda: check_months_compared(at_month or (), months))
    if precision is not None:
        mistakes.of(lambda: check_precision(precision, most_runs))
    budgets = mistakes.of(lambda: budgets_of(budget, place="--budget")) or ()
    first, *others = mistakes.of(
        lambda: alternatives_of(parameters or [PARAMETERS], settings or ())
    ) or [Alternative(PARAMETERS, {})]
    values = dict(first.values)
    beside = {
        "--precision": precision, "--at-month": at_month, "--by": by,
        "several budgets": len(budgets) > 1,
    }  # fmt: skip
    named = [name for name, one in beside.items() if one]
    points = mistakes.of(lambda: points_asked(model, ensemble, named))
    if others:
        with_ensemble = ["--ensemble"] if ensemble is not None else []
        mistakes.of(lambda: check_alone([*named, *with_ensemble]))

    def changed(known: "Community") -> "tuple[Community, tuple[Programme, ...], str]":
        for one in others:
            community_with(known, programme or (), one.parameters, one.values, place="--set")
        return community_with(known, programme or (), first.parameters, values, place="--set")

    community = community_asked(
        mistakes, model, programmes=programme, parameters=first.parameters, by=by, runs=runs,
        months=months, random_seed=random_seed, also=changed,
    )  # fmt: skip
    say_budgets(budgets, say)
    options: dict[str, Any] = {
        "with_facilitator": not budget_without_facilitator, "n_runs": runs, "n_months": months,
        "random_seed": random_seed,
    }  # fmt: skip
    told = options | {
        "budget": budgets[0] if budgets else None, "output": output, "replace": replace,
        "column": column, "as_json": json,
    }  # fmt: skip
    if points is not None:
        compare_over_points(
            community, programme or (), points, say,
            settings=values, parameters=first.parameters, **told,
        )  # fmt: skip
        return
    base = community
    community, asked, chosen_set = changed(community)
    tell_if_long(
        say, community.n_artisans, len(asked) * max(1, len(budgets)) * (1 + len(others)),
        runs=runs, months=months, is_asked=has_asked(context, "runs"),
    )  # fmt: skip
    if others:
        compare_all(base, programme or (), [first, *others], say, **told)
        return
    found = _compared(
        community, asked if programme else None, budgets, say, at_months=at_month or (),
        precision=precision, most_runs=most_runs, parameters=chosen_set, **options,
    )  # fmt: skip
    _tell(found, say, as_json=json)
    if output is not None:
        from diffusion.reporting.export import save

        save(found, output, replace=replace, language=lang, column=column)
        note(say("told.written", place=output))


def _compared(
    community: "Community",
    programmes: "tuple[Programme, ...] | None",
    budgets: Sequence[int],
    say: "Words",
    **options: Any,
) -> "Comparison | Frontier":
    """Compare at one budget, or none; or along several. Say how far it is."""
    from diffusion.comparison.compare import compare as compare_programmes
    from diffusion.comparison.frontier import budget_frontier

    def will_need(n_runs: int) -> None:
        note(say("told.will_need", n=say.number(n_runs, 0)))

    with Waiting(say) as waiting:
        options |= {"callback": will_need, "progress": waiting.show}
        if len(budgets) > 1:
            return budget_frontier(community, programmes, budgets=budgets, **options)
        budget = budgets[0] if budgets else None
        return compare_programmes(community, programmes, budget=budget, **options)


def _tell(found: "Comparison | Frontier", say: "Words", *, as_json: bool) -> None:
    """Print what was found, as JSON or as tables."""
    from diffusion.comparison.result import Comparison
    from diffusion.reporting.console.comparison import print_comparison
    from diffusion.reporting.console.frontier import print_frontier

    if as_json:
        from diffusion.reporting.export import tell

        print_json(tell(found))
    elif isinstance(found, Comparison):
        print_comparison(found, say)
    else:
        print_frontier(found, say)
