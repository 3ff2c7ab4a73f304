"""Says what a budget cannot do: places that nobody can fill, and programmes that are too dear."""

from collections.abc import Iterable, Iterator

from diffusion.i18n.words import Words
from diffusion.scenario.budget_fit import BudgetFit
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


def impossible(say: Words, fit: BudgetFit) -> str:
    """Say what a programme that is too dear needs, and what would make it possible."""
    ways = [say(f"line.way_{way.key}", cost=say.rupiah(way.cost)) for way in fit.ways]
    said = say("line.ways", listed=say("line.or").join(ways)) if ways else ""
    return say("line.needs", needed=say.rupiah(fit.cost)) + said
