"""An opinion leader who is won over speaks for the innovation, adopter or not (ODD 7.1)."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from communities import SENIK, Life, activity, community, parameters, programme
from harness import first_quick
from twins import assert_same, differ, history

import diffusion
from diffusion.kernels.phases.rates import awareness_rate_of
from diffusion.scenario.activity import Doses
from diffusion.scenario.community import Community
from diffusion.scenario.programme import Programme
from diffusion.scenario.tactics import TACTICS

MONTHS = 24


def with_leaders(name: str, voice: float = 2.0, **said: Any) -> Programme:
    """Win over, in month 0, the three with most ties, beside what a programme of Senik does."""
    won = activity(
        90,
        tactic="co_optation",
        target="highest_degree",
        **{"places": 3, "doses": {"aware": 1.0, "voice": voice}, **said},
    )
    usual = SENIK.programmes[name]
    return usual.model_copy(update={"activity": (*usual.activity, won)})


def changed(**settings: Any) -> Community:
    return SENIK.with_settings({key.replace("__", "."): value for key, value in settings.items()})


CASES: dict[str, tuple[Community, Programme]] = {
    "alone": (SENIK, with_leaders("none")),
    "in a campaign": (SENIK, with_leaders("campaign_only")),
    "fading, seen next door": (
        changed(
            parameters__exposure__voice_fading=0.1,
            community__modules__proximity=True,
            parameters__exposure__proximity_weight=0.5,
        ),
        with_leaders("campaign_only"),
    ),
    "in an association that votes": (
        changed(community__modules__vote=True, parameters__exposure__group_weight=2.0),
        with_leaders("collaboration_only"),
    ),
    "beside ambassadors": (
        changed(parameters__exposure__ambassador_weight=1.0),
        with_leaders("locality_development", months=(0, 5)),
    ),
    "a plain sum, a flow": (
        changed(
            parameters__exposure__normalisation="sum",
            parameters__exposure__memory="flow",
            community__modules__advantage=True,
        ),
        with_leaders("campaign_only"),
    ),
}


@pytest.mark.parametrize("case", first_quick(CASES))
def test_it_is_the_twins_and_makes_a_difference(case: str) -> None:
    there, made = CASES[case]
    numbers = there.parameter_sets["default"]
    *usual, last = made.activity
    silent = made.model_copy(
        update={"activity": (*usual, last.model_copy(update={"doses": Doses(aware=1.0)}))}
    )
    lives = [assert_same(there, made, numbers, luck, MONTHS) for luck in range(3)]
    plain = [history(there, silent, numbers, luck, MONTHS) for luck in range(3)]
    assert any(
        not np.array_equal(one[-1][0]["stage"], other[-1][0]["stage"])
        or not np.array_equal(one[-1][0]["toa"], other[-1][0]["toa"])
        for one, other in zip(lives, plain, strict=True)
    )


def test_mesa_lives_the_same() -> None:
    there, made = CASES["beside ambassadors"]
    model = diffusion.ArtisanModel(there, made)
    whole = history(there, made, there.parameter_sets["default"], 0, 12)
    for record, _, _ in whole[1:]:
        model.step()
        for name in record.dtype.names:
            assert np.array_equal(model.state[name], record[name]), name


def test_without_a_voice_nothing_changes() -> None:
    """A dose of 0 leaves the history as it is, to the last bit."""
    numbers = SENIK.parameter_sets["default"]
    quiet = with_leaders("campaign_only", doses={})
    usual = history(SENIK, SENIK.programmes["campaign_only"], numbers, 0, MONTHS)
    assert not differ(usual, history(SENIK, quiet, numbers, 0, MONTHS))


def won(voice: float = 2.0, n_months: int = 4, **numbers: float) -> Life:
    """Win over the first of three, who are all tied, in month 0; nobody hears from afar."""
    people = community(n_artisans=3, ties=[(0, 1), (0, 2), (1, 2)])
    asked = activity(tactic="co_optation", target=["1"], doses={"aware": 1.0, "voice": voice})
    still = {
        "awareness.broadcast": 0.0,
        "awareness.aware_contact": 0.0,
        "persuasion.spontaneous": 0.0,
        "persuasion.social": 0.0,
    }
    life = Life(people, programme(asked), parameters(still | numbers), n_months=n_months)
    life.live(0)
    return life


def test_one_who_only_knows_speaks_for_it() -> None:
    """Of two ties of strength 1 one leads to the leader: X[Pf] = 3 / (3 + 1), and X[A] is 0."""
    life = won()
    assert life.state.stage.tolist() == [1, 0, 0]
    assert life.month.favourable.tolist() == [0.0, 0.0, 0.0]
    for t in (1, 2):
        life.live(t)
        assert life.month.favourable.tolist() == [0.0, 0.75, 0.75]
        assert life.month.exposure.tolist() == [0.0, 0.0, 0.0]


def test_a_voice_fades() -> None:
    """Half is lost each month: 2, then 1, then 0.5; 2 / (2 + 1) and 1.5 / (1.5 + 1)."""
    life = won(**{"exposure.voice_fading": 0.5})
    assert life.state.voice.tolist() == [1.0, 0.0, 0.0]
    life.live(1)
    assert life.month.favourable[1] == pytest.approx(2 / 3, abs=1e-15)
    life.live(2)
    assert life.month.favourable[1] == pytest.approx(0.6, abs=1e-15)


def test_more_hear_of_it_from_who_was_won_over() -> None:
    """Rate w (1 + v) a_N: three times that of one who only knows."""
    life = won()
    life.numbers.aware_contact = 0.02
    life.live(1)
    rate = awareness_rate_of(life.state, life.month, life.ties, life.numbers, 1)
    assert rate == pytest.approx(3 * 0.02, abs=1e-15)


def test_an_adopter_is_seen_more_too() -> None:
    people = community(n_artisans=3, ties=[(0, 1), (0, 2), (1, 2)], first_adopters=(0,))
    asked = activity(tactic="co_optation", target=["1"], doses={"voice": 2.0})
    numbers = parameters({"persistence.discontinuance_rate": 0.0, "awareness.aware_contact": 0.0})
    life = Life(people, programme(asked), numbers, n_months=2)
    life.live(0)
    assert life.month.exposure[1] == 0.5
    life.live(1)
    assert life.month.exposure[1] == life.month.favourable[1] == 0.75


def test_nobody_speaks_for_what_his_values_forbid() -> None:
    """Misfit .9 is above the tolerance .8; misfit .8 is not."""
    people = community(n_artisans=2, roster={"value_fit": [0.1, 0.2]})
    asked = activity(tactic="co_optation", target="all", doses={"voice": 1.0})
    life = Life(people, programme(asked), parameters({"decision.misfit_tolerance": 0.8}))
    life.live(0)
    assert life.state.voice.tolist() == [0.0, 1.0]


def test_the_stronger_voice_stays() -> None:
    people = community(n_artisans=1)
    first = activity(1, tactic="co_optation", doses={"voice": 2.0})
    second = activity(2, tactic="co_optation", months=(1,), doses={"voice": 1.0})
    life = Life(people, programme(first, second), parameters())
    life.live(0)
    life.live(1)
    assert life.state.voice.tolist() == [2.0]


def test_who_gives_up_is_heard_no_more() -> None:
    people = community(n_artisans=3, ties=[(0, 1), (0, 2), (1, 2)], first_adopters=(0,))
    asked = activity(tactic="co_optation", target=["1"], doses={"voice": 2.0})
    numbers = parameters({"persistence.discontinuance_rate": 100.0})
    life = Life(people, programme(asked), numbers, n_months=2)
    life.live(0)
    assert life.state.stage[0] == 6
    life.live(1)
    assert life.month.favourable[1] == 0.0
    assert life.month.failure[1] == 0.5


def test_more_voice_makes_more_persuaded() -> None:
    """The louder the leaders, the more favour it, on average over the same luck."""
    there = replace(SENIK, programmes={})
    reached = [
        diffusion.simulate(
            there, with_leaders("campaign_only", voice), n_runs=200, n_months=12
        ).stages[:, 12, 2:6].sum(axis=1).mean()
        for voice in (0.0, 1.0, 5.0)
    ]  # fmt: skip
    assert reached[0] < reached[1] < reached[2]


def test_it_is_a_tactic_of_the_campaign() -> None:
    assert TACTICS["co_optation"].number == 15
    assert TACTICS["co_optation"].family == "campaign"
