"""Results behave: short to look at, equal to themselves, with named axes and units."""

from typing import Any

import numpy as np
import pytest
from communities import SENIK

import diffusion
from diffusion.results.series import STAGES
from diffusion.util.display import WIDTH, Shown

KEPT = ("toa", "spells", "artisans", "earned")


@pytest.fixture(scope="module")
def comparison() -> diffusion.Comparison:
    names = ["campaign_only", "none"]
    return diffusion.compare(SENIK, names, n_runs=4, n_months=21)


@pytest.fixture(scope="module")
def outcome() -> diffusion.Outcome:
    return diffusion.simulate(
        SENIK, "campaign_only", n_runs=4, n_months=21, first_replicate=3, keep=KEPT
    )


@pytest.fixture(scope="module")
def summary() -> diffusion.EnsembleSummary:
    return diffusion.summarise(SENIK, "campaign_only", n_runs=4, n_months=21, first_replicate=3)


@pytest.fixture(params=["outcome", "summary", "comparison", "community", "programme", "set"])
def shown(request: pytest.FixtureRequest) -> Any:
    match request.param:
        case "community":
            return SENIK
        case "programme":
            return SENIK.programmes["campaign_then_collaboration"]
        case "set":
            return SENIK.parameter_sets["default"]
    return request.getfixturevalue(request.param)


# ------------------------------------------------------------------ to look at
def test_what_is_shown_has_three_lines_and_a_small_table(shown: Any) -> None:
    lines = repr(shown).splitlines()
    assert 2 <= len(lines) <= 3
    assert all(0 < len(line) <= WIDTH for line in lines)
    assert lines[0].startswith(type(shown).__name__)
    html = shown._repr_html_()
    assert html.startswith("<table><caption>")
    assert html.count("<tr>") == len(lines) - 1
    assert len(html) < 1000


def test_a_table_for_a_notebook_is_escaped() -> None:
    class Odd(Shown):
        def shown_as(self) -> tuple[str, dict[str, str]]:
            return "<b>", {"<i>": '"&"<script>'}

    assert Odd()._repr_html_() == (
        "<table><caption>&lt;b&gt;</caption>"
        "<tr><th>&lt;i&gt;</th><td>&quot;&amp;&quot;&lt;script&gt;</td></tr></table>"
    )


def test_an_outcome_says_what_it_came_to(outcome: diffusion.Outcome) -> None:
    first, second, third = repr(outcome).splitlines()
    assert first == "Outcome of campaign_only: 4 runs of 21 months, 30 artisans"
    assert f"{outcome.adopters[:, -1].mean():.1f} (90 % of runs: " in second
    assert f"lasting: {outcome.lasting.mean():.1f}" in second
    assert third == "note: simulated, not observed"


# ------------------------------------------------------------------ == and hash
def test_results_are_equal_to_themselves_and_can_be_keys(shown: Any) -> None:
    assert shown == shown
    assert len({shown, shown}) == 1
    assert shown != "another"


def test_two_outcomes_are_two() -> None:
    one, other = (diffusion.simulate(SENIK, "none", n_runs=2, n_months=2) for _ in range(2))
    assert one != other
    assert len({one, other}) == 2


def test_two_readings_of_a_community_are_equal() -> None:
    one, other = diffusion.load("senik"), diffusion.load("senik")
    assert one == other
    assert hash(one) == hash(other)
    changed = one.with_settings({"parameters.decision.alpha": 0.03})
    assert changed != one


# ------------------------------------------------------------------ named axes
def test_the_axes_of_an_outcome(outcome: diffusion.Outcome) -> None:
    data = outcome.to_xarray()
    assert dict(data.sizes) == {
        "replicate": 4, "t": 22, "stage": 7, "channel": len(outcome.channels), "artisan": 30
    }  # fmt: skip
    assert data["replicate"].values.tolist() == [3, 4, 5, 6]
    assert data["t"].values.tolist() == list(range(22))
    assert tuple(data["stage"].values) == STAGES
    assert tuple(data["channel"].values) == outcome.channels
    calendar = SENIK.file.calendar
    assert data["month"].dims == ("t",)
    assert data["month"].values[0] == "start"
    assert data["month"].values[1:].tolist() == [calendar.month_name(m) for m in range(21)]
    for name in (*data.data_vars, *data.coords):
        assert data[name].attrs["long_name"]
    for name in data.data_vars:
        assert data[name].attrs["units"] in {
            "artisans", "rupiah", "1", "pieces", "hamlets", "meetings"
        }  # fmt: skip


