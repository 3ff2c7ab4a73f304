"""Scaling a programme to a budget, by its rule."""

from fractions import Fraction

import numpy as np
import pytest
from communities import SENIK, activity, community
from communities import programme as made
from hypothesis import given
from hypothesis import strategies as st

from diffusion.kernels.site import OFFICERS
from diffusion.scenario.activity import Activity
from diffusion.scenario.artisans import Numbered
from diffusion.scenario.budget import _Scaling, fit_to_budget
from diffusion.scenario.budget_fit import BudgetFit
from diffusion.scenario.programme import Programme
from diffusion.scenario.seats import Seats
from diffusion.scenario.tactics import MOST_OFFICERS, TACTICS

DAY = 75_000


def scaled(programme: Programme, budget: int, **options: bool) -> BudgetFit:
    return fit_to_budget(programme, budget, seats=seats(30), person_day_price=DAY, **options)


def seats(*hamlet_sizes: int) -> Seats:
    """Make hamlets of so many artisans, who are called 1 to N."""
    hamlets = np.repeat(np.arange(len(hamlet_sizes)), hamlet_sizes)
    return Seats(hamlets, Numbered(len(hamlets)))


@pytest.mark.parametrize(
    ("name", "activities", "days", "total"),
    [
        ("campaign_only", 1_350_000, 21, 2_925_000),
        ("collaboration_only", 3_550_000, 39, 6_475_000),
        ("campaign_then_collaboration", 4_900_000, 60, 9_400_000),
        ("collaboration_then_campaign", 4_900_000, 60, 9_400_000),
        ("locality_development", 5_550_000, 71, 10_875_000),
        ("social_planning", 5_800_000, 10, 6_550_000),
        ("social_action", 1_200_000, 19, 2_625_000),
        ("none", 0, 0, 0),
    ],
)
def test_the_presets_cost_what_their_files_say(
    name: str, activities: int, days: int, total: int
) -> None:
    """Campaign only: 3 x 150 + 2 x 200 + 3 x 100 + 2 x 100 thousand; 3 + 2 + 12 + 4 days."""
    price = SENIK.programmes[name].price(DAY)
    assert (price.activities, price.person_days, price.total) == (activities, days, total)
    assert price.facilitator == days * DAY


# Two meetings at 100 each, two months apart, and a course of 4 places at 10 + 20 a place.
MEETING = {"id": 1, "months": (0, 2), "cost_fixed": 100}
COURSE = {
    "id": 2,
    "tactic": "training",
    "months": (3,),
    "places": 4,
    "minimum_places": 2,
    "cost_fixed": 10,
    "cost_per_place": 20,
}


def small(latest_month: int = 6) -> Programme:
    programme = made(activity(**MEETING), activity(**COURSE))
    return programme.model_copy(update={"latest_month": latest_month})


def sizes(result: BudgetFit) -> tuple[int, int]:
    meeting, course = result.programme.activities_by_id
    assert course.places is not None
    return meeting.n_dates, course.places


@pytest.mark.parametrize(
    ("budget", "factor", "size", "rest"),
    [
        # As written: 2 x 100 + 10 + 4 x 20 = 290.
        (290, 1, (2, 4), 0),
        # f = 3/4: one meeting, 3 places = 170; then a place more = 190. A meeting does not fit.
        (200, "3/4", (1, 4), 10),
        # The smallest: one meeting and 2 places = 150.
        (150, "1/2", (1, 2), 0),
        # f = 5/4: two meetings, 5 places = 310; f = 3/2: three meetings, 6 places = 430.
        (429, "5/4", (3, 5), 19),
        # Meetings end at month 6: four dates at most. Then places, up to 30 artisans.
        (10_000, "15/2", (4, 30), 10_000 - 400 - 610),
    ],
)
def test_a_budget_worked_out_by_hand(
    budget: int, factor: int | str, size: tuple[int, int], rest: int
) -> None:
    result = scaled(small(), budget)
    assert result.factor == Fraction(factor)
    assert sizes(result) == size
    assert result.unspent == rest
    assert result.programme.activities_by_id[0].months == (0, 2, 4, 6)[: size[0]]


