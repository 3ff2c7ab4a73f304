"""What a page and a film show: a comparison and one history of each strategy."""

from typing import Any

from diffusion.i18n.words import Words
from diffusion.reporting.terminal import Waiting, note


def gathered(
    model: str,
    programmes: list[str] | None,
    *,
    budget: str | None,
    names: bool,
    say: Words,
    by: list[str] | None = None,
    **options: Any,
) -> dict[str, Any]:
    """Simulate what a page or a film shows; names of real people are warned of."""
    from diffusion.catalogue.load import load, programme_of
    from diffusion.comparison.strategies import standard_budget, standard_strategies
    from diffusion.reporting.console.layout import say_budgets
    from diffusion.util.money import rupiah_of

    sum_asked = None if budget is None else rupiah_of(budget, place="--budget")
    say_budgets(() if sum_asked is None else (sum_asked,), say)
    community = load(model).with_groups(by or (), place="--by")
    chosen = programmes or standard_strategies(community)
    for name in chosen:
        programme_of(community, name)
    if sum_asked is None:
        sum_asked = standard_budget(community, chosen)
    if names and community.roster is None:
        note(say("told.no_names"))
    elif names:
        note(say("told.real_names"))
    with Waiting(say) as waiting:
        from diffusion.page.data import page_data

        return page_data(
            community, chosen, budget=sum_asked, with_names=names, progress=waiting.show, **options
        )
