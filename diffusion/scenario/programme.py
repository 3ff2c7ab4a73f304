"""A programme of community work: dated, costed activities, one file each."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Literal, Self, get_args

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator
from pydantic.json_schema import SkipJsonSchema

from diffusion.errors import as_written, one_of
from diffusion.scenario.base import Count, Declaration, Probability, Rupiah, Share, mistake

LAST_MONTH = 1_200
"""Largest month number a file may name: a hundred years."""

type Family = Literal["campaign", "collaboration", "contest", "planning"]

type Role = Literal["motivator", "facilitator", "broker", "companion"]

ROLES: tuple[Role, ...] = get_args(Role.__value__)

type TacticName = Literal[
    "public_meeting",
    "film",
    "dialogue",
    "lobbying",
    "planning_together",
    "training",
    "visit",
    "group_formation",
    "mentoring",
    "proposal",
    "market_link",
    "ambassadors",
    "petition",
    "mould_set",
]


@dataclass(frozen=True, slots=True)
class Tactic:
    """What is true of every activity of one kind.

    Attributes
    ----------
    number
        Number of the tactic in the formal model.
    family
        Campaign, collaboration, contest or planning.
    role
        What the facilitator is in it; reported, without an effect of its own.
    acts_on
        Modules without which the activity does less than its file says.
    part_of
        Module without which nothing is left of it but its cost.
    is_gate
        Whether it opens something once and is never made larger or smaller by a budget.
    """

    number: int
    family: Family
    role: Role
    acts_on: tuple[str, ...] = ()
    part_of: str | None = None
    is_gate: bool = False


TACTICS: dict[TacticName, Tactic] = {
    "public_meeting": Tactic(1, "campaign", "motivator"),
    "film": Tactic(2, "campaign", "motivator"),
    "dialogue": Tactic(3, "campaign", "motivator"),
    "lobbying": Tactic(4, "campaign", "broker", ("institutions",)),
    "planning_together": Tactic(5, "collaboration", "facilitator"),
    "training": Tactic(6, "collaboration", "facilitator", ("group",)),
    "visit": Tactic(7, "collaboration", "facilitator"),
    "group_formation": Tactic(
        8, "collaboration", "facilitator", ("group", "finance"), part_of="group", is_gate=True
    ),
    "mentoring": Tactic(9, "collaboration", "companion", ("group",)),
    "proposal": Tactic(10, "collaboration", "broker", ("group", "finance"), is_gate=True),
    "market_link": Tactic(11, "collaboration", "broker", ("market",), is_gate=True),
    "ambassadors": Tactic(12, "collaboration", "motivator", ("ambassadors",)),
    "petition": Tactic(13, "contest", "companion", ("contest",), part_of="contest"),
    "mould_set": Tactic(14, "planning", "broker"),
}

type TargetRule = Literal[
    "none",
    "all",
    "random",
    "volunteers",
    "poorest",
    "highest_degree",
    "highest_eigenvector",
    "friend_cluster",
    "members",
    "members_or_all",
    "officers",
    "trained",
    "adopters",
    "joiners",
]

TARGET_RULES: tuple[str, ...] = get_args(TargetRule.__value__)


def _as_text(label: object) -> object:
    return str(label) if type(label) is int else label


Label = Annotated[str, BeforeValidator(_as_text), WithJsonSchema({"type": ["string", "integer"]})]
"""The name of an artisan, as the roster has it; a whole number may be written without quotes."""


def _rule_or_list(target: object) -> object:
    if isinstance(target, list | tuple):
        for label in target:
            if type(label) not in (str, int):
                raise mistake(expected="a list of artisans", found=f"{as_written(label)} in it")
        names = [str(label) for label in target]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise mistake(expected="each artisan once", found=f"{as_written(twice)} more than once")
        return tuple(target)
    if target in TARGET_RULES:
        return target
    expected = f"{one_of(TARGET_RULES, str(target))}, or a list of artisans"
    raise mistake(expected=expected, found=as_written(target))


Target = Annotated[TargetRule | tuple[Label, ...], BeforeValidator(_rule_or_list)]
"""Whom an activity invites: a rule, or those listed, in their order."""

Month = Annotated[int, Field(ge=0, le=LAST_MONTH)]
"""Months since the start of the calendar; the first month is 0."""


def _in_order(months: tuple[int, ...]) -> tuple[int, ...]:
    if any(later <= earlier for earlier, later in pairwise(months)):
        raise mistake(expected="months in ascending order, none twice", found=as_written(months))
    return months


Months = Annotated[
    tuple[Month, ...],
    Field(strict=False, min_length=1, description="ascending"),
    AfterValidator(_in_order),
]
"""The months in which an activity is held."""


class Doses(Declaration):
    """What one date of an activity does to those who come, and to the community (ODD 7.13)."""

    aware: Probability = Field(default=0.0, description="chance that one who comes hears of it")
    vicarious: Share = Field(default=0.0, description="models seen")
    similarity: Share = Field(default=0.0, description="how alike the models are")
    persuasion: Share = Field(default=0.0, description="verbal persuasion")
    mastery: Share = Field(default=0.0, description="own practice")
    affect: Share = Field(default=0.0, description="enthusiasm")
    stress: Share = Field(default=0.0, description="unpleasant affect")
    skill: Share = Field(default=0.0, description="share of the missing skill that is learnt")
    value_fit: Share = Field(default=0.0, description="share of the misfit removed, at full part")
    subsidy: Rupiah = Field(default=0, description="rupiah off the entry cost")
    contact: Annotated[float, Field(ge=1, le=100)] | None = Field(
        default=None, description="contact rate of an adopter made ambassador, as a multiple"
    )
    administration: Share = Field(default=0.0, description="administration of the association")
    cohesion: Share = Field(default=0.0, description="cohesion of the association")
    lobby: Share = Field(default=0.0, description="commitment of the institutions")
    grant: Rupiah = Field(default=0, description="grant asked for, rupiah")

    def weakened(self, left: float) -> "Doses":
        """Leave a part of every dose; whole rupiah are rounded down."""
        if left == 1:
            return self
        said = self.model_dump(exclude_none=True)
        kept = {k: int(v * left) if isinstance(v, int) else v * left for k, v in said.items()}
        if self.contact is not None:
            kept["contact"] = max(1.0, self.contact * left)
        return Doses.model_validate(kept)


class Activity(Declaration):
    """One line of a programme: a tactic, its months, whom it reaches and what it costs."""

    id: Annotated[int, Field(ge=1, le=1_000_000)] = Field(description="unique in the programme")
    tactic: TacticName
    months: Months
    target: Target = Field(description="a rule, or the list of those invited")
    places: Count | None = Field(default=None, description="left out: a place for everybody")
    minimum_places: Count = Field(default=1, description="fewest places worth holding it for")
    attendance: Probability | None = Field(
        default=None, description="chance that one invited comes; left out: all come"
    )
    participation: Share = Field(description="part that artisans have in shaping it")
    cost_fixed: Rupiah = Field(description="rupiah for each date")
    cost_per_place: Rupiah = Field(description="rupiah for each place on each date")
    person_days: Annotated[int, Field(ge=0, le=10_000)] = Field(
        description="the organisation's own working days for each date"
    )
    km: Annotated[float, Field(ge=0, le=20_000)] = Field(default=0.0, description="travel, km")
    channel: str | None = Field(default=None, description="market channel it may open")
    recommended: bool = Field(default=False, description="recommended by the sub-district")
    coordinates: bool = Field(
        default=False, description="brings those together who carry training and visit"
    )
    informs_of_resources: bool = Field(
        default=False, description="tells which resources there are to ask for"
    )
    trainer_quality: Share = Field(
        default=1.0, description="training: part of skill, mastery and similarity that is given"
    )
    materials_left: Rupiah = Field(
        default=0, description="training: worth of materials left with each who came, rupiah"
    )
    doses: Doses = Doses()

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.cost_per_place and self.places is None:
            raise mistake(
                expected="a number of places, because cost_per_place is not 0",
                found="no places",
            )
        if self.tactic == "market_link" and self.channel is None:
            raise mistake(expected="a channel, which a market link opens", found="no channel")
        if self.tactic != "training" and (self.trainer_quality != 1 or self.materials_left):
            raise mistake(
                expected="trainer_quality and materials_left with a training only",
                found=self.tactic,
            )
        return self

    @property
    def n_dates(self) -> int:
        """Number of times it is held."""
        return len(self.months)

    @property
    def cost_per_date(self) -> int:
        """Rupiah for one date, without person-days."""
        return self.cost_fixed + self.cost_per_place * (self.places or 0)


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


class Programme(Declaration):
    """The dated, costed activities of an organisation."""

    name: SkipJsonSchema[str] = Field(description="the file's name, without its ending")
    title: str = Field(description="one line for people")
    withdrawal_month: Month = Field(description="first month of the facilitator's withdrawal")
    taper: Month = Field(description="months the withdrawal takes")
    latest_month: Month | None = Field(
        default=None, description="last month a budget may add; left out: its own last month"
    )
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
        return self

    @property
    def activities(self) -> tuple[Activity, ...]:
        """The activities in ascending id, the order in which a month holds them."""
        return tuple(sorted(self.activity, key=lambda activity: activity.id))

    @property
    def last_month(self) -> int:
        """The last month in which anything is held; 0 in an empty programme."""
        return max((activity.months[-1] for activity in self.activity), default=0)

    def days_by_role(self) -> dict[Role, int]:
        """Person-days of the organisation in each of its roles."""
        days = dict.fromkeys(ROLES, 0)
        for activity in self.activity:
            days[TACTICS[activity.tactic].role] += activity.person_days * activity.n_dates
        return days

    def permitted_from(self, month: int) -> "Programme":
        """Leave out every date before a month, and every activity that then has none."""
        kept = []
        for activity in self.activity:
            months = tuple(one for one in activity.months if one >= month)
            if months:
                kept.append(activity.model_copy(update={"months": months}))
        return self.model_copy(update={"activity": tuple(kept)})

    def price(self, person_day_price: int, *, n_hamlets: int = 1) -> Price:
        """Price of the whole programme.

        Parameters
        ----------
        person_day_price : int
            Rupiah for one day of the organisation's work.
        n_hamlets : int
            Hamlets in which all of it is held.
        """
        days = n_hamlets * sum(a.person_days * a.n_dates for a in self.activity)
        costs = n_hamlets * sum(a.cost_per_date * a.n_dates for a in self.activity)
        return Price(activities=costs, facilitator=days * person_day_price, person_days=days)