def test_too_small_a_budget_is_not_possible() -> None:
    result = scaled(small(), 149)
    assert not result.is_possible
    assert result.unspent == -1


def test_costs_are_equal_when_less_than_a_twentieth_is_left() -> None:
    programme = made(activity(cost_fixed=951))
    assert scaled(programme, 1000).is_equal_cost
    assert not scaled(made(activity(cost_fixed=950)), 1000).is_equal_cost


def test_dates_are_filled_up_before_places_and_in_order_of_the_ids() -> None:
    """As written 2 dates at 50, 2 at 60 and a course of 4 places at 20: 100 + 120 + 80 = 300.

    From 320 on the largest factor is 5/4: a fifth place, no further date. What is left then buys
    dates first, the first meeting's at 50 before the second's at 60, and after them places:
    at 350 one place; at 370 a date, though two places would fit; at 380 that date and no more;
    at 390 a place follows; at 430, 60 are left after the date, and the second meeting has one.
    """
    meeting, other = ({"months": (0, 1), "cost_fixed": cost} for cost in (50, 60))
    programme = made(
        activity(3, tactic="training", months=(2,), places=4, cost_per_place=20),
        activity(2, **other),
        activity(1, **meeting),
    ).model_copy(update={"latest_month": 2})

    def became(budget: int) -> list[tuple[int, int | None]]:
        return [(a.n_dates, a.places) for a in scaled(programme, budget).programme.activities_by_id]

    assert became(300) == [(2, None), (2, None), (1, 4)]
    assert became(350) == [(2, None), (2, None), (1, 6)]
    assert became(370) == [(3, None), (2, None), (1, 5)]
    assert became(380) == [(3, None), (2, None), (1, 5)]
    assert became(390) == [(3, None), (2, None), (1, 6)]
    assert became(430) == [(3, None), (3, None), (1, 5)]


def test_the_smallest_form_keeps_one_date_and_the_fewest_places() -> None:
    """Ten dates of a course worth holding for 5 of its 14 places, or for its 3 if it has but 3."""
    months = tuple(range(10))
    course = activity(
        tactic="training", months=months, places=14, minimum_places=5, cost_per_place=10
    )
    smallest = scaled(made(course), 50)
    assert smallest.is_possible
    assert smallest.programme.activities_by_id[0].months == (0,)
    assert smallest.programme.activities_by_id[0].places == 5
    few = scaled(made(course.model_copy(update={"places": 3})), 30)
    assert few.programme.activities_by_id[0].places == 3
    assert not scaled(made(course), 49).is_possible


def test_what_opens_something_once_stays_whole() -> None:
    gate = activity(tactic="group_formation", months=(0, 1), cost_fixed=100, places=14)
    meeting = activity(2, months=(0, 1), cost_fixed=100)
    programme = made(gate, meeting).model_copy(update={"latest_month": 9})
    for budget, n_dates in ((300, 1), (400, 2), (1200, 10), (5000, 10)):
        result = scaled(programme, budget)
        assert result.programme.activities_by_id[0] == gate
        assert result.programme.activities_by_id[1].n_dates == n_dates
    assert not scaled(programme, 299).is_possible


def test_more_dates_follow_at_the_last_interval_until_the_latest_month() -> None:
    meeting = activity(months=(0, 5, 7), cost_fixed=100)
    until_12 = made(meeting).model_copy(update={"latest_month": 12})
    assert scaled(until_12, 9_999).programme.activities_by_id[0].months == (0, 5, 7, 9, 11)
    assert scaled(made(meeting), 9_999).programme.activities_by_id[0].months == (0, 5, 7)
    once = made(activity(months=(3,), cost_fixed=100)).model_copy(update={"latest_month": 12})
    assert scaled(once, 9_999).programme.activities_by_id[0].months == (3,)