def test_the_values_are_those_of_the_series(outcome: diffusion.Outcome) -> None:
    data = outcome.to_xarray()
    n_found = 0
    for name in outcome.names:
        if name in STAGES:
            found = data["artisans_in_stage"].sel(stage=name)
        elif name in data:
            found = data[name]
        elif name.endswith("_open"):
            found = data["channel_open"].sel(channel=name.removesuffix("_open"))
        else:
            kind, _, channel = name.partition("_")
            found = data[kind].sel(channel=channel)
        assert np.array_equal(found.values, outcome.series(name)), name
        n_found += 1
    assert n_found == len(outcome.names) > 40
    assert np.array_equal(data["adopters"].values, outcome.adopters)
    assert np.array_equal(data["lasting_adopters"].values, outcome.lasting)
    assert np.array_equal(data["ever_adopted"].values, outcome.tried)
    assert outcome.artisans is not None
    assert np.array_equal(data["toa"].values, outcome.toa)
    assert np.array_equal(data["first_t"].values, outcome.first)
    assert np.array_equal(data["earned"].values, outcome.earned)
    assert np.array_equal(data["is_poor"].values, outcome.artisans.is_poor)
    assert np.array_equal(data["hamlet"].values, outcome.artisans.hamlet)


@pytest.mark.parametrize(
    ("name", "unit", "long_name"),
    [
        ("adopters", "artisans", "artisans on trial or confirmed"),
        ("members", "artisans", "members of the associations"),
        ("fund", "rupiah", "balance of the associations' funds"),
        ("consumption", "rupiah", "consumption since the start"),
        ("gini", "1", "Gini coefficient of income"),
        ("skill", "1", "mean skill"),
        ("earned", "rupiah", "earned by pottery since the start"),
        ("sold", "pieces", "sold"),
        ("sold_exhibition", "pieces", "sold exhibition"),
        ("channel_open", "hamlets", "channel open"),
        ("meetings", "meetings", "meetings of the associations since the start"),
    ],
)
def test_units_and_long_names(
    outcome: diffusion.Outcome, name: str, unit: str, long_name: str
) -> None:
    assert outcome.to_xarray()[name].attrs == {"units": unit, "long_name": long_name}


def test_what_was_not_kept_has_no_axis() -> None:
    data = diffusion.simulate(SENIK, "none", n_runs=2, n_months=2).to_xarray()
    assert "artisan" not in data.dims
    assert "toa" not in data


def test_a_comparison_has_an_axis_of_programmes(comparison: diffusion.Comparison) -> None:
    data = comparison.to_xarray()
    assert data["programme"].values.tolist() == ["campaign_only", "none"]
    assert data["adopters"].dims == ("programme", "replicate", "t")
    for strategy, outcome in comparison.simulated:
        mine = data.sel(programme=strategy.name)
        assert np.array_equal(mine["adopters"].values, outcome.adopters)
        assert np.array_equal(mine["fund"].values, outcome.series("fund"))
    assert data["fund"].attrs["units"] == "rupiah"
    assert data["is_poor"].dims == ("programme", "replicate", "artisan")


# ------------------------------------------------------------------ tables
def test_an_outcome_as_a_table(outcome: diffusion.Outcome) -> None:
    table = outcome.to_frame()
    assert list(table.columns) == ["replicate", "t", "adopters", *outcome.names]
    assert len(table) == 4 * 22
    at = table.set_index(["replicate", "t"])
    assert at.loc[(4, 21), "fund"] == outcome.series("fund")[1, 21]
    assert at.loc[(6, 5), "adopters"] == outcome.adopters[3, 5]


def test_a_summary_as_a_table(
    summary: diffusion.EnsembleSummary, outcome: diffusion.Outcome
) -> None:
    table = summary.to_frame().set_index(["series", "t"])
    assert len(table) == 22 * len(outcome.names)
    assert table.loc[("cash", 21), "mean"] == outcome.series("cash")[:, 21].mean()
    assert table.loc[("cash", 21), "standard_error"] == summary.standard_error["cash"][21]
