"""One activity of a programme: its tactic, its months, whom it reaches, what it costs."""

from itertools import pairwise
from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from diffusion.errors import as_written, one_of
from diffusion.scenario.artisans import Label, label_text
from diffusion.scenario.base import Count, Declaration, Month, Probability, Rupiah, Share, mistake
from diffusion.scenario.institutions import Tier
from diffusion.scenario.review import Id, Rule
from diffusion.scenario.tactics import TARGET_RULES, TacticName, TargetRule


def _rule_or_list(target: object) -> object:
    if isinstance(target, list | tuple):
        names = [label_text(label) for label in target]
        for label, name in zip(target, names, strict=True):
            if not isinstance(name, str):
                raise mistake(expected="a list of artisans", found=f"{as_written(label)} in it")
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise mistake(expected="each artisan once", found=f"{as_written(twice)} more than once")
        return tuple(names)
    if target in TARGET_RULES:
        return target
    expected = f"{one_of(TARGET_RULES, str(target))}, or a list of artisans"
    raise mistake(expected=expected, found=as_written(target))


Target = Annotated[TargetRule | tuple[Label, ...], BeforeValidator(_rule_or_list)]
"""Whom an activity invites: a rule, or those listed, in their order."""


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
    voice: Annotated[float, Field(ge=0, le=100)] = Field(
        default=0.0,
        description="how much more one who is won over counts with others: 1 for twice as much",
    )
    administration: Share = Field(default=0.0, description="administration of the association")
    cohesion: Share = Field(default=0.0, description="cohesion of the association")
    lobby: Share = Field(default=0.0, description="commitment of the institutions")
    gain: Share = Field(
        default=0.0, description="gain shown, as a share of the usual profit; module advantage"
    )
    taste: Share = Field(
        default=0.0, description="share learnt of what is missing to know what buyers like"
    )
    finishing: Share = Field(
        default=0.0, description="share learnt of what is missing to finish a piece well"
    )
    organising: Share = Field(
        default=0.0, description="share learnt of what is missing to do the work of an office"
    )
    readiness: Share = Field(default=0.0, description="readiness of the working team")
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


class Session(Declaration):
    """One part of an activity, on one of its days, for all who came."""

    day: Annotated[int, Field(ge=1, le=31)] = Field(description="1 for the first day of a date")
    content: str = Field(description="what is taught, for people")
    doses: Doses = Doses()


class Activity(Declaration):
    """One line of a programme: a tactic, its months, whom it reaches and what it costs."""

    id: Id = Field(description="unique in the programme")
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
    asks_recommendation: bool = Field(
        default=False, description="asks the sub-district for it, which gives it by its commitment"
    )
    tiers: tuple[Tier, ...] = Field(
        default=(),
        strict=False,
        description="tiers of government that the dose lobby moves; left out: all three",
    )
    meets_trainer: bool = Field(
        default=False, description="who comes meets the trainer, who may become their buyer"
    )
    needs_permit: bool = Field(
        default=True, description="module permit: whether it waits for the permit"
    )
    reports: bool = Field(
        default=False, description="reports to the government, whose commitment then lasts"
    )
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
    cost_per_km: Rupiah = Field(default=0, description="rupiah for each place and km on each date")
    doses: Doses = Field(default=Doses(), description="of the activity as a whole")
    # Each is given to all who came, one after the other, by day and then as they stand here.
    session: tuple[Session, ...] = Field(default=(), strict=False)
    days_left_out: tuple[int, ...] = Field(
        default=(), strict=False, description="days whose sessions are not held"
    )
    on_call: bool = Field(
        default=False,
        description="held only on its first date after a review that calls it, once for each call",
    )
    # One table [[activity.rule]] each; a review without any decides nothing.
    rule: tuple[Rule, ...] = Field(default=(), strict=False)

    @model_validator(mode="after")
    def _check(self) -> Self:
        days = {one.day for one in self.session}
        if missing := sorted(set(self.days_left_out) - days):
            raise mistake(
                expected=f"days that have a session, {', '.join(map(str, sorted(days))) or 'none'}",
                found=f"day {missing[0]}",
            )
        if twice := next((tier for tier in self.tiers if self.tiers.count(tier) > 1), None):
            raise mistake(expected="each tier once", found=f"{twice} more than once")
        if self.cost_of_place and self.places is None:
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
        if self.rule and self.tactic != "review":
            raise mistake(expected="rules with a review only", found=self.tactic)
        if self.on_call and self.tactic == "review":
            raise mistake(expected="a review that is held as planned", found="on_call = true")
        return self

    @property
    def doses_in_order(self) -> tuple[Doses, ...]:
        """Doses of the activity as a whole, then of its sessions by day."""
        held = sorted(
            (one for one in self.session if one.day not in self.days_left_out),
            key=lambda one: one.day,
        )
        return (self.doses, *(one.doses for one in held))

    @property
    def cost_of_place(self) -> int:
        """Rupiah for each place on each date, the way there among them."""
        return self.cost_per_place + int(self.km * self.cost_per_km)

    @property
    def n_dates(self) -> int:
        """Number of times it is held."""
        return len(self.months)

    def months_up_to(self, last_month: int, *, if_held_once: int | None = None) -> tuple[int, ...]:
        """List its months, and after them further ones at the interval of its last two.

        Parameters
        ----------
        last_month : int
            No further month is later than this one.
        if_held_once : int or None
            Interval for an activity that is held once; without it, such a one has no further
            month.
        """
        once = len(self.months) == 1
        interval = if_held_once if once else self.months[-1] - self.months[-2]
        if interval is None:
            return self.months
        return (*self.months, *range(self.months[-1] + interval, last_month + 1, interval))
