"""What a page and a film show: a comparison and one history of each strategy."""

from typing import Any

from diffusion.cli.mistakes import Mistakes, community_asked
from diffusion.i18n.words import Words
from diffusion.reporting.terminal import Waiting, note


def gathered(
    mistakes: Mistakes,
    model: str,
    programmes: list[str] | None,
    *,
    budget: str | None,
    names: bool,
    say: Words,
    by: list[str] | None = None,
    **options: Any,
) -> dict[str, Any]:
    """Simulate what a page or a film shows; names of real people are warned of.

    Raises
    ------
    InputError
        With the mistakes that were kept before, and those in what is asked.
    """
    from diffusion.comparison.strategies import standard_budget, standard_strategies
    from diffusion.reporting.console.layout import say_budgets
    from diffusion.util.money import sum_asked

    asked = mistakes.of(lambda: sum_asked(budget, place="--budget"))
    community = community_asked(
        mistakes,
        model,
        programmes=programmes,
        parameters=options["parameters"],
        by=by,
        runs=options["n_runs"],
        months=options["n_months"],
        random_seed=options["random_seed"],
    )
    say_budgets(() if asked is None else (asked,), say)
    chosen = programmes or standard_strategies(community)
    if asked is None:
        asked = standard_budget(community, chosen)
    if names and community.roster is None:
        note(say("told.no_names"))
    elif names:
        note(say("told.real_names"))
    with Waiting(say) as waiting:
        from diffusion.page.data import page_data

        return page_data(
            community, chosen, budget=asked, with_names=names, progress=waiting.show, **options
        )
