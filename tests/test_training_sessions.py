"""Training in sessions, the visit, the trainer who buys, and who joins (ODD 7.7, 7.8 and 7.13)."""

from collections.abc import Mapping
from typing import Any

import pytest
from communities import SENIK, Life, activity, community, parameters, programme
from harness import first_quick
from pydantic import ValidationError
from twins import assert_it_acts

from diffusion.kernels import laws
from diffusion.scenario.activity import Activity
from diffusion.scenario.community import Community

SEQUENCE = "campaign_then_collaboration"
SESSIONS = [
    {"day": 1, "content": "marketing", "doses": {"taste": 0.5}},
    {"day": 1, "content": "organising", "doses": {"organising": 0.4, "administration": 0.1}},
    {"day": 2, "content": "technique and practice", "doses": {"skill": 0.2, "mastery": 0.6}},
    {"day": 2, "content": "moulds", "doses": {"subsidy": 50_000, "skill": 0.2, "mastery": 0.3}},
    {"day": 3, "content": "finishing", "doses": {"finishing": 0.5}},
]
IN_SESSIONS = {
    "programme.activity.training.session": SESSIONS,
    "programme.activity.training.doses": {"aware": 1.0, "vicarious": 0.3, "similarity": 0.8},
    "programme.activity.training.meets_trainer": True,
    "parameters.production.taste_weight": 0.1,
    "parameters.production.finishing_weight": 0.1,
    "parameters.association.trained_join_chance": 0.5,
}
CHANGES: dict[str, Mapping[str, Any]] = {
    "in sessions": {},
    "without the first day": {"programme.activity.training.days_left_out": [1]},
    "without the second day": {"programme.activity.training.days_left_out": [2]},
    "without the third day": {"programme.activity.training.days_left_out": [3]},
    "failure teaches": {
        "parameters.events.mending": 1.0,
        "parameters.events.practice_success": 0.4,
    },
    "taste counts more": {"parameters.production.taste_weight": 0.4},
    "finishing counts more": {"parameters.production.finishing_weight": 0.4},
    "who can organise joins": {"parameters.association.join_competence": 1.0},
    "the trainer buys of whom he met": {
        "community.market.channel.foster_buyer.is_trainers": True,
        "parameters.market.meeting_weight": 1.0,
        "programme.activity.training.meets_trainer": False,
    },
}


def senik(case: str) -> Community:
    """Make Senik with a training in sessions, and with what the case changes."""
    return SENIK.with_settings({**IN_SESSIONS, **CHANGES[case]})


@pytest.mark.parametrize("case", first_quick(CHANGES))
def test_each_is_the_twins_and_makes_a_difference(case: str) -> None:
    usual = SENIK if case == "in sessions" else senik("in sessions")
    assert_it_acts(usual, senik(case), SEQUENCE)


def test_sessions_come_by_day_and_a_day_is_left_out_by_one_line() -> None:
    one = activity(tactic="training", session=SESSIONS[::-1], days_left_out=[2])
    taught = [doses.model_dump(exclude_defaults=True) for doses in one.doses_in_order]
    assert taught == [
        {}, {"organising": 0.4, "administration": 0.1}, {"taste": 0.5}, {"finishing": 0.5},
    ]  # fmt: skip
    with pytest.raises(ValidationError, match="days that have a session, 1, 2, 3"):
        activity(tactic="training", session=SESSIONS, days_left_out=[4])


def test_all_sessions_are_for_those_who_came_and_each_moves_its_own() -> None:
    one = activity(tactic="training", places=7, session=SESSIONS)
    life = Life(
        community(), programme(one), parameters({"events.practice_success": 1.0}), n_months=1
    )
    state, hamlets, _ = life.whole_records()[-1]
    came = state.trained
    assert came.sum() == 7
    assert state.taste[came] == pytest.approx([0.5] * 7)
    assert state.competence[came] == pytest.approx([0.4] * 7)
    assert state.subsidy[came].tolist() == [50_000] * 7
    assert state.finishing[came] == pytest.approx([0.5] * 7)
    assert not state.taste[~came].any()
    assert hamlets.administration[0] == pytest.approx(1 - 0.8 * 0.9)


@pytest.mark.parametrize("mending", [0.0, 0.5])
def test_who_failed_learns_more_in_the_next_session(mending: float) -> None:
    sessions = [
        {"day": 1, "content": "practice", "doses": {"mastery": 0.5}},
        {"day": 2, "content": "technique", "doses": {"skill": 0.4}},
        {"day": 3, "content": "technique", "doses": {"skill": 0.4}},
    ]
    one = activity(tactic="training", session=sessions)
    numbers = parameters(
        {"events.practice_success": 0.0, "events.mending": mending, "skill.forgetting": 0.0}
    )
    before, after = Life(community(), programme(one), numbers, n_months=1).records()
    missing = (1 - 0.4 * (1 + mending)) * 0.6
    assert 1 - after["skill"] == pytest.approx(missing * (1 - before["skill"]))


def test_the_way_is_paid_for_each_place() -> None:
    said: dict[str, Any] = {"tactic": "visit", "places": 10, "km": 40.0, "cost_per_km": 500}
    assert activity(**said).cost_of_place == 20_000
    assert programme(activity(**said, cost_per_place=1_000)).price(0).total == 210_000
    with pytest.raises(ValidationError, match="number of places"):
        Activity.model_validate(activity(**said).model_dump(exclude_none=True) | {"places": None})


def test_the_laws_by_hand() -> None:
    assert laws.workmanship(0.4, 0.2, 0.5, 0.1, 0.5) == pytest.approx(0.55, abs=1e-15)
    assert laws.learnt_after_failure(0.4, 0.5) == pytest.approx(0.6, abs=1e-15)
    assert laws.learnt_after_failure(0.8, 0.5) == 1.0
    assert laws.join_chance(0.3, 0.5, 0.4) == pytest.approx(0.44, abs=1e-15)
    assert laws.join_chance(0.3, 0.0, 0.4) == 0.3
