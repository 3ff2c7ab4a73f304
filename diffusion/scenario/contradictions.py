"""Finds what files say that cannot come true: each line may be right, and they contradict."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from diffusion.errors import InputError, Problem, as_written
from diffusion.scenario.activity import Activity, Doses
from diffusion.scenario.misfits import misfits
from diffusion.scenario.programme import Programme
from diffusion.scenario.tactics import TacticName

if TYPE_CHECKING:
    from diffusion.scenario.community import Community

FOR_THOSE_WHO_COME = (
    *("aware", "vicarious", "persuasion", "mastery", "affect", "stress", "skill", "value_fit"),
    *("subsidy", "contact", "voice", "gain", "taste", "finishing", "organising"),
)
"""Doses that nobody gets where nobody is invited."""

NO_DOSE = Doses()

WITH_PEOPLE: tuple[TacticName, ...] = ("training", "group_formation", "petition", "co_optation")
"""Tactics that are nothing without somebody who takes part."""

INVITES_AFTER: dict[str, TacticName] = {
    "members": "group_formation",
    "officers": "group_formation",
    "trained": "training",
}
"""Tactic before which a rule invites nobody."""


def in_community(community: "Community") -> Iterator[Problem]:
    """Find contradictions between people, numbers, buyers and programmes of a model folder."""
    programmes = community.programmes.values()
    fewest, most = community.file.association.minimum_members, community.largest_hamlet
    if fewest > most and any(_first(one, "group_formation") for one in programmes):
        yield Problem(
            "community.toml",
            "association.minimum_members",
            f"at most {most}, the artisans of the largest hamlet",
            str(fewest),
        )
    for programme in programmes:
        place = f"programmes/{programme.name}.toml"
        yield from _closed_for_ever(community, programme, place)
        yield from in_programme(community, programme, place)


def refuse_new(after: "Community", before: "Community") -> None:
    """Refuse what does not fit, or cannot come true, since values were put into a community.

    What was wrong before is nobody's fault now. A value put into programmes reaches each that has
    its place, also one in which it has no use; it is checked with the people and the buyers, and
    what it makes of that programme alone is not judged.

    Raises
    ------
    InputError
        With every problem that is new, in the words in which a file is refused that says the same.
    """
    if problems := [*misfits(after), *in_community(after)]:
        known = {*misfits(before), *in_community(replace(before, programmes=after.programmes))}
        if new := [one for one in problems if one not in known]:
            raise InputError(new)


def in_programme(community: "Community", programme: Programme, place: str) -> Iterator[Problem]:
    """Find what of a programme can reach nobody, or win nothing, however it goes."""
    for number, activity in enumerate(programme.activity, start=1):
        key = f"activity[{number}]"
        yield from _invited(activity, place, key)
        yield from _too_early(programme, activity, place, key)
        yield from _beyond_the_month(community, activity, place, key)
        yield from _never_won(community, programme, activity, place, key)
        if activity.recommended and activity.asks_recommendation:
            expected = "either recommended or asks_recommendation"
            yield Problem(place, key, expected, "both")
    handed = [*programme.handover.model_dump(exclude_none=True)]
    if handed and not _first(programme, "group_formation"):
        expected = "an activity group_formation, because the work of an association is handed over"
        yield Problem(place, f"handover.{handed[0]}", expected, "none")


def _invited(activity: Activity, place: str, key: str) -> Iterator[Problem]:
    """Find who is invited to nothing, and what is given to nobody."""
    places = activity.places
    if activity.target == "none":
        given = _given(activity, FOR_THOSE_WHO_COME)
        if activity.tactic in WITH_PEOPLE:
            expected = (
                f"a target that invites somebody, without whom a {activity.tactic} is nothing"
            )
            yield Problem(place, f"{key}.target", expected, as_written(activity.target))
        elif given:
            expected = f"a target that invites somebody, whom the dose {given[0]} is for"
            yield Problem(place, f"{key}.target", expected, as_written(activity.target))
    elif activity.target == ():
        expected = 'a list with at least one artisan, or "none"'
        yield Problem(place, f"{key}.target", expected, "[]")
    elif places == 0:
        expected = 'a number of at least 1, or the target "none"'
        yield Problem(place, f"{key}.places", expected, "0")
    elif places is not None and activity.minimum_places > places:
        expected = f"at most {places}, the places of the activity"
        yield Problem(place, f"{key}.minimum_places", expected, str(activity.minimum_places))


def _too_early(programme: Programme, activity: Activity, place: str, key: str) -> Iterator[Problem]:
    """Find a rule that invites only those who are there after something that comes later."""
    if not isinstance(activity.target, str) or activity.target not in INVITES_AFTER:
        return
    needed = INVITES_AFTER[activity.target]
    first = _first(programme, needed)
    if first is None:
        expected = f"an activity {needed} before it, without which the target invites nobody"
        yield Problem(place, f"{key}.target", expected, "none")
    elif (activity.months[-1], activity.id) < first:
        since = f"a date after {needed} in month {first[0]}, before which the target invites nobody"
        yield Problem(place, f"{key}.months", since, str(activity.months[-1]))


def _beyond_the_month(
    community: "Community", activity: Activity, place: str, key: str
) -> Iterator[Problem]:
    """Find sessions on a day that the shortest of the activity's months does not have."""
    for number, session in enumerate(activity.session, start=1):
        for month in activity.months:
            name = community.file.calendar.month_name(month)
            year, of_year = map(int, name.split("-"))
            n_days = monthrange(year, of_year)[1]
            if session.day > n_days:
                expected = f"a day from 1 to {n_days}, as {name} has them"
                yield Problem(place, f"{key}.session[{number}].day", expected, str(session.day))
                break


def _never_won(
    community: "Community", programme: Programme, activity: Activity, place: str, key: str
) -> Iterator[Problem]:
    """Find a grant of which all is for an association that is not there to receive it."""
    rules = community.file.association
    if rules.grant_share < 1 or not _given(activity, ("grant",)):
        return
    first = _first(programme, "group_formation")
    if first is None:
        expected = "an activity group_formation, because all of a grant is for the association"
        yield Problem(place, f"{key}.doses.grant", expected, "none")
    elif (activity.months[-1], activity.id) < first and not rules.grant_waits:
        expected = f"a date after group_formation in month {first[0]}, or grant_waits"
        yield Problem(place, f"{key}.months", expected, str(activity.months[-1]))


def _closed_for_ever(community: "Community", programme: Programme, place: str) -> Iterator[Problem]:
    """Find a link to a buyer who never opens."""
    never = [
        one.name
        for one in community.file.market.channel
        if one.open_chance == 0 and one.promised_by is None
    ]
    for number, activity in enumerate(programme.activity, start=1):
        if activity.tactic == "market_link" and activity.channel in never:
            expected = "a channel with an open_chance above 0"
            key = f"activity[{number}].channel"
            yield Problem(place, key, expected, f"{activity.channel}, with 0")


def _first(programme: Programme, tactic: TacticName) -> tuple[int, int] | None:
    """Find the month and the id of the first date of a tactic."""
    return min(
        ((one.months[0], one.id) for one in programme.activity if one.tactic == tactic),
        default=None,
    )


def _given(activity: Activity, names: Sequence[str]) -> list[str]:
    """Find which of these doses an activity gives, as a whole or in a session."""
    held = activity.doses_in_order
    return [
        name
        for name in names
        if any(getattr(doses, name) != getattr(NO_DOSE, name) for doses in held)
    ]
