"""Which histories the patterns ask for: of what programme, how long, and what is kept of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from diffusion.calibration.patterns import (
    OF_ADOPTERS,
    OF_MEMBERS,
    OF_TRAINED,
    OF_USE,
    PEAK,
    Pattern,
    PatternFile,
    Quantity,
)
from diffusion.catalogue.overrides import Inputs
from diffusion.errors import InputError, Problem, as_written
from diffusion.results.indicators import indicator
from diffusion.scenario.activity import Activity
from diffusion.scenario.community import Community
from diffusion.scenario.programme import Programme

KEEPS = {OF_TRAINED: ("artisans", "earned"), OF_MEMBERS: ("artisans",)}
"""What must be kept of every artisan for a measure."""

_MONTHLY = (OF_ADOPTERS, OF_USE)


@dataclass(frozen=True, slots=True)
class History:
    """Runs of one programme, and what is kept of every artisan at their end."""

    programme: str
    n_months: int
    keep: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Histories:
    """Whatever must be simulated at each point, and where each measure finds its own."""

    all: tuple[History, ...]

    def monthly(self, programme: str) -> History:
        """Find the longest runs of a programme, from which any earlier record is taken."""
        own = [one for one in self.all if one.programme == programme]
        return max(own, key=lambda one: one.n_months)

    def ended(self, programme: str, n_months: int) -> History:
        """Find the runs of a programme that end at a record."""
        return next(
            one for one in self.all if (one.programme, one.n_months) == (programme, n_months)
        )


def record_of(community: Community, quantity: Quantity, file: PatternFile) -> int:
    """Record at which something is asked; of a peak the last that counts.

    Raises
    ------
    InputError
        If a calendar month lies before the start, or too late.
    """
    month = quantity.month
    if month is None or month == PEAK:
        return quantity.months[1] if quantity.months else file.months
    if isinstance(month, int):
        return month
    calendar = community.file.calendar
    names = [calendar.month_name(one) for one in range(1_200)]
    if month not in names:
        expected = f"a month from {names[0]} on"
        raise InputError(Problem("patterns", "month", expected, as_written(month)))
    return 1 + names.index(month)  # over at the record after it


def histories_of(file: PatternFile, community: Community) -> Histories:
    """List the histories that all patterns ask for, each once.

    Raises
    ------
    InputError
        If an outcome is unknown, or a month is.
    """
    longest: dict[str, int] = {}
    ended: dict[tuple[str, int], set[str]] = {}
    channels = community.file.market.channels
    for pattern in file.pattern:
        for quantity in pattern.quantities:
            programme = quantity.programme or file.programmes[0]
            record = last_record(community, pattern, quantity, file)
            for name in quantity.measures:
                if name in KEEPS:
                    ended.setdefault((programme, record), set()).update(KEEPS[name])
                    if name == OF_TRAINED and quantity.months and quantity.months[0] > 1:
                        before = quantity.months[0] - 1
                        ended.setdefault((programme, before), set()).add("earned")
                elif name in _MONTHLY or indicator(name, channels).is_monthly:
                    longest[programme] = max(record, longest.get(programme, 1))
                    if quantity.against is not None:
                        other = quantity.against
                        longest[other] = max(record, longest.get(other, 1))
                else:
                    ended.setdefault((programme, record), set())
    for programme, record in longest.items():
        if not any(name == programme and end >= record for name, end in ended):
            ended[programme, record] = set()
    order = [*file.programmes, *file.part]
    found = sorted(ended, key=lambda one: (order.index(one[0]), one[1]))
    return Histories(tuple(History(*one, tuple(sorted(ended[one]))) for one in found))


def last_record(
    community: Community, pattern: Pattern, quantity: Quantity, file: PatternFile
) -> int:
    """Record up to which a quantity of a pattern needs its history; a peak that of the pattern."""
    if quantity.month == PEAK and pattern.month != PEAK:
        return record_of(community, pattern, file)
    return record_of(community, quantity, file)


def programmes_of(file: PatternFile, inputs: Inputs, histories: Histories) -> tuple[Programme, ...]:
    """Cut the programmes to what each history lives through, in the order of the histories."""
    by_name = dict(zip(file.programmes, inputs.programmes, strict=True))
    found = []
    for one in histories.all:
        part = file.part.get(one.programme)
        whole = by_name[one.programme if part is None else part.of]
        tactics = None if part is None else part.tactics
        activities = _lived_through(whole.activity, one.n_months, tactics)
        name = f"{one.programme}_{one.n_months}"
        found.append(whole.model_copy(update={"name": name, "activity": activities}))
    return tuple(found)


def _lived_through(
    activities: Iterable[Activity], n_months: int, tactics: Iterable[str] | None
) -> tuple[Activity, ...]:
    """Keep the dates before an end; of the reviews those of which all that they decide is kept."""
    dated = [
        (one, tuple(month for month in one.months if month < n_months))
        for one in activities
        if tactics is None or one.tactic in tactics
    ]
    kept = [
        one if months == one.months else one.model_copy(update={"months": months})
        for one, months in dated
        if months
    ]
    last = {one.id: one.months[-1] for one in kept}
    reviews = [
        one
        for one in kept
        if one.rule and all(last.get(rule.about, -1) > one.months[0] for rule in one.rule)
    ]
    called = {rule.hold for one in reviews for rule in one.rule}
    return tuple(
        one
        for one in kept
        if (not one.rule or one in reviews) and (not one.on_call or one.id in called)
    )