def test_more_places_than_artisans_count_as_places_for_all() -> None:
    """40 places at Rp 10 in a hamlet of 30: 300 a date, and from there the budget goes.

    As written 2 dates cost 600. For 300 one date is left with all its places; for 299, one with
    29. The file's 40 stay where the budget takes no place away.
    """
    course = activity(tactic="training", months=(0, 1), places=40, cost_per_place=10)
    programme = made(course).model_copy(update={"latest_month": 3})
    cases = ((600, (2, 40)), (1200, (4, 40)), (9_999, (4, 40)), (300, (1, 40)), (299, (1, 29)))
    for budget, size in cases:
        after = scaled(programme, budget).programme.activities_by_id[0]
        assert (after.n_dates, after.places) == size, budget
    assert scaled(programme, 600).before.total == scaled(programme, 600).after.total == 600


def test_five_hundred_places_for_ten_artisans_cost_ten() -> None:
    course = made(activity(tactic="training", places=500, cost_per_place=100_000))
    ten = community(n_artisans=10)
    assert ten.price(course).total == 1_000_000
    assert scaled(course, 10_000_000).unspent == 10_000_000 - 30 * 100_000


def test_places_are_counted_in_each_hamlet() -> None:
    """Hamlets of 11, 19 and 10. Of 14 places, 11 + 14 + 10 = 35 can be filled, of 18 39.

    At Rp 100,000 a place 14 places cost 3.5 million, 18 cost 3.9 and 19 cost 4.0 million, and
    there is no twentieth place to pay for.
    """
    people = seats(11, 19, 10)
    course = made(activity(tactic="training", places=14, cost_per_place=100_000))
    assert course.price(0, seats=people).total == 3_500_000
    for budget, places, price in (
        (3_500_000, 14, 3_500_000),
        (3_900_000, 18, 3_900_000),
        (9_000_000, 19, 4_000_000),
    ):
        result = fit_to_budget(course, budget, seats=people, person_day_price=0)
        assert result.programme.activity[0].places == places
        assert result.after.total == price == result.cost


@pytest.mark.parametrize(
    ("target", "filled"),
    [
        ("all", (11, 14, 10)),
        ("none", (0, 0, 0)),
        ("officers", (9, 9, 9)),
        (("1", "2", "12", "40"), (2, 1, 1)),
    ],
)
def test_only_those_who_can_be_invited_fill_a_place(
    target: str | tuple[str, ...], filled: tuple[int, ...]
) -> None:
    course = activity(tactic="training", places=14, cost_per_place=1, target=target)
    assert seats(11, 19, 10).filled(course) == filled
    assert made(course).price(0, seats=seats(11, 19, 10)).total == sum(filled)


def test_no_more_officers_than_offices_are_priced() -> None:
    assert len(OFFICERS) == MOST_OFFICERS


def test_what_would_make_a_programme_possible_is_told() -> None:
    """A course for 5 of 14 at Rp 100,000 in hamlets of 11, 19 and 10 needs 1.5 million.

    For one place in each hamlet it needs 0.3 million.
    """
    course = made(activity(tactic="training", places=14, minimum_places=5, cost_per_place=100_000))

    def cost(budget: int) -> int | None:
        people = seats(11, 19, 10)
        return fit_to_budget(course, budget, seats=people, person_day_price=0).with_fewest_places

    assert cost(1_500_000) is None
    assert cost(1_499_999) == cost(300_000) == 300_000
    assert cost(299_999) is None


def test_what_was_changed_is_told() -> None:
    changes = scaled(small(), 429).changes
    assert [str(change) for change in changes] == [
        "public_meeting 2 to 3 dates",
        "training 4 to 5 places",
    ]
    assert scaled(small(), 290).changes == ()


def test_an_empty_programme_costs_nothing_at_any_budget() -> None:
    result = scaled(SENIK.programmes["none"], 0)
    assert result.is_possible
    assert (result.unspent, result.changes) == (0, ())
    assert not result.is_equal_cost


