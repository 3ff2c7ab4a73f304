"""The offices of the association: who holds them, and what hangs on it (ODD 7.15)."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from communities import SENIK, Life, Wiped, activity, community, parameters, programme
from harness import first_quick
from twins import assert_it_acts

import diffusion
from diffusion.kernels import laws
from diffusion.kernels.phases import offices
from diffusion.kernels.site import (
    AGENCIES,
    BOOKS,
    BUSINESS,
    CHAIR,
    MARKETING,
    MARKETS,
    MEETINGS,
    OFFICES,
    SECRETARY,
    SUPERVISION,
    TREASURER,
)

SEQUENCE = "campaign_then_collaboration"

TAUGHT = {
    "programme.activity.training.doses.organising": 0.4,
    "programme.activity.mentoring.doses.organising": 0.2,
    "programme.activity.mentoring.target": "officers",
    "parameters.offices.office_practice": 0.02,
}
ALL = {
    "parameters.offices.office_weight": 1.0,
    "parameters.offices.books_weight": 0.8,
    "parameters.offices.oversight": 0.9,
    "parameters.offices.opening_rate": 0.3,
    "parameters.offices.shared_moulds": 0.4,
    "parameters.offices.shared_skill": 0.2,
    "parameters.finance.slip": 0.6,
}
CHANGES: dict[str, Mapping[str, Any]] = {key.split(".")[-1]: {key: ALL[key]} for key in ALL}


@pytest.mark.parametrize("case", first_quick(["all", *CHANGES]))
def test_each_is_the_twins_and_makes_a_difference(case: str) -> None:
    base = SENIK.with_settings({**TAUGHT, "community.modules.leakage": True})
    assert_it_acts(base, base.with_settings(CHANGES.get(case, ALL)), SEQUENCE)


@pytest.mark.parametrize("office", range(1, len(OFFICES)), ids=OFFICES[1:])
def test_every_office_changes_what_becomes_of_the_village(office: int) -> None:
    """Adopters, money or skill differ, not only the list of officers; 7 is no office: no change."""
    there = SENIK.with_settings({**TAUGHT, **ALL, "community.modules.leakage": True})
    told = there.programmes[SEQUENCE], there.parameter_sets["default"]
    outcomes = []
    for one in (office, 7):
        whole = [Wiped(one, there, *told, replicate=luck).whole_records() for luck in range(6)]
        outcomes.append(
            [
                (
                    records[-1][0].stage.tolist(),
                    records[-1][0].cash.tolist(),
                    records[-1][2].tolist(),
                )
                for records in whole
            ]
        )
    assert outcomes[0] != outcomes[1]


def founded(**changes: float) -> Life:
    """Live until an association of nine officers stands, each with the competence of .5."""
    life = Life(
        community(), programme(activity(tactic="group_formation", target="all")),
        parameters({"association.join_chance": 1.0, **changes}), n_months=6,
    )  # fmt: skip
    life.live(0)
    life.state.competence[life.state.office > 0] = 0.5
    return life


def test_competence_is_the_mean_of_who_holds_an_office() -> None:
    life = founded()
    marketing = np.flatnonzero(life.state.office == MARKETING)
    life.state.competence[marketing[0]] = 1.0
    life.state.office[life.state.office == SECRETARY] = 0
    life.live(1)
    assert life.hamlets.competence[0, MARKETING] == 0.75
    assert life.hamlets.competence[0, SECRETARY] == 0.0
    assert life.hamlets.in_office[0, [CHAIR, BUSINESS, SECRETARY]].tolist() == [1.0, 2.0, 0.0]
    able = {MEETINGS: 0.5, BOOKS: 0.25, AGENCIES: 0.25, MARKETS: 0.75}
    for function, expected in able.items():
        assert offices.competence_in(life.hamlets, 0, function) == expected
    assert offices.share_filled(life.hamlets, 0, BOOKS) == 0.5
    assert offices.oversight(life.hamlets, 0) == 0.5


def test_administration_rises_only_by_officers_and_meetings() -> None:
    """q + r F c (1 - q) - r q (1 - F) with a meeting; without one or without officers it falls."""
    change = {"offices.office_weight": 1.0, "association.meeting_floor": 1.0}
    life = founded(**change)
    life.live(1)
    before, presence = 0.2, life.hamlets.presence[0, BOOKS]
    for t in (2,):
        before = life.hamlets.administration[0]
        life.live(t)
        presence, able = life.hamlets.presence[0, BOOKS], 0.5
        assert life.hamlets.is_meeting_held[0]
        expected = before + 0.02 * presence * able * (1 - before) - 0.02 * before * (1 - presence)
        assert life.hamlets.administration[0] == pytest.approx(expected, abs=1e-12)
    for nobody in ({"association.meeting_floor": 0.0, "association.meeting_presence": 0.0}, {}):
        life = founded(**(change | nobody))
        if not nobody:
            life.state.office[:] = 0
        life.live(1)
        assert life.hamlets.administration[0] <= 0.2


def test_officers_practise_at_meetings() -> None:
    life = founded(**{"offices.office_practice": 0.1, "association.attendance_floor": 1.0})
    life.live(1)
    officers = life.state.office > 0
    assert life.state.competence[officers] == pytest.approx([0.55] * 9, abs=1e-12)
    assert not life.state.competence[~officers].any()


def test_members_share_moulds() -> None:
    life = founded(**{"offices.shared_moulds": 0.4, "decision.entry_cost": 350_001})
    life.live(1)
    assert life.hamlets.shared_cost[0] == 0.2
    assert laws.entry_cost_left(350_001, 50_000, 0.2) == 350_001 - 70_000 - 50_000
    assert laws.entry_cost_left(350_001, 350_000, 0.2) == 0


def test_the_laws_by_hand() -> None:
    assert laws.self_reliance_used(0.5, 1.0, 0.5) == 0.25
    assert laws.self_reliance_used(0.5, 0.0, 0.0) == 0.5
    assert laws.dealings(1.0, 0.5, 0.5, 0.5) == 0.375
    assert laws.dealings(0.0, 0.1, 0.0, 0.1) == 1.0
    assert laws.unchecked(0.8, 0.5) == 0.6
    assert laws.opening_rate(0.2, 0.5, 0.6) == pytest.approx(0.06, abs=1e-15)
    assert laws.skill_shared(0.2, 0.5, 0.5, 0.6) == pytest.approx(0.3, abs=1e-15)
    assert laws.skill_shared(0.7, 0.5, 0.5, 0.6) == 0.7


def test_an_able_marketing_section_opens_channels_of_its_own() -> None:
    plan = programme(activity(tactic="group_formation", target="all"))
    numbers = parameters({"association.join_chance": 1.0, "offices.opening_rate": 100.0})
    outcome = diffusion.simulate(community(), plan, parameters=numbers, n_runs=3, n_months=3)
    assert not outcome.series("wedding_open").any()  # nobody is able
    taught = programme(
        activity(1, doses={"organising": 1.0}),
        activity(2, tactic="group_formation", target="all"),
    )
    outcome = diffusion.simulate(community(), taught, parameters=numbers, n_runs=3, n_months=3)
    assert outcome.series("wedding_open")[:, 3].all()


def test_oversight_is_by_treasurer_and_supervision() -> None:
    life = founded()
    life.state.competence[life.state.office == TREASURER] = 1.0
    life.state.competence[life.state.office == SUPERVISION] = 0.0
    life.live(1)
    assert offices.oversight(life.hamlets, 0) == 0.5
