"""Numbers changed from Python: each one is checked, and what was given stays as it was."""

import html
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner, Result

import diffusion
from diffusion.catalogue.overrides import Inputs, set_at
from diffusion.cli import app
from diffusion.errors import InputError
from diffusion.scenario.base import Declaration
from diffusion.scenario.budget import scale_for
from diffusion.scenario.diagnostics import checked

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


CHANGED = {"parameters.decision.alpha": 0.03, "community.artisans.number": 20}
PAIR = ("campaign_only", "collaboration_only")


def words_of(settings: dict[str, Any]) -> list[str]:
    return [word for path, value in settings.items() for word in ("--set", f"{path}={value}")]


def compared(*words: str) -> Result:
    pair = [word for name in PAIR for word in ("-p", name)]
    result = CliRunner().invoke(app, ["compare", "senik", *pair, "--runs", "12", *words])
    assert result.exit_code == 0, result.output
    return result


def test_compare_takes_settings_as_a_community_changed_in_python() -> None:
    told = json.loads(compared(*words_of(CHANGED), "--budget", "8jt", "--json").stdout)
    found = diffusion.compare(SENIK.with_settings(CHANGED), PAIR, budget=8_000_000, n_runs=12)
    assert told["differences"] == json.loads(
        found.differences().to_json(orient="records", double_precision=15)
    )
    assert told["parameters"] == "default"
    assert told["provenance"]["settings"] == [
        "parameters.decision.alpha=0.03",
        "community.artisans.number=20",
    ]
    as_written = diffusion.compare("senik", PAIR, budget=8_000_000, n_runs=12)
    assert not found.differences().equals(as_written.differences())


def test_a_setting_changes_the_programmes_compared_also_where_none_is_named() -> None:
    places = "programme.activity.training.places"
    words = ["compare", "senik", "--runs", "10", "--set", f"{places}=5", "--json"]
    told = json.loads(CliRunner().invoke(app, words).stdout)
    found = diffusion.compare(SENIK.with_settings({places: 5}), n_runs=10)
    prices = [row["price"] for row in told["strategies"]]
    assert prices == [strategy.price.total for strategy in found.strategies]
    assert prices != [s.price.total for s in diffusion.compare("senik", n_runs=1).strategies]
    assert told["reference"] == found.reference == "campaign_then_collaboration"


