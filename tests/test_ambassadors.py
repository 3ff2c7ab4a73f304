"""Ambassadors are seen more, and closeness is seen (ODD 7.1)."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from communities import SENIK, Life, activity, community, parameters, programme
from harness import first_quick
from twins import assert_it_acts, differ, history

from diffusion.kernels import laws

ACTIVITY = "programme.activity.ambassadors"
ASKED: dict[str, Any] = {
    f"{ACTIVITY}.months": [6, 7, 8, 9, 10, 11, 12],
    "parameters.exposure.ambassador_weight": 1.0,
}
CHANGES: dict[str, tuple[Mapping[str, Any], Mapping[str, Any]]] = {
    "ambassadors": ({}, ASKED),
    "with a larger contact": (ASKED, ASKED | {f"{ACTIVITY}.doses.contact": 5.0}),
    "in a flow": (
        {**ASKED, "parameters.exposure.memory": "flow"},
        {
            **ASKED,
            "parameters.exposure.memory": "flow",
            "parameters.exposure.ambassador_weight": 0.5,
            "community.modules.advantage": True,
        },
    ),
    "closeness": (
        {"community.modules.proximity": True},
        {"community.modules.proximity": True, "parameters.exposure.proximity_weight": 2.0},
    ),
}


@pytest.mark.parametrize("case", first_quick(CHANGES))
def test_each_is_the_twins_and_makes_a_difference(case: str) -> None:
    usual, change = (SENIK.with_settings(settings) for settings in CHANGES[case])
    assert_it_acts(usual, change, "locality_development")


def test_without_the_module_an_ambassador_is_like_all() -> None:
    off = {"community.modules.ambassadors": False}
    one, other = (SENIK.with_settings(settings) for settings in (off, {**ASKED, **off}))
    name, numbers = "locality_development", one.parameter_sets["default"]
    one = one.with_settings({f"{ACTIVITY}.months": ASKED[f"{ACTIVITY}.months"]})
    assert not differ(
        history(one, one.programmes[name], numbers, 0, 36),
        history(other, other.programmes[name], other.parameter_sets["default"], 0, 36),
    )


def seen(**numbers: float) -> Life:
    """Ask the first of three, who are all tied, to be ambassador in month 0; live two months."""
    people = community(n_artisans=3, ties=[(0, 1), (0, 2), (1, 2)], first_adopters=(0,))
    asked = activity(tactic="ambassadors", target="adopters", doses={"contact": 3.0})
    life = Life(people, programme(asked), parameters(numbers), n_months=3)
    life.live(0)
    return life


def test_the_tie_to_an_ambassador_counts_more_in_the_month_after() -> None:
    """Of two ties of strength 1 one leads to the ambassador: 3 / (3 + 1), then again 1 / 2."""
    life = seen(**{"exposure.ambassador_weight": 1.0, "persistence.discontinuance_rate": 0.0})
    assert life.month.exposure.tolist() == [0.0, 0.5, 0.5]
    life.live(1)
    assert life.month.exposure[1] == pytest.approx(0.75, abs=1e-15)
    assert life.month.peer_skill[1] > 0
    life.live(2)
    assert life.month.exposure[1] == pytest.approx(0.5, abs=1e-15)


def test_the_laws_by_hand() -> None:
    assert laws.influence(0.5, 3.0, 0.0) == 1.0
    assert laws.influence(0.5, 3.0, 2.0) == 2.0
    assert laws.influence(0.0, 3.0, 0.0) == 0.0
    assert laws.weight_shown(1.0) == 2.0


def test_the_nearer_is_seen_more() -> None:
    roster = {"x_km": [0.0, 0.05, 0.2], "y_km": [0.0, 0.0, 0.0]}
    people = community(
        n_artisans=3, roster=roster, first_adopters=(1,), modules={"proximity": True}
    )
    life = Life(people, numbers=parameters({"exposure.proximity_weight": 1.0}), n_months=1)
    life.live(0)
    near, far = (np.floor(1e9 * np.exp(-lengths) + 0.5) for lengths in (0.5, 2.0))
    assert life.month.exposure[0] == pytest.approx(near / (near + far), abs=1e-15)
