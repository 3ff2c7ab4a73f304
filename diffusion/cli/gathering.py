"""What a page and a film show: a comparison and one history of each strategy."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from diffusion.cli.mistakes import Mistakes, community_asked
from diffusion.cli.over_points import points_asked
from diffusion.i18n.words import Words
from diffusion.reporting.terminal import Waiting, note

if TYPE_CHECKING:
    from diffusion.scenario.community import Community
    from diffusion.scenario.programme import Programme


def gathered(
    mistakes: Mistakes,
    model: str,
    programmes: list[str] | None,
    *,
    budget: str | None,
    names: bool,
    say: Words,
    by: list[str] | None = None,
    settings: list[str] | None = None,
    ensemble: Path | None = None,
    **options: Any,
) -> dict[str, Any]:
    """Simulate what a page or a film shows; names of real people are warned of.

    With an ensemble, a page shows the same at each of its points beside.

    Raises
    ------
    InputError
        With the mistakes that were kept before, and those in what is asked.
    """
    from diffusion.catalogue.overrides import community_with, read_settings
    from diffusion.comparison.strategies import standard_budget, standard_strategies
    from diffusion.reporting.console.layout import say_budgets
    from diffusion.util.money import sum_asked

    asked = mistakes.of(lambda: sum_asked(budget, place="--budget"))
    values = mistakes.of(lambda: read_settings(settings or ())) or {}
    points = mistakes.of(lambda: points_asked(model, ensemble))

    def changed(known: "Community") -> "tuple[Community, tuple[Programme, ...], str]":
        chosen = programmes or standard_strategies(known)
        return community_with(known, chosen, options["parameters"], values, place="--set")

    community = community_asked(
        mistakes,
        model,
        programmes=programmes,
        parameters=options["parameters"],
        by=by,
        runs=options["n_runs"],
        months=options["n_months"],
        random_seed=options["random_seed"],
        also=changed,
    )
    say_budgets(() if asked is None else (asked,), say)
    known, parameters = community, options["parameters"]
    community, chosen, options["parameters"] = changed(known)
    if asked is None:
        asked = standard_budget(community, [programme.name for programme in chosen])
    if names and community.roster is None:
        note(say("told.no_names"))
    elif names:
        note(say("told.real_names"))
    with Waiting(say) as waiting:
        from diffusion.page.data import page_data

        over = None
        if points is not None:
            from diffusion.calibration.over_points import compare_over

            over = compare_over(
                known, programmes or standard_strategies(known), points, settings=values,
                budget=asked, progress=waiting.show, **(options | {"parameters": parameters}),
            )  # fmt: skip
        return page_data(
            community, chosen, budget=asked, with_names=names, over=over, progress=waiting.show,
            **options,
        )  # fmt: skip
