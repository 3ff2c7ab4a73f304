"""Says what a budget cannot do: places that nobody can fill, and programmes that are too dear."""

from collections.abc import Iterable, Iterator

from diffusion.catalogue.load import programme_of
from diffusion.i18n.words import Words
from diffusion.scenario.budget import smallest_budget
from diffusion.scenario.budget_fit import ActivityChange, BudgetFit
from diffusion.scenario.community import Community
from diffusion.scenario.programme import Programme


def seat_notes(
    say: Words, community: Community, programmes: Iterable[tuple[str, Programme]]
) -> Iterator[str]:
    """Say where a programme has places that nobody can fill, and so are not paid.

    Parameters
    ----------
    say, community
    programmes
        Each with the name that people are told.
    """
    for name, programme in programmes:
        for activity, written, filled in community.seats.short_of(programme):
            yield say(
                "line.seats_one" if community.n_hamlets == 1 else "line.seats_many",
                strategy=name,
                tactic=say.name("tactic", activity.tactic),
                places=say.number(activity.places, 0),
                n_hamlets=say.number(community.n_hamlets, 0),
                written=say.number(written, 0),
                filled=say.number(filled, 0),
            )


def resized(say: Words, change: ActivityChange) -> str:
    """Say which sizes of an activity the budget changed, each before and after."""
    sizes = {
        "dates": (change.dates_before, change.dates_after),
        "places": (change.places_before, change.places_after),
    }
    said = [
        say(f"say.{what}", before=before, after=after)
        for what, (before, after) in sizes.items()
        if before != after
    ]
    tactic = say.name("tactic", change.tactic)
    return say("line.activity", tactic=tactic, sizes=say.listed(said))


def impossible(say: Words, fit: BudgetFit) -> str:
    """Say what a programme that is too dear needs, and what would make it possible."""
    cost = fit.with_fewest_places
    way = "" if cost is None else say("line.way_fewest_places", cost=say.rupiah(cost))
    return say("line.needs", needed=say.rupiah(fit.cost)) + way


def smallest_budgets(community: Community) -> dict[str, int]:
    """Find from which budget on each programme of a community that acts is possible, rupiah."""
    programmes = {name: programme_of(community, name) for name in community.programmes}
    return {
        name: smallest_budget(community, programme)
        for name, programme in programmes.items()
        if programme.activity
    }


def smallest_budgets_said(say: Words, community: Community) -> str:
    """Say from which budget on each programme is possible; nothing if none acts."""
    listed = [
        say("line.smallest_one", name=say.spelled("strategy", name), cost=say.rupiah(cost))
        for name, cost in smallest_budgets(community).items()
    ]
    return say("line.smallest", listed="; ".join(listed)) if listed else ""
