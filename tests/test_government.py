"""Tiers of government, the working team, and withdrawal from each function (ODD 7.10 and 7.12)."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from communities import NOTHING, SENIK, Life, activity, community, parameters, programme
from harness import agrees, first_quick
from twins import assert_it_acts

import diffusion
from diffusion.kernels import laws
from diffusion.kernels.site import BOOKS, MARKETS, MEETINGS, REGENCY, SUB_DISTRICT, VILLAGE

SEQUENCE = "campaign_then_collaboration"

CHANGES: dict[str, Mapping[str, Any]] = {
    "the village does not care": {"community.institutions.village": 0.0},
    "the sub-district is asked": {
        "community.institutions.sub_district": 0.9,
        "programme.activity.proposal.asks_recommendation": True,
        "parameters.institutions.grant_floor": 0.0,
        "parameters.institutions.grant_recommendation": 0.5,
    },
    "the regency is far away": {"community.institutions.regency": 0.0},
    "only the village is lobbied": {"programme.activity.lobbying.tiers": ["village"]},
    "what is won fades": {"parameters.institutions.fading": 0.3},
    "reports keep it": {
        "parameters.institutions.fading": 0.3,
        "programme.activity.mentoring.reports": True,
    },
    "a poor proposal": {
        "parameters.institutions.proposal_quality_weight": 1.0,
        "programme.activity.proposal.participation": 0.0,
    },
    "the buyer is only promised": {
        "community.market.channel.foster_buyer.promised_by": "regency",
        "parameters.institutions.promise_rate": 0.2,
    },
    "the team is not ready": {
        "community.institutions.team_readiness": 0.1,
        "parameters.events.readiness_weight": 0.7,
        "programme.activity.planning_together.doses.readiness": 0.4,
    },
    "the companion gives less": {"parameters.events.effort_weight": 1.0},
    "meetings are handed over first": {"programme.handover.meetings": 4},
    "buyers are handed over last": {"programme.handover.markets": 20},
}


@pytest.mark.parametrize("case", first_quick(CHANGES))
def test_each_is_the_twins_and_makes_a_difference(case: str) -> None:
    assert_it_acts(SENIK, SENIK.with_settings(CHANGES[case]), SEQUENCE)


def test_what_is_said_of_one_tier_is_said_of_all_unless_another_word_is_there() -> None:
    institutions = SENIK.with_settings({"community.institutions.regency": 0.7}).file.institutions
    assert institutions.commitments == (0.2, 0.2, 0.7)


def test_lobbying_moves_the_tiers_that_it_names() -> None:
    one = activity(tactic="lobbying", target="none", tiers=["regency"], doses={"lobby": 0.25})
    life = Life(community(), programme(one), n_months=1)
    after = life.whole_records()[-1][1].commitment[0]
    assert after[[VILLAGE, SUB_DISTRICT]].tolist() == [0.2, 0.2]
    assert after[REGENCY] == pytest.approx(0.2 + 0.25 * 0.8, abs=1e-15)


@pytest.mark.parametrize("reports", [True, False])
def test_what_was_won_fades_without_reports(reports: bool) -> None:
    won = activity(1, tactic="lobbying", target="none", doses={"lobby": 0.5})
    told = activity(2, target="none", reports=reports, months=tuple(range(6)))
    numbers = parameters({"institutions.fading": 0.1})
    life = Life(community(), programme(won, told), numbers, n_months=6)
    expected = 0.2 + 0.4 * (1.0 if reports else 0.9**6)
    assert life.whole_records()[-1][1].commitment[0] == pytest.approx([expected] * 3, abs=1e-12)


def test_a_proposal_is_as_good_as_those_who_wrote_it_and_their_books() -> None:
    quality = laws.proposal_quality(0.8, 0.4)
    assert quality == pytest.approx(0.6, abs=1e-15)
    assert laws.weighted(0.0, quality) == 1.0
    assert laws.weighted(1.0, quality) == pytest.approx(0.6, abs=1e-15)
    assert laws.weighted(0.5, 0.0) == 0.5


def promised(commitment: float) -> Any:
    """Tell in which runs a promised showroom is open, month by month."""
    there = community(
        institutions={"commitment": commitment},
        association={"self_reliance": 1.0},
        market={
            "channel": [
                {"name": "showroom", "open_chance": 1.0, "price": 900, "quota": 5,
                 "promised_by": "regency"}
            ]
        },
    )  # fmt: skip
    asked = activity(tactic="market_link", target="none", channel="showroom")
    numbers = parameters({"institutions.promise_rate": 0.2})
    outcome = diffusion.simulate(
        there, programme(asked), parameters=numbers, n_runs=2_000, n_months=12
    )
    return outcome.series("showroom_open")


def test_a_promise_is_kept_by_the_commitment_of_who_gave_it() -> None:
    is_open = promised(0.5)
    for month in (1, 5, 12):
        assert agrees(is_open[:, month], 1 - math.exp(-0.2 * 0.5 * month))
        assert not agrees(is_open[:, month], 1 - math.exp(-0.2 * 0.3 * month))
    assert not promised(0.0).any()


def test_a_team_that_is_not_ready_gives_less() -> None:
    taught = activity(1, tactic="training", doses={"skill": 0.4})
    met = activity(2, doses={"value_fit": 0.4}, participation=1.0)
    numbers = parameters({"events.readiness_weight": 0.5, "skill.forgetting": 0.0})
    there = community(institutions={"team_readiness": 0.2})
    before, after = Life(there, programme(taught, met), numbers, n_months=1).records()
    given = 0.4 * (0.5 + 0.5 * 0.2)
    np.testing.assert_allclose(after["skill"], before["skill"] + given * (1 - before["skill"]))
    np.testing.assert_allclose(1 - after["value_fit"], 0.6 * (1 - before["value_fit"]))


def test_preparing_makes_the_team_ready_and_nothing_else() -> None:
    prepared = activity(doses={"readiness": 0.5}, months=(0, 1))
    there = community(institutions={"team_readiness": 0.2})
    whole = Life(there, programme(prepared), n_months=2).whole_records()
    assert whole[-1][1].readiness[0] == pytest.approx(1 - 0.8 * 0.25, abs=1e-15)
    plain = Life(there, NOTHING, n_months=2).records()
    assert all(np.array_equal(mine, yours) for (mine, *_), yours in zip(whole, plain, strict=True))


def test_each_function_is_handed_over_in_its_own_month() -> None:
    plan = programme(activity(participation=1.0, months=tuple(range(12)))).model_copy(
        update={"withdrawal_month": 6, "handover": {"markets": 9}}
    )
    records = Life(community(), plan, n_months=12).whole_records()
    hamlets = records[-1][1]
    effort = {MEETINGS: 6, BOOKS: 6, MARKETS: 9}
    for function, months in effort.items():
        expected = 1 - 0.9 * (1 - 0.08) ** months * (1 - 0.08 * 0.3) ** (12 - months)
        assert hamlets.self_reliance[0, function] == pytest.approx(expected, abs=1e-12)


def test_the_companion_leaves_and_so_do_the_doses() -> None:
    plan = programme(
        activity(tactic="mentoring", months=(0, 1), doses={"persuasion": 0.5})
    ).model_copy(update={"withdrawal_month": 1})
    life = Life(community(), plan, parameters({"events.effort_weight": 0.75}), n_months=2)
    words = []
    for t in range(2):
        life.live(t)
        words.append(life.month.persuasion.tolist())
    assert words[0] == [0.5 * 0.6] * 30
    assert words[1] == pytest.approx([0.25 * 0.5 * 0.6] * 30, abs=1e-15)
