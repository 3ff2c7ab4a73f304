"""What a page and a film show: a comparison and one history of each strategy."""

from typing import Any

from diffusion.reporting.terminal import Waiting, note


def gathered(
    model: str, programmes: list[str] | None, budget: str | None, names: bool, **options: Any
) -> dict[str, Any]:
    """Simulate what a page or a film shows; names of real people are warned of."""
    from diffusion.catalogue.load import load, programme_of
    from diffusion.comparison.strategies import standard_budget, standard_strategies
    from diffusion.util.money import rupiah_of

    sum_asked = None if budget is None else rupiah_of(budget, place="--budget")
    community = load(model)
    chosen = programmes or standard_strategies(community)
    for name in chosen:
        programme_of(community, name)
    if sum_asked is None:
        sum_asked = standard_budget(community, chosen)
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
            community, chosen, budget=sum_asked, with_names=names, progress=waiting.show, **options
        )
