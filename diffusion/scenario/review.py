"""The rules of a review: what is held once more, or no longer, by what has been reached."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple, Self, get_args

from pydantic import Field, model_validator

from diffusion.errors import one_of
from diffusion.scenario.base import Declaration, mistake

if TYPE_CHECKING:
    from diffusion.scenario.activity import Activity

type Measure = Literal[
    "unaware",
    "knows",
    "persuaded",
    "decided",
    "trial",
    "confirmed",
    "discontinued",
    "adopters",
    "trained",
    "borrowers",
    "in_arrears",
    "members",
    "meetings",
    "fund",
    "open_channels",
]

MEASURES: tuple[str, ...] = get_args(Measure.__value__)
"""What a rule may look at, by the names of outcomes; of one hamlet."""

MOST_DECIDED = 16
"""Most activities of one programme about which reviews decide."""

Id = Annotated[int, Field(ge=1, le=1_000_000)]
"""Number of an activity, unique in its programme."""

Threshold = Annotated[int, Field(ge=1, le=1_000_000_000_000)]
"""What a number is compared with; nothing is fewer than 0, and everything at least 0."""


class Rule(Declaration):
    """One rule of a review: if so many or so few are counted, what is done about it."""

    measure: Measure = Field(description="what is counted in a hamlet at the end of the month")
    channel: str | None = Field(default=None, description="open_channels: this one alone")
    fewer_than: Threshold | None = Field(default=None, description="it acts below this number")
    at_least: Threshold | None = Field(default=None, description="it acts from this number on")
    hold: Id | None = Field(default=None, description="id of an activity on call, held next time")
    drop: Id | None = Field(default=None, description="id of an activity that is held no more")

    @model_validator(mode="after")
    def _check(self) -> Self:
        for one, other in (("fewer_than", "at_least"), ("hold", "drop")):
            n_given = sum(getattr(self, name) is not None for name in (one, other))
            if n_given != 1:
                raise mistake(
                    expected=f"either {one} or {other}", found="both" if n_given else "neither"
                )
        if self.channel is not None and self.measure != "open_channels":
            raise mistake(expected="a channel with open_channels only", found=self.measure)
        if self.channel is not None and self.number > 1:
            raise mistake(expected="1 where a channel is named", found=str(self.number))
        return self

    @property
    def number(self) -> int:
        """What the measure is compared with."""
        return self.fewer_than or self.at_least or 0

    @property
    def about(self) -> int:
        """Id of the activity about which it decides."""
        return self.hold or self.drop or 0


def decided(activities: "Iterable[Activity]") -> tuple[int, ...]:
    """List the ids of the activities about which reviews decide, ascending."""
    return tuple(sorted({rule.about for one in activities for rule in one.rule}))


def most_dates(activity: "Activity", activities: "Iterable[Activity]") -> int:
    """Count the dates on which an activity is held if it is called as often as it can be."""
    if not activity.on_call:
        return activity.n_dates
    n_dates, is_called, calls = 0, False, _months(activities, "hold", activity.id)
    for month in range(activity.months[-1] + 1):
        if is_called and month in activity.months:
            n_dates, is_called = n_dates + 1, False
        is_called = is_called or month in calls
    return n_dates


def fewest_dates(activity: "Activity", activities: "Iterable[Activity]") -> int:
    """Count the dates on which an activity is held if it is not called, and dropped if it can."""
    if activity.on_call:
        return 0
    drops = _months(activities, "drop", activity.id)
    return sum(month <= min(drops, default=month) for month in activity.months)


class Contradiction(NamedTuple):
    """What cannot be, as a message says it."""

    expected: str
    found: str


def contradictions(activities: "tuple[Activity, ...]") -> Iterator[Contradiction]:
    """Find rules that cannot act."""
    by_id = {one.id: one for one in activities}
    for review in activities:
        for number, rule in enumerate(review.rule, start=1):
            if rule.about in by_id:
                yield from _contradiction(review, rule, by_id[rule.about])
            else:
                known = one_of(tuple(str(i) for i in sorted(by_id)), str(rule.about))
                yield Contradiction(
                    f"in rule {number} of activity {review.id} the id of an activity, {known}",
                    f"id {rule.about}",
                )
    for one in activities:
        calls = _months(activities, "hold", one.id)
        if one.on_call and not calls:
            yield Contradiction(f"a rule that holds activity {one.id}, which is on call", "none")
        elif one.on_call and one.months[0] <= min(calls):
            yield Contradiction(
                f"months of activity {one.id} after {min(calls)}, the first review that may "
                "hold it",
                f"month {one.months[0]}",
            )
    n_decided = len(decided(activities))
    if n_decided > MOST_DECIDED:
        yield Contradiction(f"rules about at most {MOST_DECIDED} activities", str(n_decided))


def _contradiction(review: "Activity", rule: Rule, about: "Activity") -> Iterator[Contradiction]:
    key = "coordinates" if about.coordinates else "informs_of_resources"
    if about.tactic == "review":
        yield Contradiction("rules about what is no review", f"activity {about.id}, a review")
    elif rule.hold is not None and not about.on_call:
        yield Contradiction(f"on_call = true in activity {about.id}, to hold it", "on_call = false")
    elif rule.drop is not None and about.on_call:
        yield Contradiction(f"on_call = false in activity {about.id}, to drop it", "on_call = true")
    elif about.months[-1] <= review.months[0]:
        yield Contradiction(
            f"a date of activity {about.id} after {review.months[0]}, the review that decides on "
            "it",
            f"month {about.months[-1]} as its last",
        )
    elif review.needs_permit and not about.needs_permit:
        yield Contradiction(
            f"needs_permit = false in activity {review.id}, as in activity {about.id}, on which it "
            "decides",
            "needs_permit = true",
        )
    elif about.coordinates or about.informs_of_resources:
        yield Contradiction(
            f"{key} = false in activity {about.id}, because others build on it", f"{key} = true"
        )


def _months(activities: "Iterable[Activity]", does: str, number: int) -> set[int]:
    """Months of the reviews that may hold or drop an activity."""
    return {
        month
        for one in activities
        if any(getattr(rule, does) == number for rule in one.rule)
        for month in one.months
    }