def test_a_set_is_chosen_by_a_setting_too() -> None:
    by_setting = json.loads(compared("--set", "parameters=conservative", "--json").stdout)
    by_name = json.loads(compared("--parameters", "conservative", "--json").stdout)
    assert by_setting["parameters"] == "conservative"
    assert by_setting["differences"] == by_name["differences"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "Values changed from those in the community's files: "),
        ("id", "Nilai yang diubah dari berkas komunitas: "),
    ],
)
def test_all_that_is_told_names_what_was_changed(lang: str, said: str, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    words = [*words_of(CHANGED), "--lang", lang, "-o", str(folder)]
    line = f"{said}parameters.decision.alpha=0.03; community.artisans.number=20."
    assert line in " ".join(compared(*words).stdout.split())
    report = html.unescape((folder / "report.html").read_text(encoding="utf-8"))
    assert line in report
    assert line in (folder / "methods.txt").read_text(encoding="utf-8")
    captions = (folder / "captions.txt").read_text(encoding="utf-8")
    assert captions.count(line) == captions.count("parameters.decision.alpha") > 0
    provenance = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
    assert provenance["settings"] == [
        "parameters.decision.alpha=0.03",
        "community.artisans.number=20",
    ]
    assert said not in compared("--lang", lang).stdout


def test_run_names_what_was_changed() -> None:
    words = ["run", "senik", "-p", "none", "--runs", "1", "--set", "community.modules.season=true"]
    told = CliRunner().invoke(app, words).stdout
    assert "community's files: community.modules.season=true." in " ".join(told.split())


def test_a_page_holds_what_was_changed(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    words = ["page", "senik", "-o", str(file), "--runs", "2", *words_of(CHANGED)]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0, result.output
    text = file.read_text(encoding="utf-8")
    assert "default; parameters.decision.alpha=0.03; community.artisans.number=20" in text


def test_settings_add_up_and_are_written_as_a_file_would_have_them() -> None:
    first = SENIK.with_settings({"parameters.decision.alpha": np.float64(0.5)})
    other = first.with_settings(
        {"parameters.decision.alpha": 0.25, "programme.activity.film.months": (1, 2)}
    )
    assert other.settings_listed == [
        "parameters.decision.alpha=0.25",
        "programme.activity.film.months=[1, 2]",
    ]
    assert first.settings_written == "parameters.decision.alpha=0.5"
    assert SENIK.settings_written == ""
    assert other.settings_written == "; ".join(other.settings_listed)


def test_threads_may_need_the_checks_of_a_declaration_at_once() -> None:
    """As the workers of a sweep do. Checks that wait for a first need are half built for some."""
    for _ in range(20):

        class Made(Declaration):
            number: int

        assert Made.__pydantic_complete__
        ready = Barrier(4)

        def check(_: int, kind: type[Made] = Made, ready: Barrier = ready) -> int:
            ready.wait(timeout=60)
            return checked(kind, {"number": 3}, place="made").number

        with ThreadPoolExecutor(4) as threads:
            assert [*threads.map(check, range(4))] == [3] * 4


CONTRADICTIONS = [
    (
        {"community.association.minimum_members": 50},
        "community.toml: association.minimum_members: expected at most 30, the artisans of the "
        "largest hamlet; found 50",
    ),
    (
        {"community.artisans.number": 6, "community.association.minimum_members": 7},
        "community.toml: association.minimum_members: expected at most 6, the artisans of the "
        "largest hamlet; found 7",
    ),
    (
        {"programme.activity.market_link.channel": "nowhere"},
        "programmes/collaboration_only.toml: activity[",
    ),
    (
        {"community.market.channel.foster_buyer.open_chance": 0.0},
        "channel: expected a channel with an open_chance above 0; found foster_buyer, with 0",
    ),
]


@pytest.mark.parametrize(("settings", "message"), CONTRADICTIONS)
def test_settings_of_which_two_contradict_are_refused_as_in_files(
    settings: dict[str, Any], message: str
) -> None:
    """Each alone may stand there; from Python, from the command and at a point of a sweep."""
    asked = (SENIK.programmes["collaboration_only"],)
    with pytest.raises(InputError) as in_python:
        SENIK.with_settings(settings)
    with pytest.raises(InputError) as at_a_point:
        set_at(Inputs(SENIK, SENIK.parameter_sets["default"], asked), settings, place="point 1")
    for error in (in_python, at_a_point):
        assert message in str(error.value)


def test_what_no_setting_touches_is_not_checked_again() -> None:
    """All other parts stay the very same, and one that contradicted before is no obstacle."""
    inputs = Inputs(SENIK, SENIK.parameter_sets["default"], (SENIK.programmes["none"],))
    other = set_at(inputs, {"parameters.decision.alpha": 0.5}, place="")
    assert other.parameters.decision.alpha == 0.5
    assert other.parameters.efficacy is inputs.parameters.efficacy
    assert other.community.file is SENIK.file
    assert other.programmes[0] is inputs.programmes[0]
    market = SENIK.with_settings({"community.market.channel.wedding.quota": 7}).file.market
    before = SENIK.file.market
    for one, was in zip(market.channel, before.channel, strict=True):
        assert (one is was) == (one.name != "wedding")


def test_a_value_of_use_to_some_programmes_reaches_all() -> None:
    """`none` founds no association whose books could be handed over: no contradiction of Senik."""
    other = SENIK.with_settings({"programme.handover.books": 8})
    assert {one.handover.books for one in other.programmes.values()} == {8}
