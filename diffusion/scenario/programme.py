"""A programme of community work: dated, costed activities, one file each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from pydantic import Field, model_validator
from pydantic.json_schema import SkipJsonSchema

from diffusion.scenario.activity import Activity
from diffusion.scenario.base import Declaration, Month, mistake
from diffusion.scenario.review import contradictions, fewest_dates, most_dates
from diffusion.scenario.seats import Seats
from diffusion.scenario.tactics import ROLES, TACTICS, Part, Role
from diffusion.util.display import Shown


@dataclass(frozen=True, slots=True)
class Price:
    """What a programme costs.

    Attributes
    ----------
    activities, facilitator : int
        Rupiah for the activities, and for the person-days of the organisation.
    person_days : int
        Days.
    """

    activities: int
    facilitator: int
    person_days: int

    @property
    def total(self) -> int:
        """Rupiah for both."""
        return self.activities + self.facilitator


class Handover(Declaration):
    """First month of the withdrawal from each function; left out: that of the programme."""

    meetings: Month | None = Field(default=None, description="that meetings are held")
    books: Month | None = Field(default=None, description="administration")
    agencies: Month | None = Field(default=None, description="dealing with offices")
    markets: Month | None = Field(default=None, description="dealing with buyers")


class Programme(Shown, Declaration):
    """The dated, costed activities of an organisation."""

    name: SkipJsonSchema[str] = Field(description="the file's name, without its ending")
    title: str = Field(description="one line for people")
    withdrawal_month: Month = Field(description="first month of the facilitator's withdrawal")
    taper: Month = Field(description="months the withdrawal takes")
    handover: Handover = Handover()
    latest_month: Month | None = Field(
        default=None, description="last month a budget may add; left out: its own last month"
    )
    # One table [[activity]] of the file each, in the file's order.
    activity: tuple[Activity, ...] = Field(default=(), strict=False)

    @model_validator(mode="after")
    def _check(self) -> Self:
        ids = [activity.id for activity in self.activity]
        if twice := sorted({i for i in ids if ids.count(i) > 1}):
            raise mistake(
                expected="a different id for each activity", found=f"id {twice[0]} more than once"
            )
        if self.latest_month is not None and self.latest_month < self.last_month:
            raise mistake(
                expected=f"latest_month {self.last_month} or later, the last month in the file",
                found=str(self.latest_month),
            )
        for one in contradictions(self.activity):
            raise mistake(expected=one.expected, found=one.found)
        return self

    def shown_as(self) -> tuple[str, Mapping[str, str]]:
        """Title, and what is said of the programme."""
        dates = sum(activity.n_dates for activity in self.activity)
        tactics = dict.fromkeys(activity.tactic for activity in self.activity)
        until = f"the last in month {self.last_month + 1}"
        return f"Programme {self.name}: {self.title}", {
            "activities": f"{len(self.activity)} on {dates} dates, {until}",
            "tactics": ", ".join(tactics),
        }

    @property
    def handovers(self) -> tuple[int, ...]:
        """First month of the withdrawal from meetings, books, agencies and markets."""
        said = (getattr(self.handover, name) for name in Handover.model_fields)
        return tuple(self.withdrawal_month if month is None else month for month in said)

    @property
    def activities_by_id(self) -> tuple[Activity, ...]:
        """The activities in ascending id, the order in which a month holds them."""
        return tuple(sorted(self.activity, key=lambda activity: activity.id))

    @property
    def last_month(self) -> int:
        """The last month in which anything is held; 0 in an empty programme."""
        return max((activity.months[-1] for activity in self.activity), default=0)

    @property
    def adapts(self) -> bool:
        """Whether reviews decide what of it is held."""
        return any(activity.rule for activity in self.activity)

    def n_held(self, activity: Activity, *, is_least: bool = False) -> int:
        """Count the dates on which an activity is held at most, or at least, as reviews decide."""
        count = fewest_dates if is_least else most_dates
        return count(activity, self.activity)

    def days_by_role(self) -> dict[Role, int]:
        """Person-days of the organisation in each of its roles, at most."""
        days = dict.fromkeys(ROLES, 0)
        for activity in self.activity:
            days[TACTICS[activity.tactic].role] += activity.person_days * self.n_held(activity)
        return days

    def of(self, part: Part | None) -> tuple[Activity, ...]:
        """Activities of one kind of work, or of one family; None: all."""
        return tuple(
            one for one in self.activity if part is None or part in TACTICS[one.tactic].parts
        )

    def waits_for(self, month: int) -> int:
        """Count the months by which what needs a permit is too early for one of this month."""
        firsts = [one.months[0] for one in self.activity if one.needs_permit]
        return max(0, month - min(firsts, default=month))

    def permitted_from(self, month: int) -> "Programme":
        """Put off what waits for a permit until this month, and all that comes with it.

        What waits keeps its order and its intervals: every date of it, the withdrawal and the
        handover come as many months later as its first date does. What needs no permit stays.
        """
        delay = self.waits_for(month)
        if not delay:
            return self
        moved = tuple(
            one.model_copy(update={"months": tuple(date + delay for date in one.months)})
            if one.needs_permit
            else one
            for one in self.activity
        )
        said = self.handover.model_dump(exclude_none=True)
        handover = {name: first + delay for name, first in said.items()}
        return self.model_copy(
            update={
                "activity": moved,
                "withdrawal_month": self.withdrawal_month + delay,
                "handover": Handover(**handover),
                "latest_month": None if self.latest_month is None else self.latest_month + delay,
            }
        )

    def price(
        self,
        person_day_price: int,
        *,
        seats: Seats | None = None,
        part: Part | None = None,
        is_least: bool = False,
    ) -> Price:
        """Price of the whole programme, or of a part: the most it can cost, as reviews decide.

        Parameters
        ----------
        person_day_price : int
            Rupiah for one day of the organisation's work.
        seats : Seats or None
            Those who can take a place, and the hamlets in all of which it is held: a place that
            nobody can fill costs nothing. None: one hamlet, where every place can be filled.
        part : str or None
            One kind of work, or one family.
        is_least : bool
            The least that it can cost, in place of the most.
        """
        n_hamlets = 1 if seats is None else seats.n_hamlets
        held = [(a, self.n_held(a, is_least=is_least)) for a in self.of(part)]
        days = n_hamlets * sum(a.person_days * n for a, n in held)
        costs = sum(n * cost_of_date(a, seats) for a, n in held)
        return Price(activities=costs, facilitator=days * person_day_price, person_days=days)


def cost_of_date(activity: Activity, seats: Seats | None) -> int:
    """Rupiah that one date of an activity costs in all hamlets, apart from person-days."""
    n_hamlets = 1 if seats is None else seats.n_hamlets
    return n_hamlets * activity.cost_fixed + activity.cost_of_place * _n_seats(activity, seats)


def _n_seats(activity: Activity, seats: Seats | None) -> int:
    if not activity.cost_of_place:
        return 0
    return activity.places or 0 if seats is None else sum(seats.filled(activity))
