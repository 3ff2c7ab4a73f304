"""`compare` with several parameter sets or values: where the order of the strategies differs."""

import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import diffusion
from diffusion.cli import app
from diffusion.comparison.alternatives import Alternative, alternatives_of, compare_alternatives
from diffusion.errors import InputError

SENIK = diffusion.load("senik")
PATH = "parameters.decision.alpha"


def test_each_path_with_several_values_makes_alternatives() -> None:
    found = alternatives_of(["default", "conservative"], ["a.b=1", "a.b=2", "a.c=3", "a.b=1"])
    assert found == tuple(
        Alternative(name, {"a.b": value, "a.c": 3})
        for name in ("default", "conservative")
        for value in (1, 2)
    )
    assert alternatives_of(["default"], ["a.b=1", "a.c=2"]) == (
        Alternative("default", {"a.b": 1, "a.c": 2}),
    )


def test_a_turned_order_is_found_under_the_same_luck() -> None:
    # Without means of their own and without training nobody can adopt: the order must turn.
    path = "programme.activity.training.places"
    asked = alternatives_of(["default"], [f"{path}=20", f"{path}=1"])
    names = ("collaboration_only", "campaign_only")
    found = compare_alternatives(SENIK, names, asked, n_runs=20)
    table = found.table().set_index(["alternative", "strategy"])
    for letter, one in zip("AB", asked, strict=True):
        alone = diffusion.compare(
            SENIK.with_settings(dict(one.values)), list(names), n_runs=20
        ).table()
        means = dict(zip(alone["strategy"], alone["adopters"], strict=True))
        for name in names:
            assert table.loc[(letter, name), "mean"] == pytest.approx(means[name])
    first = table.loc["A"]["mean"]
    second = table.loc["B"]["mean"]
    has_turned = (first["collaboration_only"] > first["campaign_only"]) != (
        second["collaboration_only"] > second["campaign_only"]
    )
    assert len(found.turned()) == has_turned


def test_what_is_the_same_in_all_has_no_turn() -> None:
    asked = [Alternative("default", {}), Alternative("default", {})]
    found = compare_alternatives(SENIK, (), asked, n_runs=4)
    assert found.turned().empty


@pytest.mark.slow
def test_the_command_prints_and_writes_all(tmp_path: Path) -> None:
    words = ["compare", "senik", "-p", "campaign_only", "-p", "none", "--runs", "4"]
    several = [*words, "--set", f"{PATH}=0.05", "--set", f"{PATH}=0.3"]
    folder = tmp_path / "out"
    run = CliRunner().invoke(app, [*several, "-o", str(folder)])
    assert run.exit_code == 0, run.output
    assert "0.05" in run.stdout
    table = pd.read_csv(folder / "alternatives.csv")
    assert set(table["alternative"]) == {"A", "B"}
    assert (folder / "A" / "comparison.csv").is_file()
    told = json.loads(CliRunner().invoke(app, [*several, "--json"]).stdout)
    assert [one["settings"] for one in told["alternatives"]] == [{PATH: 0.05}, {PATH: 0.3}]
    # One value twice is one alternative, and prints what it always did.
    once = CliRunner().invoke(app, [*words, "--set", f"{PATH}=0.05"])
    twice = CliRunner().invoke(app, [*words, "--set", f"{PATH}=0.05", "--set", f"{PATH}=0.05"])
    assert once.stdout == twice.stdout


@pytest.mark.parametrize("beside", ["--precision 2", "--budget 6e6:8e6:2", "--by poor"])
def test_what_does_not_go_with_several_is_refused(beside: str) -> None:
    words = f"compare senik --runs 4 --parameters default --parameters conservative {beside}"
    run = CliRunner().invoke(app, words.split())
    assert isinstance(run.exception, InputError)
    assert "one parameter set and one value for each path" in str(run.exception)