def test_a_budget_may_leave_the_facilitator_out() -> None:
    programme = made(activity(months=(0, 1), cost_fixed=100, person_days=1))
    programme = programme.model_copy(update={"latest_month": 3})
    assert not scaled(programme, 400).is_possible
    free = scaled(programme, 400, with_facilitator=False)
    assert free.programme.activities_by_id[0].n_dates == 4
    assert free.after.facilitator == 4 * DAY


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    activities = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        months = tuple(sorted(draw(st.sets(st.integers(0, 11), min_size=1, max_size=5))))
        per_place = draw(st.sampled_from([0, 0, 20_000]))
        activities.append(
            activity(
                id=number,
                months=months,
                tactic=draw(st.sampled_from(["training", "group_formation", "proposal", "film"])),
                places=draw(st.integers(1, 40)),
                minimum_places=draw(st.integers(0, 8)),
                cost_fixed=draw(st.integers(0, 500_000)),
                cost_per_place=per_place,
                person_days=draw(st.integers(0, 5)),
            )
        )
    return made(*activities).model_copy(update={"latest_month": draw(st.integers(11, 23))})


@given(programmes(), st.integers(0, 20_000_000))
def test_a_scaled_programme_keeps_to_the_rule(programme: Programme, budget: int) -> None:
    result = scaled(programme, budget)
    priced = result.programme.price(DAY, seats=seats(30)).total
    assert result.after.total == priced == budget - result.unspent
    assert result.is_possible == (result.after.total <= budget)
    for before, after in zip(
        programme.activities_by_id, result.programme.activities_by_id, strict=True
    ):
        assert before.places is not None
        assert after.places is not None
        if TACTICS[before.tactic].is_gate:
            assert after == before
            continue
        assert after.n_dates >= 1
        assert after.months[-1] <= 23
        kept = min(before.n_dates, after.n_dates)
        assert after.months[:kept] == before.months[:kept]
        if before.cost_per_place == 0:
            assert after.places == before.places
        else:
            fewest = min(before.minimum_places, before.places, 30)
            assert fewest <= after.places
            assert after.places <= 30 or after.places == before.places
        others = {"months", "places"}
        assert after.model_dump(exclude=others) == before.model_dump(exclude=others)


@given(programmes())
def test_the_price_never_falls_as_the_factor_rises(programme: Programme) -> None:
    scaling = _Scaling(programme, seats(30), DAY)
    factors = scaling.factors()
    prices = [scaling.price(scaling.at(factor)) for factor in factors]
    assert factors[0] <= 1
    assert prices == sorted(prices)
    as_written = programme.model_copy(update={"activity": programme.activities_by_id})
    assert scaling.programme_of(scaling.at(Fraction(1))) == as_written


@given(programmes(), st.integers(0, 20_000_000), st.integers(0, 5_000_000))
def test_more_money_never_buys_a_smaller_factor(
    programme: Programme, budget: int, more: int
) -> None:
    assert scaled(programme, budget).factor <= scaled(programme, budget + more).factor


@given(programmes())
def test_the_own_price_changes_nothing(programme: Programme) -> None:
    """At its own price a programme stays as it is, unless something in it costs nothing."""
    price = programme.price(DAY, seats=seats(30)).total
    free = any(one_date(activity) == 0 for activity in programme.activities_by_id)
    if not free:
        assert scaled(programme, price).programme == programme.model_copy(
            update={"activity": programme.activities_by_id}
        )


@given(programmes(), st.integers(0, 20_000_000))
def test_nothing_more_fits(programme: Programme, budget: int) -> None:
    """What is left is less than one more date or one more paid place would cost."""
    result = scaled(programme, budget)
    if not result.is_possible:
        return
    for before, after in zip(
        programme.activities_by_id, result.programme.activities_by_id, strict=True
    ):
        if TACTICS[before.tactic].is_gate:
            continue
        if _may_have_another_date(before, after, programme):
            assert one_date(after) > result.unspent
        if before.cost_per_place and (after.places or 0) < 30:
            assert before.cost_per_place * after.n_dates > result.unspent


def one_date(activity: Activity) -> int:
    """Rupiah for one date in one hamlet of 30."""
    n_seats = min(activity.places or 0, 30)
    return activity.cost_fixed + activity.cost_per_place * n_seats + activity.person_days * DAY


def _may_have_another_date(before: Activity, after: Activity, programme: Programme) -> bool:
    if after.n_dates < before.n_dates:
        return True
    if before.n_dates == 1 or programme.latest_month is None:
        return False
    step = before.months[-1] - before.months[-2]
    return after.months[-1] + step <= programme.latest_month
