"""Numbers changed from Python: each one is checked, and what was given stays as it was."""

from collections.abc import Callable
from typing import Any

import pytest

import diffusion
from diffusion.errors import InputError
from diffusion.scenario.budget import scale_for

SENIK = diffusion.load("senik")


def test_settings_change_every_set_the_file_and_every_programme_that_has_the_place() -> None:
    other = SENIK.with_settings(
        {
            "parameters.decision.alpha": 0.5,
            "community.artisans.number": 40,
            "community.market.channel.wedding.quota": 7,
            "programme.activity.training.places": 20,
            "programme.activity.*.participation": 0.25,
        }
    )
    assert {one.decision.alpha for one in other.parameter_sets.values()} == {0.5}
    assert {one.decision.alpha for one in SENIK.parameter_sets.values()} != {0.5}
    assert (other.n_artisans, SENIK.n_artisans) == (40, 30)
    quotas = {one.name: one.quota for one in other.file.market.channel}
    before = {one.name: one.quota for one in SENIK.file.market.channel}
    assert quotas == before | {"wedding": 7}
    for name, programme in other.programmes.items():
        own = SENIK.programmes[name].activity
        for activity, as_read in zip(programme.activity, own, strict=True):
            assert activity.participation == 0.25
            assert activity.places == (20 if activity.tactic == "training" else as_read.places)
    assert other.hashes == SENIK.hashes
    assert SENIK.with_settings({}) == SENIK


def test_a_changed_community_is_simulated_as_it_is_changed() -> None:
    nobody = SENIK.with_settings({"parameters.awareness.broadcast": 0.0})
    outcome = diffusion.simulate(nobody, "none", n_runs=3, n_months=6)
    assert int(outcome.adopters.sum()) == 0


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (
            {"parameters.decision.alpha": -5.0},
            "parameters.decision.alpha: expected a number of at least 0; found -5.0",
        ),
        (
            {"parameters.decision.alpha": "a lot"},
            'parameters.decision.alpha: expected a number; found "a lot"',
        ),
        (
            {"decision.alpha": 0.1},
            "decision.alpha: expected a path that begins with one of parameters, community, "
            'programme and a dot; found "decision.alpha"',
        ),
        (
            {"parameters": "conservative"},
            "parameters: expected a path that begins with one of parameters, community, "
            'programme and a dot; found "parameters"',
        ),
        (
            {"community.artisans.numbr": 40},
            "community.artisans.numbr: expected one of number, roster, groups, scale, hamlets, "
            "first_adopters, first_adopters_drawn, first_adopters_share, household_size, "
            "poverty_line, self_efficacy, value_fit, skill, cash, "
            'other_income, need_share, extent_km (did you mean number?); found "numbr"',
        ),
        (
            {"programme.activity.trainin.places": 3},
            "programme.activity.trainin.places: expected",
        ),
        (
            {"programme.taper": -1},
            "programme.taper: expected a number of at least 0; found -1",
        ),
        (
            {"community.institutions.stall": "nowhere"},
            "institutions.stall: expected one of foster_buyer, craft_firm, wedding, showroom; "
            'found "nowhere"',
        ),
        (
            {"community.artisans.number": None, "community.artisans.roster": "ours.csv"},
            "community.artisans.roster: expected no other table than the folder has "
            "(name it in community.toml); "
            'found "ours.csv"',
        ),
    ],
)
def test_a_wrong_setting_is_refused(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError) as error:
        SENIK.with_settings(settings)
    assert message in str(error.value)
    assert "\n" not in str(error.value)


DEFAULT = SENIK.parameter_sets["default"]
SECTIONS = ", ".join(type(DEFAULT).model_fields)


@pytest.mark.parametrize(
    ("copy", "message"),
    [
        (
            lambda: DEFAULT.decision.model_copy(update={"alpha": -5.0}),
            "Decision: alpha: expected a number of at least 0; found -5.0",
        ),
        (
            lambda: DEFAULT.decision.model_copy(update={"alpha": "a lot"}),
            'Decision: alpha: expected a number; found "a lot"',
        ),
        (
            lambda: DEFAULT.model_copy(update={"decisoin": DEFAULT.decision}),
            f"ParameterSet: decisoin: expected one of {SECTIONS} (did you mean decision?); "
            "found an unknown key",
        ),
    ],
)
def test_a_copy_with_a_wrong_value_is_refused(copy: Callable[[], object], message: str) -> None:
    with pytest.raises(InputError) as error:
        copy()
    assert str(error.value) == message


def test_a_copy_is_checked_as_a_whole() -> None:
    """A programme whose latest month lies before its last one is refused, however it is made."""
    programme = SENIK.programmes["campaign_only"]
    with pytest.raises(InputError, match="latest_month"):
        programme.model_copy(update={"latest_month": programme.last_month - 1})
    same = programme.model_copy(update={"title": programme.title})
    assert same == programme
    assert same.model_fields_set == programme.model_fields_set | {"title"}
    assert programme.model_copy() == programme


def test_a_copy_with_other_values_may_be_deep() -> None:
    other = DEFAULT.model_copy(update={"title": "Ours"}, deep=True)
    assert (other.title, other.decision) == ("Ours", DEFAULT.decision)
    assert other.decision is not DEFAULT.decision


def test_a_programme_is_scaled_at_the_changed_price_of_a_day() -> None:
    dear = SENIK.with_settings({"community.facilitator.person_day_price": 150_000})
    programme = SENIK.programmes["campaign_only"]
    for community in (SENIK, dear):
        fit = scale_for(community, programme, 8_000_000, with_facilitator=True)
        assert fit.cost == community.price(fit.programme).total
        assert fit.unspent == 8_000_000 - fit.cost
